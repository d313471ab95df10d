"""What is left out elsewhere than on Linux is what needs it, and the rest uses nothing that only Linux has."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from portable import ANYWHERE, HERE, LINUX_ALONE
from workshop import ROOT

WORKFLOW = ROOT / ".github/workflows/tests.yml"


def test_what_needs_linux() -> None:
    """What uses roots and terminals, itself or by a module of ours, and nothing of the table."""
    names = {file.relative_to(HERE).as_posix() for file in LINUX_ALONE}
    assert {"strategies/test_zipapp.py", "person/test_cli.py", "person/test_adopt.py"} <= names
    assert not {name for name in names if name.startswith("table/")}


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_nothing_of_linux_is_used(platform: str, tmp_path: Path) -> None:
    """The types of the standard library differ by system: what the command and the portable tests use is in all."""
    checked = [str(path) for path in (ROOT / "bootstrap", ROOT / "extensions", *ANYWHERE)]
    assert mypy(platform, tmp_path, *checked).returncode == 0


def test_what_is_of_linux_is_seen(tmp_path: Path) -> None:
    """What Windows has not got is found."""
    (tmp_path / "wrong.py").write_text('"""Wrong."""\n\nimport os\n\nprint(os.geteuid())\n', "utf-8")
    assert '"geteuid"' in mypy("win32", tmp_path, str(tmp_path / "wrong.py")).stdout


def mypy(platform: str, cache: Path, *checked: str) -> subprocess.CompletedProcess[str]:
    """Check types as on a platform."""
    options = [f"--platform={platform}", f"--cache-dir={cache / 'cache'}"]
    run = [sys.executable, "-m", "mypy", *options, *checked]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)


def test_workflow() -> None:
    """It names tests that are there, and every action by a commit with its version."""
    jobs = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]
    for other in jobs["others"]["strategy"]["matrix"]["include"]:
        for name in other["tests"].split():
            found = [file for file in ANYWHERE if file.is_relative_to(ROOT / name)]
            assert found, name
    uses = re.findall(r"uses: (.*)", WORKFLOW.read_text("utf-8"))
    assert uses
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", line) for line in uses)
