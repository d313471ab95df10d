"""Makes the packages of the stand-in channel.

As a command: stand_ins.py FOLDER SUBDIR HOME REQUIREMENT [REQUIREMENT ...]
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import index
from rattler_build import FileEntry, assemble_package, collect_files

# Empty packages: the machine's own compilers stand for what `compiler('c')`, `compiler('cxx')` and so on ask for.
EMPTY = ["gcc_{subdir}", "gxx_{subdir}", "gfortran_{subdir}", "rust_{subdir}", "python-abi3"]
# Tools that are no Python packages: where their wheels hold what belongs into the prefix.
TOOLS = {"cmake": ("cmake/data", ["bin/cmake", "share/**"]), "ninja": ("", ["bin/ninja"])}
# What conda-forge calls otherwise than the index.
NAMES = {"pyside6-essentials": "pyside6"}
# Of no use to a package, or not part of a conda-forge Python.
LEFT_OUT = [
    "config-*",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "site-packages",
    "test",
    "__pycache__",
    "_tkinter.*",
    "nis.*",
]
# A command of a package, for any prefix.
SCRIPT = """#!/bin/sh
exec "${{0%/*}}/python" -c 'import sys; del sys.argv[0]; from {module} import {function}; sys.exit({function}())' "$0" "$@"
"""
# What every Linux has. All other libraries that the interpreter loads go into its package.
GLIBC = ("ld-linux", "libc.so", "libcrypt.so", "libdl.so", "libm.so", "libpthread.so", "libresolv.so")


class Channel:
    """A folder that becomes a channel."""

    def __init__(self, folder: Path, subdir: str, home: Path) -> None:
        """Take the folder, the platform as conda names it, and the prefix of the CPython to be repacked."""
        self.folder = folder
        self.subdir = subdir
        self.home = home
        [self.python] = home.glob("bin/python3.[0-9]*[0-9]")
        run = [str(self.python), "-c", "import platform; print(platform.python_version())"]
        self.version = subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()

    def pack(
        self,
        name: str,
        version: str,
        files: list[FileEntry] | None = None,
        depends: list[str] | None = None,
        noarch: Literal["python"] | None = None,
    ) -> None:
        """Write one package."""
        subdir = "noarch" if noarch else self.subdir
        assemble_package(
            name,
            version,
            subdir,
            "0",
            self.folder / subdir,
            files=files,
            depends=depends,
            noarch=noarch,
            compression_level=1,
            detect_prefix=False,
        )

    def pack_python(self, root: Path) -> None:
        """Write the interpreter's package: moved to a prefix, with the libraries it needs beside it."""
        lib = f"lib/{self.python.name}"
        ignored = shutil.ignore_patterns(*LEFT_OUT)
        shutil.copytree(self.home / lib, root / lib, ignore=ignored)
        shutil.copytree(self.home / "include" / self.python.name, root / "include" / self.python.name)
        (root / "bin").mkdir()
        shutil.copy2(self.python, root / "bin")
        for name in ("python", "python3"):
            (root / "bin" / name).symlink_to(self.python.name)
        binaries = [root / "bin" / self.python.name, *(root / lib / "lib-dynload").glob("*.so")]
        for name, path in libraries(binaries).items():
            shutil.copy2(path, root / "lib" / name)
        for binary in [*binaries, *root.glob("lib/*.so*")]:
            rpath = f"$ORIGIN/{os.path.relpath(root / 'lib', binary.parent)}"
            subprocess.run(["patchelf", "--set-rpath", rpath, binary], check=True)
        self.pack("python", self.version, collect_files(root))

    def pack_tool(self, installed: Distribution, root: Path) -> None:
        """Write the package of a tool that is installed in a folder."""
        place, globs = TOOLS[installed.name]
        self.pack(installed.name, installed.version, collect_files(root / place, include_globs=globs))

    def pack_library(self, installed: Distribution, root: Path) -> None:
        """Write the package of a library that is installed in a folder: for its platform, if it has compiled code."""
        is_pure = "Root-Is-Purelib: true" in (installed.read_text("WHEEL") or "")
        site, scripts = (
            ("site-packages", "python-scripts") if is_pure else (f"lib/{self.python.name}/site-packages", "bin")
        )
        names = [file.as_posix() for file in installed.files or [] if file.parts[0] not in ("..", "bin")]
        files = [FileEntry.from_paths(root / name, f"{site}/{name}") for name in names if (root / name).exists()]
        needed = [Requirement(text) for text in installed.requires or []]
        depends = [spec(one) for one in needed if one.marker is None or one.marker.evaluate(self.environment())]
        files += [
            FileEntry.from_paths(root / "bin" / file.name, f"{scripts}/{file.name}")
            for file in installed.files or []
            if file.parent.name == "bin" and file.name not in installed.entry_points.names
        ]
        files += commands(installed, root.with_name(f"{installed.name} commands"), scripts)
        python = "python" if is_pure else f"python {self.version.rpartition('.')[0]}.*"
        self.pack(
            named(installed.name),
            installed.version,
            files,
            [python, *depends],
            "python" if is_pure else None,
        )

    def environment(self) -> dict[str, str]:
        """Return what markers say of the repacked Python."""
        short = self.version.rpartition(".")[0]
        return {"python_version": short, "python_full_version": self.version, "extra": ""}


def libraries(binaries: list[Path]) -> dict[str, Path]:
    """Return the shared libraries, other than the C library's own, that binaries load from the machine."""
    listed = subprocess.run(["ldd", *binaries], check=True, capture_output=True, text=True).stdout
    found = [line.split() for line in listed.splitlines() if "=> /" in line]
    return {words[0]: Path(words[2]) for words in found if not words[0].startswith(GLIBC)}


def commands(installed: Distribution, folder: Path, place: str) -> list[FileEntry]:
    """Write the commands of a library into a new folder; return them as files at a place in a package."""
    folder.mkdir()
    for command in installed.entry_points.select(group="console_scripts"):
        file = folder / command.name
        file.write_text(SCRIPT.format(module=command.module, function=command.attr))
        file.chmod(0o755)
    return [FileEntry.from_paths(file, f"{place}/{file.name}") for file in folder.iterdir()]


def spec(requirement: Requirement) -> str:
    """Return a requirement as conda writes it."""
    return f"{named(requirement.name)} {requirement.specifier}".strip()


def named(package: str) -> str:
    """Return the name of a package as conda-forge has it."""
    name = canonicalize_name(package)
    return NAMES.get(name, name)


def main(folder: Path, subdir: str, home: Path, requirements: list[str]) -> None:
    """Write the interpreter, the requirements with all they need, the empty packages, and the channel's index."""
    channel = Channel(folder, subdir, home)
    with tempfile.TemporaryDirectory() as temporary:
        installed = Path(temporary) / "installed"
        options = ["--quiet", f"--python={channel.python}", f"--target={installed}", "--link-mode=copy"]
        subprocess.run(["uv", "pip", "install", *options, *TOOLS, *requirements], check=True)
        for found in distributions(path=[str(installed)]):
            pack = channel.pack_tool if found.name in TOOLS else channel.pack_library
            pack(found, installed)
        channel.pack_python(Path(temporary) / "python")
    for name in EMPTY:
        channel.pack(name.format(subdir=subdir), "0", [])
    asyncio.run(index.index_fs(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4:])
    sys.stdout.flush()
    os._exit(0)  # py-rattler may crash while the interpreter shuts down
