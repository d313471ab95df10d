"""Containers: a podman with storage of the tests' own, and stand-ins for the base images a registry would give."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from targets import lack, require
from targets.roots import apt_options
from workshop import cached, locked

SUITE = "trixie"
PYTHON = "3.13"  # the suite's own
PACKAGES = ("ca-certificates", "python3", "python3-pip", "python3-venv")
BASES = {f"python:{PYTHON}-slim": PACKAGES, f"python:{PYTHON}": (*PACKAGES, "g++", "git", "python3-dev")}
STAND_INS = f"{' and '.join(BASES)}: Debian {SUITE} with its own Python {PYTHON} and this machine's certificates"

# Python where the official images have it, open to pip as there; and what this machine trusts, trusted inside.
ADAPT = (
    'cd "$1/usr/local/bin" && ln -s /usr/bin/python3 python && ln -s /usr/bin/python3 python3 && ln -s /usr/bin/pip3 pip'
    ' && rm "$1"/usr/lib/python3*/EXTERNALLY-MANAGED'
    ' && cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"'
)
SETTINGS = (
    "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
    "ENV LANG=C.UTF-8",
    'CMD ["python3"]',
)

# Limits and control groups that an engine inside a container or a small machine may set, too.
ENGINE = """
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=512:512"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
runtime = "runc"
tmp_dir = "{folder}/run/libpod"
[network]
network_config_dir = "{folder}/networks"
"""
STORAGE = """
[storage]
driver = "overlay"
graphroot = "{folder}/images"
rootless_storage_path = "{folder}/images"
runroot = "{folder}/run"
[storage.options]
additionalimagestores = {shared}
"""


@contextmanager
def podman() -> Iterator[None]:
    """Have every podman started in this context keep all it has in a folder of its own, and know the stand-ins.

    The user's images and containers are neither seen nor changed. The folder is removed at the end.
    """
    require("ip", "iptables", "mmdebstrap", "newuidmap", "podman", "runc", "unshare")
    # The path is short: its sockets have 108 bytes for theirs, and where one is longer podman waits 20 s for each container.
    folder = Path(tempfile.mkdtemp(prefix="podman-"))
    environment = configure(folder, base_images())
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        yield
        remove(folder, environment)


def configure(folder: Path, *shared: Path) -> dict[str, str]:
    """Write the configuration of a podman that stores in a folder; return the variables that select it."""
    folder.mkdir(parents=True, exist_ok=True)
    stores = json.dumps([str(store / "images") for store in shared])
    files = {
        "CONTAINERS_CONF": ENGINE.format(folder=folder),
        "CONTAINERS_STORAGE_CONF": STORAGE.format(folder=folder, shared=stores),
    }
    for name, text in files.items():
        (folder / f"{name.lower()}.conf").write_text(text)
    # For an ordinary user's builds, which would else need a device for their network.
    isolation = {} if os.geteuid() == 0 else {"BUILDAH_ISOLATION": "chroot"}
    return isolation | {name: str(folder / f"{name.lower()}.conf") for name in files}


def base_images() -> Path:
    """Return the folder of a podman that has the stand-ins; made once and kept in the user's cache.

    It is made anew when the recipe, the mirror or the machine's certificates change. Raises CalledProcessError where apt
    cannot fetch the packages.
    """
    cache = cached()
    certificates = Path("/etc/ssl/certs/ca-certificates.crt").read_bytes()
    recipe = repr([mirror(), apt_options(), BASES, ADAPT, SETTINGS, STORAGE])
    key = hashlib.sha256(recipe.encode() + certificates).hexdigest()
    folder = cache / "containers"
    with locked(cache / "containers.lock"):
        if not (folder / key).exists():
            environment = configure(folder)
            remove(folder, environment)
            for name, packages in BASES.items():
                make_base(name, packages, configure(folder))
            (folder / key).touch()
    return folder


def mirror() -> str:
    """Return where this machine's own release of Debian comes from; the suite of the stand-ins is there, too."""
    run = ["apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)", "Created-By: Packages"]
    lines = subprocess.run(run, check=True, capture_output=True, text=True).stdout.splitlines()
    release = platform.freedesktop_os_release()["VERSION_CODENAME"]
    return next(line.split()[2] for line in lines if line.startswith(f"{release} main "))


def make_base(name: str, packages: tuple[str, ...], environment: dict[str, str]) -> None:
    """Make a stand-in of Debian packages and give it to podman."""
    archive = Path(environment["CONTAINERS_CONF"]).with_name("base.tar")
    options = ["--quiet", "--variant=minbase", f"--include={','.join(packages)}", f"--customize-hook={ADAPT}"]
    options += [f"--aptopt={option}" for option in apt_options()]
    subprocess.run(["mmdebstrap", *options, SUITE, str(archive), mirror()], check=True)
    changes = [word for setting in SETTINGS for word in ("--change", setting)]
    load = ["podman", "import", "--quiet", *changes, str(archive), f"localhost/{name}"]
    subprocess.run(load, check=True, env={**os.environ, **environment})
    archive.unlink()


def remove(folder: Path, environment: dict[str, str]) -> None:
    """Remove a podman's folder. Of an ordinary user's files there, many belong to the ids that podman has for the user."""
    if os.geteuid() == 0:
        bound = str(folder / "images/overlay")  # by podman, to itself
        if f" {bound} " in Path("/proc/self/mountinfo").read_text():
            subprocess.run(["umount", bound], check=True)
        shutil.rmtree(folder)
    else:
        stop = ["podman", "system", "migrate"]  # ends the process that keeps podman's mounts
        subprocess.run(stop, check=True, env={**os.environ, **environment})
        subprocess.run(["unshare", "--map-root-user", "--map-auto", "rm", "-rf", str(folder)], check=True)


def alone() -> list[str]:
    """Return what to put before a command to run it, and what it starts, with a loopback for a network."""
    user = [] if os.geteuid() == 0 else ["podman", "unshare"]
    return [*user, "unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "alone"]


def require_published_ports() -> None:
    """Skip the test where an ordinary user's containers cannot be given a network; fail instead as `lack` does."""
    if os.geteuid() != 0 and not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        lack("needs: chmod 666 /dev/net/tun, which is its usual mode")
