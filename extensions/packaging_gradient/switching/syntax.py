"""Whether files that programs read can still be read."""

import ast
import json
import tomllib
import warnings
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import PurePath

import yaml

from packaging_gradient import safe_yaml


def fault(name: str, content: bytes) -> str | None:
    """Return what is wrong with a TOML, YAML, JSON or Python file, with the line; nothing for any other."""
    read = READERS.get(PurePath(name).suffix)
    try:
        if read:
            read(content)
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        return _words(error)
    return None


def _words(error: BaseException) -> str:
    """Say what is wrong and where; each reader puts the line elsewhere."""
    if isinstance(error, SyntaxError | json.JSONDecodeError):
        return f"line {error.lineno}: {error.msg}"
    return str(error) or type(error).__name__


def _toml(content: bytes) -> None:
    tomllib.loads(content.decode("utf-8"))


def _yaml(content: bytes) -> None:
    """Refuse a mapping that has a key twice, as the programs do that read it; PyYAML takes the last one."""
    waiting, met = deque(safe_yaml.documents(content)), set[int]()
    while waiting:
        node = waiting.popleft()
        if not isinstance(node, yaml.CollectionNode) or id(node) in met:
            continue
        met.add(id(node))
        if isinstance(node, yaml.MappingNode):
            _no_key_twice(key for key, _ in node.value)
        waiting += [part for item in node.value for part in (item if isinstance(item, tuple) else [item])]


def _no_key_twice(keys: Iterable[yaml.Node]) -> None:
    seen = set()
    for key in keys:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                raise safe_yaml.Unreadable(f"line {key.start_mark.line + 1}: {key.value!r} is there twice")
            seen.add(key.value)


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
