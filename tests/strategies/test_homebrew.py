"""Homebrew: the formula loads and lists all that the project needs, each file with its checksum.

brew itself, and a Mac, are not here. A stand-in loads the formula, and pip installs what it lists where there is a bare
python3 and no network. The workflow of the generated project installs it with brew, on macOS and on Linux.
"""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from targets import artifacts, require, sandbox
from targets.roots import root
from workshop import Workshop, commit, nox

ADDRESS = "https://example.org/me/my-app"
SMOKE = ("--no-dependencies", "--session=smoke_homebrew")
LOADER = Path(__file__).parent.parent / "targets/formula.rb"
INSTALLER = LOADER.with_name("brewed.py")


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "gcc", "mmdebstrap", "ruby")


def loaded(project: Path) -> dict[str, Any]:
    """Return what a built formula says, and what it does when it installs and tests."""
    [formula] = (project / "dist/homebrew").glob("*.rb")
    said = subprocess.run(["ruby", LOADER, formula], check=True, capture_output=True, text=True).stdout
    facts: dict[str, Any] = json.loads(said)
    return facts


def installable(project: Path, folder: Path) -> Path:
    """Fetch what a formula lists, as brew would before it installs; return the folder that has it all."""
    house = folder / "house"
    fetch = [sys.executable, "-m", "pip", "download", "--quiet"]
    urls = [f"{resource['url']}#sha256={resource['sha256']}" for resource in loaded(project)["resources"]]
    subprocess.run([*fetch, "--no-deps", f"--dest={folder}", *urls], check=True)
    subprocess.run([*fetch, "--only-binary=:all:", f"--dest={house}", "hatchling", "pip"], check=True)
    [sdist] = (project / "dist/homebrew").glob("*.tar.gz")
    names = sorted(path.name for path in folder.glob("*.whl"))
    shutil.copy2(sdist, folder)
    shutil.copy2(INSTALLER, folder)
    (folder / "files.txt").write_text("\n".join([*names, sdist.name]))
    return folder


@pytest.mark.parametrize(("shape", "code"), artifacts.marked("homebrew"))
def test_homebrew_formula(workshop: Workshop, target: Path, shape: str, code: str) -> None:
    """It is a class that brew finds by its name, installs the sdist of this build, and needs the Python it was built with."""
    project = artifacts.made(workshop, target, "homebrew", shape, code)
    facts = loaded(project)
    [sdist] = (project / "dist/homebrew").glob("*.tar.gz")
    assert facts["class"] == "MyApp"
    assert facts["sha256"] == sha256(sdist.read_bytes()).hexdigest()
    assert Path(facts["url"]).name == sdist.name
    assert facts["license"] == "MIT"
    assert facts["desc"] == "Python project that is easy to ship"
    assert ["python@{}.{}".format(*sys.version_info)] in facts["depends_on"]
    assert artifacts.dependencies("homebrew") != []
    assert dict(artifacts.dependencies("homebrew"))[shape] in {one["name"] for one in facts["resources"]}
    assert facts["install"] == ["virtualenv_install_with_resources"]
    assert len(facts["test"]) == 1
    assert ("service" in facts) == (shape == "service")


def test_homebrew_installs(workshop: Workshop, tmp_path: Path) -> None:
    """What the formula lists is enough where there is a bare python3 and no network; without a resource, it is not."""
    project = workshop.built(strategy="homebrew", shape="cli")
    app = installable(project, tmp_path / "app")
    command = ("python3", "/app/brewed.py", "my-app")
    artifacts.assert_works(sandbox.smoke(project, root("python3"), app, *command), "cli")
    files = app / "files.txt"
    files.write_text("\n".join(name for name in files.read_text().splitlines() if not name.startswith("click-")))
    result = sandbox.smoke(project, root("python3"), app, *command)
    artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'click'")


def test_homebrew_checks_what_it_fetches(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """The smoke test fails where a file of the index is not the one that the formula lists, or one is not listed."""
    project = artifacts.again(workshop.built(strategy="homebrew", shape="cli"), tmp_path / "again")
    formula = project / "dist/homebrew/my-app.rb"
    text = formula.read_text()
    nox(project, *SMOKE)
    listed = loaded(project)["resources"][0]
    formula.write_text(text.replace(listed["sha256"], "0" * 64))
    assert "hash" in nox(project, *SMOKE, fails=True).lower()
    start, end = text.index("  resource "), text.index("  def install")
    formula.write_text(text[:start] + text[end:])
    assert "No module named 'click'" in nox(project, *SMOKE, fails=True)


def test_homebrew_says_what_metadata_and_settings_say(workshop: Workshop, target: Path) -> None:
    """Texts arrive as they are, addresses and formulae as they are set, and what one system needs is for it alone."""
    hostile = 'An #{raise "x"} \\ "tool" \' for ünïcode.'
    project = workshop.copy(target, strategy="homebrew", shape="cli", repository=ADDRESS, description=hostile)
    pyproject = project / "pyproject.toml"
    needs = "\"appnope; sys_platform == 'darwin'\",\n  \"colorama; sys_platform == 'win32'\","
    text = pyproject.read_text()
    pyproject.write_text(text.replace("dependencies = [\n", f"dependencies = [\n  {needs}\n", 1))
    settings = project / "tools/shipping/homebrew/settings.toml"
    text = settings.read_text().replace("depends_on = []", 'depends_on = ["libyaml"]')
    settings.write_text(text.replace("depends_on_to_build = []", 'depends_on_to_build = ["rust"]'))
    commit(project)
    nox(project, "-t", "build", "smoke")
    facts = loaded(project)
    assert facts["desc"] == hostile.removeprefix("An ").removesuffix(".")
    assert facts["url"] == f"{ADDRESS}/releases/download/v0.1.0/my_app-0.1.0.tar.gz"
    assert facts["depends_on"][:2] == [["rust", "build"], ["libyaml"]]
    assert {one["name"]: one["system"] for one in facts["resources"]} == {"appnope": "macos", "click": None}


def test_homebrew_says_that_nobody_can_fetch_the_sdist(workshop: Workshop, tmp_path: Path) -> None:
    """Where nothing says where the sdist is published, the build works for this machine, and a release is refused."""
    project = artifacts.again(workshop.built(strategy="homebrew", shape="cli"), tmp_path / "again")
    assert loaded(project)["url"].startswith("file:///")
    release = ("--no-dependencies", "--session=release_homebrew")
    assert "Nobody else can fetch the sdist: set `url`" in nox(project, *release, fails=True)


def test_homebrew_refuses_what_no_formula_can_install(workshop: Workshop, target: Path) -> None:
    """The build names a package that has neither an sdist nor a wheel for every platform."""
    project = workshop.copy(target, strategy="homebrew", shape="cli")
    pyproject = project / "pyproject.toml"
    text = pyproject.read_text()
    pyproject.write_text(text.replace("dependencies = [\n", 'dependencies = [\n  "onnxruntime",\n', 1))
    commit(project)
    output = nox(project, "-t", "build", fails=True)
    assert "onnxruntime: has no sdist, and no wheel that serves every platform" in output
    assert not list((project / "dist").iterdir())


@pytest.mark.parametrize("backend", ["uv", "virtualenv"])
def test_homebrew_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path, backend: str) -> None:
    """A second build of the same commit, elsewhere, gives the same formula, whichever installer fetched the packages."""
    project = workshop.built(strategy="homebrew", shape="cli", repository=ADDRESS)
    second = artifacts.again(project, tmp_path / "again", f"--default-venv-backend={backend}")
    for file in (project / "dist/homebrew").iterdir():
        assert (second / "dist/homebrew" / file.name).read_bytes() == file.read_bytes()
