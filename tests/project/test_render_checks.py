"""The checks of a rendered project notice what they are there for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from project.flaws import HEADINGS, dead_links, poor_guides, strangers, traces, untidy

Check = Callable[[Path], list[str]]
STRATEGY, OTHER = "sdist", "zipapp"


def guide(project: Path) -> list[str]:
    """Look at the one guide there is."""
    return poor_guides(project, [STRATEGY])


def stranger(project: Path) -> list[str]:
    """Look for what belongs to other strategies."""
    return strangers(project, [STRATEGY])


GOOD = "".join(f"## {heading}\n" for heading in HEADINGS)
FOUND: list[tuple[Check, str, str, str]] = [
    (traces, "a.yml", "b: {{ c }}\n", "a.yml: {{ c }}"),
    (traces, "a.txt", "{% if b %}\n", "a.txt: {% if b %}"),
    (traces, "a.txt.jinja", "b\n", "a.txt.jinja"),
    (traces, "_parts/a.txt", "b\n", "_parts/a.txt"),
    (untidy, "a.txt", "b", "a.txt: its end"),
    (untidy, "a.txt", "b\n\n", "a.txt: its end"),
    (untidy, "a.txt", "\n", "a.txt: its end"),
    (untidy, "a.txt", "b \nc\n", "a.txt: 'b '"),
    (dead_links, "docs/a.md", "[b](../c.md#d)\n", "docs/a.md: ../c.md"),
    (stranger, "a.py", f"See {OTHER}.md.\n", f"a.py: {OTHER}.md"),
    (guide, "a.md", "", f"{STRATEGY}: no section"),
    (guide, f"docs/shipping/{STRATEGY}.md", "## Build\n", f"{STRATEGY}: Build"),
]
PASSED: list[tuple[Check, str, str]] = [
    (traces, "a.yml", "b: ${{ c }}\n"),
    (untidy, "a.txt", "b\n"),
    (untidy, "a.txt", ""),
    (dead_links, "docs/a.md", "[b](../docs/a.md) [c](https://example.org) [d](.)\n"),
    (stranger, "a.py", f"See {STRATEGY}.md, and {OTHER}.\n"),
    (guide, f"docs/shipping/{STRATEGY}.md", GOOD),
]


def write(project: Path, file: str, text: str) -> Path:
    """Make a project of one file."""
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return project


@pytest.mark.parametrize(("check", "file", "text", "flaw"), FOUND)
def test_flaw_is_noticed(tmp_path: Path, check: Check, file: str, text: str, flaw: str) -> None:
    """By name."""
    assert check(write(tmp_path, file, text)) == [flaw]


@pytest.mark.parametrize(("check", "file", "text"), PASSED)
def test_no_flaw_is_invented(tmp_path: Path, check: Check, file: str, text: str) -> None:
    """What looks like a flaw and is none."""
    assert check(write(tmp_path, file, text)) == []
