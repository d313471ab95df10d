"""What is said of the code of a generated project, beside what its own verbs say."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from checkers.checked import Project
from table.cases import KINDS, Kind
from workshop import Workshop, commit, locked, nox


@pytest.fixture
def environment(checked: Project, workshop: Workshop) -> Path:
    """What the projects need, installed into one environment, once for all processes of a run."""
    folder = workshop.store / "checked-environment"
    with locked(workshop.store / "checked-environment.lock"):
        if not (folder / "done").exists():
            needed = sorted({one for kind in KINDS for one in requirements(checked(str(kind)))})
            subprocess.run(["uv", "venv", "--quiet", "--clear", f"--python={sys.executable}", folder], check=True)
            subprocess.run(["uv", "pip", "install", "--quiet", f"--python={folder}", *needed], check=True)
            (folder / "done").touch()
    return folder


def requirements(project: Path) -> list[str]:
    """Return what a project needs to run, and to be tested."""
    file = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    return [*file["project"]["dependencies"], *file["dependency-groups"]["test"]]


def basedpyright(environment: Path, project: Path) -> list[dict[str, Any]]:
    """Return what basedpyright finds in code and tests: errors and warnings, in its own mode, which is strict."""
    run = ["basedpyright", "--outputjson", f"--pythonpath={environment}/bin/python", "src", "tests"]
    said = json.loads(subprocess.run(run, cwd=project, check=False, capture_output=True, text=True).stdout)
    assert said["summary"]["filesAnalyzed"] > 3
    return [entry for entry in said["generalDiagnostics"] if entry["severity"] in ("error", "warning")]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_basedpyright(checked: Project, environment: Path, kind: Kind) -> None:
    """Neither errors nor warnings."""
    found = basedpyright(environment, checked(str(kind)))
    assert [(entry["file"], entry["message"]) for entry in found] == []


def test_basedpyright_finds_what_is_wrong(flawed: Path, environment: Path) -> None:
    """Also what a type checker that is not as strict lets pass."""
    (flawed / "src/my_app/flaw.py").write_text('import json\n\nCODE: int = "one"\nX = json.loads("1")\n', "utf-8")
    found = basedpyright(environment, flawed)
    assert [(entry["rule"], entry["severity"]) for entry in found] == [
        ("reportAssignmentType", "error"),
        ("reportAny", "warning"),
    ]


def test_hooks(workshop: Workshop, target: Path) -> None:
    """They pass on what is generated, and find what is wrong in a file that git tracks."""
    project = workshop.copy(target)
    assert nox(project, "-s", "hooks").count("...Passed\n") == 6
    wrong = {
        ".editorconfig": "root = true",
        ".github/ISSUE_TEMPLATE/bug.yml": "name: [\n",
        "README.md": "# my-app \n",
        "src/my_app/words.py": "import os\nx = [ ]\n",
        "wrong.toml": "[a\n",
    }
    for name, text in wrong.items():
        (project / name).write_text(text, "utf-8")
    commit(project)
    assert nox(project, "-s", "hooks", fails=True).count("...Failed\n") == 6


def test_code_that_no_test_reaches(workshop: Workshop, target: Path) -> None:
    """The tests pass, and their session does not."""
    project = workshop.copy(target)
    with (project / "src/my_app/words.py").open("a", encoding="utf-8") as module:
        module.write("\n\ndef unused() -> None:\n    raise NotImplementedError\n")
    said = nox(project, "-s", "tests", fails=True)
    assert " passed in " in said
    assert "less than fail-under=100" in said
