"""Run a built program as its user would: python tests/smoke.py COMMAND [ARGUMENT ...]"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory


def picture(command: list[str], folder: Path) -> bytes:
    """Open a file in the window, and return a picture of it."""
    file, target = folder / "text.txt", folder / "window.png"
    _ = file.write_text("to be or not to be", encoding="utf-8")
    _ = subprocess.run([*command, f"--screenshot={target}", str(file)], check=True, timeout=300)
    return target.read_bytes()


def main(command: list[str]) -> None:
    """Fail unless the program knows its version, shows counts, and refuses a wrong option."""
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _ = subprocess.run([*command, "--version"], check=True, timeout=300)
    with TemporaryDirectory() as folder:
        shown = picture(command, Path(folder))
    if b"Description\0Lines: 1, words: 6, characters: 18" not in shown:
        raise SystemExit("the window does not show what it should")
    wrong = subprocess.run([*command, "--unknown"], check=False, timeout=300)
    if wrong.returncode != 2:
        raise SystemExit(f"unexpected exit code {wrong.returncode}")


if __name__ == "__main__":
    main(sys.argv[1:])
