"""Whatever stops `gradient` while it places files: all is as it was, or done; after sudden death, the next run sees to it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from person import small
from person.placings import VERBS
from person.stopping import FULL, HOW, everywhere
from targets import require
from workshop import ROOT


@pytest.fixture
def draft(source: Path, tmp_path: Path) -> Path:
    """A rendered project."""
    folder = small.project(source, tmp_path / "draft/app")
    shutil.rmtree(folder / ".git")
    return folder


@pytest.mark.parametrize(
    ("how", "step"),
    [
        *(pytest.param(how, 1 if how in {"SIGKILL", FULL} else 7, id=how) for how in HOW),
        *(pytest.param(how, 1, id=f"{how}-every", marks=pytest.mark.all_interruptions) for how in HOW[:3]),
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
