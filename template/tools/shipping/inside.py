"""What is inside a program that brings Python along, as the SBOM is told: see release/sbom.py."""

import re
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath

# A shared library, and no module of Python.
LIBRARY = re.compile(r"(?!.*\.(cpython-|abi3\b))[^/\\]+\.(so(\.[\d.]+)?|dll|dylib)")


def is_inside(package: Distribution, names: set[str]) -> bool:
    """Tell whether any file of a package is in it, as a file or as a module."""
    files = [PurePath(file) for file in package.files or []]
    modules = {".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files}
    return not names.isdisjoint(modules.union(file.as_posix() for file in files))


def put_packages(names: set[str], target: Path) -> None:
    """Put the metadata of each package of this environment that is inside into a folder."""
    for package in distributions():
        if is_inside(package, names):
            metadata = target / f"{package.name}-{package.version}.dist-info/METADATA"
            metadata.parent.mkdir(parents=True)
            metadata.write_text(package.read_text("METADATA") or "", encoding="utf-8")


def put_libraries(libraries: dict[str, bytes], target: Path) -> None:
    """Put the libraries of the system that are inside into a folder."""
    folder = target / "system.libs"
    folder.mkdir(parents=True)
    for name, content in libraries.items():
        (folder / name).write_bytes(content)
