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
SCRIPT = (
    f'${{{{ PYTHON }}}} -c "import os, shutil; e = os.environ; '
    f"shutil.copytree(e['RECIPE_DIR'] + '/{FOLDER}', e['PREFIX'] + '/{FOLDER}')\""
)


def item(project: Project) -> dict[str, Any]:
    """The entry that starts the program."""
    name, point = project.command.name, project.command
    start = f"import sys; from {point.module} import {point.attr}; sys.exit({point.attr}())"
    shown = {
        "Categories": DESKTOP["categories"],
        "StartupWMClass": name,
        "icon": f"{{{{ MENU_DIR }}}}/{project.name}.png",
    }
    return {
        "name": project.name,
        "description": project.metadata.metadata.get("Summary", project.name),
        "command": [f"{{{{ BIN_DIR }}}}/{name}"],
        "activate": False,  # what it needs it finds by where it lies
        "terminal": False,
        "platforms": {
            "linux": shown,
            "osx": {"CFBundleName": name[:16], "CFBundleIdentifier": app_id(project)},
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
