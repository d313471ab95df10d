"""The runtime of an AppImage: the program at its start, which mounts the rest and runs what is in it."""

import os
import platform
import tomllib
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen

from shipping.project import HERE, UnfitError

SETTINGS = tomllib.loads((HERE / "appimage/settings.toml").read_text(encoding="utf-8"))
PINNED = SETTINGS["runtime"]
RELEASES = "https://github.com/AppImage/type2-runtime/releases/download"


def own() -> str:
    """The file that APPIMAGE_RUNTIME names in place of the pinned runtime; empty if it names none."""
    return os.environ.get("APPIMAGE_RUNTIME", "")


def purl() -> str:
    """What the SBOM calls the runtime."""
    return "" if own() else f"pkg:github/AppImage/type2-runtime@{PINNED['release']}"


def fetched(cache: Path) -> bytes:
    """The pinned runtime, downloaded once into a folder. Raises UnfitError where it is not what was pinned."""
    machine = platform.machine()
    if machine not in PINNED:
        raise UnfitError(f"No runtime is pinned for {machine} in appimage/settings.toml.")
    file = cache / f"runtime-{PINNED[machine]}"
    if not file.exists():
        url = f"{RELEASES}/{PINNED['release']}/runtime-{machine}"
        file.write_bytes(download(url, PINNED[machine]))
    return file.read_bytes()


def download(url: str, wanted: str) -> bytes:
    """The content of a page with a checksum. Raises UnfitError where it has another one, or is out of reach."""
    try:
        with urlopen(url, timeout=60) as response:
            content: bytes = response.read()
    except OSError as error:
        raise UnfitError(f"{url}: {error}; APPIMAGE_RUNTIME may name a file instead.") from error
    if sha256(content).hexdigest() != wanted:
        raise UnfitError(f"{url} is not what appimage/settings.toml pins: its checksum differs.")
    return content


def content(cache: Path) -> bytes:
    """The runtime that goes in."""
    return Path(own()).read_bytes() if own() else fetched(cache)
