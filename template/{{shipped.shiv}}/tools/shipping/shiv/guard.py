"""Make a .pyz file say which Python it needs before anything else runs: guard.py FILE PYTHON"""

import sys
from pathlib import Path
from zipfile import ZipFile

from shipping.artifact import guard

MAIN = "__main__.py"


def main(file: Path, oldest: str) -> None:
    """Write the file again, with the check at the start of its program."""
    unfinished = file.with_suffix(".new")
    first_line = file.read_bytes().split(b"\n", 1)[0]
    unfinished.write_bytes(first_line + b"\n")
    with ZipFile(file) as old, ZipFile(unfinished, "a") as new:
        for entry in old.infolist():
            start = guard(file.name, oldest).encode() if entry.filename == MAIN else b""
            new.writestr(entry, start + old.read(entry))
    unfinished.chmod(0o755)
    unfinished.replace(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
