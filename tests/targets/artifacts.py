"""What the proofs of the one-file strategies share: building again, breaking a file, putting compiled code to use."""

import filecmp
import shutil
import subprocess
from pathlib import Path
from subprocess import CompletedProcess
from zipfile import ZipFile

import pytest

from targets.starters import starter
from workshop import CATALOGUE, Workshop, commit, nox

# How the one file ends that a strategy leaves in dist/, after the name of the project.
ENDINGS = {
    "module": ".py",
    "zipapp": ".pyz",
    "shiv": ".shiv.pyz",
    "pex": ".pex",
    "pyinstaller": "",
    "nuitka": ".nuitka",
    "cx_freeze": ".cx_freeze.tgz",
    "bundle": ".run",
    "appimage": ".AppImage",
    "docker": ".oci.tar",
    "flatpak": ".flatpak",
}


def cases(strategy: str) -> list[tuple[str, str]]:
    """Return the shapes and the kinds of code that a strategy allows and that differ in what is built.

    What opens a window has places and proofs of its own: see tests/shapes/test_desktop.py.
    """
    row, kinds = CATALOGUE["strategies"][strategy], CATALOGUE["shapes"]
    shapes = [shape for shape in row["shapes"] if kinds[shape]["scripts"] == "scripts"]
    return [(shape, code) for shape in shapes for code in ("pure", "compiled") if code in row["code"]]


def marked(strategy: str) -> list[object]:
    """Return the same, as parameters: by default each shape with pure code, and the first with each code."""
    found = cases(strategy)
    first, _ = found[0]
    rest = pytest.mark.all_builds
    return [pytest.param(*one, marks=[] if one[0] == first or one[1] == "pure" else [rest]) for one in found]


def dependencies(strategy: str) -> list[tuple[str, str]]:
    """Return the shapes that a strategy allows, each with a package that its starter does not run without."""
    return [(shape, starter(shape).dependency) for shape in CATALOGUE["strategies"][strategy]["shapes"]]


def made(workshop: Workshop, folder: Path, strategy: str, shape: str, code: str) -> Path:
    """Return a project that is built; if it has compiled code, it is in the given folder, and the code is called."""
    if code == "pure":
        return workshop.built(strategy=strategy, shape=shape)
    project = workshop.copy(folder, strategy=strategy, shape=shape, code=code)
    starter(shape).call.made(project)
    commit(project)
    nox(project, "-t", "build")
    return project


def again(project: Path, folder: Path, *options: str) -> Path:
    """Build a project a second time, from a copy in another folder; return the copy."""
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns(".nox", "dist"))
    nox(folder, "-t", "build", *options)
    return folder


def assert_same_wheels(workshop: Workshop, folder: Path, **answers: object) -> None:
    """A second build of the same commit, elsewhere, gives the same sdist and the same wheels."""
    first = workshop.built(**answers)
    second = again(first, folder / "again")
    names = sorted(path.name for path in (first / "dist").iterdir())
    assert sum(name.endswith(".whl") for name in names) >= 1
    assert filecmp.cmpfiles(first / "dist", second / "dist", names, shallow=False) == (names, [], [])


def without(archive: Path, part: str, folder: Path) -> Path:
    """Copy a .pyz file into a folder, all but the entries with a part in their name; return the folder."""
    target = folder / archive.name
    target.write_bytes(archive.read_bytes().split(b"\n", 1)[0] + b"\n")
    with ZipFile(archive) as old, ZipFile(target, "a") as new:
        kept = [entry for entry in old.infolist() if part not in entry.filename]
        assert 0 < len(kept) < len(old.infolist())
        for entry in kept:
            new.writestr(entry, old.read(entry))
    return folder


def unpacked(installer: Path, folder: Path) -> Path:
    """Unpack what a bundle installs into a folder; return the folder."""
    run = ["sh", str(installer), "--noexec", "--quiet", "--target", str(folder)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    return folder


def assert_works(result: "CompletedProcess[str]", shape: str) -> None:
    """Check that a smoke test passed, and that a service finished its work before it stopped."""
    assert result.returncode == 0, result.stdout
    if CATALOGUE["shapes"][shape]["port"]:
        assert '{"status":"ok"}' in result.stdout
        assert "Application shutdown complete" in result.stdout
        assert "Finished server process" in result.stdout


def assert_fails(result: "CompletedProcess[str]", *messages: str) -> None:
    """Check that a program failed, and said why."""
    assert result.returncode != 0, result.stdout
    for message in messages:
        assert message in result.stdout
