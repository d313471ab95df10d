"""What is built says in one line what is wrong with its input, ends with an exit code, and minds only its own settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workshop import Workshop

# What a person gives to the program, and a part of what it says.
COMMANDS = {
    "--nonsense": "--nonsense",
    "nonsense": "nonsense",
    "top --limit=-1": "--limit",
    "top --limit=x": "--limit",
    "top missing.txt": "missing.txt: No such file or directory",
    "count latin1.txt": "latin1.txt: not a text in UTF-8",
    "count .": ".: Is a directory",
}
# Settings of other programs that are in the environment: conda's own, and that of a platform.
STRANGE = {"HOST": "x86_64-conda-linux-gnu", "PORT": "tcp://10.0.0.1", "GREETING": "\udcff"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a person is, with a file that is no text."""
    (tmp_path / "latin1.txt").write_bytes(b"caf\xe9")
    return tmp_path


def program(workshop: Workshop, shape: str) -> list[str]:
    """Return what starts a built program."""
    return [sys.executable, "-I", str(workshop.built(shape=shape, strategy="zipapp") / "dist/my-app.pyz")]


def assert_one_line(said: str, message: str) -> None:
    """Check that a message is one line, and no traceback."""
    assert message in said
    assert len(said.splitlines()) == 1, said


@pytest.mark.parametrize("line", COMMANDS)
def test_command(workshop: Workshop, folder: Path, line: str) -> None:
    """A wrong option, and a file that cannot be read."""
    run = [*program(workshop, "cli"), *line.split()]
    ended = subprocess.run(run, cwd=folder, check=False, capture_output=True, text=True)
    assert ended.returncode in (1, 2)
    assert not ended.stdout
    assert_one_line(ended.stderr, COMMANDS[line])


def test_reader_that_has_had_enough(workshop: Workshop, folder: Path) -> None:
    """The command ends as soon as nobody reads what it prints, and has nothing to say about that."""
    (folder / "long.txt").write_text(" ".join(f"word{number}" for number in range(200_000)), "utf-8")
    run = [*program(workshop, "cli"), "top", "--limit=200000", "long.txt"]
    with subprocess.Popen(run, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 1


@pytest.mark.parametrize("port", ["http", "-1", "65536", ""])
def test_setting(workshop: Workshop, port: str) -> None:
    """A port that is none stops the service before it listens."""
    environment = {**os.environ, "MY_APP_PORT": port}
    run = program(workshop, "service")
    ended = subprocess.run(run, env=environment, check=False, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert_one_line(ended.stderr, "my-app: MY_APP_PORT must be")


def test_settings_of_others(workshop: Workshop) -> None:
    """They change nothing: the service is ready, well, and stops when asked to; all it says is JSON, on one stream."""
    project = workshop.built(shape="service", strategy="zipapp")
    run = [sys.executable, "tests/smoke.py", *program(workshop, "service")]
    environment = {**os.environ, **STRANGE}
    ended = subprocess.run(run, cwd=project, env=environment, check=True, capture_output=True, text=True)
    logs = [line for line in ended.stdout.splitlines() if '"status"' not in line]
    assert len(logs) > 5
    assert [line for line in logs if not line.startswith('{"level": "')] == []
    assert ended.stderr == ""


def test_a_traceback_is_no_line(workshop: Workshop, folder: Path) -> None:
    """The check finds a program that does not look after its errors."""
    run = [sys.executable, "-c", "open('latin1.txt', encoding='utf-8').read()"]
    ended = subprocess.run(run, cwd=folder, check=False, capture_output=True, text=True)
    with pytest.raises(AssertionError):
        assert_one_line(ended.stderr, "utf-8")
