"""Plain `copier copy` needs no trust and nothing beside Copier: the oldest that is supported, and the newest."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from project.trees import assert_equal, read
from project.updates import expected
from table.cases import PAIRS
from table.questions import SETTINGS
from workshop import Workshop, commit, git, locked

OLDEST = SETTINGS["_min_copier_version"]
COPIERS = {"oldest": f"copier=={OLDEST}", "newest": "copier"}
DEFAULT, OTHER = PAIRS[0]


@pytest.fixture(params=COPIERS)
def copier(request: pytest.FixtureRequest, workshop: Workshop) -> Path:
    """Give the `copier` of an environment that has Copier alone, made once for all processes of a run."""
    folder = workshop.store / f"copier-{request.param}"
    with locked(workshop.store / f"copier-{request.param}.lock"):
        if not (folder / "bin/copier").exists():
            python = folder / "bin/python"
            subprocess.run(["uv", "venv", "--quiet", "--clear", f"--python={sys.executable}", folder], check=True)
            subprocess.run(
                ["uv", "pip", "install", "--quiet", f"--python={python}", COPIERS[request.param]], check=True
            )
    return folder / "bin/copier"


def run(copier: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Copier as a user who has set nothing up."""
    home = copier.parent / "home"
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("COPIER_", "PYTHON", "XDG_"))}
    command = [str(copier), *map(str, arguments)]
    return subprocess.run(command, env={**kept, "HOME": str(home)}, capture_output=True, text=True, check=False)


def release(template: Path) -> Path:
    """Commit what changed in a template, and tag it."""
    commit(template)
    git(template, "tag", "2.0.0")
    return template


def test_environment_has_copier_alone(copier: Path) -> None:
    """And the version that its name says."""
    listed = subprocess.run(
        ["uv", "pip", "freeze", f"--python={copier.with_name('python')}"], check=True, capture_output=True, text=True
    ).stdout
    assert "jinja2-time" not in listed
    assert "copier-template" not in listed
    [version] = re.findall(r"^copier==(.*)$", listed, re.MULTILINE)
    assert (version == OLDEST) == ("oldest" in str(copier))


def test_copy_and_update(workshop: Workshop, copier: Path, target: Path) -> None:
    """Each gives the bytes that the Copier which runs the tests gives."""
    result = run(copier, "copy", "--defaults", workshop.template, target)
    assert result.returncode == 0, result.stderr
    commit(target)
    assert_equal(target, expected(workshop))
    result = run(copier, "update", "--defaults", f"--data=strategy={OTHER.strategy}", target)
    assert result.returncode == 0, result.stderr
    assert_equal(target, expected(workshop, strategy=OTHER.strategy))


@pytest.mark.parametrize("key", ["catalogue", "facts"])
def test_what_is_worked_out_cannot_be_given(workshop: Workshop, copier: Path, target: Path, key: str) -> None:
    """Copier takes data for hidden questions, and would render what it is told: the template says no, without trust."""
    result = run(copier, "copy", "--defaults", f"--data={key}={{}}", workshop.template, target)
    assert result.returncode != 0
    assert f"{key}': This is" in result.stderr
    assert not target.exists()


def test_a_task_needs_trust(workshop: Workshop, copier: Path, target: Path) -> None:
    """What runs code of the template is refused: the other tests would notice."""
    template = workshop.clone(target.with_name("template"))
    settings = template / "copier.yml"
    settings.write_text(f'_tasks: ["touch task-was-run"]\n{settings.read_text("utf-8")}', "utf-8")
    result = run(copier, "copy", "--defaults", release(template), target)
    assert result.returncode == 4
    assert "--trust" in result.stderr
    assert not target.exists()
    result = run(copier, "copy", "--defaults", "--trust", template, target)
    assert result.returncode == 0, result.stderr
    assert (target / "task-was-run").exists()


def test_folder_named_dot_merges_and_without_a_name_is_skipped(copier: Path, target: Path) -> None:
    """The idiom that the template rests on, which Copier's documentation does not promise."""
    template = target.with_name("template")
    settings = '_subdirectory: project\nuse: {type: json, when: false, default: \'{"yes": ".", "no": ""}\'}\n'
    for name in (
        "{{use.yes}}/a",
        "{{use.yes}}/b/c",
        "b/d",
        "{{use.no}}/e",
        "{{use.yes}}/{{use.yes}}/f",
        "{{use.yes}}/{{use.no}}/g",
    ):
        (template / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        (template / "project" / name).touch()
    (template / "copier.yml").write_text(settings, "utf-8")
    result = run(copier, "copy", "--defaults", release(template), target)
    assert result.returncode == 0, result.stderr
    assert list(read(target)) == ["a", "b/c", "b/d", "f"]


def test_misspelt_folder_is_an_error(workshop: Workshop, copier: Path, target: Path) -> None:
    """It names the misspelt id; without StrictUndefined the folder would silently never be rendered."""
    template = workshop.clone(target.with_name("template"))
    folder = template / "template/{{shipped.dokcer}}"
    folder.mkdir()
    (folder / "Dockerfile").touch()
    result = run(copier, "copy", "--defaults", release(template), target)
    assert result.returncode != 0
    assert "dokcer" in result.stderr
    assert result.stderr.count("{{shipped.dokcer}}") == ("newest" in str(copier))
    assert not target.exists()
