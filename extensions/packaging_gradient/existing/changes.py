"""What adopting would like to change in files that are somebody's own. Each is shown, and made only on a yes."""

import difflib
import os
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from packaging_gradient.existing.files import LONGEST
from packaging_gradient.existing.noxfile import loading
from packaging_gradient.git import ignores
from packaging_gradient.refusal import plain

# What the builds leave behind, and no commit should hold.
LEFT_BEHIND = ("dist/",)
# How the bytes of a file become text and the same bytes again, whatever its encoding is.
EXACT = {"encoding": "utf-8", "errors": "surrogateescape"}


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one file: why it would help, and the text before (none where there is no file) and after it."""

    name: str
    why: str
    before: str
    after: str

    @property
    def diff(self) -> str:
        """The change as a person reads it, and as `git apply` takes it."""
        old, new = (StringIO(text, newline="\n").readlines() for text in (self.before, self.after))
        shown = difflib.unified_diff(old, new, f"a/{self.name}" if old else "/dev/null", f"b/{self.name}")
        ended = (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in shown)
        return "\n".join(plain(line.removesuffix("\r")) for line in "".join(ended).split("\n"))

    def write(self, file: Path) -> None:
        """Write the changed text; every other byte of the file is as it was."""
        file.write_bytes(self.after.encode(**EXACT))


def wanted(folder: Path, draft: Path) -> list[Change]:
    """Return the changes that make sense in a folder, to go with what a draft adds."""
    found = [find(folder, draft) for find in CHANGES]
    return [change for change in found if change and change.before != change.after]


def _sessions(folder: Path, draft: Path) -> Change | None:
    """Have nox find the new sessions without being told where they are."""
    before = _text(folder / "noxfile.py")
    try:
        after = loading(before or "", draft)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # nox cannot load it either
        return None
    return Change("noxfile.py", "lets nox find the new sessions", before or "", after)


def _ignored(folder: Path, draft: Path) -> Change | None:
    """Have git ignore what builds leave behind."""
    before = _text(folder / ".gitignore")
    if before is None:
        return None
    missing = [name for name in LEFT_BEHIND if not ignores(folder, f"{name}any")]
    if not missing:
        return None
    end = "\r\n" if "\r\n" in before else "\n"
    start = before + end if before and not before.endswith("\n") else before
    return Change(".gitignore", "keeps builds out of commits", before, start + "".join(name + end for name in missing))


def _text(file: Path) -> str | None:
    """Return the text of a file, an empty one where there is no file; none for a link, a folder, a giant and the like."""
    if not os.path.lexists(file):
        return ""
    plain = file.is_file() and not file.is_symlink() and file.stat().st_size <= LONGEST
    return file.read_bytes().decode(**EXACT) if plain else None


# Every change there is. To want another one, add a function that returns it.
CHANGES: tuple[Callable[[Path, Path], Change | None], ...] = (_sessions, _ignored)
