"""What is found in a repository that exists, as a person reads it and as the questions take it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging_gradient.existing import declared, files, layout, native, setup_py, surroundings
from packaging_gradient.refusal import Refused, one_line, several
from packaging_gradient.table import raw

# A command that needs one of these listens. Tornado and aiohttp are not among them: many a command only asks with them.
SERVING = {
    *("blacksheep", "bottle", "cherrypy", "django", "falcon", "fastapi", "flask", "litestar", "pyramid", "quart"),
    *("robyn", "sanic", "starlette", "cheroot", "daphne", "granian", "gunicorn", "hypercorn", "uvicorn", "waitress"),
}
LEGACY = "setuptools.build_meta:__legacy__"


@dataclass(frozen=True, slots=True)
class Found:
    """What a repository says of itself. `root` is the folder that the packages lie in, "" for the top one.

    `is_module` tells whether all its code is one file that needs nothing but Python.
    """

    name: str
    packages: tuple[str, ...]
    root: str
    backend: str
    scripts: tuple[str, ...]
    languages: tuple[str, ...]
    licence: str
    shape: str
    services: tuple[str, ...]
    runners: tuple[str, ...]
    is_module: bool = False

    @property
    def command(self) -> str:
        """The command that an artifact will start: the first one, as the metadata lists them, which is by name."""
        return min(self.scripts, default="")


def read(folder: Path, names: list[str]) -> Found:
    """Return what is found in a folder, among the names of its files. Raises Refused for what cannot be read or built."""
    pyproject, setup = files.toml(folder, "pyproject.toml"), files.python(folder, "setup.py")
    sources = [declared.project(pyproject), declared.poetry(pyproject), declared.flit(pyproject)]
    sources += [declared.setup_cfg(files.ini(folder, "setup.cfg")), setup_py.read(setup)]
    told = declared.merged(sources)
    build = files.table(pyproject, "build-system")
    if "setup.py" not in names and not build and not (told.name and "pyproject.toml" in names):
        raise Refused(f"{folder} has no pyproject.toml and no setup.py that say how it is built; add one first.")
    backend = files.word(build.get("build-backend")) or LEGACY
    root, packages = layout.packages(names)
    return Found(
        name=told.name,
        packages=packages,
        root=root,
        backend=backend,
        scripts=told.scripts,
        languages=native.languages(pyproject, setup, backend, names),
        licence=told.licence,
        shape=_shape(told),
        services=surroundings.services(names),
        runners=surroundings.runners(names, pyproject),
        is_module=layout.is_module(names) and not told.requires,
    )


def _shape(told: declared.Declared) -> str:
    if not told.scripts:
        return "library"
    return "service" if SERVING & {*told.requires} else "cli"


def lines(found: Found) -> list[str]:
    """Return what is found in a few lines for a person; what was not found has none."""
    code = f"{several(list(found.packages))}{f' in {found.root}/' if found.root else ''}"
    parts = {
        "name": found.name,
        "code": ", ".join(filter(None, [code, " and ".join(found.languages) or "pure Python"])),
        "built by": found.backend.partition(":")[0],
        "commands": several(list(found.scripts)),
        "licence": found.licence,
        "CI": several(list(found.services)),
        "tasks": several(list(found.runners)),
    }
    return [f"  {key:<9} {one_line(value)}" for key, value in parts.items() if value]


def offered(found: Found) -> dict[str, Any]:
    """Return what is found as defaults of the questions, as far as the table has these answers."""
    shapes = raw()["shapes"]
    code = "compiled" if found.languages else "module" if found.is_module else "pure"
    codes = shapes.get(found.shape, {}).get("code", [])
    answers = {
        "project_name": found.name,
        "command": found.command,
        "shape": found.shape if found.shape in shapes else "",
        "code": next((kind for kind in (code, raw()["codes"][code].get("within")) if kind in codes), ""),
        "extension": next((id for id in map(_id, found.languages) if id in raw()["languages"]), ""),
    }
    return {key: answer for key, answer in answers.items() if answer}


def unknown(found: Found) -> list[str]:
    """Return the languages for which no strategy brings a compiler: an answer names one, and what that takes comes."""
    rows = raw()["languages"]
    brought = set(rows.get(offered(found).get("extension"), {}).get("debian", []))
    takes = {language: rows.get(_id(language), {}).get("debian") for language in found.languages}
    return [language for language, packages in takes.items() if packages is None or not brought.issuperset(packages)]


def _id(language: str) -> str:
    """Return a language as the table calls it. What Cython writes is C."""
    return {"C++": "cpp", "Cython": "c"}.get(language, language.lower())
