"""What a switch would do to a project, worked out without touching it."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from packaging_gradient import safe_yaml
from packaging_gradient.engine import rendering
from packaging_gradient.placing import applying
from packaging_gradient.placing.drafts import ANSWERS
from packaging_gradient.placing.store import Entry, Store, store
from packaging_gradient.project import Project
from packaging_gradient.refusal import STOPPED, Refused
from packaging_gradient.switching import merging, syntax
from packaging_gradient.switching.hints import hints
from packaging_gradient.switching.merging import Change


@dataclass(frozen=True, slots=True)
class Plan:
    """What a switch does to each file that it touches, which answers it drops, and what a person should know of it."""

    changes: Mapping[str, Change]
    dropped: list[str]
    hints: list[str]
    store: Store

    @property
    def at_risk(self) -> list[str]:
        """Files that go though the user edited them."""
        return [change.name for change in self.changes.values() if change.letter == "D" and change.edited]

    @property
    def conflicts(self) -> list[str]:
        """Where the user and the template changed the same lines."""
        return [f"{change.name}:{change.conflict}" for change in self.changes.values() if change.conflict]

    def apply(self) -> None:
        """Do it. Raises Refused when it cannot be done, and then nothing has changed."""
        applying.apply(self.store, self.changes.values())


@contextmanager
def planned(project: Project, given: Mapping[str, Any], ref: str | None) -> Iterator[Plan]:
    """Yield the plan of a switch. Raises Refused when the answers do not go together or an edit would be harmed.

    The template is rendered with the answers that the project has and with the new ones. Only a file that comes out
    differently is touched, so whatever else the user has in the project cannot come to harm. It is what an update by
    Copier does, except that Copier lets `git apply` look for the place where an edit belongs, which can be a wrong one.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        kept = store(project.folder, scratch)
        old, _ = _rendered(project, {}, None, scratch / "old")
        new, made = _rendered(project, given, ref, scratch / "new")
        _no_downgrade(str(project.answers["_commit"]), new)
        theirs = _theirs(kept, old, new) if made.answers.get("existing") else []
        changes = _changes(project, kept, old, new, made, theirs)
        applying.check(kept, changes.values())
        _no_harm(kept, changes)
        told = [f"{name} is your own and is kept." for name in theirs] + list(hints(project, kept, changes))
        yield Plan(changes, _dropped(project, made), told, kept)


def _rendered(
    project: Project, given: Mapping[str, Any], ref: str | None, scratch: Path
) -> tuple[Path, rendering.Rendered]:
    """Render the project afresh, with the answers that it has and some others; return the folder and what Copier says."""
    folder = scratch / (project.folder.name or "project")
    folder.mkdir(parents=True)
    shutil.copyfile(project.folder / ANSWERS, folder / ANSWERS)
    return folder, rendering.copy(project.source(ref), folder, given, defaults=True)


def _theirs(kept: Store, old: Path, new: Path) -> list[str]:
    """Return the files that would come and are there: where the code was first, so may be its Dockerfile."""
    head = kept.head()
    # Many a disk does not tell upper case from lower case: there a `dockerfile` is what a Dockerfile would replace.
    spelt = set(map(str.casefold, head))
    return sorted(
        name
        for name in _files(new) - _files(old)
        if name in head or (name.casefold() in spelt and (kept.folder / name).exists())
    )


def _changes(
    project: Project, kept: Store, old: Path, new: Path, made: rendering.Rendered, theirs: list[str]
) -> dict[str, Change]:
    """Return the changes to the files that the two renders have differently, but for those that are `theirs`."""
    head = kept.head()
    changes = {}
    for name in sorted((_files(old) | _files(new)) - set(theirs)):
        before, after = (_entry(kept, folder / name, name) for folder in (old, new))
        mine = head.get(name)
        moved = name == ANSWERS and project.template is not None
        if (before == after and not moved) or (mine and made.keeps(Path(name))):
            continue
        # The answers are Copier's to write: what else was in their file goes.
        base = mine if name == ANSWERS else before
        if change := merging.change(kept, name, mine, base, after):
            changes[name] = change
    return changes


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _entry(kept: Store, file: Path, name: str) -> Entry | None:
    return kept.kept(file, name) if file.exists() else None


def _no_harm(kept: Store, changes: Mapping[str, Change]) -> None:
    """Refuse a merge that leaves a file unreadable which could be read before, unless it shows as a conflict."""
    for change in changes.values():
        if change.before is None or change.after is None or change.conflict:
            continue
        found = syntax.fault(change.name, kept.content(change.after))
        if found and not syntax.fault(change.name, kept.content(change.before)):
            raise Refused(
                f"Nothing was changed: {change.name} holds an edit of yours that does not go with the change, {found}. "
                f"Undo that edit, commit, and switch again.",
                STOPPED,
            )


def _dropped(project: Project, made: rendering.Rendered) -> list[str]:
    """Return what was shipped besides and cannot be any longer: Copier drops such answers without a word."""
    left = [*made.answers.get("also_ship", []), made.answers["strategy"]]
    return [id for id in project.answers.get("also_ship", []) if id not in left]


def _no_downgrade(before: str, new: Path) -> None:
    """Refuse an older version of the template, as Copier does in an update."""
    after = str(safe_yaml.values(safe_yaml.file(new / ANSWERS)).get("_commit"))
    old, newer = _version(before), _version(after)
    if old and newer and old > newer:
        raise Refused(f"The project is at version {before} of its template. Downgrades are not supported: {after}.")


def _version(described: str) -> Version | None:
    """Read a version as `git describe` writes it; nothing where there is no tag."""
    try:
        return Version(re.sub(r"-(\d+)-g[0-9a-f]+$", r".post\1", described)) if "." in described else None
    except InvalidVersion:
        return None
