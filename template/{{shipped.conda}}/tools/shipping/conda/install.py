"""Install a conda package into a new prefix: install.py PREFIX PACKAGE CHANNEL [CHANNEL ...]"""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rattler import RepoDataRecord, VirtualPackage, install, solve
from rattler.exceptions import GatewayError, SolverError


def choose(channels: Sequence[str], specs: Sequence[str]) -> list[RepoDataRecord]:
    """The packages that meet the specs, with all they need. Exits with the reason if there are none."""
    machine = VirtualPackage.detect()
    try:
        return asyncio.run(solve(channels, specs, virtual_packages=machine))
    except (GatewayError, SolverError) as error:
        sys.exit(f"cannot get {', '.join(specs)} from {', '.join(channels)}: {error}")


def leave() -> None:
    """End now: py-rattler may crash while the interpreter shuts down."""
    sys.stdout.flush()
    os._exit(0)


def main(prefix: str, package: str, *channels: str) -> None:
    """Choose the package with all it needs, and install it."""
    records = choose(channels, [package])
    asyncio.run(install(records, target_prefix=Path(prefix).resolve()))
    print(f"{len(records)} packages installed in {prefix}")


if __name__ == "__main__":
    main(*sys.argv[1:])
    leave()
