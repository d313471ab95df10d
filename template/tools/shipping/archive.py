"""One file of a folder, the same bytes each time: .zip for Windows, .tgz elsewhere."""

import gzip
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def tar(folder: Path, target: Path, built: int) -> None:
    """Pack a folder with its links and permissions, but nobody's name."""

    def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = built
        return entry

    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=built) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        archive.add(folder, folder.name, filter=anonymous)


def zipped(folder: Path, target: Path, built: int) -> None:
    """Pack a folder as Windows opens it."""
    time = datetime.fromtimestamp(built, UTC).timetuple()[:6]
    with ZipFile(target, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = ZipInfo(path.relative_to(folder.parent).as_posix(), time)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def pack(folder: Path, target: Path, built: int) -> None:
    """Pack a folder into a file whose name says how."""
    (zipped if target.suffix == ".zip" else tar)(folder, target, built)
