"""The README and the guides on bare machines: Debian 12 and 13, as root and as an ordinary user, with uv and without.

They run when they are asked for: pytest -m bare_machines. What each machine has shown is kept in the folder that
GRADIENT_TRANSCRIPTS names.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from printed import bare, conda, lines, shell
from printed.projects import projects, sections
from printed.readers import UNTIL, guide, own_lines, readers
from targets import lack
from targets.channel import channel
from workshop import CATALOGUE, Workshop

pytestmark = pytest.mark.bare_machines
# Base images come from a registry alone: test_guides has the guide of the image, with stand-ins for them.
STRATEGIES = [id for id, row in CATALOGUE["strategies"].items() if "containers" not in row["needs"]]
CHANNEL = "/opt/channel"


@pytest.fixture(params=lines.PLACES)
def machine(request: pytest.FixtureRequest, tmp_path: Path, suite: str, user: str) -> Iterator[bare.Bare]:
    """A machine, gone at the end."""
    if os.geteuid() != 0:
        lack("needs: sudo, for these machines are entered as root")
    yield bare.made(tmp_path / "root", bare.SUITES[suite], user, request.param)
    shutil.rmtree(tmp_path / "root")


@pytest.mark.parametrize("suite", bare.SUITES)
@pytest.mark.parametrize("user", bare.USERS)
def test_bare_machine(workshop: Workshop, tmp_path: Path, machine: bare.Bare, request: pytest.FixtureRequest) -> None:
    """All of the README, then all of each guide: every line ends with 0."""
    name = request.node.callspec.id
    projects(workshop, tmp_path / "work/projects")
    machine.take(tmp_path / "work/packaging-gradient.git", "packaging-gradient.git")
    folder = machine.take(tmp_path / "work/projects", "projects")
    for section, typed in sections(machine.place):
        use(machine, typed, folder, f"{name}: README, {section}")
    stand_in_for_conda(machine)
    for id in STRATEGIES:
        project = workshop.copy(tmp_path / id, **readers(id)[0].answers)
        text = (project / f"docs/shipping/{id}.md").read_text("utf-8").split(UNTIL)[0]
        typed = [*lines.at(machine.place, own_lines(project)), *lines.at(machine.place, guide(text))]
        installed = machine.install(text)
        use(machine, typed, machine.take(project, id), f"{name}: {id}, packages: {' '.join(installed) or 'none'}")
        machine.remove(installed)


def stand_in_for_conda(machine: bare.Bare) -> None:
    """Have a command `conda`, and a channel for conda-forge."""
    machine.give(Path(channel().removeprefix("file://")), CHANNEL)
    shutil.copy(conda.__file__, machine.root / "opt/conda.py")
    conda.write(machine.root / "usr/local/bin/conda", "/opt/conda.py")


def use(machine: bare.Bare, typed: list[str], folder: str, title: str) -> None:
    """Type lines into a new shell; keep what it shows."""
    address = f"file://{machine.home}/packaging-gradient.git"
    environment = machine.environment | {"CONDA_CHANNEL": f"file://{CHANNEL}"}
    code, shown = shell.type_in(typed, Path("/"), environment, address, inside=machine.inside(folder))
    transcripts = os.environ.get("GRADIENT_TRANSCRIPTS")
    if transcripts:
        with (Path(transcripts) / f"{title.split(':')[0]}.txt").open("a") as file:
            file.write(f"\n===== {title}: {len(typed)} lines, exit {code}\n{shown}")
    assert code == 0, shown
