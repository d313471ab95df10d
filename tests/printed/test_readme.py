"""Every line of our own README works as it stands, with git and uv alone, and with git and Python alone."""

import subprocess
from pathlib import Path

import pytest

from printed import lines, shell
from printed.places import interpreter, link, machine
from printed.projects import COPIER, README, projects, sections
from workshop import Workshop

LINES = lines.lines(README)


@pytest.mark.parametrize("place", lines.PLACES)
def test_readme(workshop: Workshop, tmp_path: Path, place: str) -> None:
    """A person reads it from top to bottom, opens a shell in the folder of their projects for each section, and types."""
    folder = projects(workshop, tmp_path / "projects")
    environment = machine(tmp_path / "machine", place)
    if place == "python":
        pipx(tmp_path / "machine")
    address = (tmp_path / "packaging-gradient.git").as_uri()
    for section, typed in sections(place):
        code, shown = shell.type_in(typed, folder, environment, address)
        print(f"{section}, with {place}:\n{shown}")
        assert code == 0, shown
        assert advised(shown) <= set(typed)
    assert "docker" in (folder / "my-tool/.copier-answers.yml").read_text()
    for name in ("my-app", "weather"):
        assert list((folder / name / "dist").iterdir())


def advised(shown: str) -> set[str]:
    """Return the lines that `gradient` has ended with: what it says of the machine must be what works there."""
    _, found, words = shown.partition("Build it and try it:")
    return {line.strip() for line in words.split("How to install")[0].splitlines() if line.strip()} if found else set()


def test_advice_is_read() -> None:
    """Where it is given; Copier's own words are about no machine."""
    assert advised("Ready.\n\nBuild it and try it:\n\n  cd p\n  nox\n\nHow to install it\n") == {"cd p", "nox"}
    assert advised("Ready.\n\n  cd p\n") == set()


def pipx(folder: Path) -> None:
    """Have pipx on a machine, as its package manager would bring it."""
    own = folder / "pipx"
    subprocess.run([interpreter(), "-m", "venv", str(own)], check=True)
    subprocess.run([str(own / "bin/python"), "-m", "pip", "install", "--quiet", "pipx"], check=True)
    link(folder / "commands", "pipx", str(own / "bin/pipx"))


@pytest.mark.parametrize("place", lines.PLACES)
def test_copier_is_installed_as_the_readme_says(place: str) -> None:
    """It says so in a sentence, for there are two ways."""
    assert f"`{COPIER[place]}`" in README


def test_every_line_is_for_some_machine() -> None:
    """And there are some for each, and some for both."""
    assert {line.places for line in LINES} == {("uv",), ("python",), lines.PLACES}
    assert len(LINES) > 25


def test_every_stand_in_is_a_line() -> None:
    """A line that is printed no more needs none."""
    assert shell.STAND_INS.keys() <= {line.text for line in LINES}
