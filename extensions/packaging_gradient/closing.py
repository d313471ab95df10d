"""The last words of a verb: the lines that set a project up on this machine, build it and try it."""

import os
import subprocess
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

from packaging_gradient import shell
from packaging_gradient.disk import real
from packaging_gradient.engine.rendering import Rendered
from packaging_gradient.table import table

PYTHON = "py" if shell.WINDOWS else "python3"
ENVIRONMENT = ".venv"
COMMANDS = rf"{ENVIRONMENT}\Scripts" if shell.WINDOWS else f"{ENVIRONMENT}/bin"
ACTIVATE = rf"{COMMANDS}\activate" if shell.WINDOWS else f". {COMMANDS}/activate"
MAKE = f"{PYTHON} -m venv {ENVIRONMENT}"
INSTALL = f"{os.path.join(COMMANDS, 'python')} -m pip install"
NOX = '"nox[uv]"'
OLDEST = next(iter(table().bases.values())).pythons[0]
# Whether a Python is new enough for the projects of the template, and can make environments: Debian's may not.
PROBE = f"import sys, ensurepip, venv; sys.exit(sys.version_info < {tuple(map(int, OLDEST.split('.')))})"
LACKS = (
    f"First install uv (https://docs.astral.sh/uv/), or Python {OLDEST} with its venv "
    "(on Debian: apt-get install python3-venv)."
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a shell of the user finds here: uv, nox, and a Python that can make environments."""

    uv: bool
    nox: bool
    python: bool


def machine() -> Machine:
    """Look at this machine, as its user sees it."""
    python = theirs(PYTHON)
    able = bool(python) and not subprocess.run([str(python), "-c", PROBE], capture_output=True, check=False).returncode
    return Machine(bool(theirs("uv")), bool(theirs("nox")), able)


def theirs(program: str) -> str | None:
    """Return where a shell of the user finds a program. What lies in the environment of the command itself is not there."""
    own = real(Path(sysconfig.get_path("scripts")))
    folders = [folder for folder in os.get_exec_path() if real(Path(folder)) != own]
    return which(program, path=os.pathsep.join(folders))


def made(folder: Path, rendered: Rendered) -> str:
    """Return the last words on a new project. A template of somebody else has its own."""
    answers = rendered.answers
    if not rendered.ours:
        return rendered.closing
    ways = answers["catalogue"]["strategies"]
    titles = "; ".join(ways[id]["title"] for id in answers["ships"])
    return f"{answers['project_name']} is ready. It ships as: {titles}.\n\n{_words(folder, answers, set_up)}"


def adopted(folder: Path, rendered: Rendered) -> str:
    """Return the last words on a project that existed."""
    words = _words(folder, rendered.answers, lambda here: bring_nox(here, there=(folder / ENVIRONMENT).exists()))
    return f"Look it over and commit it.\n\n{words}"


def _words(folder: Path, answers: Mapping[str, Any], prepare: Callable[[Machine], list[str]]) -> str:
    """Say what to type, on this machine, to get to what the project ships."""
    here = machine()
    first = prepare(here)
    lines = [*enter(folder), *first, *(f"{answers['nox']} -t {tag}" for tag in ("build", "smoke"))]
    lacks = f"{LACKS}\n\n" if first and not (here.uv or here.python) else ""
    shown = "\n".join(f"  {line}" for line in lines)
    guides = ", ".join(f"docs/shipping/{id}.md" for id in answers["ships"])
    return f"{lacks}Build it and try it:\n\n{shown}\n\nHow to install and publish it: {guides}"


def enter(folder: Path) -> list[str]:
    """Return the line that goes to a folder, quoted for the shell; none where that is the current one."""
    if folder == Path.cwd():
        return []
    name = shell.called(folder)
    return [f"cd {shell.quoted(f'./{name}' if name.startswith('-') else name)}"]


def set_up(here: Machine) -> list[str]:
    """Return the lines that set up a project that the template began, as its CONTRIBUTING.md says."""
    if here.uv:
        return ["uv sync", ACTIVATE]
    # The pip of Debian 12 is older than the first that knows --group, 25.1.
    return [MAKE, f"{INSTALL} --upgrade pip", f"{INSTALL} --editable . --group dev", ACTIVATE]


def bring_nox(here: Machine, *, there: bool) -> list[str]:
    """Return the lines that bring nox to a project: none where it has one, and no environment where there is one."""
    if here.nox:
        return []
    environment = [] if there else ["uv venv" if here.uv else MAKE]
    return [*environment, f"{'uv pip install' if here.uv else INSTALL} {NOX}", ACTIVATE]
