"""Show what a program of PyInstaller has inside: collected.py FILE FOLDER

The folder gets the metadata of each package, and the libraries of the system. Run it where the packages are
installed that the executable was built from.
"""

import sys
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader
from shipping.inside import LIBRARY, put_libraries, put_packages


def contents(archive: CArchiveReader, folder: Path) -> set[str]:
    """The files and the modules in it, and in the folder beside it."""
    files = {name.replace("\\", "/") for name in archive.toc}
    files |= {file.relative_to(folder).as_posix() for file in folder.rglob("*")}
    return files.union(archive.open_embedded_archive("PYZ.pyz").toc)


def libraries(archive: CArchiveReader, folder: Path) -> dict[str, bytes]:
    """The libraries of the system; those of packages lie in folders."""
    found = {name: archive.extract(name) for name in archive.toc if LIBRARY.fullmatch(name)}
    loose = (file for file in folder.glob("*") if LIBRARY.fullmatch(file.name))
    return found | {file.name: file.read_bytes() for file in loose}


def main(program: Path, target: Path) -> None:
    """Fill the folder."""
    archive, folder = CArchiveReader(str(program)), program.with_name("_internal")
    put_packages(contents(archive, folder), target)
    put_libraries(libraries(archive, folder), target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
