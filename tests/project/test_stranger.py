"""A stranger's project, in a stranger's form, through every strategy: what is declared arrives, what is private stays."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from project.contents import contents
from project.starts import PYZ, start
from project.stranger import SECRET, SHIPPED, STRATEGIES, VERSION, artifacts, make
from targets import appimages, channel, installers, require, sandbox, snaps
from workshop import LONG, PYTHONS, Workshop, git, locked, marks, nox

pytestmark = pytest.mark.xdist_group("podman")  # the tests share what one process builds

QUICK = [strategy for strategy in STRATEGIES if strategy not in LONG]
EACH = [pytest.param(strategy, marks=marks(strategy)) for strategy in STRATEGIES]


@pytest.fixture(scope="session")
def project(workshop: Workshop, podman: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built in every way by its own verbs, and tried by them."""
    require("bwrap", "dh", "dpkg-buildpackage", "mmdebstrap", "rpmbuild")
    folder = make(workshop, tmp_path_factory.mktemp("stranger") / "work")
    with locked(workshop.store / "podman.lock"), pytest.MonkeyPatch.context() as patch:
        for name, value in installers.STAND_INS.items():
            patch.setenv(name, value)
        patch.setenv("APPIMAGE_RUNTIME", str(appimages.runtime()))
        patch.setenv("CONDA_CHANNEL", channel.channel())
        patch.setenv("TMPDIR", str(folder.parent))
        patch.setenv("PATH", f"{snaps.commands(folder.parent)}:{os.environ['PATH']}")
        said = nox(folder, "-f", "tools/shipping/noxfile.py", "-s", *sessions(QUICK))
    assert "Git does not track" in said
    return folder


def sessions(strategies: Iterable[str]) -> list[str]:
    """The sessions that build and try the project in some ways."""
    return [f"{verb}_{strategy}" for strategy in strategies for verb in ("build", "smoke")]


@pytest.fixture
def shipped(project: Path, prepare: Callable[[str], None], strategy: str) -> Path:
    """The project with what a strategy builds, now if that takes long."""
    if strategy in LONG and not artifacts(project, strategy):
        prepare(strategy)
        nox(project, "-f", "tools/shipping/noxfile.py", "-s", *sessions([strategy]))
    return project


@pytest.fixture
def command(shipped: Path, tmp_path: Path, strategy: str) -> list[str]:
    """How the artifact of a strategy is started in its target."""
    return start(strategy, shipped, tmp_path)


@pytest.mark.parametrize("strategy", EACH)
def test_what_is_declared_arrives(podman_turn: None, command: list[str], strategy: str) -> None:
    """The first command, its exit codes, the version that only git knows, the data file of the second package."""
    said = subprocess.run([*command, "--version"], check=True, capture_output=True, text=True).stdout
    assert said.split() == [VERSION, SHIPPED]
    for code in (0, 1, 2):
        assert subprocess.run([*command, str(code)], check=False).returncode == code


@pytest.mark.parametrize("strategy", EACH)
def test_a_signal_arrives(podman_turn: None, command: list[str], strategy: str) -> None:
    """SIGTERM ends the program at once, and whoever started it can tell."""
    with subprocess.Popen([*command, "wait"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        sandbox.stop(process)
        code = process.wait(timeout=20)
    assert code in (-signal.SIGTERM, 128 + signal.SIGTERM), code


@pytest.mark.parametrize("strategy", EACH)
def test_what_is_private_stays(shipped: Path, tmp_path: Path, strategy: str) -> None:
    """No artifact holds a file that git does not track; what is meant to ship shows that the search finds."""
    found = artifacts(shipped, strategy)
    assert len(found) == (2 if strategy == "sdist" else 1)
    for artifact in found:
        files = list(contents(artifact, tmp_path / "unpacked"))
        assert any(SHIPPED.encode() in data for _, data in files)
        assert [name for name, data in files if SECRET.encode() in data] == []
        private = ("notes", "id_ed25519", "halfdone", "key.pem", ".env", ".copier-answers")
        assert [name for name, _ in files if any(word in name for word in private)] == []


def test_what_is_planted_would_be_found(project: Path, tmp_path: Path) -> None:
    """Once git tracks the same files, the sdist holds the secret, and the search finds it."""
    copy = shutil.copytree(project, tmp_path / "copy", ignore=shutil.ignore_patterns(".nox", "dist"))
    git(copy, "add", "--all", "--force")
    git(copy, "commit", "--quiet", "--message=All of it")
    nox(copy, "-f", "tools/shipping/noxfile.py", "-s", "dist", "build_sdist")
    [sdist] = (copy / "dist").glob("*.tar.gz")
    assert any(SECRET.encode() in data for _, data in contents(sdist, tmp_path))


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10"])
@pytest.mark.parametrize("strategy", PYZ)
def test_an_older_python_is_told(project: Path, strategy: str, version: str) -> None:
    """One line says which Python the file needs."""
    for python in Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(f"versions/{version}.*/bin/python"):
        run = [str(python), str(project / "dist" / PYZ[strategy]), "0"]
        result = subprocess.run(run, capture_output=True, text=True, check=False)
        said = f"{PYZ[strategy]} needs Python {PYTHONS[0]} or newer; this is Python {version}.\n"
        assert (result.returncode, result.stderr) == (1, said)


def test_podman_builds_a_clean_clone(podman_turn: None, project: Path, tmp_path: Path) -> None:
    """`podman build .` works by itself, as people expect of a Dockerfile."""
    git(tmp_path, "clone", "--quiet", str(project), "clone")
    subprocess.run(["podman", "build", "--quiet", "--tag=by-hand", "."], cwd=tmp_path / "clone", check=True)
    said = subprocess.run(["podman", "run", "--rm", "by-hand", "--version"], check=True, capture_output=True, text=True)
    assert said.stdout.split() == [VERSION, SHIPPED]


def test_another_command(project: Path, tmp_path: Path) -> None:
    """One place says which command is the main one; a name that is not declared is refused in one sentence."""
    copy = shutil.copytree(project, tmp_path / "copy", ignore=shutil.ignore_patterns(".nox", "dist"))
    settings = copy / "tools/shipping/settings.toml"
    text = settings.read_text()
    settings.write_text(text.replace('command = ""', 'command = "unrelated"'))
    nox(copy, "-f", "tools/shipping/noxfile.py", "-s", "build_zipapp", "build_shiv")
    for name in PYZ.values():
        assert subprocess.run([sys.executable, copy / "dist" / name], check=False).returncode == 9
    settings.write_text(text.replace('command = ""', 'command = "missing"'))
    said = nox(copy, "-f", "tools/shipping/noxfile.py", "-s", "build_zipapp", fails=True)
    assert "ed has no command 'missing'" in said
    assert "Traceback" not in said
