"""Targets that have a Python and nothing else: the interpreters at hand, and folders of packages in place of an index."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from targets.sandbox import ALONE, completed
from workshop import PYTHONS

# Those that a generated project supports, and some that may come.
MINORS = range(int(PYTHONS[0].split(".")[1]), 20)


@cache
def interpreters() -> dict[str, str]:
    """Return the CPython interpreters of the machine by version, such as "3.11", the oldest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = {}
    for version in (f"3.{minor}" for minor in MINORS):
        installed = [*sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}")), shutil.which(f"python{version}")]
        working = [str(python) for python in installed if python and works(str(python))]
        found.update({version: working[0]} if working else {})
    return found or {f"3.{sys.version_info.minor}": sys.executable}


def works(python: str) -> bool:
    """Tell whether an interpreter starts: a version manager leaves commands that only explain themselves."""
    return subprocess.run([python, "-c", "import ssl, zlib"], capture_output=True, check=False).returncode == 0


def wheelhouse(folder: Path, *requirements: str) -> Path:
    """Download requirements and all they depend on, for every interpreter at hand; return the folder."""
    for version in interpreters():
        options = ["--quiet", "--only-binary=:all:", f"--python-version={version}", f"--dest={folder}"]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, *requirements], check=True)
    return folder


def environment(folder: Path, version: str) -> Path:
    """Make a virtual environment without pip; return its folder of commands."""
    python = interpreters()[version]
    subprocess.run(["uv", "venv", "--quiet", "--no-project", f"--python={python}", str(folder)], check=True)
    return folder / "bin"


def install(commands: Path, house: Path, *what: str, hidden: Sequence[str] = ()) -> "subprocess.CompletedProcess[str]":
    """Install into an environment from a folder of packages, without a network; `hidden` are bubblewrap's options."""
    options = ["--quiet", "--no-config", "--no-cache", "--offline", "--no-index", f"--find-links={house}", "--python"]
    return completed([*ALONE[:-1], *hidden, "--", "uv", "pip", "install", *options, str(commands / "python"), *what])


def smoke(project: Path, commands: Path, command: str) -> "subprocess.CompletedProcess[str]":
    """Use what is installed in an environment through the project's own smoke test, without a network."""
    return completed([*ALONE, sys.executable, str(project / "tests/smoke.py"), str(commands / command)])
