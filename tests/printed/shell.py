"""Types lines into a shell as a person would, who presses Enter at every question."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from person.terminal import Terminal

SECONDS = 900
REPOSITORY = "URL-OF-THIS-REPOSITORY"
# Shows the line, runs it as it stands, and ends with its exit code where that is not 0.
TYPED = """printf '%s\\n' {shown}
{line}
__ended=$?; [ $__ended = 0 ] || {{ printf 'ended with %s\\n' $__ended; exit $__ended; }}
"""


@dataclass(frozen=True)
class Instead:
    """What runs in the place of a line that cannot run here, and why it cannot."""

    line: str
    why: str


# The only lines that do not run as they are printed.
STAND_INS = {
    "./bootstrap pytest": Instead("./bootstrap pytest --version", "all tests, these among them"),
}


def script(typed: Sequence[str], address: str = "") -> str:
    """Return what runs the lines in one shell, and stops at the first that fails. The template has an address."""
    run = [STAND_INS[line].line if line in STAND_INS else line for line in typed]
    run = [line.replace(REPOSITORY, address) for line in run]
    return "".join(TYPED.format(shown=shlex.quote(f"$ {line}"), line=line) for line in run)


def type_in(
    typed: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    address: str = "",
    *,
    inside: Sequence[str] = (),
) -> tuple[int, str]:
    """Type lines into a new shell in a folder; return the exit code and all that the terminal showed.

    The shell is started by the command `inside`, if there is one.
    """
    clean = [f"{name}={value}" for name, value in environment.items()]
    shell = ["env", "-i", *clean, "bash", "--norc", "-c", script(typed, address)]
    terminal = Terminal([*inside, *shell], folder)
    return terminal.agreed(SECONDS), terminal.shown
