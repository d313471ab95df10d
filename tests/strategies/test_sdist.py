"""sdist: both artifacts install without a network on the oldest and the newest Python at hand, and work."""

import filecmp
from pathlib import Path

import pytest

from targets import artifacts, pythons, require
from workshop import CATALOGUE, Workshop

pytestmark = pytest.mark.xdist_group("sdist")  # the tests share what one process prepares

SHAPES = CATALOGUE["strategies"]["sdist"]["shapes"]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the artifacts need to build and to run, in place of an index."""
    require("bwrap")
    needed = [name for shape in SHAPES for name in CATALOGUE["shapes"][shape]["dependencies"]]
    return pythons.wheelhouse(tmp_path_factory.mktemp("house"), "hatchling>=1.27", *needed)


def command(shape: str) -> str:
    """Return what a user of the shape runs."""
    return "my-app" if CATALOGUE["shapes"][shape]["entry_point"] else "python"


@pytest.mark.parametrize("version", sorted({*list(pythons.interpreters())[:1], *list(pythons.interpreters())[-1:]}))
@pytest.mark.parametrize("artifact", ["*.tar.gz", "*.whl"])
@pytest.mark.parametrize("shape", SHAPES)
def test_sdist_runs(workshop: Workshop, house: Path, tmp_path: Path, shape: str, artifact: str, version: str) -> None:
    """The artifact installs from a folder of packages, and what it installs works."""
    project = workshop.built(strategy="sdist", shape=shape)
    [built] = (project / "dist").glob(artifact)
    commands = pythons.environment(tmp_path / "venv", version)
    installed = pythons.install(commands, house, str(built))
    assert installed.returncode == 0, installed.stdout
    result = pythons.smoke(project, commands, command(shape))
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("shape", SHAPES)
def test_sdist_needs_its_dependencies(workshop: Workshop, tmp_path: Path, shape: str) -> None:
    """Without an index, and without the dependencies, the wheel does not install; forced in, it does not work."""
    project = workshop.built(strategy="sdist", shape=shape)
    [built] = (project / "dist").glob("*.whl")
    commands = pythons.environment(tmp_path / "venv", next(iter(pythons.interpreters())))
    refused = pythons.install(commands, tmp_path, str(built))
    assert refused.returncode != 0
    missing = CATALOGUE["shapes"][shape]["dependencies"][0].split(">")[0]
    assert missing.lower() in refused.stdout
    assert pythons.install(commands, tmp_path, "--no-deps", str(built)).returncode == 0
    result = pythons.smoke(project, commands, command(shape))
    assert result.returncode != 0
    assert "ModuleNotFoundError" in result.stdout


def test_sdist_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere, gives the same files."""
    first = workshop.built(strategy="sdist", shape="cli")
    second = artifacts.again(first, tmp_path / "again")
    names = sorted(path.name for path in (first / "dist").iterdir())
    assert len(names) == 2
    assert filecmp.cmpfiles(first / "dist", second / "dist", names, shallow=False) == (names, [], [])
