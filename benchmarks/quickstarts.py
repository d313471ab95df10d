"""What the quickstart of each tool makes of a wheel: one file, or the program in a folder."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from subjects import Subject

Maker = Callable[[Subject, Path, list[str]], Path]


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command and return what it prints."""
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout


def tools(folder: Path, *packages: str | Path) -> Path:
    """Make an environment with packages in it; return its folder of commands."""
    run("uv", "venv", "--quiet", "--seed", folder)
    run("uv", "pip", "install", "--quiet", f"--python={folder}", *packages)
    return folder / "bin"


def script(subject: Subject, folder: Path) -> Path:
    """The script that a freezer is given: it starts the command."""
    module, _, function = subject.start.partition(":")
    file = folder / f"start-{subject.command}.py"
    file.write_text(f"import sys\n\nfrom {module} import {function}\n\nsys.exit({function}())\n", "utf-8")
    return file


def zipapp(subject: Subject, folder: Path, pins: list[str]) -> Path:
    """As the documentation of the standard library has it for an application with dependencies."""
    run("uv", "pip", "install", "--quiet", f"--target={folder / 'app'}", subject.wheel, *pins)
    options = [f"--main={subject.start}", "--python=/usr/bin/env python3", f"--output={folder / 'made.pyz'}"]
    run(sys.executable, "-m", "zipapp", folder / "app", *options)
    return folder / "made.pyz"


def shiv(subject: Subject, folder: Path, pins: list[str]) -> Path:
    """As its README begins."""
    commands = tools(folder / "env", *pins, "pip")
    run(commands / "shiv", "-c", subject.command, "-o", folder / "made.pyz", subject.wheel)
    return folder / "made.pyz"


def pex(subject: Subject, folder: Path, pins: list[str]) -> Path:
    """As its README begins."""
    root = f"--pex-root={folder / 'root'}"
    commands = tools(folder / "env", *pins)
    run(commands / "pex", subject.wheel, "-c", subject.command, root, "-o", folder / "made.pyz")
    return folder / "made.pyz"


def pyinstaller(subject: Subject, folder: Path, pins: list[str], mode: str) -> Path:
    """As its manual begins: of a script; what has data files or asks for its version says so."""
    commands = tools(folder / "env", *pins, subject.wheel)
    needed = [f"--collect-data={subject.package}", f"--copy-metadata={subject.name}"]
    options = ["--log-level=ERROR", "--name=made", f"--{mode}", *needed]
    run(commands / "pyinstaller", *options, script(subject, folder), cwd=folder)
    return folder / "dist/made" / ("made" if mode == "onedir" else "")


def cx_freeze(subject: Subject, folder: Path, pins: list[str]) -> Path:
    """As its manual begins: a folder of a script; a package with data files is named.

    What asks for its version needs the metadata, too, which a package that is named has.
    """
    commands = tools(folder / "env", *pins, subject.wheel)
    options = [f"--target-dir={folder / 'dist'}", "--target-name=made", "--silent", f"--packages={subject.package}"]
    run(commands / "cxfreeze", f"--script={script(subject, folder)}", *options, cwd=folder)
    return folder / "dist/made"


def nuitka(subject: Subject, folder: Path, pins: list[str], mode: str) -> Path:
    """As its manual begins: of a script; what has data files or asks for its version says so."""
    commands = tools(folder / "env", *pins, subject.wheel)
    options = [f"--include-package-data={subject.package}", f"--include-distribution-metadata={subject.name}"]
    options += [f"--mode={mode}", "--assume-yes-for-downloads", "--quiet", "--output-filename=made.bin"]
    file = script(subject, folder)
    run(commands / "python", "-m", "nuitka", *options, file, cwd=folder)
    return folder / ("made.bin" if mode == "onefile" else f"{file.stem}.dist/made.bin")


# The strategy, whether what comes out is a folder, what our program there ends with, and what the tool makes.
MAKERS: list[tuple[str, bool, str, Maker]] = [
    ("zipapp", False, "", zipapp),
    ("shiv", False, "", shiv),
    ("pex", False, "", pex),
    ("pyinstaller", False, "", partial(pyinstaller, mode="onefile")),
    ("pyinstaller", True, "", partial(pyinstaller, mode="onedir")),
    ("nuitka", False, "", partial(nuitka, mode="onefile")),
    ("nuitka", True, ".bin", partial(nuitka, mode="standalone")),
    ("cx_freeze", True, "", cx_freeze),
]
