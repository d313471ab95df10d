"""Flatpak: an installation of the tests' own, with a runtime and an SDK that stand in for those of freedesktop.org."""

import functools
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from targets import require
from targets.containers import SUITE, mirror
from targets.roots import apt_options
from workshop import CATALOGUE, ROOT, cached, locked

SETTINGS = ROOT / "template/{{shipped.flatpak}}/tools/shipping/flatpak/settings.toml"
VERSION = tomllib.loads(SETTINGS.read_text("utf-8"))["runtime"]
# What they are made of, by the last part of their names: Debian's own, for its Python is the same minor version. The
# platform has what windows need, too, and a font.
WINDOWS = {library for shape in CATALOGUE["shapes"].values() for library in shape["libraries"]}
PARTS = {
    "Platform": ("ca-certificates", "fonts-dejavu-core", "python3", *sorted(WINDOWS)),
    "Sdk": ("ca-certificates", "gcc", "libc6-dev", "python3-dev", "python3-pip"),
}
STAND_IN = f"org.freedesktop.Platform and Sdk {VERSION}: Debian {SUITE} with its Python 3.13"
# Packages lie in /app as upstream's Python has them, not as Debian's. Of what an older flatpak-builder asks of an SDK
# for stores, there is none.
ADAPT = """
cd "$1" && sed -i "s/scheme = 'posix_local'/scheme = 'posix_prefix'/" usr/lib/python3.13/sysconfig/__init__.py
echo /app/lib/python3.13/site-packages > usr/lib/python3/dist-packages/app.pth
printf '#!/bin/sh\\n' > usr/bin/appstream-compose && chmod +x usr/bin/appstream-compose
mkdir files && mv etc usr/etc && cd usr/etc && rm -f group* gshadow* hosts localtime passwd* resolv.conf shadow*
"""
METADATA = """\
[Runtime]
name=org.freedesktop.{part}
runtime=org.freedesktop.Platform/{arch}/{version}
sdk=org.freedesktop.Sdk/{arch}/{version}

[Environment]
PATH=/app/bin:/usr/bin
"""


@functools.cache
def installation() -> Path:
    """Return the installation, made once and kept in the user's cache. Read it, do not change it."""
    require("bwrap", "flatpak", "flatpak-builder", "mmdebstrap")
    recipe = repr([SUITE, mirror(), apt_options(), PARTS, ADAPT, METADATA, VERSION])
    folder = cached("roots") / f"flatpak-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    with locked(folder.with_suffix(".lock")):
        if not folder.exists():
            unfinished = folder.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            for part in PARTS:
                install(part, unfinished)
            unfinished.rename(folder)
    return folder


def install(part: str, target: Path) -> None:
    """Make a runtime of Debian packages, and install it from a repository that goes again."""
    work = target.with_suffix(f".{part}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    options = ["--quiet", "--variant=minbase", f"--include={','.join(PARTS[part])}"]
    options += [f"--aptopt={option}" for option in apt_options()]
    options += [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("doc", "locale", "man")]
    subprocess.run(["mmdebstrap", *options, SUITE, str(work / "root"), mirror()], check=True)
    subprocess.run(["sh", "-e", "-c", ADAPT, "sh", str(work / "root")], check=True)
    metadata = METADATA.format(part=part, arch=platform.machine(), version=VERSION)
    (work / "root/metadata").write_text(metadata)
    export = ["build-export", "--runtime", "--disable-sandbox", str(work / "repo"), str(work / "root"), VERSION]
    environment = os.environ | {"FLATPAK_USER_DIR": str(target)}
    name = f"org.freedesktop.{part}//{VERSION}"
    for words in (
        export,
        ["remote-add", "--user", "--if-not-exists", "--no-gpg-verify", part, (work / "repo").as_uri()],
        ["install", "--user", "--assumeyes", "--noninteractive", part, name],
        ["remote-delete", "--user", "--force", part],
    ):
        subprocess.run(["flatpak", *words], check=True, env=environment)
    shutil.rmtree(work)


class User:
    """Somebody who has the runtime, and installs one file apart from all else."""

    def __init__(self, folder: Path, bundle: Path) -> None:
        """Install a file into a new folder."""
        places = folder / "config/installations.d"
        places.mkdir(parents=True)
        (places / "here.conf").write_text(f'[Installation "here"]\nPath={installation()}\n')
        apart = {"FLATPAK_CONFIG_DIR": folder / "config", "FLATPAK_USER_DIR": folder / "installed"}
        self.environment = os.environ | {name: str(path) for name, path in apart.items()}
        done = self.flatpak("install", "--noninteractive", "--bundle", str(bundle))
        assert done.returncode == 0, done.stdout

    @property
    def told(self) -> list[str]:
        """What to put before a command for it to run as this user."""
        return ["env", *(f"{name}={text}" for name, text in self.environment.items() if name.startswith("FLATPAK_"))]

    def flatpak(self, verb: str, *words: str) -> "subprocess.CompletedProcess[str]":
        """Have flatpak do something; return it completed, all its output in stdout."""
        return self.completed("flatpak", verb, "--user", *words)

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a program that is installed."""
        return self.flatpak("run", *words)

    def smoke(self, project: Path, app: str) -> "subprocess.CompletedProcess[str]":
        """Use a program through the project's own smoke test."""
        return self.completed(sys.executable, str(project / "tests/smoke.py"), "flatpak", "run", "--user", app)

    def permissions(self, app: str) -> str:
        """Return what a program may do outside its sandbox."""
        return self.flatpak("info", "--show-permissions", app).stdout.strip()

    def completed(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command as this user, and keep what it prints."""
        out, err = subprocess.PIPE, subprocess.STDOUT
        return subprocess.run(command, env=self.environment, stdout=out, stderr=err, text=True, check=False)
