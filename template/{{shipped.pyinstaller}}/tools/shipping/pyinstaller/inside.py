"""Show what an executable has inside: inside.py FILE FOLDER

The folder gets the metadata of each package, and the libraries of the system. Run it where the packages are
installed that the executable was built from.
"""

import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath

from PyInstaller.archive.readers import CArchiveReader


def contents(archive: CArchiveReader) -> set[str]:
    """The files and the modules in it."""
    files = {name.replace("\\", "/") for name in archive.toc}
    return files.union(archive.open_embedded_archive("PYZ.pyz").toc)


def is_inside(package: Distribution, names: set[str]) -> bool:
    """Tell whether any file of a package is in it, as a file or as a module."""
    files = [PurePath(file) for file in package.files or []]
    modules = {".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files}
    return not names.isdisjoint(modules.union(file.as_posix() for file in files))


def main(file: str, folder: Path) -> None:
    """Fill the folder."""
    archive = CArchiveReader(file)
    names = contents(archive)
    for package in distributions():
        if is_inside(package, names):
            metadata = folder / f"{package.name}-{package.version}.dist-info/METADATA"
            metadata.parent.mkdir(parents=True)
            metadata.write_text(package.read_text("METADATA") or "", encoding="utf-8")
    libraries = folder / "system.libs"
    libraries.mkdir(parents=True)
    for name, entry in archive.toc.items():
        # Those of packages and of Python's own modules lie in folders.
        if entry[-1] == "b" and PurePath(name).name == name and not name.endswith(".pyd"):
            (libraries / name).write_bytes(archive.extract(name))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
