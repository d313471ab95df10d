"""rpm: built on one system, checked by rpmlint; rpm installs, upgrades and erases it on another, and nothing is left.

No Fedora can be had here. A Debian stands in for it: its rpm is told what the system has, as it does not know itself.
"""

import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.version import Version

from printed.places import outward
from targets import artifacts, debian, require
from targets.fedora import builder, libraries, package, packed, user
from targets.system import VERSIONS, assert_opens, assert_shown, started
from workshop import CATALOGUE, Workshop, locked

TOLD = """\
--no-reload preset my-app.service
try-restart my-app.service
--no-reload disable --now my-app.service
"""
OLDER = {
    "Version: 0.1.0": "Version: 0.1.0~rc1",
    "/usr/bin/python": "touch %{buildroot}/usr/lib/my-app/gone\n/usr/bin/python",
}
# A program with a window carries Qt, and takes minutes.
SHAPES = [
    pytest.param(shape, marks=[pytest.mark.long_builds] if CATALOGUE["shapes"][shape]["libraries"] else [])
    for shape in CATALOGUE["strategies"]["rpm"]["shapes"]
]
# rpmlint takes what ends in "-app" for the words of a language.
LANGUAGE = "E: no-dependency-on locales-app"


def built(workshop: Workshop, folder: Path, shape: str) -> Path:
    """Return a project that is built and smoked on a system, once for all tests. Read it, do not change it."""
    project = workshop.store / f"rpm-{shape}"
    with locked(workshop.store / f"{project.name}.lock"):
        if not project.exists():
            answers = {"shape": shape, "repository": "https://example.org/my-app"}
            unfinished = workshop.copy(folder / project.name, strategy="rpm", **answers)
            system = builder(folder / "builder", unfinished, *debian.of_this_machine())
            libraries(system, shape)
            run = [sys.executable, "-m", "nox", "-t", "build", "smoke"]
            done = system.run(*run, inside=unfinished, network=True, **outward(), PATH=debian.PATH)
            assert done.returncode == 0, done.stdout
            shutil.copytree(unfinished, project, symlinks=True, ignore=shutil.ignore_patterns(".nox"))
    return project


def changed(project: Path, top: Path, edits: dict[str, str]) -> Path:
    """Return a package that is built from the sources of a project, by a spec that is changed."""
    shutil.copytree(project / "build/rpm/SOURCES", top / "SOURCES")
    spec = top / "SOURCES/my-app.spec"
    for old, new in edits.items():
        before, found, after = spec.read_text().rpartition(old)
        assert found
        spec.write_text(f"{before}{new}{after}")
    return packed(top)


def rpm(system: debian.System, *words: str, fails: bool = False) -> str:
    """Have rpm do something; return what it printed."""
    done = system.run("rpm", *words, inside="/mnt")
    assert (done.returncode != 0) == fails, done.stdout
    return done.stdout


def rpmlint(project: Path, *files: Path) -> list[str]:
    """Return what rpmlint objects to, with what the project has it leave out."""
    require("rpmlint")
    run = ["rpmlint", f"--config={project}/tools/shipping/rpm/rpmlint.toml", *map(str, files)]
    lines = subprocess.run(run, capture_output=True, text=True, check=False).stdout.splitlines()
    assert "specfiles checked" in lines[-1]
    return [line for line in lines if (": E: " in line or ": W: " in line) and LANGUAGE not in line]


@pytest.mark.parametrize("shape", SHAPES)
def test_rpm_installs(workshop: Workshop, tmp_path: Path, shape: str) -> None:
    """No objection by rpmlint; rpm installs, upgrades and erases it, and the system is as before."""
    project = built(workshop, tmp_path, shape)
    file = package(project / "dist")
    assert rpmlint(project, file, project / "build/rpm/SOURCES/my-app.spec") == []
    older = changed(project, tmp_path / "older", OLDER)
    system = user(tmp_path, older, file, project / "tests/smoke.py", shape=shape)
    before = system.left()
    rpm(system, "--install", "system-1-1.noarch.rpm")
    rpm(system, "--install", older.name)
    assert "usr/lib/my-app/gone" in system.left()
    rpm(system, "--upgrade", file.name)
    assert "usr/lib/my-app/gone" not in system.left()
    assert rpm(system, "--verify", "my-app") == ""
    artifacts.assert_works(system.run("python3", "-I", "/mnt/smoke.py", started(system.folder / "files", shape)), shape)
    rpm(system, "--erase", "my-app")
    assert system.left() == before
    told = system.folder / "files/mnt/told"
    assert (told.read_text() if told.exists() else "") == (TOLD if CATALOGUE["shapes"][shape]["unit"] else "")


@pytest.mark.long_builds
def test_rpm_opens_a_window(workshop: Workshop, tmp_path: Path) -> None:
    """Without the libraries of a desktop it is not installed; with them, the window opens, and menus show it."""
    project = built(workshop, tmp_path, "desktop")
    file = package(project / "dist")
    lacking = user(tmp_path / "lacking", file)
    refused = rpm(lacking, "--install", "system-1-1.noarch.rpm", file.name, fails=True)
    assert "xcb-util-cursor is needed by my-app" in refused
    system = user(tmp_path, file, project / "tests/smoke.py", shape="desktop")
    before = system.left()
    rpm(system, "--install", "system-1-1.noarch.rpm", file.name)
    assert_shown(system.folder / "files")
    assert_opens(system, tmp_path / "window.png")
    rpm(system, "--erase", "my-app")
    assert system.left() == before


def test_rpm_needs_its_dependencies(workshop: Workshop, tmp_path: Path) -> None:
    """It is not installed where its Python is not, and without a dependency inside the program fails."""
    without = "rm -r %{buildroot}/usr/lib/my-app/lib/*/site-packages/click\n/usr/bin/python"
    file = changed(built(workshop, tmp_path, "cli"), tmp_path / "without", {"/usr/bin/python": without})
    system = user(tmp_path, file)
    refused = rpm(system, "--install", file.name, fails=True)
    assert "/usr/bin/python3" in refused
    assert "is needed by my-app" in refused
    rpm(system, "--install", "system-1-1.noarch.rpm", file.name)
    artifacts.assert_fails(system.run("my-app", "--help"), "ModuleNotFoundError: No module named 'click'")


def test_rpm_what_is_left_is_noticed(workshop: Workshop, tmp_path: Path) -> None:
    """A file that a program has written among those of its package stays behind, and the look at the system finds it."""
    file = package(built(workshop, tmp_path, "cli") / "dist")
    system = user(tmp_path, file)
    before = system.left()
    rpm(system, "--install", "system-1-1.noarch.rpm", file.name)
    (system.folder / "files/usr/lib/my-app/state").touch()
    rpm(system, "--erase", "my-app")
    assert system.left() == sorted([*before, "usr/lib/my-app", "usr/lib/my-app/state"])


def test_rpm_rpmlint_objects(workshop: Workshop, tmp_path: Path) -> None:
    """To a summary that is a sentence, and to a spec that lacks a section."""
    project = built(workshop, tmp_path, "cli")
    edits = {"ship\nLicense": "ship.\nLicense", "%build\n": ""}
    file = changed(project, tmp_path / "faulty", edits)
    said = "\n".join(rpmlint(project, file, tmp_path / "faulty/SOURCES/my-app.spec"))
    assert "my-app.noarch: W: summary-ended-with-dot" in said
    assert "my-app.spec: W: no-%build-section" in said


def test_rpm_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere and by another installer, gives the same package."""
    require("rpmbuild")
    project = workshop.built(strategy="rpm", shape="cli")
    second = artifacts.again(project, tmp_path / "again", "--default-venv-backend=virtualenv")
    assert package(second / "dist").read_bytes() == package(project / "dist").read_bytes()


def test_rpm_versions_sort(workshop: Workshop, target: Path) -> None:
    """For rpm, they are in the order that Python has them in."""
    require("rpm")
    versions = sorted([*VERSIONS, "1.0+1"], key=Version)
    project = workshop.copy(target, strategy="rpm")
    code = f"from shipping.rpm.source import spelt; print(*map(spelt, {versions}))"
    run = [sys.executable, "-B", "-c", code]
    spelt = subprocess.run(run, check=True, capture_output=True, text=True, cwd=project / "tools").stdout.split()
    for earlier, later in pairwise(spelt):
        order = ["rpm", "--eval", f'%{{lua: print(rpm.vercmp("{earlier}", "{later}"))}}']
        assert subprocess.run(order, check=True, capture_output=True, text=True).stdout.strip() == "-1"
