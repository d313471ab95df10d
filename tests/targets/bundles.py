"""A bundle of two services, and a Debian without Python that it is installed on."""

import json
import shutil
import subprocess
from pathlib import Path

from targets import artifacts, debian
from targets.sandbox import PORT
from workshop import ROOT, Workshop, commit, locked, nox

SETTINGS = "tools/shipping/bundle/settings.toml"
UNITS = "etc/systemd/system"
HOME = "opt/my-app"
SERVED = ROOT / "tests/targets/served.py"
# systemd cannot be the first process here: what it is told is noted in its place.
SYSTEMCTL = '#!/bin/sh\necho "$@" >>/var/log/systemctl\n'
PORTS = {"8000": '{"status":"ok"}', "8001": '{"status":"ok"}'}
ADMIN = f"""
[services.my-app-admin]
start = "my-app-admin"
environment = {{ {PORT} = "8001" }}
"""


def built(workshop: Workshop) -> Path:
    """Return a project with a second service, built once for all tests. Read it, do not change it."""
    project = workshop.store / "bundle-two-services"
    with locked(workshop.store / f"{project.name}.lock"):
        if not project.exists():
            unfinished = workshop.copy(project.with_suffix(".new"), strategy="bundle", shape="service")
            add(unfinished / "pyproject.toml", "[project.scripts]\n", 'my-app-admin = "my_app.server:main"\n')
            with (unfinished / SETTINGS).open("a") as settings:
                settings.write(ADMIN)
            commit(unfinished)
            nox(unfinished, "-t", "build")
            unfinished.rename(project)
    return project


def add(file: Path, after: str, line: str) -> None:
    """Add a line to a file."""
    text = file.read_text()
    assert text.count(after) == 1
    file.write_text(text.replace(after, after + line))


def target(folder: Path, *files: Path) -> debian.Bare:
    """Return a Debian without Python that has an installer, settings, data of a service, and another systemctl."""
    system = debian.Bare(folder)
    there = {
        "usr/bin/systemctl": SYSTEMCTL,
        "etc/my-app/my-app.env": f"{PORT}=8000\n",
        "var/lib/my-app/data": "kept",
    }
    for name, text in there.items():
        file = system.folder / "files" / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
        file.chmod(0o755)
    (system.folder / "files/run/systemd/system").mkdir(parents=True)
    system.bring(*files, SERVED)
    return system


def repacked(project: Path, folder: Path, *without: str) -> Path:
    """Return the installer of another version: its tree lacks some files."""
    tree = artifacts.unpacked(project / "dist/my-app.run", folder / "tree")
    for path in [path for pattern in without for path in tree.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    setup = tree / "setup"
    setup.write_text(setup.read_text().replace("0.1.0", "0.2.0"))
    pack = [
        "makeself",
        "--quiet",
        "--nox11",
        "--sha256",
        str(tree),
        str(folder / "other.run"),
        "other",
        "sh",
        "./setup",
    ]
    subprocess.run([*pack, "install"], check=True, stdout=subprocess.DEVNULL)
    return folder / "other.run"


def done(result: "subprocess.CompletedProcess[str]") -> str:
    """Return what a command printed, which has to have worked."""
    assert result.returncode == 0, result.stdout
    return result.stdout


def asked(system: debian.Bare, home: str, *units: str) -> "subprocess.CompletedProcess[str]":
    """Have what units say started, and ask what answers, with the bundle's own Python, for there is no other."""
    files = [f"/{UNITS}/{unit}.service" for unit in units]
    return system.run(f"/{home}/embedded/bin/python3", "-I", "/mnt/served.py", PORT, *files)


def answers(system: debian.Bare, home: str, *units: str) -> dict[str, str]:
    """Return what services answer, by their ports."""
    return dict(json.loads(done(asked(system, home, *units)).splitlines()[-1]))


def told(system: debian.Bare) -> list[str]:
    """Return what systemd was told since the last time."""
    log = system.folder / "files/var/log/systemctl"
    lines = log.read_text().splitlines()
    log.unlink()
    return lines
