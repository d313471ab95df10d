"""Stands in for conda, which no index has: `create` and `update` of an environment, by the installer of the project here.

conda-forge is the channel that CONDA_CHANNEL names, and environments lie in the home folder, as with conda. It runs in a
project that is built, with the Python of its smoke test, which has the libraries for this.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path


def write(command: Path, script: str) -> None:
    """Write a command `conda` that runs a copy of this file, which lies there as `script`."""
    command.write_text(f'#!/bin/sh\nexec .nox/smoke_conda/bin/python {script} "$@"\n')
    command.chmod(0o755)


def main() -> int:
    """Do what the command line says; return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["create", "update"])
    parser.add_argument("--name", required=True)
    parser.add_argument("--channel", action="append", required=True)
    parser.add_argument("package")
    said = parser.parse_args()
    prefix = Path.home() / "envs" / said.name
    if prefix.exists() != (said.verb == "update"):
        parser.error(f"{prefix} is {'there already' if prefix.exists() else 'not there'}")
    channels = [channel for name in said.channel for channel in found(name)]
    run = [sys.executable, "tools/shipping/conda/install.py", str(prefix), said.package, *channels]
    return subprocess.run(run, check=False).returncode


def found(channel: str) -> list[str]:
    """Return the addresses that a channel of the command line stands for."""
    return os.environ["CONDA_CHANNEL"].split() if channel == "conda-forge" else [Path(channel).resolve().as_uri()]


if __name__ == "__main__":
    sys.exit(main())
