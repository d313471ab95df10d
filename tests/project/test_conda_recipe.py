"""The recipe of conda: it renders as it is committed, and one command puts it into the form that conda-forge takes."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from workshop import Workshop, commit, nox

RECIPE = "tools/shipping/conda/recipe/recipe.yaml"


def edit(file: Path, old: str, new: str) -> None:
    """Change one place of a file as a user would."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def script(code: str, *arguments: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run Python code with what a project's scripts for conda import, in a process of its own."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(("tools", "tools/shipping/conda"))}
    run = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(run, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("code", ["pure", "compiled"])
def test_conda_recipe_renders_by_itself(workshop: Workshop, target: Path, code: str) -> None:
    """What is committed is a recipe as it stands, also where nothing completes it; without its defaults it is none."""
    project = workshop.copy(target, strategy="conda", code=code)
    render = "import sys, rattler_build as r; print(r.Stage0Recipe.from_file(sys.argv[1]).render(r.VariantConfig()))"
    assert "package='my-app', version='0'" in script(render, RECIPE, cwd=project).stdout
    edit(project / RECIPE, " | default('my-app')", "")
    assert "undefined" in script(render, RECIPE, cwd=project).stderr.lower()


def staged(project: Path, index: Path) -> str:
    """Have the project write its recipe for conda-forge, where an index has its sdist; return what it said."""
    shutil.rmtree(project / "dist", ignore_errors=True)
    said = nox(project, "-s", "recipe_conda", fails=not index.exists(), PIP_FIND_LINKS=str(index))
    assert (project / "dist/staged-recipes").exists() == index.exists()
    return said


@pytest.mark.parametrize("code", ["pure", "compiled"])
def test_conda_recipe_for_conda_forge(workshop: Workshop, target: Path, tmp_path: Path, code: str) -> None:
    """One command writes the form that conda-forge takes, of what is published; without that, it writes nothing."""
    answers = {"project_name": "gradients-own-proof", "repository": "https://example.org/it", "code": code}
    project = workshop.copy(target, strategy="conda", **answers)
    edit(project / RECIPE, "recipe-maintainers: []", "recipe-maintainers: [octocat]")
    index = tmp_path / "index"
    assert "No matching distribution found for gradients-own-proof==0.1.0" in staged(project, index)
    [sdist] = (project / ".nox/.cache/dist").glob("*.tar.gz")
    index.mkdir()
    shutil.copy2(sdist, index)
    staged(project, index)
    file = project / "dist/staged-recipes/recipes/gradients-own-proof/recipe.yaml"
    recipe = yaml.safe_load(file.read_text())
    url = f"{index.as_uri()}/gradients_own_proof-${{{{ version }}}}.tar.gz"
    assert recipe["source"] == {"url": url, "sha256": sha256(sdist.read_bytes()).hexdigest()}
    assert recipe["extra"] == {"recipe-maintainers": ["octocat"]}
    minimum = "python ${{ python_min }}.*"
    if code == "pure":
        assert recipe["requirements"]["host"][1] == recipe["tests"][1]["requirements"]["run"][0] == minimum
        assert recipe["requirements"]["run"][0] == "python >=${{ python_min }}"
        assert recipe["tests"][0]["python"]["python_version"] == "${{ python_min }}.*"
    else:
        assert recipe["requirements"]["build"][:2] == ["${{ compiler('c') }}", "${{ stdlib('c') }}"]


def test_conda_forge_wants_to_know_more(workshop: Workshop, target: Path) -> None:
    """What a recipe for conda-forge lacks is named, all at once, with the place to say it."""
    project = workshop.copy(target, strategy="conda")
    nox(project, "-s", "dist")
    ask = (
        "import sys, staged, package; from pathlib import Path; from shipping.project import Project; "
        "print(staged.missing(package.write(Project(Path('.nox/.cache/dist')))))"
    )
    said = script(ask, cwd=project).stdout
    for what in (
        "recipe-maintainers, under `extra` in recipe.yaml",
        "a homepage, under [project.urls] in pyproject.toml",
    ):
        assert what in said
    assert "licence" not in said


def test_conda_forge_gets_an_address_for_every_version(workshop: Workshop, target: Path) -> None:
    """Where an index keeps files by their contents, the recipe has the address that only names project and version."""
    project = workshop.copy(target, strategy="conda")
    nox(project, "-s", "dist")
    report = target.with_suffix(".json")
    url = f"https://files.example.org/packages/ab/cd/{'0' * 60}/my_app-0.1.0.tar.gz"
    download = {"url": url, "archive_info": {"hashes": {"sha256": "1"}}}
    report.write_text(json.dumps({"install": [{"download_info": download}]}))
    ask = (
        "import sys, staged; from pathlib import Path; from shipping.project import Project; "
        "print(staged.source(Path(sys.argv[1]), Project(Path('.nox/.cache/dist')))['url'])"
    )
    found = script(ask, report, cwd=project).stdout.strip()
    assert found == "https://files.example.org/packages/source/m/my-app/my_app-${{ version }}.tar.gz"


def test_conda_is_told_what_menus_show(workshop: Workshop, target: Path) -> None:
    """A command that opens a window has an entry for each system, and one in a terminal none."""
    project = workshop.copy(target, strategy="conda", shape="desktop")
    nox(project, "-s", "dist")
    write = (
        "import package; from pathlib import Path; from shipping.project import Project; "
        "print(package.write(Project(Path('.nox/.cache/dist')))['build']['script'])"
    )
    assert "/Menu" in script(write, cwd=project).stdout
    folder = project / "build/recipe/Menu"
    [item] = json.loads((folder / "my-app.json").read_text("utf-8"))["menu_items"]
    assert (item["command"], item["terminal"]) == (["{{ BIN_DIR }}/my-app"], False)
    assert item["platforms"].keys() == {"linux", "osx", "win"}
    compile(item["platforms"]["win"]["command"][2], "entry", "exec")
    assert item["platforms"]["linux"]["icon"].removeprefix("{{ MENU_DIR }}/") in {
        file.name for file in folder.iterdir()
    }
    edit(project / "pyproject.toml", "[project.gui-scripts]", "[project.scripts]")
    commit(project)
    nox(project, "-s", "dist")
    assert "/Menu" not in script(write, cwd=project).stdout
    assert not folder.exists()
