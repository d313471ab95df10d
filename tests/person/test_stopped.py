"""Whatever stops `gradient` while it places files: all is as it was, or done; after sudden death, the next run sees to it."""

import functools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from packaging_gradient.placing.unfinished import mended
from person import small
from person.command import COMMAND
from person.placings import VERBS
from person.repositories import OWN, repository
from person.stopping import FULL, HOW, everywhere
from project.trees import read
from targets import require
from workshop import ROOT, Workshop, git


@pytest.fixture
def draft(source: Path, tmp_path: Path) -> Path:
    """A rendered project."""
    folder = small.project(source, tmp_path / "draft/app")
    shutil.rmtree(folder / ".git")
    return folder


@pytest.mark.parametrize(
    ("how", "step"),
    [
        *(pytest.param(how, 3 if how in {"SIGKILL", FULL} else 7, id=how) for how in HOW),
        *(pytest.param(how, 1, id=f"{how}-every", marks=pytest.mark.all_interruptions) for how in HOW),
    ],
)
@pytest.mark.parametrize("verb", VERBS)
def test_at_every_file(draft: Path, tmp_path: Path, verb: str, how: str, step: int) -> None:
    """Stopped before any single change of a file, it leaves nothing half done."""
    with VERBS[verb](draft, tmp_path / "root") as placing:
        wrong = list(everywhere(placing, how, step))
    assert not wrong


@pytest.mark.parametrize("verb", VERBS)
def test_disk_that_is_full(draft: Path, tmp_path: Path, verb: str) -> None:
    """However little room a disk has, nothing is cut: it is refused, and all is as before, or it is done."""
    require("bwrap")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["bwrap", "--dev-bind", "/", "/", "--size", "4000000", "--tmpfs", str(disk), "--"]
    command += [sys.executable, "-m", "person.small_disk", verb, str(draft), str(disk)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 5


@dataclass(frozen=True)
class Run:
    """A verb as a process of its own: what it is called with, and the folder that it changes."""

    command: list[str]
    folder: Path

    def state(self) -> tuple[object, ...]:
        """Return what is in the folder and beside it, and what git says of it."""
        if not self.folder.exists():
            return (sorted(os.listdir(self.folder.parent)),)
        said = git(self.folder, "status", "--porcelain", "--ignored"), git(self.folder, "log", "--format=%s")
        return sorted(os.listdir(self.folder.parent)), read(self.folder), *said

    def stopped(self, number: signal.Signals, after: float) -> int:
        """Start it, send it a signal after some seconds; return how it ended."""
        with subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(after)
            process.send_signal(number)
            return process.wait()


def a_run(verb: str, workshop: Workshop, tmp_path: Path) -> Run:
    """Prepare a folder for a verb of the real template."""
    folder, options = tmp_path / "around/p", ["--defaults", f"--template={workshop.template}"]
    folder.parent.mkdir(parents=True)
    if verb == "adopt":
        repository(folder, OWN)
    elif verb == "switch":
        workshop.copy(folder, strategy="zipapp")
        options = []
    words = [verb, *(["docker"] if verb == "switch" else []), str(folder), *options]
    return Run([*COMMAND, *words], folder)


@functools.cache
def undisturbed(verb: str, workshop: Workshop, folder: Path) -> tuple[tuple[object, ...], float]:
    """Let a run come to its end; return what it leaves, and how many seconds it took."""
    run = a_run(verb, workshop, folder)
    start = time.monotonic()
    subprocess.run(run.command, check=True, stdout=subprocess.DEVNULL)
    return run.state(), time.monotonic() - start


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for runs that nobody stops."""
    return tmp_path_factory.mktemp("undisturbed")


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.all_interruptions) for n in range(1, 18))])
@pytest.mark.parametrize("how", HOW[:4])
@pytest.mark.parametrize("verb", ["new", "adopt", "switch"])
def test_at_any_time(workshop: Workshop, tmp_path: Path, folder: Path, verb: str, how: str, seed: int) -> None:
    """Stopped at any time of its life, a real run leaves all as it was, or done; after sudden death, the next run sees to it."""
    done, seconds = undisturbed(verb, workshop, folder / verb)
    run, number, chance = a_run(verb, workshop, tmp_path), signal.Signals[how], random.Random(f"{verb} {how} {seed}")
    before = run.state()
    code = run.stopped(number, chance.uniform(0, 1.1 * seconds))
    mended(run.folder)
    assert run.state() in (before, done)
    # Before the command listens and after that, a signal ends a program in the system's own way.
    assert code in {-number, 128 + number} or (code == 0 and run.state() == done)
