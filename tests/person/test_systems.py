"""The command on Linux, macOS and Windows: names of files, drives, disks that know no modes or no case, shells."""

import ntpath
import os
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest

from packaging_gradient import shell, source
from packaging_gradient.placing import drafts
from packaging_gradient.placing.store import PLAIN, PROGRAM, store
from packaging_gradient.refusal import Refused
from packaging_gradient.switching import hints, planning
from packaging_gradient.verbs import doctor
from workshop import commit


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one file."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "README.md").write_text("Read me.\n", "utf-8")
    commit(folder)
    return folder


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        (r"..\my-app", r"..\my-app"),
        ("a b", '"a b"'),
        ("it's", '"it\'s"'),
        ("", '""'),
        ("a;b", '"a;b"'),
        ("$(touch x)", "'$(touch x)'"),
        ("`n it's", "'`n it''s'"),
        ("%PATH%", "'%PATH%'"),
    ],
)
def test_word_on_windows(monkeypatch: pytest.MonkeyPatch, word: str, typed: str) -> None:
    """As PowerShell and cmd both take it, and where they differ, so that PowerShell runs nothing."""
    monkeypatch.setattr(shell, "WINDOWS", True)
    assert shell.join(["cd", word]) == f"cd {typed}"


@pytest.mark.parametrize(
    ("folder", "called"), [(r"C:\here\app", "app"), (r"C:\app", r"..\app"), (r"D:\app", r"D:\app")]
)
def test_folder_on_windows(monkeypatch: pytest.MonkeyPatch, folder: str, called: str) -> None:
    """From one drive no path leads to another one, so there it has its whole name."""
    monkeypatch.setattr(shell, "relpath", lambda path: ntpath.relpath(path, r"C:\here"))
    assert shell.called(PureWindowsPath(folder)) == called  # type: ignore[arg-type]


class WindowsPath(PureWindowsPath):
    """A path of Windows that can be asked a little more than its name."""

    def is_dir(self) -> bool:
        """Say that it is a file."""
        return False


def test_names_are_those_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a draft holds is called as git calls it, with slashes."""
    paths = [WindowsPath(r"C:\draft\docs\shipping\docker.md"), WindowsPath(r"C:\draft\.git\config")]
    monkeypatch.setattr(drafts, "_in_order", lambda draft: paths)
    assert drafts.files(WindowsPath(r"C:\draft")) == ["docs/shipping/docker.md"]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [r"C:\nothing\here", "C:/nothing/here", "nothing"])
def test_template_that_is_not_there(name: str) -> None:
    """A drive is no scheme of a URL, so it is not for Copier to say that nothing is there."""
    with pytest.raises(Refused, match="There is no template at"):
        source.find(name)


@pytest.mark.parametrize("name", ["https://example.org/t.git", "gh:user/t", "git@example.org:user/t.git"])
def test_template_elsewhere(name: str) -> None:
    """What is an address stays one."""
    assert source.find(name).address == name


@pytest.mark.parametrize(("modes", "mode"), [(True, PROGRAM), (False, PLAIN)])
def test_modes(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, modes: bool, mode: str) -> None:
    """Where the disk does not tell which files are programs, none is taken for one: on Windows, whatever ends in .bat."""
    monkeypatch.setattr("packaging_gradient.placing.store.MODES", modes)
    file = tmp_path / "run.bat"
    file.touch(0o755)
    assert store(repository, tmp_path).kept(file, "run.bat").mode == mode


@pytest.mark.parametrize(("found", "theirs"), [(True, ["Dockerfile"]), (False, [])], ids=["one name", "two names"])
def test_cases(repository: Path, tmp_path: Path, found: bool, theirs: list[str]) -> None:
    """Where the disk finds their file by another spelling, too, it is theirs; else the two are two files."""
    _touch(repository / "dockerfile")
    commit(repository)
    if found:  # as a disk would that does not tell upper case from lower case
        _touch(repository / "Dockerfile")
    (tmp_path / "old").mkdir()
    for name in ("new/Dockerfile", "new/compose.yaml"):
        _touch(tmp_path / name)
    assert planning._theirs(store(repository, tmp_path), tmp_path / "old", tmp_path / "new") == theirs


def _touch(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


@pytest.mark.parametrize(("head", "count"), [({"part/uv.lock": None}, 1), ({"uv.lock": None}, 0)])
def test_lock_in_a_folder(head: Mapping[str, Any], count: int) -> None:
    """The lock beside a pyproject.toml is found under the name that git has for it."""
    told = list(hints._lock(SimpleNamespace(head=lambda: head), {"part/pyproject.toml": None}))  # type: ignore[arg-type,dict-item]
    assert len(told) == count
    assert all(line.startswith("part/uv.lock was made") for line in told)


def test_doctor_without_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked for the user's number where users have none."""
    tool = SimpleNamespace(install={"apt-get": "git"})
    monkeypatch.setattr("shutil.which", lambda program: program)
    monkeypatch.delattr(os, "geteuid", raising=False)
    monkeypatch.setattr("sys.platform", "win32")
    assert doctor.install(tool) == "apt-get install git"  # type: ignore[arg-type]
