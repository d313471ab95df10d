"""What goes into the package: an environment of its own, with all dependencies inside."""

from pathlib import Path

import nox
from shipping import system


def prepare(session: nox.Session, tree: Path, name: str) -> dict[str, str]:
    """Make the environment, and return what debian/ says of it."""
    root = tree / "environment"
    python = system.environment(session, root, f"/usr/lib/{name}")
    compiled = any(root.rglob("*.so"))
    return {"ARCHITECTURE": "any" if compiled else "all", "PYTHON": f"python{python}"}


def command(root: Path) -> list[str]:
    """What runs a program of the unpacked package: its own Python, by a link that is right only once installed."""
    [settings] = root.glob("usr/lib/*/pyvenv.cfg")
    python = settings.with_name("bin") / "python3"
    target = f"/usr/bin/{python.readlink().name}"
    python.unlink()
    python.symlink_to(target)
    return [str(python), "-I"]
