"""The folder of somebody's projects, with the repositories and the files that the README speaks of."""

from pathlib import Path

from person.repositories import repository
from printed import lines
from workshop import ROOT, Workshop

README = (ROOT / "README.md").read_text("utf-8")
# How the README says that Copier is installed, on each machine; pipx itself comes from the system.
COPIER = {"uv": "uv tool install copier", "python": "pipx install copier"}
PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "1"

[project.scripts]
{name} = "{name}:main"
"""
MODULE = '"""Says it."""\n\nimport argparse\n\n\ndef main() -> None:\n    argparse.ArgumentParser().parse_args()\n'


def projects(workshop: Workshop, folder: Path) -> Path:
    """Make the folder, and the template's repository beside it; return it."""
    workshop.clone(folder.parent / "packaging-gradient.git", "--bare")
    for name in ("weather", "forecast"):
        files = {"pyproject.toml": PYPROJECT.format(name=name), f"src/{name}/__init__.py": MODULE}
        repository(folder / name, files | {".gitignore": ".venv/\n"})
    for name, text in lines.files(README).items():
        (folder / name).write_text(text)
    return folder


def sections(place: str) -> list[tuple[str, list[str]]]:
    """Return what a person types on one kind of machine, section by section, and Copier's installation before its own."""
    found = lines.by_section(place, lines.lines(README))
    return [(section, [COPIER[place], *typed] if "Copier" in section else typed) for section, typed in found]
