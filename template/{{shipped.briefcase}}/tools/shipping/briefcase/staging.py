"""Write the project that Briefcase builds: staging.py FOLDER BUILT [CONSTRAINT ...]

BUILT has the sdist and the wheel. FOLDER gets a package that starts the command, the icons, the licence, the changes and
pyproject.toml. What is installed is held to constraints, as pip has them for an option.
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from email.utils import getaddresses
from pathlib import Path
from zipfile import ZipFile

import tomli_w
from briefcase.config import is_valid_app_name
from PIL import Image
from shipping.artifact import start
from shipping.desktop import DESKTOP, app_id
from shipping.project import ROOT, Project, UnfitError

OWN = tomllib.loads(Path(__file__).with_name("briefcase.toml").read_text(encoding="utf-8"))
# Linux takes one file for each size; Windows and macOS take one with all sizes.
SIZES = {f"icon-{size}.png": size for size in (16, 32, 64, 128, 256, 512)}
ICONS = SIZES | {"icon.ico": 256, "icon.icns": 1024}
# The package of the project may have the same name, so this one makes way for it.
MAIN = """\
import sys
from pathlib import Path

own = Path(__file__).resolve().parents[1]
sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != own]
sys.modules.pop("{package}", None)
sys.argv[0] = "{command}"

{start}"""


def author(project: Project) -> tuple[str, str]:
    """The name and the address of the first whom the metadata names."""
    known = project.metadata.metadata
    lines = [*known.get_all("Author-email", []), *known.get_all("Maintainer-email", [])]
    found = [(name, address) for name, address in getaddresses(lines) if "@" in address]
    name, address = found[0] if found else ("", "")
    return name or known.get("Author") or project.name, address or "nobody@localhost"


def name_of(project: Project) -> str:
    """The name of the command. Raises UnfitError where Briefcase lets no program have it."""
    name = project.command.name
    if not is_valid_app_name(name):
        raise UnfitError(
            f"Briefcase lets no program be called {name!r}: name another command of the project as "
            "`command` in tools/shipping/settings.toml, or ship as deb or pyinstaller."
        )
    return name


def write_start(project: Project, folder: Path) -> str:
    """Write the package that Briefcase starts; return where it is."""
    package = project.command.name.replace("-", "_")
    code = start(project.command.value)
    target = folder / "src" / package
    target.mkdir(parents=True)
    (target / "__init__.py").touch()
    text = MAIN.format(package=package, command=project.command.name, start=code)
    (target / "__main__.py").write_text(text, encoding="utf-8")
    return f"src/{package}"


def write_icons(folder: Path) -> None:
    """Draw the icon in each format and size that a system asks for."""
    with Image.open(ROOT / DESKTOP["icon"]) as icon:
        for name, size in ICONS.items():
            icon.convert("RGBA").resize((size, size)).save(folder / name)


def write_licences(project: Project, folder: Path) -> list[str]:
    """Copy the licences in the wheel, or else say which one it is under; return their names."""
    said = project.metadata.metadata.get("License-Expression") or "No licence is stated."
    with ZipFile(project.wheel) as archive:
        names = [name for name in project.files if ".dist-info/licenses/" in name]
        texts = {Path(name).name: archive.read(name) for name in names if not name.endswith("/")}
    for name, text in (texts or {"LICENSE": f"{said}\n".encode()}).items():
        (folder / name).write_bytes(text)
    return sorted(texts) or ["LICENSE"]


def write_changes(project: Project, folder: Path) -> None:
    """Copy the list of changes, or else name the version: packages of Linux have one."""
    text = f"{project.name} {project.version}\n"
    for file in sorted(ROOT.glob("CHANGELOG*"))[:1]:
        text = file.read_text(encoding="utf-8")
    (folder / "CHANGELOG").write_text(text, encoding="utf-8")


def app(project: Project, folder: Path, constraints: list[str]) -> dict[str, object]:
    """What Briefcase is told of the program, as its metadata has it."""
    summary = project.metadata.metadata.get("Summary") or project.name
    return {
        "formal_name": project.name,
        "description": summary,
        "long_description": summary,
        "console_app": not project.is_windowed,
        "sources": [write_start(project, folder)],
        "icon": "icon",
        "requires": [f"{project.name}{project.extras} @ {project.wheel.as_uri()}"],
        "requirement_installer_args": ["--no-compile", *constraints],
        "macOS": {"universal_build": False},
    }


def settings(project: Project, folder: Path, constraints: list[str]) -> dict[str, object]:
    """The table [tool.briefcase]."""
    name, address = author(project)
    known = project.metadata.metadata
    own = {"template": os.environ.get("BRIEFCASE_TEMPLATE")}
    found = {
        "project_name": project.name,
        "version": project.version,
        # Briefcase adds the name of the program, and allows no underscores.
        "bundle": app_id(project).rpartition(".")[0].replace("_", "-"),
        "url": project.page or "https://example.org",
        "author": name,
        "author_email": address,
        "license": known.get("License-Expression", "LicenseRef-unknown"),
        "license-files": write_licences(project, folder),
        **own,
    }
    table = {key: value for key, value in found.items() if value is not None}
    return {**table, "app": {name_of(project): merged(app(project, folder, constraints), OWN)}}


def merged(table: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """A table with what another one adds to it, or says instead."""
    result = dict(table)
    for key, value in own.items():
        under = result.get(key)
        both = isinstance(under, dict) and isinstance(value, dict)
        result[key] = merged(under, value) if both else value
    return result


def main(folder: Path, built: Path, *constraints: str) -> None:
    """Fill the folder."""
    project = Project(built)
    write_icons(folder)
    write_changes(project, folder)
    table = {"tool": {"briefcase": settings(project, folder, list(constraints))}}
    (folder / "pyproject.toml").write_text(tomli_w.dumps(table), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]), *sys.argv[3:])
