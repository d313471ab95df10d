"""Show what an executable has inside, or beside it in its folder: inside.py FILE FOLDER

FOLDER gets the metadata of each package, and the libraries of the system. Run it where the packages are
installed that the executable was built from.
"""

import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath

from PyInstaller.archive.readers import CArchiveReader


def contents(archive: CArchiveReader, beside: Path) -> set[str]:
    """The files and the modules in it, and the files beside it."""
    files = {name.replace("\\", "/") for name in archive.toc}
    files |= {path.relative_to(beside).as_posix() for path in beside.rglob("*")}
    return files.union(archive.open_embedded_archive("PYZ.pyz").toc)


def is_inside(package: Distribution, names: set[str]) -> bool:
    """Tell whether any file of a package is in it, as a file or as a module."""
    files = [PurePath(file) for file in package.files or []]
    modules = {".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files}
    return not names.isdisjoint(modules.union(file.as_posix() for file in files))


def libraries(archive: CArchiveReader, beside: Path) -> dict[str, bytes]:
    """The libraries of the system. Those of packages and of Python's own modules lie in folders."""
    names = [name for name, entry in archive.toc.items() if entry[-1] == "b"]
    found = {name: archive.extract(name) for name in names if PurePath(name).name == name}
    files = [path for path in beside.glob("*") if path.is_file() and path.suffix != ".zip"]
    found |= {path.name: path.read_bytes() for path in files}
    return {name: data for name, data in found.items() if not name.endswith(".pyd")}


def main(file: Path, folder: Path) -> None:
    """Fill the folder."""
    archive, beside = CArchiveReader(str(file)), file.with_name("_internal")
    names = contents(archive, beside)
    for package in distributions():
        if is_inside(package, names):
            metadata = folder / f"{package.name}-{package.version}.dist-info/METADATA"
            metadata.parent.mkdir(parents=True)
            metadata.write_text(package.read_text("METADATA") or "", encoding="utf-8")
    system = folder / "system.libs"
    system.mkdir(parents=True)
    for name, data in libraries(archive, beside).items():
        (system / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
