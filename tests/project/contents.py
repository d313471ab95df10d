"""What is in an artifact of the stranger's project, whatever made it."""

import gzip
import json
import subprocess
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from project.stranger import NAME
from targets import appimages, artifacts
from targets.channel import unpack


def contents(artifact: Path, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Every file in an artifact, however deep, by name."""
    if artifact.suffix == ".flatpak":
        yield from bundled(artifact)
    elif artifact.suffix == ".conda":
        yield from unpack(artifact, scratch).items()
    elif artifact.suffix in (".deb", ".rpm", ".snap"):
        yield from unpacked(artifact, scratch)
    elif artifact.suffix == ".nuitka":
        yield from compiled(artifact)
    elif artifact.suffix == ".AppImage":
        app = appimages.unpacked(artifact, scratch.parent)
        yield from frozen(app / "usr/lib" / NAME / NAME, artifact)
        yield from ((path.name, path.read_bytes()) for path in app.rglob("*") if path.is_file())
    elif artifact.suffix == ".run":
        yield from files(artifacts.unpacked(artifact, scratch))
    elif artifact.suffix == "":
        yield from frozen(artifact, artifact)
    else:
        yield from inside(artifact.name, artifact.read_bytes())


def unpacked(package: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files that a package of an operating system installs, and what Debian's has about it."""
    extract = {
        ".deb": 'dpkg-deb --raw-extract "$0" "$1"',
        ".rpm": 'mkdir "$1" && rpm2archive - < "$0" | tar --extract --gzip --directory="$1"',
        ".snap": 'unsquashfs -quiet -no-progress -dest "$1" "$0"',
    }
    subprocess.run(["sh", "-c", extract[package.suffix], package, folder], check=True)
    yield from files(folder)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files in a folder, however deep."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    yield from ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)


def inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and, where it is an archive, all that is in it."""
    yield name, data
    if data[:2] in (b"PK", b"#!") and is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            for entry in archive.namelist():
                yield from inside(entry, archive.read(entry))
    elif data[:2] == b"\x1f\x8b":
        yield from inside(f"{name} unpacked", gzip.decompress(data))
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=BytesIO(data)) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                yield from inside(member.name, file.read() if file else b"")


READ = """
import json, sys
from PyInstaller.archive.readers import CArchiveReader
archive = CArchiveReader(sys.argv[1])
found = {}
for name, (*_, kind) in archive.toc.items():
    if kind == "z":
        found.update(dict.fromkeys(archive.open_embedded_archive(name).toc, ""))
    else:
        found[name] = archive.extract(name).decode("latin-1")
print(json.dumps(found))
"""


def frozen(executable: Path, artifact: Path) -> Iterator[tuple[str, bytes]]:
    """The files in an executable and the names of its modules, read by PyInstaller itself."""
    python = artifact.parent.with_name("tools") / "shipping/.nox/build_pyinstaller/bin/python"
    read = subprocess.run([python, "-c", READ, executable], check=True, capture_output=True).stdout
    yield from ((name, text.encode("latin-1")) for name, text in json.loads(read).items())


def compiled(executable: Path) -> Iterator[tuple[str, bytes]]:
    """The files that Nuitka has put into an executable, as its build has left them; text stands in the program as it is."""
    yield from files(executable.parents[1] / "tools/shipping/.nox/.cache/nuitka/start-command.dist")


def bundled(bundle: Path) -> Iterator[tuple[str, bytes]]:
    """The files in a Flatpak, as its build has left them."""
    yield from files(bundle.parents[1] / "build/flatpak/built/files")
