"""Every kind of edit on every way from one strategy to another, by the model of an update: nothing conflicts or gets lost."""

from itertools import permutations

import pytest

from project.edits import EDITS, Edit, Names, made, together
from project.merging import merge
from project.trees import Tree
from project.updates import composed, renders, suited
from table.cases import KINDS, PAIRS, Kind, allowed
from workshop import Workshop

SETS = 20


def staying(kind: Kind, start: str, end: str) -> str:
    """Name a strategy that is there before and after, if the kind of project has a third one."""
    return next((case.strategy for case in allowed(kind) if case.strategy not in (start, end)), "")


def problems(base: Tree, theirs: Tree, changes: tuple[Edit, ...], known: Names) -> list[str]:
    """Say what is wrong when a project with these edits goes from one fresh project to another."""
    merged, clashes = merge(base, made(base, known, changes), theirs)
    found = [f"conflict: {name}" for name in clashes]
    found += [f"lost: {change}" for change in changes if not change.alive(merged, known)]
    return found + ([] if merged == made(theirs, known, changes) else ["not as if made in a fresh project"])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind}-{len(allowed(kind))}-strategies")
def test_every_kind_of_edit(workshop: Workshop, kind: Kind) -> None:
    """Invariant 3, by the model: for every pair every edit alone, and sets of them; each has its place exactly once."""
    trees, wrong, single, sets = renders(workshop, kind), [], 0, 0
    for start, end in permutations(trees, 2):
        stays = staying(kind, start, end)
        also = [stays] if stays else []
        base, theirs = composed(trees, start, *also), composed(trees, end, *also)
        changes, known = suited(kind, base, stays)
        several = [together(base, known, changes, seed) for seed in range(SETS)] if start == next(iter(trees)) else []
        for chosen in [*((change,) for change in changes), *several]:
            wrong += [f"{start} to {end}: {problem}" for problem in problems(base, theirs, chosen, known)]
        single, sets = single + len(changes), sets + len(several)
    print(f"{kind}: {single} edits x pairs, {sets} sets of edits; {len(wrong)} conflicts or losses")
    assert wrong == []


def test_figures() -> None:
    """What the test above covers, in numbers."""
    ways = [
        sum(change.fits(start.kind, bool(staying(start.kind, start.strategy, end.strategy))) for change in EDITS)
        for start, end in PAIRS
    ]
    print(f"{len(EDITS)} kinds of edits, {len(PAIRS)} pairs, {sum(ways)} edits x pairs")
    assert len({change.what for change in EDITS}) == len(EDITS) >= 60
    assert all(any(change.fits(kind, staying=True) for kind in KINDS) for change in EDITS)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_sets_are_large(workshop: Workshop, kind: Kind) -> None:
    """Edits leave no place for one another where they change the same words, and few do."""
    tree = next(iter(renders(workshop, kind).values()))
    changes, known = suited(kind, tree)
    sizes = [len(together(tree, known, changes, seed)) for seed in range(SETS)]
    print(f"{kind}: sets of {min(sizes)} to {max(sizes)} of {len(changes)} edits")
    assert min(sizes) > len(changes) / 2


def test_a_template_that_conflicts_is_noticed(workshop: Workshop) -> None:
    """A strategy that writes a part of its own into a shared file: what the form rules out, the model finds."""
    kind = KINDS[0]
    base, theirs = list(renders(workshop, kind).values())[:2]
    changes, known = suited(kind, base)
    mode, content = theirs["noxfile.py"]
    theirs = theirs | {"noxfile.py": (mode, content + b"\n\n# A part of the strategy.\n")}
    found = [problem for change in changes for problem in problems(base, theirs, (change,), known)]
    assert {problem for problem in found if problem.startswith("conflict: ")} == {"conflict: noxfile.py"}
