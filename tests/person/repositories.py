"""Small repositories as people have them: each build backend, each form of saying the same."""

from collections.abc import Sequence
from pathlib import Path

from packaging_gradient.table import questions
from person.terminal import ENTER, Terminal
from project.trees import Tree, read
from workshop import CATALOGUE, Workshop, commit

ANSWERS = ".copier-answers.yml"
# What is asked where the code is there, in this order, and what the small command-line tool below offers.
OFFERED = {
    "shape": f"» {CATALOGUE['shapes']['cli']['title']}",
    "users": "»",
    "runs_on": "»",
    "rollout": "»",
    "code": f"» {CATALOGUE['codes']['pure']['title']}",
    "target_has": "»",
    "strategy": "»",
    "also_ship": "»",
    "project_name": "Weather",
    "command": "weather",
}

INIT = '"""Mine."""\n'


def repository(folder: Path, files: dict[str, str]) -> Path:
    """Write files and commit them; return the repository."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    commit(folder)
    return folder


def take_what_is_offered(terminal: Terminal) -> None:
    """Press Enter at every question."""
    for key, offered in OFFERED.items():
        terminal.expect(questions()[key].help)
        terminal.expect(offered)
        terminal.type(ENTER)


def options(workshop: Workshop, **answers: str) -> list[str]:
    """Return options for a run without questions."""
    data = [f"--data={key}={value}" for key, value in answers.items()]
    return ["--defaults", f"--template={workshop.template}", *data]


def plain(workshop: Workshop, folder: Path, **answers: str) -> Tree:
    """Return what plain Copier renders for code that exists, with what is found there as answers."""
    found = {"existing": "true", "project_name": "Weather", "command": "weather"}
    return read(workshop.copy(folder / "weather", **found, **answers))


def declared(
    backend: str,
    more: str = "",
    scripts: str = 'weather = "weather:main"',
    needs: Sequence[str] = ("click",),
    path: str = "",
) -> dict[str, str]:
    """Return a pyproject.toml in the standard form, with a licence, commands and tables of tools."""
    text = f"""
[build-system]
requires = ["x"]
build-backend = "{backend}"
{path}

[project]
name = "Weather"
version = "1"
license = "MIT"
dependencies = {list(needs)}

[project.scripts]
{scripts}

{more}
"""
    return {"pyproject.toml": text}


SETUP_CFG = """
[metadata]
name = Weather
license = MIT

[options]
install_requires =
    click
    # a comment

[options.entry_points]
console_scripts =
    weather = weather:main
"""

SETUP_PY = """
import os, sys
from setuptools import setup
NAME = "Weather"
config = dict(license="MIT", install_requires=["click"])
config2 = 7
print("never run"); sys.exit(9)
if os.name:
    setup(
        name=NAME, version=open("VERSION").read(), **config,
        entry_points={"console_scripts": ["weather = weather:main"]},
    )
"""

SETUP_PY_TEXT = """
import setuptools
setuptools.setup(
    name="Weather", classifiers=["License :: OSI Approved :: MIT"], ext_modules=[],
    entry_points='''
    [other]
    x = y:z
    [console_scripts]
    weather = weather:main
    ''',
)
"""

SETUP_PY_C = """
from setuptools import Extension, setup
modules = [Extension("weather._core", ["src/weather/_core.c"])]
setup(name="Weather", ext_modules=modules if True else [])
"""

SETUP_PY_FILLED = """
from setuptools import Extension, setup
modules = []
modules.append(Extension("weather._core", ["src/weather/_core.c"]))
setup(name="Weather", license="MIT", ext_modules=modules)
"""

POETRY = """
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"

[tool.poetry]
name = "Weather"
license = "MIT"

[tool.poetry.dependencies]
python = ">=3.11"
click = "^8"

[tool.poetry.scripts]
weather = {reference = "weather:main", type = "console"}
"""

FLIT = """
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"

[tool.flit.metadata]
module = "weather"
classifiers = ["License :: OSI Approved :: MIT"]
requires = ["click"]

[tool.flit.scripts]
weather = "weather:main"
"""

C = {"src/weather/_core.c": "int x;\n"}
SRC = {"src/weather/__init__.py": INIT, "tests/test_weather.py": INIT, "docs/conf.py": INIT}
FLAT = {"weather/__init__.py": INIT, "tests/__init__.py": INIT, "noxfile.py": INIT}
MODULE = {"weather.py": INIT, "conftest.py": INIT}
EXT = '[[tool.setuptools.ext-modules]]\nname = "weather._core"\nsources = ["src/weather/_core.c"]'
HOOK = "[tool.hatch.build.targets.wheel.hooks.{}]\nenable-by-default = {}"
OWN = SRC | declared("hatchling.build") | {"README.md": "My own words.\n", ".gitignore": "dist/\n*.spec\n"}
