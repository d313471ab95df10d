"""Puts a rendered project where it belongs: all of it or nothing, and nothing that is there is lost."""

import filecmp
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from packaging_gradient.git import names, succeeds
from packaging_gradient.refusal import INTERRUPTED, STOPPED, Refused, several

# It makes a folder a project of the template, so it comes last.
ANSWERS = ".copier-answers.yml"


def check(folder: Path) -> None:
    """Refuse a destination that cannot become a new project."""
    if _there(folder / ANSWERS):
        raise Refused(f"{folder} is made from a template already; `gradient switch` changes how it ships.")
    existing = next(place for place in (folder, *folder.parents) if place.exists() or place.is_symlink())
    if not existing.is_dir():
        raise Refused(f"{existing} is not a folder.")


@contextmanager
def drafting(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Give a place, called as the folder, to draft what it gets, and one for a backup. Raises Refused when interrupted."""
    try:
        with tempfile.TemporaryDirectory() as scratch:
            yield Path(scratch) / "project" / (folder.name or "project"), Path(scratch) / "backup"
    except KeyboardInterrupt as error:
        raise Refused("Stopped; nothing was written.", INTERRUPTED) from error


def in_repository(folder: Path) -> bool:
    """Tell whether a folder, there or not, is or lies in a git repository."""
    return any((place / ".git").exists() for place in (folder, *folder.parents))


def files(draft: Path) -> list[str]:
    """Return the files of a draft without its repository, which goes only where there is none; the answers come last."""
    found = [path.relative_to(draft) for path in _in_order(draft) if not path.is_dir()]
    return [path.as_posix() for path in found if path.parts[0] != ".git"]


def conflicts(draft: Path, folder: Path) -> list[str]:
    """Return which files of the draft would change what is in the folder. Raises Refused when one would land outside."""
    root = folder.resolve()
    found = []
    for file in map(Path, files(draft)):
        target = folder / file
        if not target.parent.resolve().is_relative_to(root):
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


def place(draft: Path, folder: Path, backup: Path) -> None:
    """Copy the draft into the folder. Whatever stops it, even an interrupt, everything is put back as it was."""
    backup.mkdir()
    with ExitStack() as undo:
        for above in reversed([folder, *folder.parents]):
            _make(above, undo)
        for index, source in enumerate(_in_order(draft)):
            target = folder / source.relative_to(draft)
            if source.is_dir():
                _make(target, undo)
            elif _there(target) and not _same(source, target):
                shutil.copy2(target, backup / str(index))
                undo.callback(shutil.copy2, backup / str(index), target)
                shutil.copy2(source, target)
            elif not _there(target):
                undo.callback(target.unlink, missing_ok=True)
                shutil.copy2(source, target)
        undo.pop_all()


def _in_order(draft: Path) -> list[Path]:
    """What a draft holds: folders before what is in them, the answers last."""
    return sorted(draft.rglob("*"), key=lambda path: (path == draft / ANSWERS, path))


def _make(folder: Path, undo: ExitStack) -> None:
    if not folder.exists():
        undo.callback(_unmake, folder)
        folder.mkdir()


def _unmake(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _same(draft: Path, target: Path) -> bool:
    return target.is_file() and not target.is_symlink() and filecmp.cmp(draft, target, shallow=False)
