"""deb: built on a Debian, checked by lintian; apt installs, upgrades and removes it on another, and nothing is left."""

import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.version import Version

from printed.places import outward
from targets import artifacts, debian, require
from targets.installers import QUICK
from targets.system import VERSIONS, assert_opens, assert_shown, started, with_screen
from workshop import ROOT, Workshop, locked, nox

CASES = [
    ("cli", "virtualenv"),
    ("service", "virtualenv"),
    ("cli", "pybuild"),
    pytest.param("desktop", "virtualenv", marks=pytest.mark.long_builds),
]


def build(system: debian.System, project: Path, fails: bool = False) -> str:
    """Build and smoke a project on a Debian, as its guide says; return what that printed."""
    tools = outward() | QUICK | {"PATH": debian.PATH}
    run = [sys.executable, "-m", "nox", "-t", "build", "smoke"]
    done = system.run(*run, inside=project, network=True, **tools)
    if "unmet build dependencies" in done.stdout:
        brings = re.search(r"`(apt-get build-dep .*?)`", (project / "docs/shipping/deb.md").read_text())
        assert brings
        system.run("sh", "-c", f"{brings[1]} --yes", inside=project, network=True, **outward())
        done = system.run(*run, inside=project, network=True, **tools)
    assert (done.returncode != 0) == fails, done.stdout
    return done.stdout


def package(project: Path) -> Path:
    """Return the package that a project has built."""
    [found] = (project / "dist").glob("*.deb")
    return found


def lintian(package: Path, *options: str) -> str:
    """Return what lintian objects to; warnings at least."""
    require("lintian")
    run = ["lintian", "--allow-root", "--fail-on=none", *options, str(package)]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout


def apt(system: debian.System, *words: str, network: bool = False) -> str:
    """Have apt do something; return what it printed."""
    done = system.run("sh", "-c", f"apt-get --yes {' '.join(words)}", inside="/mnt", network=network, **outward())
    assert done.returncode == 0, done.stdout
    return done.stdout


def older(built: Path, folder: Path) -> Path:
    """Return a package of an older version, which has a file that the built one no longer has."""
    unpacked = folder / "older"
    subprocess.run(["dpkg-deb", "--raw-extract", built, unpacked], check=True)
    control = unpacked / "DEBIAN/control"
    control.write_text(control.read_text().replace("Version: 0.1.0", "Version: 0.1.0~rc1", 1))
    (unpacked / "usr/share/my-app").mkdir()
    (unpacked / "usr/share/my-app/gone").touch()
    return packed(unpacked)


def built(workshop: Workshop, folder: Path, shape: str, option: str) -> Path:
    """Return a project that is built on a Debian, once for all tests. Read it, do not change it."""
    project = workshop.store / f"deb-{shape}-{option}"
    with locked(workshop.store / f"{project.name}.lock"):
        if not project.exists():
            said = {"description": "A program that is 100%home-made."}
            unfinished = workshop.copy(folder / project.name, strategy="deb", shape=shape, option=option, **said)
            if (shape, option) == ("desktop", "pybuild"):
                debian.takes_its_qt(unfinished)
            build(debian.System(folder / "builder", unfinished, *debian.of_this_machine()), unfinished)
            shutil.copytree(unfinished, project, symlinks=True, ignore=shutil.ignore_patterns(".nox"))
    return project


@pytest.mark.parametrize(("shape", "option"), CASES)
def test_deb_installs(workshop: Workshop, tmp_path: Path, shape: str, option: str) -> None:
    """No objection by lintian; apt installs, upgrades and purges it, and the system is as before."""
    project = built(workshop, tmp_path, shape, option)
    assert lintian(package(project), *(["--pedantic", "--display-info"] if option == "pybuild" else [])) == ""
    user = debian.System(tmp_path / "user")
    user.bring(older(package(project), tmp_path), package(project), project / "tests/smoke.py")
    apt(user, "install", "./older.deb", network=(shape, option) not in CASES[:2])  # apt brings what it depends on
    assert "usr/share/my-app/gone" in user.left()
    assert "1 upgraded" in apt(user, "install", f"./{package(project).name}")
    assert "usr/share/my-app/gone" not in user.left()
    artifacts.assert_works(user.run("python3", "-I", "/mnt/smoke.py", started(user.folder / "files", shape)), shape)
    apt(user, "purge", "--autoremove", "my-app")
    assert user.left() == []


@pytest.mark.long_builds
@pytest.mark.parametrize("option", ["virtualenv", "pybuild"])
def test_deb_opens_a_window(workshop: Workshop, tmp_path: Path, option: str) -> None:
    """With what apt brings along, the window opens, and menus show it; nothing of it is left in the end."""
    project = built(workshop, tmp_path, "desktop", option)
    user = with_screen(tmp_path / "user")
    user.bring(package(project), project / "tests/smoke.py")
    refused = user.run("apt-get", "--yes", "install", f"./{package(project).name}", inside="/mnt")
    assert (refused.returncode != 0, "Failed to fetch" in refused.stdout) == (True, True), refused.stdout
    apt(user, "install", f"./{package(project).name}", network=True)
    assert_shown(user.folder / "files")
    assert_opens(user, tmp_path / "window.png")
    apt(user, "purge", "--autoremove", "my-app")
    assert [name for name in user.left() if "my-app" in name or "my_app" in name] == []


@pytest.mark.parametrize("option", ["virtualenv", "pybuild"])
def test_deb_needs_its_dependencies(workshop: Workshop, tmp_path: Path, option: str) -> None:
    """Without a dependency the program fails; apt does not install a package whose dependency it cannot get."""
    project = built(workshop, tmp_path, "cli", option)
    user = debian.System(tmp_path / "user")
    user.bring(changed(package(project), tmp_path, "usr/lib/my-app/lib/python*/site-packages/click"))
    refused = user.run("apt-get", "--yes", "install", "./changed.deb", inside="/mnt")
    assert (refused.returncode != 0, "python3-click" in refused.stdout) == ((option == "pybuild"),) * 2, refused.stdout
    user.run("dpkg", "--force-depends", "--install", "/mnt/changed.deb")
    artifacts.assert_fails(user.run("my-app", "--help"), "ModuleNotFoundError: No module named 'click'")


def changed(built: Path, folder: Path, *without: str) -> Path:
    """Return a package without some of its files."""
    unpacked = folder / "changed"
    subprocess.run(["dpkg-deb", "--raw-extract", built, unpacked], check=True)
    for path in [path for pattern in without for path in unpacked.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return packed(unpacked)


def packed(folder: Path) -> Path:
    """Make a package of a folder."""
    pack = ["dpkg-deb", "--root-owner-group", "-Zgzip", "--build", str(folder)]
    subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)
    return folder.with_suffix(".deb")


def test_deb_what_is_left_is_noticed(workshop: Workshop, tmp_path: Path) -> None:
    """A file that a program has written among those of its package stays behind, and the look at the system finds it."""
    user = debian.System(tmp_path / "user")
    user.bring(package(built(workshop, tmp_path, "cli", "virtualenv")))
    apt(user, "install", "./*.deb")
    (user.folder / "files/usr/lib/my-app/state").touch()
    apt(user, "purge", "my-app")
    assert user.left() == ["usr/lib/my-app", "usr/lib/my-app/state"]


def test_deb_lintian_objects(workshop: Workshop, tmp_path: Path) -> None:
    """Without a copyright file, and to an override that is gone."""
    lacking = ("usr/share/doc/my-app/copyright", "usr/share/lintian")
    said = lintian(changed(package(built(workshop, tmp_path, "cli", "virtualenv")), tmp_path, *lacking))
    assert "E: my-app: no-copyright-file" in said
    assert "W: my-app: no-manual-page" in said


def test_deb_names_what_debian_lacks(workshop: Workshop, target: Path) -> None:
    """A dependency that this release has not, or not new enough, stops the build with a way out."""
    require("dpkg-buildpackage", "dh")
    project = workshop.copy(target, strategy="deb", shape="service", option="pybuild")
    said = nox(project, "-t", "build", fails=True)
    assert re.search(r"starlette>=\S+ is needed, and this Debian has (no )?python3-starlette", said)
    assert "copier update --data option=virtualenv" in said
    assert not list((project / "dist").glob("*"))


def test_deb_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere and by another installer, gives the same package."""
    require("dpkg-buildpackage", "dh")
    project = workshop.built(strategy="deb", shape="cli")
    second = artifacts.again(project, tmp_path / "again", "--default-venv-backend=virtualenv")
    assert package(second).read_bytes() == package(project).read_bytes()


def test_deb_versions_sort() -> None:
    """For dpkg, they are in the order that Python has them in."""
    assert sorted(VERSIONS, key=Version) == VERSIONS
    code = f"from shipping.system import ordered; print(*map(ordered, {VERSIONS}))"
    tools = {"PYTHONPATH": str(ROOT / "template/tools")}
    run = [sys.executable, "-B", "-c", code]
    spelt = subprocess.run(run, check=True, capture_output=True, text=True, env=tools).stdout.split()
    for earlier, later in pairwise(spelt):
        subprocess.run(["dpkg", "--compare-versions", earlier, "lt", later], check=True)
