"""Write the recipe in the form that conda-forge takes: staged.py FOLDER REPORT TARGET

FOLDER has the project's sdist and wheel. REPORT is what pip says of the sdist that is published. TARGET becomes
what is put into a fork of conda-forge/staged-recipes.
"""

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from metadata import UntranslatableError
from package import COMPLETE, editor, supported, write
from rattler_build import RattlerBuildError, Stage0Recipe, VariantConfig
from shipping.project import Project

# Where an index keeps files by what is in them. It also has each under its name, which the bot of conda-forge raises.
BY_CONTENT = re.compile(r"/packages/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{60}/([^/]+)$")


def source(report: Path, project: Project) -> dict[str, str]:
    """Where the published sdist is, for any version, and its checksum."""
    [published] = json.loads(report.read_text(encoding="utf-8"))["install"]
    download = published["download_info"]
    folder = f"/packages/source/{project.name[0]}/{project.name}/"
    url = BY_CONTENT.sub(lambda found: folder + found[1], download["url"])
    place, _, file = url.rpartition("/")
    file = file.replace(project.version, "${{ version }}")
    return {"url": f"{place}/{file}", "sha256": download["archive_info"]["hashes"]["sha256"]}


def missing(recipe: Any) -> list[str]:
    """What conda-forge wants to know and the recipe does not say, with the place to say it."""
    wanted = {
        "recipe-maintainers, under `extra` in recipe.yaml": recipe["extra"].get(
            "recipe-maintainers"
        ),
        "a homepage, under [project.urls] in pyproject.toml": recipe["about"].get("homepage"),
        "the licence, as an SPDX expression in pyproject.toml": recipe["about"].get("license"),
        "the file of the licence, in pyproject.toml": recipe["about"].get("license_file"),
    }
    return [what for what, said in wanted.items() if not said]


def stage(recipe: Any, found: dict[str, str]) -> None:
    """Change a complete recipe into the form of conda-forge."""
    recipe["source"] = found
    recipe["extra"].pop("names", None)
    compilers = recipe["requirements"].get("build", [])
    if any("compiler(" in spec for spec in compilers):
        compilers.insert(1, "${{ stdlib('c') }}")


def check(file: Path, project: Project) -> None:
    """Read the recipe as conda-forge would, with its C library and a Python."""
    variants = {"c_stdlib": ["sysroot"], "c_stdlib_version": ["2.17"], "python": ["3.13.* *_cp313"]}
    variants |= {"python_min": supported(project)[:1]}
    Stage0Recipe.from_file(file).render(VariantConfig(variants))


def main(folder: Path, report: Path, target: Path) -> None:
    """Complete the recipe, change its form, and check it."""
    project = Project(folder)
    recipe = write(project)
    lacks = missing(recipe)
    if lacks:
        sys.exit(f"conda-forge also wants {'; '.join(lacks)}.")
    stage(recipe, source(report, project))
    editor().dump(recipe, COMPLETE)
    check(COMPLETE, project)
    place = target / "recipes" / recipe["context"]["name"]
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(COMPLETE.parent, place)
    print(f"{place.relative_to(target.parents[1])} is ready for conda-forge/staged-recipes")


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:]))
    except UntranslatableError as error:
        sys.exit(str(error))
    except RattlerBuildError as error:
        sys.exit(f"the recipe is not one that conda-forge takes: {error}")
