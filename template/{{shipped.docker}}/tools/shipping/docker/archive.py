"""Write the archive of an image again, so that the same image is the same bytes."""

import tarfile
from pathlib import Path


def fix(file: Path, built: int) -> None:
    """Put the members of an archive into order, and give all of them the time of the commit."""
    unfinished = file.with_suffix(".new")
    with (
        tarfile.open(file) as old,
        tarfile.open(unfinished, "w", format=tarfile.GNU_FORMAT) as new,
    ):
        for entry in sorted(old, key=lambda entry: entry.name):
            entry.mtime = built
            new.addfile(entry, old.extractfile(entry))
    unfinished.replace(file)
