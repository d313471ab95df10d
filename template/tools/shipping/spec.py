"""What the specs of PyInstaller have in common: what goes in, and the same bytes each time.

A spec runs this file; it imports nothing of this package.
"""

import runpy
import sysconfig
import tomllib
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from PyInstaller.utils.hooks import collect_data_files, collect_submodules, copy_metadata

HERE = Path(__file__).parent
shared = runpy.run_path(str(HERE / "artifact.py"))
native = runpy.run_path(str(HERE / "binaries.py"))

# A file as PyInstaller lists it: its name inside, where its content lies, and what it is.
Entry = tuple[str, str, str]


def program(command: str, work: Path) -> str:
    """The program: the command, as an installer would start it. No package can have the name of the file."""
    file = work / "start-command.py"
    file.write_text(f"import sys\n\n{shared['start'](command)}", encoding="utf-8")
    return str(file)


def data(name: str, packages: Iterable[str]) -> list[tuple[str, str]]:
    """Data files and metadata, in which plugins are found by name."""
    found = [entry for package in packages for entry in collect_data_files(package)]
    return found + moved() + list(copy_metadata(name, recursive=True))


def moved() -> list[tuple[str, str]]:
    """The folders that the program looks for in another place."""
    site = Path(sysconfig.get_path("purelib"))
    settings = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
    return [(str(site / folder), place) for folder, place in settings.get("frozen", {}).items()]


def hidden(packages: Iterable[str]) -> list[str]:
    """Modules that nothing imports by name, such as plugins of the project's own."""
    return [found for package in packages for found in collect_submodules(package)]


def kept(datas: Iterable[Entry]) -> list[Entry]:
    """The data files without what an installer leaves behind."""
    patterns = [f"*.dist-info/{left}" for left in shared["LEFTOVERS"]]
    return [one for one in datas if not any(Path(one[0]).match(left) for left in patterns)]


def sort(library: Path) -> None:
    """Write base_library.zip anew: PyInstaller's order depends on how the environment was made."""
    with ZipFile(library) as archive:
        modules = {entry: archive.read(entry) for entry in archive.namelist()}
    with ZipFile(library, "w") as archive:
        for entry in sorted(modules):
            archive.writestr(ZipInfo(entry), modules[entry])


def check(entries: Iterable[Entry], promised: str, settings: str) -> None:
    """Stop when a file needs a newer C library than settings promise."""
    native["check"]([(name, source) for name, source, _ in entries], promised, settings)


def stripped(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """The entries, with smaller files in place of Python's own."""
    strip, folder = native["stripped"], work / "stripped"
    return [(name, strip((name, source), folder), kind) for name, source, kind in entries]
