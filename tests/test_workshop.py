"""Tests share one repository of the template, and none sees what git does in it for another."""

from pathlib import Path

from workshop import Workshop, commit, git, snapshot


def test_a_clone_while_git_writes(tmp_path: Path) -> None:
    """The lock that git holds while it looks at files is not taken along: it would stop the next commit."""
    (tmp_path / "template").mkdir()
    template = snapshot(tmp_path / "template")
    (template / ".git/index.lock").touch()
    clone = Workshop(template, tmp_path).clone(tmp_path / "clone")
    (clone / "README.md").write_text("Changed.\n")
    commit(clone)
    assert git(clone, "show", "HEAD:README.md") == "Changed.\n"
    assert git(clone, "tag").split() == ["1.0.0"]
