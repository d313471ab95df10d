"""Whether files that programs read can still be read."""

import ast
import json
import tomllib
import warnings
from collections.abc import Callable
from pathlib import PurePath

import yaml


def fault(name: str, content: bytes) -> str | None:
    """Return what is wrong with a TOML, YAML, JSON or Python file, with the line; nothing for any other."""
    read = READERS.get(PurePath(name).suffix)
    try:
        if read:
            read(content)
    except (ValueError, SyntaxError, RecursionError, MemoryError, yaml.YAMLError) as error:
        return _words(error)
    return None


def _words(error: BaseException) -> str:
    """Say what is wrong and where; each reader puts the line elsewhere."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    if isinstance(error, SyntaxError | json.JSONDecodeError):
        return f"line {error.lineno}: {error.msg}"
    return str(error) or type(error).__name__


def _toml(content: bytes) -> None:
    tomllib.loads(content.decode("utf-8"))


def _yaml(content: bytes) -> None:
    """Read the form alone: what tags mean is the affair of the program that they are for."""
    for document in yaml.compose_all(content):
        _no_key_twice(document)


def _no_key_twice(node: yaml.Node | None) -> None:
    """Refuse a mapping that has a key twice, as the programs do that read it; PyYAML takes the last one."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} is there twice", problem_mark=key.start_mark)
            seen.add(key.value)
        for _, value in node.value:
            _no_key_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _no_key_twice(item)


def _python(content: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(content)


READERS: dict[str, Callable[[bytes], object]] = {
    ".json": json.loads,
    ".py": _python,
    ".toml": _toml,
    ".yaml": _yaml,
    ".yml": _yaml,
}
