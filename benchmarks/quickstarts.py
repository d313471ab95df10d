"""What the quickstart of each tool makes of a project: one file, or the program in a folder."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

COMMAND = "my_app.cli:main"
START = "from my_app.cli import main\n\nmain()\n"
Maker = Callable[[Path, Path, list[str]], Path]


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command and return what it prints."""
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout


def tools(folder: Path, *packages: str | Path) -> Path:
    """Make an environment with packages in it; return its folder of commands."""
    run("uv", "venv", "--quiet", "--seed", folder)
    run("uv", "pip", "install", "--quiet", f"--python={folder}", *packages)
    return folder / "bin"


def script(folder: Path) -> Path:
    """The script that a freezer is given: it starts the command."""
    file = folder / "my-app.py"
    file.write_text(START, "utf-8")
    return file


def zipapp(project: Path, folder: Path, pins: list[str]) -> Path:
    """As the documentation of the standard library has it for an application with dependencies."""
    run("uv", "pip", "install", "--quiet", f"--target={folder / 'app'}", project, *pins)
    options = [f"--main={COMMAND}", "--python=/usr/bin/env python3", f"--output={folder / 'my-app.pyz'}"]
    run(sys.executable, "-m", "zipapp", folder / "app", *options)
    return folder / "my-app.pyz"


def shiv(project: Path, folder: Path, pins: list[str]) -> Path:
    """As its README begins."""
    run(tools(folder / "env", *pins, "pip") / "shiv", "-c", "my-app", "-o", folder / "my-app.pyz", project)
    return folder / "my-app.pyz"


def pex(project: Path, folder: Path, pins: list[str]) -> Path:
    """As its README begins; of a wheel, for the pip inside cannot read every pyproject.toml."""
    run("uv", "build", "--quiet", "--wheel", f"--out-dir={folder}", project)
    [wheel] = folder.glob("*.whl")
    root = f"--pex-root={folder / 'root'}"
    run(tools(folder / "env", *pins) / "pex", wheel, "-c", "my-app", root, "-o", folder / "my-app.pyz")
    return folder / "my-app.pyz"


def pyinstaller(project: Path, folder: Path, pins: list[str], *options: str) -> Path:
    """As its manual begins: one file of a script."""
    commands = tools(folder / "env", *pins, project)
    mode = options or ("--onefile",)
    run(commands / "pyinstaller", "--log-level=ERROR", *mode, "--copy-metadata=my-app", script(folder), cwd=folder)
    return folder / "dist/my-app"


def pyinstaller_folder(project: Path, folder: Path, pins: list[str]) -> Path:
    """The same, into a folder."""
    return pyinstaller(project, folder, pins, "--onedir") / "my-app"


def cx_freeze(project: Path, folder: Path, pins: list[str]) -> Path:
    """As its manual begins: a folder of a script; what asks for its version needs the metadata, too."""
    commands = tools(folder / "env", *pins, project)
    run(commands / "cxfreeze", f"--script={script(folder)}", f"--target-dir={folder / 'dist'}", "--silent", cwd=folder)
    return folder / "dist/my-app"


def nuitka(project: Path, folder: Path, pins: list[str]) -> Path:
    """As its manual begins: one file of a script."""
    commands = tools(folder / "env", *pins, project)
    options = ["--mode=onefile", "--assume-yes-for-downloads", "--include-distribution-metadata=my-app", "--quiet"]
    run(commands / "python", "-m", "nuitka", *options, "--output-filename=my-app", script(folder), cwd=folder)
    return folder / "my-app"


# The strategy, what our build leaves in dist/, what the tool makes, and whether it is a folder.
MAKERS: list[tuple[str, str, Maker, bool]] = [
    ("zipapp", "my-app.pyz", zipapp, False),
    ("shiv", "my-app.shiv.pyz", shiv, False),
    ("pex", "my-app.pex", pex, False),
    ("pyinstaller", "my-app", pyinstaller, False),
    ("pyinstaller", "my-app.tgz", pyinstaller_folder, True),
    ("nuitka", "my-app.nuitka", nuitka, False),
    ("cx_freeze", "my-app.cx_freeze.tgz", cx_freeze, True),
]
