"""zipapp: the file runs with a bare python3 and no network; compiled dependencies are refused by name."""

import shutil
from pathlib import Path

import pytest

from targets import artifacts, pythons, require, sandbox
from targets.roots import root
from workshop import CATALOGUE, Workshop, nox

COMMAND = ("python3", "/app/my-app.pyz")
SHAPES = [shape for shape, _ in artifacts.cases("zipapp")]


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "mmdebstrap")


@pytest.mark.parametrize("shape", SHAPES)
def test_zipapp_runs(workshop: Workshop, shape: str) -> None:
    """The file works where there is a bare python3, and a service stops gracefully."""
    project = workshop.built(strategy="zipapp", shape=shape)
    artifacts.assert_works(sandbox.smoke(project, root("python3"), project / "dist", *COMMAND), shape)


def test_zipapp_needs_python(workshop: Workshop) -> None:
    """The same file does not run where the one thing it needs is missing."""
    project = workshop.built(strategy="zipapp", shape="cli")
    assert not list(root("libc").rglob("python*"))
    result = sandbox.run(root("libc"), project / "dist", *COMMAND, "--version")
    artifacts.assert_fails(result, "python3", "No such file or directory")


@pytest.mark.parametrize(("shape", "dependency"), [("cli", "click"), ("service", "starlette")])
def test_zipapp_needs_its_dependencies(workshop: Workshop, tmp_path: Path, shape: str, dependency: str) -> None:
    """The file does not work without a dependency."""
    project = workshop.built(strategy="zipapp", shape=shape)
    app = artifacts.without(project / "dist/my-app.pyz", f"{dependency}/", tmp_path)
    result = sandbox.smoke(project, root("python3"), app, *COMMAND)
    artifacts.assert_fails(result, f"ModuleNotFoundError: No module named '{dependency}'")


@pytest.mark.parametrize("shape", SHAPES)
def test_zipapp_refuses_compiled_dependencies(workshop: Workshop, tmp_path: Path, shape: str) -> None:
    """The build names the package that a zipapp cannot carry, and the strategies that can."""
    project = tmp_path / "project"
    built = workshop.built(strategy="zipapp", shape=shape)
    shutil.copytree(built, project, ignore=shutil.ignore_patterns(".nox", "dist"))
    pyproject = project / "pyproject.toml"
    pyproject.write_text(pyproject.read_text().replace("dependencies = [\n", 'dependencies = [\n  "markupsafe",\n', 1))
    output = nox(project, "-t", "build", fails=True)
    carriers = [
        id
        for id, row in CATALOGUE["strategies"].items()
        if shape in row["shapes"] and {"pure", "compiled"} <= set(row["code"])
    ]
    assert "shiv" in carriers
    advice = f"compiled code, which a zipapp cannot carry. Ship as {', '.join(carriers)} instead."
    assert f"markupsafe: {advice}".lower() in output.lower()
    assert not list((project / "dist").iterdir())


def test_zipapp_runs_on_older_pythons_than_it_was_built_with(workshop: Workshop, tmp_path: Path) -> None:
    """A file built with the newest Python at hand has what the oldest needs, and works on the target's."""
    newest = list(pythons.interpreters().values())[-1]
    built = workshop.built(strategy="zipapp", shape="service")
    project = artifacts.again(built, tmp_path / "newest", f"--force-python={newest}")
    artifacts.assert_works(sandbox.smoke(project, root("python3"), project / "dist", *COMMAND), "service")


@pytest.mark.parametrize("backend", ["uv", "virtualenv"])
def test_zipapp_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path, backend: str) -> None:
    """A second build of the same commit, elsewhere, gives the same file, whichever installer fetched the packages."""
    project = workshop.built(strategy="zipapp", shape="cli")
    second = artifacts.again(project, tmp_path / "again", f"--default-venv-backend={backend}")
    assert (second / "dist/my-app.pyz").read_bytes() == (project / "dist/my-app.pyz").read_bytes()
