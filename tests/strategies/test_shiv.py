"""shiv: the file runs with a bare python3 and a home it can unpack into, compiled code included."""

from pathlib import Path

import pytest

from targets import artifacts, require, sandbox
from targets.roots import root
from workshop import Workshop

FILE = "my-app.shiv.pyz"
COMMAND = ("python3", f"/app/{FILE}")


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "gcc", "mmdebstrap")


@pytest.mark.parametrize(("shape", "code"), artifacts.cases("shiv"))
def test_shiv_runs(workshop: Workshop, target: Path, tmp_path: Path, shape: str, code: str) -> None:
    """The file works where there is a bare python3; without the compiled code that it carries, it does not."""
    project = artifacts.made(workshop, target, "shiv", shape, code)
    artifacts.assert_works(sandbox.smoke(project, root("python3"), project / "dist", *COMMAND), shape)
    if code == "compiled":
        app = artifacts.without(project / "dist" / FILE, "_core.abi3.so", tmp_path)
        result = sandbox.smoke(project, root("python3"), app, *COMMAND)
        artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'my_app._core'")


def test_shiv_needs_a_writable_home(workshop: Workshop) -> None:
    """The same file does not run where it cannot unpack itself."""
    project = workshop.built(strategy="shiv", shape="cli")
    command = (*COMMAND, "--version")
    assert sandbox.run(root("python3"), project / "dist", *command).returncode == 0
    result = sandbox.run(root("python3"), project / "dist", *command, writable_home=False)
    artifacts.assert_fails(result, "Read-only file system", sandbox.HOME)


@pytest.mark.parametrize(("shape", "dependency"), artifacts.dependencies("shiv"))
def test_shiv_needs_its_dependencies(workshop: Workshop, tmp_path: Path, shape: str, dependency: str) -> None:
    """The file does not work without a dependency."""
    project = workshop.built(strategy="shiv", shape=shape)
    app = artifacts.without(project / "dist" / FILE, f"{dependency}/", tmp_path)
    result = sandbox.smoke(project, root("python3"), app, *COMMAND)
    artifacts.assert_fails(result, f"ModuleNotFoundError: No module named '{dependency}'")


@pytest.mark.parametrize("backend", ["uv", "virtualenv"])
def test_shiv_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path, backend: str) -> None:
    """A second build of the same commit, elsewhere, gives the same file, whichever installer fetched the packages."""
    project = workshop.built(strategy="shiv", shape="cli")
    second = artifacts.again(project, tmp_path / "again", f"--default-venv-backend={backend}")
    assert (second / "dist" / FILE).read_bytes() == (project / "dist" / FILE).read_bytes()
