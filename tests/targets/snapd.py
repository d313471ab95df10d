"""Stands in for snapd, which needs a system of its own.

As a command: snapd.py STORE list|install|remove|run [--shell] NAME [ARGUMENT ...]

A snap is unpacked into a folder of the store, and run in a root that has what its base has: no other program, no home
but the folder that is its own, and no network or screen unless a plug asks for it. There is no AppArmor, and no filter
of system calls.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from string import Template
from typing import Any

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


def common(store: Path, name: str) -> Path:
    """Return the folder that a snap shares with its user, and make it if need be."""
    folder = store.with_name(f"{store.name}-common") / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sandboxed(store: Path, name: str, plugs: set[str]) -> list[str]:
    """Return what shuts a snap in; what it may use is in its plugs."""
    os.environ["TMPDIR"] = str(common(store, name))
    if not plugs & {"wayland", "x11"}:
        os.environ.pop("DISPLAY", None)
    closed = [] if plugs & {"network", "network-bind"} else ["--unshare-net"]
    return [*sandbox.bwrap(root("base"), store / name, writable_home=True), *closed]


def start(store: Path, app: str, arguments: list[str], shell: bool = False) -> int:
    """Run an app of an installed snap in the root, or a shell in its place; return its exit code."""
    name, _, inner = app.partition(".")
    facts = yaml.safe_load((store / name / "meta/snap.yaml").read_text("utf-8"))
    own: dict[str, Any] = facts["apps"][inner or name]
    known = {"SNAP": "/app", "SNAP_NAME": name, "SNAP_USER_COMMON": str(common(store, name)), "PATH": "/usr/bin:/bin"}
    told = known | {key: Template(text).substitute(known) for key, text in facts["environment"].items()}
    command = ["/bin/sh"] if shell else [f"/app/{part}" for part in (*own.get("command-chain", []), own["command"])]
    call = sandboxed(store, name, set(facts.get("plugs", {})))
    return sandbox.held(call, ["/usr/bin/env", *(f"{key}={text}" for key, text in told.items()), *command, *arguments])


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
        shutil.rmtree(common(store, name))
    else:
        return start(store, name, arguments)
    return 0


if __name__ == "__main__":
    words = [word for word in sys.argv[2:] if word not in ("--dangerous", "--purge")]
    if words[:2] == ["run", "--shell"]:
        sys.exit(start(Path(sys.argv[1]), words[2], words[3:], shell=True))
    sys.exit(main(Path(sys.argv[1]), words[0], words[1], words[2:]))
