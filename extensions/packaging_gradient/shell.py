"""Lines that a person types: words as the shell of this system takes them, and folders as they are called from here."""

import os
import re
import shlex
from collections.abc import Iterable
from os.path import relpath
from pathlib import Path

WINDOWS = os.name == "nt"
# What PowerShell and cmd both take as it stands, and what at least one of them acts on inside double quotes.
PLAIN, ACTIVE = re.compile(r"[\w.:/\\+-]+"), re.compile(r'[$`"%]')


def join(words: Iterable[str]) -> str:
    """Return a command as it is typed."""
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """Return a word that the shell hands on as it stands.

    On Windows both of its shells take it, as long as they have a common way; beyond that it is written for PowerShell.
    """
    if not WINDOWS:
        return shlex.quote(word)
    if PLAIN.fullmatch(word):
        return word
    return "'" + word.replace("'", "''") + "'" if ACTIVE.search(word) else f'"{word}"'


def called(folder: Path) -> str:
    """Return how a folder is called from the current one: by its whole path where that is on another drive."""
    try:
        return relpath(folder)
    except ValueError:
        return str(folder)
