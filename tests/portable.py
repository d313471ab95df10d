"""Which tests Linux alone can run: those that use what only it has, themselves or through other modules of the tests."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
# Roots, namespaces and containers; what no Windows has of the standard library.
OF_LINUX = {"targets", "fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}


def imported(file: Path) -> Iterator[str]:
    """Yield the names of all modules that a file may import, with their packages."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@cache
def needs_linux(file: Path) -> bool:
    """Tell whether a file of the tests uses what only Linux has."""
    names = set(imported(file))
    ours = {HERE / f"{name.replace('.', '/')}.py" for name in names}
    calls = any(call in file.read_bytes() for call in (b"os.mkfifo(", b"os.fork("))
    used = calls or any(name.partition(".")[0] in OF_LINUX for name in names)
    return used or any(needs_linux(other) for other in ours if other.is_file() and other != file)


TESTS = sorted(HERE.rglob("test_*.py"))
LINUX_ALONE = [file for file in TESTS if needs_linux(file)]
ANYWHERE = [file for file in TESTS if file not in LINUX_ALONE]
