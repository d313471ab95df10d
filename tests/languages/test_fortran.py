"""Fortran: a wheel for one Python, whose code numpy calls; an sdist that names the missing compiler; what is grafted in."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from languages import carried
from targets import artifacts, pythons, require
from workshop import CATALOGUE, Workshop, commit, nox

pytestmark = pytest.mark.xdist_group("fortran")  # the tests share what one process prepares

ANSWERS = {"shape": "library", "code": "compiled", "extension": "fortran", "strategy": "wheel"}
# The Python that runs the tests is the one that the project is built with.
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
TAG = f"cp{PYTHON.replace('.', '')}"
COUNT = "from my_app.lines import count_lines; print(count_lines(b'a\\nb\\n'))"
SOURCE = "src/my_app/_core.f90"
# A way to the same number for which the code needs the run-time library: it writes and reads a text.
PLAIN = "  lines = count(text == new_line(text), kind=c_int64_t)\n"
WRITTEN = "  write (shown, '(i0)') count(text == new_line(text), kind=c_int64_t)\n  read (shown, *) lines\n"
DECLARED = "intent(out) :: lines\n"


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the artifacts need to build and to run, in place of an index."""
    require("bwrap", "gfortran")
    language = CATALOGUE["languages"]["fortran"]
    needed = [
        *language["requires"],
        *language["dependencies"],
        "ninja",
        *CATALOGUE["shapes"]["library"]["dependencies"],
    ]
    return pythons.wheelhouse(tmp_path_factory.mktemp("house"), *needed)


def counted(commands: Path) -> "subprocess.CompletedProcess[str]":
    """Call the compiled function in an environment."""
    return subprocess.run([commands / "python", "-I", "-c", COUNT], capture_output=True, text=True, check=False)


def test_the_wheel_runs(workshop: Workshop, house: Path, tmp_path: Path) -> None:
    """It is for one Python, installs without an index and without a compiler, and works; without numpy, it does not."""
    [wheel] = (workshop.built(**ANSWERS) / "dist").glob(f"*-{TAG}-{TAG}-manylinux*.whl")
    commands = pythons.environment(tmp_path / "venv", PYTHON)
    others = CATALOGUE["shapes"]["library"]["dependencies"]
    alone = pythons.install(commands, house, "--no-deps", str(wheel), *others)
    assert alone.returncode == 0, alone.stdout
    assert "No module named 'numpy'" in counted(commands).stderr
    installed = pythons.install(commands, house, "--only-binary=:all:", str(wheel))
    assert installed.returncode == 0, installed.stdout
    assert counted(commands).stdout == "2\n"


@pytest.mark.parametrize("there", [True, False])
def test_the_sdist_needs_a_fortran_compiler(workshop: Workshop, house: Path, tmp_path: Path, there: bool) -> None:
    """Where it is, the sdist installs without an index and works; where it is hidden, the message says what is missing."""
    [sdist] = (workshop.built(**ANSWERS) / "dist").glob("*.tar.gz")
    commands = pythons.environment(tmp_path / "venv", PYTHON)
    compilers = {str(Path(found).resolve()) for found in map(shutil.which, ("gfortran", "flang")) if found}
    hidden = [word for compiler in sorted(compilers) for word in ("--ro-bind", "/dev/null", compiler)]
    installed = pythons.install(commands, house, str(sdist), hidden=[] if there else hidden)
    assert (installed.returncode == 0) == there, installed.stdout
    assert there or re.search("Unknown compiler.*gfortran|gfortran.*Permission denied", installed.stdout)
    assert counted(commands).stdout == ("2\n" if there else "")


def test_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere, gives the same files."""
    first = workshop.built(**ANSWERS)
    second = artifacts.again(first, tmp_path / "again")
    files = [{path.name: path.read_bytes() for path in (folder / "dist").iterdir()} for folder in (first, second)]
    assert len(files[0]) > 1
    assert files[0] == files[1]


def test_an_editable_install_is_built_anew(workshop: Workshop, target: Path) -> None:
    """`uv sync` is enough for it, and a change of the source is there at the next import."""
    project = workshop.copy(target, **ANSWERS)
    subprocess.run(["uv", "sync", "--quiet", "--only-group=rebuild"], cwd=project, check=True)
    subprocess.run(["uv", "sync", "--quiet", "--no-dev"], cwd=project, check=True)
    assert counted(project / ".venv/bin").stdout == "2\n"
    changed(project, PLAIN, PLAIN.replace("count(", "1 + count("))
    assert counted(project / ".venv/bin").stdout == "3\n"


@pytest.mark.all_languages
def test_the_run_time_library_is_grafted_in(workshop: Workshop, house: Path, target: Path, tmp_path: Path) -> None:
    """Code that calls it finds it in the wheel, and an SBOM names it; without it, the wheel does not work."""
    project = workshop.copy(target, **ANSWERS)
    calling(project)
    nox(project, "-t", "build")
    [wheel] = (project / "dist").glob(f"*-{TAG}-{TAG}-*.whl")
    commands = pythons.environment(tmp_path / "venv", PYTHON)
    installed = pythons.install(commands, house, "--only-binary=:all:", str(wheel))
    assert installed.returncode == 0, installed.stdout
    assert counted(commands).stdout == "2\n"
    [packages] = commands.parent.glob("lib/python*/site-packages")
    [bill] = packages.glob("my_app-*.dist-info/sboms/*.cdx.json")
    assert "libgfortran" in bill.read_text("utf-8")
    shutil.rmtree(packages / "my_app.libs")
    assert "libgfortran" in counted(commands).stderr


# What tells which libraries a package asks its system for, and what it calls that of Fortran.
ASKED = {"deb": (["dpkg-deb", "--field"], "libgfortran5"), "rpm": (["rpm", "-qp", "--requires"], "libgfortran.so.5")}


@pytest.mark.all_languages
@pytest.mark.parametrize("strategy", ASKED)
def test_a_package_asks_for_the_run_time_library(
    workshop: Workshop, prepare: Callable[[str], None], target: Path, strategy: str
) -> None:
    """It does so if the code calls the library, and not otherwise."""
    prepare(strategy)
    project = workshop.copy(target, shape="cli", code="compiled", extension="fortran", strategy=strategy)
    ask, library = ASKED[strategy]
    said = []
    for prepared in (commit, calling):
        prepared(project)
        nox(project, "-t", "build")
        [package] = (project / "dist").glob(f"*.{strategy}")
        said += [subprocess.run([*ask, str(package)], check=True, capture_output=True, text=True).stdout]
    assert [library in text for text in said] == [False, True]


def calling(project: Path) -> None:
    """Have the code call the run-time library."""
    changed(project, PLAIN, WRITTEN)
    changed(project, DECLARED, f"{DECLARED}  character(len=20) :: shown\n")
    commit(project)


def changed(project: Path, line: str, instead: str) -> None:
    """Change the Fortran source; the line is there once."""
    source = project / SOURCE
    text = source.read_text("utf-8")
    assert text.count(line) == 1
    source.write_text(text.replace(line, instead), "utf-8")


@pytest.mark.parametrize("strategy", carried.cells("fortran"))
def test_fortran_is_carried(workshop: Workshop, prepare: Callable[[str], None], tmp_path: Path, strategy: str) -> None:
    """What each strategy makes of a project runs where it is meant to, and does not without the extension module."""
    prepare(strategy)
    carried.assert_carried(workshop, tmp_path, "fortran", strategy)
