"""Several strategies in one project: they come and go one by one, and the main one can change among them."""

from itertools import pairwise
from pathlib import Path

import pytest

from project.edits import Edit, Names, edit, made, together
from project.trees import Tree, conflicts, differences, read
from project.updates import composed, parted, renders, suited, take, update
from table.cases import KINDS, Kind, allowed
from workshop import Workshop


def check(project: Path, fresh: Tree, changes: tuple[Edit, ...], known: Names, shipped: list[object]) -> None:
    """Fail unless a project holds what fresh ones hold, with the same edits, and its answers say so."""
    found, *answers = parted(read(project))
    assert conflicts(project) + differences(found, made(fresh, known, changes)) == []
    assert answers == shipped


# One language for each shape is enough: the model has them all.
ROUNDS = list({(kind.shape, kind.code): kind for kind in KINDS}.values())
# By default the round with most strategies, and the shortest one.
CHOSEN = [choose(ROUNDS, key=lambda kind: len(allowed(kind))) for choose in (max, min)]
MARKED = [
    pytest.param(
        kind, id=f"{kind}-{len(allowed(kind))}-strategies", marks=[] if kind in CHOSEN else [pytest.mark.all_builds]
    )
    for kind in ROUNDS
]


@pytest.mark.parametrize("kind", MARKED)
def test_each_comes_becomes_the_main_one_and_goes(workshop: Workshop, target: Path, kind: Kind) -> None:
    """A round through the strategies, each time with the next one beside; at the end the main one is alone."""
    trees = renders(workshop, kind)
    ring = [*trees, *list(trees)[:2]]
    changes, known = suited(kind, trees[ring[0]])
    changes = together(trees[ring[0]], known, changes, seed=len(ring))
    project = edit(take(workshop, target, **kind.answers, strategy=ring[0]), known, changes)
    for main, other in pairwise(ring[:-1]):
        update(project, strategy=main, also_ship=[other])
        check(project, composed(trees, main, other), changes, known, [main, {other}])
    update(project, also_ship=[])
    check(project, composed(trees, main), changes, known, [main, set()])
