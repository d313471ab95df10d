"""A project is not tied to one person's disk: it records where everybody finds its template, or says that nobody can."""

import shutil
from pathlib import Path

import pytest
import yaml
from copier import VcsRef, run_update

from packaging_gradient import source
from person.command import gradient
from person.repositories import OWN, repository
from project.trees import assert_equal, read
from workshop import ROOT, Workshop, commit, git

ANSWERS = ".copier-answers.yml"
ONLY_HERE = "Only this machine can update the project"


@pytest.fixture
def bare(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a server's repository of the template. What Copier keeps of it goes with the test."""
    monkeypatch.setenv("COPIER_CACHE_DIR", str(tmp_path / "cache"))
    workshop.clone(tmp_path / "origin.git", "--bare")
    return f"file://{tmp_path}/origin.git"


@pytest.fixture
def checkout(bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clone of it that the command is run from."""
    git(tmp_path, "clone", "--quiet", bare, "checkout")
    monkeypatch.setattr(source, "CHECKOUT", tmp_path / "checkout")
    return tmp_path / "checkout"


def recorded(project: Path) -> tuple[str, str]:
    """Return the address and the version of the template that a project names."""
    answers = yaml.safe_load((project / ANSWERS).read_text("utf-8"))
    return answers["_src_path"], answers["_commit"]


def elsewhere(project: Path, checkout: Path) -> Path:
    """Return the project as a colleague has it, on a machine where the checkout is not."""
    git(project.parent, "clone", "--quiet", str(project), "colleague")
    checkout.rename(checkout.with_name("gone"))
    return project.parent / "colleague"


@pytest.mark.parametrize("named", [False, True], ids=["own checkout", "--template PATH"])
def test_origin_is_recorded(bare: str, checkout: Path, target: Path, named: bool) -> None:
    """A checkout whose commit is at its origin is recorded as that origin, and nothing is said of it."""
    said = gradient("new", target, "--defaults", *([f"--template={checkout}"] if named else []))
    assert recorded(target) == (bare, "1.0.0")
    assert ONLY_HERE not in said
    assert str(checkout) not in (target / ANSWERS).read_text()


def test_long_path(bare: str, tmp_path: Path, target: Path) -> None:
    """A path that YAML breaks over lines is replaced as a whole, and the other answers stay."""
    folder = tmp_path / " ".join(["a folder"] * 15)
    git(tmp_path, "clone", "--quiet", bare, str(folder))
    gradient("new", target, "--defaults", f"--template={folder}")
    assert recorded(target) == (bare, "1.0.0")
    assert "a folder" not in (target / ANSWERS).read_text()
    assert yaml.safe_load((target / ANSWERS).read_text())["strategy"] == "sdist"


def test_colleague(bare: str, checkout: Path, target: Path) -> None:
    """A colleague switches and updates; so does the person who made it, with the same result."""
    gradient("new", target, "--defaults", "--data=project_name=my-app")
    theirs = elsewhere(target, checkout)
    expected = shutil.copytree(theirs, theirs.with_name("copier"))
    for project in (target, theirs):
        assert "+ Dockerfile" in gradient("switch", "docker", project)
    run_update(expected, data={"strategy": "docker"}, defaults=True, overwrite=True, quiet=True, vcs_ref="1.0.0")
    assert_equal(target, read(expected))
    assert_equal(theirs, read(expected))


def test_adopt(bare: str, checkout: Path, tmp_path: Path) -> None:
    """A repository that exists records the same."""
    project = repository(tmp_path / "weather", OWN)
    assert ONLY_HERE not in gradient("adopt", project, "--defaults")
    assert recorded(project) == (bare, "1.0.0")


@pytest.mark.parametrize("verb", ["new", "adopt"])
def test_commit_is_not_there_yet(bare: str, checkout: Path, tmp_path: Path, verb: str) -> None:
    """What was not pushed is said in one line; once it is pushed, the command in that line makes it everybody's."""
    commit(checkout)
    project = tmp_path / "weather" if verb == "new" else repository(tmp_path / "weather", OWN)
    said = gradient(verb, "weather", "--defaults", folder=tmp_path).splitlines()[-1]
    assert said.startswith(f"{ONLY_HERE}. Push its template to {bare}, then run: {checkout}/bootstrap gradient switch ")
    assert recorded(project)[0] == str(checkout)
    commit(project)
    git(checkout, "push", "--quiet", "origin", "main")
    command = said.partition("gradient ")[2].split()
    assert gradient(*command, folder=tmp_path).startswith(f"~ {ANSWERS}\nSwitched.")
    commit(project)
    assert recorded(project)[0] == bare
    assert "+ Dockerfile" in gradient("switch", "docker", elsewhere(project, checkout))


def test_no_origin(workshop: Workshop, target: Path) -> None:
    """A template that has no address is said to be on this machine only, and that machine goes on."""
    said = gradient("new", target, "--defaults", "--template", workshop.template)
    assert (
        f"{ONLY_HERE}: its template is {workshop.template}. With a URL, run: {ROOT}/bootstrap gradient switch sdist "
        in said
    )
    assert recorded(target)[0] == str(workshop.template)
    assert "+ Dockerfile" in gradient("switch", "docker", target)


def test_path_of_another_machine(workshop: Workshop, bare: str, target: Path) -> None:
    """Where the recorded folder is not, one line says what to run, and running it is enough."""
    project = workshop.copy(target)
    file = project / ANSWERS
    file.write_text(file.read_text().replace(str(workshop.template), "/home/mia/template"))
    commit(project)
    said = gradient("switch", "docker", project, fails=2)
    assert "/home/mia/template is not on this machine" in said
    assert f"gradient switch sdist {project.name} --template URL" in gradient(
        "switch", "docker", project.name, folder=project.parent, fails=2
    )
    assert "+ Dockerfile" in gradient("switch", "docker", project, f"--template={bare}")
    assert recorded(project)[0] == bare


def test_version_is_not_in_the_other_template(workshop: Workshop, bare: str, checkout: Path, target: Path) -> None:
    """A template that lacks the version which the project was made from is refused, and nothing changes."""
    commit(checkout)
    gradient("new", target, "--defaults")
    before = read(target)
    assert recorded(target)[1] in gradient("switch", "docker", target, f"--template={bare}", fails=2)
    assert "There is no template at" in gradient("switch", "docker", target, "--template=nowhere", fails=2)
    assert read(target) == before


def test_tag_of_the_checkout_alone(bare: str, checkout: Path, target: Path) -> None:
    """A tag that the origin does not have is recorded with its commit, which others find; Copier updates from there."""
    git(checkout, "tag", "2.0.0")
    git(checkout, "tag", "--delete", "1.0.0")
    gradient("new", target, "--defaults", "--ref=2.0.0")
    head = git(checkout, "rev-parse", "--short", "HEAD").strip()
    assert recorded(target) == (bare, f"2.0.0-0-g{head}")
    theirs = elsewhere(target, checkout)
    run_update(theirs, data={"strategy": "docker"}, defaults=True, overwrite=True, quiet=True, vcs_ref=VcsRef.CURRENT)
    assert (theirs / "Dockerfile").exists()


def test_origin_that_does_not_answer(checkout: Path, tmp_path: Path, target: Path) -> None:
    """Without a network, the commit is recorded with the tag, for nobody says that the tag is there."""
    (tmp_path / "origin.git").rename(tmp_path / "away.git")
    gradient("new", target, "--defaults")
    assert recorded(target)[1].startswith("1.0.0-0-g")


def test_template_without_git(workshop: Workshop, tmp_path: Path, target: Path) -> None:
    """An unpacked archive makes a project that no update will find, and that is said."""
    folder = shutil.copytree(workshop.template, tmp_path / "t", ignore=shutil.ignore_patterns(".git"))
    assert f"its template {folder} is not a git clone" in gradient("new", target, "--defaults", f"--template={folder}")
