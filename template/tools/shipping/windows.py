"""What Windows shows of an executable: its version, what it does and who made it.

It imports nothing of this package, so that a script of a freezer can run it.
"""

from email.utils import parseaddr
from importlib.metadata import PackageMetadata

from packaging.version import Version


def numbers(version: str) -> tuple[int, ...]:
    """A version as Windows compares it: four numbers of 16 bits."""
    release = (*Version(version).release, 0, 0, 0)[:4]
    return tuple(min(number, 0xFFFF) for number in release)


def texts(known: PackageMetadata) -> dict[str, str]:
    """What the Details of the file say."""
    name = known["Name"]
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
