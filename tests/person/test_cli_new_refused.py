"""`gradient new` refuses: one line, exit code 2, nothing written."""

import os
import subprocess
from pathlib import Path

import pytest

from person.command import COMMAND, gradient
from project.trees import read
from workshop import Workshop


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--data", "color=red"], "no question 'color'"),
        (["--data", "use={}"], "no question 'use'"),
        (["--data", "advice=[]"], "no question 'advice'"),
        (["--data", "catalogue={}"], "no question 'catalogue'"),
        (["--data", "existing=true"], "`gradient adopt` is for code that is there"),
        (["--data", "shape"], "--data takes KEY=VALUE"),
        (["--data", "shape=boat"], "shape: 'boat' is not one of cli, library, service"),
        (["--data", "strategy=wheel"], "strategy: Pure Python cannot be shipped as wheel"),
        (["--data", "also_ship=[wheel]"], "also_ship: 'wheel' is not one of"),
        (["--data", "also_ship=docker"], "also_ship: 'docker' is no list"),
        (["--data", "project_name=../../etc"], "project_name: A project name has"),
        (["--data", "description=a\nb"], "description: Write it on one line"),
        (["--data", "description=\udcff"], "description: Write it on one line"),
        (["--data-file", "nowhere.yml"], "cannot be read"),
        (["--data-file", "."], "cannot be read"),
        (["--data-file", "binary.yml"], "it is not in UTF-8"),
        (["--data-file", "list.yml"], "has no answers"),
        (["--data-file", "types.yml"], "project_name: one text answers this, not ['7']"),
        (["--data-file", "loop.yml"], "again is a part of itself"),
        (["--template", "nowhere"], "There is no template at"),
        (["--ref", "9.9.9"], "9.9.9"),
    ],
    ids=ascii,
)
def test_bad_input(workshop: Workshop, tmp_path: Path, arguments: list[str], said: str) -> None:
    """Each mistake is one line on stderr and exit code 2, and nothing is written."""
    (tmp_path / "binary.yml").write_bytes(bytes(range(256)))
    (tmp_path / "list.yml").write_text("[1, 2]\n")
    (tmp_path / "types.yml").write_text("project_name: [7]\n")
    (tmp_path / "loop.yml").write_text("description: &again [*again]\n")
    before = read(tmp_path)
    assert said in gradient(
        "new", "p", "--defaults", "--template", workshop.template, *arguments, folder=tmp_path, fails=2
    )
    assert read(tmp_path) == before


@pytest.mark.parametrize("place", ["file", "file/below", "x" * 300, "made"])
def test_bad_destination(workshop: Workshop, tmp_path: Path, place: str) -> None:
    """A file, what lies below one, a name that no disk takes, a project that is there already: one line each."""
    (tmp_path / "file").write_text("")
    (tmp_path / "made").mkdir()
    (tmp_path / "made/.copier-answers.yml").write_text("")
    before = read(tmp_path)
    gradient("new", place, "--defaults", "--template", workshop.template, folder=tmp_path, fails=2)
    assert read(tmp_path) == before


def test_no_git(workshop: Workshop, tmp_path: Path) -> None:
    """Without git there is one line that says so."""
    environment = {**os.environ, "PATH": str(tmp_path)}
    command = [*COMMAND, "new", "p", "--defaults", "--template", str(workshop.template)]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "git" in run.stderr.lower()
    assert not (tmp_path / "p").exists()
