"""A desktop application: its window opens from each artifact, where there is no Python, and answers a click."""

import shutil
from pathlib import Path

import pytest

from targets import artifacts, require, sandbox, windows
from targets.roots import root
from workshop import Workshop

COMMAND = "/app/my-app"
# Where each strategy leaves the folder with the program, and the root in which it opens its window: one by Nuitka leaves the
# desktop's libraries to the system. Builds of the other kinds take minutes.
FROZEN = [
    pytest.param("pyinstaller", "my-app", "windows"),
    pytest.param("nuitka", "my-app.nuitka", "desktop", marks=pytest.mark.long_builds),
    pytest.param("cx_freeze", "my-app.cx_freeze.tgz", "windows", marks=pytest.mark.long_builds),
]


def unpacked(file: Path, folder: Path) -> Path:
    """Return the folder that a program is in; an archive is unpacked."""
    if file.suffix != ".tgz":
        return file.parent
    shutil.unpack_archive(file, folder, filter="data")
    return folder / "my-app"


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "mmdebstrap", "Xvfb", "xdotool", "import")


@pytest.mark.parametrize(("strategy", "file", "there"), FROZEN)
def test_window(workshop: Workshop, tmp_path: Path, strategy: str, file: str, there: str) -> None:
    """The smoke test passes, off screen and on one; the window opens, and a click opens another."""
    project = workshop.built(strategy=strategy, shape="desktop")
    app, place = unpacked(project / "dist" / file, tmp_path), root(there)
    command = f"/app/{file.removesuffix('.cx_freeze.tgz')}"
    artifacts.assert_works(sandbox.smoke(project, place, app, command), "desktop")
    with windows.screen():
        artifacts.assert_works(sandbox.smoke(project, place, app, command), "desktop")
        photograph = tmp_path / "window.png"
        windows.assert_opens([*sandbox.bwrap(place, app, True), "--", command], "my-app", photograph)
        assert windows.colours(photograph.read_bytes()) > 3


def test_window_needs_the_libraries_of_the_desktop(workshop: Workshop) -> None:
    """Where there is no OpenGL, the program that works elsewhere does not start."""
    project = workshop.built(strategy="pyinstaller", shape="desktop")
    result = sandbox.smoke(project, root("libc"), project / "dist", COMMAND)
    artifacts.assert_fails(result, "libGL.so.1: cannot open shared object file")


@pytest.mark.long_builds
def test_window_by_nuitka_needs_the_libraries_of_the_desktop(workshop: Workshop) -> None:
    """Where there is OpenGL alone, the program by Nuitka does not start."""
    project = workshop.built(strategy="nuitka", shape="desktop")
    result = sandbox.smoke(project, root("windows"), project / "dist", "/app/my-app.nuitka")
    artifacts.assert_fails(result, "libxkbcommon.so.0: cannot open shared object file")


def test_no_window_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that opens none fails the check, and what it said is in the message."""
    monkeypatch.setattr(windows, "PATIENCE", 2)
    with windows.screen(), pytest.raises(AssertionError, match=r"no window is called 'my-app': nothing here"):
        windows.assert_opens(["sh", "-c", "echo nothing here; exec sleep 60"], "my-app")
    with windows.screen(), pytest.raises(AssertionError, match="no window is called 'my-app': gone"):
        windows.assert_opens(["echo", "gone"], "my-app")
