"""`gradient adopt` refuses: one line, exit code 2, nothing written."""

import subprocess
from pathlib import Path

import pytest

from person.command import gradient
from person.repositories import ANSWERS, OWN, options, repository
from project.trees import read
from workshop import Workshop


@pytest.mark.parametrize("arguments", [[], ["--data", "strategy=docker"]])
def test_no_terminal(workshop: Workshop, tmp_path: Path, arguments: list[str]) -> None:
    """Without a terminal and without --defaults there is nobody to ask."""
    project = repository(tmp_path / "weather", OWN)
    assert "--defaults" in gradient("adopt", project, f"--template={workshop.template}", *arguments, fails=2)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("mv weather elsewhere", "is not there"),
        ("rm -r weather/.git", "run `git init`"),
        ("rm -r weather/.git; git init --quiet weather", "has nothing committed"),
        ("mv weather/.git .; git rm -r --quiet --cached .", "has nothing committed"),
        ("touch weather/.copier-answers.yml", "is made from a template already"),
        ("ln -s README.md weather/.copier-answers.yml", "is made from a template already"),
        ("echo [ > weather/pyproject.toml", "pyproject.toml is no TOML"),
        ("rm weather/pyproject.toml", "no pyproject.toml and no setup.py"),
        ("rm -r weather/docs; touch weather/docs", "has a file where a folder would go"),
        ("ln -s /tmp weather/tools", "leads out of"),
    ],
)
def test_refused(workshop: Workshop, tmp_path: Path, spoil: str, said: str) -> None:
    """What cannot be adopted is refused in one line, and nothing is written."""
    project = repository(tmp_path / "weather", OWN)
    subprocess.run(["sh", "-ec", spoil], cwd=project.parent, check=True)
    before = read(project.parent)
    assert said in gradient("adopt", project, *options(workshop), fails=2)
    assert read(project.parent) == before


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"color": "red"}, "no question 'color'"),
        ({"strategy": "wheel"}, "cannot be shipped as wheel"),
        ({"existing": "false"}, "existing cannot be 'false' here"),
    ],
)
def test_bad_answers(workshop: Workshop, tmp_path: Path, answers: dict[str, str], said: str) -> None:
    """A wrong answer is one line, as everywhere."""
    project = repository(tmp_path / "weather", OWN)
    assert said in gradient("adopt", project, *options(workshop, **answers), fails=2)
    assert not (project / ANSWERS).exists()


def test_a_template_that_cannot(workshop: Workshop, tmp_path: Path) -> None:
    """A template that does not know of existing code would put a starter over it."""
    project = repository(tmp_path / "weather", OWN)
    template = repository(tmp_path / "template", {"copier.yml": "project_name: x\nstrategy: sdist\n"})
    assert "no question 'existing'" in gradient(
        "adopt", project, "--defaults", f"--template={template}", "--ref=HEAD", fails=2
    )


@pytest.mark.parametrize("arguments", [["--defaults"], ["--defaults", "--data", "strategy=docker"]])
def test_new_points_here(workshop: Workshop, tmp_path: Path, arguments: list[str]) -> None:
    """`gradient new` where there is code says what keeps it."""
    project = repository(tmp_path / "weather", OWN)
    before = read(project)
    said = gradient("new", project, f"--template={workshop.template}", *arguments, fails=1)
    assert "README.md" in said
    assert "`gradient adopt`" in said
    assert read(project) == before
