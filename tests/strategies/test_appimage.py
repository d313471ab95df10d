"""AppImage: one file that runs mounted and unpacked, where there is the C library, zlib and no Python."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from targets import appimages, artifacts, require, sandbox, windows
from targets.roots import root
from workshop import Workshop, nox

FILE = f"my-app{artifacts.ENDINGS['appimage']}"
COMMAND = "/app/AppRun"
ID = "org.example.my_app"
SETTINGS = "tools/shipping/appimage/settings.toml"
RUNTIME = "import sys; from shipping.appimage import runtime; print(runtime.download(*sys.argv[1:]).decode())"


@pytest.fixture(autouse=True)
def tools(runtime: None) -> None:
    """What these tests need."""
    require("bwrap", "gcc", "mmdebstrap")


@pytest.mark.parametrize(("shape", "code"), artifacts.marked("appimage"))
def test_appimage_runs(workshop: Workshop, target: Path, tmp_path: Path, shape: str, code: str) -> None:
    """What is in it works where there is no Python; without its compiled code, or else its modules, it does not."""
    project = artifacts.made(workshop, target, "appimage", shape, code)
    app = appimages.unpacked(project / "dist" / FILE, tmp_path)
    artifacts.assert_works(sandbox.smoke(project, root("libc"), app, COMMAND, writable_home=False), shape)
    inside = app / "usr/lib/my-app/_internal"
    (inside / ("my_app/_core.abi3.so" if code == "compiled" else "base_library.zip")).unlink()
    gone = "No module named 'my_app._core'" if code == "compiled" else "No module named 'encodings'"
    artifacts.assert_fails(sandbox.smoke(project, root("libc"), app, COMMAND), gone)


def test_appimage_runs_mounted(workshop: Workshop) -> None:
    """The file system in it works as it is mounted, where there is no Python, and nobody can write to it."""
    project = workshop.built(strategy="appimage", shape="cli")
    with appimages.mounted(project / "dist" / FILE) as app:
        artifacts.assert_works(sandbox.smoke(project, root("libc"), app, COMMAND, writable_home=False), "cli")
        with pytest.raises(OSError, match=r"Read-only|not permitted|not implemented"):
            (app / "new").touch()


def test_appimage_needs_zlib(workshop: Workshop, tmp_path: Path) -> None:
    """It does not start where there is the C library alone."""
    app = appimages.unpacked(workshop.built(strategy="appimage", shape="cli") / "dist" / FILE, tmp_path)
    result = sandbox.run(root("libc-alone"), app, COMMAND, "--version")
    artifacts.assert_fails(result, "error while loading shared libraries: libz.so.1")


def used(image: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run an AppImage as a user does, on this machine."""
    env = {"PATH": "/usr/bin:/bin", **environment}
    out, err = subprocess.PIPE, subprocess.STDOUT
    return subprocess.run([image, "--version"], stdout=out, stderr=err, text=True, env=env, check=False)


@pytest.mark.parametrize("how", [{}, {"APPIMAGE_EXTRACT_AND_RUN": "1"}], ids=["mounted", "unpacked"])
def test_appimage_starts(workshop: Workshop, tmp_path: Path, how: dict[str, str]) -> None:
    """The one file starts, whatever it is called; a file that was cut off says that it cannot."""
    project = workshop.built(strategy="appimage", shape="cli")
    image = tmp_path / "other-name"
    shutil.copy2(project / "dist" / FILE, image)
    assert used(image, **how).stdout == "my-app, version 0.1.0\n"
    content = image.read_bytes()
    image.write_bytes(content[: len(content) // 2])
    broken = used(image, **how)
    assert (broken.returncode != 0, "Cannot mount AppImage" in broken.stdout) == (True, True), broken.stdout


def test_appimage_is_one(workshop: Workshop, tmp_path: Path) -> None:
    """Debian's own library finds an AppImage of type 2, its file system and its launcher; in other files it does not."""
    project = workshop.built(strategy="appimage", shape="cli")
    image = project / "dist" / FILE
    assert (appimages.kind(image), appimages.offset(image)) == (2, appimages.runtime().stat().st_size)
    top = {
        "AppRun",
        ".DirIcon",
        f"{ID}.desktop",
        f"{ID}.png",
        f"usr/share/metainfo/{ID}.metainfo.xml",
        "usr/bin/my-app",
    }
    assert top <= set(appimages.files(image))
    assert appimages.asks_for_terminal(image)
    without = appimages.packed_without(f"{ID}.desktop", image, tmp_path)
    assert (appimages.kind(without), f"{ID}.desktop" in appimages.files(without)) == (2, False)
    assert not appimages.asks_for_terminal(without)
    other = tmp_path / "other"
    other.write_bytes(image.read_bytes()[appimages.offset(image) :])
    assert appimages.kind(other) == -1


def test_appimage_is_shown_by_desktops(workshop: Workshop, tmp_path: Path) -> None:
    """The launcher and the metainfo in it pass the checkers of freedesktop.org; broken ones do not."""
    require("appstreamcli", "desktop-file-validate")
    app = appimages.unpacked(workshop.built(strategy="appimage", shape="cli") / "dist" / FILE, tmp_path)
    launcher, metainfo = app / f"{ID}.desktop", app / f"usr/share/metainfo/{ID}.metainfo.xml"
    checks = {launcher: ["desktop-file-validate"], metainfo: ["appstreamcli", "validate", "--no-net"]}
    for file, check in checks.items():
        assert subprocess.run([*check, file], check=False).returncode == 0
        text = file.read_text("utf-8")
        file.resolve().write_text(text.replace("Exec=", "Runs=").replace("summary>", "sum>"), "utf-8")
        assert subprocess.run([*check, file], check=False).returncode != 0


@pytest.mark.long_builds
def test_appimage_opens_a_window(workshop: Workshop, tmp_path: Path) -> None:
    """A desktop application opens its window from the one file, and from what is in it where there is no Python."""
    image = workshop.built(strategy="appimage", shape="desktop") / "dist" / FILE
    assert not appimages.asks_for_terminal(image)
    app, place = appimages.unpacked(image, tmp_path), root("windows")
    with windows.screen():
        windows.assert_opens([*sandbox.bwrap(place, app, True), "--", COMMAND], "my-app", tmp_path / "sandbox.png")
        windows.assert_opens([str(image)], "my-app", tmp_path / "window.png")
    result = sandbox.run(root("libc"), app, COMMAND)
    artifacts.assert_fails(result, "libGL.so.1: cannot open shared object file")


def test_appimage_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere and by another installer, gives the same file."""
    project = workshop.built(strategy="appimage", shape="cli")
    second = artifacts.again(project, tmp_path / "again", "--default-venv-backend=virtualenv")
    assert (second / "dist" / FILE).read_bytes() == (project / "dist" / FILE).read_bytes()


def test_appimage_promises(workshop: Workshop, tmp_path: Path) -> None:
    """It is not released under an id that is nobody's, nor built where an older C library was promised."""
    project = shutil.copytree(workshop.built(strategy="appimage", shape="cli"), tmp_path / "my-app")
    said = nox(project, "--no-dependencies", "-s", "release_appimage", fails=True)
    assert f"{ID} is nobody's app id: name a domain of yours" in said
    settings = project / SETTINGS
    settings.write_text(settings.read_text().replace('glibc = ""', 'glibc = "2.4"'))
    said = nox(project, "-s", "build_appimage", fails=True)
    assert "and 2.4 is promised in appimage/settings.toml: build on an older distribution" in said
    assert not list((project / "dist").iterdir())


def test_the_runtime_is_the_pinned_one(workshop: Workshop, tmp_path: Path) -> None:
    """What is downloaded goes in if its checksum is the one that was pinned, and else the build says what is wrong."""
    project = workshop.built(strategy="appimage", shape="cli")
    (tmp_path / "runtime").write_text("as pinned")

    def download(name: str, digest: str) -> str:
        run = [sys.executable, "-c", RUNTIME, (tmp_path / name).as_uri(), digest]
        env = os.environ | {"PYTHONPATH": str(project / "tools")}
        return subprocess.run(run, capture_output=True, text=True, check=False, env=env, cwd=tmp_path).stderr

    assert download("runtime", sha256(b"as pinned").hexdigest()) == ""
    assert "its checksum differs" in download("runtime", "0" * 64)
    assert "APPIMAGE_RUNTIME may name a file instead" in download("none", "0" * 64)
