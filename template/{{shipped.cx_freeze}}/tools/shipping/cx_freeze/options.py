"""What cx_Freeze is told for each system: which libraries go in, and what its installer says."""

import sys
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from packaging.version import Version

# Of the C library (glibc), what cx_Freeze does not leave out by itself: it belongs to the system it runs on.
GLIBC = [f"{name}.so*" for name in ("libanl", "libmvec", "libnsl", "libresolv", "librt")]
# What Windows lacks: the runtime of the C compiler, which lies beside Python.
LIBRARIES = {"linux": {"bin_excludes": GLIBC}, "win32": {"bin_includes": ["vcruntime140*.dll"]}}
# The largest numbers of a version that Windows Installer takes.
LARGEST = (255, 255, 65535)


def numbers(version: str) -> str:
    """A version as Windows Installer compares it."""
    release = (*Version(version).release, 0, 0)[:3]
    return ".".join(str(min(pair)) for pair in zip(release, LARGEST, strict=True))


def msi(name: str, version: str, code: str) -> dict[str, dict[str, object]]:
    """An installer for Windows, which puts the folder on the PATH and an earlier version out."""
    own = "{" + str(uuid5(NAMESPACE_URL, name)).upper() + "}"
    options = {"add_to_path": True, "dist_dir": "installer", "output_name": f"{name}.msi"}
    codes = {"product_version": numbers(version), "upgrade_code": code or own}
    return {"bdist_msi": options | codes}


def dmg(name: str, icon: Path | None) -> dict[str, dict[str, object]]:
    """A disk image for macOS with the program as an application, to be dragged to the others."""
    image = {"volume_label": name, "applications_shortcut": True}
    bundle = {"bundle_name": name} | ({"iconfile": str(icon)} if icon else {})
    return {"bdist_mac": bundle, "bdist_dmg": image}


def installer(
    name: str, version: str, code: str, icon: Path | None
) -> tuple[str, dict[str, dict[str, object]]]:
    """The command that builds all there is on this system, and its options."""
    if sys.platform == "win32":
        return "bdist_msi", msi(name, version, code)
    if sys.platform == "darwin":
        return "bdist_dmg", dmg(name, icon)
    return "build_exe", {}
