"""`./bootstrap`: the README's commands on a fresh Debian that has Python and git, and nothing installed by hand."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from targets import require
from targets.roots import apt_options, apt_sources
from workshop import ROOT, Workshop, cached, locked

# What the README asks for, and the certificates without which no machine reaches a package index.
PACKAGES = "python3,git,ca-certificates"

# Everything is unpacked into a file system in memory that goes with the process; so nothing is left behind.
ENTER = """
set -e
archive=$1 template=$2 user=$3 before=$4; shift 4
mount -t tmpfs tmpfs /mnt
tar --directory=/mnt --exclude='./dev/*' --extract --file="$archive"
mkdir /mnt/home/clone
cp -r "$template/." /mnt/home/clone
chroot /mnt chown -R "$user" /home
for shared in /dev /proc; do mount --rbind $shared /mnt$shared; done
for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
  if [ -e $file ]; then touch /mnt$file; mount --bind $file /mnt$file; fi
done
chroot /mnt sh -ec "$before"
exec chroot --userspec="$user" /mnt env HOME=/home PATH=/usr/bin:/bin sh -exc "cd /home/clone; $*" 2>&1
"""

# What a user types, and then a second call, which must not install again, in less than a second on an idle machine.
README = """
python3 -c 'from importlib.util import find_spec as f; assert not f("pip") and not f("ensurepip")'
./bootstrap gradient list
./bootstrap gradient new ../my-app --defaults
git -C ../my-app log --format='commit: %s'
echo second call
./bootstrap pytest --version
./bootstrap python -c 'import sys; print("prefix:", sys.prefix)'
"""


@pytest.fixture(scope="module")
def fresh() -> Path:
    """The archive of a Debian root as an installer leaves it. Made once, and kept in the user's cache."""
    require("mmdebstrap", *([] if os.geteuid() == 0 else ["newuidmap"]))
    sources, options = apt_sources(), apt_options()
    made_from = [PACKAGES, *options, *(source.read_text() for source in sources)]
    cache = cached("roots")
    archive = cache / f"fresh-{hashlib.sha256(repr(made_from).encode()).hexdigest()[:12]}.tar"
    with locked(archive.with_suffix(".lock")):
        if not archive.exists():
            suite = platform.freedesktop_os_release()["VERSION_CODENAME"]
            apt = [f"--aptopt={option}" for option in options]
            unfinished = archive.with_suffix(".new.tar")
            command = ["mmdebstrap", "--quiet", "--variant=apt", f"--include={PACKAGES}", *apt, suite, str(unfinished)]
            subprocess.run([*command, *map(str, sources)], check=True)
            unfinished.rename(archive)
    return archive


def enter(archive: Path, template: Path, user: str, before: str, commands: str) -> subprocess.CompletedProcess[str]:
    """Run commands in a clone in the fresh root as a user, after some others as root; return what they print."""
    mapped = [] if os.geteuid() == 0 else ["--map-root-user", "--map-auto"]
    arguments = [str(archive), str(template), user, before, commands]
    run = ["unshare", "--mount", *mapped, "sh", "-c", ENTER, "sh", *arguments]
    return subprocess.run(run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


@pytest.mark.parametrize(
    ("user", "before"),
    [("0:0", "apt-get -qq update"), ("1000:1000", "rm -rf /var/lib/apt/lists/*")],
    ids=["root, with package lists", "ordinary user, without"],
)
def test_readme(workshop: Workshop, fresh: Path, user: str, before: str) -> None:
    """Both commands of the README work; only the first call installs."""
    run = enter(fresh, workshop.template, user, before, README)
    assert run.returncode == 0, run.stdout
    first, _, second = run.stdout.partition("second call\n")
    assert "\ndocker " in first
    assert "my-app is ready" in first
    assert "commit: Start from packaging-gradient" in first
    assert first.count("bootstrap: preparing .venv") == 1
    assert "bootstrap:" not in second
    assert "pytest " in second
    assert "prefix: /home/clone/.venv" in second


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (
            "rm /usr/bin/apt-get",
            "Python came without ensurepip, and there is no apt-get to fetch pip with; installing python3-venv helps, too",
        ),
        (
            "rm /etc/apt/sources.list.d/* /etc/apt/sources.list || true",
            "fetching pip (installing python3-venv helps, too) failed",
        ),
    ],
    ids=["no apt", "no sources"],
)
def test_no_pip_to_be_had(workshop: Workshop, fresh: Path, before: str, said: str) -> None:
    """Where Debian's pip cannot be fetched, the line says what to install; without it nothing would have worked above."""
    run = enter(fresh, workshop.template, "1000:1000", before, "./bootstrap gradient list")
    assert run.returncode == 1
    assert f"bootstrap: {said}" in run.stdout
    assert "Traceback" not in run.stdout


def test_old_python(tmp_path: Path) -> None:
    """A Python that is too old is named in one line. A newer version is asked for than any, so that this one is too old."""
    script = tmp_path / "bootstrap"
    script.write_text((ROOT / "bootstrap").read_text("utf-8").replace("(3, 11)", "(99, 0)", 1), "utf-8")
    run = subprocess.run([sys.executable, str(script), "true"], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"), [([], 2, "name a command"), (["no-such-thing"], 127, "cannot run")]
)
def test_bad_command(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    """No command, and one that is not there: one line each. The environment is stamped as made, so nothing is installed."""
    shutil.copy2(ROOT / "bootstrap", tmp_path)
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    stamp = "import runpy; names = runpy.run_path('bootstrap'); names['VENV'].mkdir(); names['STAMP'].write_text(names['fingerprint']())"
    subprocess.run([sys.executable, "-c", stamp], cwd=tmp_path, check=True)
    run = subprocess.run(
        [sys.executable, "bootstrap", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == code
    assert run.stderr.count("\n") == 1
    assert f"bootstrap: {said}" in run.stderr
