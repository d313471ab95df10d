"""What a setup.py declares in plain literals. It is read as a tree and never run."""

import ast
from typing import Any

from packaging_gradient.existing.declared import Declared, commands, licence
from packaging_gradient.existing.files import requirements, table, word, words

# Arguments by which setuptools, or a plugin of it, is told to compile.
COMPILING = ("ext_modules", "cffi_modules", "rust_extensions", "cmake_source_dir")


def read(tree: ast.Module) -> Declared:
    """Return what the arguments of `setup()` say, as far as they are literals or names of literals."""
    constants, given = _constants(tree), _arguments(tree)
    told = {key: _literal(node, constants) for key, node in given.items()}
    points = told.get("entry_points")
    lists = [table(points).get(key) for key in ("console_scripts", "gui_scripts")]
    return Declared(
        name=word(told.get("name")),
        scripts=tuple(name for lines in [*lists, *_sections(points)] for name in commands(lines)),
        requires=tuple(requirements(words(told.get("install_requires")))),
        licence=licence(told.get("license"), told.get("classifiers")),
    )


def compiles(tree: ast.Module) -> bool:
    """Tell whether `setup()` is given something to compile. A list by its name counts: code may have filled it since."""
    nodes = [node for key, node in _arguments(tree).items() if key in COMPILING]
    return any(_literal(node, {}, unknown=True) for node in nodes)


def _arguments(tree: ast.Module) -> dict[str, ast.expr]:
    """Return the arguments of every call of `setup`, and the entries of tables that it is given as `**table`."""
    tables = {name: node for name, node in _assigned(tree).items() if isinstance(node, ast.Dict | ast.Call)}
    found: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "setup":
            for keyword in node.keywords:
                if keyword.arg:
                    found[keyword.arg] = keyword.value
                elif isinstance(keyword.value, ast.Name):
                    found |= _entries(tables.get(keyword.value.id))
    return found


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _entries(node: ast.expr | None) -> dict[str, ast.expr]:
    """Return the entries of a table that is written as `{...}` or `dict(...)`."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {str(key.value): value for key, value in pairs if isinstance(key, ast.Constant)}
    if isinstance(node, ast.Call) and _called(node) == "dict":
        return {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    return {}


def _assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what names are given at the top of the file; only those given once, so that nothing is guessed."""
    pairs = [
        (target.id, node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    names = [name for name, _ in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}


def _constants(tree: ast.Module) -> dict[str, Any]:
    found = {name: _literal(node, {}, unknown=...) for name, node in _assigned(tree).items()}
    return {name: value for name, value in found.items() if value is not ...}


def _literal(node: ast.expr, constants: dict[str, Any], unknown: object = None) -> Any:  # noqa: ANN401 - any literal
    """Return the value of a literal, or of a name of one; something else for what only code knows."""
    if isinstance(node, ast.Name):
        return constants.get(node.id, unknown)
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return unknown


def _sections(points: object) -> list[str]:
    """Return the lines that define commands in entry points written as the text of an INI file."""
    found, inside = [], False
    for line in words(points):
        if line.startswith("["):
            inside = line.strip("[] ") in {"console_scripts", "gui_scripts"}
        elif inside:
            found.append(line)
    return found
