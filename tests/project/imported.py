"""Modules of a generated project's tools, imported into the tests."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest


def imported(project: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import a module of a project, and not of one that an earlier test has imported it from."""
    monkeypatch.syspath_prepend(project / "tools")
    for known in [known for known in sys.modules if known.split(".")[0] == "shipping"]:
        monkeypatch.delitem(sys.modules, known)
    return import_module(name)
