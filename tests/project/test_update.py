"""Copier's own update, into and out of every strategy and on some further ways: it does what the model says."""

from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from project.edits import edit, made, together
from project.merging import merge
from project.trees import assert_equal, read
from project.updates import expected, suited, take, update
from table.cases import CASES, KINDS, PAIRS, Case, allowed, star, way
from table.sample import by_strategy, covering
from workshop import Workshop

STAR = star()
FURTHER = [list(permutations(allowed(kind)[1:], 2)) for kind in KINDS]
SAMPLE = [pair for pairs in FURTHER for pair in Random(len(pairs)).sample(pairs, min(2, len(pairs)))]
# By default: a way to each strategy, and one further way for each shape with its code.
CHOSEN = covering([end for _, end in STAR], by_strategy)
FIRST = {(end.shape, end.code): way((start, end)) for start, end in reversed(SAMPLE)}.values()


def marked(pairs: list[tuple[Case, Case]]) -> list[object]:
    """The ways, with a mark where one does not run by default: `test_update_form.py` shows why they cannot differ."""
    rest = {way(pair) for pair in pairs if pair[1] not in CHOSEN} - {*FIRST}
    return [pytest.param(p, id=way(p), marks=[pytest.mark.all_builds] if way(p) in rest else []) for p in pairs]


def check_edited(workshop: Workshop, project: Path, start: Case, end: Case, seed: int) -> None:
    """Edit a project and take it to another strategy: as the model says, and as if edited when it was new."""
    base, theirs = expected(workshop, **start.answers), expected(workshop, **end.answers)
    changes, known = suited(start.kind, base)
    chosen = together(base, known, changes, seed)
    update(edit(project, known, chosen), strategy=end.strategy)
    assert [str(change) for change in chosen if not change.alive(read(project), known)] == []
    assert_equal(project, made(theirs, known, chosen))
    assert merge(base, made(base, known, chosen), theirs) == (read(project), [])


@pytest.mark.parametrize("pair", marked(STAR))
def test_untouched_project(workshop: Workshop, target: Path, pair: tuple[Case, Case]) -> None:
    """Invariants 1 and 2: there it equals a fresh project, and back again it is what it was."""
    start, end = pair
    project = take(workshop, target, **start.answers)
    assert_equal(update(project, strategy=end.strategy), expected(workshop, **end.answers))
    assert_equal(update(project, strategy=start.strategy), expected(workshop, **start.answers))


@pytest.mark.parametrize("pair", marked([*STAR, *SAMPLE]))
def test_edited_project(workshop: Workshop, target: Path, pair: tuple[Case, Case]) -> None:
    """Invariant 3: there and back, each time with edits of many kinds, drawn anew for each way."""
    for start, end in (pair, pair[::-1]):
        project = take(workshop, target.with_name(f"from-{start.strategy}"), **start.answers)
        check_edited(workshop, project, start, end, seed=PAIRS.index((start, end)))


def test_figures() -> None:
    """The star grows with the strategies, not with their pairs."""
    print(f"{len(PAIRS)} pairs; Copier takes {2 * len(STAR)} untouched, {2 * len(STAR + SAMPLE)} edited")
    taken = {(case.shape, case.code, case.strategy) for pair in STAR for case in pair}
    assert taken == {(case.shape, case.code, case.strategy) for case in CASES}
    assert len(STAR) == len(taken) - len({(kind.shape, kind.code) for kind in KINDS})
    assert {end.strategy for end in CHOSEN} == {end.strategy for _, end in STAR}
