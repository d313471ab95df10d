"""`gradient new`: a project with its first commit, or a destination exactly as it was."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from person.command import COMMAND, gradient
from person.terminal import ENTER, Terminal
from person.told import answers_of, git_knows
from project.trees import differences, read
from workshop import Workshop, commit, git

README = "My own words.\n"


def test_same_as_copier(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are those of plain Copier; beside them there is a repository with one commit of all of them."""
    git_knows(monkeypatch, tmp_path / "config", "")
    answers = {"project_name": "weather", "shape": "service", "strategy": "docker", "also_ship": ["sdist"]}
    expected = workshop.copy(tmp_path / "expected", **answers, extras=["docs", "citation"])
    file = tmp_path / "answers.yml"
    file.write_text(
        yaml.safe_dump(
            {**answers, "existing": False, "project_name": "overruled", "_src_path": "elsewhere", "_commit": "none"}
        )
    )
    options = ["--data-file", file, "--data", "project_name=weather", "--defaults", "--template", workshop.template]
    options += ["--data", "extras=[docs, citation]"]
    said = gradient("new", "deep/down/weather", *options, folder=tmp_path)
    project = tmp_path / "deep/down/weather"
    assert not differences(read(project), read(expected))
    assert git(project, "status", "--porcelain") == ""
    assert len(git(project, "log", "--oneline").splitlines()) == 1
    assert "cd deep/down/weather" in said
    assert answers_of(project)["_src_path"] == str(workshop.template)


def test_nobody_known_to_git(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first commit is made even where git does not know the user, and inside a git hook it stays in its own place."""
    git_knows(monkeypatch, tmp_path / "config", "useConfigOnly = true\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    options = ["--defaults", "--template", str(workshop.template)]
    subprocess.run([*COMMAND, "new", str(tmp_path / "p"), *options], check=True, stdout=subprocess.DEVNULL)
    monkeypatch.delenv("GIT_DIR")
    assert git(tmp_path / "p", "log", "--format=%an").strip() == "packaging-gradient"
    assert not (tmp_path / "other").exists()


def repository(folder: Path) -> Path:
    """Make a repository that has a README and a module of its own."""
    (folder / "src").mkdir(parents=True)
    (folder / "README.md").write_text(README)
    (folder / "src/mine.py").write_text("MINE = 1\n")
    commit(folder)
    return folder


def test_into_a_repository(workshop: Workshop, tmp_path: Path) -> None:
    """An existing repository gets the files; its own stay, nothing is committed, and it is said so."""
    folder = repository(tmp_path / "p")
    (folder / "README.md").unlink()
    commit(folder)
    said = gradient("new", folder, "--defaults", "--template", workshop.template)
    assert "commit it" in said
    assert (folder / "src/mine.py").read_text() == "MINE = 1\n"
    assert len(git(folder, "log", "--oneline").splitlines()) == 2
    assert "?? pyproject.toml" in git(folder, "status", "--porcelain")


def test_conflict(workshop: Workshop, tmp_path: Path) -> None:
    """A file of the user's is refused without a terminal, asked for at one, and replaced only where git keeps it."""
    folder = repository(tmp_path / "p")
    before = read(folder)
    options = ["--defaults", "--template", str(workshop.template)]
    assert "README.md; --overwrite replaces it" in gradient("new", folder, *options, fails=1)
    terminal = Terminal([*COMMAND, "new", str(folder), *options], tmp_path)
    terminal.expect("Replace them?")
    terminal.type(ENTER)
    assert terminal.ended() == 1
    assert read(folder) == before
    gradient("new", folder, *options, "--overwrite")
    assert (folder / "README.md").read_text() != README
    assert git(folder, "show", "HEAD:README.md") == README


@pytest.mark.parametrize("state", ["changed", "untracked", "ignored", "no repository", "a link", "a folder"])
def test_nothing_is_lost(workshop: Workshop, tmp_path: Path, state: str) -> None:
    """What git could not bring back is never replaced, whatever the options."""
    folder = repository(tmp_path / "p")
    readme = folder / "README.md"
    readme.write_text("Other words.\n")
    if state in {"untracked", "ignored"}:
        git(folder, "rm", "--quiet", "--cached", "README.md")
        (folder / ".git/info/exclude").write_text("README.md\n" if state == "ignored" else "")
    elif state == "no repository":
        shutil.rmtree(folder / ".git")
    elif state in {"a link", "a folder"}:
        readme.unlink()
        readme.symlink_to("src/mine.py") if state == "a link" else (readme / "sub").mkdir(parents=True)
    before = read(folder)
    said = gradient("new", folder, "--defaults", "--overwrite", "--template", workshop.template, fails=2)
    assert "README.md, which git could not bring back" in said
    assert read(folder) == before


def test_link_out_of_the_folder(workshop: Workshop, tmp_path: Path) -> None:
    """A link inside the destination cannot send files elsewhere."""
    folder = repository(tmp_path / "p")
    (tmp_path / "elsewhere").mkdir()
    (folder / "tests").symlink_to(tmp_path / "elsewhere")
    assert "leads out of" in gradient("new", folder, "--defaults", "--template", workshop.template, fails=2)
    assert not list((tmp_path / "elsewhere").iterdir())
