"""Have the same bytes in the modules of a frozen program each time: timeless.py LIB

Run it with nothing else in memory: what is there leaves its mark on how modules are written.
"""

import marshal
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def timeless(module: bytes) -> bytes:
    """A compiled module without the time and the size of its source, which is not there to be compared with."""
    return module[:4] + bytes(12) + marshal.dumps(marshal.loads(module[16:]))


def main(lib: Path) -> None:
    """Write the modules again. In their archive they have an order and no times, and no metadata is between them."""
    # Text of one character is shared by all modules, and written as it was first used in any of them.
    for number in range(256):
        sys.intern(chr(number))
    for module in sorted(lib.rglob("*.pyc")):
        module.write_bytes(timeless(module.read_bytes()))
    with ZipFile(lib / "library.zip") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(lib / "library.zip", "w") as archive:
        for name in sorted(name for name in entries if name.endswith(".pyc")):
            archive.writestr(ZipInfo(name), timeless(entries[name]), ZIP_DEFLATED)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
