"""The last words: what they say to type is what this machine can do, and goes to the folder whatever its name is."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from packaging_gradient import closing
from packaging_gradient.closing import LACKS, Machine, bring_nox, machine, set_up
from person.command import gradient
from workshop import Workshop

UV_SYNC = ["uv sync", ". .venv/bin/activate"]
PIP = [
    "python3 -m venv .venv",
    ".venv/bin/python -m pip install --upgrade pip",
    ".venv/bin/python -m pip install --editable . --group dev",
    ". .venv/bin/activate",
]
PIP_NOX = '.venv/bin/python -m pip install "nox[uv]"'
NAMES = ["$(touch x)", "a b", "it's", "-x", "`touch x`", "; touch x"]


@pytest.mark.parametrize(
    ("here", "lines", "lacks"),
    [
        (Machine(uv=True, nox=True, python=True), UV_SYNC, False),
        (Machine(uv=True, nox=False, python=False), UV_SYNC, False),
        (Machine(uv=False, nox=True, python=True), PIP, False),
        (Machine(uv=False, nox=False, python=False), PIP, True),
    ],
    ids=["uv and Python", "uv", "Python", "neither"],
)
def test_new(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Machine, lines: list[str], lacks: bool
) -> None:
    """With uv by uv, without by Python; where there is neither, what to install comes first."""
    monkeypatch.setattr(closing, "machine", lambda: here)
    said = gradient("new", "p", "--defaults", "--template", workshop.template, folder=tmp_path)
    shown = "".join(f"  {line}\n" for line in ["cd p", *lines, "nox -t build", "nox -t smoke"])
    assert f"Build it and try it:\n\n{shown}\n" in said
    assert (LACKS in said) == lacks
    assert set_up(here) == lines


def test_every_way_is_named(workshop: Workshop, tmp_path: Path) -> None:
    """The main one first, by its title and its guide; Copier's own words say the same."""
    also = ("--data", "strategy=zipapp", "--data", "also_ship=[deb]")
    said = gradient("new", "p", "--defaults", *also, "--template", workshop.template, folder=tmp_path)
    copied = subprocess.run(
        ["copier", "copy", "--vcs-ref=HEAD", "--defaults", "--data=project_name=p", *also, workshop.template, "q"],
        cwd=tmp_path,
        check=True,
        stderr=subprocess.PIPE,
        text=True,
    )
    for words in (said, copied.stderr):
        assert "p is ready. It ships as: zipapp, one .pyz file; Debian package.\n" in words
        assert "publish it: docs/shipping/zipapp.md, docs/shipping/deb.md\n" in words


@pytest.mark.parametrize(
    ("here", "there", "lines"),
    [
        (Machine(uv=True, nox=True, python=True), False, []),
        (Machine(uv=True, nox=False, python=True), False, ["uv venv", 'uv pip install "nox[uv]"', UV_SYNC[1]]),
        (Machine(uv=True, nox=False, python=True), True, ['uv pip install "nox[uv]"', UV_SYNC[1]]),
        (Machine(uv=False, nox=False, python=True), False, [PIP[0], PIP_NOX, PIP[3]]),
        (Machine(uv=False, nox=False, python=True), True, [PIP_NOX, PIP[3]]),
    ],
    ids=["nox", "uv", "uv and an environment", "Python", "Python and an environment"],
)
def test_adopted(here: Machine, there: bool, lines: list[str]) -> None:
    """Nox comes into the environment that is there, or a new one, unless it is on the PATH."""
    assert bring_nox(here, there=there) == lines


def test_what_is_in_the_own_environment_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`./bootstrap` puts its own environment on the PATH, and the shell that the lines are for does not have that."""
    monkeypatch.setenv("PATH", sysconfig.get_path("scripts"))
    assert machine() == Machine(uv=False, nox=False, python=False)
    for name in ("uv", "nox"):
        program(tmp_path / name, "exit 0")
    program(tmp_path / "python3", f'exec {os.path.realpath(sys.executable)} "$@"')
    monkeypatch.setenv("PATH", f"{sysconfig.get_path('scripts')}{os.pathsep}{tmp_path}")
    assert machine() == Machine(uv=True, nox=True, python=True)


def test_python_that_makes_no_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Debian's does before python3-venv is installed: it is as good as none."""
    program(tmp_path / "python3", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not machine().python


@pytest.mark.parametrize("name", NAMES)
def test_folder_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The shell goes there, and runs nothing else."""
    (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    [line] = closing.enter(tmp_path / name)
    assert goes(line, tmp_path) == tmp_path / name
    assert closing.enter(tmp_path) == []


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("-")])
def test_copier_quotes_it_too(workshop: Workshop, tmp_path: Path, name: str) -> None:
    """Plain Copier says the same of the folder, and nothing of the machine, of which it knows nothing."""
    run = [
        sys.executable,
        "-m",
        "copier",
        "copy",
        "--defaults",
        "--data=project_name=my-app",
        str(workshop.template),
        name,
    ]
    ended = subprocess.run(run, cwd=tmp_path, check=True, capture_output=True, text=True)
    [line] = [line.strip() for line in ended.stderr.splitlines() if line.strip().startswith("cd ")]
    assert goes(line, tmp_path) == tmp_path / name
    assert "\n  nox -t build smoke\n" in ended.stderr
    assert "uv" not in ended.stderr.split("is ready")[1].split()


def goes(line: str, folder: Path) -> Path:
    """Type a line in a folder; return where the shell is then. Nothing else may have come."""
    before = set(folder.iterdir())
    said = subprocess.run(["sh", "-c", f"{line}\npwd"], cwd=folder, check=True, capture_output=True, text=True).stdout
    assert set(folder.iterdir()) == before
    return Path(said.removesuffix("\n"))


def program(file: Path, text: str) -> None:
    """Write a program of one line."""
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
