"""The projects that the checkers look at."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checkers.checked import CHECKED, Project
from workshop import Workshop, locked


@pytest.fixture
def checked(workshop: Workshop) -> Callable[[str], Path]:
    """Give what renders a project by its name, once for all processes of a run. Do not change the project."""

    def once(name: str) -> Path:
        project = workshop.store / "checked" / name
        with locked(workshop.store / f"checked-{name}.lock"):
            if not (project / ".git").exists():
                shutil.rmtree(project, ignore_errors=True)
                workshop.copy(project, **CHECKED[name])
        return project

    return once


@pytest.fixture
def flawed(checked: Project, target: Path) -> Path:
    """A copy of one of them, to be broken."""
    return shutil.copytree(checked(next(iter(CHECKED))), target)
