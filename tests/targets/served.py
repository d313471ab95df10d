"""Start what units of systemd say, all at once, and ask each on this loopback how it is: served.py VARIABLE UNIT ...

VARIABLE is the setting that says where a service listens. Prints the answers by the ports.
"""

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen


def settings(unit: Path) -> tuple[list[str], dict[str, str]]:
    """Return the command of a unit, and its environment with that of its file, as systemd puts them together."""
    lines = [line.split("=", 1) for line in unit.read_text().splitlines() if "=" in line and line[0] != "#"]
    pairs = [word for key, text in lines if key == "Environment" for word in shlex.split(text)]
    for file in (Path(text.lstrip("-")) for key, text in lines if key == "EnvironmentFile"):
        pairs += file.read_text().split() if file.exists() else []
    [start] = [text for key, text in lines if key == "ExecStart"]
    return shlex.split(start), dict(pair.split("=", 1) for pair in pairs)


def answer(process: "subprocess.Popen[bytes]", url: str) -> str:
    """Return what a service says, once it is there."""
    while process.poll() is None:
        try:
            with urlopen(url) as said:
                return str(said.read().decode())
        except OSError:
            time.sleep(0.1)
    sys.exit(f"no answer from {url}: it ended with {process.returncode}")


def main(variable: str, *units: str) -> None:
    """Start, ask, stop."""
    started = []
    for unit in units:
        command, environment = settings(Path(unit))
        process = subprocess.Popen(command, env={"PATH": os.environ["PATH"], **environment})
        started.append((process, environment[variable]))
    print(json.dumps({port: answer(process, f"http://127.0.0.1:{port}/health") for process, port in started}))
    for process, _ in started:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
