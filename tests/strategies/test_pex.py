"""PEX: the file runs with a bare python3 and a read-only home, and picks the Python that fits."""

import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from targets import artifacts, pythons, require, sandbox
from targets.roots import root
from workshop import PYTHONS, Workshop

FILE = "my-app.pex"
COMMAND = ("python3", f"/app/{FILE}")


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "gcc", "mmdebstrap")


@pytest.mark.parametrize(("shape", "code"), artifacts.marked("pex"))
def test_pex_runs(workshop: Workshop, target: Path, tmp_path: Path, shape: str, code: str) -> None:
    """The file works where there is a bare python3; without the compiled code that it carries, it does not."""
    project = artifacts.made(workshop, target, "pex", shape, code)
    artifacts.assert_works(sandbox.smoke(project, root("python3"), project / "dist", *COMMAND), shape)
    if code == "compiled":
        app = artifacts.without(project / "dist" / FILE, "_core.abi3.so", tmp_path)
        result = sandbox.smoke(project, root("python3"), app, *COMMAND)
        artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'my_app._core'")


@pytest.mark.parametrize("shape", dict(artifacts.dependencies("pex")))
def test_pex_needs_no_writable_home(workshop: Workshop, shape: str) -> None:
    """The file works, and says what it lacks, where a shiv file of the same project does not start."""
    project, other = (workshop.built(strategy=strategy, shape=shape) for strategy in ("pex", "shiv"))
    result = sandbox.smoke(project, root("python3"), project / "dist", *COMMAND, writable_home=False)
    artifacts.assert_works(result, shape)
    assert f"{sandbox.HOME}/.cache/pex but that path is un-writeable" in result.stdout
    shiv = ("python3", "/app/my-app.shiv.pyz")
    result = sandbox.smoke(other, root("python3"), other / "dist", *shiv, writable_home=False)
    artifacts.assert_fails(result, "Read-only file system", sandbox.HOME)


def test_pex_needs_python(workshop: Workshop) -> None:
    """The same file does not run where the one thing it needs is missing."""
    project = workshop.built(strategy="pex", shape="cli")
    result = sandbox.run(root("libc"), project / "dist", *COMMAND, "--version")
    artifacts.assert_fails(result, "python3", "No such file or directory")


def test_pex_picks_the_python_that_fits(workshop: Workshop, tmp_path: Path) -> None:
    """Started by a Python that it is not for, it runs with one on the PATH that it is for, or says what is wrong."""
    file = workshop.built(strategy="pex", shape="cli") / "dist" / FILE
    with ZipFile(file) as archive:
        [metadata] = [name for name in archive.namelist() if "my_app-" in name and name.endswith("/METADATA")]
        text = archive.read(metadata).decode()
    [(right, python), *_, (wrong, starter)] = [*pythons.interpreters().items()] * 2
    narrow = artifacts.without(file, metadata, tmp_path) / FILE
    with ZipFile(narrow, "a") as archive:
        wanted = text.replace(f"Requires-Python: >={PYTHONS[0]}", f"Requires-Python: =={right}.*")
        assert wanted != text
        archive.writestr(metadata, wanted)
    environment = {"PATH": str(Path(python).parent), "PEX_ROOT": str(tmp_path / "pex")}
    run = [starter, "-I", str(narrow), "--version"]
    assert b"version 0.1.0" in subprocess.run(run, env=environment, check=True, capture_output=True).stdout
    if wrong != right:
        environment["PATH"] = str(tmp_path)
        failed = subprocess.run(run, env=environment, check=False, capture_output=True, text=True)
        assert failed.returncode != 0
        assert f"a python requirement of =={right}.* which does not match" in failed.stderr


@pytest.mark.parametrize(("shape", "dependency"), artifacts.dependencies("pex"))
def test_pex_needs_its_dependencies(workshop: Workshop, tmp_path: Path, shape: str, dependency: str) -> None:
    """The file does not work without a dependency."""
    project = workshop.built(strategy="pex", shape=shape)
    app = artifacts.without(project / "dist" / FILE, f"{dependency}/", tmp_path)
    result = sandbox.smoke(project, root("python3"), app, *COMMAND)
    artifacts.assert_fails(result, f"ModuleNotFoundError: No module named '{dependency}'")


@pytest.mark.parametrize("backend", ["uv", "virtualenv"])
def test_pex_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path, backend: str) -> None:
    """A second build of the same commit, elsewhere, gives the same file, whichever installer fetched the packages."""
    project = workshop.built(strategy="pex", shape="cli")
    second = artifacts.again(project, tmp_path / "again", f"--default-venv-backend={backend}")
    assert (second / "dist" / FILE).read_bytes() == (project / "dist" / FILE).read_bytes()
