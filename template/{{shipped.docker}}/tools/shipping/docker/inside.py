"""Copy out of an image what an SBOM names: the packages of its Python, and those of its distribution."""

from email import message_from_string
from pathlib import Path
from urllib.parse import quote

import nox
from shipping import common

PYTHON = "import platform; print(platform.python_version())"


def said(session: nox.Session, *command: str) -> str:
    """What a command prints."""
    return str(session.run(*command, external=True, silent=True, stderr=None)).strip()


def debian(status: Path) -> list[str]:
    """The Debian packages that dpkg says are installed, each by its purl."""
    found = map(message_from_string, status.read_text(encoding="utf-8").split("\n\n"))
    return [
        f"pkg:deb/debian/{quote(one['Package'])}@{quote(one['Version'])}?arch={one['Architecture']}"
        for one in found
        if one.get("Status", "").endswith(" installed")
    ]


def copied(session: nox.Session, engine: str, image: str) -> Path:
    """A folder with the packages of the image's Python, and a list of its Debian packages if it has any."""
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
        lines = "".join(f"{purl}\n" for purl in debian(folder / "status"))
        (packages / "purls.txt").write_text(lines, encoding="utf-8")
    return packages


def python(session: nox.Session, engine: str, image: str) -> str:
    """The version of the Python in the image."""
    return said(session, engine, "run", "--rm", "--entrypoint=python", image, "-c", PYTHON)
