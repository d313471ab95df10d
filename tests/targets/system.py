"""What packages of an operating system are held to: versions in order, a unit for systemd, a launcher for desktops."""

import re
import subprocess
from pathlib import Path

from targets import artifacts, debian, require, sandbox, windows
from workshop import CATALOGUE

# In the order that Python has them in.
VERSIONS = [
    "1.0.dev1",
    "1.0a1.dev2",
    "1.0a1",
    "1.0b2",
    "1.0rc1",
    "1.0",
    "1.0+local.1",
    "1.0.post1.dev1",
    "1.0.post1",
    "1.1",
]


def started(files: Path, shape: str) -> str:
    """Return the command; for a service, what its unit has systemd start, if systemd understands all of it."""
    units = list(files.glob("usr/lib/systemd/system/*"))
    if not CATALOGUE["shapes"][shape]["unit"]:
        assert units == []
        return "my-app"
    require("systemd-analyze")
    run = ["systemd-analyze", "verify", "--man=no", f"--root={files}", units[0].name]
    said = subprocess.run(run, capture_output=True, text=True, check=False).stderr.splitlines()
    assert [line for line in said if "sysinit.target not found" not in line] == []
    text = units[0].read_text()
    # Else systemd would put something in its place.
    assert "%" not in text.replace("%%", "")
    [start] = re.findall("^ExecStart=(.*)$", text, re.MULTILINE)
    return str(start)


def assert_shown(files: Path) -> None:
    """Check that desktops know an installed program: its launcher and its metainfo pass their checkers, its icon is there."""
    [launcher] = files.glob("usr/share/applications/*my_app.desktop")
    own = launcher.stem
    assert f"Icon={own}\n" in launcher.read_text()
    assert (files / f"usr/share/icons/hicolor/512x512/apps/{own}.png").is_file()
    assert_valid(launcher, files / f"usr/share/metainfo/{own}.metainfo.xml")


def assert_valid(launcher: Path, metainfo: Path) -> None:
    """Check a launcher and its metainfo by the checkers of both formats."""
    require("appstreamcli", "desktop-file-validate")
    checks = ["desktop-file-validate", str(launcher)], ["appstreamcli", "validate", "--no-net", str(metainfo)]
    for check in checks:
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def with_screen(folder: Path) -> debian.System:
    """Return a system that sees the screens of this machine."""
    Path(sandbox.SCREENS).mkdir(exist_ok=True)
    (folder / "files" / sandbox.SCREENS.lstrip("/")).mkdir(parents=True)
    return debian.System(folder, Path(sandbox.SCREENS))


def assert_opens(system: debian.System, photograph: Path) -> None:
    """Check that an installed program with a window works, off screen and on one; without one of Qt's libraries, it does not."""
    smoke = ["python3", "-I", "/mnt/smoke.py", "my-app"]
    artifacts.assert_works(system.run(*smoke), "desktop")
    with windows.screen():
        windows.assert_opens(system.call("my-app"), "my-app", photograph)
    system.run("sh", "-c", "mv /usr/lib/*/libxkbcommon.so.0 /mnt")
    artifacts.assert_fails(system.run(*smoke), "libxkbcommon.so.0: cannot open shared object file")
    system.run("sh", "-c", "mv /mnt/libxkbcommon.so.0 $(dirname /usr/lib/*/libxkbcommon.so.0.*)")
