"""The `$` lines of a Markdown text, each with its section and with the machine that it is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PLACES = ("uv", "python")
# What the paragraph before a block says of the machine that the block is for. Else it is for both.
SAID = {"python": r"\b[Ww]ithout uv\b|\b[Ww]ith Python\b", "uv": r"\b[Ww]ith \[?uv\b"}
FENCE = "```"


@dataclass(frozen=True)
class Line:
    """One line that a person types: where it stands, on which machines it works, and what it is."""

    section: str
    places: tuple[str, ...]
    text: str


def lines(markdown: str, until: str = "") -> list[Line]:
    """Return all lines of a text that begin with a prompt inside a block, up to the heading `until`.

    Raises ValueError for a prompt outside a block, which nobody would take for a command, and for a block that never ends.
    """
    found, section, paragraph, inside = [], "", "", False
    for line in markdown.splitlines():
        if not inside and until and line == until:
            break
        if line.strip().startswith(FENCE):
            inside = not inside
        elif line.strip().startswith("$ "):
            if not inside:
                raise ValueError(f"a prompt outside a block: {line}")
            found.append(Line(section, _places(paragraph), line.strip()[2:]))
        elif not inside and line.startswith("#"):
            section, paragraph = line.lstrip("# "), ""
        elif not inside and line:
            paragraph = line
    if inside:
        raise ValueError("a block that never ends")
    return found


def _places(paragraph: str) -> tuple[str, ...]:
    said = [place for place, words in SAID.items() if re.search(words, paragraph)]
    return tuple(said[:1]) or PLACES


def at(place: str, all_lines: list[Line]) -> list[str]:
    """Return what a person types on one kind of machine."""
    return [line.text for line in all_lines if place in line.places]


def by_section(place: str, all_lines: list[Line]) -> Iterator[tuple[str, list[str]]]:
    """Yield the sections that have lines for one kind of machine, with these lines."""
    for section in dict.fromkeys(line.section for line in all_lines):
        here = at(place, [line for line in all_lines if line.section == section])
        if here:
            yield section, here


def files(markdown: str) -> dict[str, str]:
    """Return the files that a text shows: blocks whose first line is a comment with the file's name."""
    blocks = re.findall(rf"^{FENCE}\w+\n# (\S+\.\w+)\n(.*?)^{FENCE}$", markdown, re.MULTILINE | re.DOTALL)
    return dict(blocks)
