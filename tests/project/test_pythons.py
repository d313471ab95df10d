"""Which Pythons are supported is said once: in the table for a new project, in pyproject.toml for this one."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from workshop import CATALOGUE, PYTHONS, ROOT, Workshop, commit

# The next release, and the oldest two dropped: what the table may say one day.
LATER = [*PYTHONS[2:], "3.16"]


def said(project: Path) -> dict[str, Any]:
    """Return what each file of a project says of the Pythons."""
    pyproject = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    ci = yaml.safe_load((project / ".github/workflows/ci.yml").read_text("utf-8"))
    pattern = r"Python (3\.\d+) or newer|every Python from (3\.\d+)"
    prose = [path.read_text("utf-8") for path in project.rglob("*") if path.suffix in {".md", ".toml", ".c"}]
    return {
        "requires-python": pyproject["project"]["requires-python"],
        "classifiers": re.findall(r"Python :: (3\.\d+)", " ".join(pyproject["project"]["classifiers"])),
        "py-api": pyproject["tool"]["scikit-build"]["wheel"]["py-api"],
        "ci": ci["jobs"]["tests"]["strategy"]["matrix"]["python"],
        "lowest": ci["jobs"]["lowest"]["steps"][1]["with"]["python-version"],
        "prose": {found for text in prose for pair in re.findall(pattern, text) for found in pair if found},
    }


def wanted(pythons: list[str]) -> dict[str, Any]:
    """Return what they should say."""
    return {
        "requires-python": f">={pythons[0]}",
        "classifiers": pythons,
        "py-api": f"cp{pythons[0].replace('.', '')}",
        "ci": [pythons[0], pythons[-1]],
        "lowest": pythons[0],
        "prose": {pythons[0]},
    }


def test_a_new_project(workshop: Workshop, target: Path) -> None:
    """All its files agree with the table."""
    assert said(workshop.copy(target, code="compiled", strategy="wheel")) == wanted(PYTHONS)


def test_the_table_alone_is_changed(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """All files follow it."""
    template = workshop.clone(tmp_path / "template")
    table = template / "extensions/catalogue.yml"
    table.write_text(table.read_text("utf-8").replace(listed(PYTHONS), listed(LATER), 1), "utf-8")
    commit(template)
    project = Workshop(template, tmp_path).copy(target, code="compiled", strategy="wheel")
    assert said(project) == wanted(LATER)


def listed(pythons: list[str]) -> str:
    """Write a list as the table has it."""
    return json.dumps(pythons)


def test_each_base_says_its_own() -> None:
    """The oldest is first, and none is left out."""
    for base in CATALOGUE["bases"].values():
        minors = [int(python.removeprefix("3.")) for python in base["pythons"]]
        assert minors == list(range(minors[0], minors[-1] + 1))


@pytest.mark.parametrize("name", ["bootstrap", "README.md"])
def test_this_project(name: str) -> None:
    """What a person is told before the metadata can be read agrees with it."""
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    text = (ROOT / name).read_text("utf-8")
    told = {*re.findall(r"Python (3\.\d+) or newer", text)}
    told |= {f"3.{minor}" for minor in re.findall(r"version_info < \(3, (\d+)\)", text)}
    assert {f">={python}" for python in told} == {requires}
    assert PYTHONS[0] in SpecifierSet(requires)
