"""Slow: after edits and a change of strategy, every strategy still builds, in each shape and kind of code."""

from collections.abc import Callable
from pathlib import Path

import pytest

from project.edits import edit
from project.trees import assert_equal
from project.updates import edited, take, update
from table.cases import PAIRS, Case, way
from workshop import Workshop, commit, nox

# That the tree is the same wherever it comes from is shown elsewhere, so one way to each strategy is enough.
WAYS = list({end: (start, end) for start, end in PAIRS}.values())


@pytest.mark.parametrize("pair", WAYS, ids=way)
def test_edited_project_builds(
    workshop: Workshop, target: Path, prepare: Callable[[str], None], pair: tuple[Case, Case]
) -> None:
    """Invariant 3: `nox -t build` leaves an artifact."""
    start, end = pair
    prepare(end.strategy)
    project = update(edit(take(workshop, target, **start.answers)), strategy=end.strategy)
    assert_equal(project, edited(workshop, target.with_name("fresh"), **end.answers))
    commit(project)
    nox(project, "-t", "build")
    assert any((project / "dist").iterdir())
