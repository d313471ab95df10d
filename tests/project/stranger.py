"""A project that owes nothing to the starter: its own backend and layout, a version from git, files that must not ship."""

import gzip
import json
import subprocess
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from quick import run_copy
from table.cases import Kind, allowed
from targets import appimages
from targets.artifacts import ENDINGS
from targets.channel import unpack
from workshop import PYTHONS, Workshop, commit, git

# Named as a program that every Debian has; its command is not, and it has another one that comes second.
NAME, COMMAND, VERSION = "ed", "counter", "3.2.1"
STRATEGIES = [case.strategy for case in allowed(Kind("cli", "pure"))]
PYPROJECT = f"""
[build-system]
requires = ["setuptools>=77", "setuptools-scm>=8"]
build-backend = "setuptools.build_meta"

[project]
name = "{NAME}"
dynamic = ["version"]
description = "Ends as it is told to."
license = "MIT"
requires-python = ">={PYTHONS[0]}"
dependencies = ["attrs>=23"]

[project.scripts]
{COMMAND} = "counting.commands:Start.main"
unrelated = "helpers:fail"

[tool.setuptools]
packages = ["counting", "helpers"]

[tool.setuptools_scm]
"""
MAIN = '''
"""A command."""

import sys
import time
from importlib.metadata import version
from importlib.resources import files

import attrs

import helpers


@attrs.define
class Start:
    """Where the command starts, which is no plain function."""

    @staticmethod
    def main() -> int:
        """Say what is asked for, wait, or end with a code."""
        word = sys.argv[1]
        if word in ("--help", "--version"):
            print(version("ed"), files(helpers).joinpath("public.txt").read_text().strip())
            return 0
        if word == "wait":
            print("ready", flush=True)
            time.sleep(60)
        return int(word)
'''
SHIPPED = "MEANT-TO-SHIP-4711"
SECRET = "NEVER-TO-SHIP-4711"
# Files that git does not track, in places where build backends look.
PLANTED = (".env", "id_ed25519", "notes.txt", "counting/notes.txt", "helpers/key.pem", "counting/halfdone.py")


def make(workshop: Workshop, folder: Path) -> Path:
    """Make the repository, add every strategy as an existing project does, and plant what must not ship."""
    files = {
        "pyproject.toml": PYPROJECT,
        "counting/__init__.py": "",
        "counting/commands.py": MAIN,
        "helpers/__init__.py": "def fail() -> None:\n    raise SystemExit(9)\n",
        "helpers/public.txt": SHIPPED,
    }
    write(folder, files)
    commit(folder)
    others = STRATEGIES[1:]
    answers = {"project_name": NAME, "command": COMMAND, "existing": True, "shape": "cli", "also_ship": others}
    run_copy(str(workshop.template), folder, data=answers, defaults=True, quiet=True, vcs_ref="HEAD")
    commit(folder)
    git(folder, "tag", f"v{VERSION}")
    write(folder, {name: f"# {SECRET}" for name in PLANTED})
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files and their folders."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.lstrip("\n"), "utf-8")


def artifacts(project: Path, strategy: str) -> list[Path]:
    """What a strategy has left in dist/."""
    patterns = {
        "sdist": f"{NAME}-*.[tw]*",
        "homebrew": "homebrew/*.tar.gz",  # what the formula installs
        "conda": "conda/*/*.conda",
        "briefcase": "*.deb",
        "deb": "*.deb",
        "rpm": "*.rpm",
        "snap": "*.snap",
    }
    pattern = patterns[strategy] if strategy in patterns else NAME + ENDINGS[strategy]
    return sorted((project / "dist").glob(pattern))


def contents(artifact: Path, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Every file in an artifact, however deep, by name."""
    if artifact.suffix == ".flatpak":
        yield from bundled(artifact)
    elif artifact.suffix == ".conda":
        yield from unpack(artifact, scratch).items()
    elif artifact.suffix in (".deb", ".rpm", ".snap"):
        yield from unpacked(artifact, scratch)
    elif artifact.suffix == ".nuitka":
        yield from compiled(artifact)
    elif artifact.suffix == ".AppImage":
        app = appimages.unpacked(artifact, scratch.parent)
        yield from frozen(app / "usr/lib" / NAME / NAME, artifact)
        yield from ((path.name, path.read_bytes()) for path in app.rglob("*") if path.is_file())
    elif artifact.suffix == "":
        yield from frozen(artifact, artifact)
    else:
        yield from inside(artifact.name, artifact.read_bytes())


def unpacked(package: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files that a package of an operating system installs, and what Debian's has about it."""
    extract = {
        ".deb": 'dpkg-deb --raw-extract "$0" "$1"',
        ".rpm": 'mkdir "$1" && rpm2archive - < "$0" | tar --extract --gzip --directory="$1"',
        ".snap": 'unsquashfs -quiet -no-progress -dest "$1" "$0"',
    }
    subprocess.run(["sh", "-c", extract[package.suffix], package, folder], check=True)
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    yield from ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)


def inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and, where it is an archive, all that is in it."""
    yield name, data
    if data[:2] in (b"PK", b"#!") and is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            for entry in archive.namelist():
                yield from inside(entry, archive.read(entry))
    elif data[:2] == b"\x1f\x8b":
        yield from inside(f"{name} unpacked", gzip.decompress(data))
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=BytesIO(data)) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                yield from inside(member.name, file.read() if file else b"")


READ = """
import json, sys
from PyInstaller.archive.readers import CArchiveReader
archive = CArchiveReader(sys.argv[1])
found = {}
for name, (*_, kind) in archive.toc.items():
    if kind == "z":
        found.update(dict.fromkeys(archive.open_embedded_archive(name).toc, ""))
    else:
        found[name] = archive.extract(name).decode("latin-1")
print(json.dumps(found))
"""


def frozen(executable: Path, artifact: Path) -> Iterator[tuple[str, bytes]]:
    """The files in an executable and the names of its modules, read by PyInstaller itself."""
    python = artifact.parent.with_name("tools") / "shipping/.nox/build_pyinstaller/bin/python"
    read = subprocess.run([python, "-c", READ, executable], check=True, capture_output=True).stdout
    yield from ((name, text.encode("latin-1")) for name, text in json.loads(read).items())


def compiled(executable: Path) -> Iterator[tuple[str, bytes]]:
    """The files that Nuitka has put into an executable, as its build has left them; text stands in the program as it is."""
    folder = executable.parents[1] / "tools/shipping/.nox/.cache/nuitka/start-command.dist"
    yield from (
        (path.relative_to(folder).as_posix(), path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    )


def bundled(bundle: Path) -> Iterator[tuple[str, bytes]]:
    """The files in a Flatpak, as its build has left them."""
    folder = bundle.parents[1] / "build/flatpak/built/files"
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    yield from ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)
