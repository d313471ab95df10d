"""Every project passes its own verbs the moment it is generated, and what it builds works."""

from collections.abc import Callable
from pathlib import Path

import pytest

from printed.readers import readers
from project.stranger import STRATEGIES
from project.updates import expected
from table.cases import CASES, KINDS, Case, Kind, allowed
from table.sample import TOGETHER, by_strategy, marked, sampled
from targets.starters import starter
from workshop import CATALOGUE, LONG, Workshop, nox

# In the project of a guide's first reader, `printed/test_guides.py` types the same verbs by default; in those of TOGETHER, each
# strategy meets each code.
TYPED = [readers(id)[0].answers for id in CATALOGUE["strategies"]]
CHOSEN = [case for case in sampled(by_strategy) if case.answers not in TYPED]


def met(kind: Kind) -> list[pytest.MarkDecorator]:
    """The mark of a special case of a code, and where a stranger's project has all strategies: see `test_stranger.py`."""
    is_met = {case.strategy for case in allowed(kind)} <= {*STRATEGIES}
    return [pytest.mark.all_builds] if is_met or "within" in CATALOGUE["codes"][kind.code] else []


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case), marks=marked(case, CHOSEN)) for case in CASES])
def test_verbs(workshop: Workshop, target: Path, prepare: Callable[[str], None], case: Case) -> None:
    """The artifact is built, and runs."""
    prepare(case.strategy)
    said = nox(workshop.copy(target, **case.answers), "-t", "build", "smoke")
    assert f"* build_{case.strategy}: success" in said
    assert f"* smoke_{case.strategy}: success" in said


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_checks(workshop: Workshop, target: Path, kind: Kind) -> None:
    """Style, types and tests are in order.

    Types and tests read files that are the same whatever is shipped (`test_update_form.py`), so one project shows it
    for all strategies; style is that of the files of all of them.
    """
    first, *others = [case.strategy for case in allowed(kind)]
    nox(workshop.copy(target, **kind.answers, strategy=first, also_ship=others), "-s", "lint", "typecheck", "tests")


@pytest.mark.xdist_group("podman")
@pytest.mark.parametrize("kind", [pytest.param(kind, id=str(kind), marks=met(kind)) for kind in TOGETHER])
def test_verbs_of_all_strategies_together(
    workshop: Workshop, target: Path, prepare: Callable[[str], None], kind: Kind
) -> None:
    """One project ships in every way its code allows, but for long builds: no strategy gets in the way of another."""
    first, *others = [case.strategy for case in allowed(kind) if case.strategy not in LONG]
    for strategy in (first, *others):
        prepare(strategy)
    project = workshop.copy(target, **kind.answers, strategy=first, also_ship=others)
    said = nox(project, "-t", "build", "smoke")
    for strategy in (first, *others):
        assert f"* smoke_{strategy}: success" in said


@pytest.mark.parametrize("verb", ["lint", "typecheck", "tests"])
def test_verb_fails(workshop: Workshop, target: Path, verb: str) -> None:
    """Each check finds the flaw it is there for."""
    project = workshop.copy(target)
    flaws = {
        "lint": "import os\n",
        "typecheck": 'COUNT: int = "one"\n',
        "tests": "def test() -> None:\n    assert False\n",
    }
    (project / "tests/test_flaw.py").write_text(flaws[verb], "utf-8")
    assert f"Session {verb} failed." in nox(project, "-s", verb, fails=True)


@pytest.mark.parametrize("shape", CATALOGUE["shapes"])
def test_smoke_fails(workshop: Workshop, target: Path, shape: str) -> None:
    """A program that starts and does the wrong thing does not pass for one that works."""
    strategy = allowed(Kind(shape, "pure"))[0].strategy
    project = starter(shape).wrong.made(workshop.copy(target, shape=shape, strategy=strategy))
    assert f"* smoke_{strategy}: failed" in nox(project, "-t", "build", "smoke", fails=True)


@pytest.mark.parametrize("shape", [shape for shape, row in CATALOGUE["shapes"].items() if "system" in row["code"]])
def test_system_code_is_rendered_as_pure(workshop: Workshop, shape: str) -> None:
    """So what builds with pure code builds with that, too: only the recorded answer differs."""
    strategy = allowed(Kind(shape, "pure"))[-1].strategy
    pure = expected(workshop, shape=shape, strategy=strategy, code="pure")
    system = expected(workshop, shape=shape, strategy=strategy, code="system")
    assert [name for name in pure.keys() | system.keys() if pure.get(name) != system.get(name)] == [
        ".copier-answers.yml"
    ]
