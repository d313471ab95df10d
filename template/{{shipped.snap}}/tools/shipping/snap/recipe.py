"""Completes snapcraft.yaml from the project's metadata: recipe.py PROJECT FOLDER

PROJECT is the folder of the project's sdist and wheel. FOLDER gets snap/snapcraft.yaml and what goes with it.
"""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml
from packaging.specifiers import SpecifierSet
from shipping import desktop
from shipping.project import HERE, ROOT, Project, UnfitError

OWN, SCREEN = HERE / "snap/snapcraft.yaml", HERE / "snap/screen.sh"
# The Python of each base. A base that is not here has none, or one that its part brings.
PYTHONS = {"core22": "3.10", "core24": "3.12"}
# What the store allows.
LONGEST_NAME, LONGEST_SUMMARY, LONGEST_VERSION = 40, 78, 32


def spelt(name: str) -> str:
    """A name as snaps and their apps have it: small letters and digits, with single hyphens between."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def named(project: Project) -> str:
    """The name of the snap. Raises UnfitError where the project's name cannot be one."""
    name = spelt(project.name)
    if len(name) > LONGEST_NAME or not re.search("[a-z]", name):
        raise UnfitError(
            f"{project.name!r} cannot be the name of a snap, which has a letter and at most {LONGEST_NAME} "
            "characters: write `name: ...` into tools/shipping/snap/snapcraft.yaml."
        )
    return name


def version(project: Project) -> str:
    """The version as snaps have it: without what is local, where that is too long."""
    found = project.version.replace("!", ":")
    return found if len(found) <= LONGEST_VERSION else found.split("+")[0]


def described(project: Project, own: dict[str, Any]) -> dict[str, Any]:
    """What the metadata says of the project."""
    known = project.metadata.metadata
    summary = " ".join(known.get("Summary", project.name).split())
    licence = known.get("License-Expression", "")
    return {
        "name": own.get("name") or named(project),
        "title": project.name if project.is_windowed else "",
        "version": version(project),
        "summary": summary[:LONGEST_SUMMARY],
        "description": summary,
        # The store knows the licences of SPDX alone.
        "license": "" if "LicenseRef-" in licence else licence,
        "website": project.page,
        "icon": "snap/gui/icon.png",
    }


def apps(project: Project, name: str, own: dict[str, Any]) -> dict[str, Any]:
    """Each command as an app, the main one under the name of the snap; an app of one's own starts that one, too."""
    main = project.command.name
    others = {spelt(command): command for command in project.commands if command != main}
    commands = others | {name: main}
    found: dict[str, Any] = {}
    for app in dict.fromkeys([name, *commands, *own]):
        found[app] = {"command": f"bin/{commands.get(app, main)}", **(own.get(app) or {})}
    if project.is_windowed:
        chain = [f"bin/{SCREEN.name}"]
        found[name] = {"common-id": desktop.app_id(project), "command-chain": chain, **found[name]}
    return found


def part(project: Project, own: dict[str, Any], constraints: Path) -> dict[str, Any]:
    """What is installed: the sdist, in the versions that the project has chosen."""
    found: dict[str, Any] = {
        "plugin": "python",
        "source": ".",
        "python-packages": [f"./{project.sdist.name}{project.extras}"],
    }
    if constraints.exists():
        found["python-constraints"] = [constraints.name]
    return {**found, **own}


def check_python(project: Project, base: str) -> None:
    """Raise UnfitError where the base has a Python that the project is not for."""
    wanted = project.metadata.metadata.get("Requires-Python", "")
    if base in PYTHONS and not SpecifierSet(wanted).contains(f"{PYTHONS[base]}.99"):
        raise UnfitError(
            f"{base} has Python {PYTHONS[base]}, and the project needs {wanted}: choose another base in "
            "tools/shipping/snap/snapcraft.yaml, or ship as pyinstaller."
        )


def recipe(project: Project, folder: Path) -> dict[str, Any]:
    """All that snapcraft has to know."""
    own: dict[str, Any] = yaml.safe_load(OWN.read_text(encoding="utf-8"))
    check_python(project, own["base"])
    found = {key: fact for key, fact in described(project, own).items() if fact} | own
    found["apps"] = apps(project, found["name"], own.get("apps") or {})
    parts = dict(own["parts"])
    parts["app"] = part(project, parts["app"], folder / "constraints.txt")
    if project.is_windowed:
        parts["screen"] = {"plugin": "dump", "source": "screen"}
    return found | {"parts": parts}


class Dumper(yaml.SafeDumper):
    """Writes a text of several lines as people do."""


def block(dumper: Dumper, text: str) -> yaml.ScalarNode:
    """A text as it stands in YAML."""
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, block)


def main(project: Project, folder: Path) -> None:
    """Write the recipe, the icon, and the launcher of what has a window."""
    found = recipe(project, folder)
    gui = folder / "snap/gui"
    gui.mkdir(parents=True)
    shutil.copyfile(ROOT / desktop.DESKTOP["icon"], gui / "icon.png")
    if project.is_windowed:
        (folder / "screen/bin").mkdir(parents=True)
        shutil.copy2(SCREEN, folder / "screen/bin")
        text = desktop.launcher(project, found["name"])
        text = re.sub("^Icon=.*", "Icon=${SNAP}/meta/gui/icon.png", text, flags=re.MULTILINE)
        (gui / f"{found['name']}.desktop").write_text(text, encoding="utf-8")
    text = yaml.dump(found, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100)
    (folder / "snap/snapcraft.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Project(Path(sys.argv[1])), Path(sys.argv[2]))
