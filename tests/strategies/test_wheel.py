"""wheel: one abi3 wheel serves every Python at hand; the sdist builds where a C compiler is, and says so where none is."""

import filecmp
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from project.contents import contents
from project.stranger import SECRET, write
from targets import artifacts, pythons, require
from workshop import CATALOGUE, PYTHONS, Workshop, nox

pytestmark = pytest.mark.xdist_group("wheel")  # the tests share what one process prepares

SHAPES = CATALOGUE["strategies"]["wheel"]["shapes"]
COUNT = "from my_app._core import count_lines; print(count_lines(b'a\\nb\\n'))"


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the artifacts need to build and to run, in place of an index."""
    require("bwrap", "gcc")
    needed = [name for shape in SHAPES for name in CATALOGUE["shapes"][shape]["dependencies"]]
    tools = [*CATALOGUE["languages"]["c"]["requires"], "cmake", "ninja"]
    return pythons.wheelhouse(tmp_path_factory.mktemp("house"), *tools, *needed)


def artifact(workshop: Workshop, shape: str, pattern: str) -> tuple[Path, str]:
    """Return the project and the one artifact that matches."""
    project = workshop.built(strategy="wheel", shape=shape, code="compiled")
    [built] = (project / "dist").glob(pattern)
    return project, str(built)


def count(commands: Path) -> subprocess.CompletedProcess[str]:
    """Call the compiled function in an environment."""
    return subprocess.run([commands / "python", "-I", "-c", COUNT], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("version", pythons.interpreters())
@pytest.mark.parametrize("shape", SHAPES)
def test_wheel_runs(workshop: Workshop, house: Path, tmp_path: Path, shape: str, version: str) -> None:
    """The same wheel installs without an index and without a compiler, and its compiled code works."""
    project, wheel = artifact(workshop, shape, "*.whl")
    commands = pythons.environment(tmp_path / "venv", version)
    installed = pythons.install(commands, house, "--only-binary=:all:", wheel)
    assert installed.returncode == 0, installed.stdout
    assert count(commands).stdout == "2\n"
    result = pythons.smoke(project, commands, "my-app" if CATALOGUE["shapes"][shape]["entry_point"] else "python")
    assert result.returncode == 0, result.stdout


def test_wheel_keeps_to_the_stable_abi(workshop: Workshop, tmp_path: Path) -> None:
    """abi3audit finds nothing newer than the wheel claims, and refuses the same wheel when it claims an older Python."""
    project, wheel = artifact(workshop, "library", "*.whl")
    oldest = f"cp{PYTHONS[0].replace('.', '')}"
    assert f"-{oldest}-abi3-manylinux" in wheel
    audit = [str(project / ".nox/build_wheel/bin/abi3audit"), "--strict", "--report"]
    report = json.loads(subprocess.run([*audit, wheel], check=True, capture_output=True, text=True).stdout)
    [[module]] = [spec["wheel"] for spec in report["specs"].values()]
    assert (module["name"], module["result"]["is_abi3_baseline_compatible"]) == ("_core.abi3.so", True)
    older = shutil.copy(wheel, tmp_path / Path(wheel).name.replace(oldest, "cp310"))
    assert subprocess.run([*audit, str(older)], capture_output=True, check=False).returncode == 1


def test_wheel_sdist_builds_where_a_compiler_is(workshop: Workshop, house: Path, tmp_path: Path) -> None:
    """The sdist installs without an index; what it compiles works."""
    _, sdist = artifact(workshop, "library", "*.tar.gz")
    commands = pythons.environment(tmp_path / "venv", next(iter(pythons.interpreters())))
    installed = pythons.install(commands, house, sdist)
    assert installed.returncode == 0, installed.stdout
    assert count(commands).stdout == "2\n"


def test_wheel_sdist_names_the_missing_compiler(workshop: Workshop, house: Path, tmp_path: Path) -> None:
    """Where the compilers are hidden the build of the sdist fails, and its message says that one is missing."""
    _, sdist = artifact(workshop, "library", "*.tar.gz")
    commands = pythons.environment(tmp_path / "venv", next(iter(pythons.interpreters())))
    compilers = {str(Path(found).resolve()) for found in map(shutil.which, ("cc", "gcc", "clang")) if found}
    hidden = [word for compiler in sorted(compilers) for word in ("--ro-bind", "/dev/null", compiler)]
    installed = pythons.install(commands, house, sdist, hidden=hidden)
    assert installed.returncode != 0
    assert re.search("Could not find the compiler|No CMAKE_C_COMPILER could be found", installed.stdout)


def test_wheel_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere, gives the same files."""
    first = workshop.built(strategy="wheel", shape="library", code="compiled")
    second = artifacts.again(first, tmp_path / "again")
    names = sorted(path.name for path in (first / "dist").iterdir())
    assert len(names) == 2
    assert filecmp.cmpfiles(first / "dist", second / "dist", names, shallow=False) == (names, [], [])


def test_wheel_holds_nothing_untracked(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """What git does not track is in neither artifact; what it tracks is found in both by the same search."""
    project = workshop.copy(target, strategy="wheel", shape="library", code="compiled")
    write(project, {name: f"# {SECRET}" for name in (".env", "notes.txt", "src/my_app/key.pem", "src/my_app/more.py")})
    nox(project, "-t", "build")
    for artifact in (project / "dist").iterdir():
        files = [data for _, data in contents(artifact, tmp_path / "scratch")]
        assert any(b"Compiled helpers" in data for data in files)
        assert not any(SECRET.encode() in data for data in files)
