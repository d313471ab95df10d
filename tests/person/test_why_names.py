"""`gradient why NAME`: each system that people know gets one true sentence, and no name is taken for a far one."""

import re
from collections import Counter

import pytest

from packaging_gradient.table.names import plain
from person.command import gradient
from workshop import CATALOGUE

STRATEGIES = CATALOGUE["strategies"]
COVERED = [(name, id, key) for id, row in STRATEGIES.items() for key in row["covers"] for name in key.split(", ")]
ELSEWHERE = [(name, key) for key in CATALOGUE["elsewhere"] for name in key.split(", ")]

# Every system that the overview names: https://packaging.python.org/en/latest/overview/
OVERVIEW = """
PyPI, setup.py, wheel, sdist, setuptools entry_points, Heroku, Google App Engine, PythonAnywhere, OpenShift, Zappa, Kivy,
Beeware, Brython, Flexx, PEX, zipapp, shiv, Homebrew, Anaconda, conda, Enthought Canopy, ActivePython, WinPython, pyInstaller,
cx_Freeze, constructor, py2exe, py2app, bbFreeze, osnap, pynsist, Chef Omnibus, AppImage, Docker, Flatpak, Snapcraft, Vagrant,
VHD, AMI, OpenStack, Adafruit, MicroPython, deb, RPM, FPM, virtualenv, dh-virtualenv, Python module
"""
# What people compare with, and other ways to write the same.
COMPARED = """
poetry, pdm, hatch, uv, pipx, pip, nuitka, briefcase, PyOxidizer, pyapp, snap, winget, msi, lambda, AWS Lambda, kubernetes, k8s,
wasm, Web Assembly, nix, apt, .deb, brew, exe, .dmg, Ansible, Salt, AppEngine, app-engine, Ubuntu Touch, Chaquopy, Pyodide,
PyScript, CircuitPython, VM, entry points, cxfreeze, py 2 exe, Docker-Compose, podman, PaaS, Fly.io
"""


def names(text: str) -> list[str]:
    """Return the names of a list."""
    return " ".join(text.split()).split(", ")


def words(text: str) -> str:
    """Return a text as one line, however it was wrapped."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", [*names(OVERVIEW), *names(COMPARED)])
def test_answered(name: str) -> None:
    """A name gets an answer, the same in capitals and in small letters."""
    assert gradient("why", name) == gradient("why", name.upper()) == gradient("why", name.lower())


@pytest.mark.parametrize(("name", "id", "key"), COVERED)
def test_covered(name: str, id: str, key: str) -> None:
    """What a strategy answers for leads to it, with the sentence first."""
    assert words(gradient("why", name)).startswith(f"{name}: {STRATEGIES[id]['covers'][key]}. {id}: ")


@pytest.mark.parametrize(("name", "key"), ELSEWHERE)
def test_elsewhere(name: str, key: str) -> None:
    """What none answers for gets its sentence and nothing else."""
    assert words(gradient("why", name)) == f"{name}: {CATALOGUE['elsewhere'][key]}."


@pytest.mark.parametrize("key", CATALOGUE["elsewhere"])
def test_elsewhere_says_that_there_is_none(key: str) -> None:
    """Each sentence says so, and what to use; it promises nothing, and goes into a line or two."""
    sentence = CATALOGUE["elsewhere"][key]
    assert re.fullmatch(r"no strategy (?:[^;.]|\.\w)+[;,] (?:[^.]|\.\w)+", sentence), sentence
    assert len(sentence) <= 120, sentence
    assert not re.search(r"\b(?:will|soon|planned|later)\b", sentence), sentence


def test_no_name_is_answered_twice() -> None:
    """A strategy that comes takes its names over: left where they were, they would be answered by two."""
    written = [*STRATEGIES, *(name for name, _, _ in COVERED), *(name for name, _ in ELSEWHERE)]
    assert [name for name, times in Counter(map(plain, written)).items() if times > 1] == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("dokcer", "docker"),
        ("winpythn", "WinPython"),
        ("homebrwe", "homebrew"),
        ("kubernets", "Kubernetes"),
        ("pyinstaler", "pyinstaller"),
        ("flatpack", "flatpak"),
    ],
)
def test_near(name: str, meant: str) -> None:
    """A slip of the finger gets the name that was meant."""
    assert f"did you mean {meant}?" in gradient("why", name, fails=2)


@pytest.mark.parametrize(
    "name", ["q", "px", "npm", "conan", "java", "banana", "pxe2", "rocket", "🚀", "", "app", "x" * 99]
)
def test_far(name: str) -> None:
    """A name that is like none gets no guess; pex once led to py2exe."""
    said = gradient("why", name, fails=2)
    assert "did you mean" not in said
    assert "`gradient list` shows the strategies" in said
