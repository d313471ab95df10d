"""Fresh projects, rendered once for all tests of a run, and the update that takes one to other answers."""

import shutil
from pathlib import Path

import yaml

from project.edits import EDITS, Edit, Names, names
from project.trees import Tree, read
from quick import run_update
from table.cases import Kind, allowed
from table.folders import OWNED
from workshop import Workshop, commit, key, locked

ANSWERS = ".copier-answers.yml"


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


def renders(workshop: Workshop, kind: Kind) -> dict[str, Tree]:
    """Return a fresh project of one kind for each strategy."""
    return {case.strategy: expected(workshop, **case.answers) for case in allowed(kind)}


def own(tree: Tree, strategy: str) -> Tree:
    """Return the files of a project that are a strategy's own."""
    return {name: entry for name, entry in tree.items() if name in OWNED[strategy]}


def shared(tree: Tree, strategy: str) -> Tree:
    """Return the files of a project that are nobody's own; the answers are the one file that has to differ."""
    return {name: entry for name, entry in tree.items() if name not in OWNED[strategy] and name != ANSWERS}


def composed(trees: dict[str, Tree], first: str, *others: str) -> Tree:
    """Return what a project ships in several ways should hold beside its answers: what those shipped in one hold."""
    tree = shared(trees[first], first)
    for strategy in (first, *others):
        tree |= own(trees[strategy], strategy)
    return tree


def parted(tree: Tree) -> tuple[Tree, str, set[str]]:
    """Return a project's files but for its answers, and how these say it is shipped: mainly, and in other ways."""
    answers = yaml.safe_load(tree[ANSWERS][1])
    return {name: tree[name] for name in tree if name != ANSWERS}, answers["strategy"], set(answers["also_ship"])


def suited(kind: Kind, tree: Tree, staying: str = "") -> tuple[tuple[Edit, ...], Names]:
    """Return the kinds of edits for which a kind of project has a place, and what their places refer to."""
    return tuple(change for change in EDITS if change.fits(kind, bool(staying))), names(tree, staying)


def update(project: Path, **answers: object) -> Path:
    """Commit what the user changed, then do what `copier update --data KEY=VALUE` does; return the project.

    Copier takes the template's latest tag.
    """
    commit(project)
    run_update(str(project), data=answers, defaults=True, overwrite=True, quiet=True)
    return project
