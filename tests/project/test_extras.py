"""What else a project has: an extra comes and goes without a word about the rest, and whatever is shipped."""

from functools import cache
from pathlib import Path

import pytest

from project.edits import Edit, edit, made, together
from project.merging import merge
from project.trees import assert_equal, differences, read
from project.updates import expected, own, shared, suited, take, update
from table.cases import KINDS, Kind, allowed
from table.folders import OWNED
from workshop import CATALOGUE, Workshop

EXTRAS = list(CATALOGUE["extras"])
PURE, COMPILED = Kind("cli", "pure"), Kind("cli", "compiled", "c")
# Every extra comes and goes; the one that asks something of the build backend does so with another backend, too.
STAR = [*((PURE, extra) for extra in EXTRAS), (COMPILED, "vcs_version")]


@cache
def kept(kind: Kind, workshop: Workshop, extra: str) -> tuple[Edit, ...]:
    """The edits that do not touch what the extra changes in a shared file: git would have to ask about those."""
    base, theirs = expected(workshop, **kind.answers), expected(workshop, **kind.answers, extras=[extra])
    changes, known = suited(kind, base)
    return tuple(change for change in changes if not merge(base, made(base, known, [change]), theirs)[1])


@pytest.mark.parametrize(("kind", "extra"), STAR, ids=str)
def test_an_extra_comes_and_goes(workshop: Workshop, target: Path, kind: Kind, extra: str) -> None:
    """There it equals a fresh project with the extra, back again it is what it was."""
    project = take(workshop, target, **kind.answers)
    assert_equal(update(project, extras=[extra]), expected(workshop, **kind.answers, extras=[extra]))
    assert_equal(update(project, extras=[]), expected(workshop, **kind.answers))


@pytest.mark.parametrize(("kind", "extra"), STAR, ids=str)
def test_edits_stay(workshop: Workshop, target: Path, kind: Kind, extra: str) -> None:
    """Edits of many kinds, of shared files too: all are alive afterwards, and the rest is as git merges it."""
    base, theirs = expected(workshop, **kind.answers), expected(workshop, **kind.answers, extras=[extra])
    changes, known = kept(kind, workshop, extra), suited(kind, base)[1]
    chosen = together(base, known, changes, seed=EXTRAS.index(extra))
    mine = made(base, known, chosen)
    wanted, clashes = merge(base, mine, theirs)
    assert clashes == []
    project = update(edit(take(workshop, target, **kind.answers), known, chosen), extras=[extra])
    assert_equal(project, wanted)
    assert [str(change) for change in chosen if not change.alive(read(project), known)] == []


@pytest.mark.parametrize(("kind", "extra"), STAR, ids=str)
def test_an_extra_changes_little(workshop: Workshop, kind: Kind, extra: str) -> None:
    """Its own files come, and few of the others change, by some lines; few edits clash with that."""
    base, theirs = expected(workshop, **kind.answers), expected(workshop, **kind.answers, extras=[extra])
    assert theirs.keys() - base.keys() == OWNED[extra] == own(theirs, extra).keys()
    changed = {name for name in base if base[name] != theirs[name]}
    guides = {name for name in base if name.startswith("docs/shipping/")}
    assert changed <= {"pyproject.toml", "CONTRIBUTING.md", ".copier-answers.yml", *guides}
    every = suited(kind, base)[0]
    clashing = [change for change in every if change not in kept(kind, workshop, extra)]
    print(f"{kind} {extra}: {len(clashing)} of {len(every)} kinds of edits clash")
    assert len(clashing) < len(every) / 6
    assert {step.file for change in clashing for step in change.steps} <= {"pyproject.toml"}


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_shared_files_are_the_same(workshop: Workshop, kind: Kind) -> None:
    """Whatever is shipped, with every extra: the first strategy and the last stand for all, which differ in nothing else."""
    first, *_, last = [case.answers for case in allowed(kind)]
    trees = [shared(expected(workshop, **one, extras=EXTRAS), one["strategy"]) for one in (first, last)]
    assert {name for extra in EXTRAS for name in OWNED[extra]} <= trees[0].keys()
    assert differences(*trees) == []


def test_a_switch_keeps_them(workshop: Workshop, target: Path) -> None:
    """They are an answer as any other."""
    first, *_, last = [case.answers for case in allowed(PURE)]
    project = update(take(workshop, target, **first, extras=EXTRAS), strategy=last["strategy"])
    assert_equal(project, expected(workshop, **last, extras=EXTRAS))


def test_a_repository_that_exists_gets_none(workshop: Workshop) -> None:
    """It has its own documentation, version and so on, or does without."""
    plain, given = expected(workshop, existing=True), expected(workshop, existing=True, extras=EXTRAS)
    assert differences(given, plain) == []
