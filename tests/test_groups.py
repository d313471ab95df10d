"""Tests of one group run in one process, by this repository's own settings: what they share is made once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workshop import ROOT

TESTS = """
import os
import time

import pytest

{mark}

@pytest.mark.parametrize("number", range(4))
def test(number: int) -> None:
    with open({file!r}, "a") as said:
        print(os.environ["PYTEST_XDIST_WORKER"], file=said)
    time.sleep(0.2)
"""


@pytest.mark.parametrize(("mark", "processes"), [("pytestmark = pytest.mark.xdist_group('one')", 1), ("", 2)])
def test_group(tmp_path: Path, mark: str, processes: int) -> None:
    """Four tests of a group are run by one of two processes, and by both where they have no group."""
    said, tests = tmp_path / "said", tmp_path / "test_these.py"
    tests.write_text(TESTS.format(mark=mark, file=str(said)), "utf-8")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    plain["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # most of the time goes into those that are not needed here
    run = [sys.executable, "-m", "pytest", f"--config-file={ROOT / 'pyproject.toml'}", "-n=2", "-q", str(tests)]
    subprocess.run(
        [*run, "-pxdist.plugin", "-pno:cacheprovider"], cwd=tmp_path, env=plain, check=True, capture_output=True
    )
    workers = said.read_text("utf-8").split()
    assert len(workers) == 4
    assert len(set(workers)) == processes
