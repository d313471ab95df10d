"""Slow: after edits and a change of strategy, every strategy still builds; shapes, codes and languages take turns."""

from collections.abc import Callable
from pathlib import Path

import pytest

from project.edits import Edit, edit, made, together
from project.trees import assert_equal
from project.updates import expected, suited, take, update
from table.cases import PAIRS, Case, way
from table.sample import by_strategy, marked, sampled
from workshop import CATALOGUE, Workshop, commit, nox

# That the tree is the same wherever it comes from is shown elsewhere, so one way to each strategy is enough.
WAYS = list({end: (start, end) for start, end in PAIRS}.values())
CHOSEN = sampled(by_strategy)
MARKED = [pytest.param(pair, id=way(pair), marks=marked(pair[1], CHOSEN)) for pair in WAYS]


def is_file(strategy: str) -> bool:
    """Tell whether what a strategy ships is one file, so that it refuses a project with a second one."""
    return all(CATALOGUE["codes"][code]["layout"] == "file" for code in CATALOGUE["strategies"][strategy]["code"])


def adds_code(change: Edit) -> bool:
    """Tell whether an edit brings a file to what is installed."""
    return any(step.new and step.file.startswith(("src/", "$home/")) for step in change.steps)


@pytest.mark.parametrize("pair", MARKED)
def test_edited_project_builds(
    workshop: Workshop, target: Path, prepare: Callable[[str], None], pair: tuple[Case, Case]
) -> None:
    """Invariant 3: with all edits that leave a project in order, `nox -t build` leaves an artifact."""
    start, end = pair
    prepare(end.strategy)
    changes, known = suited(start.kind, expected(workshop, **start.answers))
    chosen = [each for each in changes if each.builds and not (is_file(end.strategy) and adds_code(each))]
    changes = together(expected(workshop, **start.answers), known, chosen, seed=1)
    project = update(edit(take(workshop, target, **start.answers), known, changes), strategy=end.strategy)
    assert_equal(project, made(expected(workshop, **end.answers), known, changes))
    commit(project)
    nox(project, "-t", "build")
    assert any((project / "dist").iterdir())
