"""Whether the build compiles something, and in which languages. Sources that no build uses do not count."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from packaging_gradient.existing import setup_py
from packaging_gradient.existing.files import table

SUFFIXES = {
    ".c": "C",
    ".cc": "C++",
    ".cpp": "C++",
    ".cxx": "C++",
    ".f": "Fortran",
    ".f90": "Fortran",
    ".pyx": "Cython",
    ".rs": "Rust",
}
# Where sources lie that are no part of what is built.
ASIDE = {"benchmarks", "doc", "docs", "examples", "test", "testing", "tests"}
# Hooks of hatchling that compile without sources in another language, and those that compile nothing.
GENERATING, HARMLESS = {"cython", "mypyc"}, {"build-scripts", "vcs", "version"}


@dataclass(frozen=True, slots=True)
class Build:
    """What says whether a build compiles: both files that define it, and the languages of the sources beside them."""

    pyproject: Mapping[str, Any]
    setup: ast.Module
    sources: tuple[str, ...]

    def tool(self, *keys: str) -> dict[str, Any]:
        """Return a table of a tool."""
        return table(self.pyproject, "tool", *keys)


def languages(pyproject: Mapping[str, Any], setup: ast.Module, backend: str, files: list[str]) -> tuple[str, ...]:
    """Return the languages that the build compiles, none for pure Python; C where a tool writes the sources itself."""
    paths = [PurePath(name) for name in files]
    kinds = {SUFFIXES[path.suffix] for path in paths if path.suffix in SUFFIXES and not ASIDE & {*path.parts[:-1]}}
    build = Build(pyproject, setup, tuple(sorted(kinds)))
    if table(pyproject, "build-system").get("backend-path") and "setup.py" in files:  # their own, around setuptools
        backend = "setuptools"
    compiles = any(test(build) for start, test in BACKENDS.items() if backend.startswith(start))
    return (build.sources or ("C",)) if compiles else ()


def _scikit_build(build: Build) -> bool:
    return build.tool("scikit-build", "wheel").get("cmake") is not False


def _setuptools(build: Build) -> bool:
    declared = build.tool("setuptools").get("ext-modules") or build.tool("setuptools-rust")
    return bool(declared) or setup_py.compiles(build.setup)


def _hatchling(build: Build) -> bool:
    """Hooks may be off unless an environment variable asks for them, as mypyc is for Black."""
    hooks = build.tool("hatch", "build", "hooks") | build.tool("hatch", "build", "targets", "wheel", "hooks")
    on = {name for name in hooks if table(hooks, name).get("enable-by-default") is not False} - HARMLESS
    return bool(on & GENERATING or (on and build.sources))


def _poetry(build: Build) -> bool:
    return bool(build.tool("poetry").get("build") and build.sources)


def _pdm(build: Build) -> bool:
    told = build.tool("pdm", "build")
    return bool(told.get("run-setuptools") or (told.get("custom-hook") and build.sources))


# By how the name of the backend starts. A backend that is not here, such as flit's or uv's, compiles nothing.
BACKENDS: Mapping[str, Callable[[Build], bool]] = {
    "maturin": lambda build: True,
    "scikit_build_core": _scikit_build,
    "mesonpy": lambda build: bool(build.sources),
    "setuptools": _setuptools,
    "hatchling": _hatchling,
    "poetry": _poetry,
    "pdm": _pdm,
}
