"""Build the conda package into a channel of its own: package.py FOLDER TARGET CHANNEL [CHANNEL ...]

FOLDER has the project's sdist and wheel. The recipe is recipe/recipe.yaml, completed from their metadata. What the
recipe says itself stands.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import menu
from channel import make
from install import choose, leave
from metadata import Names, UntranslatableError, about, translated
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from rattler_build import RattlerBuildError, Stage0Recipe, ToolConfiguration
from ruamel.yaml import YAML
from shipping.project import ROOT, Project
from timing import fix

RECIPE = Path(__file__).with_name("recipe")
COMPLETE = ROOT / "build/recipe/recipe.yaml"
OLDEST = "3.11"  # the oldest Python that conda-forge builds for


def supported(project: Project) -> list[str]:
    """The Pythons of conda that the project is for, the oldest first."""
    oldest = OLDEST.split(".")
    return [python for python in project.pythons if int(python.split(".")[1]) >= int(oldest[1])]


def build_section(project: Project) -> dict[str, Any]:
    """For which platforms and Pythons the package is, and its commands."""
    commands = [f"{point.name} = {point.value}" for point in project.commands.values()]
    python = {"entry_points": commands} if commands else {}
    if not project.is_compiled:
        return {"noarch": "python", "python": python}
    return {"python": {"version_independent": True, **python} if project.is_stable else python}


def python_needed(project: Project) -> str:
    """The Pythons that the package runs with."""
    if not project.is_stable:
        return "python"
    wanted = SpecifierSet(project.metadata.metadata.get("Requires-Python", ""))
    if project.is_compiled:
        return f"python {wanted}".strip()
    others = sorted(str(one) for one in wanted if one.operator not in (">=", ">"))
    return f"python {','.join(['>=${{ python_min }}', *others])}"


def host(project: Project) -> list[str]:
    """What stands in the build environment beside the build backend."""
    if not project.is_compiled:
        return ["python ${{ python_min }}.*"]
    return ["python ${{ python_min }}.*", "python-abi3"] if project.is_stable else ["python"]


def is_renamed(project: Project, names: Names) -> bool:
    """Whether conda has a requirement under another name, so that pip may not find the one it knows."""
    needed = {canonicalize_name(Requirement(text).name) for text in project.metadata.requires or []}
    return any(names.get(name) for name in needed)


def tests(project: Project, names: Names) -> list[dict[str, Any]]:
    """What the package must be able to do where nothing but its requirements is installed."""
    oldest = "${{ python_min }}.*"
    pip_check = not is_renamed(project, names)
    imports: dict[str, Any] = {"imports": project.modules, "pip_check": pip_check}
    script: dict[str, Any] = {"script": [f"{name} --help" for name in list(project.commands)[:1]]}
    if not project.is_compiled:
        imports["python_version"] = oldest
        script["requirements"] = {"run": [f"python {oldest}"]}
    return [{"python": imports}, script] if project.commands else [{"python": imports}]


def complete(recipe: Any, project: Project) -> None:
    """Add to a recipe what the metadata says."""
    pythons = supported(project)
    names = recipe.get("extra", {}).get("names", {})
    context = {
        "name": canonicalize_name(project.name),
        "version": project.version,
        "python_min": pythons[0],
    }
    recipe.insert(1, "context", context | recipe.pop("context", {}))
    source = {"path": (place(project) / project.sdist.name).as_posix()}
    recipe.insert(3, "source", recipe.pop("source", source))
    for key, value in build_section(project).items():
        recipe["build"].setdefault(key, value)
    run = translated(project.metadata.requires or [], names, pythons)
    requires = {
        "host": host(project) + translated(project.build_requires, names, pythons),
        "run": [python_needed(project), *run],
    }
    for part, specs in requires.items():
        recipe["requirements"].setdefault(part, []).extend(specs)
    end = list(recipe).index("requirements") + 1
    recipe.insert(end, "about", about(project) | recipe.pop("about", {}))
    recipe.insert(end, "tests", recipe.pop("tests", tests(project, names)))


def place(project: Project) -> Path:
    """Where the package is built. The place gets into it, so it is the same for every copy of the project."""
    return Path(tempfile.gettempdir(), f"conda-{canonicalize_name(project.name)}")


def editor() -> YAML:
    """What reads and writes recipes, in the form that conda-forge has them."""
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1000
    return yaml


def listed(script: str | list[str]) -> list[str]:
    """The lines of a recipe's script, which may be a single one."""
    return [script] if isinstance(script, str) else list(script)


def write(project: Project) -> Any:
    """Write the complete recipe, and return it."""
    shutil.rmtree(COMPLETE.parent, ignore_errors=True)
    shutil.copytree(RECIPE, COMPLETE.parent)
    recipe = editor().load(COMPLETE)
    complete(recipe, project)
    if menu.write(project, COMPLETE.parent):
        recipe["build"]["script"] = [*listed(recipe["build"]["script"]), menu.SCRIPT]
    editor().dump(recipe, COMPLETE)
    return recipe


def main(folder: str, target: str, *channels: str) -> None:
    """Complete the recipe, build it, and run its tests where only its requirements are installed."""
    project = Project(Path(folder))
    recipe = write(project)
    work = place(project)
    shutil.rmtree(work, ignore_errors=True)
    if work.exists():
        sys.exit(f"{work} is in the way, and is not yours: set TMPDIR to a folder of your own.")
    work.mkdir(mode=0o700)
    shutil.copy2(project.sdist, work)
    # In the cache of other tools, an earlier build of the same version may stand for this one.
    os.environ["RATTLER_CACHE_DIR"] = str(Path(folder).with_name("conda-cache"))
    parsed = Stage0Recipe.from_file(COMPLETE)
    for part in ("host", "run"):
        specs = [spec for spec in recipe["requirements"][part] if isinstance(spec, str)]
        choose(channels, [spec for spec in specs if "${{" not in spec])
    parsed.run_build(
        tool_config=ToolConfiguration(test_strategy="native"),
        output_dir=work / "built",
        channels=list(channels),
        no_build_id=True,
    )
    packages = list(work.glob("built/*/*.conda"))
    for package in packages:
        fix(package, int(os.environ["SOURCE_DATE_EPOCH"]))
    make(Path(target), *packages)
    shutil.rmtree(work)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except UntranslatableError as error:
        sys.exit(str(error))
    except RattlerBuildError as error:
        sys.exit("\n".join([*getattr(error, "log", []), f"no conda package: {error}"]))
    leave()
