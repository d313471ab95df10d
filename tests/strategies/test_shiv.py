"""shiv: the file runs with a bare python3 and a home it can unpack into, compiled code included."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

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


@pytest.mark.parametrize(("shape", "code"), artifacts.marked("shiv"))
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


def other(file: Path, folder: Path, number: int, **changes: object) -> Path:
    """Copy a file as another version of it: one that unpacks into another folder; return the copy."""
    target = folder / str(number) / FILE
    target.parent.mkdir(parents=True)
    target.write_bytes(file.read_bytes().split(b"\n", 1)[0] + b"\n")
    with ZipFile(file) as old, ZipFile(target, "a") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "environment.json":
                facts = json.loads(data)
                facts["build_id"] = str(number) * len(facts["build_id"])
                data = json.dumps(facts | changes).encode()
            new.writestr(entry, data)
    return target


@pytest.mark.parametrize(("changes", "left"), [({}, [2, 3]), ({"preamble": None}, [1, 2, 3])])
def test_shiv_removes_what_old_versions_unpacked(
    workshop: Workshop, tmp_path: Path, changes: dict[str, object], left: list[int]
) -> None:
    """Two versions stay, and what is another program's; without the preamble, shiv leaves all that it ever unpacked."""
    file = workshop.built(strategy="shiv", shape="cli") / "dist" / FILE
    home = tmp_path / "home"
    foreign = home / f"{FILE}_extra_{'0' * 64}"
    foreign.mkdir(parents=True)
    for number in (1, 2, 3):
        run = [sys.executable, "-I", str(other(file, tmp_path, number, **changes)), "--version"]
        for _ in range(2):
            subprocess.run(run, check=True, env=os.environ | {"SHIV_ROOT": str(home)})
    unpacked = {path for path in home.iterdir() if path.is_dir()} - {foreign}
    assert sorted(int(path.name[-1]) for path in unpacked) == left
    assert foreign.exists()
    assert {path.name for path in home.glob(".*")} == {f".{path.name}_lock" for path in unpacked}
