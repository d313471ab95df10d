"""Reads files that somebody else wrote: what is in them, or one sentence that names the file and what is wrong with it."""

import ast
import configparser
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from packaging_gradient.refusal import Refused

# Far more than any file that says how a project is built; what is longer is something else.
LONGEST = 2_000_000


def content(folder: Path, name: str) -> bytes:
    """Return the bytes of a file, none where there is no file. Raises Refused where it cannot be read."""
    path = folder / name
    if not path.is_file():
        return b""
    try:
        if path.stat().st_size > LONGEST:
            raise Refused(f"{path} is too long to be what its name says.")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def text(folder: Path, name: str) -> str:
    """Return the text of a file. Raises Refused where it is not in UTF-8."""
    try:
        return content(folder, name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{folder / name} is not in UTF-8: save it in UTF-8 first.") from error


def toml(folder: Path, name: str) -> dict[str, Any]:
    """Return what a TOML file says. Raises Refused where it is broken."""
    try:
        return tomllib.loads(text(folder, name))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(f"{folder / name} is not valid TOML: {error}.") from error


def ini(folder: Path, name: str) -> configparser.ConfigParser:
    """Return what an INI file says, as setuptools reads it. Raises Refused where it is broken."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text(folder, name), name)
    except configparser.Error as error:
        raise Refused(f"{folder / name} cannot be read: {error}.") from error
    return parser


def python(folder: Path, name: str) -> ast.Module:
    """Return a Python file as a tree, without running it. Raises Refused where it is no Python."""
    try:
        return ast.parse(content(folder, name))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        where = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        raise Refused(f"{folder / name} is not valid Python 3{where}: {getattr(error, 'msg', error)}.") from error


def table(data: object, *keys: str) -> dict[str, Any]:
    """Return a table inside others; an empty one where anything on the way is missing or is no table."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return dict(data) if isinstance(data, Mapping) else {}


def word(value: object) -> str:
    """Return a text without spaces around it; an empty one for whatever is no text."""
    return value.strip() if isinstance(value, str) else ""


def words(value: object) -> list[str]:
    """Return the texts of a list, and of a text the lines; what is neither has none."""
    items = value.splitlines() if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    return [word(item) for item in items if word(item)]


def requirements(lines: list[str]) -> list[str]:
    """Return the names of what is required, in their one spelling; lines that are no requirement have none."""
    found = []
    for line in lines:
        try:
            found.append(canonicalize_name(Requirement(line.partition("#")[0]).name))
        except InvalidRequirement:
            continue
    return [str(name) for name in found]
