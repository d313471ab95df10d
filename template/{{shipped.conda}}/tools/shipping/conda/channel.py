"""Make a channel of conda packages, or add to one: channel.py FOLDER PACKAGE ..."""

import asyncio
import shutil
import sys
from pathlib import Path

from install import leave
from rattler import IndexJson
from rattler.index import index_fs


def make(folder: Path, *packages: Path) -> None:
    """Copy packages to where a channel has those of their platform, and write its index."""
    for package in packages:
        place = folder / str(IndexJson.from_package_archive(package).subdir)
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy2(package, place)
    asyncio.run(index_fs(folder, write_zst=False, write_shards=False, force=True))


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:]))
    leave()
