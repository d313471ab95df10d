"""What carries compiled code: which strategies a language is tried with, and where what they make of it runs."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from targets import appimages, artifacts, debian, images, sandbox, snaps
from targets.roots import root
from targets.starters import starter
from workshop import CATALOGUE, LONG, Workshop, commit, edit, marks, nox

SHAPE = "cli"
MISSING = "_core'"  # that of an import, whatever its form
LANGUAGES = list(CATALOGUE["languages"])
STRATEGIES = [id for id, row in CATALOGUE["strategies"].items() if SHAPE in row["shapes"] and "compiled" in row["code"]]
Completed = subprocess.CompletedProcess[str]


def tried(language: str) -> list[str]:
    """Return the strategies that a language is tried with by default: its share of all but long builds and the wheel.

    Each language has tests of its own wheels. What is tested of a strategy itself is tested with the first language.
    """
    _, *others = [id for id in STRATEGIES if id not in LONG]
    return others[LANGUAGES.index(language) - 1 :: len(LANGUAGES) - 1]


def cells(language: str) -> list[object]:
    """Return each strategy as a case, those that are not tried by default with their mark."""
    rest = [] if language == LANGUAGES[0] else tried(language)
    return [
        pytest.param(id, marks=marks(id) or ([] if id in rest else [pytest.mark.all_languages])) for id in STRATEGIES
    ]


def built(workshop: Workshop, folder: Path, language: str, strategy: str) -> Path:
    """Return a project whose command calls the compiled code, built and smoked by its own verbs."""
    project = workshop.copy(folder, shape=SHAPE, code="compiled", extension=language, strategy=strategy)
    starter(SHAPE).call.made(project)
    commit(project)
    nox(project, "-t", "build", "smoke")
    return project


def smoke(project: Path, *command: str) -> Completed:
    """Run the project's smoke test with a command on this machine."""
    return sandbox.completed([sys.executable, str(project / "tests/smoke.py"), *command])


def removed(folder: Path) -> None:
    """Remove the extension module from a folder in which things are installed."""
    found = [*folder.rglob("my_app/_core*.so")]
    assert found
    for file in found:
        file.unlink()


def with_without(folder: Path, run: Callable[[], Completed]) -> tuple[Completed, Completed]:
    """Run what is installed in a folder as it is, and again without the extension module."""
    whole = run()
    removed(folder)
    return whole, run()


def bare(project: Path, name: str, app: Path, *command: str) -> Path:
    """Return the root that a program runs in, which takes what its wheels do not carry from the system."""
    if "numpy" not in (project / "pyproject.toml").read_text("utf-8"):
        return root(name)
    # The wheels of numpy count on the C++ library of the system, as the guides say.
    assert "libstdc++.so.6" in sandbox.smoke(project, root(name), app, *command).stdout
    return root(f"{name}-c++")


def of_archive(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run a file that a bare python3 starts, as it is and without the extension module."""
    file = project / "dist" / f"my-app{artifacts.ENDINGS[strategy]}"
    command = ("python3", f"/app/{file.name}")
    broken = artifacts.without(file, "my_app/_core.", folder)
    place = bare(project, "python3", file.parent, *command)
    return sandbox.smoke(project, place, file.parent, *command), sandbox.smoke(project, place, broken, *command)


def of_environment(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run what a smoke session has installed into its environment."""
    place = project / ".nox" / f"smoke_{strategy}"
    return with_without(place, lambda: smoke(project, str(place / "bin/my-app")))


def of_package(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run what a smoke session has unpacked, with the Python of the system."""
    place = project / ".nox" / f"smoke_{strategy}"
    command = debian.unpacked(place, "my-app")
    return with_without(place / "tmp/root", lambda: smoke(project, *command))


def of_prefix(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run what a smoke session has installed by conda on this machine: what stands in for numpy needs its libstdc++."""
    prefix = project / ".nox" / f"smoke_{strategy}" / "tmp/prefix"
    return with_without(prefix, lambda: smoke(project, str(prefix / "bin/my-app")))


def of_installer(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run the program that a smoke session has taken out of an installer."""
    place = project / ".nox" / f"smoke_{strategy}" / "tmp/opened"
    return with_without(place, lambda: smoke(project, str(place / "usr/bin/my-app")))


def of_folder(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run the program of a packed folder where there is the C library alone."""
    archive = project / "dist" / f"my-app{artifacts.ENDINGS[strategy]}"
    shutil.unpack_archive(archive, folder / "unpacked", filter="data")
    [app] = (folder / "unpacked").iterdir()
    return with_without(app, lambda: sandbox.smoke(project, root("libc-alone"), app, "/app/my-app"))


def of_bundle(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run what a bundle installs where there is a shell, and no Python."""
    tree = artifacts.unpacked(project / "dist" / f"my-app{artifacts.ENDINGS[strategy]}", folder / "unpacked")
    return with_without(tree, lambda: sandbox.smoke(project, root("shell"), tree, "/app/bin/my-app"))


def of_appimage(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run what is in an AppImage where there is no Python."""
    app = appimages.unpacked(project / "dist" / f"my-app{artifacts.ENDINGS[strategy]}", folder)
    return with_without(app, lambda: sandbox.smoke(project, root("libc"), app, "/app/AppRun"))


def of_image(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run a container without any network, nobody in particular inside."""
    image = images.load(project)
    run = ["podman", "run", "--rm", "--read-only", "--cap-drop=all", "--network=none", "--interactive"]
    lacking = images.without(image, "my_app/_core*.so")
    return smoke(project, *run, image), smoke(project, *run, lacking)


# The edit of which file leaves the extension module out of an executable.
EXECUTABLES = {
    "pyinstaller": (
        "tools/shipping/pyinstaller/app.spec",
        "hiddenimports=",
        "excludes=['my_app._core'],\n    hiddenimports=",
    ),
    "nuitka": (
        "tools/shipping/nuitka/settings.toml",
        "options = []",
        'options = ["--nofollow-import-to=my_app._core"]',
    ),
}


def of_executable(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run an executable where there is no Python, and one that was built without the extension module."""
    file, old, new = EXECUTABLES[strategy]
    copy = shutil.copytree(project, folder / "broken", ignore=shutil.ignore_patterns(".nox", "dist"))
    edit(copy / file, old, new)
    nox(copy, "-t", "build")
    command = f"/app/my-app{artifacts.ENDINGS[strategy]}"
    # Nuitka leaves the C++ library out.
    place = bare(project, "libc", project / "dist", command) if strategy == "nuitka" else root("libc")
    whole, lacking = (sandbox.smoke(project, place, one / "dist", command) for one in (project, copy))
    return whole, lacking


def of_snap(project: Path, folder: Path, strategy: str) -> tuple[Completed, Completed]:
    """Run what is in a snap on its base."""
    command = snaps.installed(project, folder)
    return with_without(folder / "snap-store", lambda: smoke(project, *command))


# How what each strategy makes is run.
PLACES: dict[str, Callable[[Path, Path, str], tuple[Completed, Completed]]] = {
    "wheel": of_environment,
    "shiv": of_archive,
    "pex": of_archive,
    "conda": of_prefix,
    "homebrew": of_environment,
    "deb": of_package,
    "rpm": of_package,
    "pyinstaller": of_executable,
    "nuitka": of_executable,
    "cx_freeze": of_folder,
    "briefcase": of_installer,
    "bundle": of_bundle,
    "appimage": of_appimage,
    "docker": of_image,
    "snap": of_snap,
}


def assert_carried(workshop: Workshop, folder: Path, language: str, strategy: str) -> None:
    """A strategy builds a project in a language; what it makes runs in its target, and not without the module."""
    project = built(workshop, folder / "my-app", language, strategy)
    whole, lacking = PLACES[strategy](project, folder, strategy)
    artifacts.assert_works(whole, SHAPE)
    artifacts.assert_fails(lacking, MISSING)
