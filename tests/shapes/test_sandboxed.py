"""A desktop application in a sandbox: its window opens from the Flatpak and from the snap, by what each allows and no more."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from targets import artifacts, sandbox, snapd, windows
from targets.flatpaks import STAND_IN, User
from targets.snaps import installed
from targets.system import assert_valid
from workshop import Workshop

APP = "io.github.me.my_app"
ADDRESS = "https://github.com/me/my-app"
ALLOWED = "[Context]\nshared=ipc;\nsockets=x11;wayland;fallback-x11;\ndevices=dri;"
# What takes from a Flatpak its permission to show a window, for once.
HIDDEN = [f"--nosocket={socket}" for socket in ("x11", "fallback-x11", "wayland")]


@pytest.mark.long_builds
def test_flatpak_opens_a_window(
    workshop: Workshop, tmp_path: Path, flatpaks: None, record_property: Callable[[str, object], None]
) -> None:
    """The window opens and takes a click; without the permission it does not. What desktops are shown passes their checkers."""
    record_property("stand-in", STAND_IN)
    project = workshop.built(strategy="flatpak", shape="desktop", repository=ADDRESS)
    with windows.screen():
        user = User(tmp_path / "user", project / "dist/my-app.flatpak")
        assert user.permissions(APP) == ALLOWED
        windows.assert_opens([*user.told, "flatpak", "run", "--user", APP], "my-app", tmp_path / "window.png")
        artifacts.assert_fails(user.run(*HIDDEN, APP), "could not connect to display")
    shown = tmp_path / "user/installed/exports/share"
    metainfo = project / f"build/flatpak/flathub/share/metainfo/{APP}.metainfo.xml"
    assert_valid(shown / f"applications/{APP}.desktop", metainfo)


@pytest.mark.long_builds
def test_snap_opens_a_window(
    workshop: Workshop, tmp_path: Path, snaps: None, record_property: Callable[[str, object], None]
) -> None:
    """The window opens and takes a click on a screen and the smoke test passes; it needs the plug, and what is staged."""
    record_property("not rehearsed", "snap: a screen of Wayland, and dialogs of the desktop")
    project = workshop.built(strategy="snap", shape="desktop")
    command, store = installed(project, tmp_path), tmp_path / "snap-store"
    smoke = [sys.executable, str(project / "tests/smoke.py"), *command]
    artifacts.assert_works(sandbox.completed(smoke, TMPDIR=str(snapd.common(store, "my-app"))), "desktop")
    artifacts.assert_fails(sandbox.completed(smoke), "cannot be written")
    with windows.screen():
        windows.assert_opens(command, "my-app", tmp_path / "window.png")
        facts = store / "my-app/meta/snap.yaml"
        text = facts.read_text("utf-8")
        facts.write_text(text.replace("  wayland: null\n  x11: null\n", ""), "utf-8")
        artifacts.assert_fails(sandbox.completed(command), "could not connect to display")
        facts.write_text(text, "utf-8")
        [cursor] = (store / "my-app/usr/lib").glob("*/libxcb-cursor.so.0")
        cursor.unlink()
        artifacts.assert_fails(sandbox.completed(command), "xcb-cursor0 or libxcb-cursor0 is needed")
