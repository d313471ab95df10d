"""Reads YAML that somebody else wrote: what it says, or one reason why not, in bounded time and memory."""

import os
import select
import stat
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Any

import yaml

from packaging_gradient.refusal import Refused

# Far more characters than any file of answers has, each alias counted as what it stands for.
LONGEST = 200_000
DEEPEST = 100
# How long a pipe may stay silent, in seconds.
PATIENCE = 10

# The reader in C, where PyYAML has it; it is twenty times as quick.
SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Unreadable(Refused, ValueError):
    """It is no YAML, or too much of it. The text says why, and in which line."""


def file(path: Path) -> str:
    """Return the text of a file or a pipe. Raises Unreadable, or OSError where it cannot be opened."""
    content = _content(path)
    if len(content) > LONGEST:
        raise Unreadable(f"it is longer than {LONGEST:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("it is not in UTF-8") from error


def _content(path: Path) -> bytes:
    """Return what there is, up to a little more than is allowed. Opening a pipe must not wait for somebody to write."""
    with open(path, "rb", buffering=0, opener=_at_once) as opened:
        if stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            return opened.read(LONGEST + 1)
        content = b""
        while len(content) <= LONGEST and (new := _next(opened)):
            content += new
        return content


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _next(opened: FileIO) -> bytes | None:
    """Wait for what comes out of a pipe next; nothing at its end."""
    if not select.select([opened], [], [], PATIENCE)[0]:
        raise Unreadable("nothing comes out of it")
    return opened.read(LONGEST + 1)


def values(text: str) -> Any:  # noqa: ANN401 - YAML can say anything
    """Return what the text says, as numbers, dates and the like. Raises Unreadable."""
    return _loaded(text, SAFE)


def texts(text: str) -> Any:  # noqa: ANN401 - lists and mappings of texts, however deep
    """Return what the text says, with every value as it is written: 1.10, no and 2026-01-01 are texts. Raises Unreadable."""
    return _loaded(text, BASE)


def documents(content: bytes) -> list[yaml.Node | None]:
    """Return the form of each document; what tags mean is the affair of the program that they are for. Raises Unreadable."""
    try:
        _check(content, BASE)
        return list(yaml.compose_all(content, BASE))
    except (yaml.YAMLError, UnicodeError) as error:
        raise Unreadable(_reason(error)) from error


def _loaded(text: str, loader: Any) -> Any:  # noqa: ANN401 - as the public functions
    try:
        _check(text, loader)
        return yaml.load(text, loader)
    except Unreadable:
        raise
    except Exception as error:  # a value that does not go with its tag raises whatever it comes upon
        raise Unreadable(_reason(error)) from error


def _check(content: str | bytes, loader: Any) -> None:  # noqa: ANN401 - a class of PyYAML's, which are not typed alike
    """Refuse what would take long to read, before anything is made of it."""
    if len(content) > LONGEST:
        raise Unreadable(f"it is longer than {LONGEST:,} characters")
    for size, depth in _sizes(yaml.parse(content, loader)):
        if size > LONGEST:
            raise Unreadable(f"with its aliases written out it is longer than {LONGEST:,} characters")
        if depth > DEEPEST:
            raise Unreadable(f"it is nested deeper than {DEEPEST} levels")


def _sizes(events: Iterator[yaml.Event]) -> Iterator[tuple[int, int]]:
    """Yield, event by event, how long the content is so far with every alias written out, and how deep."""
    total, anchors = 0, dict[str, int]()
    above: list[tuple[str | None, int]] = []
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            if event.anchor in dict(above):
                raise Unreadable(f"{event.anchor} is a part of itself")
            total += anchors.get(event.anchor or "", 1)
        elif isinstance(event, yaml.ScalarEvent):
            total += 1 + len(event.value)
            anchors[event.anchor or ""] = 1 + len(event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            above.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = above.pop()
            anchors[anchor or ""] = total - before
        yield total, len(above)


def _reason(error: Exception) -> str:
    if isinstance(error, Unreadable):
        return str(error)
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        told = f"{error.context}, {error.problem}" if str(error.problem).startswith("but ") else error.problem
        return f"line {error.problem_mark.line + 1}: {told}"
    if isinstance(error, yaml.reader.ReaderError):
        return f"it has a character that YAML does not allow, at position {error.position}"
    if isinstance(error, UnicodeError):
        return "it has a character that is none"
    return "it has a value that does not go with its type"
