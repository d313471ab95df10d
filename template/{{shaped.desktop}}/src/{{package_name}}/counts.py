"""The counts of a text, without any input or output."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Counts:
    """How many lines, words and characters a text has."""

    lines: int
    words: int
    characters: int

    @classmethod
    def of(cls, text: str) -> Self:
        """Count a text."""
        return cls(len(text.splitlines()), len(text.split()), len(text))
