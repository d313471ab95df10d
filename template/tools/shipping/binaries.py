"""The compiled files in a program that brings Python along: the C library they need, and their symbols.

It imports nothing of this package, so that a script of a freezer can run it.
"""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from packaging.version import Version

# A file inside a program: its name there, and where its content lies.
Entry = tuple[str, str]


def said(source: str) -> str:
    """What objdump says of a file: its symbols, and what it needs of the C library."""
    dump = ["objdump", "--private-headers", "--syms", source]
    english = os.environ | {"LC_ALL": "C"}
    return subprocess.run(dump, check=True, capture_output=True, text=True, env=english).stdout


def is_compiled(source: str) -> bool:
    """Tell whether a file has compiled code, where the C library is glibc."""
    if platform.libc_ver()[0] != "glibc" or not Path(source).is_file():
        return False
    with Path(source).open("rb") as file:
        return file.read(4) == b"\x7fELF"


def is_pythons(name: str) -> bool:
    """Tell whether a file is Python's own. Those of packages stay as they came, for stripping breaks some."""
    path = Path(name)
    return path.name.startswith("libpython") or "lib-dynload" in path.parts


def stripped(entry: Entry, folder: Path) -> str:
    """Where the content of a file lies; one of Python's own gets a copy without its symbols, if it has any."""
    name, source = entry
    if not is_compiled(source) or not is_pythons(name) or "no symbols" in said(source):
        return source
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["strip", f"--output-file={target}", source], check=True)
    return str(target)


def check(entries: Iterable[Entry], promised: str, settings: str) -> None:
    """Stop when a file needs a newer C library than settings promise; if they do not, than the build machine's."""
    needed = [
        (Version(version), name)
        for name, source in entries
        if is_compiled(source)
        for version in re.findall(r"\bGLIBC_([0-9.]+)", said(source))
    ]
    if not needed:
        return
    newest, name = max(needed)
    floor = promised or platform.libc_ver()[1]
    if newest > Version(floor):
        sys.exit(
            f"{name} needs glibc {newest}, and {floor} is promised in {settings}: "
            "build on an older distribution, for instance in a container of it."
        )
    print(f"The executable needs glibc {newest} or newer, for {name} does.")
