"""Run a built command as its user would: python tests/smoke.py COMMAND [ARGUMENT ...]"""

import subprocess
import sys


def main(command: list[str]) -> None:
    """Fail unless the command knows its version, counts words, and refuses a wrong option."""
    _ = subprocess.run([*command, "--version"], check=True)
    top = [*command, "top", "--limit", "1"]
    text = "to be or not to be"
    result = subprocess.run(top, check=True, stdout=subprocess.PIPE, input=text, text=True)
    if result.stdout.split() != ["2", "to"]:
        raise SystemExit(f"unexpected output: {result.stdout!r}")
    wrong = subprocess.run(
        [*command, "top", "--limit=-1"], check=False, stderr=subprocess.PIPE, text=True
    )
    if wrong.returncode != 2 or "error: " not in wrong.stderr.lower():
        raise SystemExit(f"unexpected exit code {wrong.returncode}: {wrong.stderr!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
