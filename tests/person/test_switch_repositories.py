"""Repositories as people have them: line ends that git turns, another owner, a second working tree, another hash."""

from pathlib import Path

import pytest

from person import small
from person.command import gradient
from project.trees import assert_equal, read
from workshop import commit, git

GUIDE = "docs/shipping/zipapp.md"


@pytest.mark.parametrize("place", ["core.autocrlf", "attributes"])
def test_line_ends(place: str, source: Path, tmp_path: Path) -> None:
    """Line ends that git itself has turned are no edit of the user's, and new files get them as in any checkout."""
    origin = small.project(source, tmp_path / "origin")
    if place == "attributes":
        (origin / ".gitattributes").write_text("* text=auto eol=crlf\n")
        commit(origin)
    git(tmp_path, "clone", "--quiet", *(["-c", "core.autocrlf=true"] if "core" in place else []), str(origin), "app")
    app = tmp_path / "app"
    assert b"\r\n" in (app / GUIDE).read_bytes()
    assert "edited by you" not in gradient("switch", "docker", app)
    assert (app / "Dockerfile").read_bytes() == b"FROM scratch\r\n"
    git(app, "add", "--all")
    assert git(app, "cat-file", "blob", ":Dockerfile") == "FROM scratch\n"
    commit(app)
    gradient("switch", "zipapp", app)
    commit(app)
    assert git(app, "diff", "HEAD~2", "--stat") == ""


def test_line_ends_and_an_edit(app: Path) -> None:
    """A true edit is still seen where git turns line ends."""
    git(app, "config", "core.autocrlf", "true")
    (app / GUIDE).write_bytes((app / GUIDE).read_bytes().replace(b"\n", b"\r\n") + b"Mine.\r\n")
    commit(app)
    assert f"{GUIDE} would be deleted, with your edits" in gradient("switch", "docker", app, fails=1)


def test_other_owner(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git refuses a repository of somebody else, its own words are told, the way out among them."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    said = gradient("switch", "docker", app, fails=2)
    assert "dubious ownership" in said
    assert "safe.directory" in said


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_git_told_to_look_away(app: Path, flag: str) -> None:
    """An edit that git was told not to see is not lost either."""
    git(app, "update-index", flag, GUIDE)
    (app / GUIDE).write_text("Mine, not committed.\n")
    before = read(app)
    for option in ([], ["--force"], ["--dry-run"]):
        assert f"{GUIDE} differ from what is committed" in gradient("switch", "docker", app, *option, fails=2)
    assert read(app) == before


def test_linked_working_tree(app: Path, tmp_path: Path) -> None:
    """A second working tree of a repository is switched alone."""
    before = read(app)
    git(app, "worktree", "add", "--quiet", "-b", "second", str(tmp_path / "second: one"))
    gradient("switch", "docker", tmp_path / "second: one")
    assert (tmp_path / "second: one/Dockerfile").exists()
    assert_equal(app, before)


def test_other_hash(source: Path, tmp_path: Path) -> None:
    """A repository that names its objects by SHA-256 can be switched."""
    (tmp_path / "app").mkdir()
    git(tmp_path / "app", "init", "--quiet", "--object-format=sha256")
    app = small.project(source, tmp_path / "app")
    gradient("switch", "docker", app)
    assert (app / "Dockerfile").exists()
    assert not (app / GUIDE).exists()


def test_answers_not_committed(app: Path) -> None:
    """Where git ignores the answers file, an update could not be recorded."""
    git(app, "rm", "--quiet", "--cached", ".copier-answers.yml")
    (app / ".gitignore").write_text(".copier*\n")
    commit(app)
    assert "git add --force .copier-answers.yml" in gradient("switch", "docker", app, fails=2)
