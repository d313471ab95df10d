"""PyInstaller: the executable runs where there is the C library, zlib, and no Python."""

import shutil
from pathlib import Path

import pytest

from targets import artifacts, require, sandbox
from targets.roots import root
from workshop import Workshop, nox

COMMAND = "/app/my-app"


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "gcc", "mmdebstrap")


def rebuilt_without(module: str, project: Path, folder: Path) -> Path:
    """Build the executable again with a spec that leaves a module out; return the folder it is in."""
    copy = shutil.copytree(project, folder / "broken", ignore=shutil.ignore_patterns(".nox", "dist"))
    spec = copy / "tools/shipping/pyinstaller/app.spec"
    text = spec.read_text()
    assert "hiddenimports=" in text
    spec.write_text(text.replace("hiddenimports=", f"excludes=['{module}'],\n    hiddenimports=", 1))
    nox(copy, "-t", "build")
    return copy / "dist"


@pytest.mark.parametrize(("shape", "code"), artifacts.cases("pyinstaller"))
def test_pyinstaller_runs(workshop: Workshop, target: Path, tmp_path: Path, shape: str, code: str) -> None:
    """The executable works where there is no Python; without the compiled code that it carries, it does not."""
    project = artifacts.made(workshop, target, "pyinstaller", shape, code)
    assert not list(root("libc").rglob("*python*"))
    artifacts.assert_works(sandbox.smoke(project, root("libc"), project / "dist", COMMAND), shape)
    if code == "compiled":
        app = rebuilt_without("my_app._core", project, tmp_path)
        result = sandbox.smoke(project, root("libc"), app, COMMAND)
        artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'my_app._core'")


def test_pyinstaller_needs_zlib(workshop: Workshop) -> None:
    """The same executable does not start where there is the C library alone."""
    project = workshop.built(strategy="pyinstaller", shape="cli")
    result = sandbox.run(root("libc-alone"), project / "dist", COMMAND, "--version")
    artifacts.assert_fails(result, "error while loading shared libraries: libz.so.1")


def test_pyinstaller_needs_its_dependencies(workshop: Workshop, tmp_path: Path) -> None:
    """An executable that was built without a dependency does not work."""
    project = workshop.built(strategy="pyinstaller", shape="cli")
    app = rebuilt_without("click", project, tmp_path)
    result = sandbox.smoke(project, root("libc"), app, COMMAND)
    artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'click'")


def test_pyinstaller_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere and by another installer, gives the same executable."""
    project = workshop.built(strategy="pyinstaller", shape="cli")
    second = artifacts.again(project, tmp_path / "again", "--default-venv-backend=virtualenv")
    assert (second / "dist/my-app").read_bytes() == (project / "dist/my-app").read_bytes()
