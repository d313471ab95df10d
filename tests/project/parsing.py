"""Parses every file of a generated project, each in its own format."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

INSTRUCTIONS = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR"
)
# One broken file of each format.
BROKEN = [
    ("x.toml", 'a = "b" c"'),
    ("x.yaml", 'a: "b" c'),
    ("x.json", '{"a": "b" c"}'),
    ("x.py", 'a = "b" c"'),
    ("x.sh", 'a="b'),
    ("Dockerfile", "FROM a\nLABEL b=c\nd"),
    ("Dockerfile", 'FROM a\nENTRYPOINT ["b"c"]'),
    ("x.md", "a\rb"),
    ("x.txt", "a\x00b"),
    ("x.png", "a"),
]


class BrokenError(Exception):
    """A file does not parse; the message names it."""


def shell(text: str) -> None:
    """Raise ValueError unless the shell takes the script."""
    result = subprocess.run(["sh", "-n"], input=text, capture_output=True, text=True, check=False)
    if result.returncode:
        raise ValueError(result.stderr)


def dockerfile(text: str) -> None:
    """Raise ValueError unless each logical line is an instruction, and each list of words is one."""
    lines = re.sub(r"^[ \t]*#.*\n", "", text, flags=re.MULTILINE)
    for line in filter(None, re.sub(r"\\[ \t]*\n", " ", lines).splitlines()):
        word, _, rest = line.partition(" ")
        if word not in INSTRUCTIONS.split():
            raise ValueError(f"no instruction: {line}")
        if rest.lstrip().startswith("["):
            json.loads(rest)
        if rest.count('"') % 2:
            raise ValueError(f"an open quote: {line}")


def no_check(text: str) -> None:
    """A format without a grammar of its own."""


FORMATS: dict[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".py": ast.parse,
    ".pyi": ast.parse,
    ".sh": shell,
    ".spec": ast.parse,
    ".toml": tomllib.loads,
    ".yaml": yaml.safe_load,
    ".yml": yaml.safe_load,
    "Dockerfile": dockerfile,
}
# What is no text, and how it starts.
PICTURES = {".png": b"\x89PNG\r\n\x1a\n"}


def files(project: Path) -> Iterator[Path]:
    """The text files of a project, but for those that git keeps."""
    yield from (path for path in everything(project) if path.suffix not in PICTURES)


def everything(project: Path) -> list[Path]:
    """The files of a project, pictures too."""
    return [path for path in sorted(project.rglob("*")) if path.is_file() and ".git" not in path.parts]


def parse(project: Path) -> None:
    """Parse every file. Raises BrokenError with the name of the first that does not parse."""
    for path in everything(project):
        try:
            check(path)
        except (ValueError, SyntaxError, yaml.YAMLError) as error:
            raise BrokenError(f"{path.relative_to(project)}: {error}") from error


def check(path: Path) -> None:
    """Parse one file; a picture only has to start as its kind does."""
    content = path.read_bytes()
    if path.suffix in PICTURES:
        if not content.startswith(PICTURES[path.suffix]):
            raise ValueError("no such picture")
        return
    text = content.decode("utf-8")
    if "\r" in text or "\x00" in text:
        raise ValueError("a control character")
    FORMATS.get(path.suffix or path.name, no_check)(text)


def structure(value: object) -> object:
    """The types of a value and of all in it, without the values themselves."""
    if isinstance(value, dict):
        return [(type(key).__name__, structure(inner)) for key, inner in value.items()]
    return [structure(inner) for inner in value] if isinstance(value, list) else type(value).__name__


def structures(project: Path) -> dict[str, object]:
    """The structure of each YAML and TOML file, by its path."""
    data = (path for path in files(project) if path.suffix in {".toml", ".yaml", ".yml"})
    return {str(path.relative_to(project)): structure(FORMATS[path.suffix](path.read_text("utf-8"))) for path in data}


def requirements(project: Path) -> set[str]:
    """The names of all that a project says it needs: to run, to build, and in each dependency group."""
    file = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    groups = [needed for group in file["dependency-groups"].values() for needed in group if isinstance(needed, str)]
    every = [*file["project"]["dependencies"], *file["build-system"]["requires"], *groups]
    return {re.split(r"[^A-Za-z0-9._-]", needed)[0].lower() for needed in every}
