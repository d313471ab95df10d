"""`gradient doctor`: what this machine lacks to build a project's strategies, and the line that installs it."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from packaging_gradient import project
from packaging_gradient.placing.drafts import ANSWERS
from packaging_gradient.refusal import STOPPED, Ended, Refused, several
from packaging_gradient.table import table
from packaging_gradient.table.rows import Tool

# How a package is installed by each program that does so, and by which ones only as root.
INSTALLERS = {
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "brew": "brew install",
    "winget": "winget install",
    "xcode-select": "xcode-select",
    "rustup": "rustup",
    "snap": "snap install",
}
FOR_ROOT = {"apt-get", "dnf", "snap"}
PATIENCE = 20


def doctor(folder: Path) -> None:
    """Print what the project in a folder needs for building, and what of it is there; without a project, for all strategies.

    Raises Ended, with exit code 1, where something lacks, and Refused where there is no such folder.
    """
    if not folder.is_dir():
        raise Refused(f"{folder} is not a folder.")
    made = project.answers(folder) if (folder / ANSWERS).exists() else {}
    needs = dict(_of_project(made) if made else _of_all())
    tools = [tool for id, tool in table().machine.items() if id in needs and sys.platform in tool.platforms]
    lacking = [tool for tool in tools if not any(map(_works, tool.commands))]
    console = Console(highlight=False, soft_wrap=True)
    if made:
        console.print(escape(f"{folder.name} ships as {', '.join(_ships(made))}."))
    for tool in tools:
        console.print(_said(tool, needs[tool.id], there=tool not in lacking))
    if lacking:
        raise Ended(f"This machine lacks {', '.join(tool.title for tool in lacking)}.", STOPPED)


def _of_project(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a project needs, each with what it is for. Raises Refused for answers that this command does not know."""
    found, shape = table(), str(answers.get("shape"))
    unknown = [id for id in _ships(answers) if id not in found.strategies] + [shape] * (shape not in found.shapes)
    if unknown:
        raise Refused(f"This version of the command does not know {several(unknown)}; a newer one may.")
    languages = [str(answers.get("extension", next(iter(found.languages))))]
    yield from _needs(
        [found.shapes[shape].base], languages if answers.get("code") == "compiled" else [], _ships(answers)
    )


def _of_all() -> Iterator[tuple[str, str]]:
    """Yield what any project may need, each with what it is for."""
    found = table()
    yield from _needs(found.bases, found.languages, found.strategies)


def _needs(bases: Iterable[str], languages: Iterable[str], strategies: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the ids of tools; what rows of the table need that are not known is left out."""
    found = table()
    for rows, ids, purpose in (
        (found.strategies, strategies, "{}"),
        (found.languages, languages, "compiled code"),
        (found.bases, bases, "every project"),
    ):
        yield from ((need, purpose.format(id)) for id in ids if id in rows for need in rows[id].build_needs)


def _ships(answers: Mapping[str, Any]) -> list[str]:
    also = answers.get("also_ship")
    return list(dict.fromkeys(map(str, [answers["strategy"], *(also if isinstance(also, list) else [])])))


def _works(command: str) -> bool:
    """Tell whether a program is there; where it is given words, whether it succeeds with them and prints something.

    On macOS, programs that are not installed are there, and fail.
    """
    program, *words = map(os.path.expandvars, shlex.split(command))
    path = shutil.which(program)
    if not path or not words:
        return path is not None
    try:
        ended = subprocess.run([path, *words], capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0 and bool(ended.stdout)


def install(tool: Tool) -> str:
    """Return the line that installs a tool on this machine, or in words that none is known."""
    for program, package in tool.install.items():
        if shutil.which(program):
            sudo = "sudo " if program in FOR_ROOT and not _is_root() else ""
            return f"{sudo}{INSTALLERS[program]} {package}"
    return "not found; see how your system installs it"


def _is_root() -> bool:
    """Tell whether the user may install. Windows has no root, and no program here that wants one."""
    return sys.platform == "win32" or os.geteuid() == 0


def _said(tool: Tool, purpose: str, *, there: bool) -> str:
    """Say in a line whether a tool is there, and in a second one how it is had if it is not."""
    named = f"{escape(tool.title)} [dim]({escape(purpose)})[/]"
    return f"[green]there[/]    {named}" if there else f"[red]missing[/]  {named}\n         {escape(install(tool))}"
