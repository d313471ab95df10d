"""A Debian as its installer leaves it, with the tools that build packages: what is installed there is seen apart from it."""

import functools
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from targets import lack, require
from targets.containers import mirror
from targets.roots import apt_options
from workshop import cached, commit, locked

SUITE = "trixie"
# The tools of the tests come first there, where their folders are shared.
PATH = f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin"
TOOLS = (
    "build-essential",
    "debhelper",
    "dh-python",
    "git",
    "pybuild-plugin-pyproject",
    "python3",
    "python3-hatchling",
    "rpm",
)
# Where what is changed lies on top of the system, which stays as it is. Folders of this machine are where they are here.
ENTER = """
set -e
base=$1 changes=$2 shared=$3; shift 3
mkdir -p "$changes/files" "$changes/work" "$changes/root"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$changes/files,workdir=$changes/work" "$changes/root"
cd "$changes/root"
for folder in /dev /proc $shared; do
  mkdir -p "./$folder"
  mount --rbind "$folder" "./$folder"
done
cp --no-dereference --remove-destination /etc/resolv.conf /etc/hosts etc/ 2>/dev/null || true
ip link set lo up
exec chroot . sh -c 'cd "$0" && exec "$@"' "$@"
"""
# What apt, dpkg, rpm and ldconfig note for themselves, and what is brought there to be installed.
NOTED = (
    "etc/hosts",
    "etc/ld.so.cache",
    "etc/resolv.conf",
    "mnt",
    "var/cache",
    "var/lib/apt",
    "var/lib/dpkg",
    "var/lib/rpm",
    "var/log",
)
# What changes a desktop project for the option pybuild: the name of Debian's Qt, and its version.
QT = {"pyside6-essentials": "python3-pyside6.qtwidgets"}
OWN_QT = {"pyproject.toml": ("6.10", "6.8"), "tools/shipping/deb/contents.py": ("str] = {}", f"str] = {QT}")}
Completed = subprocess.CompletedProcess[str]


@functools.cache
def base(tools: tuple[str, ...] = TOOLS, suite: str = SUITE) -> Path:
    """Return the system, made once and kept in the user's cache; without tools, there is not even apt. Do not change it."""
    require("mmdebstrap", "unshare")
    if os.geteuid() != 0:
        lack("needs: root, who alone can install packages into a system")
    recipe = repr([suite, mirror(), apt_options(), tools])
    folder = cached("roots") / f"debian-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    with locked(folder.with_suffix(".lock")):
        if not folder.exists():
            unfinished = folder.with_suffix(".new")
            options = ["--quiet", f"--variant={'apt' if tools else 'essential'}", "--skip=cleanup/apt/lists"]
            options += [f"--include={','.join(tools)}"] if tools else []
            options += [f"--aptopt={option}" for option in apt_options()]
            options += [f"--dpkgopt=path-exclude=/usr/share/{part}/*" for part in ("doc", "locale", "man")]
            subprocess.run(["mmdebstrap", *options, suite, str(unfinished), mirror()], check=True)
            unfinished.rename(folder)
    return folder


class System:
    """One use of the system: it begins afresh, and keeps what is done to it in a folder."""

    tools: tuple[str, ...] = TOOLS
    suite: str = SUITE

    def __init__(self, folder: Path, *shared: Path) -> None:
        """Take a new folder for what is changed, and folders of this machine that are there, too."""
        self.folder = folder
        self.shared = " ".join(map(str, shared))

    def call(self, *command: str, inside: Path | str = "/", network: bool = False) -> list[str]:
        """Return what runs a command there as root, and ends it when it is ended itself."""
        apart = [] if network else ["--net"]
        enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *apart, "sh", "-c", ENTER, "sh"]
        return [*enter, str(base(self.tools, self.suite)), str(self.folder), self.shared, str(inside), *command]

    def run(self, *command: str, inside: Path | str = "/", network: bool = False, **variables: str) -> Completed:
        """Run a command as root; return it completed, all its output in stdout."""
        call = self.call(*command, inside=inside, network=network)
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", **variables}
        out, err = subprocess.PIPE, subprocess.STDOUT
        return subprocess.run(call, env=environment, stdout=out, stderr=err, text=True, check=False, timeout=600)

    def left(self) -> list[str]:
        """Return what is there and was not at first, or is gone or changed; not what they note for themselves."""
        files = self.folder / "files"
        there = {
            path.relative_to(files).as_posix(): path.is_dir() and not path.is_symlink() for path in files.rglob("*")
        }
        new = [
            name
            for name, is_folder in there.items()
            if not (is_folder and (base(self.tools, self.suite) / name).is_dir())
        ]
        return sorted(name for name in new if not name.startswith(NOTED))

    def bring(self, *files: Path) -> None:
        """Copy files to /mnt there."""
        target = self.folder / "files/mnt"
        target.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy2(file, target)


class Bare(System):
    """The same with what Debian calls essential, and no Python."""

    tools = ()


def of_this_machine() -> list[Path]:
    """Return the folders of what a project is built with: the tests' Python, what it downloads, whom it trusts."""
    uv = subprocess.run(["uv", "cache", "dir"], check=True, capture_output=True, text=True).stdout.strip()
    return [Path(sys.prefix), Path(sys.base_prefix), Path(uv), Path("/etc/ssl")]


def unpacked(session: Path, command: str) -> list[str]:
    """Return what starts a command of the package that a project's smoke test has unpacked on this machine."""
    root = session / "tmp/root"
    [settings] = root.glob("usr/lib/*/pyvenv.cfg")
    return [str(settings.with_name("bin") / "python3"), "-I", str(root / "usr/bin" / command)]


def takes_its_qt(project: Path) -> None:
    """Change a project as its guide says, so that this Debian has what its window needs."""
    for name, (old, new) in OWN_QT.items():
        text = (project / name).read_text()
        assert old in text
        (project / name).write_text(text.replace(old, new))
    commit(project)
