"""Root file systems of the machine's own Debian, holding just the packages a target is said to have."""

import hashlib
import os
import platform
import shutil
import subprocess
from pathlib import Path

from targets import require
from workshop import CATALOGUE, cached, locked

WINDOWS = ("libc6", "zlib1g", "libegl1", "libgl1", "fontconfig-config", "fonts-dejavu-core")
# What is installed in each root, with its dependencies.
PACKAGES = {
    "libc": ("libc6", "zlib1g"),
    "libc-alone": ("libc6",),
    "python3": ("python3",),
    # With what wheels take from the system, as numpy's do.
    "libc-c++": ("libc6", "zlib1g", "libstdc++6"),
    "python3-c++": ("python3", "libstdc++6"),
    "base": ("python3", "coreutils", "dash", "fonts-dejavu-core"),  # of a snap, and the fonts that it is given
    "windows": WINDOWS,
    "desktop": (*WINDOWS, *CATALOGUE["shapes"]["desktop"]["libraries"]),
    "shell": ("coreutils", "dash"),
}


def root(name: str) -> Path:
    """Return the folder of a root named in PACKAGES; read it, do not change it."""
    return root_of(name, PACKAGES[name])


def root_of(name: str, packages: tuple[str, ...]) -> Path:
    """Return the folder of a root with the given packages; read it, do not change it.

    It is made once and kept in the user's cache until the packages or the machine's apt sources change. Raises
    CalledProcessError where apt cannot fetch the packages.
    """
    require("mmdebstrap")
    sources = apt_sources()
    made_from = [*packages, *apt_options(), *(source.read_text() for source in sources)]
    key = hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:12]
    cache = cached("roots")
    folder = cache / f"{name}-{key}"
    with locked(cache / f"{folder.name}.lock"):
        if not folder.exists():
            build(folder, packages, sources)
    return folder


def apt_sources() -> list[Path]:
    """Return the files that say where this machine gets its packages."""
    etc = Path("/etc/apt")
    parts = etc / "sources.list.d"
    files = [etc / "sources.list", *sorted(parts.glob("*.list")), *sorted(parts.glob("*.sources"))]
    return [file for file in files if file.exists() and file.read_text().strip()]


def apt_options() -> list[str]:
    """Return how this machine reaches its package sources: proxies, certificates, checks."""
    keys = ("Acquire::http", "Acquire::https", "Acquire::Check", "Acquire::Retries")
    run = ["apt-config", "dump", "--no-empty", "--format", '%f "%v";%n', "Acquire"]
    lines = subprocess.run(run, check=True, capture_output=True, text=True).stdout.splitlines()
    return [line for line in lines if line.startswith(keys)]


def build(folder: Path, packages: tuple[str, ...], sources: list[Path]) -> None:
    """Unpack packages into a new folder. No package script runs, so an ordinary user can do it, too."""
    suite = platform.freedesktop_os_release()["VERSION_CODENAME"]
    # "chrootless" needs no privileges and no tool that grants them; mmdebstrap warns root against it.
    mode = "root" if os.geteuid() == 0 else "chrootless"
    options = [f"--mode={mode}", "--variant=extract", "--quiet", f"--include={','.join(packages)}"]
    options += [f"--aptopt={option}" for option in apt_options()]
    unfinished = folder.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    subprocess.run(["mmdebstrap", *options, suite, str(unfinished), *map(str, sources)], check=True)
    unfinished.rename(folder)
