"""Nuitka: the executable runs where there is the C library, zlib, and no Python; one build serves the proofs."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from targets import artifacts, require, sandbox
from targets.roots import root
from workshop import Workshop, commit, edit, nox

pytestmark = pytest.mark.xdist_group("nuitka")  # the tests share what one process builds

COMMAND = "/app/my-app.nuitka"
SETTINGS = "tools/shipping/nuitka/settings.toml"
SIGNALS = "tools/shipping/nuitka/signals.h"


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "gcc", "mmdebstrap")


@pytest.fixture
def project(workshop: Workshop) -> Path:
    """The project that is built once."""
    return workshop.built(strategy="nuitka", shape="cli")


def changed(project: Path, folder: Path, file: str, old: str, new: str) -> Path:
    """Copy a project with one change in a file, as a user would make it; return the copy."""
    copy = shutil.copytree(project, folder / "changed/my-app", ignore=shutil.ignore_patterns(".nox", "dist"))
    edit(copy / file, old, new)
    commit(copy)
    return copy


def test_nuitka_runs(project: Path) -> None:
    """The executable works where there is no Python."""
    assert not list(root("libc").rglob("*python*"))
    artifacts.assert_works(sandbox.smoke(project, root("libc"), project / "dist", COMMAND), "cli")


def test_nuitka_needs_zlib(project: Path) -> None:
    """The same executable does not start where there is the C library alone."""
    # Python cannot start, and aborts without a word.
    result = sandbox.run(root("libc-alone"), project / "dist", COMMAND, "--version")
    artifacts.assert_fails(result)
    assert "version" not in result.stdout
    assert "version" in sandbox.run(root("libc"), project / "dist", COMMAND, "--version").stdout


def test_nuitka_is_compiled(project: Path) -> None:
    """Neither the code of the project nor that of what it needs lies in it as Python does: it is machine code."""
    folder = project / ".nox/.cache/nuitka/start-command.dist"
    assert not [*folder.rglob("*.py"), *folder.rglob("*.pyc")]
    modules = ET.parse(project / ".nox/.cache/nuitka/report.xml").getroot().iter("module")
    kinds = {module.attrib["name"]: module.attrib["kind"] for module in modules}
    assert {kinds[name] for name in ("my_app.cli", "click.core")} == {"CompiledPythonModule"}


def stopped(project: Path) -> int:
    """Start the program, which waits for a text, and send it SIGTERM; return how it ended."""
    with subprocess.Popen([project / "dist/my-app.nuitka", "count"], stdin=subprocess.PIPE) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=3)
        process.terminate()
        return process.wait(timeout=20)


def test_nuitka_hands_on_a_signal(project: Path) -> None:
    """SIGTERM reaches the program, which the executable runs as its child."""
    assert stopped(project) in (-signal.SIGTERM, 128 + signal.SIGTERM)


def promised(project: Path, version: str) -> "subprocess.CompletedProcess[str]":
    """Have the check that the build ends with look at what it has built, with another promise."""
    code = "import sys, binaries; from pathlib import Path; files = Path(sys.argv[1]).iterdir(); "
    code += "binaries.check([(file.name, str(file)) for file in files], sys.argv[2], 'settings.toml')"
    run = [sys.executable, "-c", code, str(project / ".nox/.cache/nuitka/start-command.dist"), version]
    return subprocess.run(run, cwd=project / "tools/shipping", capture_output=True, text=True, check=False)


def test_nuitka_keeps_its_promise_of_a_c_library(project: Path) -> None:
    """The build says which C library the executable needs, and fails where an older one was promised."""
    kept, broken = promised(project, "99"), promised(project, "2.4")
    assert (kept.returncode, broken.returncode) == (0, 1)
    assert "The executable needs glibc 2." in kept.stdout
    assert "and 2.4 is promised in settings.toml: build on an older distribution" in broken.stderr


@pytest.mark.long_builds
def test_nuitka_without_its_signals(project: Path, tmp_path: Path) -> None:
    """Built without signals.h, the program is told of SIGTERM as if somebody had pressed Ctrl-C."""
    copy = changed(project, tmp_path, SIGNALS, "? SIGTERM :", "? SIGINT :")
    nox(copy, "-t", "build")
    assert stopped(copy) not in (-signal.SIGTERM, 128 + signal.SIGTERM)


@pytest.mark.long_builds
def test_nuitka_needs_its_dependencies(project: Path, tmp_path: Path) -> None:
    """An executable that was built without a dependency, which nobody declared, does not work."""
    copy = changed(project, tmp_path, "pyproject.toml", '  "click>=8.1",\n', "")
    nox(copy, "-t", "build")
    result = sandbox.smoke(copy, root("libc"), copy / "dist", COMMAND)
    artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'click'")


@pytest.mark.long_builds
def test_nuitka_takes_dependencies_that_nothing_imports(project: Path, tmp_path: Path) -> None:
    """Metadata goes in, with a module of each: Nuitka takes none without code, and refuses it. One without code stays out."""
    more = '  "click>=8.1",\n  "pluggy",\n  "types-docutils",\n'
    copy = changed(project, tmp_path, "pyproject.toml", '  "click>=8.1",\n', more)
    said = nox(copy, "-t", "build")
    assert "--include-module=pluggy" in said
    assert "--include-distribution-metadata=pluggy" in said
    assert "types-docutils" not in said.split("-m nuitka")[1]
    artifacts.assert_works(sandbox.smoke(copy, root("libc"), copy / "dist", COMMAND), "cli")
    file = copy / "tools/shipping/nuitka/sessions.py"
    file.write_text(file.read_text().replace("--include-module={name}", "--include-module=click"))
    commit(copy)
    assert "without including related package 'pluggy'" in nox(copy, "-t", "build", fails=True)


@pytest.mark.long_builds
@pytest.mark.parametrize(("shape", "code"), [case for case in artifacts.cases("nuitka") if case != ("cli", "pure")])
def test_nuitka_runs_in_every_form(workshop: Workshop, target: Path, shape: str, code: str) -> None:
    """Services work as well, and compiled code of the project's own."""
    project = artifacts.made(workshop, target, "nuitka", shape, code)
    artifacts.assert_works(sandbox.smoke(project, root("libc"), project / "dist", COMMAND), shape)


@pytest.mark.long_builds
def test_nuitka_builds_the_same_bytes_twice(project: Path, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere and by another installer, gives the same executable."""
    second = artifacts.again(project, tmp_path / "again", "--default-venv-backend=virtualenv")
    assert (second / "dist/my-app.nuitka").read_bytes() == (project / "dist/my-app.nuitka").read_bytes()


@pytest.mark.long_builds
def test_nuitka_folder(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A folder works as the executable does, also where a package with data has the project's name."""
    project = workshop.copy(target, strategy="nuitka", shape="cli", code="compiled", project_name="words")
    file = project / SETTINGS
    file.write_text(file.read_text().replace("folder = false\n", "folder = true\n"))
    (project / "src/words/words.txt").write_text("data\n")
    commit(project)
    nox(project, "-t", "build", "smoke")
    assert [path.name for path in (project / "dist").iterdir()] == ["words.nuitka.tgz"]
    shutil.unpack_archive(project / "dist/words.nuitka.tgz", tmp_path / "unpacked", filter="data")
    app = tmp_path / "unpacked/words"
    assert (app / "words/words.txt").read_text() == "data\n"
    artifacts.assert_works(sandbox.smoke(project, root("libc"), app, "/app/words.bin"), "cli")
