"""What packages of an operating system have in common: versions, facts for their files, an environment of one's own."""

import os
import re
import shutil
from email.utils import getaddresses
from pathlib import Path

import nox
from packaging.version import Version
from shipping import common
from shipping.artifact import start
from shipping.project import Project

# The system's own Python, and how its programs are started, so that those of an environment do not stand in for them.
PYTHON = "/usr/bin/python3"
OWN = ["env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
PLACEHOLDER = re.compile("@([A-Z_]+)@")


def ordered(text: str) -> str:
    """A version as dpkg and rpm sort it: with a tilde in what comes before a release."""
    version = Version(text)
    public = re.sub(r"(a|b|rc)(?=\d)", r"~\1", version.public.split("!")[-1])
    local = f"+{version.local}" if version.local else ""
    return public.replace(".dev", "~~dev") + local


def people(project: Project, field: str) -> list[str]:
    """Who the metadata names in a field, such as Author, with or without an address."""
    metadata = project.metadata.metadata
    found = getaddresses(metadata.get_all(f"{field}-email") or [])
    named = [f"{name or address} <{address}>" for name, address in found if "@" in address]
    return named + [name for name in metadata.get_all(field) or [] if name not in str(named)]


def complete(text: str, facts: dict[str, str]) -> str:
    """Put facts in for @NAMES@. A line goes where the only fact in it is empty."""
    lines = [line for line in text.splitlines() if not _is_empty(line, facts)]
    return PLACEHOLDER.sub(lambda found: facts[found[1]], "\n".join(lines)) + "\n"


def _is_empty(line: str, facts: dict[str, str]) -> bool:
    names = PLACEHOLDER.findall(line)
    return bool(names) and not any(facts[name] for name in names)


def environment(session: nox.Session, root: Path, home: str) -> str:
    """Make a virtual environment with the project and all it needs for a folder of the target, such as /usr/lib/app.

    Return the version of its Python, such as 3.11.
    """
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    python = str(session.run("python", "-c", code, silent=True)).strip()
    inside = root / home.lstrip("/")
    shutil.copytree(common.stage(session), inside / f"lib/python{python}/site-packages")
    settings = {"home": "/usr/bin", "include-system-site-packages": "false", "version": python}
    lines = [f"{key} = {value}\n" for key, value in settings.items()]
    (inside / "pyvenv.cfg").write_text("".join(lines), encoding="utf-8")
    (inside / "bin").mkdir()
    (inside / "bin/python3").symlink_to(f"/usr/bin/python{python}")
    (root / "usr/bin").mkdir()
    for name, point in common.project(session).commands.items():
        program = root / "usr/bin" / name
        code = f"#!{home}/bin/python3\nimport sys\n\n{start(point.value)}"
        program.write_text(code, encoding="utf-8")
        program.chmod(0o755)
    # Installers give files the time at which they were first unpacked, or none at all.
    time = int(os.environ["SOURCE_DATE_EPOCH"])
    for path in root.rglob("*"):
        os.utime(path, (time, time), follow_symlinks=False)
    return python


def program(session: nox.Session, programs: Path) -> Path:
    """The main command in a folder of what is unpacked; the first one where another machine has built it."""
    built = (common.cache(session) / "dist").exists()
    first = min(path.name for path in programs.iterdir())
    return programs / (common.project(session).command.name if built else first)
