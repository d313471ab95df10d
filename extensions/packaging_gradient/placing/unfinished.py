"""Changes a folder in one go: everything is made ready beside it, and a run that was killed on the way can be undone."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from packaging_gradient.disk import FULL
from packaging_gradient.interrupts import held, let_through, stop_here, too_late
from packaging_gradient.placing.journal import Journal, Step
from packaging_gradient.refusal import STOPPED, Ended, Refused

# On the same file system as what changes, for a rename is all or nothing only there.
NAME = ".gradient-unfinished"
# Nobody adds it to a commit by mistake, and whoever finds it knows what it is.
IGNORED = "# What `gradient` was doing when it was killed. Run it here again: it puts back what it had changed.\n*\n"


@dataclass(frozen=True, slots=True)
class Work:
    """A folder that is about to change, and the one where that is made ready; one run at a time has it."""

    root: Path
    place: Path

    @property
    def coming(self) -> Path:
        """Where files are put that are to come, each under its name."""
        return self.place / "coming"

    def apply(self, steps: list[Step]) -> None:
        """Take the steps. Whatever stops it, even an interrupt, all of them are taken back."""
        with held():
            journal = Journal.begin(self.root, self.place, steps)
            try:
                for step in steps:
                    stop_here()
                    journal.take(step)
            except BaseException as error:
                _take_back(journal, error)
                raise
            too_late()
            _close(journal)


def _take_back(journal: Journal, error: BaseException) -> None:
    try:
        journal.undo()
    except OSError as failed:
        raise Ended(
            f"Stopped half-way by {_named(error)}, and {failed.filename} could not be put back: {failed.strerror}. "
            f"See to that, then run it again: it puts back the rest first.",
            STOPPED,
        ) from error
    _close(journal)


def _close(journal: Journal) -> None:
    """Say that all is done, or undone. Where not even that can be written, the next run finds out by itself."""
    with suppress(OSError):
        journal.close()


def _named(error: BaseException) -> str:
    return str(error) or type(error).__name__


def beside(folder: Path) -> Path:
    """Return where a folder that is not there yet is made ready."""
    return folder.parent / f".{folder.name}{NAME}"


@contextmanager
def work(root: Path, place: Path) -> Iterator[Work]:
    """Have a folder to oneself while it changes. Raises Refused where another run has it, OSError where it cannot change."""
    try:
        with held(), _locked(place):
            if Journal.begun(place):
                raise Refused(f"An earlier run in {root} was killed; run it again, that is put right first.")
            made = Work(root, place)
            _clear(place)
            try:
                (place / ".gitignore").write_text(IGNORED, "utf-8")
                made.coming.mkdir()
                with let_through():
                    yield made
            finally:
                with suppress(OSError):
                    _clear(place)
    except OSError as error:
        # Of a disk that is full the folder is told, which is the root.
        raise OSError(error.errno, error.strerror, str(place if error.errno in FULL else root)) from error


def mended(folder: Path) -> None:
    """Put right what a run that was killed left in a folder or beside it, and say so.

    Raises Refused where another run is at work there, or where somebody changed what it had left.
    """
    places = [(folder, folder / NAME), *((place.parent, beside(place)) for place in (folder, *folder.parents))]
    for root, place in places:
        if os.path.lexists(place):
            with held(), _locked(place):
                if Journal.begun(place):
                    print(_mended(root, place), file=sys.stderr)


def _mended(root: Path, place: Path) -> str:
    """Undo what was begun; what had been done to the end stays. Return what to say of it."""
    journal = Journal.read(root, place)
    if journal.complete():
        journal.close()
        return f"gradient: an earlier run in {root} was killed when all was done; only its leftovers were removed."
    journal.check()
    journal.undo()
    journal.close()
    return f"gradient: an earlier run in {root} was killed; what it had changed was put back."


@contextmanager
def _locked(place: Path) -> Iterator[None]:
    """Have a place for what is unfinished to oneself; it goes with the lock, unless it holds what has to be undone."""
    if place.is_symlink():
        raise Refused(f"{place} is a link, which `gradient` never makes; remove it first.")
    place.mkdir(exist_ok=True)
    lock = FileLock(place / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise Refused(f"Another `gradient` is at work in {place.parent}; run it again when that is done.") from error
    except OSError:
        with suppress(OSError):
            place.rmdir()
        raise
    try:
        yield
    finally:
        _remove(place)
        lock.release()
        # Windows removes no file that is open.
        with suppress(OSError):
            place.rmdir()


def _clear(place: Path) -> None:
    """Remove what was made ready, but for the lock, unless it has to be undone."""
    if Journal.begun(place):
        return
    for path in place.iterdir():
        if path.name != "lock":
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _remove(place: Path) -> None:
    if not Journal.begun(place):
        shutil.rmtree(place, ignore_errors=True)
