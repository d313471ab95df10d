"""What `gradient adopt` reads in a repository, whatever builds it; and that it never runs what it reads."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from packaging_gradient.existing import found
from packaging_gradient.existing.found import LEGACY, Found
from packaging_gradient.refusal import Refused
from person import repositories
from person.repositories import EXT, FLAT, FLIT, HOOK, MODULE, POETRY, SRC, C, declared

PURE = Found("Weather", ("weather",), "src", LEGACY, ("weather",), (), "MIT", "cli", (), ())
SETUPTOOLS = "setuptools.build_meta"
NO_SCRIPTS = {"scripts": (), "shape": "library"}


def read(folder: Path, files: dict[str, str]) -> Found:
    """Return what is found in a folder with these files."""
    return found.read(repositories.repository(folder, files), list(files))


BACKENDS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "setuptools": (declared(SETUPTOOLS), {"backend": SETUPTOOLS}),
    "setuptools with C": (declared(SETUPTOOLS, EXT) | C, {"backend": SETUPTOOLS, "languages": ("C",)}),
    "setuptools, C in tests": (declared(SETUPTOOLS) | {"tests/a.c": ""}, {"backend": SETUPTOOLS}),
    "setup.cfg": ({"setup.cfg": repositories.SETUP_CFG, "setup.py": "import setuptools; setuptools.setup()"}, {}),
    "setup.cfg and tools": ({"setup.cfg": repositories.SETUP_CFG, "pyproject.toml": "[tool.mypy]\n"}, {}),
    "setup.py": ({"setup.py": repositories.SETUP_PY}, {}),
    "setup.py, text": ({"setup.py": repositories.SETUP_PY_TEXT}, {}),
    "setup.py with C": ({"setup.py": repositories.SETUP_PY_C} | C, {"languages": ("C",), "licence": "", **NO_SCRIPTS}),
    "setup.py, filled later": ({"setup.py": repositories.SETUP_PY_FILLED} | C, {"languages": ("C",), **NO_SCRIPTS}),
    "their own, around setuptools": (
        declared("backend", EXT, path='backend-path = ["_x"]') | C | {"setup.py": ""},
        {"languages": ("C",)},
    ),
    "hatchling": (declared("hatchling.build"), {}),
    "hatchling with mypyc": (declared("hatchling.build", HOOK.format("mypyc", "true")), {"languages": ("C",)}),
    "hatchling, mypyc off": (declared("hatchling.build", HOOK.format("mypyc", "false")), {}),
    "hatchling, version hook": (declared("hatchling.build", HOOK.format("vcs", "true")) | C, {}),
    "flit": (declared("flit_core.buildapi"), {}),
    "flit, its own table": ({"pyproject.toml": FLIT}, {"name": "weather", "backend": "flit_core.buildapi"}),
    "poetry": (declared("poetry.core.masonry.api"), {}),
    "poetry, its own table": ({"pyproject.toml": POETRY}, {"backend": "poetry.core.masonry.api"}),
    "poetry with C": (
        {"pyproject.toml": f'{POETRY}\n[tool.poetry.build]\nscript = "build.py"\n'} | C,
        {"backend": "poetry.core.masonry.api", "languages": ("C",)},
    ),
    "pdm": (declared("pdm.backend"), {}),
    "pdm with C": (declared("pdm.backend", "[tool.pdm.build]\nrun-setuptools = true") | C, {"languages": ("C",)}),
    "uv": (declared("uv_build"), {}),
    "scikit-build": (
        declared("scikit_build_core.build") | C | {"src/weather/b.cpp": ""},
        {"languages": ("C", "C++")},
    ),
    "scikit-build, off": (declared("scikit_build_core.build", "[tool.scikit-build.wheel]\ncmake = false"), {}),
    "maturin": (declared("maturin") | {"Cargo.toml": "", "rust/lib.rs": ""}, {"languages": ("Rust",)}),
    "meson": (declared("mesonpy") | {"meson.build": "", "src/weather/f.f90": ""}, {"languages": ("Fortran",)}),
    "meson, pure": (declared("mesonpy") | {"meson.build": ""}, {}),
}


@pytest.mark.parametrize("case", BACKENDS)
def test_backends(tmp_path: Path, case: str) -> None:
    """Name, commands, licence, packages and what is compiled are found in every form."""
    files, expected = BACKENDS[case]
    seen = read(tmp_path, files | SRC)
    assert replace(seen, backend=expected.get("backend", PURE.backend)) == replace(PURE, **expected)
    assert "pyproject.toml" not in files or seen.backend in {LEGACY, *files["pyproject.toml"].split('"')}


@pytest.mark.parametrize(
    ("files", "root", "packages"),
    [
        (SRC, "src", ("weather",)),
        (FLAT, "", ("weather",)),
        (MODULE, "", ("weather",)),
        (SRC | FLAT | {"src/_one.py": "", "src/space/deep/__init__.py": ""}, "src", ("_one", "space", "weather")),
        ({"python/weather/__init__.py": "", "src/lib.rs": "", "src/make.py": ""}, "python", ("weather",)),
        ({"src/weather.py": "", "tests/__init__.py": ""}, "src", ("weather",)),
        ({"src/__init__.py": ""}, "", ("src",)),
        ({}, "", ()),
    ],
)
def test_layouts(tmp_path: Path, files: dict[str, str], root: str, packages: tuple[str, ...]) -> None:
    """Packages are told from tests, documents and tools, in each of the usual places."""
    seen = read(tmp_path, declared("hatchling.build") | files)
    assert (seen.root, seen.packages) == (root, packages)


@pytest.mark.parametrize(
    ("scripts", "needs", "command", "shape"),
    [
        ('a = "a:b"\nweather = "a:b"', [], "a", "cli"),
        ('b = "a:b"\na = "a:b"', ["aiohttp"], "a", "cli"),
        ('a = "a:b"', ["Uvicorn[standard]>=0.3"], "a", "service"),
        ('a = "a:b"', ["flask ; python_version > '3'"], "a", "service"),
        ("", ["flask"], "", "library"),
    ],
)
def test_shapes(tmp_path: Path, scripts: str, needs: list[str], command: str, shape: str) -> None:
    """Commands make a tool, and a web framework that it needs makes that a service."""
    seen = read(tmp_path, declared("hatchling.build", scripts=scripts, needs=needs))
    assert (seen.command, seen.shape) == (command, shape)


def test_surroundings(tmp_path: Path) -> None:
    """CI services and task runners are named, wherever they keep their settings."""
    files = {
        name: "" for name in (".gitlab-ci.yml", ".github/workflows/ci.yml", "tox.ini", "Makefile", "docs/justfile")
    }
    more = "[tool.hatch.envs.default]\npython = '3'\n[tool.tox]\nx = 1\n[tool.poe.tasks]\na = 'b'\n"
    seen = read(tmp_path, files | declared("hatchling.build", more))
    assert seen.services == ("GitHub Actions", "GitLab CI")
    assert seen.runners == ("tox", "make", "hatch", "poe")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pyproject.toml", b"[project\n", "is not valid TOML"),
        ("pyproject.toml", b"[project]\nname = 'caf\xe9'\n", "is not in UTF-8"),
        ("pyproject.toml", b"x = " + b"[" * 100_000, "is not valid TOML"),
        ("pyproject.toml", b"#" * 3_000_000, "is too long"),
        ("setup.cfg", b"name = 1\n", "cannot be read"),
        ("setup.cfg", b"[metadata]\nname = caf\xe9\n", "is not in UTF-8"),
        ("setup.py", b"print 'old'\n", "line 1"),
        ("setup.py", b"setup(name='caf\xe9')\n", "is not valid Python 3"),
        ("setup.py", b"\0", "is not valid Python 3"),
        ("setup.py", b"x = " + b"(" * 100_000, "is not valid Python 3"),
        ("setup.py", b"x = " + b"-" * 100_000 + b"1", "is not valid Python 3"),
        ("README.md", b"", "no pyproject.toml and no setup.py"),
    ],
    ids=ascii,
)
def test_unreadable(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    """What cannot be read is named, with what is wrong with it."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match=said) as refused:
        found.read(tmp_path, [name])
    assert name in str(refused.value) or name == "README.md"


@pytest.mark.parametrize(
    "text",
    [
        "project = 3",
        "tool = 'x'\nbuild-system = []",
        "[project]\nname = 1\nscripts = ['a']\ndependencies = [1, '!!']\nlicense = []\nclassifiers = 7",
        "[tool.poetry]\nscripts = 'x'\ndependencies = 1\nlicense = {}\n[tool]\nhatch = 1\npdm = []",
        "[build-system]\nbuild-backend = 3\nrequires = 7",
        "[build-system]\nbuild-backend = 'hatchling.build'\n[tool.hatch.build]\nhooks = 3\ntargets = ''",
    ],
)
def test_wrong_types(tmp_path: Path, text: str) -> None:
    """A value of a type that makes no sense there counts as none."""
    seen = read(tmp_path, {"pyproject.toml": text, "setup.py": "setup(name=1, entry_points=[2], **x)\nsetup(**{})"})
    assert (seen.name, seen.scripts, seen.languages) == ("", (), ())


def test_no_file(tmp_path: Path) -> None:
    """A pipe or a folder in the place of a file is not waited for."""
    os.mkfifo(tmp_path / "pyproject.toml")
    (tmp_path / "setup.cfg").mkdir()
    (tmp_path / "setup.py").write_text(repositories.SETUP_PY)
    assert found.read(tmp_path, ["setup.py"]).name == "Weather"


def test_shown_on_few_lines(tmp_path: Path) -> None:
    """What a hostile file says cannot act on the terminal."""
    text = '[project]\nname = "a\\nb\\u001b[2J"\nlicense = "x\\u202ey"\n'
    shown = found.lines(read(tmp_path, {"pyproject.toml": text}))
    assert all(line.isprintable() for line in shown)
    assert shown[0] == "  name      a b\\x1b[2J"
