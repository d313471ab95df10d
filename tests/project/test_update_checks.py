"""The checks of an update notice what they are there for; and what an update does to edits that clash with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from project.edits import EDITS, Edit, edit, lost
from project.trees import assert_equal, conflicts, differences, read
from project.updates import take, update
from table.cases import PAIRS
from table.folders import OWNED
from workshop import Workshop, commit, git

START, END = PAIRS[0]


@pytest.fixture
def project(workshop: Workshop, target: Path) -> Path:
    """A fresh project that a test may change."""
    return take(workshop, target, **START.answers)


def append(project: Path, name: str, text: str) -> None:
    """Write at the end of a file, which is made when it is not there."""
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "too much: left/over.txt": lambda project: append(project, "left/over.txt", ""),
    "too much: left/": lambda project: (project / "left").mkdir(),
    "missing: README.md": lambda project: (project / "README.md").unlink(),
    "differs: noxfile.py": lambda project: append(project, "noxfile.py", "# One more line.\n"),
    "permissions: noxfile.py: 755, expected 644": lambda project: (project / "noxfile.py").chmod(0o755),
    "rejected: README.md.rej": lambda project: append(project, "README.md.rej", "@@ -1 +1 @@\n"),
    "conflict: README.md": lambda project: append(project, "README.md", "<<<<<<< before updating\n"),
}


@pytest.mark.parametrize("problem", DAMAGE)
def test_damage_is_noticed(project: Path, problem: str) -> None:
    """Each kind of difference and each trace of a conflict, by name."""
    expected = read(project)
    assert_equal(project, expected)
    DAMAGE[problem](project)
    with pytest.raises(AssertionError) as caught:
        assert_equal(project, expected)
    assert problem in str(caught.value).splitlines()


def test_a_difference_is_shown() -> None:
    """With the lines that differ, so that a failed run can be understood."""
    [shown] = differences({"a": (0o644, b"one\ntwo\n")}, {"a": (0o644, b"one\n2\n")})
    assert shown.splitlines()[-2:] == ["-2", "+two"]


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.what)
def test_a_lost_edit_is_noticed(project: Path, change: Edit) -> None:
    """For every edit: it is not there before, is there after, and is missed when its text goes."""
    assert change.what in lost(project)
    assert lost(edit(project)) == []
    for path in project.rglob("*"):
        if path.is_file() and ".git" not in path.parts and change.text in path.read_text("utf-8"):
            path.write_text(path.read_text("utf-8").replace(change.text, "", 1), "utf-8")
    assert change.what in lost(project)


def test_an_edit_whose_place_is_gone_is_an_error() -> None:
    """Otherwise a template that changed would make the edits edit nothing."""
    with pytest.raises(ValueError, match="a version raised"):
        EDITS[0].change("[project]\n", {})


def test_clashing_edit_is_a_conflict(project: Path) -> None:
    """The user edits the very line that the strategy owns: the update says so, and so do the checks."""
    noxfile = project / "noxfile.py"
    line = f"def build_{START.strategy}(session: nox.Session) -> None:\n"
    assert line in noxfile.read_text("utf-8")
    noxfile.write_text(noxfile.read_text("utf-8").replace(line, line + "    # Edited.\n"), "utf-8")
    assert conflicts(project) == []
    update(project, strategy=END.strategy)
    assert conflicts(project) == ["conflict: noxfile.py", "unmerged: noxfile.py"]


def test_edited_file_of_the_old_strategy_is_in_git_only(project: Path) -> None:
    """Invariant 4, as plain `copier update` has it: the file goes without a word; git has what the user wrote."""
    name = min(OWNED[START.strategy] - OWNED[END.strategy])
    append(project, name, "Edited.\n")
    content = (project / name).read_text("utf-8")
    update(project, strategy=END.strategy)
    assert not (project / name).exists()
    assert conflicts(project) == []
    commit(project)
    assert git(project, "show", f"HEAD~1:{name}") == content
