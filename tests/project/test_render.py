"""Every strategy in each shape and kind of code, alone and with others, renders to a tidy project."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pytest_copie.plugin import Copie

from project.flaws import dead_links, poor_guides, strangers, traces, untidy
from project.parsing import parse
from quick import quickly
from table.cases import CASES, KINDS, Case, allowed
from table.questions import QUESTIONS
from table.sample import by_code, covering
from workshop import CATALOGUE, Workshop, locked

Answers = dict[str, Any]
LANGUAGES = CATALOGUE["languages"]
# A further language changes what all strategies together show.
ALONE = [case for case in CASES if case.kind.is_plain]
# Seen with an address, and with the next strategy, by default: `test_update_form.py` shows that company changes no file.
CHOSEN = covering(ALONE, by_code)
FILLED = {"author_email": "me@example.org", "repository": "https://example.org/my-app"}


def renders() -> Iterator[tuple[str, Answers]]:
    """Name every project that is looked at by default, and give its answers."""
    for kind in KINDS:
        first, *others = allowed(kind)
        also = [case.strategy for case in others]
        yield f"{kind}-all", {**first.answers, "also_ship": also}
        yield f"{kind}-extras", {**first.answers, "also_ship": also, "extras": list(CATALOGUE["extras"]), **FILLED}
    for case in ALONE:
        yield str(case), case.answers
    yield from company(CHOSEN)
    for license in QUESTIONS["license"]["choices"]:
        yield license, {"license": license}


def company(cases: list[Case]) -> Iterator[tuple[str, Answers]]:
    """Give the answers of projects with an address, and of those that ship in the next way, too."""
    for case, other in pairwise([*ALONE, ALONE[0]]):
        if case in cases:
            yield f"{case}-filled", {**case.answers, **FILLED}
        if case in cases and case.kind == other.kind:
            yield f"{case}-and-{other.strategy}", {**case.answers, "also_ship": [other.strategy]}


RENDERS = dict(renders())
REST = dict(company([case for case in ALONE if case not in CHOSEN]))
ALL = {**RENDERS, **REST}
Render = Callable[[str], Path]


def ordered(value: object) -> object:
    """Give a list an order of its own: Copier keeps the order of the choices, which the advice decides."""
    return sorted(value) if isinstance(value, list) else value


@pytest.fixture
def render(copie_session: Copie, workshop: Workshop) -> Render:
    """Give what renders a project by its name, once for all processes of a run. Do not change the project."""

    def once(name: str) -> Path:
        project = workshop.store / "rendered" / name
        # Which language is not asked, and so not recorded, as long as there is one.
        asked = {key: value for key, value in ALL[name].items() if key != "extension" or len(LANGUAGES) > 1}
        answers = {key: ordered(value) for key, value in asked.items()}
        project.parent.mkdir(exist_ok=True)
        with locked(workshop.store / f"render-{name}.lock"):
            if not project.exists():
                with quickly():
                    result = copie_session.copy(ALL[name], template_dir=workshop.template)
                assert result.exit_code == 0, result.exception
                assert {key: ordered(result.answers[key]) for key in answers} == answers
                assert result.project_dir
                shutil.move(result.project_dir, project)
        return project

    return once


@pytest.mark.parametrize("name", [*RENDERS, *(pytest.param(name, marks=pytest.mark.all_builds) for name in REST)])
def test_tidy(render: Render, name: str) -> None:
    """It parses, has no trace of the template or of other strategies, its links lead somewhere."""
    project, answers = render(name), ALL[name]
    shipped = [answers.get("strategy", CASES[0].strategy), *answers.get("also_ship", [])]
    parse(project)
    assert traces(project) + untidy(project) + dead_links(project) == []
    assert strangers(project, [*shipped, *CATALOGUE["languages"], *answers.get("extras", [])]) == []


@pytest.mark.parametrize("case", ALONE, ids=str)
def test_guide(render: Render, case: Case) -> None:
    """How to ship it is written, with the same sections for every strategy."""
    assert poor_guides(render(str(case)), [case.strategy]) == []


def test_ruff(render: Render, workshop: Workshop) -> None:
    """All of them, each by its own settings, are formatted and free of what the linter knows."""
    for name in RENDERS:
        render(name)
    folder = workshop.store / "rendered"
    assert ruff(folder) == (0, 0)


def test_ruff_sees_what_is_wrong(render: Render, target: Path) -> None:
    """A project's settings are taken where it lies among others."""
    shutil.copytree(render(next(iter(RENDERS))), target)
    assert ruff(target.parent) == (0, 0)
    (target / "tests/test_wrong.py").write_text("import os\nx = [ ]\n", "utf-8")
    assert ruff(target.parent) == (1, 1)


def ruff(folder: Path) -> tuple[int, int]:
    """Return the exit codes of formatter and linter."""
    runs = ["ruff", "format", "--check", "--no-cache", "."], ["ruff", "check", "--no-cache", "."]
    formatter, linter = (subprocess.run(run, cwd=folder, check=False).returncode for run in runs)
    return formatter, linter
