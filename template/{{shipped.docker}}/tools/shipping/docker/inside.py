"""Copy out of an image what an SBOM names: the packages of its Python, and those of its distribution."""

import shutil
from pathlib import Path

import nox
from shipping import common

PYTHON = "import platform; print(platform.python_version())"


def said(session: nox.Session, *command: str) -> str:
    """What a command prints."""
    return str(session.run(*command, external=True, silent=True, stderr=None)).strip()


def copied(session: nox.Session, engine: str, image: str) -> Path:
    """A folder with the packages of the image's Python, and dpkg's list of Debian packages if it has one."""
    folder = common.scratch(session) / "inside"
    common.clear(folder)
    folder.mkdir()
    container = said(session, engine, "create", image).splitlines()[-1]
    for place in ("/opt/app/lib", "/var/lib/dpkg/status"):
        copy = [engine, "cp", f"{container}:{place}", str(folder)]
        session.run(*copy, external=True, success_codes=range(256))
    session.run(engine, "rm", container, external=True, silent=True)
    [packages] = folder.glob("lib/python3.*/site-packages")
    if (folder / "status").exists():
        shutil.move(folder / "status", packages / "dpkg-status")
    return packages


def python(session: nox.Session, engine: str, image: str) -> str:
    """The version of the Python in the image."""
    return said(session, engine, "run", "--rm", "--entrypoint=python", image, "-c", PYTHON)
