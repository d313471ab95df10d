"""From Python only to compiled code: files come, the build backend changes, the user's own stays as it is."""

import re
from pathlib import Path

import pytest

from project.edits import edit, lost
from project.trees import Tree, assert_equal
from project.updates import edited, expected, take, update
from table.cases import CASES, Case, allowed
from table.folders import OWNED, OWNERS
from workshop import CATALOGUE, Workshop

SHARED = {"pyproject.toml", ".copier-answers.yml"}
PARTS = [OWNERS[id] / "_parts/pyproject.toml.jinja" for id in CATALOGUE["extensions"]]
BACKEND = ["build-system", *re.findall(r"^\[(tool\.[\w-]+)", "\n".join(map(Path.read_text, PARTS)), re.MULTILINE)]


def compiled(case: Case) -> Case:
    """The same project with compiled code: shipped as before, or else by the first strategy that carries it."""
    others = allowed(case.shape, "compiled")
    return next((other for other in others if other.strategy == case.strategy), others[0])


STEPS = [(case, compiled(case)) for case in CASES if case.code == "pure"]
KEPT = [(start, end) for start, end in STEPS if start.strategy == end.strategy]
every_step = pytest.mark.parametrize(("start", "end"), STEPS, ids=str)


def without_backend(tree: Tree) -> str:
    """Return the pyproject.toml of a project without the tables of build backends."""
    tables = "|".join(map(re.escape, BACKEND))
    return re.sub(rf"^\[({tables})\]\n(?:[^\[\n].*\n)*\n", "", tree["pyproject.toml"][1].decode(), flags=re.MULTILINE)


@every_step
def test_untouched_project(workshop: Workshop, target: Path, start: Case, end: Case) -> None:
    """Invariant 6: with compiled code it equals a fresh project, and without it again it is what it was."""
    project = take(workshop, target, **start.answers)
    assert_equal(update(project, code=end.code, strategy=end.strategy), expected(workshop, **end.answers))
    assert_equal(update(project, code=start.code, strategy=start.strategy), expected(workshop, **start.answers))


@every_step
def test_edited_project(workshop: Workshop, target: Path, start: Case, end: Case) -> None:
    """Invariants 3 and 6: every edit stays."""
    project = edit(take(workshop, target, **start.answers))
    update(project, code=end.code, strategy=end.strategy)
    assert lost(project) == []
    assert_equal(project, edited(workshop, target.with_name("fresh"), **end.answers))


@pytest.mark.parametrize(("start", "end"), KEPT, ids=str)
def test_what_changes(workshop: Workshop, start: Case, end: Case) -> None:
    """Only files come, the build backend changes, and the strategy's own files may."""
    before, after = expected(workshop, **start.answers), expected(workshop, **end.answers)
    assert before.keys() - after.keys() == set()
    changed = {name for name in before if before[name] != after[name]}
    assert changed - OWNED[start.strategy] == SHARED
    assert without_backend(before) == without_backend(after)
    assert before["pyproject.toml"] != after["pyproject.toml"]


@pytest.mark.parametrize(("start", "end"), STEPS, ids=str)
def test_what_never_changes(workshop: Workshop, start: Case, end: Case) -> None:
    """Modules and tests, whatever the strategy does."""
    before, after = expected(workshop, **start.answers), expected(workshop, **end.answers)
    theirs = [name for name in before if name.startswith(("src/", "tests/"))]
    assert theirs
    assert [name for name in theirs if before[name] != after[name]] == []
