"""Names that no template may write: those under which git looks for its settings, and those that lead elsewhere."""

import re
import unicodedata
from pathlib import PurePosixPath

# What file systems make of a name: Windows drops dots and blanks at the end, takes a colon for a stream of the file
# and gives short names; macOS drops marks that nobody sees. Git itself looks out for the same (is_ntfs_dotgit, is_hfs_dotgit).
OF_GIT = re.compile(r"(\.git|git~\d+)[. ]*(:.*)?", re.DOTALL)


def of_git(name: str) -> bool:
    """Tell whether a file of this name, with folders, would lie in git's own folder on some file system."""
    seen = "".join(c for c in name if unicodedata.category(c) != "Cf").casefold()
    return any(OF_GIT.fullmatch(part) for part in re.split(r"[/\\]", seen))


def outside(name: str) -> bool:
    """Tell whether a name leads out of the folder that it is relative to."""
    return PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts
