"""conda: the package is solved, installed and run where there is no other Python and no network.

What stands in for conda-forge is a channel made by targets/stand_ins.py: CPython, the libraries and the build tools are
repacked; the C compiler's package and python-abi3 are empty, so the machine's compiler is used and nothing pins the ABI.
PySide6 is repacked from its wheels: the libraries of the system that conda-forge's brings along are those of the place.
"""

import json
import shutil
from pathlib import Path

import pytest

from targets import artifacts, require, sandbox, windows
from targets.channel import SUBDIR, channel, install, unpack
from targets.roots import root
from targets.starters import starter
from workshop import CATALOGUE, PYTHONS, Workshop, edit, nox

HOSTILE = "Says \"${{ version }}\", 'no' and {{ yes }}: \\ $(id) #1 é😀"
RECIPE = "tools/shipping/conda/recipe/recipe.yaml"


@pytest.fixture(autouse=True)
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests need: the tools, the channel, and a package cache for each test."""
    require("bwrap", "gcc", "mmdebstrap")
    monkeypatch.setenv("CONDA_CHANNEL", channel())
    monkeypatch.setenv("RATTLER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # where a package of one name is built once at a time


def package(project: Path) -> Path:
    """Return the one package in a project's channel."""
    [found] = (project / "dist/conda").glob("*/*.conda")
    return found


def refused(project: Path) -> str:
    """Build a package by the project's script, which must fail and leave nothing; return what it says."""
    said = nox(project, "-t", "build", fails=True)
    assert not list(project.glob("dist/conda"))
    return said


def made(workshop: Workshop, folder: Path, shape: str, code: str) -> Path:
    """Return a project that is built; where its code is pure, its own smoke test has run, too."""
    if code == "compiled":
        return artifacts.made(workshop, folder, "conda", shape, code)
    project = workshop.copy(folder, strategy="conda", shape=shape)
    nox(project, "-t", "build", "smoke")
    return project


@pytest.mark.parametrize(("shape", "code"), artifacts.marked("conda"))
def test_conda_runs(workshop: Workshop, target: Path, tmp_path: Path, shape: str, code: str) -> None:
    """The package works where it and what it needs are all there is; without one part of that, it does not."""
    project = made(workshop, target, shape, code)
    assert package(project).parent.name == (SUBDIR if code == "compiled" else "noarch")
    assert not list(root("libc").rglob("*python*"))
    prefix = install(project, tmp_path / "prefix", channel())
    command = "/app/bin/my-app" if CATALOGUE["shapes"][shape]["entry_point"] else "/app/bin/python"
    artifacts.assert_works(sandbox.smoke(project, root("libc"), prefix, command), shape)
    site = next(prefix.glob("lib/python3.*/site-packages"))
    if code == "compiled":
        missing = "my_app._core"
        (site / "my_app/_core.abi3.so").unlink()
    else:
        missing = starter(shape).dependency
        shutil.rmtree(site / missing)
    result = sandbox.smoke(project, root("libc"), prefix, command)
    artifacts.assert_fails(result, f"ModuleNotFoundError: No module named '{missing}'")


def test_conda_follows_the_user(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """What the user changes in pyproject.toml and in the recipe is in the package, and a hostile text unharmed."""
    project = workshop.copy(target, strategy="conda", description=HOSTILE)
    edit(project / "pyproject.toml", 'version = "0.1.0"', 'version = "1.10"')
    more = """"click>=8.1", "attrs>=23,<99", "starlette[full]>=0.46", "tomli; python_version < '3.11'","""
    edit(project / "pyproject.toml", '"click>=8.1",', more)
    edit(project / RECIPE, "number: 0", "number: 7")
    edit(project / RECIPE, "    - pip\n", "    - pip\n  run:\n    - h11 >=0.14\n")
    edit(project / RECIPE, "names: {}", "names: {'starlette[full]': starlette}")
    assert "my-app, version 1.10" in nox(project, "-t", "build", "smoke")
    files = unpack(package(project), tmp_path / "package")
    index = json.loads(files["info/index.json"])
    assert (index["version"], index["build_number"], index["license"]) == ("1.10", 7, "MIT")
    depends = ["attrs <99,>=23", "click >=8.1", "h11 >=0.14", f"python >={PYTHONS[0]}", "starlette >=0.46"]
    assert sorted(index["depends"]) == depends
    assert json.loads(files["info/about.json"])["summary"] == HOSTILE
    assert "info/licenses/LICENSE" in files


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (RECIPE, "\nbuild:\n", "\nbild: {}\nbuild:\n", "unknown top-level field 'bild'"),
        (RECIPE, "    - pip\n", "    - pip\n    - pop\n", "No candidates were found for pop"),
        ("pyproject.toml", '"click>=8.1"', '"click>=8.1", "absent>=2"', "No candidates were found for absent >=2"),
    ],
)
def test_conda_refuses(workshop: Workshop, target: Path, file: str, old: str, new: str, message: str) -> None:
    """A recipe that is wrong, and a requirement that no package can meet, stop the build with the reason."""
    project = workshop.copy(target, strategy="conda")
    edit(project / file, old, new)
    assert message in refused(project)


def test_conda_names_all_that_it_cannot_say(workshop: Workshop, target: Path) -> None:
    """A requirement with an extra, one for some platforms and one with an address: all in one message."""
    project = workshop.copy(target, strategy="conda")
    more = ["uvicorn[standard]>=0.3", "colorama; os_name == 'nt'", "click @ https://example.org/c.whl"]
    listed = ", ".join(f'"{text}"' for text in more)
    edit(project / "pyproject.toml", '"click>=8.1"', listed)
    edit(
        project / "pyproject.toml",
        "[dependency-groups]",
        "[tool.hatch.metadata]\nallow-direct-references = true\n\n[dependency-groups]",
    )
    said = refused(project).replace('"', "'")
    for name in ("uvicorn[standard]", "colorama", "click"):
        assert f"'{name}': ~" in said


@pytest.mark.parametrize("name", ["click", "attrs"])
def test_conda_needs_its_dependencies(workshop: Workshop, target: Path, name: str) -> None:
    """A package whose recipe leaves out a dependency fails the tests of the recipe, and no channel is left."""
    project = workshop.copy(target, strategy="conda")
    edit(project / "pyproject.toml", '"click>=8.1",', '"click>=8.1", "attrs>=23",')
    edit(project / RECIPE, "names: {}", f"names: {{{name}: ~}}")
    assert f"my-app 0.1.0 requires {name}, which is not installed." in refused(project)


def test_conda_is_released(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A release builds the same package twice, its SBOM names what is installed with it, and it is used elsewhere."""
    project = workshop.copy(target, strategy="conda")
    nox(project, "-s", "release_conda")
    released = project / "dist/release/conda"
    [file] = released.glob("*.cdx.json")
    bill = json.loads(file.read_text())
    purls = {part["purl"].split("@")[0] for part in bill["components"] if part["isExternal"]}
    assert {"pkg:conda/click", "pkg:conda/python"} <= purls
    assert "pkg:conda/hatchling" not in purls
    elsewhere = workshop.copy(tmp_path / "elsewhere", strategy="conda")
    shutil.copytree(released, elsewhere / "dist")
    smoke = ["--no-dependencies", "-s", "verify", "smoke_conda"]
    assert "my-app, version 0.1.0" in nox(elsewhere, *smoke)
    [file] = (elsewhere / "dist").glob("*.conda")
    file.write_bytes(file.read_bytes() + b"more")
    assert "its checksum differs" in nox(elsewhere, *smoke, fails=True)


@pytest.mark.long_builds
def test_conda_opens_a_window(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A desktop application opens its window where there is no other Python; without its toolkit it does not."""
    project = made(workshop, target, "desktop", "pure")
    prefix, place, command = install(project, tmp_path / "prefix", channel()), root("desktop"), "/app/bin/my-app"
    assert not list(place.rglob("python3*"))
    artifacts.assert_works(sandbox.smoke(project, place, prefix, command), "desktop")
    with windows.screen():
        photograph = tmp_path / "window.png"
        windows.assert_opens([*sandbox.bwrap(place, prefix, True), "--", command], "my-app", photograph)
        assert windows.colours(photograph.read_bytes()) > 3
    shutil.rmtree(next(prefix.glob("lib/python3.*/site-packages")) / "PySide6")
    gone = sandbox.smoke(project, place, prefix, command)
    artifacts.assert_fails(gone, "ModuleNotFoundError: No module named 'PySide6'")


@pytest.mark.long_builds
def test_conda_needs_the_name_that_its_channel_has(workshop: Workshop, target: Path) -> None:
    """A dependency that conda-forge calls otherwise is not found by the name that the index has."""
    project = workshop.copy(target, strategy="conda", shape="desktop")
    edit(project / RECIPE, "names: {pyside6-essentials: pyside6}", "names: {}")
    assert "No candidates were found for pyside6-essentials >=6.10" in refused(project)
