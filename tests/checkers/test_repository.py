"""What checkers of whole repositories say of a generated one: nothing, and where they do not look, why not."""

from pathlib import Path

import pytest
from repo_review.processor import process

from checkers.checked import CHECKED, Project


def failed(project: Path) -> list[str]:
    """Return what sp-repo-review finds wrong; what the project's own settings leave out counts as right."""
    results = process(project).results
    assert len(results) > 50
    return [result.name for result in results if result.result is False]


@pytest.mark.parametrize("name", CHECKED)
def test_sp_repo_review(checked: Project, name: str) -> None:
    """No check fails."""
    assert failed(checked(name)) == []


def test_sp_repo_review_finds_what_is_wrong(flawed: Path) -> None:
    """A file that is gone, and a setting that is not there."""
    (flawed / ".pre-commit-config.yaml").unlink()
    pyproject = flawed / "pyproject.toml"
    pyproject.write_text(pyproject.read_text("utf-8").replace("warn_unreachable = true\n", ""), "utf-8")
    assert failed(flawed) == ["PY006", "MY103"]


def test_what_is_left_out_has_a_reason(checked: Project) -> None:
    """In the project's own settings, for each of these checks."""
    results = process(checked(next(iter(CHECKED)))).results
    reasons = {result.name: result.skip_reason for result in results if result.skip_reason}
    assert reasons
    assert {name: reason for name, reason in reasons.items() if len(reason.split()) < 5} == {}
