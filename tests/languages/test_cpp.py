"""C++: a wheel for each Python; an sdist that builds where a compiler is; every strategy carries what is compiled."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from languages import carried
from targets import pythons, require
from workshop import CATALOGUE, Workshop

ANSWERS = {"shape": "library", "code": "compiled", "extension": "cpp", "strategy": "wheel"}
COUNT = "from my_app.lines import count_lines; print(count_lines(b'a\\nb\\n'))"
grouped = pytest.mark.xdist_group("cpp")  # these share what one process prepares


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the artifacts need to build and to run, in place of an index."""
    require("bwrap", "gcc")
    needed = [*CATALOGUE["languages"]["cpp"]["requires"], *CATALOGUE["shapes"]["library"]["dependencies"]]
    return pythons.wheelhouse(tmp_path_factory.mktemp("house"), *needed, "cmake", "ninja")


def count(commands: Path) -> "subprocess.CompletedProcess[str]":
    """Call the compiled function in an environment."""
    return subprocess.run([commands / "python", "-I", "-c", COUNT], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("strategy", carried.cells("cpp"))
def test_cpp_is_carried(workshop: Workshop, prepare: Callable[[str], None], tmp_path: Path, strategy: str) -> None:
    """What each strategy makes of a project runs where it is meant to, and does not without the extension module."""
    prepare(strategy)
    carried.assert_carried(workshop, tmp_path, "cpp", strategy)


@grouped
def test_cpp_wheels_are_for_one_python_each(workshop: Workshop, house: Path, tmp_path: Path) -> None:
    """Each installs without an index and without a compiler where its Python is; another Python refuses it."""
    wheels = sorted((workshop.built(**ANSWERS) / "dist").glob("*-manylinux_*.whl"))
    refused = []
    for version in pythons.interpreters():
        tag = f"cp{version.replace('.', '')}"
        [fits, *_] = [wheel for wheel in wheels if f"-{tag}-{tag}-" in wheel.name] or wheels
        commands = pythons.environment(tmp_path / version, version)
        installed = pythons.install(commands, house, "--only-binary=:all:", str(fits))
        refused += [version] if tag not in fits.name else []
        assert (installed.returncode == 0) == (tag in fits.name), installed.stdout
        assert count(commands).stdout == ("2\n" if tag in fits.name else "")
    assert len(refused) < len(pythons.interpreters())
    assert len(wheels) == len(pythons.interpreters()) - len(refused)


@grouped
@pytest.mark.parametrize("there", [True, False])
def test_cpp_sdist_needs_a_compiler(workshop: Workshop, house: Path, tmp_path: Path, there: bool) -> None:
    """Where it is, the sdist installs without an index and works; where it is hidden, the message says what is missing."""
    [sdist] = (workshop.built(**ANSWERS) / "dist").glob("*.tar.gz")
    commands = pythons.environment(tmp_path / "venv", next(iter(pythons.interpreters())))
    names = ("c++", "g++", "clang++")
    compilers = {str(Path(found).resolve()) for found in map(shutil.which, names) if found}
    hidden = [word for compiler in sorted(compilers) for word in ("--ro-bind", "/dev/null", compiler)]
    installed = pythons.install(commands, house, str(sdist), hidden=[] if there else hidden)
    assert (installed.returncode == 0) == there, installed.stdout
    assert there or re.search("Could not find the compiler|No CMAKE_CXX_COMPILER could be found", installed.stdout)
    assert count(commands).stdout == ("2\n" if there else "")


@grouped
@pytest.mark.all_languages
def test_cpp_wheels_are_the_same_each_time(workshop: Workshop, tmp_path: Path) -> None:
    """A second build elsewhere gives the same bytes."""
    carried.assert_same_wheels(workshop, tmp_path, **ANSWERS)
