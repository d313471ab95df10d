"""What the menus of each system show of a program: conda's installers read it from the package (CEP 11)."""

import json
import shutil
from pathlib import Path
from typing import Any

from shipping.desktop import DESKTOP, app_id
from shipping.project import ROOT, Project

SCHEMA = "https://schemas.conda.org/menuinst/menuinst-1-1-0.schema.json"
# Beside the recipe, and in what it installs.
FOLDER = "Menu"
# Puts the folder into the package, on any system.
COPY = f"shutil.copytree(e['RECIPE_DIR'] + '/{FOLDER}', e['PREFIX'] + '/{FOLDER}')"
SCRIPT = "${{ PYTHON }} -c " + f'"import os, shutil; e = os.environ; {COPY}"'


def item(project: Project) -> dict[str, Any]:
    """The entry that starts the program."""
    name, point = project.command.name, project.command
    start = f"import sys; from {point.module} import {point.attr}; sys.exit({point.attr}())"
    # Where the libraries that it needs are found by where they lie.
    direct = {"activate": False}
    shown = {
        "Categories": DESKTOP["categories"],
        "StartupWMClass": name,
        "icon": "{{ MENU_DIR }}/" + f"{project.name}.png",
    }
    return {
        "name": project.name,
        "description": project.metadata.metadata.get("Summary", project.name),
        "command": ["{{ BIN_DIR }}/" + name],
        "terminal": False,
        "platforms": {
            "linux": {**direct, **shown},
            "osx": {**direct, "CFBundleName": name[:16], "CFBundleIdentifier": app_id(project)},
            "win": {"command": ["{{ PYTHONW }}", "-c", start], "desktop": False},
        },
    }


def write(project: Project, recipe: Path) -> bool:
    """Write the entry beside a recipe, for a command that opens a window; tell whether there is one."""
    if not project.commands or not project.is_windowed:
        return False
    folder = recipe / FOLDER
    folder.mkdir()
    said = {"$schema": SCHEMA, "menu_name": project.name, "menu_items": [item(project)]}
    text = json.dumps(said, indent=2, ensure_ascii=False) + "\n"
    (folder / f"{project.name}.json").write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / DESKTOP["icon"], folder / f"{project.name}.png")
    return True
