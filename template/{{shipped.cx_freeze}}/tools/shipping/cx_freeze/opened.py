"""What is shipped, opened as its user opens it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox
from shipping import common
from shipping.frozen import unpacked

# How an installer ends, where there is one.
INSTALLER = {"win32": ".msi", "darwin": ".dmg"}.get(sys.platform, "")


@contextmanager
def opened(session: nox.Session, file: Path) -> Iterator[Path]:
    """The program in an archive or an installer, for the time being."""
    folder = common.scratch(session) / "opened"
    common.clear(folder)
    if file.suffix == ".msi":
        # An administrative installation unpacks it, and changes nothing else.
        session.run("msiexec", "/a", str(file), "/qn", f"TARGETDIR={folder}", external=True)
        [program] = folder.glob("*.exe")
        yield program
    elif file.suffix == ".dmg":
        options = ["-nobrowse", "-readonly", "-mountpoint", str(folder)]
        session.run("hdiutil", "attach", *options, str(file), external=True)
        try:
            [app] = folder.glob("*.app")
            yield app / "Contents/MacOS" / app.stem
        finally:
            session.run("hdiutil", "detach", str(folder), external=True)
    else:
        yield unpacked(session, file)
