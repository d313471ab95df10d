"""What users do to a generated project: the kinds of edits that every change of strategy has to keep."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from string import Template
from typing import Any

import yaml

from project.trees import Tree, read, write
from table.cases import Kind
from workshop import CATALOGUE, PYTHONS

# What the places and files of edits refer to by `$name`, and what these are in one project.
Names = dict[str, str]


@dataclass(frozen=True)
class Step:
    """One change of a file: a text put at a place, or the whole file come, gone, renamed or given other permissions."""

    file: str
    put: str = ""
    after: str = ""
    before: str = ""
    instead_of: str = ""
    at: str = ""
    new: bool = False
    all: bool = False
    gone: bool = False
    name: str = ""
    mode: int = 0
    builds: bool = False
    where: dict[str, Any] = field(default_factory=dict)

    def named(self, text: str, names: Names) -> str:
        """Return a text of this step with the names of a project in it; GitHub's `${{` stays."""
        return Template(text).safe_substitute(names)

    def made(self, tree: Tree, names: Names) -> Tree:
        """Return a tree with this change. Raises ValueError unless the file, and the place, are there exactly once."""
        file = self.named(self.file, names)
        if (file in tree) == self.new:
            raise ValueError(f"{file} is {'there already' if self.new else 'not there'}")
        mode, content = tree.get(file, (0o644, b""))
        others = {name: entry for name, entry in tree.items() if name != file}
        if self.gone:
            return others
        changed = self.mode or mode, self.changed(content.decode(), names).encode()
        return {**others, self.named(self.name, names) or file: changed}

    def changed(self, text: str, names: Names) -> str:
        """Return what the file holds after this change."""
        put = self.named(self.put, names)
        if self.new or self.all:
            return put
        if self.at:
            return text + put if self.at == "end" else put + text
        place = self.named(self.after or self.before or self.instead_of, names)
        if not place:
            return text
        if text.count(place) != 1:
            raise ValueError(f"{self.file} has {place!r} {text.count(place)} times")
        return text.replace(place, place + put if self.after else put + place if self.before else put)

    def alive(self, tree: Tree, names: Names) -> bool:
        """Say whether a tree has what this step did."""
        file = self.named(self.name or self.file, names)
        if self.gone or file not in tree:
            return self.gone and file not in tree
        mode, content = tree[file]
        return self.named(self.put, names).encode() in content and self.mode in (0, mode)


@dataclass(frozen=True)
class Edit:
    """One kind of edit: its name and its steps."""

    what: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Name it as pytest shows it."""
        return self.what

    @property
    def builds(self) -> bool:
        """Whether a project is still built, and passes its own checks, without further ado."""
        return self.steps[0].builds

    def fits(self, kind: Kind, staying: bool = False) -> bool:
        """Say whether a kind of project, which has a strategy that stays or not, has the place of this edit."""
        shape, code = CATALOGUE["shapes"][kind.shape], CATALOGUE["codes"][kind.code]
        facts = [fact for fact, value in {**shape, **shape.get(code["layout"], {})}.items() if value]
        has = {
            "code": [kind.code, code.get("within")],
            "layout": [code["layout"]],
            "language": [kind.language],
            "fact": facts,
        }
        has |= {"staying": [staying]}
        return all(value in has[name] for name, value in self.steps[0].where.items())

    def made(self, tree: Tree, names: Names) -> Tree:
        """Return a tree with this edit. Raises ValueError, with its name, if there is no place for it."""
        try:
            for step in self.steps:
                tree = step.made(tree, names)
        except ValueError as error:
            raise ValueError(f"{self.what}: {error}") from None
        return tree

    def alive(self, tree: Tree, names: Names) -> bool:
        """Say whether a tree has this edit."""
        return all(step.alive(tree, names) for step in self.steps)


def edits() -> tuple[Edit, ...]:
    """Read the kinds of edits from their tables."""
    files = sorted((Path(__file__).parent / "changes").glob("*.yml"))
    tables = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    rows = [(name, what, steps) for table in tables for name, kinds in table.items() for what, steps in kinds.items()]
    listed = [(name, what, steps if isinstance(steps, list) else [steps]) for name, what, steps in rows]
    return tuple(Edit(what, tuple(Step(**{"file": name, **step}) for step in steps)) for name, what, steps in listed)


EDITS = edits()


def names(tree: Tree, staying: str = "") -> Names:
    """Return what the places of the edits refer to: the package, a starter module with a test, the last dependency, Pythons."""
    [package] = {name.split("/")[1].removesuffix(".py") for name in tree if name.startswith("src/")}
    home = "src" if f"src/{package}.py" in tree else f"src/{package}"
    tests = (re.fullmatch(r"tests/test_(\w+)\.py", name) for name in sorted(tree))
    module = next(test[1] for test in tests if test and f"{home}/{test[1]}.py" in tree)
    pyproject = tree["pyproject.toml"][1].decode()
    listed = re.search(r"^dependencies = \[\n((?:  .*\n)*)\]$", pyproject, re.MULTILINE)
    found = re.findall('"(.*)"', listed[1]) if listed else []
    # One that the build needs, too, stands in more than one place.
    dependencies = [name for name in found if pyproject.count(f'"{name}"') == 1][-1:]
    pythons = {"oldest": PYTHONS[0], "later": PYTHONS[1], "newest": PYTHONS[-1]}
    return {"package": package, "module": module, "dependency": "".join(dependencies), **pythons} | {
        "home": home,
        "scripts": "gui-scripts" if "[project.gui-scripts]" in pyproject else "scripts",
        "staying": staying,
    }


def together(tree: Tree, known: Names, changes: Iterable[Edit], seed: int) -> tuple[Edit, ...]:
    """Return edits that can be made one after another, in some order: none that an earlier one left no place for."""
    order: list[Edit] = list(changes)
    chosen: tuple[Edit, ...] = ()
    Random(seed).shuffle(order)
    for change in order:
        try:
            changed = change.made(tree, known)
        except ValueError:
            continue
        if all(other.alive(changed, known) for other in (*chosen, change)):
            tree, chosen = changed, (*chosen, change)
    return chosen


def made(tree: Tree, known: Names, changes: Iterable[Edit]) -> Tree:
    """Return a tree with all these edits."""
    for change in changes:
        tree = change.made(tree, known)
    return tree


def edit(project: Path, known: Names, changes: Iterable[Edit]) -> Path:
    """Make edits in a project; return it."""
    tree = made(read(project), known, changes)
    write(project, tree)
    return project
