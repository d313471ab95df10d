"""The verbs of a generated project on Linux, macOS and Windows, as far as one of them can simulate the others."""

import os
import runpy
import shutil
import signal
import stat
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Self

import pytest

from project.imported import imported
from workshop import ROOT, Workshop, commit

TEMPLATE = ROOT / "template"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder of a repository with the tools that ship it, and a file."""
    folder = tmp_path / "top/project"
    shutil.copytree(TEMPLATE / "tools", folder / "tools", ignore=shutil.ignore_patterns("*.jinja", "__pycache__"))
    (folder / "text.txt").write_bytes(b"one\ntwo\n")
    commit(tmp_path / "top")
    return folder


@pytest.fixture
def common(project: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What the sessions of that project share."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setattr("nox.registry._REGISTRY", {})  # where an earlier test has left the same sessions
    return imported(project, "shipping.common", monkeypatch)


@pytest.fixture
def session(tmp_path: Path) -> SimpleNamespace:
    """A session of nox, as far as it is asked."""
    return SimpleNamespace(cache_dir=tmp_path / "cache", warn=print, error=pytest.fail)


def test_line_ends(
    project: Path, common: ModuleType, session: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the settings that git has on Windows, what is built has the line ends that are committed, edits included."""
    (tmp_path / "config").write_text("[core]\n  autocrlf = true\n  eol = crlf\n", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    (project / "text.txt").write_bytes(b"one\r\ntwo\r\nthree\r\n")
    assert (common.checkout(session) / "text.txt").read_bytes() == b"one\ntwo\nthree\n"


def test_project_in_a_folder(project: Path, common: ModuleType, session: SimpleNamespace) -> None:
    """The copy of a project that is not the whole repository is found without comparing how paths are written."""
    copy = common.checkout(session)
    assert copy == session.cache_dir / "tree/project"
    assert (copy / "text.txt").read_bytes() == (project / "text.txt").read_bytes()


@pytest.mark.parametrize("clears", [True, False], ids=["clear", "rmtree alone"])
def test_read_only(tmp_path: Path, common: ModuleType, monkeypatch: pytest.MonkeyPatch, clears: bool) -> None:
    """A clone goes although Windows removes no file that is read-only, as git's are."""
    folder = tmp_path / "clone"
    (folder / "objects").mkdir(parents=True)
    (folder / "objects/kept").touch(0o444)

    def as_on_windows(top: Path, ignore_errors: bool) -> None:
        for path in sorted(top.rglob("*"), reverse=True):
            if path.is_file() and path.stat().st_mode & stat.S_IWUSR:
                path.unlink()
        for path in sorted([top, *top.rglob("*")], reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()

    monkeypatch.setattr(common.shutil, "rmtree", as_on_windows)
    if clears:
        common.clear(folder)
    else:
        common.shutil.rmtree(folder, ignore_errors=True)
    assert folder.exists() != clears


@pytest.mark.parametrize(("commands", "found"), [({}, ["python", "-I"]), ({"my-app": None}, ["my-app"])])
def test_what_is_installed_is_named_by_its_path(
    common: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commands: dict[str, None], found: list[str]
) -> None:
    """Windows looks for a bare name beside the Python that asks, and there another one may lie."""
    suffix = ".exe" if os.name == "nt" else ""
    for name in ("python", "my-app"):
        (tmp_path / f"{name}{suffix}").touch(0o755)
    built = SimpleNamespace(commands=commands, command=SimpleNamespace(name="my-app"))
    monkeypatch.setattr(common, "project", lambda session: built)
    [program, *options] = common.installed(SimpleNamespace(bin=str(tmp_path), error=pytest.fail))
    assert [Path(program).stem, *options] == found
    assert Path(program).parent == tmp_path


class Service:
    """Stands in for a process that ends as Windows ends one."""

    def __init__(self, command: list[str], creationflags: int) -> None:
        """Note how it is started."""
        self.flags, self.signals = creationflags, list[int]()
        started.append(self)

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *error: object) -> None:
        """Leave it."""

    def send_signal(self, number: int) -> None:
        """Note what it is sent."""
        self.signals.append(number)

    def wait(self, timeout: float) -> int:
        """End as after Ctrl-Break."""
        return 0xC000013A


started: list[Service] = []


@pytest.mark.parametrize(("system", "sent", "flags"), [("nt", 1, 512), ("posix", signal.SIGTERM, 0)])
def test_service_is_stopped(
    workshop: Workshop, target: Path, monkeypatch: pytest.MonkeyPatch, system: str, sent: int, flags: int
) -> None:
    """On Windows by Ctrl-Break to a group of its own, whatever the exit code then is; elsewhere by SIGTERM, and it counts."""
    file = workshop.copy(target, shape="service") / "tests/smoke.py"
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", system)
        for module, name, value in ((signal, "CTRL_BREAK_EVENT", 1), (subprocess, "CREATE_NEW_PROCESS_GROUP", 512)):
            patch.delattr(module, name, raising=False)
            if system == "nt":
                patch.setattr(module, name, value, raising=False)
        smoke = runpy.run_path(str(file))
    monkeypatch.setitem(smoke["main"].__globals__, "wait_for", lambda port, path, process: "ok")
    monkeypatch.setattr(subprocess, "Popen", Service)
    monkeypatch.setenv("MY_APP_PORT", "1")
    if system == "nt":
        smoke["main"](["my-app"])
    else:
        with pytest.raises(SystemExit, match="stopped with exit code"):
            smoke["main"](["my-app"])
    assert (started[-1].signals, started[-1].flags) == ([sent], flags)


def test_command_for_every_shell(workshop: Workshop, target: Path) -> None:
    """The command that tries a wheel is given to cmd, too, which knows double quotes alone."""
    workshop.copy(target, existing=True, code="compiled", strategy="wheel")
    file = tomllib.loads((target / "tools/shipping/wheel/cibuildwheel.toml").read_text("utf-8"))
    assert file["tool"]["cibuildwheel"]["test-command"] == 'python -c "import my_app"'
