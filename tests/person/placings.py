"""The four ways in which `gradient` places files: in a new folder, in one that is there, in a repository, in a project."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from packaging_gradient import project
from packaging_gradient.placing import drafts
from packaging_gradient.switching import planning
from project.trees import Tree, read
from workshop import commit, git

State = tuple[Tree, str, list[str]]


@dataclass(frozen=True)
class Placing:
    """One way of changing a folder, two levels below a root: what is done, and how to see what came of it."""

    root: Path
    act: Callable[[], object]

    @property
    def folder(self) -> Path:
        """The folder that changes."""
        return self.root / "around/p"

    def state(self) -> State:
        """Return all that a person could see: the files, what is committed, what lies about in the folders above."""
        above = sorted(str(path.relative_to(self.root)) for path in [*self.root.glob("*"), *self.root.glob("*/*")])
        files = read(self.folder) if self.folder.exists() else {}
        committed = (self.folder / ".git").exists()
        return files, git(self.folder, "log", "--format=%s", "--name-only") if committed else "", above

    def rehearsed(self) -> tuple[State, State, Callable[[], None]]:
        """Do it once; return the state before and after it, and what brings back the one before."""
        kept = self.root.with_name(f"{self.root.name}-before")
        shutil.copytree(self.root, kept, symlinks=True)
        before = self.state()
        self.act()

        def again() -> None:
            for path in self.root.iterdir():
                shutil.rmtree(path)
            shutil.copytree(kept, self.root, symlinks=True, dirs_exist_ok=True)

        return before, self.state(), again


@contextmanager
def new(draft: Path, root: Path) -> Iterator[Placing]:
    """A new folder, in one that is new as well."""
    root.mkdir(exist_ok=True)
    yield Placing(root, lambda: drafts.place(draft, root / "around/p", commit=True))


@contextmanager
def into_a_folder(draft: Path, root: Path) -> Iterator[Placing]:
    """A folder that is there, with a file in it, in no repository."""
    (root / "around/p").mkdir(parents=True)
    (root / "around/p/mine.txt").write_text("mine")
    yield Placing(root, lambda: drafts.place(draft, root / "around/p", commit=True))


@contextmanager
def adopt(draft: Path, root: Path) -> Iterator[Placing]:
    """A repository, of which one file changes."""
    (root / "around/p").mkdir(parents=True)
    (root / "around/p/README.md").write_text("mine")
    commit(root / "around/p")
    yield Placing(root, lambda: drafts.place(draft, root / "around/p", ["README.md"]))


@contextmanager
def switch(draft: Path, root: Path) -> Iterator[Placing]:
    """A project, some files of which go, come and change."""
    shutil.copytree(draft, root / "around/p")
    commit(root / "around/p")
    made = project.read(root / "around/p")
    with planning.planned(made, {"strategy": "docker", "urls": "x"}, None) as plan:
        yield Placing(root, plan.apply)


VERBS: dict[str, Callable[[Path, Path], AbstractContextManager[Placing]]] = {
    verb.__name__: verb for verb in (new, into_a_folder, adopt, switch)
}
