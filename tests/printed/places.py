"""Machines that have only git and uv, or only git and Python: a PATH and a home of their own."""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from targets import lack

# What every system has, of which the printed lines, and what they start, use these.
SYSTEM = (
    "bash",
    "basename",
    "cat",
    "chmod",
    "cp",
    "dirname",
    "env",
    "gzip",
    "install",
    "ln",
    "ls",
    "mkdir",
    "realpath",
    "rm",
    "sed",
    "sh",
    "tar",
    "uname",
)
# How this machine reaches package indexes: it holds for the ones that it plays, too.
NETWORK = re.compile(r".*_proxy|.*cert.*|.*_ca_bundle|.*_cainfo|(pip|uv)_.*index.*|pip_find_links", re.IGNORECASE)
# The terminal of the tests does not tell where its cursor is, and what it has shown is read by people.
TERMINAL = {
    "LANG": "C.UTF-8",
    "TERM": "xterm",
    "PROMPT_TOOLKIT_NO_CPR": "1",
    "UV_NO_PROGRESS": "1",
    "PIP_PROGRESS_BAR": "off",
}
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def machine(folder: Path, place: str, *more: str) -> dict[str, str]:
    """Make a machine in a new folder; return its environment variables. It has more commands where they are named."""
    home, commands = folder / "home", folder / "commands"
    home.mkdir(parents=True)
    commands.mkdir()
    for name in ("git", *SYSTEM, *more):
        link(commands, name, shutil.which(name) or lack(f"{name} is not installed"))
    variables = outward() | {"HOME": str(home), "PATH": f"{home}/.local/bin:{commands}"}
    return variables | (with_uv if place == "uv" else with_python)(folder, commands)


def outward() -> dict[str, str]:
    """Return the variables that a machine has for its network and for the terminal that it is used from."""
    return TERMINAL | {name: value for name, value in os.environ.items() if NETWORK.fullmatch(name)}


def link(commands: Path, name: str, program: str) -> None:
    """Have a command on a machine's PATH."""
    (commands / name).symlink_to(program)


def with_uv(folder: Path, commands: Path) -> dict[str, str]:
    """Add uv, with a Python where uv keeps those that it has downloaded: the tests' own, which stands in for them."""
    link(commands, "uv", tool("uv"))
    link(commands, "uvx", tool("uvx"))
    pythons = folder / "pythons"
    own = pythons / f"cpython-{platform.python_version()}-linux-{platform.machine()}-gnu/bin"
    own.mkdir(parents=True)
    link(own, f"python{PYTHON}", interpreter())
    return {"UV_PYTHON_INSTALL_DIR": str(pythons), "UV_CACHE_DIR": asked("uv", "cache", "dir")}


def with_python(folder: Path, commands: Path) -> dict[str, str]:
    """Add the Python that the tests run on, which can make virtual environments."""
    python = interpreter()
    if subprocess.run([python, "-c", "import ensurepip"], capture_output=True, check=False).returncode:
        lack("needs: apt-get install --no-install-recommends python3-venv")
    link(commands, "python3", python)
    pip = asked(sys.executable, "-m", "pip", "cache", "dir")
    return {"PIP_CACHE_DIR": pip, "UV_CACHE_DIR": asked("uv", "cache", "dir")}


def interpreter() -> str:
    """Return the Python that the tests' environment was made from."""
    return os.path.realpath(sys.executable)


def tool(name: str) -> str:
    """Return the program of a tool that must be there."""
    return shutil.which(name) or lack(f"{name} is not installed")


def asked(*command: str) -> str:
    """Return what a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
