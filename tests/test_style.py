"""The project's own form: lint, format, types, the size of modules, and names that must not appear."""

import subprocess
import sys
from pathlib import Path

import pytest

from workshop import ROOT, git

SOURCES = [ROOT / name for name in git(ROOT, "ls-files", "-co", "--exclude-standard", "*.py").splitlines()]
MODULES = [path for path in SOURCES if path.is_file() and path.relative_to(ROOT).parts[0] != "template"]


@pytest.mark.parametrize("command", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]], ids=" ".join)
def test_clean(command: list[str]) -> None:
    """Lint, format and strict types find nothing."""
    result = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module(module: Path) -> None:
    """A module has a docstring and fewer than 200 lines."""
    text = module.read_text("utf-8")
    assert text.startswith(('"""', "#!"))
    assert len(text.splitlines()) < 200
