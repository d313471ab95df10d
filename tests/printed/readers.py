"""Who reads which guide, and which of its lines they type."""

from dataclasses import dataclass
from pathlib import Path

from printed import lines
from table.folders import OWNERS
from workshop import CATALOGUE

# What every project has, however it is shipped, in the order in which it is typed.
OWN = ("CONTRIBUTING.md", "README.md")
UNTIL = "## Publish"
SHAPES = CATALOGUE["shapes"]


@dataclass(frozen=True)
class Reader:
    """Someone who has a project and its guide, on one kind of machine."""

    strategy: str
    shape: str
    place: str

    def __str__(self) -> str:
        """Return the name of the test."""
        return f"{self.strategy}-{self.shape}-{self.place}"

    @property
    def answers(self) -> dict[str, str]:
        """The answers that made the project."""
        return {
            "strategy": self.strategy,
            "shape": self.shape,
            "code": CATALOGUE["strategies"][self.strategy]["code"][0],
        }


def readers(strategy: str) -> list[Reader]:
    """Return who reads the guide of a strategy: a second one where it speaks of ports, each on both machines."""
    fit = [shape for shape in SHAPES if shape in CATALOGUE["strategies"][strategy]["shapes"]]
    ports = "facts.port" in (OWNERS[strategy] / f"docs/shipping/{strategy}.md.jinja").read_text("utf-8")
    chosen: dict[bool, str] = {}
    for shape in fit:
        chosen.setdefault(ports and bool(SHAPES[shape]["port"]), shape)
    return [Reader(strategy, shape, place) for shape in chosen.values() for place in lines.PLACES]


def guide(text: str) -> list[lines.Line]:
    """Return the lines of a guide that come before publishing, which is all that asks for accounts and registries."""
    return lines.lines(text, UNTIL)


def own_lines(project: Path) -> list[lines.Line]:
    """Return the lines by which every project is set up, checked and used."""
    return [line for name in OWN for line in lines.lines((project / name).read_text("utf-8"))]
