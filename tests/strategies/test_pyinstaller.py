"""PyInstaller: the executable runs where there is the C library, zlib, and no Python."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from targets import artifacts, require, sandbox
from targets.roots import root
from targets.starters import starter
from workshop import Workshop, commit, edit, nox

COMMAND = "/app/my-app"
SETTINGS = "tools/shipping/pyinstaller/settings.toml"
# What PyInstaller makes of the version resource, written and read back by its own classes, which need no Windows.
WINDOWS = """
import json, pathlib, runpy, struct, sys, types
from PyInstaller import compat
compat.win32api = None
from PyInstaller.utils.win32 import versioninfo
from PyInstaller.utils.win32.versioninfo import VSVersionInfo
versioninfo.struct = types.SimpleNamespace(  # a long has four bytes there
    pack=lambda form, *values: struct.pack("<" + form, *values),
    unpack=lambda form, data: struct.unpack("<" + form, data),
)
windows = runpy.run_path(sys.argv[1])
found = windows["resources"]("my-app", pathlib.Path(sys.argv[2]))
read = VSVersionInfo()
read.fromRaw(found["version"].toRaw())
assert read == found["version"]
strings = {string.name: string.val for string in read.kids[0].kids[0].kids}
numbers = [windows["numbers"](version) for version in ("1.2rc1", "1!2.3.4.5.6", "20260101")]
print(json.dumps({"strings": strings, "icon": found.get("icon"), "numbers": numbers}))
"""


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


@pytest.mark.parametrize(("shape", "code"), artifacts.marked("pyinstaller"))
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


def setting(project: Path, old: str, new: str) -> None:
    """Change a setting as a user would."""
    edit(project / SETTINGS, f"{old}\n", f"{new}\n")


def test_pyinstaller_folder(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A folder works as the executable does. Python's libraries have no symbols, and those of packages are as they came."""
    project = workshop.copy(target, strategy="pyinstaller", shape="cli", code="compiled")
    starter("cli").call.made(project)
    setting(project, "folder = false", "folder = true")
    commit(project)
    nox(project, "-t", "build", "smoke")
    assert [path.name for path in (project / "dist").iterdir()] == ["my-app.tgz"]
    shutil.unpack_archive(project / "dist/my-app.tgz", tmp_path / "unpacked", filter="data")
    app = tmp_path / "unpacked/my-app"
    artifacts.assert_works(sandbox.smoke(project, root("libc"), app, COMMAND), "cli")
    pythons = [*app.glob("_internal/libpython*"), *app.glob("_internal/python3*/lib-dynload/*")]
    assert len(pythons) > 10
    assert all("no symbols" in symbols(path) for path in pythons)
    [wheel] = (project / ".nox/.cache/dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        assert archive.read("my_app/_core.abi3.so") == (app / "_internal/my_app/_core.abi3.so").read_bytes()
    next(app.glob("_internal/libpython*")).unlink()
    result = sandbox.smoke(project, root("libc"), app, COMMAND)
    artifacts.assert_fails(result, "Failed to load Python shared library")


def symbols(path: Path) -> str:
    """Return what objdump says of the symbols in a file."""
    run = ["objdump", "--syms", str(path)]
    return subprocess.run(run, check=True, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"}).stdout


def test_pyinstaller_keeps_its_promise_of_a_c_library(workshop: Workshop, tmp_path: Path) -> None:
    """The build says which C library the executable needs, and fails where an older one was promised."""
    project = shutil.copytree(workshop.built(strategy="pyinstaller", shape="cli"), tmp_path / "my-app")
    setting(project, 'glibc = ""', 'glibc = "2.4"')
    said = nox(project, "-t", "build", fails=True)
    assert "and 2.4 is promised in pyinstaller/settings.toml: build on an older distribution" in said
    assert "Traceback" not in said
    assert not list((project / "dist").iterdir())


def windows(project: Path, folder: Path) -> dict[str, object]:
    """Return what the executable would show of itself on Windows; an icon may lie in the folder."""
    pefile = folder / "pefile"
    subprocess.run(["uv", "pip", "install", "--quiet", f"--target={pefile}", "pefile"], check=True)
    script = project / "tools/shipping/pyinstaller/windows.py"
    run = [str(project / ".nox/build_pyinstaller/bin/python"), "-c", WINDOWS, str(script), str(folder)]
    env = os.environ | {"PYTHONPATH": str(pefile)}
    found = subprocess.run(run, stdout=subprocess.PIPE, check=True, text=True, env=env).stdout
    return dict(json.loads(found))


def test_pyinstaller_on_windows_says_what_it_is(workshop: Workshop, tmp_path: Path) -> None:
    """What a person sees in the file's properties comes from the metadata, and is valid; an icon is taken along."""
    project = workshop.built(strategy="pyinstaller", shape="cli")
    found = windows(project, tmp_path)
    assert found["strings"] == {
        "CompanyName": "The my-app authors",
        "FileDescription": "A Python project that is easy to ship.",
        "FileVersion": "0.1.0",
        "InternalName": "my-app",
        "LegalCopyright": "MIT",
        "OriginalFilename": "my-app.exe",
        "ProductName": "my-app",
        "ProductVersion": "0.1.0",
    }
    assert found["numbers"] == [[1, 2, 0, 0], [2, 3, 4, 5], [0xFFFF, 0, 0, 0]]
    assert found["icon"] is None
    (tmp_path / "icon.ico").touch()
    assert windows(project, tmp_path)["icon"] == str(tmp_path / "icon.ico")
