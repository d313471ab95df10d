"""An installer opened, as its user's system opens it: the program in it, and what the program brings along."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox
from shipping import common

# The library of Python has its version in it.
LIBRARY = re.compile(r"(lib)?python3\d+\.(dll|dylib)|Python", re.IGNORECASE)
VERSION = re.compile(rb"(?<![\d.])(3\.\d+\.\d+((a|b|rc)\d+)?)\0")


@contextmanager
def opened(session: nox.Session, file: Path) -> Iterator[Path]:
    """The folder that an installer has inside, for the time being."""
    folder = common.scratch(session) / "opened"
    common.clear(folder)
    unpack = {
        ".deb": ["dpkg-deb", "--extract", str(file), str(folder)],
        # An administrative installation unpacks it, and changes nothing else.
        ".msi": ["msiexec", "/a", str(file), "/qn", f"TARGETDIR={folder}"],
        ".pkg": ["pkgutil", "--expand-full", str(file), str(folder)],
        ".dmg": ["hdiutil", "attach", "-nobrowse", "-mountpoint", str(folder), str(file)],
    }
    session.run(*unpack[file.suffix], external=True)
    try:
        yield folder
    finally:
        if file.suffix == ".dmg":
            session.run("hdiutil", "detach", str(folder), external=True)


def packages(folder: Path) -> Path:
    """Where the project and all that it requires are."""
    [found] = (path for path in folder.rglob("app_packages") if path.is_dir())
    return found


def program(folder: Path) -> Path:
    """The program."""
    home = packages(folder).parent
    found = [*folder.glob("usr/bin/*"), *home.glob("*.exe"), *home.parent.glob("MacOS/*")]
    return found[0]


def python(folder: Path) -> str:
    """The version of the Python inside; empty where it is the system's."""
    libraries = [path for path in folder.rglob("*") if LIBRARY.fullmatch(path.name)]
    found = [VERSION.search(path.read_bytes()) for path in libraries if path.is_file()]
    return next((version[1].decode() for version in found if version), "")
