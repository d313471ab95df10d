"""Fresh projects, rendered once for all tests of a run, and the update that takes one to other answers."""

import shutil
import tempfile
from pathlib import Path

import pytest
from copier import run_update

from project.edits import edit
from project.trees import Tree, read
from workshop import Workshop, commit, key, locked


def fresh(workshop: Workshop, **answers: object) -> Path:
    """Return a project rendered from these answers, and committed. Shared: copy it before you change it."""
    name = key(answers)
    project = workshop.store / f"fresh-{name}"
    with locked(workshop.store / f"fresh-{name}.lock"):
        if not (project / ".git/HEAD").exists():
            shutil.rmtree(project, ignore_errors=True)
            workshop.copy(project, **answers)
    return project


def expected(workshop: Workshop, **answers: object) -> Tree:
    """Return the files of a freshly rendered project."""
    return read(fresh(workshop, **answers))


def take(workshop: Workshop, target: Path, **answers: object) -> Path:
    """Copy a freshly rendered project to where it may be changed."""
    return Path(shutil.copytree(fresh(workshop, **answers), target))


def edited(workshop: Workshop, folder: Path, **answers: object) -> Tree:
    """Return the files of a freshly rendered project in which the user made the standard edits."""
    return read(edit(take(workshop, folder, **answers)))


def update(project: Path, **answers: object) -> Path:
    """Commit what the user changed, then do what `copier update --data KEY=VALUE` does; return the project.

    Copier takes the template's latest tag.
    """
    commit(project)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", in_memory())
        run_update(str(project), data=answers, defaults=True, overwrite=True, quiet=True)
    return project


def in_memory() -> str | None:
    """Return where temporary files need no disk: Copier writes many, and is a third slower on one. None if nowhere."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**28 else None
