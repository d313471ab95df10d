"""A template from elsewhere: it is not rendered without a word, and nothing of it becomes git's own."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from packaging_gradient import source as sources
from packaging_gradient.engine import guarded
from packaging_gradient.git import AS_IT_LIES, PINNED, environment
from packaging_gradient.placing.names import of_git
from person.command import COMMAND, gradient
from person.terminal import ENTER, Terminal
from project.trees import read
from workshop import commit, git

STRANGE = "The project's template is not this command's own"


@pytest.fixture
def stranger(app: Path, trusted: Path) -> Path:
    """A project whose template nobody has agreed to."""
    trusted.write_text("trust: []\n")
    return app


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--data", "urls=x"], ["--ref", "1.0.0"]], ids=str)
def test_not_rendered(
    stranger: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    """Without a terminal nothing of it is even fetched; the sentence names it, and both ways to agree."""
    monkeypatch.setattr("packaging_gradient.engine.guarded.Worker.run_copy", lambda worker: pytest.fail("rendered"))
    before = read(stranger)
    said = gradient("switch", "docker", stranger, *options, fails=2)
    assert said.startswith(f"{STRANGE}: {source}, version 1.0.0.")
    assert "--template" in said
    assert "`trust`" in said
    assert read(stranger) == before


@pytest.mark.parametrize("how", ["named", "listed", "listed by its folder", "own"])
def test_agreed(stranger: Path, source: Path, trusted: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """It is rendered where it is named, where Copier's settings list it, and where it is the command's own."""
    if how == "own":
        monkeypatch.setattr(sources, "CHECKOUT", source)
    elif how.startswith("listed"):
        trusted.write_text(yaml.safe_dump({"trust": [f"{source.parent}/" if "folder" in how else str(source)]}))
    gradient("switch", "docker", stranger, *(["--template", source] if how == "named" else []))
    assert (stranger / "Dockerfile").exists()


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("", 1)])
def test_asked(stranger: Path, source: Path, answer: str, code: int) -> None:
    """At a terminal it is shown, and only a yes renders it."""
    terminal = Terminal([*COMMAND, "switch", "docker"], stranger)
    terminal.expect(str(source))
    terminal.expect("Do you trust it?")
    terminal.type(answer + ENTER)
    assert terminal.ended() == code
    assert (stranger / "Dockerfile").exists() == (code == 0)


@pytest.mark.parametrize(
    "written", ["https://example.org/t", "git+https://example.org/t.git", "https://example.org/t.git", "/t", "gh:a/t"]
)
def test_own_in_every_spelling(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str) -> None:
    """The address of the command's own template is known however it is written, and no other one is."""
    clone = tmp_path / "t"
    clone.mkdir()
    (clone / "copier.yml").touch()
    commit(clone)
    git(clone, "remote", "add", "origin", "https://example.org/t.git")
    monkeypatch.setattr(sources, "CHECKOUT", clone)
    assert sources.is_own(str(clone))
    assert sources.is_own(written) == ("example.org" in written)
    assert not sources.is_own("https://example.org/t2")


@pytest.mark.parametrize(
    "name",
    [
        *(".git/config", ".GIT/config", ".Git", "sub/.git/config", "a/b/.gIt/hooks/pre-commit", ".git./config"),
        *(".git /config", "git~1/config", "GIT~2/config", ".git::$INDEX_ALLOCATION/config", ".g\u200cit/config"),
        *(".git\\config", "sub\\.git\\config"),
    ],
    ids=ascii,
)
def test_nothing_into_git(source: Path, tmp_path: Path, name: str) -> None:
    """A file where git would take its settings from is refused before any git runs there, under each name of that place."""
    template, fired = tmp_path / "template", tmp_path / "fired"
    shutil.copytree(source, template, ignore=shutil.ignore_patterns(".git"))
    settings = template / "copier.yml"
    settings.write_text(settings.read_text() + '_exclude: []\ndot: {type: str, default: ".", when: false}\n')
    # In the template's own repository the name must not be what it renders to.
    file = template / "template" / name.replace(".", "{{dot}}").replace("~", "{{'~'}}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"[core]\n\tfsmonitor = touch {fired}; false\n")
    commit(template)
    git(template, "tag", "1.0.0")
    assert of_git(name)
    options = ["--defaults", "--template", template, "--ref", "1.0.0"]
    assert "git takes its settings from there" in gradient("new", tmp_path / "p", *options, fails=2)
    assert not (tmp_path / "p").exists()
    assert not fired.exists()


@pytest.mark.parametrize("name", [".gitignore", ".github/x", "git", "src/git.py", "agit~1", ".git-blame-ignore-revs"])
def test_names_like_it(name: str) -> None:
    """Names that only begin like it are anybody's."""
    assert not of_git(name)


def test_looked_at_afterwards(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another Copier does not ask before it writes, the result is looked at, too."""
    monkeypatch.setattr(guarded.Guarded, "match_exclude", property(lambda worker: lambda path: False))
    template = tmp_path / "template"
    shutil.copytree(source, template, ignore=shutil.ignore_patterns(".git"))
    (template / "template/{{'.git'}}").mkdir()
    (template / "template/{{'.git'}}/config").write_text("[core]\n")
    commit(template)
    options = ["--defaults", "--template", template, "--ref", "HEAD"]
    assert "git takes its settings from there" in gradient("new", tmp_path / "p", *options, fails=2)


@pytest.mark.parametrize("settings", [None, AS_IT_LIES], ids=["ours", "copier's"])
def test_a_repository_cannot_have_programs_run(tmp_path: Path, settings: dict[str, str] | None) -> None:
    """Neither our git nor Copier's runs what a repository names: hooks, a watcher, an address that is a program."""
    fired, inner = tmp_path / "fired", tmp_path / "bare"
    (tmp_path / "r").mkdir()
    commit(tmp_path / "r")
    git(tmp_path / "r", "config", "core.fsmonitor", f"touch {fired}; false")
    hook = tmp_path / "r/.git/hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {fired}\n")
    hook.chmod(0o755)
    git(tmp_path, "init", "--quiet", "--bare", str(inner))
    with (inner / "config").open("a") as file:
        file.write(f"[core]\n\tfsmonitor = touch {fired}; false\n\tbare = false\n\tworktree = {tmp_path}\n")

    def run(folder: Path, *arguments: str, plain: bool = False) -> int:
        whole = None if plain else environment(settings or PINNED)
        return subprocess.run(["git", *arguments], cwd=folder, env=whole, capture_output=True, check=False).returncode

    (tmp_path / "r/file").touch()
    assert run(tmp_path / "r", "status") == 0
    assert run(tmp_path / "r", "add", "--all") == 0
    assert run(inner, "status") != 0
    assert run(tmp_path, "clone", f"ext::sh -c 'touch {fired}'", "c") != 0
    assert not fired.exists()
    for folder in (tmp_path / "r", inner):
        run(folder, "status", plain=True)
        assert fired.exists()
        fired.unlink()
