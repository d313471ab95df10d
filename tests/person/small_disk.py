"""Places files on a disk with room for nothing, for one more page, and so on, until that succeeds; prints how often it failed.

As a command: small_disk.py VERB DRAFT FOLDER, the folder being a small disk with nothing on it.
"""

import os
import sys
from pathlib import Path

from packaging_gradient.refusal import Refused
from person.placings import VERBS, Placing

PAGE = 4096


def main(verb: str, draft: Path, disk: Path) -> None:
    """Fill the disk but for some pages, and place. Exits 1 where that failed and something is not as before."""
    with VERBS[verb](draft, disk / "root") as placing:
        before, done, again = placing.rehearsed()
        kept, failures = disk / "ballast", 0
        while True:
            again()
            free = os.statvfs(disk).f_bavail * PAGE
            with kept.open("wb") as ballast:
                os.posix_fallocate(ballast.fileno(), 0, max(free - failures * PAGE, 1))
            failed = fails(placing)
            kept.unlink()
            if placing.state() != (before if failed else done):
                sys.exit(f"with room for {failures} pages, it is half done")
            if not failed:
                print(failures)
                return
            failures += 1


def fails(placing: Placing) -> bool:
    """Tell whether placing is refused."""
    try:
        placing.act()
    except (Refused, OSError):
        return True
    return False


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
