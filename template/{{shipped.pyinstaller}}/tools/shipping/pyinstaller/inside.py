"""Show what an executable has inside: inside.py FILE FOLDER

The folder gets the metadata of each package, and the libraries of the system. Run it where the packages are
installed that the executable was built from.
"""

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath

from PyInstaller.archive.readers import CArchiveReader

# A shared library, and no module of Python.
LIBRARY = re.compile(r"(?!.*\.(cpython-|abi3\b))[^/\\]+\.(so(\.[\d.]+)?|dll|dylib)")


def contents(archive: CArchiveReader, folder: Path) -> set[str]:
    """The files and the modules in it, and in the folder beside it."""
    files = {name.replace("\\", "/") for name in archive.toc}
    files |= {file.relative_to(folder).as_posix() for file in folder.rglob("*")}
    return files.union(archive.open_embedded_archive("PYZ.pyz").toc)


def is_inside(package: Distribution, names: set[str]) -> bool:
    """Tell whether any file of a package is in it, as a file or as a module."""
    files = [PurePath(file) for file in package.files or []]
    modules = {".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files}
    return not names.isdisjoint(modules.union(file.as_posix() for file in files))


def libraries(archive: CArchiveReader, folder: Path) -> dict[str, bytes]:
    """The libraries of the system; those of packages lie in folders."""
    found = {name: archive.extract(name) for name in archive.toc if LIBRARY.fullmatch(name)}
    loose = (file for file in folder.glob("*") if LIBRARY.fullmatch(file.name))
    return found | {file.name: file.read_bytes() for file in loose}


def main(program: Path, target: Path) -> None:
    """Fill the folder."""
    archive, folder = CArchiveReader(str(program)), program.with_name("_internal")
    names = contents(archive, folder)
    for package in distributions():
        if is_inside(package, names):
            metadata = target / f"{package.name}-{package.version}.dist-info/METADATA"
            metadata.parent.mkdir(parents=True)
            metadata.write_text(package.read_text("METADATA") or "", encoding="utf-8")
    (target / "system.libs").mkdir(parents=True)
    for name, content in libraries(archive, folder).items():
        (target / "system.libs" / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
