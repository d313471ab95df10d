"""From every strategy to every other, in each shape and kind of code: the project equals a freshly rendered one."""

from pathlib import Path

import pytest

from project.edits import edit, lost
from project.trees import assert_equal
from project.updates import edited, expected, take, update
from table.cases import CODES, PAIRS, Case, way
from workshop import CATALOGUE, Workshop

every_pair = pytest.mark.parametrize("pair", PAIRS, ids=way)


@pytest.mark.parametrize("shape", CATALOGUE["shapes"])
def test_every_pair_is_a_case(shape: str) -> None:
    """Of n strategies that one shape and one kind of code allow there are n * (n - 1) ordered pairs, and some."""
    rows = CATALOGUE["strategies"].values()
    counts = [sum(shape in row["shapes"] and code in row["code"] for row in rows) for code in CODES]
    found = [pair for pair in PAIRS if pair[0].shape == shape]
    print(f"{shape}: {len(found)} ordered pairs of strategies")
    assert len(set(found)) == len(found) == sum(count * (count - 1) for count in counts) > 0


@every_pair
def test_untouched_project(workshop: Workshop, target: Path, pair: tuple[Case, Case]) -> None:
    """Invariants 1 and 2: there it equals a fresh project, and back again it is what it was."""
    start, end = pair
    project = take(workshop, target, **start.answers)
    assert_equal(update(project, strategy=end.strategy), expected(workshop, **end.answers))
    assert_equal(update(project, strategy=start.strategy), expected(workshop, **start.answers))


@every_pair
def test_edited_project(workshop: Workshop, target: Path, pair: tuple[Case, Case]) -> None:
    """Invariant 3: it equals a fresh project in which the user made the same edits."""
    start, end = pair
    project = edit(take(workshop, target, **start.answers))
    update(project, strategy=end.strategy)
    assert lost(project) == []
    assert_equal(project, edited(workshop, target.with_name("fresh"), **end.answers))
