"""module: the file runs with a bare python3, no pip and no network; what Python alone cannot run is refused."""

import re
import sys
from pathlib import Path

import pytest

from project.updates import update
from targets import artifacts, pythons, require, sandbox
from targets.roots import root
from workshop import Workshop, commit, edit, nox

ANSWERS = {"shape": "cli", "code": "module"}
FILE = "my-app.py"
COMMAND = ("python3", f"/app/{FILE}")
BLOCK = re.compile(r"^# /// script\n(?:#.*\n)+?# ///\n", re.MULTILINE)


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("bwrap", "mmdebstrap")


@pytest.fixture
def built(workshop: Workshop) -> Path:
    """A project that is built; do not change it."""
    return workshop.built(strategy="module", **ANSWERS)


@pytest.fixture
def project(workshop: Workshop, target: Path) -> Path:
    """A project to change."""
    return workshop.copy(target, strategy="module", **ANSWERS)


def depend(project: Path, *, inline: bool) -> None:
    """Have the program need click, as users are told to: in both places, or in pyproject.toml alone."""
    edit(project / "src/my_app.py", "import argparse\n", "import argparse\n\nimport click\n")
    edit(project / "pyproject.toml", "dependencies = []", 'dependencies = ["click>=8"]')
    if inline:
        edit(project / "src/my_app.py", "dependencies = []", 'dependencies = ["click>=8"]')


def test_module_runs(built: Path) -> None:
    """Where there is a bare python3, and as a program of its own; it knows its version without any metadata."""
    artifacts.assert_works(sandbox.smoke(built, root("python3"), built / "dist", *COMMAND), "cli")
    said = sandbox.run(root("python3"), built / "dist", *COMMAND, "--version")
    assert said.stdout == "my-app, version 0.1.0\n"
    assert sandbox.completed([*sandbox.ALONE, str(built / "dist" / FILE), "--version"]).stdout == said.stdout


def test_module_needs_python(built: Path) -> None:
    """The same file does not run where the one thing it needs is missing."""
    result = sandbox.run(root("libc"), built / "dist", *COMMAND, "--version")
    artifacts.assert_fails(result, "python3", "No such file or directory")


@pytest.mark.parametrize("runner", [("uv", "run", "--offline", "--no-project", "--script"), ("pipx", "run", "--path")])
def test_module_runs_by_its_inline_metadata(built: Path, runner: tuple[str, ...]) -> None:
    """Without a network: there is nothing to fetch."""
    smoke = [sys.executable, str(built / "tests/smoke.py"), *runner, str(built / "dist" / FILE)]
    artifacts.assert_works(sandbox.completed([*sandbox.ALONE, *smoke]), "cli")


def test_module_does_not_bring_what_is_imported(project: Path) -> None:
    """A package that neither place names is missed by the smoke test, before any user is."""
    edit(project / "src/my_app.py", "import argparse\n", "import argparse\n\nimport click\n")
    commit(project)
    said = nox(project, "-t", "build", "smoke", fails=True)
    assert "ModuleNotFoundError: No module named 'click'" in said
    assert "* smoke_module: failed" in said


def test_module_refuses_dependencies(project: Path) -> None:
    """One sentence, with the ways out; nothing is left in dist/."""
    depend(project, inline=True)
    commit(project)
    said = nox(project, "-t", "build", fails=True)
    assert "my-app needs click>=8, which Python alone does not bring. Ship as sdist, zipapp, shiv," in said
    assert not list((project / "dist").iterdir())


def test_module_with_dependencies_is_for_uv(project: Path, tmp_path: Path) -> None:
    """The other way out: the file starts with uv, which installs them; Python alone fails."""
    depend(project, inline=True)
    edit(project / "tools/shipping/module/settings.toml", "dependencies = false", "dependencies = true")
    commit(project)
    nox(project, "-t", "build", "smoke")
    file = project / "dist" / FILE
    assert file.read_text("utf-8").startswith("#!/usr/bin/env -S uv run --script\n")
    result = sandbox.run(root("python3"), project / "dist", *COMMAND, "--version")
    artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'click'")
    house = pythons.wheelhouse(tmp_path / "house", "click")
    index = ["--offline", "--no-cache", "--no-index", f"--find-links={house}"]
    run = [*sandbox.ALONE, "uv", "run", "--quiet", *index, "--no-project", "--script", str(file), "--version"]
    assert sandbox.completed(run).stdout == "my-app, version 0.1.0\n"


def test_module_says_the_same_in_both_places(project: Path) -> None:
    """The build compares them, and so do the project's own tests."""
    depend(project, inline=False)
    edit(project / "tools/shipping/module/settings.toml", "dependencies = false", "dependencies = true")
    commit(project)
    assert "File and project differ in dependencies" in nox(project, "-t", "build", fails=True)
    assert "test_the_file_asks_for_what_the_project_asks_for" in nox(project, "-s", "tests", fails=True)


def test_module_is_one_file(project: Path) -> None:
    """A second file stops the build."""
    (project / "src/more.py").write_text('"""More."""\n')
    commit(project)
    said = nox(project, "-t", "build", fails=True)
    assert "my-app has 2 files, and a module is one. Ship as sdist," in said
    assert ".." not in said.replace("...", "")


def test_module_completes_the_file(project: Path, tmp_path: Path) -> None:
    """Without a first line, inline metadata and a call of its command, it gets them; its encoding stays in place."""
    file = project / "src/my_app.py"
    own = BLOCK.sub("", file.read_text("utf-8").partition("\n")[2]).partition('\n\nif __name__ == "__main__"')[0]
    file.write_text("# -*- coding: utf-8 -*-\n" + own, "utf-8")
    commit(project)
    nox(project, "-t", "build")
    lines = (project / "dist" / FILE).read_text("utf-8").splitlines()
    assert lines[:3] == ["#!/usr/bin/env python3", "# -*- coding: utf-8 -*-", "# /// script"]
    artifacts.assert_works(sandbox.smoke(project, root("python3"), project / "dist", *COMMAND), "cli")


def test_module_builds_the_same_bytes_twice(built: Path, tmp_path: Path) -> None:
    """A second build of the same commit, elsewhere, gives the same file."""
    second = artifacts.again(built, tmp_path / "again")
    assert (second / "dist" / FILE).read_bytes() == (built / "dist" / FILE).read_bytes()


def test_the_file_stays_where_it_is(project: Path) -> None:
    """Whatever it is shipped as next: edited by its user, it is the same file, byte for byte, and the wheel has it."""
    file = project / "src/my_app.py"
    edit(file, '"how many words to show', '"how many words you see')
    kept = file.read_bytes(), file.stat().st_mode
    for strategy in ("sdist", "zipapp", "pyinstaller", "module"):
        update(project, strategy=strategy)
        assert (file.read_bytes(), file.stat().st_mode) == kept
    update(project, strategy="zipapp")
    nox(project, "-t", "build", "smoke")
    help = sandbox.run(root("python3"), project / "dist", "python3", "/app/my-app.pyz", "top", "--help")
    assert "how many words you see" in help.stdout
