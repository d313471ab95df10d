"""What happens to the compiled files that go into the executable."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

from packaging.version import Version

Entry = tuple[str, str, str]


def said(source: str) -> str:
    """What objdump says of a file: its symbols, and what it needs of the C library."""
    dump = ["objdump", "--private-headers", "--syms", source]
    english = os.environ | {"LC_ALL": "C"}
    return subprocess.run(dump, check=True, capture_output=True, text=True, env=english).stdout


def is_pythons(name: str) -> bool:
    """Tell whether a file is Python's own. Those of packages stay as they came, for stripping breaks some."""
    return name.startswith("libpython") or "lib-dynload" in Path(name).parts


def compiled(entries: list[Entry]) -> list[Entry]:
    """The files with compiled code, where the C library is glibc."""
    kinds = ("BINARY", "EXTENSION") if platform.libc_ver()[0] == "glibc" else ()
    return [entry for entry in entries if entry[2] in kinds]


def strip(entry: Entry, folder: Path) -> Entry:
    """Copy a file of Python's own into a folder without its symbols, if it has any."""
    name, source, kind = entry
    if not is_pythons(name) or "no symbols" in said(source):
        return entry
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["strip", f"--output-file={target}", source], check=True)
    return name, str(target), kind


def stripped(entries: list[Entry], folder: Path) -> list[Entry]:
    """The entries, with smaller files in the folder in place of Python's own."""
    chosen = compiled(entries)
    return [strip(entry, folder) if entry in chosen else entry for entry in entries]


def check(entries: list[Entry], promised: str) -> None:
    """Stop when a file needs a newer C library than is promised; without a promise, than the build machine's."""
    needed = [
        (Version(version), name)
        for name, source, _ in compiled(entries)
        for version in re.findall(r"\bGLIBC_([0-9.]+)", said(source))
    ]
    if not needed:
        return
    newest, name = max(needed)
    floor = promised or platform.libc_ver()[1]
    if newest > Version(floor):
        sys.exit(
            f"{name} needs glibc {newest}, and {floor} is promised in pyinstaller/settings.toml: "
            "build on an older distribution, for instance in a container of it."
        )
    print(f"The executable needs glibc {newest} or newer, for {name} does.")
