"""The project as what is built from it says: its sdist, its wheel and the metadata inside."""

import re
import tarfile
import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import EntryPoint, PathDistribution
from pathlib import Path
from zipfile import Path as ZipPath
from zipfile import ZipFile

from packaging.specifiers import SpecifierSet

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SETTINGS = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
# Every Python that a specifier could name, the oldest first.
PYTHONS = [f"3.{minor}.{patch}" for minor in range(6, 40) for patch in range(30)]


class UnfitError(SystemExit):
    """The project lacks what an artifact needs; the message says what to do, and ends a script."""


@dataclass(frozen=True)
class Project:
    """A project by its sdist and its wheel, which lie in a folder."""

    folder: Path

    @property
    def sdist(self) -> Path:
        """The source distribution."""
        return next(self.folder.glob("*.tar.gz"))

    @property
    def wheel(self) -> Path:
        """The wheel, for this Python and platform if it is not for all."""
        return next(self.folder.glob("*.whl"))

    @cached_property
    def files(self) -> list[str]:
        """The names of all files in the wheel."""
        with ZipFile(self.wheel) as archive:
            return archive.namelist()

    @cached_property
    def metadata(self) -> PathDistribution:
        """The wheel's metadata."""
        [found] = {
            name.split("/")[0] for name in self.files if name.endswith(".dist-info/METADATA")
        }
        return PathDistribution(ZipPath(self.wheel, f"{found}/"))

    @property
    def name(self) -> str:
        """The project's name as it spells it."""
        return self.metadata.metadata["Name"]

    @property
    def version(self) -> str:
        """The project's version."""
        return self.metadata.version

    @property
    def build_requires(self) -> list[str]:
        """What the project's build backend needs (PEP 518)."""
        with tarfile.open(self.sdist) as archive:
            inside = archive.getnames()[0].split("/")[0]
            try:
                file = archive.extractfile(f"{inside}/pyproject.toml")
            except KeyError:
                file = None
            table = tomllib.loads(file.read().decode()) if file else {}
        requires: list[str] = table.get("build-system", {}).get("requires", ["setuptools", "wheel"])
        return requires

    @property
    def requirement(self) -> str:
        """What an installer is told: the wheel, with the extras that go in."""
        return f"{self.wheel}{self.extras}"

    @property
    def extras(self) -> str:
        """The extras that go in, as they follow a name."""
        extras = ",".join(SETTINGS["extras"])
        return f"[{extras}]" if extras else ""

    @property
    def commands(self) -> dict[str, EntryPoint]:
        """The commands that the project declares, those without a terminal last."""
        groups = ("console_scripts", "gui_scripts")
        points = [
            point for group in groups for point in self.metadata.entry_points.select(group=group)
        ]
        return {point.name: point for point in points}

    @property
    def command(self) -> EntryPoint:
        """The command that an artifact starts. Raises UnfitError when there is none."""
        wanted = SETTINGS["command"] or next(iter(self.commands), None)
        if wanted in self.commands:
            return self.commands[wanted]
        said = f"has no command {wanted!r}" if wanted else "declares no command"
        raise UnfitError(
            f"{self.name} {said}: add it to [project.scripts] in pyproject.toml, "
            f"or correct `command` in {HERE.name}/settings.toml."
        )

    @property
    def is_windowed(self) -> bool:
        """Whether the command opens a window, and wants no terminal."""
        return self.command.group == "gui_scripts"

    @property
    def page(self) -> str:
        """The address of the project's page, or else of its source; empty if it names none."""
        lines = self.metadata.metadata.get_all("Project-URL", [])
        urls = {label.lower(): url for label, _, url in (line.partition(", ") for line in lines)}
        labels = ("homepage", "repository", "source", "source code", "github")
        known = (urls.get(label) for label in labels)
        return next(filter(None, known), self.metadata.metadata.get("Home-page", ""))

    @property
    def modules(self) -> list[str]:
        """What can be imported from the wheel: its packages and modules at the top."""
        found = {
            re.sub(r"(\.[^/]*)?$", "", name.split("/")[0])
            for name in self.files
            if re.search(r"\.(py|so|pyd)$", name)
            and not re.match(r"[^/]*\.(data|dist-info)/", name)
        }
        return sorted(name for name in found if name.isidentifier())

    @property
    def is_compiled(self) -> bool:
        """Whether the wheel is for one platform."""
        return not self.wheel.stem.endswith("-any")

    @property
    def is_stable(self) -> bool:
        """Whether the wheel serves later Pythons, too: it has no compiled code, or keeps to the stable ABI."""
        return self.wheel.stem.split("-")[-2] in ("none", "abi3")

    @property
    def pythons(self) -> list[str]:
        """The minor versions of Python that the project is for, such as 3.11, the oldest first."""
        return list(dict.fromkeys(version.rpartition(".")[0] for version in self._supported))

    @property
    def oldest_python(self) -> str:
        """The oldest Python that the project is for, such as 3.11.0."""
        return self._supported[0]

    @cached_property
    def _supported(self) -> list[str]:
        wanted = SpecifierSet(self.metadata.metadata.get("Requires-Python") or ">=3.8")
        return list(wanted.filter(PYTHONS))
