"""`gradient new` where people's machines are special: their git's hooks, keys and hashes, links, odd names, the root folder."""

import os
import subprocess
from pathlib import Path

import pytest

from person.command import COMMAND, gradient
from project.trees import read
from workshop import Workshop, git


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own settings of git, which tests may write."""
    file = tmp_path / "config"
    file.write_text("[user]\n\tname = Me\n\temail = me@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    return file


def new(workshop: Workshop, folder: Path | str, fails: int = 0) -> str:
    """Make a project without questions."""
    return gradient("new", folder, "--defaults", "--template", workshop.template, fails=fails)


@pytest.mark.parametrize("key", ["core.hooksPath", "init.templateDir"])
def test_hooks(workshop: Workshop, tmp_path: Path, config: Path, key: str) -> None:
    """A hook of the user's for all repositories does not stop the first commit; it is there for the next one."""
    hooks = tmp_path / "own/hooks"
    hooks.mkdir(parents=True)
    for name in ("pre-commit", "commit-msg"):
        (hooks / name).write_text("#!/bin/sh\necho no >&2\nexit 1\n")
        (hooks / name).chmod(0o755)
    git(tmp_path, "config", "--file", str(config), key, str(hooks if "hooks" in key else hooks.parent))
    new(workshop, tmp_path / "p")
    assert git(tmp_path / "p", "log", "--format=%s").strip() == "Start from packaging-gradient"
    assert git(tmp_path / "p", "status", "--porcelain") == ""
    with pytest.raises(subprocess.CalledProcessError):
        git(tmp_path / "p", "commit", "--allow-empty", "--message=Next")


def test_signing_without_a_key(workshop: Workshop, tmp_path: Path, config: Path) -> None:
    """Where git is told to sign and cannot, the first commit is made unsigned, and that is said."""
    git(tmp_path, "config", "--file", str(config), "commit.gpgSign", "true")
    git(tmp_path, "config", "--file", str(config), "gpg.program", "false")
    said = new(workshop, tmp_path / "p")
    assert "The first commit is not signed" in said
    assert "git commit --amend --no-edit --gpg-sign" in said
    assert git(tmp_path / "p", "status", "--porcelain") == ""


def test_signing_with_a_key(workshop: Workshop, tmp_path: Path, config: Path) -> None:
    """Where it can, the commit is signed, with no word about it."""
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    for name, value in {"commit.gpgSign": "true", "gpg.format": "ssh", "user.signingKey": str(key)}.items():
        git(tmp_path, "config", "--file", str(config), name, value)
    assert "signed" not in new(workshop, tmp_path / "p")
    assert "gpgsig" in git(tmp_path / "p", "cat-file", "commit", "HEAD")


@pytest.mark.parametrize("inside", [True, False], ids=["into a repository", "out of one"])
def test_through_a_link(workshop: Workshop, tmp_path: Path, inside: bool) -> None:
    """A folder belongs to the repository that it really lies in, whatever link leads there."""
    (tmp_path / "r/sub").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    git(tmp_path / "r", "init", "--quiet")
    link = tmp_path / "link" if inside else tmp_path / "r/link"
    link.symlink_to(tmp_path / ("r/sub" if inside else "elsewhere"))
    said = new(workshop, link / "p")
    assert ("It is in a repository that was there already" in said) == inside
    assert (link / "p/.git").exists() == (not inside)


@pytest.mark.parametrize("root", ["/", "//", "/tmp/.."])
def test_root_folder(workshop: Workshop, root: str) -> None:
    """The root of the file system is no project."""
    assert "is no place for a project; name a folder in it" in new(workshop, root, fails=2)


@pytest.mark.parametrize("name", ["$(touch x)", "a b", "-rf", "caf\udce9", "a'b"], ids=ascii)
def test_odd_names(workshop: Workshop, tmp_path: Path, name: str) -> None:
    """A folder may have any name; the line that is printed goes there, whatever the shell would make of the name."""
    command = [*COMMAND, "new", f"./{name}", "--defaults", "--template", str(workshop.template)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / name / ".git").exists()
    [line] = [line.strip() for line in run.stdout.splitlines() if line.strip().startswith(b"cd ")]
    if name.isascii():
        where = subprocess.run([b"sh", b"-c", line + b" && pwd"], cwd=tmp_path, capture_output=True, check=True).stdout
        assert os.fsdecode(where).rstrip("\n") == str(tmp_path / name)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("way", ["a setting", "adopt and switch"])
def test_sha256(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Repositories with the longer hash are made, adopted and switched like any other one."""
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    project = tmp_path / "p"
    if way == "a setting":
        new(workshop, project)
    else:
        project.mkdir()
        (project / "pyproject.toml").write_text('[project]\nname = "p"\nversion = "1"\nscripts = {p = "p:main"}\n')
        (project / "p.py").write_text("def main(): ...\n")
        git(project, "init", "--quiet")
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "--message=Mine")
        gradient("adopt", project, "--defaults", "--template", workshop.template, "--data", "strategy=zipapp")
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "--message=Adopt")
    assert len(git(project, "rev-parse", "HEAD").strip()) == 64
    gradient("switch", "docker", project)
    assert (project / "Dockerfile").exists()


@pytest.mark.parametrize("empty", [True, False], ids=["empty", "with a file"])
def test_folder_that_is_there(workshop: Workshop, tmp_path: Path, empty: bool) -> None:
    """A folder that is there stays the same folder: a shell that is in it sees the project."""
    (tmp_path / "p").mkdir()
    if not empty:
        (tmp_path / "p/mine.txt").write_text("mine")
    before = (tmp_path / "p").stat().st_ino
    gradient("new", "--defaults", "--template", workshop.template, folder=tmp_path / "p")
    assert (tmp_path / "p").stat().st_ino == before
    assert git(tmp_path / "p", "status", "--porcelain") == ("" if empty else "?? mine.txt\n")
    expected = read(workshop.copy(tmp_path / "other/p", project_name="p"))
    assert read(tmp_path / "p").keys() - {"mine.txt"} == expected.keys()
