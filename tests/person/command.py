"""Runs the `gradient` command in tests, as a script would: no terminal, an exit code, and one line when it fails."""

import contextlib
import sys
from pathlib import Path

from typer.testing import CliRunner

from packaging_gradient.cli import app

# In a process of its own, for tests of what only a process has: a terminal, a start-up time.
COMMAND = [sys.executable, "-m", "packaging_gradient"]


def gradient(*arguments: object, folder: Path | None = None, fails: int = 0) -> str:
    """Run the command in a folder and return what it prints; assert its exit code.

    Where it fails, it must have printed one line on stderr and nothing else there; that line is returned.
    """
    with contextlib.chdir(folder or Path.cwd()):
        run = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="gradient")
    assert run.exit_code == fails, run.output
    if not fails:
        return run.stdout
    [line] = run.stderr.splitlines()
    assert line.startswith("gradient: ")
    return line.removeprefix("gradient: ")
