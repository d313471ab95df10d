"""zipapp: the file runs with a bare python3 and no network; compiled dependencies are refused by name."""

from pathlib import Path

import pytest

from targets import artifacts, pythons, require, sandbox
from targets.roots import root
from workshop import CATALOGUE, PYTHONS, Workshop, commit, nox

COMMAND = ("python3", "/app/my-app.pyz")
SHAPES = [shape for shape, _ in artifacts.cases("zipapp")]


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "mmdebstrap")


def copied(workshop: Workshop, shape: str, folder: Path, dependency: str) -> Path:
    """Return a new project that has one more dependency."""
    project = workshop.copy(folder / "project", strategy="zipapp", shape=shape)
    pyproject = project / "pyproject.toml"
    text = pyproject.read_text()
    pyproject.write_text(text.replace("dependencies = [\n", f'dependencies = [\n  "{dependency}",\n', 1))
    return project


@pytest.mark.parametrize("shape", SHAPES)
def test_zipapp_runs(workshop: Workshop, shape: str) -> None:
    """The file works where there is a bare python3, and a service stops gracefully."""
    project = workshop.built(strategy="zipapp", shape=shape)
    artifacts.assert_works(sandbox.smoke(project, root("python3"), project / "dist", *COMMAND), shape)


def test_zipapp_needs_python(workshop: Workshop) -> None:
    """The same file does not run where the one thing it needs is missing."""
    project = workshop.built(strategy="zipapp", shape="cli")
    assert not list(root("libc").rglob("python*"))
    result = sandbox.run(root("libc"), project / "dist", *COMMAND, "--version")
    artifacts.assert_fails(result, "python3", "No such file or directory")


@pytest.mark.parametrize(("shape", "dependency"), artifacts.dependencies("zipapp"))
def test_zipapp_needs_its_dependencies(workshop: Workshop, tmp_path: Path, shape: str, dependency: str) -> None:
    """The file does not work without a dependency."""
    project = workshop.built(strategy="zipapp", shape=shape)
    app = artifacts.without(project / "dist/my-app.pyz", f"{dependency}/", tmp_path)
    result = sandbox.smoke(project, root("python3"), app, *COMMAND)
    artifacts.assert_fails(result, f"ModuleNotFoundError: No module named '{dependency}'")


@pytest.mark.parametrize("shape", SHAPES)
def test_zipapp_refuses_compiled_dependencies(workshop: Workshop, tmp_path: Path, shape: str) -> None:
    """The build names the package that a zipapp cannot carry, and the strategies that can."""
    project = copied(workshop, shape, tmp_path, "markupsafe")
    output = nox(project, "-t", "build", fails=True)
    carriers = [
        id
        for id, row in CATALOGUE["strategies"].items()
        if shape in row["shapes"] and {"pure", "compiled"} <= set(row["code"])
    ]
    assert "shiv" in carriers
    advice = f"compiled code, which a zipapp cannot carry. Ship as {', '.join(carriers)} instead."
    assert f"markupsafe: {advice}".lower() in output.lower()
    assert not list((project / "dist").iterdir())


def test_zipapp_refuses_files_by_path(workshop: Workshop, target: Path) -> None:
    """The build stops where the project looks for its data by path, until it is told that the file works all the same."""
    project = workshop.copy(target, strategy="zipapp", shape="cli")
    (project / "src/my_app/words.txt").write_text("word\n")
    with (project / "src/my_app/words.py").open("a") as module:
        module.write("\nFILE = str.join('/', [__file__, 'words.txt'])\n")
    commit(project)
    output = nox(project, "-t", "build", fails=True)
    assert "my_app: looks for its data files beside __file__, and in a zip file there are none. Ship as shiv," in output
    with (project / "tools/shipping/zipapp/pure.txt").open("a") as allowed:
        allowed.write("my_app\n")
    nox(project, "-t", "build")


@pytest.mark.parametrize("backend", ["uv", "virtualenv"])
def test_zipapp_brings_what_older_pythons_need(workshop: Workshop, tmp_path: Path, backend: str) -> None:
    """Built by uv with the newest Python at hand, it has what only older ones need; by pip, as the guide says, not."""
    project = copied(workshop, "cli", tmp_path, "typing-extensions; python_version < '3.12'")
    words = project / "src/my_app/words.py"
    words.write_text(words.read_text().replace("import re\n", "import re\n\nimport typing_extensions\n", 1))
    version, python = list(pythons.interpreters().items())[-1]
    nox(project, "-t", "build", f"--force-python={python}", f"--default-venv-backend={backend}")
    result = sandbox.smoke(project, root("python3"), project / "dist", *COMMAND)
    if backend == "uv" or version == PYTHONS[0]:
        artifacts.assert_works(result, "cli")
    else:
        artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'typing_extensions'")


@pytest.mark.parametrize("backend", ["uv", "virtualenv"])
def test_zipapp_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path, backend: str) -> None:
    """A second build of the same commit, elsewhere, gives the same file, whichever installer fetched the packages."""
    project = workshop.built(strategy="zipapp", shape="cli")
    second = artifacts.again(project, tmp_path / "again", f"--default-venv-backend={backend}")
    assert (second / "dist/my-app.pyz").read_bytes() == (project / "dist/my-app.pyz").read_bytes()
