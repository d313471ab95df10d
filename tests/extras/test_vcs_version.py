"""vcs_version: the version is the tag's, in every artifact, in an archive of the forge, and before there is any tag."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from project.updates import expected
from table.cases import KINDS, Case, Kind, allowed
from workshop import Workshop, git, nox

ANSWERS = {"extras": ["vcs_version"]}
CASES = [*{case.strategy: case for kind in KINDS for case in allowed(kind)}.values()]
# One kind of project for each build backend.
BACKENDS = [kind for kind in KINDS if kind.shape == "cli"]
# By default, what is seen of every backend once is seen more closely where a build takes seconds.
SAMPLED = [
    pytest.param(kind, id=str(kind), marks=[] if kind.is_plain else [pytest.mark.all_languages]) for kind in BACKENDS
]


def uv_build(project: Path) -> str:
    """Build the wheel with the project's own backend; return its version."""
    run = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", f"--out-dir={project / 'out'}", str(project)]
    subprocess.run(run, check=True, capture_output=True, text=True)
    [wheel] = (project / "out").glob("*.whl")
    return wheel.name.split("-")[1]


def tables(workshop: Workshop, **answers: object) -> dict[str, Any]:
    """Return pyproject.toml of a fresh project."""
    return tomllib.loads(expected(workshop, **answers)["pyproject.toml"][1].decode())


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_backend_is_told(workshop: Workshop, kind: Kind) -> None:
    """It needs one thing more, also where what builds has to stay, and has one table more or changed; nothing else differs."""
    plain, tagged = tables(workshop, **kind.answers), tables(workshop, **kind.answers, **ANSWERS)
    more = set(tagged.pop("build-system")["requires"]) - set(plain.pop("build-system")["requires"])
    assert len(more) == 1
    stays = [one["dependency-groups"].pop("rebuild", []) for one in (plain, tagged)]
    assert not any(stays) or set(stays[1]) - set(stays[0]) == more
    assert plain["project"].pop("version")
    assert tagged["project"].pop("dynamic") == ["version"]
    assert {name: table for name, table in plain.items() if name != "tool"} == {
        name: table for name, table in tagged.items() if name != "tool"
    }


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_guide_raises_a_version(workshop: Workshop, case: Case) -> None:
    """There is none to raise: a release begins with the changelog, and its tag is the version."""
    guides = [
        expected(workshop, **case.answers, **answers)[f"docs/shipping/{case.strategy}.md"][1].decode()
        for answers in ({}, ANSWERS)
    ]
    assert ["Raise the version, write the changelog, commit" in guide for guide in guides] == [True, False]
    assert guides[1] == guides[0].replace("Raise the version, write the changelog", "Write the changelog")


def test_artifacts_follow_the_tag(workshop: Workshop, target: Path) -> None:
    """sdist, wheel and zipapp; the program says so itself."""
    project = workshop.copy(target, strategy="zipapp", also_ship=["sdist"], **ANSWERS)
    git(project, "tag", "v1.2.3")
    nox(project, "-t", "build", "smoke")
    names = {path.name for path in (project / "dist").iterdir()}
    assert names == {"my-app.pyz", "my_app-1.2.3.tar.gz", "my_app-1.2.3-py3-none-any.whl"}
    run = [sys.executable, str(project / "dist/my-app.pyz"), "--version"]
    assert "1.2.3" in subprocess.run(run, capture_output=True, text=True, check=True).stdout


def test_compiled_artifacts_follow_the_tag(workshop: Workshop, target: Path) -> None:
    """The sdist, and the wheel that is built from it where git knows nothing."""
    project = workshop.copy(target, strategy="wheel", code="compiled", **ANSWERS)
    git(project, "tag", "v1.2.3")
    nox(project, "-t", "build")
    versions = {re.split("-|[.]tar", path.name)[1] for path in (project / "dist").iterdir()}
    assert versions == {"1.2.3"}


@pytest.mark.parametrize("kind", SAMPLED)
def test_without_a_tag(workshop: Workshop, target: Path, kind: Kind) -> None:
    """The version counts the commits; without git there is still one; a commit after a tag is no release."""
    project = workshop.copy(target, **kind.answers, **ANSWERS)
    git(project, "tag", "v1.2.3")
    git(project, "commit", "--allow-empty", "--message=More")
    assert re.fullmatch(r"1\.2\.4\.dev1\+g[0-9a-f]+", uv_build(project))
    alone = workshop.copy(target.with_name("alone"), **kind.answers, **ANSWERS)
    assert re.fullmatch(r"0\.1\.dev1\+g[0-9a-f]+", uv_build(alone))


def archive(project: Path) -> Path:
    """Return what a forge offers for download of a release: the files, without git."""
    git(project, "tag", "v1.2.3")
    folder = project.with_name("archive")
    folder.mkdir()
    git(project, "archive", f"--output={folder}.tar", "v1.2.3")
    subprocess.run(["tar", "-xf", f"{folder}.tar", "-C", str(folder)], check=True)
    return folder


@pytest.mark.parametrize("kind", BACKENDS, ids=str)
def test_an_archive_has_its_version(workshop: Workshop, target: Path, kind: Kind) -> None:
    """It is the one of the tag."""
    assert uv_build(archive(workshop.copy(target, **kind.answers, **ANSWERS))) == "1.2.3"


@pytest.mark.parametrize("kind", SAMPLED)
def test_an_archive_without_the_attribute(workshop: Workshop, target: Path, kind: Kind) -> None:
    """It would be of no version."""
    project = workshop.copy(target, **kind.answers, **ANSWERS)
    git(project, "rm", "--quiet", ".gitattributes")
    git(project, "commit", "--message=Forget")
    assert uv_build(archive(project)) == "0.0"
