"""The source of the Debian package: the project's sdist, with debian/ completed from its metadata."""

import os
import re
import shutil
import tarfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import nox
from packaging.utils import canonicalize_name
from packaging.version import Version
from shipping import common, desktop, system
from shipping.deb.contents import prepare
from shipping.project import Project

DEBIAN = common.HERE / "deb/debian"
COMMON_LICENSES = Path("/usr/share/common-licenses")
BUILT = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)


def unpack(project: Project, work: Path) -> Path:
    """Unpack the sdist, and return the folder that is in it. A debian/ of its own is left out."""
    with tarfile.open(project.sdist) as archive:
        archive.extractall(work, filter="data")
    [tree] = work.iterdir()
    common.clear(tree / "debian")
    return tree


def complete(session: nox.Session, tree: Path) -> None:
    """Write debian/: files that end in .in are completed, and the others are taken as they are."""
    project = common.project(session)
    facts = {**described(session, project), **licensed(project, tree)}
    facts |= prepare(session, tree, facts["NAME"])
    shutil.copytree(DEBIAN, tree / "debian", dirs_exist_ok=True)
    if project.is_windowed:
        desktop.write(project, tree / "debian/share", facts["COMMAND"], int(BUILT.timestamp()))
        (tree / "debian/install").write_text("debian/share/* usr/share\n", encoding="utf-8")
    # In a unit of systemd, a percent sign begins what is replaced.
    escaped = {key: fact.replace("%", "%%") for key, fact in facts.items()}
    for file in (tree / "debian").rglob("*.in"):
        known = escaped if file.stem.endswith("service") else facts
        text = system.complete(file.read_text(encoding="utf-8"), known)
        file.with_suffix("").write_text(text, encoding="utf-8")
        file.unlink()
    (tree / "debian/rules").chmod(0o755)
    (tree / "debian/source").mkdir()
    (tree / "debian/source/format").write_text("3.0 (native)\n", encoding="utf-8")


def described(session: nox.Session, project: Project) -> dict[str, str]:
    """What the files say of the project: its name, its version, what it does, who packs it and when."""
    name = canonicalize_name(project.name)
    epoch = f"{Version(project.version).epoch}:".removeprefix("0:")
    return {
        "NAME": name,
        "VERSION": epoch + system.ordered(project.version),
        "RELEASE": project.version,
        "SUMMARY": summary(project),
        "MAINTAINER": maintainer(session, project),
        "AUTHORS": ", ".join(system.people(project, "Author")) or f"the authors of {name}",
        "HOMEPAGE": project.page,
        "COMMAND": project.command.name,
        "DATE": format_datetime(BUILT),
        "YEAR": str(BUILT.year),
    }


def summary(project: Project) -> str:
    """What the project does, as Debian writes it: no sentence, and no article in front."""
    said = project.metadata.metadata.get("Summary") or project.name
    return re.sub(r"^(an?|the)\s+", "", said, flags=re.IGNORECASE).rstrip(".")


def maintainer(session: nox.Session, project: Project) -> str:
    """Who answers for the package: as the metadata says, or as DEBFULLNAME and DEBEMAIL say."""
    named = system.people(project, "Maintainer") + system.people(project, "Author")
    known = [person for person in named if "<" in person]
    if known:
        return known[0]
    name = os.environ.get("DEBFULLNAME", named[0] if named else project.name)
    if "DEBEMAIL" not in os.environ:
        session.warn("No e-mail address is known: set DEBEMAIL, or `authors` in pyproject.toml.")
    return f"{name} <{os.environ.get('DEBEMAIL', 'nobody@localhost.invalid')}>"


def licensed(project: Project, tree: Path) -> dict[str, str]:
    """The licence: its short name, and its text, or where Debian has that."""
    metadata = project.metadata.metadata
    said = metadata.get("License-Expression") or metadata.get("License") or "unknown"
    name = said.splitlines()[0]
    files = [tree / file for file in metadata.get_all("License-File") or []]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files if file.exists())
    # Debian wants no copy of those that it has already: Apache-2.0, GPL-3, LGPL-2.1, MPL-2.0 ...
    short = re.sub(r"(\.0)?-(only|or-later)$", "", name)
    for known in (COMMON_LICENSES / name, COMMON_LICENSES / short):
        if re.match("Apache|L?GPL|MPL", name) and known.exists():
            text = f"On Debian systems, the full text is in {known}."
    lines = text.strip().splitlines() or ["The project says no more."]
    spelt = "\n".join(f" {line.rstrip() or '.'}" for line in lines)
    return {"LICENSE": name, "LICENSE_TEXT": spelt}
