"""Whatever stops `gradient` while it places files: all is as it was, or done; after sudden death, the next run sees to it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from packaging_gradient import project
from packaging_gradient.placing import drafts, unfinished
from packaging_gradient.switching import planning
from person import small
from person.stopping import HOW, Placing, everywhere
from workshop import commit


@pytest.fixture
def draft(source: Path, tmp_path: Path) -> Path:
    """A rendered project."""
    folder = small.project(source, tmp_path / "draft/app")
    shutil.rmtree(folder / ".git")
    return folder


@contextmanager
def new(draft: Path, root: Path) -> Iterator[Placing]:
    """A new folder, in one that is new as well."""
    root.mkdir()
    yield Placing(root / "around/p", lambda: drafts.place(draft, root / "around/p", commit=True))


@contextmanager
def into_a_folder(draft: Path, root: Path) -> Iterator[Placing]:
    """A folder that is there, with a file in it, in no repository."""
    (root / "around/p").mkdir(parents=True)
    (root / "around/p/mine.txt").write_text("mine")
    yield Placing(root / "around/p", lambda: drafts.place(draft, root / "around/p", commit=True))


@contextmanager
def adopt(draft: Path, root: Path) -> Iterator[Placing]:
    """A repository, of which one file changes."""
    (root / "around/p").mkdir(parents=True)
    (root / "around/p/README.md").write_text("mine")
    commit(root / "around/p")
    yield Placing(root / "around/p", lambda: drafts.place(draft, root / "around/p", ["README.md"]))


@contextmanager
def switch(draft: Path, root: Path) -> Iterator[Placing]:
    """A project, some files of which go, come and change."""
    shutil.copytree(draft, root / "around/p")
    commit(root / "around/p")
    made = project.read(root / "around/p")
    with planning.planned(made, {"strategy": "docker", "urls": "x"}, None) as plan:
        yield Placing(root / "around/p", plan.apply)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("verb", [new, into_a_folder, adopt, switch], ids=lambda verb: verb.__name__)
def test_at_every_file(draft: Path, tmp_path: Path, verb: object, how: str) -> None:
    """Stopped before any single change of a file, it leaves nothing half done."""
    assert callable(verb)
    with verb(draft, tmp_path / "root") as placing:
        wrong = list(everywhere(placing, how, unfinished.mended))
    assert not wrong
