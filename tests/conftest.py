"""Fixtures that all tests share."""

import os
import sys
from pathlib import Path

import pytest

from workshop import Workshop, locked, snapshot

# uv, nox and ruff are those of the environment the tests run in, also where that is not activated.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workshop:
    """The template's snapshot and the store of built projects, one for all processes of the run."""
    base = tmp_path_factory.getbasetemp()
    store = (base if worker_id == "master" else base.parent) / "workshop"
    store.mkdir(exist_ok=True)
    template = store / "template"
    with locked(store / "template.lock"):
        if not (template / ".git").exists():
            snapshot(template)
    return Workshop(template, store)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder for a new project, not there yet."""
    return tmp_path / "my-app"
