"""What the tests know of a shape's starter: one file for each shape, in tests/shapes."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workshop import ROOT

FOLDER = ROOT / "tests/shapes"
FUNCTION = "from my_app.lines import count_lines\n"


@dataclass(frozen=True)
class Change:
    """One line of the starter and what comes in its place; with an import, if it calls the compiled function."""

    file: str
    line: str
    instead: str
    import_before: str = ""

    def made(self, project: Path) -> Path:
        """Change a project; return it. Raises ValueError unless the line is there exactly once."""
        file = project / "src/my_app" / self.file
        text = file.read_text("utf-8")
        if text.count(self.line) != 1:
            raise ValueError(f"{self.file} has {self.line!r} {text.count(self.line)} times")
        text = text.replace(self.line, self.instead)
        if self.import_before:
            before, found, after = text.partition(self.import_before)
            if not found:
                raise ValueError(f"{self.file} has no {self.import_before!r}")
            text = before + FUNCTION + found + after
        file.write_text(text, "utf-8")
        return project


@dataclass(frozen=True)
class Starter:
    """A package that the starter needs, the edit that breaks it, and the one that calls compiled code."""

    dependency: str
    wrong: Change
    call: Change


@cache
def starter(shape: str) -> Starter:
    """Read what is known of a shape's starter."""
    facts = tomllib.loads((FOLDER / f"{shape}.toml").read_text("utf-8"))
    return Starter(facts["dependency"], Change(**facts["wrong"]), Change(**facts["call"]))
