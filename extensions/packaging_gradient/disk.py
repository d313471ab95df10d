"""Files and disks: where a path leads, and what the system says, with the place that a person knows."""

import errno
import os
import re
import tempfile
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# How tempfile and Copier name what they make in the folder for temporary files, and we what we make ready where it belongs.
SCRATCH = re.compile(r"(?:tmp[a-z0-9_]{8}|copier\.[^/\\]*|.*\.gradient-unfinished)\Z")


def fault(error: OSError) -> str:
    """Return what the system says, and of which place. Of two files it names the one that is written."""
    place, said = error.filename2 or error.filename, error.strerror or str(error)
    named = os.fsdecode(place) if isinstance(place, str | bytes) else ""
    if error.errno in FULL:
        return f"{said}, in {_folder(named)}; make room there and try again."
    return f"{named}: {said}" if named else f"{said}."


def real(path: Path) -> Path:
    """Return where a path leads. A loop of links is a path as any other, which `Path.resolve` refuses before Python 3.13."""
    return Path(os.path.realpath(path))


def check(said: str) -> None:
    """Raise OSError where git says that it has no space for a scratch file: what that is called helps nobody."""
    said_of_it = os.strerror(errno.ENOSPC) in said
    if said_of_it and any(SCRATCH.match(part) for part in re.split(r"[/\\']", said)):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _folder(named: str) -> str:
    """Return the folder of a file; that for temporary files where it is one of ours, or has no name."""
    temporary = Path(tempfile.gettempdir())
    inside = Path(named).is_relative_to(temporary) and Path(named).relative_to(temporary).parts
    return str(temporary if not named or (inside and SCRATCH.match(inside[0])) else Path(named).parent)
