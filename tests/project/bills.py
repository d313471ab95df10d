"""What a release is made of: the list of its parts, and the parts that are really inside."""

import json
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

from targets import appimages

METADATA = re.compile(r"([\w.]+)-\d[\w.!+]*\.dist-info/METADATA")
GZIP = b"\x1f\x8b"

Bill = dict[str, Any]


def sbom(folder: Path) -> Bill:
    """Return the SBOM of a release; the format leaves out the list of components where there are none."""
    [file] = folder.glob("*.cdx.json")
    bill: Bill = {"components": []} | json.loads(file.read_text("utf-8"))
    return bill


def named(bill: Bill) -> set[str]:
    """Return the Python packages that an SBOM names as being inside."""
    parts = [part for part in bill["components"] if part.get("purl", "").startswith("pkg:pypi/")]
    return {part["name"] for part in parts if not part.get("isExternal")}


def inside(file: Path, own: str) -> set[str]:
    """Return the packages whose metadata is in an artifact, as its bytes show it, without the project itself."""
    if is_zipfile(file):
        with ZipFile(file) as archive:
            found = METADATA.findall("\n".join(archive.namelist()))
    elif file.name.endswith(".oci.tar"):
        found = METADATA.findall("\n".join(installed(file)))
    elif file.suffix == ".run":
        shown = subprocess.run(["sh", str(file), "--list"], check=True, capture_output=True, text=True).stdout
        found = METADATA.findall(shown)
    elif file.suffix == ".AppImage":
        found = METADATA.findall("\n".join(appimages.files(file)))
    elif file.name.endswith(".tgz"):
        with tarfile.open(file) as packed:
            found = METADATA.findall("\n".join(packed.getnames()))
    else:  # in what PyInstaller makes, the kind of each file stands before its name; others are closed to this view
        content = file.read_bytes().decode("latin-1")
        found = re.findall(f"x{METADATA.pattern}", content) if content.startswith("\x7fELF") else []
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found} - {own}


def installed(image: Path) -> list[str]:
    """Return the files that the layers of an image put where the project is installed."""
    names: list[str] = []
    with tarfile.open(image) as archive:
        for blob in (archive.extractfile(member) for member in archive if member.isfile()):
            if blob and blob.read(2) == GZIP:
                blob.seek(0)
                with tarfile.open(fileobj=blob, mode="r:gz") as layer:
                    names += [name for name in layer.getnames() if name.startswith("opt/app/")]
    return names
