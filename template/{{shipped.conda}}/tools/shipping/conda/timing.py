"""Give a conda package the time of the commit, not of the build, so that building it again gives the same bytes."""

import io
import re
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import zstandard

TIMED = ("info/index.json", "info/recipe/rendered_recipe.yaml")
TIME = re.compile(rb'(?<=timestamp)("?: )[^\n,}]+')
MOST = 19  # how hard conda's own tools compress


def said(built: int, name: str) -> bytes:
    """A time as a file in the package has it: in milliseconds, or as a date."""
    if name.endswith(".json"):
        return str(built * 1000).encode()
    return datetime.fromtimestamp(built, UTC).isoformat().encode()


def timed(packed: bytes, built: int) -> bytes:
    """Write an archive in the package again, with the members in order and all of one time."""
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    target = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(plain)) as old,
        tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT) as new,
    ):
        for entry in sorted(old, key=lambda entry: entry.name):
            file = old.extractfile(entry)
            data = file.read() if file else b""
            if entry.name in TIMED:
                data = TIME.sub(rb"\g<1>" + said(built, entry.name), data)
            entry.mtime, entry.size = built, len(data)
            new.addfile(entry, io.BytesIO(data))
    return zstandard.ZstdCompressor(level=MOST).compress(target.getvalue())


def fix(package: Path, built: int) -> None:
    """Write a package again."""
    with ZipFile(package) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with ZipFile(package, "w") as new:
        for name, data in members.items():
            again = timed(data, built) if name.endswith(".tar.zst") else data
            new.writestr(ZipInfo(name), again)
