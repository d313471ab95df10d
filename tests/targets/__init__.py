"""The places artifacts are run in, and what to do where a tool for one is missing."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

# The Debian package that brings each tool.
PACKAGES = {
    tool: package
    for package, *tools in map(str.split, Path(__file__).with_name("packages.txt").read_text("utf-8").splitlines()[1:])
    for tool in tools
}


def require(*tools: str) -> None:
    """Skip the test, naming the line that installs what is missing; fail instead where GRADIENT_STRICT is 1."""
    missing = sorted(PACKAGES[tool] for tool in tools if not shutil.which(tool))
    if missing:
        lack(f"needs: apt-get install --no-install-recommends {' '.join(missing)}")


def lack(reason: str) -> NoReturn:
    """Skip the test for a reason that says what to install; fail instead where GRADIENT_STRICT is 1."""
    if os.environ.get("GRADIENT_STRICT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
