"""Flatpak: built by flatpak-builder, installed apart from all else, and used in its sandbox, which lets it do nothing more.

The runtime of freedesktop.org cannot be had here. A Debian stands in for it, which has a Python of the same minor version.
"""

import json
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from project.imported import imported
from targets import artifacts, flatpaks, require
from workshop import Workshop, commit, edit, git, nox

APP = "io.github.me.my_app"
ADDRESS = "https://github.com/me/my-app"
# Run in the sandbox: what the program may do there. It is told of a file of the host, and of a port that someone listens on.
PROBE = """
import json, os, socket, sys
from pathlib import Path
found = {"file": Path(sys.argv[1]).exists()}
found["network"] = socket.socket().connect_ex(("127.0.0.1", int(sys.argv[2]))) == 0
try:
    Path("/app/new").touch()
except OSError as error:
    found["app"] = os.strerror(error.errno)
print(json.dumps(found))
"""
pytestmark = pytest.mark.usefixtures("flatpaks")


@pytest.fixture
def project(workshop: Workshop, record_property: Callable[[str, object], None]) -> Path:
    """The project, built once for all tests. Read it, do not change it."""
    record_property("stand-in", flatpaks.STAND_IN)
    record_property("not rehearsed", "flatpak: a submission to Flathub, and its linter")
    return workshop.built(strategy="flatpak", shape="cli", repository=ADDRESS)


def changed(project: Path, folder: Path, change: Callable[[Path], None]) -> Path:
    """Return a bundle of what a project has built, once it is changed."""
    built = shutil.copytree(project / "build/flatpak/built", folder / "built", symlinks=True)
    change(built)
    repository, bundle = folder / "repository", folder / "changed.flatpak"
    for words in (("build-export", repository, built), ("build-bundle", repository, bundle, APP)):
        subprocess.run(["flatpak", *words], check=True, capture_output=True)
    return bundle


def tried(user: flatpaks.User, folder: Path, *permissions: str) -> dict[str, Any]:
    """Return what the program can do in its sandbox, with permissions that it is given for this once."""
    (folder / "private.txt").touch()
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = [str(folder / "private.txt"), str(server.getsockname()[1])]
        done = user.run(*permissions, "--command=python3", APP, "-c", PROBE, *arguments)
    assert done.returncode == 0, done.stdout
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_flatpak_runs(project: Path, tmp_path: Path) -> None:
    """It is installed from its file, works, and in its sandbox has no network, no file of the host, and cannot change itself."""
    user = flatpaks.User(tmp_path / "user", project / "dist/my-app.flatpak")
    done = user.smoke(project, APP)
    artifacts.assert_works(done, "cli")
    assert user.permissions(APP) == ""
    launcher = tmp_path / f"user/installed/exports/share/applications/{APP}.desktop"
    assert f"--command=my-app {APP}\n" in launcher.read_text("utf-8")
    closed = {"file": False, "network": False, "app": "Read-only file system"}
    assert tried(user, tmp_path) == closed
    wider = {"file": True, "network": True, "app": "Read-only file system"}
    assert tried(user, tmp_path, "--share=network", f"--filesystem={tmp_path}") == wider


def test_flatpak_needs_its_dependencies(project: Path, tmp_path: Path) -> None:
    """Without one, it fails; the runtime does not bring it."""

    def without(built: Path) -> None:
        [package] = built.glob("files/lib/python3.*/site-packages/click")
        shutil.rmtree(package)

    user = flatpaks.User(tmp_path / "user", changed(project, tmp_path, without))
    artifacts.assert_fails(user.run(APP, "--help"), "ModuleNotFoundError: No module named 'click'")


def test_flatpak_wider_permissions_are_seen(project: Path, tmp_path: Path) -> None:
    """What a file asks for more than it needs is not taken for the program's own."""

    def widen(built: Path) -> None:
        with (built / "metadata").open("a") as metadata:
            metadata.write("\n[Context]\nshared=network;\nfilesystems=host;\n")

    user = flatpaks.User(tmp_path / "user", changed(project, tmp_path, widen))
    assert user.permissions(APP) == "[Context]\nshared=network;\nfilesystems=host;"


def test_flatpak_shows_itself(project: Path, tmp_path: Path) -> None:
    """The validators of launcher and metainfo have no objection to what it exports, and have one where there is a fault."""
    require("appstreamcli", "desktop-file-validate")
    share = project / "build/flatpak/flathub/share"
    exported = project / "build/flatpak/built/export/share"
    checks = {
        share / f"metainfo/{APP}.metainfo.xml": ["appstreamcli", "validate", "--no-net"],
        exported / f"applications/{APP}.desktop": ["desktop-file-validate"],
    }
    for file, check in checks.items():
        assert subprocess.run([*check, file], check=False).returncode == 0
        faulty = tmp_path / file.name
        text = file.read_text("utf-8")
        faulty.write_text(text.replace("<summary>", "<summery>").replace("Type=", "Tipe="), "utf-8")
        assert subprocess.run([*check, faulty], check=False).returncode != 0
    assert (exported / f"icons/hicolor/512x512/apps/{APP}.png").exists()


def submission(project: Path) -> dict[str, Any]:
    """Return the manifest that a project writes for Flathub."""
    nox(project, "-s", "flathub")
    [manifest] = (project / "dist/flathub").glob("*.json")
    found: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    assert found["id"] == manifest.stem
    return found


def test_flatpak_for_flathub(workshop: Workshop, target: Path) -> None:
    """The manifest fetches all by checksum, what is compiled for each processor, and asks for what the settings say alone."""
    project = workshop.copy(target, strategy="flatpak", shape="cli", repository=ADDRESS)
    edit(project / "pyproject.toml", "dependencies = [\n", 'dependencies = [\n  "markupsafe",\n')
    edit(project / "tools/shipping/flatpak/settings.toml", "permissions = []", 'permissions = ["--share=network"]')
    commit(project)
    manifest = submission(project)
    assert manifest["finish-args"] == ["--share=network"]
    dependencies, own = manifest["modules"]
    names = [(file["url"].split("/")[-1].split("-")[0], file.get("only-arches")) for file in dependencies["sources"]]
    assert sorted(names, key=str) == [("click", None), ("markupsafe", ["aarch64"]), ("markupsafe", ["x86_64"])]
    sdist, share, *tools = own["sources"]
    assert sdist["url"] == f"{ADDRESS}/releases/download/v0.1.0/my_app-0.1.0.tar.gz"
    assert (project / "dist/flathub" / share["path"] / f"applications/{APP}.desktop").exists()
    assert any("/hatchling-" in tool["url"] for tool in tools)
    assert all(len(file["sha256"]) == 64 for file in (*dependencies["sources"], sdist, *tools))


def test_flatpak_of_a_window(workshop: Workshop, target: Path) -> None:
    """A program with a window may show it, and do nothing more."""
    project = workshop.copy(target, strategy="flatpak", shape="desktop", repository=ADDRESS)
    window = {"--device=dri", "--share=ipc", "--socket=fallback-x11", "--socket=wayland"}
    assert set(submission(project)["finish-args"]) == window


def test_flatpak_refuses(workshop: Workshop, target: Path) -> None:
    """What nobody can install, and an id that nobody owns, each in one sentence."""
    project = workshop.copy(target, strategy="flatpak", shape="cli", repository=ADDRESS)
    edit(project / "pyproject.toml", "dependencies = [\n", 'dependencies = [\n  "docopt==0.6.2",\n')
    commit(project)
    assert "docopt: has no wheel for Python 3.13 on Linux" in nox(project, "-s", "flathub", fails=True)
    edit(project / "tools/shipping/settings.toml", 'id = ""', 'id = "org.example.App"')
    for session in ("flathub", "release_flatpak"):
        said = nox(project, "--no-dependencies", "-s", session, fails=True)
        assert "org.example.App is nobody's app id: name a domain of yours as `id` of [desktop]" in said
        assert "Traceback" not in said


def test_flatpak_takes_wheels(workshop: Workshop, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every C library that is as old as the runtime's, also by the names that these had at first."""
    sources = imported(workshop.copy(target, strategy="flatpak"), "shipping.flatpak.sources", monkeypatch)

    def wheel(platform: str) -> str:
        file = {"url": f"some-1-cp313-cp313-{platform}_x86_64.whl", "hashes": {"sha256": "0"}}
        return str(sources.Python("3.13").wheel({"name": "some", "wheels": [file]}, "x86_64")[0])

    assert all(platform in wheel(platform) for platform in ("manylinux1", "manylinux_2_42"))
    with pytest.raises(sources.UnfitError, match=r"some: has no wheel for Python 3\.13 on Linux"):
        wheel("manylinux_2_43")


def test_flatpak_says_what_it_needs(workshop: Workshop, project: Path, tmp_path: Path) -> None:
    """Where the SDK is not installed, one line installs it."""
    copy = shutil.copytree(project, tmp_path / "copy", symlinks=True)
    said = nox(copy, "--no-dependencies", "-s", "build_flatpak", fails=True, FLATPAK_USER_DIR=str(tmp_path / "none"))
    assert f"flatpak install --user flathub org.freedesktop.Sdk//{flatpaks.VERSION}" in said
    assert "Traceback" not in said


@pytest.mark.long_builds
def test_flatpak_builds_the_same_bytes_twice(project: Path, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere, gives the same file."""
    git(tmp_path, "clone", "--quiet", str(project), "again")
    nox(tmp_path / "again", "-t", "build")
    first, second = (folder / "dist/my-app.flatpak" for folder in (project, tmp_path / "again"))
    assert first.read_bytes() == second.read_bytes()
