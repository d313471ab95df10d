"""What a project declares in pyproject.toml and setup.cfg, in each of the forms that build backends read."""

from collections.abc import Iterable
from configparser import ConfigParser
from dataclasses import dataclass
from typing import Any

from packaging.utils import canonicalize_name

from packaging_gradient.existing.files import requirements, table, word, words


@dataclass(frozen=True, slots=True)
class Declared:
    """What one file says; empty what it does not say. `scripts` in its order, `requires` in their one spelling."""

    name: str = ""
    scripts: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    licence: str = ""


def merged(sources: Iterable[Declared]) -> Declared:
    """Return for each part what the first source says that says anything."""
    told = list(sources)
    return Declared(
        name=next((one.name for one in told if one.name), ""),
        scripts=next((one.scripts for one in told if one.scripts), ()),
        requires=next((one.requires for one in told if one.requires), ()),
        licence=next((one.licence for one in told if one.licence), ""),
    )


def project(pyproject: dict[str, Any]) -> Declared:
    """Read the standard table (PEP 621)."""
    declared = table(pyproject, "project")
    return Declared(
        name=word(declared.get("name")),
        scripts=(*table(declared, "scripts"), *table(declared, "gui-scripts")),
        requires=tuple(requirements(words(declared.get("dependencies")))),
        licence=licence(declared.get("license"), declared.get("classifiers")),
    )


def poetry(pyproject: dict[str, Any]) -> Declared:
    """Read Poetry's own table, in which Python is a dependency, too."""
    declared = table(pyproject, "tool", "poetry")
    return Declared(
        name=word(declared.get("name")),
        scripts=tuple(table(declared, "scripts")),
        requires=tuple(str(canonicalize_name(name)) for name in table(declared, "dependencies") if name != "python"),
        licence=licence(declared.get("license"), declared.get("classifiers")),
    )


def flit(pyproject: dict[str, Any]) -> Declared:
    """Read the table that flit had before the standard one."""
    declared = table(pyproject, "tool", "flit", "metadata")
    return Declared(
        name=word(declared.get("dist-name")) or word(declared.get("module")),
        scripts=tuple(table(pyproject, "tool", "flit", "scripts")),
        requires=tuple(requirements(words(declared.get("requires")))),
        licence=licence(declared.get("license"), declared.get("classifiers")),
    )


def setup_cfg(parsed: ConfigParser) -> Declared:
    """Read the form of setuptools that is no Python."""

    def get(section: str, key: str) -> str:
        return parsed.get(section, key, fallback="") or ""

    scripts = [get("options.entry_points", key) for key in ("console_scripts", "gui_scripts")]
    return Declared(
        name=get("metadata", "name").strip(),
        scripts=tuple(command for text in scripts for command in commands(text)),
        requires=tuple(requirements(words(get("options", "install_requires")))),
        licence=licence(get("metadata", "license"), get("metadata", "classifiers")),
    )


def commands(value: object) -> list[str]:
    """Return the names of entry points that are written as lines of `name = module:function`."""
    pairs = [line.partition("=") for line in words(value) if not line.startswith(("#", ";"))]
    return [name.strip() for name, equals, _ in pairs if equals and name.strip()]


def licence(value: object, classifiers: object) -> str:
    """Return a licence in a few words: as it is declared, else as the classifiers have it."""
    if isinstance(value, dict):
        value = value.get("text")
    said = words(value)
    if len(said) == 1 and len(said[0]) <= 60:
        return said[0]
    kinds = [line.rpartition("::")[2].strip() for line in words(classifiers) if line.startswith("License ::")]
    return next(iter(kinds), "")
