"""Play a deployment, ask what it serves on this loopback as its probes would, and say how its process is held: asked.py FILE PORT USER PATH ..."""

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

HELD = ("Uid", "CapBnd", "NoNewPrivs", "Seccomp")


def answer(url: str) -> str:
    """Return what a service says, once it is there."""
    for _ in range(150):
        try:
            with urlopen(url) as said:
                return str(said.read().decode())
        except OSError:
            time.sleep(0.2)
    sys.exit(f"no answer from {url}")


def held(user: str) -> dict[str, str]:
    """Return how the kernel holds the first process of a user."""
    for status in sorted(Path("/proc").glob("[0-9]*/status")):
        fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        if fields["Uid"].split()[0] == user:
            mounts = status.with_name("mounts").read_text().splitlines()
            [root] = [line.split()[3].split(",")[0] for line in mounts if line.split()[1] == "/"]
            return {"/": root} | {name: fields[name].split()[0] for name in HELD}
    sys.exit(f"no process of user {user}")


def main(file: str, port: str, user: str, *paths: str) -> None:
    """Print the answers, and how the process is held."""
    subprocess.run(["podman", "play", "kube", file], check=True, stdout=sys.stderr)
    said = [answer(f"http://127.0.0.1:{port}{path}") for path in paths]
    print(json.dumps([*said, held(user)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
