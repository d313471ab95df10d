"""Build the conda package into a channel of its own: conda_package.py FOLDER CHANNEL [CHANNEL ...]

The recipe is recipe/recipe.yaml, completed from pyproject.toml. What the recipe says itself stands.
"""

import json
import os
import shutil
import sys
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

from conda_install import choose, leave
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from rattler_build import RattlerBuildError, Stage0Recipe, ToolConfiguration
from ruamel.yaml import YAML

COMPLETE = Path("build/recipe/recipe.yaml")
WORK = Path(".nox/conda")
CACHE = Path(".nox/conda-cache").resolve()
PLATFORMS = [("posix", "linux", "Linux"), ("posix", "darwin", "Darwin"), ("nt", "win32", "Windows")]


def supported(requires_python: str) -> list[str]:
    """The Python versions that a project is for, such as 3.11 and all that may follow."""
    wanted = SpecifierSet(requires_python)
    return [f"3.{minor}" for minor in range(50) if f"3.{minor}.99" in wanted]


def verdicts(marker: Marker | None, pythons: list[str]) -> set[bool]:
    """What a marker says on all the platforms and Pythons that one package serves."""
    names = ("os_name", "sys_platform", "platform_system", "python_version", "python_full_version")
    places = (
        (*platform, python, f"{python}.99") for platform, python in product(PLATFORMS, pythons)
    )
    return {
        marker is None or marker.evaluate(dict(zip(names, place, strict=True))) for place in places
    }


def translate(text: str, names: dict[str, str | None], pythons: list[str]) -> list[str]:
    """A requirement as conda writes it; none where it never applies or the recipe has it by hand."""
    needed = Requirement(text)
    extras = f"[{','.join(sorted(needed.extras))}]" if needed.extras else ""
    name = needed.name.lower() + extras
    holds = verdicts(needed.marker, pythons)
    if names.get(name, name) is None or holds == {False}:
        return []
    if needed.url or holds != {True} or (extras and name not in names):
        sys.exit(
            f"{text}: a conda package cannot say this. In recipe/recipe.yaml, write what it stands "
            f"for under `requirements`, and '{name}': ~ under `names`."
        )
    return [f"{names.get(name, name)} {needed.specifier}".strip()]


def about(project: dict[str, Any]) -> dict[str, Any]:
    """What a recipe tells about a project."""
    urls = project.get("urls", {})
    found = {
        "summary": project["description"],
        "license": project["license"],
        "license_file": project["license-files"],
        "homepage": urls.get("Homepage", urls.get("Repository")),
        "repository": urls.get("Repository"),
    }
    if "${{" in found["summary"]:  # which would be taken for an expression
        found["summary"] = "${{ " + json.dumps(found["summary"], ensure_ascii=False) + " }}"
    return {key: value for key, value in found.items() if value}


def complete(recipe: Any, pyproject: dict[str, Any]) -> None:
    """Add to a recipe what pyproject.toml says."""
    project = pyproject["project"]
    pythons = supported(project["requires-python"])
    names = recipe.get("extra", {}).get("names", {})
    context = {
        "name": project["name"].lower(),
        "version": project["version"],
        "python_min": pythons[0],
    }
    recipe.insert(1, "context", context | recipe.pop("context", {}))
    recipe.setdefault("source", {"path": "../.."})
    if "scripts" in project:
        commands = [f"{name} = {target}" for name, target in project["scripts"].items()]
        recipe["build"].setdefault("python", {}).setdefault("entry_points", commands)
    requires = {
        "host": pyproject["build-system"]["requires"],
        "run": [f"python{project['requires-python']}", *project["dependencies"]],
    }
    for part, texts in requires.items():
        specs = [spec for text in texts for spec in translate(text, names, pythons)]
        recipe["requirements"].setdefault(part, []).extend(specs)
    recipe["about"] = about(project) | recipe.get("about", {})


def main(folder: str, *channels: str) -> None:
    """Complete the recipe, build it, and run its tests where only its requirements are installed."""
    for left in (COMPLETE.parent, WORK):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree("recipe", COMPLETE.parent)
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1000
    recipe = yaml.load(COMPLETE)
    complete(recipe, tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8")))
    yaml.dump(recipe, COMPLETE)
    # In the cache of other tools, an earlier build of the same version may stand for this one.
    os.environ["RATTLER_CACHE_DIR"] = str(CACHE)
    parsed = Stage0Recipe.from_file(COMPLETE)
    for part in ("host", "run"):
        specs = [spec for spec in recipe["requirements"][part] if isinstance(spec, str)]
        choose(channels, [spec for spec in specs if "${{" not in spec])
    parsed.run_build(
        tool_config=ToolConfiguration(test_strategy="native"),
        output_dir=WORK,
        channels=list(channels),
        no_build_id=True,
    )
    for index in WORK.glob("*/repodata.json"):
        shutil.copytree(index.parent, Path(folder) / index.parent.name)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except RattlerBuildError as error:
        sys.exit("\n".join([*getattr(error, "log", []), f"no conda package: {error}"]))
    leave()
