"""Rust: one abi3 wheel that works with every Python; without cargo the build fails."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from languages import carried
from targets import artifacts, pythons, require
from workshop import PYTHONS, Workshop, nox

pytestmark = pytest.mark.xdist_group("rust")  # the tests share what one process prepares
ANSWERS = {"shape": "library", "code": "compiled", "extension": "rust", "strategy": "wheel"}
COUNT = "from _core import count_lines; print(count_lines(b'a\\nb\\n'))"


@pytest.fixture(autouse=True)
def compiler() -> None:
    """What these tests need."""
    require("cargo", "rustc")


def test_rust_wheel_serves_every_python(workshop: Workshop, tmp_path: Path) -> None:
    """It is built for the oldest Python, and its compiled code works with each that is at hand."""
    [wheel] = (workshop.built(**ANSWERS) / "dist").glob("*.whl")
    assert f"-cp{PYTHONS[0].replace('.', '')}-abi3-manylinux" in wheel.name
    for version in pythons.interpreters():
        commands = pythons.environment(tmp_path / version, version)
        installed = pythons.install(commands, wheel.parent, "--no-deps", str(wheel))
        assert installed.returncode == 0, installed.stdout
        [module] = commands.parent.rglob("_core.abi3.so")
        # By itself: what the package needs beside it is not installed.
        code = f"import sys; sys.path.insert(0, {str(module.parent)!r}); {COUNT}"
        run = [str(commands / "python"), "-I", "-c", code]
        assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "2\n"


def test_rust_needs_its_compiler(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """Where there is no cargo, and no other may be fetched, the build fails and names it."""
    for tool in ("git", "uv", "cc"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    project = workshop.copy(target, **ANSWERS)
    output = nox(project, "-t", "build", fails=True, PATH=str(tmp_path), MATURIN_NO_INSTALL_RUST="1")
    assert "cargo" in output


@pytest.mark.parametrize("strategy", carried.cells("rust"))
def test_rust_is_carried(workshop: Workshop, prepare: Callable[[str], None], tmp_path: Path, strategy: str) -> None:
    """What each strategy makes of a project runs where it is meant to, and does not without the extension module."""
    prepare(strategy)
    carried.assert_carried(workshop, tmp_path, "rust", strategy)


@pytest.mark.all_languages
def test_rust_wheels_are_the_same_each_time(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second build elsewhere, which compiles all its crates anew, gives the same bytes."""
    monkeypatch.delenv("CARGO_BUILD_BUILD_DIR", raising=False)
    artifacts.assert_same_wheels(workshop, tmp_path, **ANSWERS)
