"""Where the code lies: which names it is imported by, and below which folder they are."""

from collections.abc import Sequence
from pathlib import PurePosixPath

# Folders that hold packages and are none themselves.
ROOTS = ("src", "lib", "python")
# What lies beside the code in many repositories and is no part of it.
BESIDE = {
    "benchmarks",
    "bin",
    "build",
    "ci",
    "contrib",
    "dev",
    "doc",
    "docs",
    "example",
    "examples",
    "requirements",
    "scripts",
    "tasks",
    "test",
    "testing",
    "tests",
    "tools",
}
MODULES_BESIDE = {"conftest.py", "dodo.py", "fabfile.py", "manage.py", "noxfile.py", "setup.py", "tasks.py"}


def packages(files: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the folder that the code lies in ("" for the project's own) and the names it is imported by, sorted."""
    paths = [PurePosixPath(name) for name in files if name.endswith(".py")]
    below = {root: [path.relative_to(root) for path in paths if path.parts[0] == root] for root in ROOTS}
    holding = [root for root, inside in below.items() if inside and PurePosixPath("__init__.py") not in inside]
    # Sources in other languages lie in src/, too, and a script may lie among them.
    for root in sorted(holding, key=lambda root: not any(path.match("*/__init__.py") for path in below[root])):
        return root, tuple(sorted({path.with_suffix("").parts[0] for path in below[root]}))
    folders = {path.parts[0] for path in paths if path.name == "__init__.py" and len(path.parts) == 2} - BESIDE
    modules = {path.stem for path in paths if len(path.parts) == 1 and path.name not in MODULES_BESIDE} - BESIDE
    return "", tuple(sorted(folders or modules))


def is_module(files: Sequence[str]) -> bool:
    """Tell whether all the code is one file."""
    root, names = packages(files)
    return [str(PurePosixPath(root, f"{name}.py")) in files for name in names] == [True]
