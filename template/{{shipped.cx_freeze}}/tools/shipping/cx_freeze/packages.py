"""The metadata of the packages that are inside a frozen program, in which plugins are found by name."""

import shutil
from fnmatch import fnmatch
from importlib.metadata import Distribution, distributions
from pathlib import Path
from zipfile import ZipFile

from shipping.artifact import LEFTOVERS
from shipping.inside import is_inside


def contents(lib: Path) -> set[str]:
    """The files and the modules in the folder of a program that has both."""
    with ZipFile(lib / "library.zip") as archive:
        files = set(archive.namelist())
    files |= {path.relative_to(lib).as_posix() for path in lib.rglob("*") if path.is_file()}
    modules = (file.removesuffix(".pyc").replace("/", ".") for file in files)
    return files.union(module.removesuffix(".__init__") for module in modules)


def describe(package: Distribution, lib: Path) -> None:
    """Copy the metadata of a package."""
    for file in package.files or []:
        left_out = any(fnmatch(file.name, pattern) for pattern in LEFTOVERS)
        if file.parts[0].endswith(".dist-info") and not left_out:
            (lib / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file.locate()), lib / file)


def bring(lib: Path) -> None:
    """Copy the metadata of each package of this environment that is inside."""
    names = contents(lib)
    for package in distributions():
        if is_inside(package, names):
            describe(package, lib)
