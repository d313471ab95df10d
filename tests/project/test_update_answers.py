"""Answers that were recorded: none is lost, reset or asked again, also those that the questions would not offer today."""

from pathlib import Path

import pytest
import yaml
from copier.errors import InteractiveSessionError

from project.test_update_releases import FIRST, NEXT, SMALL, two_releases
from project.trees import read
from project.updates import ANSWERS
from quick import run_update
from workshop import Workshop, commit

# What the template recorded when its first question was whether the code was there, and each of these was asked.
NAMES = {"author_email": "", "author_name": "Zoë", "description": "It rains.", "license": "MIT", "repository": ""}
OLD = {**NAMES, "existing": False, "package_name": "drizzle", "project_name": "weather", "rollout": "individually"}
SERVICE = {**OLD, "shape": "service", "users": "everyone", "code": "pure", "target_has": [], "strategy": "pyinstaller"}
LIBRARY = {**OLD, "shape": "library", "users": "operators", "runs_on": "servers", "code": "pure"}
PROJECTS = {
    "a service for everyone": {**SERVICE, "also_ship": ["docker", "sdist"]},
    "a library for operators": {**LIBRARY, "target_has": ["containers"], "strategy": "conda", "also_ship": []},
    "shipped twice in the same way": {**SERVICE, "also_ship": ["conda", "pyinstaller"]},
}


def project(workshop: Workshop, folder: Path, **answers: object) -> Path:
    """Make a project whose answers file says what it is given, and nothing else."""
    workshop.copy(folder, **{key: answer for key, answer in answers.items() if key != "existing"})
    of_the_template = {"_commit": FIRST, "_src_path": str(two_releases(workshop, SMALL))}
    (folder / ANSWERS).write_text(yaml.safe_dump({**of_the_template, **answers}), "utf-8")
    commit(folder)
    return folder


def recorded(folder: Path) -> dict[str, object]:
    """Return what a project's answers file says."""
    found: dict[str, object] = yaml.safe_load((folder / ANSWERS).read_text("utf-8"))
    return found


@pytest.mark.parametrize("asks", [False, True], ids=["by default", "where answered ones are skipped"])
@pytest.mark.parametrize("name", PROJECTS)
def test_next_release_keeps_the_answers(workshop: Workshop, target: Path, name: str, asks: bool) -> None:
    """The strategy and all files stay, and nobody is asked again: there is no terminal here. What is new is answered."""
    answers = PROJECTS[name]
    folder = project(workshop, target, **answers)
    before = read(folder)
    new: dict[str, object] = {"extras": []} if asks else {}
    run_update(str(folder), data=new, defaults=not asks, skip_answered=asks, overwrite=True, quiet=True)
    found = recorded(folder)
    assert found.pop("_commit") == NEXT
    also = answers["also_ship"]
    assert isinstance(also, list)
    assert set(found.pop("also_ship")) == set(also)  # type: ignore[call-overload]
    assert found.pop("_src_path")
    assert found.pop("extras") == []
    assert found == {key: answer for key, answer in answers.items() if key not in {"existing", "also_ship"}}
    assert read(folder).keys() - before.keys() == {"SUPPORT.md"}
    assert before.keys() <= read(folder).keys()


def test_an_answer_that_is_not_there_is_asked(workshop: Workshop, target: Path) -> None:
    """The other test would notice."""
    folder = project(workshop, target, **{key: SERVICE[key] for key in SERVICE if key != "license"}, also_ship=[])
    with pytest.raises((InteractiveSessionError, OSError)):
        run_update(str(folder), skip_answered=True, overwrite=True, quiet=True)


def test_what_becomes_the_main_one_costs_no_other(workshop: Workshop, target: Path) -> None:
    """The others stay; it stays among them too, so that the way back leads to the same project."""
    folder = project(workshop, target, **SERVICE, also_ship=["docker", "sdist"])
    for strategy in ("docker", "pyinstaller"):
        run_update(str(folder), data={"strategy": strategy}, defaults=True, overwrite=True, quiet=True)
        assert set(recorded(folder)["also_ship"]) == {"docker", "sdist"}  # type: ignore[call-overload]
        commit(folder)


def test_what_was_derived_is_recorded(workshop: Workshop, target: Path) -> None:
    """A later default, or another person's settings, would rename packages otherwise. What is there has no names."""
    found = recorded(workshop.copy(target, project_name="os-weather"))
    assert found.keys() > {*NAMES, "project_name", "package_name"}
    assert found["package_name"] == "os_weather"
    assert "existing" not in found
    existing = recorded(workshop.copy(target.with_name("existing"), existing=True))
    assert not existing.keys() & {*NAMES, "package_name"}
    assert existing["existing"] is True
