"""`gradient doctor`: what a machine lacks to build a project, and the line that installs it."""

import os
import sys
from pathlib import Path

import pytest
import yaml

from packaging_gradient.refusal import Ended
from packaging_gradient.table import table
from packaging_gradient.verbs import doctor
from person.command import gradient
from table.cases import CASES, Case
from workshop import CATALOGUE, ROOT

MACHINE = CATALOGUE["machine"]
TITLES = [tool["title"] for tool in MACHINE.values()]
PROGRAMS = {id: tool["commands"][0].split()[0] for id, tool in MACHINE.items()}
ALL = sorted({*PROGRAMS.values()})


class Machine:
    """A machine that has the programs which it is given, and no other."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make it, with nothing on it."""
        self._folder = folder / "bin"
        self._folder.mkdir()
        monkeypatch.setenv("PATH", str(self._folder))

    def has(self, *programs: str, does: str = "echo 1") -> None:
        """Put programs there."""
        for name in programs:
            file = self._folder / name
            file.write_text(f"#!/bin/sh\n{does}\n")
            file.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A bare machine, whatever this one is."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return Machine(tmp_path, monkeypatch)


def project(folder: Path, **answers: object) -> Path:
    """Write the answers of a project."""
    made = folder / "my-app"
    made.mkdir()
    whole = {"_src_path": "t", "_commit": "1.0.0", "shape": "cli", "code": "pure", "strategy": "sdist", **answers}
    (made / ".copier-answers.yml").write_text(yaml.safe_dump(whole))
    return made


def needed(case: Case) -> list[str]:
    """The ids of the tools that a kind of project, shipped in one way, needs."""
    rows = [CATALOGUE["bases"][CATALOGUE["shapes"][case.shape]["base"]], CATALOGUE["strategies"][case.strategy]]
    rows += [CATALOGUE["languages"][case.kind.language]] if case.kind.language else []
    return [need for row in rows for need in row["build_needs"]]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_enough(machine: Machine, tmp_path: Path, case: Case) -> None:
    """With what the table asks for and no more, nothing lacks."""
    machine.has(*(PROGRAMS[id] for id in needed(case)))
    said = gradient("doctor", project(tmp_path, **case.answers))
    assert said.startswith(f"my-app ships as {case.strategy}.\n")
    assert [title for title in TITLES if title in said] == [
        MACHINE[id]["title"] for id in MACHINE if id in needed(case)
    ]
    assert "missing" not in said


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bare_machine(machine: Machine, tmp_path: Path, case: Case) -> None:
    """With nothing there, each need is named, and the exit code is 1."""
    line = gradient("doctor", project(tmp_path, **case.answers), fails=1)
    assert line == f"This machine lacks {', '.join(MACHINE[id]['title'] for id in MACHINE if id in needed(case))}."


@pytest.mark.parametrize(
    ("id", "manager"), [(id, manager) for id, tool in MACHINE.items() for manager in tool["install"]]
)
def test_line_that_installs(machine: Machine, monkeypatch: pytest.MonkeyPatch, id: str, manager: str) -> None:
    """The line is that of what installs programs there; root needs no sudo, and may have none."""
    tool = table().machine[id]
    assert doctor.install(tool) == "not found; see how your system installs it"
    machine.has(manager)
    line = f"{doctor.INSTALLERS[manager]} {tool.install[manager]}"
    assert doctor.install(tool) == (f"sudo {line}" if manager in doctor.FOR_ROOT else line)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert doctor.install(tool) == line


@pytest.mark.parametrize("id", MACHINE)
def test_one_missing(machine: Machine, tmp_path: Path, id: str) -> None:
    """Outside of a project, all that any strategy needs is looked for."""
    left = set(ALL) - {command.split()[0] for command in MACHINE[id]["commands"]}
    machine.has(*left)
    lacking = [tool["title"] for tool in MACHINE.values() if not left & {c.split()[0] for c in tool["commands"]}]
    assert MACHINE[id]["title"] in lacking
    assert gradient("doctor", tmp_path, fails=1) == f"This machine lacks {', '.join(lacking)}."


def test_all_there(machine: Machine, tmp_path: Path) -> None:
    """Outside of a project, the exit code is 0 where nothing lacks, and every tool is named."""
    machine.has(*ALL)
    said = gradient("doctor", tmp_path)
    assert said.count("there    ") == len(MACHINE)
    assert all(title in said for title in TITLES)


def test_lines_are_shown(machine: Machine, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The line that installs a tool stands below it."""
    machine.has("git", "uv", "apt-get")
    made = project(tmp_path, shape="service", strategy="docker")
    with pytest.raises(Ended, match="lacks podman or docker"):
        doctor.doctor(made)
    assert "missing  podman or docker (docker)\n         sudo apt-get install podman\n" in capfd.readouterr().out


@pytest.mark.parametrize("does", ["exit 1", "echo no >&2", "exec sleep 60"], ids=["fails", "prints nothing", "hangs"])
def test_program_that_does_not_work(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    """A program that is there and does not work is missing, as git on a new Mac is."""
    monkeypatch.setattr(doctor, "PATIENCE", 1)
    machine.has("uv")
    machine.has("git", does=does.replace("sleep", "/bin/sleep"))
    assert gradient("doctor", project(tmp_path), fails=1) == "This machine lacks git."


def test_also_shipped(machine: Machine, tmp_path: Path) -> None:
    """What is shipped besides has its needs, too."""
    machine.has("git", "uv")
    made = project(tmp_path, also_ship=["docker"])
    assert "lacks podman or docker" in gradient("doctor", made, fails=1)
    machine.has("docker")
    assert "ships as sdist, docker." in gradient("doctor", made)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"strategy": "rocket"}, "does not know rocket;"),
        ({"shape": "boat"}, "does not know boat;"),
        ({"shape": "docker", "strategy": "cli"}, "does not know cli, docker;"),
        ({"also_ship": ["sdist", 1]}, "does not know 1;"),
    ],
    ids=str,
)
def test_unknown_to_this_version(machine: Machine, tmp_path: Path, answers: dict[str, object], said: str) -> None:
    """A project of a newer template is not judged."""
    assert said in gradient("doctor", project(tmp_path, **answers), fails=2)


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is said to be none."""
    assert "nowhere is not a folder" in gradient("doctor", tmp_path / "nowhere", fails=2)


def test_engines_are_those_of_the_verbs() -> None:
    """The table names the programs that the session of the image looks for."""
    text = (ROOT / "template/{{shipped.docker}}/tools/shipping/docker/sessions.py.jinja").read_text("utf-8")
    assert str(tuple(MACHINE["containers"]["commands"])).replace("'", '"') in text
