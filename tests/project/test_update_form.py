"""Why a switch cannot conflict: shared files are the same whatever is shipped, and what is not shared has one owner."""

from itertools import combinations

import pytest
import yaml

from project.trees import Tree, differences
from project.updates import ANSWERS, composed, expected, own, parted, renders, shared
from table.cases import CODES, KINDS, PAIRS, Kind, allowed
from table.folders import OWNED
from workshop import CATALOGUE, Workshop

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind}-{len(allowed(kind))}-strategies")


@pytest.mark.parametrize("shape", CATALOGUE["shapes"])
def test_every_pair_is_a_case(shape: str) -> None:
    """Of n strategies that one shape and one kind of code allow there are n * (n - 1) ordered pairs, in each language."""
    rows = CATALOGUE["strategies"].values()
    codes = [code for code in CODES if code in CATALOGUE["shapes"][shape]["code"]]
    counts = [sum(shape in row["shapes"] and code in row["code"] for row in rows) for code in codes]
    languages = [len(CATALOGUE["languages"]) if code == "compiled" else 1 for code in codes]
    found = [pair for pair in PAIRS if pair[0].shape == shape]
    wanted = sum(count * (count - 1) * each for count, each in zip(counts, languages, strict=True))
    assert len(set(found)) == len(found) == wanted > 0


@every_kind
def test_shared_files_are_the_same(workshop: Workshop, kind: Kind) -> None:
    """Byte for byte, permissions too, for every strategy of a shape, kind of code and language."""
    trees = renders(workshop, kind)
    first, *others = [shared(tree, strategy) for strategy, tree in trees.items()]
    print(f"{kind}: {len(trees)} strategies, {len(first)} shared files")
    assert {"pyproject.toml", "noxfile.py", "README.md", ".gitignore", ".github/workflows/ci.yml"} <= first.keys()
    assert [differences(other, first) for other in others if other != first] == []


@every_kind
def test_own_files_are_nobody_elses(workshop: Workshop, kind: Kind) -> None:
    """Each strategy has some, and no two have the same."""
    trees = renders(workshop, kind)
    files = {strategy: own(tree, strategy).keys() for strategy, tree in trees.items()}
    assert all(files.values())
    assert [(one, two) for one, two in combinations(files, 2) if files[one] & files[two]] == []


@every_kind
def test_answers_differ_in_the_answer(workshop: Workshop, kind: Kind) -> None:
    """The one file that is not the same says which strategy it is, which variant of it, and nothing else about it."""
    trees = renders(workshop, kind)
    answers = {strategy: yaml.safe_load(tree[ANSWERS][1]) for strategy, tree in trees.items()}
    chosen = {strategy for strategy, found in answers.items() if found.pop("option", None)}
    assert chosen == {strategy for strategy in trees if "option" in CATALOGUE["strategies"][strategy]}
    assert {strategy: found.pop("strategy") for strategy, found in answers.items()} == {name: name for name in trees}
    first, *others = answers.values()
    assert all(other == first for other in others)


@every_kind
def test_company_changes_nothing(workshop: Workshop, kind: Kind) -> None:
    """Shipped in every way there is, a project holds what those shipped in one way hold, put together."""
    trees = renders(workshop, kind)
    first, *others = trees
    for main, also in ((first, others), (others[-1], [first, *others[:-1]])):
        found, *answers = parted(expected(workshop, **kind.answers, strategy=main, also_ship=also))
        assert differences(found, composed(trees, main, *also)) == []
        assert answers == [main, set(also)]


def test_figures() -> None:
    """What the tests of this file cover, in numbers."""
    counts = [len(allowed(kind)) for kind in KINDS]
    print(f"{len(KINDS)} kinds of projects x {min(counts)} to {max(counts)} strategies, {sum(counts)} in all")
    assert sum(counts) == len({case for kind in KINDS for case in allowed(kind)})


def test_a_shared_file_that_differs_is_noticed() -> None:
    """One that a strategy writes into, and one that it brings without owning it."""
    strategy, other = list(OWNED)[-2:]
    base: Tree = {"noxfile.py": (0o644, b"nox\n"), ANSWERS: (0o644, b"a: 1\n")}
    mixed: Tree = base | {"noxfile.py": (0o644, b"nox\nmine\n")}
    assert shared(base, strategy) == shared(base | {min(OWNED[other]): (0o644, b"")}, other)
    assert shared(base, strategy) != shared(mixed, other)
    assert shared(base, strategy) != shared(base | {"stray.txt": (0o644, b"")}, other)
