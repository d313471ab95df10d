"""Show what an executable has inside: inside.py REPORT FOLDER

REPORT is what Nuitka says of a build. The folder gets the metadata of each package, and the libraries of the system.
Run it where the packages are installed that the executable was built from.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from shipping.inside import put_libraries, put_packages


def main(report: Path, target: Path) -> None:
    """Fill the folder."""
    found = ET.parse(report).getroot()
    put_packages({module.attrib["name"] for module in found.iter("module")}, target)
    sources = (one.attrib["source_path"] for one in found.iter("included_dll"))
    put_libraries({Path(source).name: Path(source).read_bytes() for source in sources}, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
