"""What rpmbuild reads: the sdist, the environment, and the spec completed from the metadata."""

import os
import shutil
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import nox
from packaging.utils import canonicalize_name
from packaging.version import Version
from shipping import common, desktop, system
from shipping.project import Project

HERE = common.HERE / "rpm"
BUILT = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)


def complete(session: nox.Session, work: Path) -> Path:
    """Put all that the package is made of into a folder; return the spec that is in it."""
    project = common.project(session)
    sources = work / "SOURCES"
    sources.mkdir(parents=True)
    shutil.copy2(project.sdist, sources)
    facts = {**described(project), **unpacked(project)}
    facts |= brought(session, work / "environment", facts["NAME"])
    facts |= shown(project, work / "environment/usr/share")
    shutil.make_archive(str(sources / "environment"), "tar", work, "environment")
    # In a spec, as in a unit of systemd, a percent sign begins what is replaced.
    facts = {key: fact.replace("%", "%%") for key, fact in facts.items()}
    for file in HERE.glob("*.in"):
        text = system.complete(file.read_text(encoding="utf-8"), facts)
        (sources / f"{facts['NAME']}.{file.stem}").write_text(text, encoding="utf-8")
    return sources / f"{facts['NAME']}.spec"


def described(project: Project) -> dict[str, str]:
    """What the spec says of the project: its name, its version, what it does, who made it and when."""
    metadata = project.metadata.metadata
    name = canonicalize_name(project.name)
    licence = metadata.get("License-Expression") or metadata.get("License") or "unknown"
    people = system.people(project, "Maintainer") + system.people(project, "Author")
    return {
        "NAME": name,
        "EPOCH": f"{Version(project.version).epoch or ''}",
        "VERSION": spelt(project.version),
        "RELEASE": project.version,
        "SUMMARY": summary(project),
        "LICENSE": licence.splitlines()[0],
        "HOMEPAGE": project.page,
        "COMMAND": project.command.name,
        "PACKAGER": next(iter(people), f"The authors of {name}"),
        "DATE": f"{BUILT:%a %b %d %Y}",
    }


def spelt(version: str) -> str:
    """A version as rpm sorts it: with a caret in what comes after a release and before all later ones."""
    return system.ordered(version).replace("+", "^")


def summary(project: Project) -> str:
    """What the project does, as rpm writes it: a capital in front, and no full stop."""
    said = (project.metadata.metadata.get("Summary") or project.name).rstrip(".")
    return said[:1].upper() + said[1:]


def unpacked(project: Project) -> dict[str, str]:
    """What is in the sdist: its folder, and the texts of the licence."""
    with tarfile.open(project.sdist) as archive:
        names = archive.getnames()
    folder = names[0].split("/")[0]
    named = project.metadata.metadata.get_all("License-File") or []
    texts = [name for name in named if f"{folder}/{name}" in names]
    return {"SDIST": project.sdist.name, "FOLDER": folder, "LICENSE_FILES": " ".join(texts)}


def brought(session: nox.Session, root: Path, name: str) -> dict[str, str]:
    """Make the environment; return its Python, for which machines it is, and the libraries that are its own."""
    python = system.environment(session, root, f"/usr/lib/{name}")
    compiled = any(root.rglob("*.so"))
    own = sorted({path.name.replace(".", "[.]") for path in root.rglob("lib*.so*")})
    architecture = "" if compiled else "noarch"
    return {"PYTHON": f"python{python}", "ARCHITECTURE": architecture, "OWN": "|".join(own)}


def shown(project: Project, share: Path) -> dict[str, str]:
    """Write launcher, metainfo and icon of a program with windows; return its id, and the package of their folders."""
    if not project.is_windowed:
        return {"APP_ID": "", "ICON_THEME": ""}
    desktop.write(project, share, project.command.name, int(BUILT.timestamp()))
    return {"APP_ID": desktop.app_id(project), "ICON_THEME": "hicolor-icon-theme"}
