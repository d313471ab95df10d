"""Every project passes its own verbs the moment it is generated, and what it builds works."""

from collections.abc import Callable
from pathlib import Path

import pytest

from project.updates import expected
from table.cases import CASES, KINDS, Case, Kind, allowed
from targets.starters import starter
from workshop import CATALOGUE, LONG, Workshop, marks, nox

# A kind of code that is a case of another one is built in every way below, all in one project.
SINGLE = [case for case in CASES if "within" not in CATALOGUE["codes"][case.code] or case == allowed(case.kind)[0]]


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case), marks=marks(case.strategy)) for case in SINGLE])
def test_verbs(workshop: Workshop, target: Path, prepare: Callable[[str], None], case: Case) -> None:
    """Style, types and tests are in order; the artifact is built, and runs."""
    prepare(case.strategy)
    project = workshop.copy(target, **case.answers)
    nox(project, "-s", "lint", "typecheck", "tests")
    said = nox(project, "-t", "build", "smoke")
    assert f"* build_{case.strategy}: success" in said
    assert f"* smoke_{case.strategy}: success" in said


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.shape == next(iter(CATALOGUE["shapes"]))], ids=str)
def test_verbs_of_all_strategies_together(
    workshop: Workshop, target: Path, prepare: Callable[[str], None], kind: Kind
) -> None:
    """One project ships in every way its code allows, but for long builds: no strategy gets in the way of another."""
    first, *others = [case.strategy for case in allowed(kind) if case.strategy not in LONG]
    for strategy in (first, *others):
        prepare(strategy)
    project = workshop.copy(target, **kind.answers, strategy=first, also_ship=others)
    nox(project, "-s", "lint", "typecheck", "tests")
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
    strategy = next(id for id, row in CATALOGUE["strategies"].items() if shape in row["shapes"])
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
