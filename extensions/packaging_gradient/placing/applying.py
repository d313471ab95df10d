"""Makes a project's files what a plan says: all of them, or none, and nothing that git does not have is lost."""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

from packaging_gradient.placing.store import Store
from packaging_gradient.refusal import STOPPED, Refused, several
from packaging_gradient.switching.merging import Change


def check(store: Store, changes: Iterable[Change]) -> None:
    """Refuse changes to files that are not as they are committed, or where something is that git does not have."""
    before = {change.name: change.before for change in changes}
    blocked = [name for name, entry in before.items() if _blocked(store.folder, name, there=entry is not None)]
    if blocked:
        raise Refused(
            f"Nothing was changed: something is in the way of {several(blocked)} that git does not have; move it away."
        )
    # Git says nothing of them where it was told to look away: `git update-index --assume-unchanged`.
    edited = store.differing({name: entry for name, entry in before.items() if entry})
    if edited:
        raise Refused(
            f"Nothing was changed: {several(edited)} differ from what is committed, though git was told to ignore that; "
            f"`git ls-files -v` shows it."
        )


def apply(store: Store, changes: Iterable[Change], backup: Path) -> None:
    """Make the changes. Whatever stops it, even an interrupt, everything is put back as it was.

    Raises Refused when git would not keep of a file what it should, for instance with a filter that cannot be undone.
    """
    after = {change.name: change.after for change in changes if change.after}
    backup.mkdir()
    with ExitStack() as undo:
        for number, change in enumerate(changes):
            _take_away(store.folder / change.name, backup / str(number), undo)
        store.check_out(after)
        wrong = store.differing(after)
        if wrong:
            raise Refused(
                f"Nothing was changed: git would not keep {several(wrong)} as planned; see what .gitattributes says of it.",
                STOPPED,
            )
        undo.pop_all()
    for change in changes:
        _remove_empty((store.folder / change.name).parent, store.folder)


def _blocked(folder: Path, name: str, *, there: bool) -> bool:
    """Tell whether a file cannot be written where it belongs. Git would follow no link, and so do we."""
    above = [folder / place for place in Path(name).parents[:-1]]
    if any(place.is_symlink() or (place.exists() and not place.is_dir()) for place in above):
        return True
    return not there and (folder / name).is_symlink() | (folder / name).exists()


def _take_away(file: Path, backup: Path, undo: ExitStack) -> None:
    """Put a file aside, if there is one, and have that undone."""
    made = [place for place in file.parents if not place.exists()]
    if file.is_symlink() or file.exists():
        undo.callback(shutil.move, backup, file)
        shutil.move(file, backup)
    else:
        undo.callback(_remove, file, made)


def _remove(file: Path, folders: Iterable[Path]) -> None:
    file.unlink(missing_ok=True)
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove folders that have become empty, as git does."""
    with suppress(OSError):
        while folder != top:
            folder.rmdir()
            folder = folder.parent
