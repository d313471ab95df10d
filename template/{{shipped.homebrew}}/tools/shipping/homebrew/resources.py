"""What a formula installs beside the project: each package with its address and checksum."""

import platform
import subprocess
import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.utils import canonicalize_name
from shipping.project import UnfitError

MACHINES = ("arm64", "aarch64", "x86_64")
# What Homebrew calls the systems it is for, and what markers call them.
SYSTEMS = {"macos": ("darwin", "Darwin"), "linux": ("linux", "Linux")}


@dataclass(frozen=True)
class Resource:
    """A file that is installed, and the systems that need it."""

    name: str
    url: str
    sha256: str
    systems: tuple[str, ...]


def resolve(requirement: str, options: list[str], folder: Path) -> list[dict[str, Any]]:
    """Choose the packages that a requirement needs with this Python, on any system."""
    wanted, lock = folder / "wanted.txt", folder / "pylock.toml"
    wanted.write_text(f"{requirement}\n", encoding="utf-8")
    python = ".".join(platform.python_version_tuple()[:2])
    run = ["uv", "pip", "compile", "--quiet", "--universal", "--no-python-downloads"]
    run += [f"--python-version={python}", "--format=pylock.toml", f"--output-file={lock}"]
    run += [*options, str(wanted)]
    subprocess.run(run, check=True)
    packages: list[dict[str, Any]] = tomllib.loads(lock.read_text(encoding="utf-8"))["packages"]
    return packages


def systems(package: dict[str, Any]) -> tuple[str, ...]:
    """The systems on which a package is needed with this Python."""
    marker = Marker(package["marker"]) if "marker" in package else None
    found = {
        system
        for (system, (name, title)), machine in product(SYSTEMS.items(), MACHINES)
        if marker is None
        or marker.evaluate(
            {
                "os_name": "posix",
                "sys_platform": name,
                "platform_system": title,
                "platform_machine": machine,
            }
        )
    }
    return tuple(system for system in SYSTEMS if system in found)


def source(package: dict[str, Any]) -> tuple[str, str]:
    """The address and checksum of what brew installs: a wheel for every platform, or else the sdist."""
    wheels = [file for file in package.get("wheels", []) if file["url"].endswith("-none-any.whl")]
    files = [file for file in wheels if "py3" in file["url"].split("-")[-3]]
    files += [package["sdist"]] if "sdist" in package else []
    if not files:
        raise UnfitError(
            f"{package['name']}: has no sdist, and no wheel that serves every platform, so no "
            "formula can install it. Ship as conda or pyinstaller instead."
        )
    return files[0]["url"], files[0]["hashes"]["sha256"]


def resources(packages: list[dict[str, Any]], project: str) -> list[Resource]:
    """The resources of a formula, by name. Raises UnfitError that names a package that cannot be one."""
    needed = [(package, systems(package)) for package in packages]
    return [
        Resource(canonicalize_name(package["name"]), *source(package), on)
        for package, on in sorted(needed, key=lambda pair: str(pair[0]["name"]))
        if on and canonicalize_name(package["name"]) != canonicalize_name(project)
    ]
