"""Bare machines: roots of Debian with what the README asks for and no more, for root and for an ordinary user."""

import hashlib
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from person.terminal import Terminal
from printed.places import outward, tool
from targets import require
from targets.containers import mirror
from targets.roots import apt_options
from workshop import cached, locked

SUITES = {"12": "bookworm", "13": "trixie"}
# What the README asks for on each machine, and the certificates without which no machine reaches a package index.
PACKAGES = {"uv": ["git", "python3"], "python": ["git", "python3", "python3-venv", "pipx"]}
USERS = {"root": ("0:0", "/root"), "person": ("1000:1000", "/home/person")}
# How a machine is entered: with the network of this one, which it shares. What it trusts is trusted there, too.
ENTER = """
set -e
root=$1 user=$2 folder=$3; shift 3
for shared in dev proc; do mount --rbind /$shared "$root/$shared"; done
for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
  if [ -e $file ]; then touch "$root$file"; mount --bind $file "$root$file"; fi
done
exec chroot --userspec="$user" "$root" sh -c 'cd "$0" && exec "$@"' "$folder" "$@"
"""
# A guide names the Debian packages that it needs in this form.
NAMED = re.compile(r"`apt-get install ([a-z0-9.+ -]+)`")


@dataclass(frozen=True)
class Bare:
    """One machine: where its files are, and who uses it with what."""

    root: Path
    user: str
    place: str

    @property
    def home(self) -> str:
        """The home folder of the user, there."""
        return USERS[self.user][1]

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a new shell of the user has, with the PATH that the README asks for."""
        path = f"{self.home}/.local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return outward() | {"HOME": self.home, "PATH": path}

    def inside(self, folder: str, user: str = "") -> list[str]:
        """Return the command that starts another one there, in a folder."""
        owner, _ = USERS[user or self.user]
        return ["unshare", "--mount", "sh", "-c", ENTER, "sh", str(self.root), owner, folder]

    def take(self, folder: Path, name: str) -> str:
        """Move a folder into the user's home; return its path there."""
        target = self.root / self.home[1:] / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder, target)
        self._as_root("chown", "--recursive", USERS[self.user][0], self.home)
        return f"{self.home}/{name}"

    def give(self, folder: Path, path: str) -> None:
        """Copy a folder to a path there."""
        shutil.copytree(folder, self.root / path[1:], symlinks=True, dirs_exist_ok=True)

    def install(self, guide: str) -> list[str]:
        """Install as root what a guide says is needed; return the packages."""
        needed = packages(guide)
        if needed:
            self._as_root("apt-get", "-qq", "update")
            self._as_root("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *needed)
        return needed

    def remove(self, installed: list[str]) -> None:
        """Remove packages, and what came with them, so that the next guide does not find them there."""
        if installed:
            self._as_root("apt-get", "-qq", "purge", "--yes", "--autoremove", *installed)

    def _as_root(self, *command: str) -> None:
        said = ["env", "DEBIAN_FRONTEND=noninteractive", *command]
        terminal = Terminal([*self.inside("/", "root"), *said], self.root)
        assert terminal.ended(600) == 0, terminal.shown


def packages(guide: str) -> list[str]:
    """Return the Debian packages that a guide says are needed."""
    return [name for names in NAMED.findall(guide) for name in names.split()]


def made(folder: Path, suite: str, user: str, place: str) -> Bare:
    """Unpack a machine into a new folder; uv is there where it is the machine of uv."""
    folder.mkdir()
    run = ["tar", f"--directory={folder}", "--exclude=./dev/*", "--extract", f"--file={archive(suite, place)}"]
    subprocess.run(run, check=True)
    if place == "uv":
        for name in ("uv", "uvx"):
            shutil.copy2(tool(name), folder / "usr/local/bin")
    return Bare(folder, user, place)


def archive(suite: str, place: str) -> Path:
    """Return the archive of a machine as an installer leaves it; made once, and kept in the user's cache."""
    require("mmdebstrap", "unshare")
    wanted = ["ca-certificates", *PACKAGES[place]]
    key = hashlib.sha256(repr([mirror(), apt_options(), wanted]).encode()).hexdigest()[:12]
    file = cached("roots") / f"bare-{suite}-{place}-{key}.tar"
    with locked(file.with_suffix(".lock")):
        if not file.exists():
            apt = [f"--aptopt={option}" for option in apt_options()]
            unfinished = file.with_suffix(".new.tar")
            run = ["mmdebstrap", "--quiet", "--variant=apt", f"--include={','.join(wanted)}", *apt]
            subprocess.run([*run, suite, str(unfinished), mirror()], check=True)
            unfinished.rename(file)
    return file
