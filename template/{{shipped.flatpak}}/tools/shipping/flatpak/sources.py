"""What a Flatpak installs from an index: each package with its address and checksum."""

import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename
from shipping.project import UnfitError

# The machines that Flathub builds for.
MACHINES = ("aarch64", "x86_64")
# What the C library of the runtime may be as new as, and as old as: the minor versions of glibc 2.
GLIBC = range(42, 4, -1)
# What wheels for some of these are called since before they had numbers (PEP 600).
EARLIER = ("manylinux2014", "manylinux2010", "manylinux1")

Package = dict[str, Any]
Source = dict[str, Any]


@dataclass(frozen=True)
class Python:
    """The runtime's Python by its version, such as 3.13."""

    version: str

    def resolve(self, wanted: list[str], options: list[str], folder: Path) -> list[Package]:
        """Choose the packages that requirements need, whatever the machine."""
        listed, lock = folder / "wanted.txt", folder / "pylock.toml"
        listed.write_text("".join(f"{line}\n" for line in wanted), encoding="utf-8")
        run = ["uv", "pip", "compile", "--quiet", "--universal", "--no-python-downloads"]
        run += [f"--python-version={self.version}", "--format=pylock.toml", f"--output-file={lock}"]
        run += [*options, str(listed)]
        subprocess.run(run, check=True)
        found: list[Package] = tomllib.loads(lock.read_text(encoding="utf-8")).get("packages", [])
        return found

    def is_needed(self, package: Package, machine: str) -> bool:
        """Whether a package is needed on a machine of one kind."""
        there = {
            "os_name": "posix",
            "platform_machine": machine,
            "platform_system": "Linux",
            "python_full_version": f"{self.version}.0",
            "python_version": self.version,
            "sys_platform": "linux",
        }
        return "marker" not in package or Marker(package["marker"]).evaluate(there)

    def tags(self, machine: str) -> list[Tag]:
        """What can be installed on a machine of one kind, the best first."""
        platforms = [f"manylinux_2_{minor}_{machine}" for minor in GLIBC]
        platforms += [f"{name}_{machine}" for name in (*EARLIER, "linux")]
        version = [int(part) for part in self.version.split(".")]
        own = f"cp{version[0]}{version[1]}"
        return [*cpython_tags(version, [own], platforms), *compatible_tags(version, own, platforms)]

    def wheel(self, package: Package, machine: str) -> tuple[str, str]:
        """The address and checksum of the wheel that is best for a machine."""
        rank = {tag: place for place, tag in enumerate(self.tags(machine))}
        fitting = [
            (min(rank[tag] for tag in known), file["url"], file["hashes"]["sha256"])
            for file in package.get("wheels", [])
            if (known := parse_wheel_filename(file["url"].split("/")[-1])[3] & rank.keys())
        ]
        if not fitting:
            raise UnfitError(
                f"{package['name']}: has no wheel for Python {self.version} on Linux ({machine}), "
                "so no Flatpak can bring it along as it is. Ship as deb or appimage instead."
            )
        return min(fitting)[1:]

    def sources(self, packages: list[Package]) -> list[Source]:
        """The files that are installed; what is for machines of one kind says so."""
        wanted: dict[tuple[str, str], list[str]] = {}
        for package in sorted(packages, key=lambda package: str(package["name"])):
            for machine in filter(lambda kind: self.is_needed(package, kind), MACHINES):
                wanted.setdefault(self.wheel(package, machine), []).append(machine)
        return [
            {"type": "file", "url": url, "sha256": digest}
            | ({"only-arches": kinds} if len(kinds) < len(MACHINES) else {})
            for (url, digest), kinds in wanted.items()
        ]
