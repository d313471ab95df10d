"""Has somebody's own noxfile load the sessions that build and try what is shipped."""

import ast
import sys
from io import StringIO
from pathlib import Path

GLUE = "tools/shipping/noxfile.py"
LOADED = f'runpy.run_path("{GLUE}")'

Imports = list[ast.Import | ast.ImportFrom]


def loading(text: str, draft: Path) -> str:
    """Return the text of a noxfile so that it loads the sessions of a draft; as it is where that makes no sense.

    Where both have a session of the same name, one would hide the other. Raises SyntaxError for what is no Python.
    """
    tree = ast.parse(text)
    shipping = [path for path in (draft / GLUE).parent.rglob("*.py") if path.is_file()]
    ours = {name for path in shipping for name in sessions(ast.parse(path.read_bytes()))}
    imports = _first_imports(tree)
    return text if GLUE in text or not imports or ours & sessions(tree) else _inserted(text, imports)


def sessions(tree: ast.Module) -> set[str]:
    """Return the names of the sessions that a file defines."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {_name(function, mark) for function in functions for mark in function.decorator_list if _is_session(mark)}


def _is_session(mark: ast.expr) -> bool:
    called = mark.func if isinstance(mark, ast.Call) else mark
    return "session" in {getattr(called, "attr", ""), getattr(called, "id", "")}


def _name(function: ast.FunctionDef, mark: ast.expr) -> str:
    given = [keyword.value for keyword in mark.keywords if keyword.arg == "name"] if isinstance(mark, ast.Call) else []
    return next((str(value.value) for value in given if isinstance(value, ast.Constant)), function.name)


def _first_imports(tree: ast.Module) -> Imports:
    """Return the imports that a file begins with, those from the future left out."""
    found: Imports = []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += [] if getattr(node, "module", "") == "__future__" else [node]
        elif found:
            break
    return found


def _inserted(text: str, imports: Imports) -> str:
    """Load the glue after the imports, so that whatever the noxfile sets itself comes later and wins."""
    lines = StringIO(text, newline="\n").readlines()
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    lines.insert(imports[-1].end_lineno or 0, f"{end}{LOADED}{end}")
    if "runpy" not in {name.name for node in imports for name in node.names}:
        place, gap = _place(imports)
        lines.insert(place, f"import runpy{end}{end if gap else ''}")
    return "".join(lines)


def _place(imports: Imports) -> tuple[int, bool]:
    """Return the line to import runpy after, in the order of the standard library, and whether a blank one follows."""
    standard = [
        node for node in imports if isinstance(node, ast.Import) and node.names[0].name in sys.stdlib_module_names
    ]
    before = [node.end_lineno or 0 for node in standard if node.names[0].name < "runpy"]
    return (before[-1], False) if before else (imports[0].lineno - 1, not standard)
