"""Stands in for snapd, which needs a system of its own.

As a command: snapd.py STORE list|install|remove|run NAME [ARGUMENT ...]

A snap is unpacked into a folder of the store, and run in a root that has what its base has: no other program, no
home, and no network unless a plug asks for it. There is no AppArmor, and no filter of system calls.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from targets import sandbox
from targets.roots import root


def install(store: Path, file: Path) -> None:
    """Unpack a snap under its name."""
    unpacked = store / "new"
    run = ["unsquashfs", "-quiet", "-no-progress", "-dest", str(unpacked), str(file)]
    subprocess.run(run, check=True)
    name = yaml.safe_load((unpacked / "meta/snap.yaml").read_text("utf-8"))["name"]
    unpacked.rename(store / name)


def start(store: Path, app: str, arguments: list[str]) -> int:
    """Run an app of an installed snap in the root; return its exit code."""
    name, _, inner = app.partition(".")
    facts = yaml.safe_load((store / name / "meta/snap.yaml").read_text("utf-8"))
    command = facts["apps"][inner or name]["command"]
    path = "PATH=/app/usr/sbin:/app/usr/bin:/app/sbin:/app/bin:/usr/bin:/bin"
    closed = [] if facts.get("plugs", {}).keys() & {"network", "network-bind"} else ["--unshare-net"]
    call = [*sandbox.bwrap(root("base"), store / name, writable_home=True), *closed]
    return sandbox.held(call, ["/usr/bin/env", path, f"SNAP_NAME={name}", f"/app/{command}", *arguments])


def main(store: Path, verb: str, name: str, arguments: list[str]) -> int:
    """Do what snap is told to do; return its exit code."""
    store.mkdir(exist_ok=True)
    if verb == "list":
        found = (store / name).exists()
        print(f"{name}  -" if found else f"error: no matching snaps installed: {name}")
        return 0 if found else 1
    if verb == "install":
        install(store, Path(name))
    elif verb == "remove":
        shutil.rmtree(store / name)
    else:
        return start(store, name, arguments)
    return 0


if __name__ == "__main__":
    words = [word for word in sys.argv[2:4] + sys.argv[4:] if word not in ("--dangerous", "--purge")]
    sys.exit(main(Path(sys.argv[1]), words[0], words[1], words[2:]))
