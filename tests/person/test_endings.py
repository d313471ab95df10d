"""However the command ends, it is one line and an exit code: on any terminal, on none, on a full disk, at a fault of ours."""

import errno
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from packaging_gradient import ending, interrupts
from packaging_gradient.refusal import BAD_INPUT, STOPPED, Ended, Refused
from packaging_gradient.verbs import list as listing
from person.command import COMMAND, gradient
from project.trees import read
from targets import require

ASCII = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Have a shell run a line in a folder, with the command as $GRADIENT."""
    whole = {**os.environ, "GRADIENT": " ".join(COMMAND), **environment}
    return subprocess.run(["bash", "-c", line], cwd=folder, env=whole, capture_output=True, text=True, check=False)


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Have `gradient list` end with an error."""

    def fail() -> None:
        raise error

    monkeypatch.setattr(listing, "show", fail)


@pytest.mark.parametrize(
    "error", [KeyError("closing"), RuntimeError(), RecursionError("deep"), AssertionError("a\nb")], ids=repr
)
def test_unforeseen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception) -> None:
    """A fault of ours is one line with its kind, and a file has the rest."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    raising(monkeypatch, error)
    said = gradient("list", fails=ending.OUR_FAULT)
    assert type(error).__name__ in said
    [file] = tmp_path.iterdir()
    assert str(file) in said
    assert "test_endings.py" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_unforeseen_without_a_place_for_the_details(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, the line says what there is to say."""
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    raising(monkeypatch, KeyError("closing"))
    assert gradient("list", fails=ending.OUR_FAULT).endswith("KeyError: 'closing'.")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), ending.INTERRUPTED, "Stopped; nothing was written."),
        (MemoryError(), STOPPED, "There is not enough memory for this."),
        (OSError(errno.EACCES, "Permission denied", "/a/b"), BAD_INPUT, "/a/b: Permission denied"),
        (OSError(errno.EIO, "Input/output error"), BAD_INPUT, "Input/output error."),
        (OSError("odd"), BAD_INPUT, "odd."),
        (
            OSError(errno.ENOSPC, "No space left", "/tmp/tmp1234567_/f", None, "/home/me/p/f"),
            BAD_INPUT,
            "No space left, in /home/me/p; make",
        ),
        (OSError(errno.ENOSPC, "No space left", "/tmp/tmp1234567_/f"), BAD_INPUT, "No space left, in /tmp; make"),
        (OSError(errno.ENOSPC, "No space left"), BAD_INPUT, "No space left, in /tmp; make"),
        (OSError(errno.ENOSPC, "No space left", "/tmp/mine/f"), BAD_INPUT, "No space left, in /tmp/mine; make"),
    ],
    ids=repr,
)
def test_foreseen(monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str) -> None:
    """What the system says, with the place that a person knows; never `None`, never a scratch file."""
    monkeypatch.setattr("tempfile.tempdir", "/tmp")
    raising(monkeypatch, error)
    assert gradient("list", fails=code).startswith(said)


@pytest.mark.parametrize("full", ["project", "temporary"])
def test_full_disk(source: Path, tmp_path: Path, full: str) -> None:
    """Where a disk is full, its folder is named and no scratch file, and nothing is left of the project."""
    require("unshare")
    for name in ("project", "temporary"):
        (tmp_path / name).mkdir()
    mounted = f"mount -t tmpfs -o size=16k none {tmp_path / full} && cd {tmp_path / 'project'}"
    line = f"{mounted} && $GRADIENT new p --defaults --template {source}; code=$?; ls -A; exit $code"
    run = shell(f"unshare --map-root-user --mount sh -c '{line}'", tmp_path, TMPDIR=str(tmp_path / "temporary"))
    assert (run.returncode, run.stdout) == (BAD_INPUT, "")
    [said] = run.stderr.splitlines()
    assert f"No space left on device, in {tmp_path / full}" in said
    assert "temporary/" not in said


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("verb", ["new p --defaults --template {}", "why nothing"])
def test_closed_streams(source: Path, tmp_path: Path, streams: str, verb: str) -> None:
    """A stream that is closed is one that nobody reads or writes."""
    run = shell(f"exec $GRADIENT {verb.format(source)} {streams}", tmp_path)
    fails = "why" in verb
    assert run.returncode == (BAD_INPUT if fails else 0), run.stderr
    assert len(run.stderr.splitlines()) == (fails and "2" not in streams)
    assert (tmp_path / "p/README.md").exists() == ("{}" in verb)


@pytest.mark.parametrize("name", ["ünï", "漢字", "\udcff"], ids=ascii)
def test_ascii_terminal(source: Path, tmp_path: Path, name: str) -> None:
    """Where a terminal lacks characters, they are written out, and what was to be done is done."""
    folder = os.fsencode(name)
    run = subprocess.run(
        [*COMMAND, "new", folder, "--defaults", "--template", str(source)],
        cwd=tmp_path,
        env={**os.environ, **ASCII},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.isascii()
    assert (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + folder)) / "README.md").exists()


@pytest.mark.parametrize("verb", ["list", "advise --defaults", "--help"])
def test_nobody_reads_on(tmp_path: Path, verb: str) -> None:
    """`gradient list | head -1` is quiet."""
    run = shell(f"$GRADIENT {verb} | true", tmp_path)
    assert run.stderr == ""


def test_interrupted(tmp_path: Path) -> None:
    """An interrupt before anything is asked is one line, too, also while modules are read."""
    interrupt = "import signal, sys; sys.modules['typer'] = None; raise KeyboardInterrupt"
    (tmp_path / "rich.py").write_text(interrupt)
    run = shell("$GRADIENT list", tmp_path, PYTHONPATH=str(tmp_path))
    assert (run.returncode, run.stderr) == (ending.INTERRUPTED, "gradient: Stopped; nothing was written.\n")
    assert read(tmp_path).keys() == {"rich.py"}
    assert re.fullmatch(r"", run.stdout)


@pytest.mark.parametrize(
    ("error", "code"),
    [(Refused("Git says: exit code 143"), 143), (KeyError("x"), 143), (Ended("Stopped half-way.", STOPPED), STOPPED)],
    ids=repr,
)
def test_failed_for_a_signal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, code: int) -> None:
    """A signal that reaches git, too, makes that fail: the exit code is that of the signal, unless something is half done."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def killed() -> None:
        with interrupts.held():
            os.kill(os.getpid(), signal.SIGTERM)
            raise error

    monkeypatch.setattr(listing, "show", killed)
    assert str(error) in gradient("list", fails=code)
    raising(monkeypatch, error)
    assert str(error) in gradient("list", fails=getattr(error, "code", ending.OUR_FAULT))


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signal_before_anything_is_done(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A signal that comes as soon as the command listens has its own exit code, whatever it interrupts."""
    number = signal.Signals[name]
    monkeypatch.setattr(ending, "streams", lambda: os.kill(os.getpid(), number))
    assert gradient("list", fails=128 + number) == "Stopped; nothing was written."


def test_signal_while_text_is_run(tmp_path: Path) -> None:
    """A signal that comes while a library runs code that it wrote, as dataclasses do, has its own exit code."""
    kill = "import os, signal, sys; sys.modules['typer'] = None; os.kill(os.getpid(), signal.SIGTERM)"
    (tmp_path / "rich.py").write_text(f"exec({kill!r})")
    run = shell("$GRADIENT list", tmp_path, PYTHONPATH=str(tmp_path))
    assert (run.returncode, run.stderr) == (128 + signal.SIGTERM, "gradient: Stopped; nothing was written.\n")
