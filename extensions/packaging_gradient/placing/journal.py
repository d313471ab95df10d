"""What a run is about to change, written down first: from it and from what lies where, the change can be undone."""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from packaging_gradient.disk import real
from packaging_gradient.placing.names import of_git, outside
from packaging_gradient.refusal import Refused, several

FOLDER = "a folder"


class Step(NamedTuple):
    """One name that changes: whether something goes, and what comes (the digest of a file, `FOLDER`, or nothing)."""

    name: str
    goes: bool
    comes: str


def digest(file: Path) -> str:
    """Return what tells the content of a file, or where a link leads, from all others."""
    content = os.fsencode(file.readlink()) if file.is_symlink() else file.read_bytes()
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Journal:
    """The steps of a change, and the folders that it makes. What goes is put aside; where what comes lies says how far it is."""

    root: Path
    place: Path
    steps: list[Step]
    folders: list[str]

    @classmethod
    def begin(cls, root: Path, place: Path, steps: list[Step]) -> "Journal":
        """Write down what is about to be done."""
        needed = {str(folder) for step in steps for folder in PurePosixPath(step.name).parents}
        missing = [name for name in sorted(needed, reverse=True) if not (root / name).exists()]
        journal = cls(root, place, steps, missing)
        for step in steps:
            if step.goes:
                journal._aside(step).parent.mkdir(parents=True, exist_ok=True)
        draft = place / "journal.new"
        with draft.open("w", encoding="ascii") as file:
            json.dump({"mark": _mark(place, draft), "folders": missing, "steps": steps}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(place / "journal")
        return journal

    @staticmethod
    def begun(place: Path) -> bool:
        """Tell whether a change was begun there and is not closed."""
        return os.path.lexists(place / "journal")

    @classmethod
    def read(cls, root: Path, place: Path) -> "Journal":
        """Return what a run that was killed had begun. Raises Refused where a run on this machine cannot have written it.

        A repository from elsewhere may bring such a folder along, to have files moved about. It cannot know the mark.
        """
        try:
            data = json.loads((place / "journal").read_text("ascii"))
            steps = [Step(str(name), bool(goes), str(comes)) for name, goes, comes in data["steps"]]
            folders = [str(name) for name in data["folders"]]
            strange = any(map(_strange, [*folders, *(step.name for step in steps)]))
            if data["mark"] == _mark(place, place / "journal") and not strange:
                return cls(root, place, steps, folders)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            pass
        raise Refused(f"{place} was not left by a run on this machine; look what is in it, then remove it.")

    def take(self, step: Step) -> None:
        """Put aside what goes, and put what comes in its place."""
        target = self.root / step.name
        if step.goes:
            target.rename(self._aside(step))
        if step.comes:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._coming(step).rename(target)

    def complete(self) -> bool:
        """Tell whether every step was taken."""
        return all(self._came(step) and (not step.goes or self._gone(step)) for step in self.steps)

    def check(self) -> None:
        """Refuse to undo what somebody has changed since."""
        changed = [step.name for step in self.steps if self._changed(step)]
        if changed:
            raise Refused(
                f"An earlier run in {self.root} was killed, and {several(changed)} changed since. What it had put aside "
                f"is in {self.place / 'aside'}: move back what you want, then remove {self.place}."
            )

    def undo(self) -> None:
        """Take every step back that was taken. It can be stopped and done again."""
        for step in reversed(self.steps):
            target = self.root / step.name
            if step.comes and self._came(step) and os.path.lexists(target):
                target.rename(self._coming(step))
            if step.goes and self._gone(step):
                # Someone may have tidied up what had become empty.
                target.parent.mkdir(parents=True, exist_ok=True)
                self._aside(step).rename(target)
        for name in self.folders:
            with suppress(OSError):
                (self.root / name).rmdir()

    def close(self) -> None:
        """Have the change be as it is now: done, or undone. Folders that are empty through it go, as with git."""
        for step in self.steps:
            if not step.comes:
                self._remove_empty(PurePosixPath(step.name).parents)
        (self.place / "journal").unlink()

    def _remove_empty(self, folders: Sequence[PurePosixPath]) -> None:
        """Remove folders, the innermost first, as far as they are empty; a run that was killed may have removed some."""
        for folder in folders[:-1]:
            try:
                (self.root / folder).rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                break

    def _coming(self, step: Step) -> Path:
        return self.place / "coming" / step.name

    def _aside(self, step: Step) -> Path:
        return self.place / "aside" / step.name

    def _came(self, step: Step) -> bool:
        return not step.comes or not os.path.lexists(self._coming(step))

    def _gone(self, step: Step) -> bool:
        return os.path.lexists(self._aside(step))

    def _changed(self, step: Step) -> bool:
        """Tell whether something else lies where a step has put a file, or has taken one away."""
        target = self.root / step.name
        if not real(target.parent).is_relative_to(real(self.root)):
            return True
        if not os.path.lexists(target):
            return False
        if step.comes and self._came(step):
            return step.comes != FOLDER and (target.is_dir() or digest(target) != step.comes)
        return step.goes and self._gone(step)


def _strange(name: str) -> bool:
    """Tell whether no run of ours would change what has this name."""
    return outside(name) or (of_git(name) and name != ".git")


def _mark(place: Path, journal: Path) -> list[int]:
    """Return what no copy of a folder and its journal can have."""
    return [place.stat().st_ino, journal.stat().st_ino]
