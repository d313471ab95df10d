"""Names that a template may not have: git's own folder, however it is written, and what leads out of the project."""

import pytest

from packaging_gradient.placing.names import of_git, outside


@pytest.mark.parametrize(
    "name", [".git", "a/.GIT/b", ".git...", "git~1", "git~12 .", ".git:x\n", ".g\u200bit", "a\\.git"]
)
def test_of_git(name: str) -> None:
    """All names of git's folder."""
    assert of_git(name)


@pytest.mark.parametrize("name", ["git", "a.git", ".gitx", "git~", "git~1x", ".g-it", "x:.git", ".git.x"])
def test_not_of_git(name: str) -> None:
    """And others."""
    assert not of_git(name)


def test_outside() -> None:
    """Names that lead out, and one that does not."""
    assert [outside(name) for name in ("/a", "../a", "a/../b", "a..b/c")] == [True, True, True, False]
