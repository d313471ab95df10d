"""Name what an environment with a conda package has in it: inside.py TARGET PACKAGE CHANNEL [CHANNEL ...]

TARGET gets one line for each package, its purl: what the package requires, as it is chosen today.
"""

import sys
from pathlib import Path
from urllib.parse import quote

from install import choose, leave
from rattler import RepoDataRecord


def purl(record: RepoDataRecord) -> str:
    """A package as an SBOM names it."""
    version, build = (quote(str(text), safe="") for text in (record.version, record.build))
    return f"pkg:conda/{record.name.normalized}@{version}?build={build}&subdir={record.subdir}"


def main(target: str, package: str, *channels: str) -> None:
    """Write the lines, without one for the package itself."""
    records = choose(channels, [package])
    lines = sorted(purl(one) for one in records if one.name.normalized != package)
    Path(target).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
    leave()
