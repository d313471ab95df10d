"""One file of a switch: what the user made of it, what the template made of it, and what becomes of it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from packaging_gradient.git import run
from packaging_gradient.placing.store import PLAIN, PROGRAM, Entry, Store
from packaging_gradient.refusal import STOPPED, Refused

# The labels that Copier gives the two sides of a conflict, and what lies between.
LABELS = ("before updating", "last update", "after updating")
MARKER = f"<<<<<<< {LABELS[0]}".encode()


@dataclass(frozen=True, slots=True)
class Change:
    """What a switch does to one file: what it is before and after, if anything, and the line of the first conflict."""

    name: str
    before: Entry | None
    after: Entry | None
    edited: bool = False
    conflict: int | None = None

    @property
    def letter(self) -> str:
        """Git's letter for it: A comes, D goes, M changes."""
        return "A" if self.before is None else "D" if self.after is None else "M"


def change(store: Store, name: str, mine: Entry | None, old: Entry | None, new: Entry | None) -> Change | None:
    """Return what becomes of the user's file where the template made the old one and now makes the new one.

    A file that the user took away stays away; one that the template no longer makes goes, also with the user's edits.
    """
    if mine is None:
        return Change(name, None, new) if old is None else None
    if new is None:
        return Change(name, mine, None, edited=old is None or mine.blob != old.blob)
    changed = Change(name, mine, *_merged(store, name, mine, old, new))
    return changed if changed.after != mine else None


def _merged(store: Store, name: str, mine: Entry, old: Entry | None, new: Entry) -> tuple[Entry, bool, int | None]:
    """Return the file with the user's changes and the template's, that it is edited, and the line of the first conflict."""
    base = old or Entry(mine.mode, "")
    if not {mine.mode, new.mode} <= {PLAIN, PROGRAM}:
        raise Refused(
            f"Nothing was changed: {name} is not a plain file, but the template changes it; put a plain one there first.",
            STOPPED,
        )
    mode = mine.mode if new.mode == base.mode else new.mode
    if mine.blob in {base.blob, new.blob} or new.blob == base.blob:
        return Entry(mode, new.blob if mine.blob == base.blob else mine.blob), mine.blob != base.blob, None
    content = _three_ways(store, name, [mine, old, new])
    return Entry(mode, store.keep(content)), True, _conflict(content)


def _three_ways(store: Store, name: str, sides: list[Entry | None]) -> bytes:
    """Merge contents, byte for byte: no encoding is taken for granted."""
    with tempfile.TemporaryDirectory() as scratch:
        files = [Path(scratch) / str(number) for number in range(3)]
        for file, side in zip(files, sides, strict=True):
            file.write_bytes(store.content(side) if side else b"")
        labels = [word for label in LABELS for word in ("-L", label)]
        result = run(Path(scratch), "merge-file", "-p", *labels, *map(str, files))
    # It returns the number of conflicts, up to 127.
    if result.returncode > 127:
        raise Refused(
            f"Nothing was changed: you and the template both changed {name}, which is not text; undo your change.",
            STOPPED,
        )
    return result.stdout


def _conflict(content: bytes) -> int | None:
    lines = content.splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.rstrip() == MARKER), None)
