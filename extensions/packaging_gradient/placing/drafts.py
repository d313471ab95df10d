"""Puts a rendered project where it belongs: all of it or nothing, and nothing that is there is lost."""

import filecmp
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from packaging_gradient.disk import real
from packaging_gradient.git import first_commit, names, succeeds
from packaging_gradient.interrupts import stopped
from packaging_gradient.placing.journal import FOLDER, Step, digest
from packaging_gradient.placing.names import of_git
from packaging_gradient.placing.unfinished import NAME, beside, work
from packaging_gradient.refusal import STOPPED, Refused, several

# It makes a folder a project of the template, so it comes last.
ANSWERS = ".copier-answers.yml"


def check(folder: Path) -> None:
    """Refuse a destination that cannot become a new project."""
    if folder == folder.parent:
        raise Refused(f"{folder} is no place for a project; name a folder in it.")
    if _there(folder / ANSWERS):
        raise Refused(f"{folder} is made from a template already; `gradient switch` changes how it ships.")
    existing = next(place for place in (folder, *folder.parents) if place.exists() or place.is_symlink())
    if not existing.is_dir():
        raise Refused(f"{existing} is not a folder.")


@contextmanager
def drafting(folder: Path) -> Iterator[Path]:
    """Give a place, called as the folder, to draft what it gets. Raises Refused when interrupted."""
    try:
        with tempfile.TemporaryDirectory() as scratch:
            yield Path(scratch) / "project" / folder.name
    except KeyboardInterrupt as error:
        raise stopped() from error


def in_repository(folder: Path) -> bool:
    """Tell whether a folder, there or not, is or lies in a git repository."""
    lies = real(folder)
    return any((place / ".git").exists() for place in (lies, *lies.parents))


def files(draft: Path) -> list[str]:
    """Return the files of a draft without its repository, which goes only where there is none; the answers come last."""
    found = [path.relative_to(draft) for path in _in_order(draft) if not _is_folder(path)]
    return [path.as_posix() for path in found if path.parts[0] != ".git"]


def conflicts(draft: Path, folder: Path) -> list[str]:
    """Return which files of the draft would change what is in the folder. Raises Refused when one would land outside."""
    root = real(folder)
    found = []
    for file in map(Path, files(draft)):
        target = folder / file
        leads = real(target.parent)
        if not leads.is_relative_to(root) or of_git(str(leads.relative_to(root))):
            raise Refused(f"{target.parent} leads out of {folder}; nothing was written.")
        above = [folder / place for place in file.parents[:-1] if (folder / place).exists()]
        if any(not place.is_dir() for place in above) or (_there(target) and not _same(draft / file, target)):
            found.append(file.as_posix())
    return found


def in_git(folder: Path, name: str) -> bool:
    """Tell whether the file is committed as it stands."""
    plain = (folder / name).is_file() and not (folder / name).is_symlink()
    return (
        plain
        and succeeds(folder, "ls-files", "--error-unmatch", name)
        and not names(folder, "status", "--porcelain", name)
    )


def settle(folder: Path, found: list[str], confirm: Callable[[str], bool]) -> None:
    """Ask before files are replaced that git can bring back; refuse to replace what it cannot."""
    lost = [name for name in found if not in_git(folder, name)]
    if lost:
        raise Refused(
            f"{folder} has other content in {several(lost)}, which git could not bring back; move it away first."
        )
    if found and not confirm(f"These files are there already: {several(found)}. Replace them? Git keeps the old ones."):
        raise Refused(f"{folder} has other content in {several(found)}; --overwrite replaces it.", STOPPED)


def place(draft: Path, folder: Path, replaced: Collection[str] = (), *, commit: bool = False) -> str:
    """Put a draft where it belongs, the files that it may replace too, with a first commit if that is wanted.

    Whatever stops it, even an interrupt, everything is as it was. Return what is to be said of the commit.
    """
    top = next((place for place in reversed([folder, *folder.parents]) if not _there(place)), None)
    root, where = (top.parent, beside(top)) if top else (folder, folder / NAME)
    with work(root, where) as made:
        staged = made.coming / folder.relative_to(root)
        _copy(draft, staged)
        said = first_commit(staged) if commit else ""
        made.apply(_as_a_whole(top) if top else _into(staged, folder, replaced, commit=commit))
    return said


def _as_a_whole(top: Path) -> list[Step]:
    """Return the one step that makes a new folder, with those above it that are new as well."""
    if _there(top):
        raise Refused(f"{top} has come to be in the meantime; nothing was written.")
    return [Step(top.name, goes=False, comes=FOLDER)]


def _into(staged: Path, folder: Path, replaced: Collection[str], *, commit: bool) -> list[Step]:
    """Return the steps for a folder that is there, the answers last, after a second look at what is there."""
    check(folder)
    found = [name for name in conflicts(staged, folder) if name not in replaced or not in_git(folder, name)]
    if found:
        raise Refused(f"{folder} has changed in the meantime, in {several(found)}; nothing was written.")
    steps = [
        Step(name, goes=_there(folder / name), comes=digest(staged / name))
        for name in files(staged)
        if not _same(staged / name, folder / name)
    ]
    return [*steps, Step(".git", goes=False, comes=FOLDER)] if commit else steps


def _copy(draft: Path, folder: Path) -> None:
    """Copy a draft, so that a disk which is full says so before anything changes: some tell only when they have to write."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in _in_order(draft):
        target = folder / source.relative_to(draft)
        if _is_folder(source):
            target.mkdir()
            continue
        shutil.copy2(source, target, follow_symlinks=False)
        if not source.is_symlink():
            with target.open("rb+") as file:
                os.fsync(file.fileno())


def _in_order(draft: Path) -> list[Path]:
    """What a draft holds: folders before what is in them, the answers last."""
    return sorted(draft.rglob("*"), key=lambda path: (path == draft / ANSWERS, path))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _same(draft: Path, target: Path) -> bool:
    return target.is_file() and not target.is_symlink() and filecmp.cmp(draft, target, shallow=False)
