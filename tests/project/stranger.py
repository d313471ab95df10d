"""A project that owes nothing to the starter: its own backend and layout, a version from git, files that must not ship."""

from pathlib import Path

from quick import run_copy
from table.cases import Kind, allowed
from targets.artifacts import ENDINGS
from workshop import PYTHONS, Workshop, commit, git

# Named as a program that every Debian has; its command is not, and it has another one that comes second.
NAME, COMMAND, VERSION = "ed", "counter", "3.2.1"
STRATEGIES = [case.strategy for case in allowed(Kind("cli", "pure"))]
PYPROJECT = f"""
[build-system]
requires = ["setuptools>=77", "setuptools-scm>=8"]
build-backend = "setuptools.build_meta"

[project]
name = "{NAME}"
dynamic = ["version"]
description = "Ends as it is told to."
license = "MIT"
requires-python = ">={PYTHONS[0]}"
dependencies = ["attrs>=23"]

[project.scripts]
{COMMAND} = "counting.commands:Start.main"
unrelated = "helpers:fail"

[tool.setuptools]
packages = ["counting", "helpers"]

[tool.setuptools_scm]
"""
MAIN = '''
"""A command."""

import sys
import time
from importlib.metadata import version
from importlib.resources import files

import attrs

import helpers


@attrs.define
class Start:
    """Where the command starts, which is no plain function."""

    @staticmethod
    def main() -> int:
        """Say what is asked for, wait, or end with a code."""
        word = sys.argv[1]
        if word in ("--help", "--version"):
            print(version("ed"), files(helpers).joinpath("public.txt").read_text().strip())
            return 0
        if word == "wait":
            print("ready", flush=True)
            time.sleep(60)
        return int(word)
'''
SHIPPED = "MEANT-TO-SHIP-4711"
SECRET = "NEVER-TO-SHIP-4711"
# Files that git does not track, in places where build backends look.
PLANTED = (".env", "id_ed25519", "notes.txt", "counting/notes.txt", "helpers/key.pem", "counting/halfdone.py")


def make(workshop: Workshop, folder: Path) -> Path:
    """Make the repository, add every strategy as an existing project does, and plant what must not ship."""
    files = {
        "pyproject.toml": PYPROJECT,
        "counting/__init__.py": "",
        "counting/commands.py": MAIN,
        "helpers/__init__.py": "def fail() -> None:\n    raise SystemExit(9)\n",
        "helpers/public.txt": SHIPPED,
    }
    write(folder, files)
    commit(folder)
    others = STRATEGIES[1:]
    answers = {"project_name": NAME, "command": COMMAND, "existing": True, "shape": "cli", "also_ship": others}
    run_copy(str(workshop.template), folder, data=answers, defaults=True, quiet=True, vcs_ref="HEAD")
    commit(folder)
    git(folder, "tag", f"v{VERSION}")
    write(folder, {name: f"# {SECRET}" for name in PLANTED})
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files and their folders."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.lstrip("\n"), "utf-8")


def artifacts(project: Path, strategy: str) -> list[Path]:
    """What a strategy has left in dist/."""
    patterns = {
        "sdist": f"{NAME}-*.[tw]*",
        "homebrew": "homebrew/*.tar.gz",  # what the formula installs
        "conda": "conda/*/*.conda",
        "briefcase": "*.deb",
        "deb": "*.deb",
        "rpm": "*.rpm",
        "snap": "*.snap",
    }
    pattern = patterns[strategy] if strategy in patterns else NAME + ENDINGS[strategy]
    return sorted((project / "dist").glob(pattern))
