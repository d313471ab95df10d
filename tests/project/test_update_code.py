"""From Python only to compiled code: files come, the build backend changes, the user's own stays as it is."""

import re
from pathlib import Path

import pytest

from project.edits import Edit, Names, edit, made, together
from project.merging import merge
from project.trees import Tree, assert_equal, read
from project.updates import expected, renders, suited, take, update
from table.cases import CASES, KINDS, Case, Kind, allowed
from table.folders import OWNED, OWNERS
from workshop import CATALOGUE, ROOT, Workshop

SHARED = {"pyproject.toml", ".copier-answers.yml"}
PARTS = [OWNERS[id] / "_parts/pyproject.toml.jinja" for id in CATALOGUE["languages"]]
PARTS += [ROOT / "extensions/parts/pyproject.toml.jinja"]
BACKEND = ["build-system", *re.findall(r"^\[(tool\.[\w-]+)", "\n".join(map(Path.read_text, PARTS)), re.MULTILINE)]
# What a language may have a part of, and the shared file that it then changes.
ALSO = {
    "checks.yml": ".github/workflows/ci.yml",
    "compiler.yml": ".github/workflows/ci.yml",
    "editable.txt.jinja": "CONTRIBUTING.md",
}
# Edits beside the dependency and the group of a language that brings some: Copier marks the place.
BESIDE = [
    "a dependency added",
    "a dependency raised",
    "a dependency explained",
    "all dependencies gone",
    "a group at the end of its table",
    "the groups reordered",
]
COMPILED = [kind for kind in KINDS if kind.language]


def pure(kind: Kind) -> Kind:
    """The same project before it had compiled code."""
    return Kind(kind.shape, "pure")


def steps() -> list[tuple[Case, Case]]:
    """Each project of Python only, and the same with compiled code: shipped as before, or else by the first that can."""
    found = []
    for kind in COMPILED:
        ways = {case.strategy: case for case in allowed(kind)}
        first = next(iter(ways.values()))
        found += [(case, ways.get(case.strategy, first)) for case in allowed(pure(kind))]
    return found


STEPS = steps()
KEPT = [(start, end) for start, end in STEPS if start.strategy == end.strategy]
# Company changes nothing in a strategy's files, so that one project with all strategies stands for all of them.
every_kind = pytest.mark.parametrize("kind", COMPILED, ids=str)


def every_way(kind: Kind) -> dict[str, object]:
    """The answers for a project that ships in every way there is."""
    first, *others = [case.strategy for case in allowed(kind)]
    return {**kind.answers, "strategy": first, "also_ship": others}


def without_backend(tree: Tree) -> str:
    """Return the pyproject.toml of a project without the tables of build backends, and what a language needs to run."""
    tables = "|".join(map(re.escape, BACKEND))
    return re.sub(
        rf"^\[({tables})(?:\.[\w.-]+)?\]\n(?:[^\[\n].*\n)*\n",
        "",
        without_needs(tree["pyproject.toml"][1].decode()),
        flags=re.MULTILINE,
    )


def without_needs(text: str) -> str:
    """Return a pyproject.toml without the dependencies of languages, and the group that builds an editable install."""
    for needed in {needed for row in CATALOGUE["languages"].values() for needed in row["dependencies"]}:
        text = text.replace(f'  "{needed}",\n', "")
    return re.sub(r"^# An editable install builds .*\nrebuild = .*\n", "", text, flags=re.MULTILINE)


def both(workshop: Workshop, kind: Kind) -> tuple[Tree, Tree, tuple[Edit, ...], Names]:
    """Return a project before and after, and the edits that have a place in both."""
    before, after = (expected(workshop, **every_way(each)) for each in (pure(kind), kind))
    changes, known = suited(pure(kind), before)
    return before, after, tuple(change for change in changes if change.fits(kind)), known


@every_kind
def test_untouched_project(workshop: Workshop, target: Path, kind: Kind) -> None:
    """Invariant 6: with compiled code it equals a fresh project, and without it again it is what it was."""
    start, end = every_way(pure(kind)), every_way(kind)
    project = take(workshop, target, **start)
    assert_equal(update(project, **end), expected(workshop, **end))
    assert_equal(update(project, **start), expected(workshop, **start))


@every_kind
def test_edited_project(workshop: Workshop, target: Path, kind: Kind) -> None:
    """Invariants 3 and 6: edits stay, and Copier does what the model says."""
    before, after, changes, known = both(workshop, kind)
    chosen = together(before, known, [each for each in changes if not clash(before, after, each, known)], seed=1)
    project = edit(take(workshop, target, **every_way(pure(kind))), known, chosen)
    assert_equal(update(project, **every_way(kind)), made(after, known, chosen))
    assert merge(before, made(before, known, chosen), after) == (read(project), [])


def clash(before: Tree, after: Tree, change: Edit, known: Names) -> list[str]:
    """Say in which files an edit clashes with the change of the build backend."""
    merged, clashes = merge(before, made(before, known, [change]), after)
    return clashes or ([] if merged == made(after, known, [change]) else ["not as if made in a fresh project"])


@every_kind
def test_every_kind_of_edit(workshop: Workshop, kind: Kind) -> None:
    """By the model: nothing clashes but what stands beside the backend's lines, which the change of backend is about."""
    before, after, changes, known = both(workshop, kind)
    found = {str(change): clash(before, after, change, known) for change in changes}
    clashing = [what for what, clashes in found.items() if clashes]
    print(f"{kind}: {len(changes)} kinds of edits, {len(clashing)} conflicts: {', '.join(clashing)}")
    assert clashing == (BESIDE if CATALOGUE["languages"][kind.language]["dependencies"] else [])


@pytest.mark.parametrize(("start", "end"), KEPT, ids=str)
def test_what_changes(workshop: Workshop, start: Case, end: Case) -> None:
    """Only files come, the build backend changes, and the strategy's own files may."""
    before, after = expected(workshop, **start.answers), expected(workshop, **end.answers)
    assert before.keys() - after.keys() == set()
    changed = {name for name in before if before[name] != after[name]}
    also = {name for part, name in ALSO.items() if (OWNERS[end.kind.language] / "_parts" / part).exists()}
    assert changed - OWNED[start.strategy] == SHARED | also
    assert without_backend(before) == without_backend(after)
    assert before["pyproject.toml"] != after["pyproject.toml"]


@every_kind
def test_what_never_changes(workshop: Workshop, kind: Kind) -> None:
    """Modules and tests, whatever the strategy does."""
    [before, *_], [after, *_] = (list(renders(workshop, each).values()) for each in (pure(kind), kind))
    theirs = [name for name in before if name.startswith(("src/", "tests/"))]
    assert theirs
    assert [name for name in theirs if before[name] != after[name]] == []


def test_every_project_of_python_only_has_a_step() -> None:
    """Once for each language."""
    starts = [start for start, _ in STEPS]
    languages = len(CATALOGUE["languages"])
    assert {case: starts.count(case) for case in starts} == {
        case: languages
        for case in CASES
        if case.code == "pure" and "compiled" in CATALOGUE["shapes"][case.shape]["code"]
    }
