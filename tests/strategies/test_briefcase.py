"""briefcase: apt installs the package on a Debian of this machine's release; Briefcase takes what it is told on each system."""

import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from targets import artifacts, debian
from workshop import CATALOGUE, ROOT, Workshop, commit, nox

TOOLS = "tools/shipping/briefcase"
SHAPES = CATALOGUE["strategies"]["briefcase"]["shapes"]
pytestmark = [pytest.mark.usefixtures("briefcase"), pytest.mark.xdist_group("briefcase")]
# What Briefcase understands of the project that it is given, for one system.
PARSE = """
import json, sys
from pathlib import Path
from briefcase.config import DraftAppConfig, parse_config
from briefcase.console import Console

_, apps = parse_config(Path("pyproject.toml"), sys.argv[1], sys.argv[2], Console())
[app] = [DraftAppConfig(**app) for app in apps.values()]
print(json.dumps({key: str(getattr(app, key)) for key in sys.argv[3:]}))
"""
FACTS = ("app_name", "bundle_identifier", "formal_name", "version", "description", "author", "url", "console_app")


def package(project: Path) -> Path:
    """Return the package that a project has built."""
    [found] = (project / "dist").glob("*.deb")
    return found


class User(debian.System):
    """A Debian of this machine's release that has Python, to run the smoke test with."""

    tools = ("python3",)
    suite = platform.freedesktop_os_release()["VERSION_CODENAME"]


def parsed(project: Path, *target: str, fails: bool = False) -> dict[str, str]:
    """Return what Briefcase's own parser finds in the project that was written for it."""
    session = project / ".nox/build_briefcase"
    run = [str(session / "bin/python"), "-c", PARSE, *target, *FACTS, "permission", "document_types"]
    done = subprocess.run(run, cwd=session / "tmp/work", capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == fails, done.stderr
    return {"error": done.stderr} if fails else dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("shape", SHAPES)
def test_briefcase_installs(
    workshop: Workshop, tmp_path: Path, record_property: Callable[[str, object], None], shape: str
) -> None:
    """Apt installs it with what it needs and removes it without a rest; without a dependency the program fails."""
    record_property("stand-in", "briefcase: a template of the tests, for Briefcase's own of a Linux package")
    record_property("not rehearsed", "briefcase: the .msi, .dmg and .pkg, which their own systems build")
    project = workshop.built(strategy="briefcase", shape=shape)
    user = User(tmp_path / "user")
    user.bring(package(project), project / "tests/smoke.py")
    done = user.run("sh", "-c", "apt-get update && apt-get install --yes ./*.deb", inside="/mnt", network=True)
    assert done.returncode == 0, done.stdout
    artifacts.assert_works(user.run("python3", "-I", "/mnt/smoke.py", "/usr/bin/my-app"), shape)
    gone = dict(artifacts.dependencies("briefcase"))[shape]
    user.run("mv", f"/usr/lib/my-app/app_packages/{gone}", "/mnt/")
    artifacts.assert_fails(user.run("my-app", "--version"), f"No module named '{gone}'")
    user.run("mv", f"/mnt/{gone}", "/usr/lib/my-app/app_packages/")
    assert user.run("apt-get", "purge", "--yes", "--autoremove", "my-app").returncode == 0
    assert [name for name in user.left() if "my-app" in name] == []


def test_briefcase_builds_the_same_bytes_twice(workshop: Workshop, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere and by another installer, gives the same package."""
    project = workshop.built(strategy="briefcase", shape="cli")
    second = artifacts.again(project, tmp_path / "again", "--default-venv-backend=virtualenv")
    assert package(second).read_bytes() == package(project).read_bytes()


@pytest.mark.parametrize("target", ["linux system", "macOS app", "windows app"])
def test_briefcase_is_told_what_the_project_says(workshop: Workshop, target: str) -> None:
    """Briefcase's parser finds the project's facts, on each system."""
    found = parsed(workshop.built(strategy="briefcase", shape="cli"), *target.split())
    assert found["bundle_identifier"] == "org.example.my-app"
    assert (found["app_name"], found["formal_name"], found["version"]) == ("my-app", "my-app", "0.1.0")
    assert found["console_app"] == "True"
    assert found["author"] == "The my-app authors"


def test_briefcase_takes_settings_of_ones_own(workshop: Workshop, tmp_path: Path) -> None:
    """What stands in briefcase.toml arrives, and so does an id; what Briefcase does not take stops the build."""
    project = shutil.copytree(workshop.built(strategy="briefcase", shape="cli"), tmp_path / "my-app", symlinks=True)
    own = project / TOOLS / "briefcase.toml"
    own.write_text('formal_name = "My App"\n\n[permission]\ncamera = "Takes pictures."\n')
    settings = project / "tools/shipping/settings.toml"
    settings.write_text(settings.read_text().replace('id = ""', 'id = "net.my_home.App"'))
    nox(project, "-t", "build")
    found = parsed(project, "macOS", "app")
    assert (found["formal_name"], found["bundle_identifier"]) == ("My App", "net.my-home.my-app")
    assert found["permission"] == "{'camera': 'Takes pictures.'}"
    own.write_text('bundle = "no id"\n')
    assert "is not a valid bundle identifier" in nox(project, "-t", "build", fails=True)
    assert not list((project / "dist").iterdir())
    assert "is not a valid bundle identifier" in parsed(project, "macOS", "app", fails=True)["error"]


def test_briefcase_releases_under_an_id_of_its_own(workshop: Workshop, tmp_path: Path) -> None:
    """As long as nobody has said whose the program is, it is not released."""
    project = shutil.copytree(workshop.built(strategy="briefcase", shape="cli"), tmp_path / "my-app", symlinks=True)
    commit(project)
    said = nox(project, "-s", "release_briefcase", "--no-dependencies", fails=True)
    assert "org.example.my_app is nobody's app id" in said
    assert not (project / "dist/release").exists()


def python_inside(folder: Path) -> str:
    """Return which Python a project's module finds in a folder."""
    file = ROOT / "template/{{shipped.briefcase}}" / TOOLS / "opened.py"
    code = "import pathlib, runpy, sys; print(runpy.run_path(sys.argv[1])['python'](pathlib.Path(sys.argv[2])))"
    run = [sys.executable, "-B", "-c", code, str(file), str(folder)]
    tools = os.environ | {"PYTHONPATH": str(ROOT / "template/tools")}
    return subprocess.run(run, check=True, capture_output=True, text=True, env=tools).stdout.strip()


def test_briefcase_knows_the_python_inside(tmp_path: Path) -> None:
    """The library of Python tells its version; where there is none, Python is the system's."""
    assert python_inside(tmp_path) == ""
    library = Path(sysconfig.get_config_var("LIBDIR")) / sysconfig.get_config_var("INSTSONAME")
    shutil.copyfile(library, tmp_path / "python311.dll")
    assert python_inside(tmp_path) == platform.python_version()
    os.truncate(tmp_path / "python311.dll", 1000)
    assert python_inside(tmp_path) == ""
