"""Files as people really have them: filters, other encodings, odd names. All of a switch is done, or none."""

import os
import time
from pathlib import Path

import pytest

from packaging_gradient.placing.unfinished import NAME
from person.command import COMMAND, gradient
from person.terminal import CTRL_C, ENTER, Terminal
from project.trees import assert_equal, read
from workshop import commit, git

GUIDE = "docs/shipping/zipapp.md"


def refused(app: Path, *options: str, code: int = 1) -> str:
    """Switch to docker, in vain: nothing has changed. Return what is said; a dry run says it, too."""
    before = read(app)
    said = gradient("switch", "docker", app, *options, fails=code)
    assert (read(app), git(app, "status", "--porcelain")) == (before, "")
    return said


def test_file_where_a_folder_comes(app: Path) -> None:
    """A file of the user's has the name of a folder that comes, and the other way round."""
    (app / "tools").write_text("mine")
    commit(app)
    assert "in the way of tools/" in refused(app, code=2)
    (app / "tools").rename(app / "mine")
    (app / "Dockerfile").mkdir()
    (app / "mine").rename(app / "Dockerfile/mine")
    commit(app)
    assert "in the way of Dockerfile" in refused(app, code=2)


def test_file_of_the_same_name(app: Path) -> None:
    """A file of the user's that has the name of one that comes is kept beside it, to be sorted out; an equal one stays."""
    (app / "Dockerfile").write_text("FROM mine\n")
    (app / "docs/shipping/docker.md").write_text("# Docker\n")
    commit(app)
    shown = gradient("switch", "docker", app, "--dry-run")
    assert "~ Dockerfile conflicts with your edits, at line 1" in shown
    assert "docker.md" not in shown
    assert "conflicts to solve in Dockerfile:1" in gradient("switch", "docker", app, fails=1)
    text = (app / "Dockerfile").read_text()
    assert {"FROM mine", "FROM scratch"} <= {*text.splitlines()}


def test_conflict(app: Path) -> None:
    """Where an edit and the switch meet in the same lines, file and line are named, and both sides are there."""
    project = app / "pyproject.toml"
    project.write_text(project.read_text().replace("A project", "My project"))
    commit(app)
    said = gradient("switch", "docker", app, "--data", "urls=x", fails=1)
    assert said == "Switched, with conflicts to solve in pyproject.toml:4."
    assert "<<<<<<< before updating\n" in project.read_text()
    assert {'description = "My project"', 'description = "x"'} <= set(project.read_text().splitlines())


@pytest.mark.parametrize(
    "attributes", ["* text eol=crlf", "* -text", "* binary", "* merge=ours", "* merge=union -diff"]
)
def test_attributes(app: Path, attributes: str) -> None:
    """Whatever .gitattributes says, edits stay, and git keeps what the plan says."""
    project = app / "pyproject.toml"
    project.write_text(project.read_text().replace("c = 3", "c = 4"))
    (app / ".gitattributes").write_text(attributes + "\n")
    commit(app)
    gradient("switch", "docker", app, "--data", "urls=x")
    git(app, "add", "--all")
    kept = git(app, "cat-file", "blob", ":pyproject.toml")
    assert "c = 4\n" in kept
    assert 'Home = "x"\n' in kept
    assert git(app, "cat-file", "blob", ":Dockerfile") == "FROM scratch\n"


def test_filter_that_git_undoes(app: Path) -> None:
    """A filter that is its own way back is used, as in any checkout."""
    git(app, "config", "filter.shout.smudge", "tr a-z A-Z")
    git(app, "config", "filter.shout.clean", "tr A-Z a-z")
    (app / ".gitattributes").write_text("docker.md filter=shout\n")
    commit(app)
    gradient("switch", "docker", app)
    assert (app / "docs/shipping/docker.md").read_text() == "# DOCKER\n"
    git(app, "add", "--all")
    assert git(app, "cat-file", "blob", ":docs/shipping/docker.md") == "# docker\n"


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ({"smudge": "tr a-z A-Z"}, 1, "git would not keep Dockerfile as planned"),
        ({"smudge": "false", "clean": "cat", "required": "true"}, 2, "smudge filter shout failed"),
        ({"clean": "false", "required": "true"}, 2, "clean filter 'shout' failed"),
    ],
    ids=["one way", "smudge fails", "clean fails"],
)
def test_filter_that_fails(app: Path, settings: dict[str, str], code: int, said: str) -> None:
    """A filter that fails, or that git cannot undo, stops the switch, and what was begun is put back."""
    (app / ".gitattributes").write_text("Dockerfile filter=shout\n")
    commit(app)
    for key, value in settings.items():
        git(app, "config", f"filter.shout.{key}", value)
    assert said in refused(app, code=code)
    assert not (app / "tools").exists()


@pytest.mark.parametrize(("name", "after"), [("README.md", b"# p\n"), ("pyproject.toml", b"c = 3\n")])
def test_latin_1(app: Path, name: str, after: bytes) -> None:
    """Bytes that are no UTF-8 stay as they are, in files that do not change and in those that do."""
    file = app / name
    file.write_bytes(file.read_bytes().replace(after, after + b"# Caf\xe9\n"))
    commit(app)
    gradient("switch", "docker", app, "--data", "urls=x")
    assert b"# Caf\xe9\n" in file.read_bytes()
    assert (name == "README.md") == (name not in git(app, "status", "--porcelain"))


def test_binary(app: Path) -> None:
    """A file that is no text cannot be merged."""
    (app / "pyproject.toml").write_bytes(b"\0mine")
    commit(app)
    assert "both changed pyproject.toml, which is not text" in refused(app, "--data", "urls=x")


def test_modes(app: Path) -> None:
    """Modes that the user gave to files stay; those of the template come; a mode alone is no edit."""
    for name in ("pyproject.toml", "README.md", GUIDE):
        (app / name).chmod(0o755)
    commit(app)
    assert "edited" not in gradient("switch", "docker", app, "--data", "urls=x")
    for name in ("pyproject.toml", "README.md", "tools/shipping/docker/run.sh"):
        assert (app / name).stat().st_mode & 0o100
    assert not (app / "Dockerfile").stat().st_mode & 0o100


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"new\nline", b'"quoted"', b"[x]*", b"-rf", "café".encode()])
def test_names(app: Path, name: bytes) -> None:
    """Files of the user's can have any name, also one that is no UTF-8."""
    file = os.fsencode(app) + b"/docs/shipping/" + name
    with open(file, "wb") as opened:
        opened.write(b"mine")
    commit(app)
    gradient("switch", "docker", app)
    assert os.path.exists(file)
    assert (app / "Dockerfile").exists()


@pytest.mark.parametrize("name", [b"caf\xe9", b"a: b", b'"', b"a b"])
def test_names_of_folders(app: Path, name: bytes) -> None:
    """The project's folder, too; what is said can be read and run."""
    with (app / GUIDE).open("a") as file:
        file.write("Mine.\n")
    commit(app)
    folder = Path(os.fsdecode(os.fsencode(app) + name))
    app.rename(folder)
    gradient("switch", "docker", folder, "--force")
    assert (folder / "Dockerfile").exists()


def test_taken_away(app: Path) -> None:
    """A file that the user took away does not come back with a change to it."""
    (app / "settings.yml").unlink()
    commit(app)
    assert "settings.yml" not in gradient("switch", "docker", app, "--data", "urls=x")
    assert not (app / "settings.yml").exists()


def test_user_files_beside(app: Path) -> None:
    """Files of the user's in a folder of the strategy's stay; a folder that becomes empty goes."""
    (app / "docs/shipping/mine.md").write_text("mine")
    commit(app)
    before = read(app)
    gradient("switch", "docker", app)
    assert (app / "tools/shipping/docker/run.sh").exists()
    commit(app)
    gradient("switch", "zipapp", app)
    assert not (app / "tools").exists()
    assert_equal(app, before)


def test_interrupted(app: Path) -> None:
    """Stopped in the middle, everything is as it was."""
    git(app, "config", "filter.slow.smudge", "echo begun >&2; sleep 60")
    (app / ".gitattributes").write_text("Dockerfile filter=slow\n")
    with (app / GUIDE).open("a") as file:
        file.write("Mine.\n")
    commit(app)
    before = read(app)
    terminal = Terminal([*COMMAND, "switch", "docker"], app)
    terminal.expect("lose these edits?")
    terminal.type("y" + ENTER)
    while not (app / NAME).exists():
        time.sleep(0.01)
    terminal.type(CTRL_C)
    assert terminal.ended() not in {0, None}
    assert read(app) == before
