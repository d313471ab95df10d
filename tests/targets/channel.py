"""The stand-in for conda-forge: a channel on disk, made from this machine's CPython and from wheels of the index."""

import hashlib
import itertools
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from targets import lack, require
from workshop import CATALOGUE, PYTHONS, cached, locked

PYTHON = PYTHONS[0]  # what the recipe builds with
# What the packages of the starters, and of a user who adds a dependency, are built and run with.
REQUIREMENTS = sorted(
    {"attrs", "hatch-vcs", "hatchling", "pip", "setuptools", "setuptools-scm"}.union(
        *(shape["dependencies"] for shape in CATALOGUE["shapes"].values()),
        *(extension[key] for extension in CATALOGUE["languages"].values() for key in ("requires", "dependencies")),
    )
)
SUBDIR = {"x86_64": "linux-64", "aarch64": "linux-aarch64"}[platform.machine()]
SCHEME = "import sys, sysconfig; print(sysconfig.get_default_scheme(), sys.base_prefix)"
UNPACK = "import os, sys; from rattler.package_streaming import extract; extract(*sys.argv[1:]); os._exit(0)"


def channel(*more: str) -> str:
    """Return the channel's address. It is made once and kept in the user's cache until what it is made from changes.

    What more is required than the starters need is in it, too.
    """
    require("patchelf")
    requirements = [*REQUIREMENTS, *more]
    home = interpreter()
    builder = Path(__file__).with_name("stand_ins.py")
    made_from = [builder.read_text("utf-8"), str(home), *requirements]
    key = hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:12]
    cache = cached("channels")
    folder = cache / key
    with locked(cache / f"{key}.lock"):
        if not folder.exists():
            unfinished = folder.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            subprocess.run([sys.executable, builder, unfinished, SUBDIR, home, *requirements], check=True)
            unfinished.rename(folder)
    return folder.as_uri()


def interpreter() -> Path:
    """Return the prefix of a CPython that keeps packages where python.org has them; Debian's own does not."""
    run = ["uv", "python", "list", PYTHON, "--only-installed", "--output-format=json"]
    listed = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    for python in (entry["path"] for entry in listed):
        said = subprocess.run([python, "-c", SCHEME], check=True, capture_output=True, text=True).stdout
        scheme, home = said.strip().split(" ", 1)
        if scheme == "posix_prefix":
            return Path(home)
    lack(f"needs: uv python install {PYTHON}")


def install(project: Path, prefix: Path, *channels: str) -> Path:
    """Install a project's package by its own script into a new prefix, which is /app to it; return the prefix."""
    prefix.mkdir()
    seen = itertools.chain.from_iterable(("--dev-bind", f"/{name}", f"/{name}") for name in os.listdir("/"))
    sandbox = ["bwrap", *seen, "--bind", str(prefix), "/app", "--unshare-net", "--chdir", str(project), "--"]
    own = (project / "dist/conda").as_uri()
    script = [sys.executable, "tools/shipping/conda/install.py", "/app", "my-app", own, *channels]
    subprocess.run([*sandbox, *script], check=True)
    return prefix


def unpack(package: Path, folder: Path) -> dict[str, bytes]:
    """Unpack a package into a new folder; return what each of its files holds."""
    subprocess.run([sys.executable, "-c", UNPACK, package, folder], check=True)
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
