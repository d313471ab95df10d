"""Repositories of strangers are adopted: nothing of theirs changes, they ship, and they change how they ship."""

import os
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from applications.strangers import APPLICATIONS, Application, repository, ship
from person.command import gradient
from project.trees import Tree, read
from workshop import PYTHONS, Workshop, commit, git

ROWS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("adopted.toml").read_text("utf-8"))
OURS = ("tools/shipping/", "docs/shipping/", ".copier-answers.yml")
# One that is carried through to the end by default; the others with the rest of the matrix.
ALL = [pytest.mark.all_applications]
WHOLE = [
    pytest.param(name, id=f"{name}-{row['first']}-{row['then']}", marks=[] if name == "MarkupSafe" else ALL)
    for name, row in ROWS.items()
]


def application(name: str) -> Application:
    """The application of a row, which has it if the table of applications has not."""
    row = ROWS[name]
    given = {key: row[key] for key in ("version", "tag", "answers") if key in row}
    return APPLICATIONS[name] if not given else Application(name, uses=[], **given)


def adopted(workshop: Workshop, folder: Path, name: str) -> tuple[Path, Tree]:
    """Adopt a repository as its maintainer would; return it, committed, and what it held before."""
    project = repository(application(name), folder)
    before = read(project)
    gradient("adopt", project, "--defaults", f"--data=strategy={ROWS[name]['first']}", "--template", workshop.template)
    assert changed(project, before) == []
    commit(project)
    return project, before


def changed(project: Path, before: Tree) -> list[str]:
    """Return which files of theirs are no longer what they were."""
    now = read(project)
    return [name for name, file in before.items() if now.get(name) != file]


def answers(project: Path) -> dict[str, Any]:
    """Return the recorded answers."""
    found: dict[str, Any] = yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", ROWS)
def test_adopted(workshop: Workshop, tmp_path: Path, name: str) -> None:
    """What it is, is read from it as a person would say it; a switch touches our files alone, and so does the way back."""
    project, before = adopted(workshop, tmp_path / "repository", name)
    found, expected = answers(project), {"existing": True, "code": "pure", **application(name).answers}
    assert {key: found.get(key) for key in expected} == expected
    fresh = read(project)
    for strategy in (ROWS[name]["then"], ROWS[name]["first"]):
        gradient("switch", strategy, project, "--template", workshop.template)
        touched = git(project, "status", "--porcelain", "--untracked-files=all").splitlines()
        files = [line[3:] for line in touched]
        assert files
        assert changed(project, before) == []
        commit(project)
        assert answers(project)["strategy"] == strategy
    assert read(project) == fresh


@pytest.mark.parametrize("name", WHOLE)
def test_adopted_whole(workshop: Workshop, prepare: Callable[[str], None], tmp_path: Path, name: str) -> None:
    """Its own tests pass beside our files; it is built and smoked in one way, switched, and built in the other."""
    project, _ = adopted(workshop, tmp_path / "repository", name)
    # An sdist has no .gitignore, and without a terminal adopt only proposes one.
    (project / ".git/info/exclude").write_text("dist/\nbuild/\n")
    own_tests(project, tmp_path / "venv", ROWS[name])
    for strategy in (ROWS[name]["first"], ROWS[name]["then"]):
        prepare(strategy)
        if answers(project)["strategy"] != strategy:
            gradient("switch", strategy, project, "--template", workshop.template)
            commit(project)
        git(project, "tag", "--force", "--annotate", "--message=Release", application(name).tag)
        said = ship(project, strategy)
        assert f"* smoke_{strategy}: success" in said


def own_tests(project: Path, environment: Path, row: dict[str, Any]) -> None:
    """Run the project's own tests, against what its maintainers would install."""
    python = environment / "bin/python"
    subprocess.run(["uv", "venv", "--quiet", "--no-project", f"--python={PYTHONS[0]}", environment], check=True)
    subprocess.run(["uv", "pip", "install", "--quiet", f"--python={python}", project, *row["needs"]], check=True)
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
    run = subprocess.run(
        [python, *row["run"]], cwd=project, env={**kept, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    # What an installation rewrites, for an sdist has metadata that a repository has not.
    git(project, "reset", "--quiet", "--hard")
    git(project, "clean", "--quiet", "-d", "--force")
