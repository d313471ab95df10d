"""Show what a frozen program has inside beside packages: inside.py LIB

The libraries of the system that lie in its folder `lib` get a folder of their own. Printed is the version of the
Python inside; where the modules of its library are of another one, purls.txt has that.
"""

import json
import platform
import sys
from importlib.resources import files
from pathlib import Path

from shipping.inside import LIBRARY, put_libraries


def core() -> str:
    """The version of the interpreter: freeze-core brings it along, but for Windows."""
    if sys.platform == "win32":
        return platform.python_version()
    [table] = Path(str(files("freeze_core") / "frozen")).glob("*.json")
    said: str = json.loads(table.read_bytes())["__version__"]
    return said.split()[0]


def main(lib: Path) -> None:
    """Fill the folder."""
    libraries = [path for path in lib.iterdir() if LIBRARY.fullmatch(path.name)]
    put_libraries({path.name: path.read_bytes() for path in libraries}, lib)
    modules = platform.python_version()
    if modules != core():
        (lib / "purls.txt").write_text(f"pkg:generic/python@{modules}\n", encoding="utf-8")
    print(core())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
