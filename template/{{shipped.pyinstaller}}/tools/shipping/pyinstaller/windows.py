"""What Windows shows of the executable: its icon, its version, what it does and who made it."""

from email.utils import parseaddr
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

from packaging.version import Version
from PyInstaller.utils.win32.versioninfo import (
    FixedFileInfo,
    StringFileInfo,
    StringStruct,
    StringTable,
    VarFileInfo,
    VarStruct,
    VSVersionInfo,
)

ICON = Path("icon.ico")


def numbers(version: str) -> tuple[int, ...]:
    """A version as Windows compares it: four numbers of 16 bits."""
    release = (*Version(version).release, 0, 0, 0)[:4]
    return tuple(min(number, 0xFFFF) for number in release)


def texts(name: str) -> dict[str, str]:
    """What the Details of the file say."""
    known = metadata(name)
    author = known.get("Author") or parseaddr(known.get("Author-email", ""))[0]
    found = {
        "CompanyName": author,
        "FileDescription": known.get("Summary"),
        "FileVersion": known["Version"],
        "InternalName": name,
        "LegalCopyright": known.get("License-Expression"),
        "OriginalFilename": f"{name}.exe",
        "ProductName": name,
        "ProductVersion": known["Version"],
    }
    return {key: text for key, text in found.items() if text}


def version_info(name: str) -> VSVersionInfo:
    """The version resource of the executable, in English and Unicode."""
    version = numbers(metadata(name)["Version"])
    strings = [StringStruct(key, text) for key, text in texts(name).items()]
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=version, prodvers=version),
        kids=[
            StringFileInfo([StringTable("040904B0", strings)]),
            VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0])]),
        ],
    )


def resources(name: str, folder: Path) -> dict[str, Any]:
    """What goes into the executable for Windows: the icon is icon.ico in this folder, if it is there."""
    icon = folder / ICON
    return {"version": version_info(name)} | ({"icon": str(icon)} if icon.exists() else {})
