"""Makes a project's files what a plan says: all of them, or none, and nothing that git does not have is lost."""

from collections.abc import Iterable
from pathlib import Path

from packaging_gradient.placing.drafts import ANSWERS
from packaging_gradient.placing.journal import Step, digest
from packaging_gradient.placing.store import Store
from packaging_gradient.placing.unfinished import NAME, work
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


def apply(store: Store, changes: Iterable[Change]) -> None:
    """Make the changes. Whatever stops it, even an interrupt, everything is as it was.

    Raises Refused when git would not keep of a file what it should, for instance with a filter that cannot be undone.
    """
    changes = sorted(changes, key=lambda change: (change.name == ANSWERS, change.name))
    after = {change.name: change.after for change in changes if change.after}
    with work(store.folder, store.folder / NAME) as made:
        check(store, changes)
        store.check_out(after, made.coming)
        wrong = [name for name, entry in after.items() if store.kept(made.coming / name, name).blob != entry.blob]
        if wrong:
            raise Refused(
                f"Nothing was changed: git would not keep {several(wrong)} as planned; see what .gitattributes says of it.",
                STOPPED,
            )
        made.apply([_step(change, made.coming) for change in changes])


def _step(change: Change, coming: Path) -> Step:
    comes = digest(coming / change.name) if change.after else ""
    return Step(change.name, goes=change.before is not None, comes=comes)


def _blocked(folder: Path, name: str, *, there: bool) -> bool:
    """Tell whether a file cannot be written where it belongs. Git would follow no link, and so do we."""
    above = [folder / place for place in Path(name).parents[:-1]]
    if any(place.is_symlink() or (place.exists() and not place.is_dir()) for place in above):
        return True
    return not there and (folder / name).is_symlink() | (folder / name).exists()
