"""What is built by every tool: the command-line starter, or a real application of tests/applications."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any
from zipfile import Path as ZipPath

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from applications.strangers import APPLICATIONS, Application, state, wire
from workshop import Workshop, nox

# What the starter does in every shape.
STARTER_USES = [{"run": ["--version"], "exit": 0, "prints": "my-app"}]


@dataclass(frozen=True)
class Subject:
    """A repository into which the template has put every way to ship, and what its wheel says of the program."""

    project: Path
    wheel: Path
    command: str
    start: str  # module:function
    uses: list[dict[str, Any]]
    application: Application | None = None

    @property
    def name(self) -> str:
        """What it is called, and its artifacts are."""
        return self.project.name

    @property
    def package(self) -> str:
        """Where its data files are."""
        return self.start.partition(":")[0].partition(".")[0]

    @property
    def arguments(self) -> list[str]:
        """What a start is measured with: something that works, and asks for no input."""
        return next(one["run"] for one in self.uses if one["exit"] == 0 and "given" not in one)

    def build(self, strategy: str) -> None:
        """Build it in one way by its own verb, told before what the strategy must know of it."""
        if self.application:
            state(self.project, self.application, strategy)
        nox(self.project, "--noxfile=tools/shipping/noxfile.py", "-s", f"build_{strategy}")

    def carried_by(self, strategy: str) -> bool:
        """Tell whether a strategy takes it."""
        one = self.application
        return not one or (strategy in one.strategies and strategy not in one.out)


def wheel(project: Path, folder: Path) -> Path:
    """Build the wheel that every quickstart is given, away from the project."""
    shutil.copytree(project, folder / "copy")
    build = ["uv", "build", "--quiet", "--wheel", f"--out-dir={folder / 'wheel'}", str(folder / "copy")]
    subprocess.run(build, check=True)
    [file] = (folder / "wheel").glob("*.whl")
    return file


def start(file: Path, command: str) -> str:
    """Where a command of a wheel starts."""
    [metadata] = (path for path in ZipPath(file).iterdir() if path.name.endswith(".dist-info"))
    points = PathDistribution(metadata).entry_points
    [point] = points.select(group="console_scripts", name=command)
    return point.value


def starter(workshop: Workshop, folder: Path, strategies: list[str]) -> Subject:
    """Return the starter, which has one dependency."""
    first, *others = strategies
    project = workshop.copy(folder / "my-app", strategy=first, also_ship=others)
    file = wheel(project, folder)
    return Subject(project, file, "my-app", start(file, "my-app"), STARTER_USES)


def stranger(workshop: Workshop, folder: Path, name: str) -> Subject:
    """Return an application, whose packaging files are as the template has put them there."""
    application = APPLICATIONS[name]
    project = wire(workshop, application, folder / name)
    file, command = wheel(project, folder), application.answers["command"]
    return Subject(project, file, command, start(file, command), application.uses, application)
