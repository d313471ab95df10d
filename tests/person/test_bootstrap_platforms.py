"""`./bootstrap` on Linux, macOS and Windows: what differs there, as far as one of them can simulate the others."""

import ast
import errno
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from workshop import ROOT

SCRIPT = ROOT / "bootstrap"

# Runs main() as on Windows; the environment counts as made, so that nothing is installed.
AS_ON_WINDOWS = """
import sys
from pathlib import Path

platform, sys.platform = sys.platform, "win32"
namespace = {"__name__": "bootstrap", "__file__": str(Path("bootstrap").resolve())}
exec(Path("bootstrap").read_text("utf-8"), namespace)
sys.platform = platform
namespace["BIN"].mkdir(parents=True, exist_ok=True)
namespace["STAMP"].write_text(namespace["fingerprint"]())
namespace["main"](sys.argv[1:])
"""


def loaded(monkeypatch: pytest.MonkeyPatch, platform: str) -> ModuleType:
    """Return the script as a module, as it would be on a platform."""
    module = ModuleType("bootstrap")
    module.__file__ = str(SCRIPT)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", platform)
        exec(compile(SCRIPT.read_text("utf-8"), SCRIPT, "exec"), vars(module))  # noqa: S102 - our own script
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with all that the script reads."""
    for name in ("bootstrap", "pyproject.toml"):
        shutil.copy2(ROOT / name, tmp_path)
    return tmp_path


def test_nothing_before_the_version() -> None:
    """An older Python can parse the script, and imports nothing before it is told that it is too old."""
    body = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 7)).body
    check = next(number for number, node in enumerate(body) if isinstance(node, ast.If))
    imports = [node for node in body[:check] if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["import sys"]
    assert "sys.version_info < (3, 11)" in ast.unparse(body[check])


def test_nothing_of_one_system() -> None:
    """No module that only some systems have is imported at the top."""
    top = {
        name.name
        for node in ast.parse(SCRIPT.read_text("utf-8")).body
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert "sys" in top
    assert not top & {"fcntl", "grp", "msvcrt", "pwd", "resource", "termios", "winreg"}


@pytest.mark.parametrize(
    ("platform", "python"), [("linux", "bin/python"), ("darwin", "bin/python"), ("win32", "Scripts/python.exe")]
)
def test_environment(monkeypatch: pytest.MonkeyPatch, platform: str, python: str) -> None:
    """The environment is made with the Python where each system has it, and with links only where anyone may make them."""
    script = loaded(monkeypatch, platform)
    made: list[SimpleNamespace] = []
    run: list[list[str]] = []
    builder = lambda **options: SimpleNamespace(create=lambda folder: made.append(SimpleNamespace(**options)))
    monkeypatch.setattr(script, "venv", SimpleNamespace(EnvBuilder=builder))
    monkeypatch.setattr(script.importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(script, "run", lambda what, command: run.append(command))
    monkeypatch.setattr(script, "STAMP", SimpleNamespace(write_text=lambda text: None))
    script.install()
    assert {Path(command[0]).relative_to(ROOT / ".venv").as_posix() for command in run} == {python}
    assert [options.symlinks for options in made] == [platform != "win32"]


class Region:
    """Stands in for `msvcrt`: notes where a file is locked, after as many failures as it is given."""

    LK_LOCK = 1

    def __init__(self, *failures: int) -> None:
        """Take the numbers of the errors to raise first."""
        self.failures = list(failures)
        self.places: list[int] = []

    def locking(self, number: int, mode: int, length: int) -> None:
        """Lock from where the file stands, as the real one does."""
        self.places.append(os.lseek(number, 0, os.SEEK_CUR))
        if self.failures:
            raise OSError(self.failures.pop(0), "not now")


@pytest.mark.parametrize("failures", [[], [errno.EDEADLK, errno.EDEADLK]], ids=["free", "twice ten seconds"])
def test_lock_on_windows(monkeypatch: pytest.MonkeyPatch, failures: list[int]) -> None:
    """It waits for as long as another holds the lock, and locks nothing that Python has to read."""
    script, region = loaded(monkeypatch, "win32"), Region(*failures)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", region)
    with SCRIPT.open(encoding="utf-8") as file:
        script.lock(file)
    assert len(region.places) == len(failures) + 1
    assert min(region.places) > SCRIPT.stat().st_size


def test_lock_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files cannot be locked at all, it does not wait for ever."""
    script, region = loaded(monkeypatch, "win32"), Region(errno.EACCES)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", region)
    with SCRIPT.open(encoding="utf-8") as file, pytest.raises(OSError, match="not now"):
        script.lock(file)


def test_lock_of_this_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one waits until the first closes the file."""
    script, done = loaded(monkeypatch, sys.platform), threading.Event()

    def second() -> None:
        with SCRIPT.open(encoding="utf-8") as file:
            script.lock(file)
            done.set()

    waiting = threading.Thread(target=second)
    with SCRIPT.open(encoding="utf-8") as file:
        script.lock(file)
        waiting.start()
        assert not done.wait(0.5)
    waiting.join(60)
    assert done.is_set()


def on_windows(checkout: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the script does on Windows."""
    run = [sys.executable, "-c", AS_ON_WINDOWS, *command]
    return subprocess.run(run, cwd=checkout, capture_output=True, text=True, check=False)


@pytest.mark.skipif(os.name == "nt", reason="the command is a script for sh")
def test_command_on_windows(checkout: Path) -> None:
    """The command is that of the environment; its exit code is handed on, also when Ctrl-C has reached both."""
    tool = checkout / ".venv/Scripts/python"
    tool.parent.mkdir(parents=True)
    tool.write_text('#!/bin/sh\nkill -INT $PPID\nsleep 0.2\necho "$1 in $VIRTUAL_ENV"\nexit 7\n')
    tool.chmod(0o755)
    run = on_windows(checkout, "python", "one word")
    assert (run.returncode, run.stderr) == (7, "")
    assert run.stdout == f"one word in {checkout / '.venv'}\n"


def test_no_such_command_on_windows(checkout: Path) -> None:
    """What is not there is said in one line, with the code that shells have for it."""
    run = on_windows(checkout, "no-such-thing")
    assert (run.returncode, run.stderr.count("\n")) == (127, 1)
    assert "bootstrap: cannot run no-such-thing: No such file or directory" in run.stderr
