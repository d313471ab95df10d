"""What a Linux desktop shows of a program: its id, launcher, metainfo and icon, as freedesktop.org has them."""

import re
import shutil
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from shipping.project import ROOT, SETTINGS, Project, UnfitError

DESKTOP = SETTINGS["desktop"]
# What forges give their users instead of a domain, as Flathub asks for it.
FORGES = {
    "github.com": "io.github",
    "gitlab.com": "io.gitlab",
    "codeberg.org": "page.codeberg",
}
# Stands where the project has no page; nobody can own it.
UNOWNED = "org.example"


def app_id(project: Project) -> str:
    """What desktops know the program by: as the settings say, or after the project's page."""
    return DESKTOP["id"] or derived(project.page, project.name)


def owned_id(project: Project) -> str:
    """The same, for a release. Raises UnfitError where it is nobody's."""
    id = app_id(project)
    if f"{id}.".startswith(f"{UNOWNED}."):
        raise UnfitError(
            f"{id} is nobody's app id: name a domain of yours as `id` of [desktop] in tools/shipping/settings.toml."
        )
    return id


def derived(page: str, name: str) -> str:
    """An id after a web page, and after the name where the page does not end in it."""
    found = urlsplit(page.lower().removesuffix(".git").rstrip("/"))
    host = (found.hostname or "").removeprefix("www.")
    prefix = FORGES.get(host) or ".".join(reversed(host.split("."))) or UNOWNED
    parts = [*prefix.split("."), *filter(None, found.path.split("/"))]
    if host not in FORGES:
        parts = [*prefix.split("."), name]
    return ".".join(word(part) for part in parts)


def word(text: str) -> str:
    """A text as a part of an id: letters, digits and underscores, a letter first."""
    return re.sub(r"^(?=\d)", "_", re.sub(r"[^A-Za-z0-9]+", "_", text))


def launcher(project: Project, start: str) -> str:
    """The desktop entry: what menus show, and the command that they start."""
    known = project.metadata.metadata
    entry = {
        "Type": "Application",
        "Name": project.name,
        "Comment": known.get("Summary", project.name),
        "Exec": start,
        "Icon": app_id(project),
        "Categories": "".join(f"{category};" for category in DESKTOP["categories"]),
        "Terminal": "false" if project.is_windowed else "true",
        # What toolkits call their windows unless they are told otherwise, so that the launcher is known to be theirs.
        "StartupWMClass": project.command.name if project.is_windowed else "",
    }
    return "[Desktop Entry]\n" + "".join(f"{key}={text}\n" for key, text in entry.items() if text)


def metainfo(project: Project, released: int) -> bytes:
    """The metainfo that app stores show: AppStream 1.0; `released` is when, in seconds since 1970."""
    known, own = project.metadata.metadata, app_id(project)
    kind = "desktop-application" if project.is_windowed else "console-application"
    root = ET.Element("component", type=kind)
    summary = known.get("Summary", project.name)
    for tag, text in {
        "id": own,
        "metadata_license": "CC0-1.0",
        "project_license": known.get("License-Expression", "LicenseRef-unknown"),
        "name": project.name,
        "summary": summary.rstrip("."),
    }.items():
        ET.SubElement(root, tag).text = text
    ET.SubElement(ET.SubElement(root, "description"), "p").text = summary
    author = known.get("Author") or parseaddr(known.get("Author-email", ""))[0]
    if author:
        developer = ET.SubElement(root, "developer", id=own.rpartition(".")[0])
        ET.SubElement(developer, "name").text = author
    if project.page:
        ET.SubElement(root, "url", type="homepage").text = project.page
    ET.SubElement(root, "launchable", type="desktop-id").text = f"{own}.desktop"
    ET.SubElement(ET.SubElement(root, "provides"), "binary").text = project.command.name
    ET.SubElement(root, "content_rating", type="oars-1.1")
    date = datetime.fromtimestamp(released, UTC).date().isoformat()
    ET.SubElement(ET.SubElement(root, "releases"), "release", version=project.version, date=date)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def write(project: Project, share: Path, start: str, released: int) -> None:
    """Put launcher, metainfo and icon into a folder such as /usr/share; `start` is the launcher's command."""
    own = app_id(project)
    texts = {
        f"applications/{own}.desktop": launcher(project, start).encode(),
        f"metainfo/{own}.metainfo.xml": metainfo(project, released),
    }
    for name, content in texts.items():
        (share / name).parent.mkdir(parents=True, exist_ok=True)
        (share / name).write_bytes(content)
    icon = share / f"icons/hicolor/512x512/apps/{own}.png"
    icon.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / DESKTOP["icon"], icon)
