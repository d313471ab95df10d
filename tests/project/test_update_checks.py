"""The checks of an update notice what they are there for; and what an update does to edits that clash with it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from project.edits import Edit, Step
from project.merging import merge
from project.test_update_releases import FIRST, NEXT, Project, render
from project.trees import assert_equal, conflicts, differences, read
from project.updates import expected, suited, take, update
from table.cases import KINDS, PAIRS, Kind, allowed
from table.folders import OWNED, OWNERS
from workshop import ROOT, Workshop, commit, git

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


@pytest.mark.parametrize("kind", [KINDS[0], KINDS[-1]], ids=str)
def test_a_lost_edit_is_noticed(workshop: Workshop, kind: Kind) -> None:
    """For every kind of edit: it changes the project, is not there before, and is there after."""
    start, stays = allowed(kind)[:2]
    tree = expected(workshop, **start.answers, also_ship=[stays.strategy])
    changes, known = suited(kind, tree, stays.strategy)
    for change in changes:
        changed = change.made(tree, known)
        assert changed != tree, change
        assert change.alive(changed, known), change
        # What is moved or taken away leaves no text of its own; for such, trees are compared as a whole, too.
        assert not change.alive(tree, known) or any(step.instead_of for step in change.steps), change


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (Step("a", "x", after="none"), "a has 'none' 0 times"),
        (Step("a", "x", instead_of="l"), "a has 'l' 2 times"),
        (Step("b", "x", at="end"), "b is not there"),
        (Step("b", gone=True), "b is not there"),
        (Step("a", "x", new=True), "a is there already"),
    ],
)
def test_an_edit_without_its_place_is_an_error(step: Step, reason: str) -> None:
    """Otherwise a template that changed would make the edits edit nothing."""
    with pytest.raises(ValueError, match=f"^kind: {re.escape(reason)}$"):
        Edit("kind", (step,)).made({"a": (0o644, b"all\n")}, {})


@pytest.mark.parametrize(("place", "clash"), [("the first line", True), ("the end", False)])
def test_a_release_that_changes_an_edited_file(workshop: Workshop, target: Path, place: str, clash: bool) -> None:
    """Where both changed the same line of a strategy's file, the update and the checks say so; so does the model."""
    template = workshop.clone(target.with_name("template"))
    project = render(template, FIRST, target, Project("", dict(START.answers)))
    commit(project)
    base, name = read(project), f"docs/shipping/{START.strategy}.md"
    [guide] = (template / OWNERS[START.strategy].relative_to(ROOT) / "docs/shipping").iterdir()
    guide.write_text(re.sub("(?m)^# .*$", "# By the release", guide.read_text("utf-8"), count=1), "utf-8")
    commit(template)
    git(template, "tag", NEXT)
    text = (project / name).read_text("utf-8")
    (project / name).write_text(f"# Ours\n{text}" if clash else f"{text}\nOurs.\n", "utf-8")
    mine, theirs = (
        read(project),
        read(render(template, NEXT, target.with_name("fresh"), Project("", dict(START.answers)))),
    )
    assert conflicts(project) == []
    update(project)
    merged, clashes = merge(base, mine, theirs)
    assert conflicts(project) == ([f"conflict: {name}", f"unmerged: {name}"] if clash else [])
    assert clashes == ([name] if clash else [])
    assert read(project) == merged


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
