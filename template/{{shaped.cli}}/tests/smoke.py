"""Run a built command as its user would: python tests/smoke.py COMMAND [ARGUMENT ...]"""

import subprocess
import sys


def main(command: list[str]) -> None:
    """Fail unless the command knows its version and counts words."""
    subprocess.run([*command, "--version"], check=True)
    run = [*command, "--top", "1"]
    text = "to be or not to be"
    result = subprocess.run(run, check=True, stdout=subprocess.PIPE, input=text, text=True)
    if result.stdout.split() != ["2", "to"]:
        raise SystemExit(f"unexpected output: {result.stdout!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
