"""Symbolic links in a project, and to it: they stay, and nothing is written through one."""

from pathlib import Path

import pytest

from person.command import gradient
from project.trees import read
from workshop import commit, git

GUIDE = "docs/shipping/zipapp.md"


def links(folder: Path) -> dict[str, str]:
    """Return where each symbolic link of a project leads."""
    return {str(path.relative_to(folder)): str(path.readlink()) for path in folder.rglob("*") if path.is_symlink()}


def refused(app: Path, *options: str, code: int = 1) -> str:
    """Switch to docker, in vain: nothing has changed. Return what is said; a dry run says it, too."""
    before = read(app), links(app)
    said = gradient("switch", "docker", app, *options, fails=code)
    assert (read(app), links(app)) == before
    assert git(app, "status", "--porcelain") == ""
    return said


@pytest.mark.parametrize("inside", [False, True], ids=["from outside", "from inside"])
def test_reached_through_a_link(app: Path, tmp_path: Path, inside: bool) -> None:
    """A project can be reached through a symbolic link."""
    (tmp_path / "link").symlink_to(app)
    if inside:
        gradient("switch", "docker", folder=tmp_path / "link")
    else:
        gradient("switch", "docker", tmp_path / "link")
    assert (app / "Dockerfile").exists()
    assert not (app / GUIDE).exists()


@pytest.mark.parametrize("name", ["README.md", "noxfile.py"])
def test_linked_shared_file(app: Path, name: str) -> None:
    """A shared file that is a link stays one."""
    (app / name).rename(app / f"my-{name}")
    (app / name).symlink_to(f"my-{name}")
    commit(app)
    gradient("switch", "docker", app)
    assert links(app) == {name: f"my-{name}"}
    assert f"{name}" not in git(app, "status", "--porcelain")


@pytest.mark.parametrize("name", ["pyproject.toml", ".copier-answers.yml"])
def test_linked_file_that_changes(app: Path, name: str) -> None:
    """Where the template changes a file that is a link, the user is told."""
    (app / name).rename(app / "other")
    (app / name).symlink_to("other")
    commit(app)
    assert f"{name} is not a plain file" in refused(app, "--data", "urls=x")


def test_linked_leaving_file(app: Path) -> None:
    """A leaving file that became a link counts as edited, and what it leads to stays."""
    (app / "mine.md").write_text("mine")
    (app / GUIDE).unlink()
    (app / GUIDE).symlink_to("../../mine.md")
    commit(app)
    assert f"{GUIDE} would be deleted, with your edits" in refused(app)
    gradient("switch", "docker", app, "--force")
    assert links(app) == {}
    assert (app / "mine.md").read_text() == "mine"


@pytest.mark.parametrize("inside", [True, False], ids=["inside", "outside"])
@pytest.mark.parametrize("ignored", [True, False], ids=["ignored", "committed"])
def test_linked_folder(app: Path, tmp_path: Path, inside: bool, ignored: bool) -> None:
    """Nothing is written through a link to a folder, wherever it leads."""
    target = app / "my-tools" if inside else tmp_path / "my-tools"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    (app / ".git/info/exclude").write_text("/tools\n" if ignored else "")
    (app / "tools").symlink_to(target)
    commit(app)
    assert "in the way of tools/shipping/docker/p.spec" in refused(app, code=2)
    assert [path.name for path in target.iterdir()] == ["mine.txt"]
