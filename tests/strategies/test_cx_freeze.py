"""cx_Freeze: the folder runs where there is the C library alone, from a place that nobody can write to."""

import re
import runpy
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from targets import artifacts, require, sandbox
from targets.roots import root
from targets.starters import starter
from workshop import Workshop, commit, nox

ARCHIVE = "my-app.cx_freeze.tgz"
COMMAND = "/app/my-app"
TOOLS = "tools/shipping/cx_freeze"


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "gcc", "mmdebstrap", "objdump")


def unpacked(project: Path, folder: Path) -> Path:
    """Unpack what was built; return the folder that the program is in."""
    shutil.unpack_archive(project / "dist" / ARCHIVE, folder, filter="data")
    return folder / "my-app"


@pytest.mark.parametrize(("shape", "code"), artifacts.marked("cx_freeze"))
def test_cx_freeze_runs(workshop: Workshop, target: Path, tmp_path: Path, shape: str, code: str) -> None:
    """The program works where there is no Python; without its compiled code, or else a dependency, it does not."""
    project = artifacts.made(workshop, target, "cx_freeze", shape, code)
    app = unpacked(project, tmp_path / "unpacked")
    artifacts.assert_works(sandbox.smoke(project, root("libc-alone"), app, COMMAND, writable_home=False), shape)
    if code == "compiled":
        module = app / "lib/my_app/_core.abi3.so"
        [wheel] = (project / ".nox/.cache/dist").glob("*.whl")
        with ZipFile(wheel) as archive:
            assert archive.read("my_app/_core.abi3.so") == module.read_bytes()
        module.unlink()
        gone = "my_app._core"
    else:
        gone = starter(shape).dependency
        shutil.rmtree(app / "lib" / gone)
    result = sandbox.smoke(project, root("libc-alone"), app, COMMAND)
    artifacts.assert_fails(result, f"ModuleNotFoundError: No module named '{gone}'")


def test_cx_freeze_needs_its_libraries(workshop: Workshop, tmp_path: Path) -> None:
    """Of the system it takes the C library alone: without zlib inside, it does not start where the system has none."""
    app = unpacked(workshop.built(strategy="cx_freeze", shape="service"), tmp_path)
    assert {"libcrypto", "libssl", "libz"} <= {re.split("[-.]", file.name)[0] for file in app.glob("lib/lib*.so*")}
    [library] = app.glob("lib/libz.so*")
    library.unlink()
    result = sandbox.run(root("libc-alone"), app, COMMAND, "--version")
    artifacts.assert_fails(result, f"{library.name}: cannot open shared object file", "zlib not available")


def test_cx_freeze_starts_by_a_link(workshop: Workshop, tmp_path: Path) -> None:
    """A link under another name starts it, as the guide says; a copy that leaves the folder behind does not."""
    app = unpacked(workshop.built(strategy="cx_freeze", shape="cli"), tmp_path)
    link = tmp_path / "other-name"
    link.symlink_to(app / "my-app")
    assert subprocess.run([link, "--version"], check=True, capture_output=True, text=True).stdout.split()[-1] == "0.1.0"
    alone = shutil.copy2(app / "my-app", tmp_path / "alone")
    assert subprocess.run([alone, "--version"], check=False, capture_output=True).returncode != 0


def test_cx_freeze_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere and by another installer, gives the same archive."""
    project = workshop.built(strategy="cx_freeze", shape="cli")
    second = artifacts.again(project, tmp_path / "again", "--default-venv-backend=virtualenv")
    assert (second / "dist" / ARCHIVE).read_bytes() == (project / "dist" / ARCHIVE).read_bytes()
    for place in (project, second):
        files = [path for path in unpacked(place, tmp_path / place.name).rglob("*") if path.is_file()]
        assert len(files) > 50
        assert [path.name for path in files if str(place).encode() in path.read_bytes()] == []


def test_cx_freeze_keeps_its_promise_of_a_c_library(workshop: Workshop, tmp_path: Path) -> None:
    """It needs a C library far older than the build machine's, and is not built where a still older one was promised."""
    project = shutil.copytree(workshop.built(strategy="cx_freeze", shape="cli"), tmp_path / "my-app")
    settings = project / TOOLS / "settings.toml"
    text = settings.read_text()
    settings.write_text(text.replace('glibc = ""', 'glibc = "2.17"'))
    assert "needs glibc 2.17 or newer" in nox(project, "-t", "build")
    settings.write_text(text.replace('glibc = ""', 'glibc = "2.4"'))
    said = nox(project, "-t", "build", fails=True)
    assert "and 2.4 is promised in cx_freeze/settings.toml: build on an older distribution" in said
    assert "Traceback" not in said
    assert not list((project / "dist").iterdir())


def test_cx_freeze_takes_packages_that_nothing_imports(workshop: Workshop, tmp_path: Path) -> None:
    """What is only named in a string is missing until settings.toml names it, too; a folder lies where it says."""
    project = shutil.copytree(workshop.built(strategy="cx_freeze", shape="cli"), tmp_path / "my-app")
    before = unpacked(project, tmp_path / "before")
    assert not [name for name in ("sqlite3", "moved") if (before / "lib" / name).exists()]
    settings = project / TOOLS / "settings.toml"
    settings.write_text(settings.read_text().replace("packages = []", 'packages = ["sqlite3"]'))
    with (project / "tools/shipping/settings.toml").open("a") as shared:
        shared.write('my_app = "moved"\n')
    nox(project, "-t", "build")
    app = unpacked(project, tmp_path / "after")
    assert (app / "lib/sqlite3/dbapi2.pyc").exists()
    assert (app / "lib/moved/cli.py").exists()
    assert list(app.glob("lib/libsqlite3*"))


def test_cx_freeze_installer_for_windows(workshop: Workshop) -> None:
    """Its version is one that Windows can compare; its identity is that of every version, and of no other project."""
    file = workshop.built(strategy="cx_freeze", shape="cli") / TOOLS / "options.py"
    msi = runpy.run_path(str(file))["msi"]
    versions = ("1.2rc1", "1!2.3.4.5", "2026.10.20")
    found = [msi("my-app", version, "")["bdist_msi"] for version in versions]
    assert [one["product_version"] for one in found] == ["1.2.0", "2.3.4", "255.10.20"]
    [code] = {one["upgrade_code"] for one in found}
    assert re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", code)
    assert msi("other", "1", "")["bdist_msi"]["upgrade_code"] != code
    assert msi("my-app", "1", "{0}")["bdist_msi"]["upgrade_code"] == "{0}"


def test_cx_freeze_installer_for_macos(workshop: Workshop, tmp_path: Path) -> None:
    """The application in it has the icon that lies in the folder; what lies beside the program alone, no Finder shows."""
    file = workshop.built(strategy="cx_freeze", shape="cli") / TOOLS / "options.py"
    dmg = runpy.run_path(str(file))["dmg"]
    assert dmg("my-app", None)["bdist_mac"] == {"bundle_name": "my-app"}
    assert dmg("my-app", tmp_path / "icon.icns")["bdist_mac"]["iconfile"] == str(tmp_path / "icon.icns")
    check = "import cx_Freeze.command.bdist_mac as mac; assert ('iconfile=' in [one[0] for one in mac.bdist_mac.user_options])"
    subprocess.run([file.parents[3] / ".nox/build_cx_freeze/bin/python", "-c", check], check=True)


# A command that shows how a program ends, and what it was told about a pipe that nobody reads.
ENDS = """
import signal
import sys


def main() -> None:
    print(signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN, flush=True)
    if sys.argv[1] == "raise":
        raise ValueError("nobody catches this")
    signal.raise_signal(getattr(signal, sys.argv[1]))
"""


def test_cx_freeze_ends_as_python_does(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """An error, Ctrl-C and SIGTERM have the codes that they have elsewhere; a closed pipe does not end a service."""
    project = workshop.copy(target, strategy="cx_freeze", shape="cli")
    (project / "src/my_app/cli.py").write_text(ENDS)
    commit(project)
    nox(project, "-t", "build")
    program = unpacked(project, tmp_path / "unpacked") / "my-app"
    for word, code in (("raise", 1), ("SIGINT", 130), ("SIGTERM", -15), ("SIGPIPE", 0)):
        done = subprocess.run([program, word], check=False, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (code, "True\n"), done.stderr
