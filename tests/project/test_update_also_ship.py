"""Several strategies in one project: they come and go one by one, and the main one can change among them."""

from pathlib import Path

import pytest

from project.edits import edit
from project.trees import assert_equal
from project.updates import edited, take, update
from table.cases import KINDS, Case, allowed
from workshop import Workshop

RINGS = [allowed(*kind) for kind in KINDS]
# Each strategy with two others; of two strategies the second other is the first again.
CHAINS = [(case, ring[i - 1], ring[i - min(2, len(ring) - 1)]) for ring in RINGS for i, case in enumerate(ring)]


def name(chain: tuple[Case, Case, Case]) -> str:
    """Name a chain as pytest shows it."""
    return f"{chain[0]}-with-{chain[1].strategy}-then-{chain[2].strategy}"


@pytest.mark.parametrize("chain", CHAINS, ids=name)
def test_one_comes_the_main_one_changes_one_goes(
    workshop: Workshop, target: Path, chain: tuple[Case, Case, Case]
) -> None:
    """Each step equals a fresh project with the same edits."""
    first, other, then = chain
    project = edit(take(workshop, target, **first.answers))
    steps: list[dict[str, object]] = [
        {"strategy": first.strategy, "also_ship": [other.strategy]},
        {"strategy": then.strategy, "also_ship": [other.strategy]},
        {"strategy": then.strategy, "also_ship": []},
    ]
    for i, step in enumerate(steps):
        fresh = edited(workshop, target.with_name(f"fresh-{i}"), **{**first.answers, **step})
        assert_equal(update(project, **step), fresh)
