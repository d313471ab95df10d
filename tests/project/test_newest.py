"""The newest Python that a new project supports, on a Debian that has it: tests pass, and what is built there works."""

import subprocess
import sys
from pathlib import Path

import pytest

from printed.places import outward
from targets.debian import PATH, System, of_this_machine
from workshop import CATALOGUE, PYTHONS, Workshop, commit, snapshot

NEWEST = PYTHONS[-1]
SUITE = "forky"
PACKAGES = ("build-essential", "git", f"python{NEWEST}-dev", f"python{NEWEST}-venv")
WINDOW: list[str] = CATALOGUE["shapes"]["desktop"]["libraries"]
LANGUAGES = CATALOGUE["languages"]
OTHERS = [pytest.param(id, marks=pytest.mark.all_languages) for id in list(LANGUAGES)[1:]]


class Newest(System):
    """A Debian that has that Python as another one beside its own, and what more a project needs."""

    suite = SUITE

    def __init__(self, folder: Path, *shared: Path, more: list[str] = WINDOW) -> None:
        """Take also the packages that are there beyond those of the Python: what a window needs, or others."""
        super().__init__(folder, *shared, *of_this_machine())
        self.tools = (*PACKAGES, *more)


def verbs(system: Newest, project: Path, *sessions: str) -> subprocess.CompletedProcess[str]:
    """Run sessions of a project by the newest Python."""
    run = [sys.executable, "-m", "nox", f"--force-python={NEWEST}", "--error-on-missing-interpreters", "-s", *sessions]
    return system.run(*run, inside=project, network=True, **outward(), PATH=PATH)


@pytest.mark.xdist_group("newest")  # they share the Debian
@pytest.mark.parametrize("shape", CATALOGUE["shapes"])
def test_shape(workshop: Workshop, target: Path, tmp_path: Path, shape: str) -> None:
    """Its starter passes its types and tests."""
    project = workshop.copy(target, shape=shape, strategy="sdist")
    sessions = ("typecheck", "tests")
    done = verbs(Newest(tmp_path / "system", project), project, *sessions)
    assert done.returncode == 0, done.stdout
    assert f"platform linux -- Python {NEWEST}." in done.stdout
    assert all(f"* {session}-{NEWEST}: success" in done.stdout for session in sessions)


@pytest.mark.xdist_group("newest")
def test_what_is_gone(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A module that the oldest Python still has, and this one not, fails there."""
    project = workshop.copy(target, strategy="sdist")
    (project / "tests/test_gone.py").write_text("import asynchat  # noqa: F401\n", "utf-8")
    commit(project)
    done = verbs(Newest(tmp_path / "system", project), project, "tests")
    assert done.returncode != 0
    assert "No module named 'asynchat'" in done.stdout


@pytest.mark.xdist_group("newest")
@pytest.mark.parametrize("language", [next(iter(LANGUAGES)), *OTHERS])
def test_language(workshop: Workshop, target: Path, tmp_path: Path, language: str) -> None:
    """Its code compiles there, and what it makes is installed and used."""
    project = workshop.copy(target, shape="library", code="compiled", extension=language, strategy="wheel")
    sessions = ("tests", "build_wheel", "smoke_wheel")
    system = Newest(tmp_path / "system", project, more=LANGUAGES[language]["debian"] or WINDOW)
    done = verbs(system, project, *sessions)
    assert done.returncode == 0, done.stdout
    assert all(f"* {session}-{NEWEST}: success" in done.stdout for session in sessions)


@pytest.mark.xdist_group("newest")
def test_the_command(tmp_path: Path) -> None:
    """`gradient` itself is installed there, and starts a project."""
    snapshot(tmp_path / "source")
    system = Newest(tmp_path / "system", tmp_path)
    lines = (
        f"python{NEWEST} -m venv there",
        "there/bin/pip install --quiet ./source",
        "there/bin/gradient new my-app --defaults --no-lock --template $PWD/source",
        "cd my-app",
        f"python{NEWEST} -m compileall -q src",
    )
    done = system.run("sh", "-ec", "\n".join(lines), inside=tmp_path, network=True, **outward())
    assert done.returncode == 0, done.stdout
    assert "my-app is ready" in done.stdout
