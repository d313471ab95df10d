"""The icon and the version resource of the executable for Windows."""

import runpy
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

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
shared = runpy.run_path(str(Path(__file__).parents[1] / "windows.py"))
numbers, texts = shared["numbers"], shared["texts"]


def version_info(name: str) -> VSVersionInfo:
    """The version resource of the executable, in English and Unicode."""
    known = metadata(name)
    version = numbers(known["Version"])
    strings = [StringStruct(key, text) for key, text in texts(known).items()]
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
