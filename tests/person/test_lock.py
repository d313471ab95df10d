"""The lock in the first commit of a new project: there where uv and an index are, and no hindrance where they are not."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from packaging_gradient import locking
from person.command import COMMAND, gradient
from targets import require
from workshop import Workshop, git

UV = Path(sysconfig.get_path("scripts")) / "uv"


@pytest.fixture
def uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The uv of a user, in a folder of its own; locks are wanted."""
    monkeypatch.delenv("GRADIENT_NO_LOCK")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "uv").symlink_to(UV)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder / "uv"


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """An index that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://127.0.0.1:{server.getsockname()[1]}/simple")
        monkeypatch.setenv("UV_NO_CACHE", "1")
        yield server


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A project that depends on something."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "p"\nversion = "1"\ndependencies = ["click"]\n')
    return tmp_path


def instead(uv: Path, script: str | None) -> None:
    """Have a script stand in for uv, or what is no program at all."""
    uv.unlink()
    uv.write_text(f"#!/bin/sh\n{script}\n" if script else "\0")
    uv.chmod(0o755)


def new(workshop: Workshop, folder: Path, *options: object) -> str:
    """Make a project; return what is said."""
    return gradient("new", folder, "--defaults", "--template", workshop.template, *options)


def committed(folder: Path) -> list[str]:
    """Return the files of the one commit; nothing else is there."""
    assert git(folder, "rev-list", "--count", "HEAD") == "1\n"
    assert git(folder, "status", "--porcelain", "--ignored") == ""
    return git(folder, "ls-files").splitlines()


def test_in_the_first_commit(workshop: Workshop, uv: Path, target: Path) -> None:
    """The lock fits the project, a switch leaves it alone, and whoever forgets it after an edit is told what to type."""
    assert "uv.lock" not in new(workshop, target)
    assert "uv.lock" in committed(target)
    gradient("switch", "zipapp", target)
    assert "uv.lock" not in git(target, "status", "--porcelain")
    subprocess.run([uv, "lock", "--check", "--quiet"], cwd=target, check=True)
    file = target / "pyproject.toml"
    file.write_text(file.read_text("utf-8").replace('"click>=8.1"', '"click>=8.1", "idna"'), "utf-8")
    nox = [sys.executable, "-m", "nox", "--session=typecheck"]
    run = subprocess.run(nox, cwd=target, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "run `uv lock`" in run.stdout + run.stderr


RUST = ["--data=code=compiled", "--data=extension=rust", "--data=strategy=wheel"]


def test_a_lock_of_a_language(workshop: Workshop, uv: Path, target: Path) -> None:
    """Where Cargo is, the first commit holds the crates, too; the lock fits, and no longer does after an edit."""
    require("cargo")
    assert "Cargo.lock" not in new(workshop, target, *RUST)
    assert "rust/Cargo.lock" in committed(target)
    check = ["cargo", "metadata", "--locked", "--format-version=1", "--manifest-path=rust/Cargo.toml"]
    assert subprocess.run(check, cwd=target, capture_output=True, check=False).returncode == 0
    file = target / "rust/Cargo.toml"
    file.write_text(file.read_text("utf-8").replace("[dependencies]\n", '[dependencies]\nmemchr = "2"\n'), "utf-8")
    assert b"--locked" in subprocess.run(check, cwd=target, capture_output=True, check=False).stderr


def test_a_lock_of_a_language_that_fails(workshop: Workshop, uv: Path, target: Path) -> None:
    """One line says why, and what makes it. A lock that is there stays, and is not asked for."""
    cargo = uv.with_name("cargo")
    cargo.symlink_to(uv)
    instead(cargo, "echo 'error: no network' >&2; exit 101")
    [line] = [line for line in new(workshop, target, *RUST).splitlines() if "Cargo.lock" in line]
    made = "`cargo generate-lockfile --manifest-path=rust/Cargo.toml` makes it later."
    assert line == f"There is no rust/Cargo.lock yet (no network); {made}"
    assert "rust/Cargo.lock" not in committed(target)
    other = target.with_name("other")
    (other / "rust").mkdir(parents=True)
    (other / "rust/Cargo.lock").write_text("mine\n")
    assert "Cargo.lock" not in new(workshop, other, *RUST)
    assert (other / "rust/Cargo.lock").read_text() == "mine\n"


def test_without_uv(workshop: Workshop, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said of what is not there. The uv in the environment of the command is not the user's."""
    monkeypatch.delenv("GRADIENT_NO_LOCK")
    monkeypatch.setenv("PATH", f"{UV.parent}{os.pathsep}{Path(shutil.which('git') or '').parent}")
    assert "uv.lock" not in new(workshop, target)
    assert "uv.lock" not in committed(target)


def test_failing(workshop: Workshop, uv: Path, target: Path) -> None:
    """The project is made all the same, and one line says why it has no lock, and what makes it."""
    instead(uv, "echo 'error: Failed to fetch: x' >&2; echo '  cause: y' >&2; exit 2")
    [line] = [line for line in new(workshop, target).splitlines() if "uv.lock" in line]
    assert line == "There is no uv.lock yet (Failed to fetch: x); `uv lock` makes it later."
    assert "uv.lock" not in committed(target)


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 3", "(exit code 3)"), ("printf '\\033[31m' >&2; exit 1", "(\\x1b[31m)"), (None, "(Exec format error)")],
    ids=["says nothing", "colours", "no program"],
)
def test_failing_in_other_ways(draft: Path, uv: Path, script: str | None, said: str) -> None:
    """Whatever uv is, and whatever it says, it is one line."""
    instead(uv, script)
    assert locking.lock(draft, draft) == f"There is no uv.lock yet {said}; `uv lock` makes it later."


def test_slow_index(draft: Path, uv: Path, silent: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that does not answer costs a bounded time."""
    monkeypatch.setattr(locking, "SECONDS", 3.0)
    start = time.monotonic()
    assert "(no answer in 3 seconds)" in locking.lock(draft, draft)
    assert time.monotonic() - start < 15
    silent.accept()[0].close()


def test_index_that_is_not_there(draft: Path, uv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uv's own words say so; a password in the address is not among them."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://me:secret@127.0.0.1:9/simple")
    said = locking.lock(draft, draft)
    assert "127.0.0.1:9" in said
    assert "secret" not in said


def test_stopped_while_it_locks(workshop: Workshop, uv: Path, silent: socket.socket, target: Path) -> None:
    """Nothing is left: no folder, and no uv that still waits."""
    command = [*COMMAND, "new", str(target), "--defaults", f"--template={workshop.template}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        called, _ = silent.accept()
        process.send_signal(signal.SIGTERM)
        assert process.communicate()[1] == "gradient: Stopped; nothing was written.\n"
    assert process.returncode == 128 + signal.SIGTERM
    assert not target.exists()
    with called:
        called.settimeout(30)
        while called.recv(4096):
            pass


@pytest.mark.parametrize("case", ["not wanted", "in a repository", "has one", "not trusted"])
def test_not_called(
    workshop: Workshop, uv: Path, tmp_path: Path, target: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uv is called for a project of its own alone, whose template may run code."""
    instead(uv, f"touch {tmp_path}/called")
    if case == "in a repository":
        git(tmp_path, "init", "--quiet")
    if case == "has one":
        target.mkdir()
        (target / "uv.lock").write_text("mine\n")
    if case == "not trusted":
        (tmp_path / "none.yml").write_text("trust: []\n")
        monkeypatch.setenv("COPIER_SETTINGS_PATH", str(tmp_path / "none.yml"))
    new(workshop, target, *(["--no-lock"] if case == "not wanted" else []))
    assert not (tmp_path / "called").exists()
