"""What the freezers have in common: an executable with Python inside, alone or in a folder that is packed."""

import os
import shutil
from pathlib import Path

import nox
from shipping import common
from shipping.archive import pack

# How an executable ends, and a folder that is packed.
SUFFIX, ARCHIVE = (".exe", ".zip") if os.name == "nt" else ("", ".tgz")


def packed(folder: Path) -> Path:
    """Pack a folder into a file beside it."""
    target = folder.with_name(f"{folder.name}{ARCHIVE}")
    pack(folder, target, int(os.environ["SOURCE_DATE_EPOCH"]))
    return target


def unpacked(session: nox.Session, archive: Path) -> Path:
    """Unpack a folder; return the executable in it, which is called as the folder is."""
    target = common.scratch(session) / "unpacked"
    common.clear(target)
    shutil.unpack_archive(archive, target)
    [folder] = target.iterdir()
    return folder / f"{folder.name}{SUFFIX}"
