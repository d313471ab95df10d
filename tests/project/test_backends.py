"""Any build backend, two packages, extras, no classifiers: every artifact follows what the project declares."""

import subprocess
import sys
from pathlib import Path

import pytest

from project.stranger import write
from quick import run_copy
from workshop import Workshop, commit, nox

# What each backend wants to be told beside [project], for packages that lie flat beside each other.
BACKENDS = {
    "flit_core": ("flit_core>=3.9", "flit_core.buildapi", '[tool.flit.module]\nname = "tally"\n'),
    "pdm": ("pdm-backend>=2.4", "pdm.backend", '[tool.pdm.build]\nincludes = ["tally", "tally_more"]\n'),
    "poetry": (
        "poetry-core>=2",
        "poetry.core.masonry.api",
        '[tool.poetry]\npackages = [{include = "tally"}, {include = "tally_more"}]\n',
    ),
    "setuptools": (
        "setuptools>=77",
        "setuptools.build_meta",
        '[tool.setuptools]\npackages = ["tally", "tally_more"]\n',
    ),
    "uv": (
        "uv_build>=0.9",
        "uv_build",
        '[tool.uv.build-backend]\nmodule-root = ""\nmodule-name = ["tally", "tally_more"]\n',
    ),
}
MAIN = """
import importlib.util
import sys


def main() -> int:
    found = [name for name in ("tally_more", "attrs") if importlib.util.find_spec(name)]
    print(*found)
    return 0 if sys.argv[1] == "--help" else 3
"""


def project(workshop: Workshop, folder: Path, backend: str, strategy: str) -> Path:
    """Make a repository with a backend, and add a strategy to it."""
    requires, module, more = BACKENDS[backend]
    files = {
        "pyproject.toml": f'[build-system]\nrequires = ["{requires}"]\nbuild-backend = "{module}"\n\n'
        '[project]\nname = "Tally.Ho"\nversion = "1"\ndescription = "Counts."\n'
        'optional-dependencies = { more = ["attrs"] }\nscripts = { tally = "tally:main" }\n\n' + more,
        "tally/__init__.py": MAIN,
        "tally_more/__init__.py": "",
    }
    write(folder, files)
    commit(folder)
    answers = {"project_name": "Tally.Ho", "command": "tally", "existing": True, "shape": "cli", "strategy": strategy}
    run_copy(str(workshop.template), folder, data=answers, defaults=True, quiet=True, vcs_ref="HEAD")
    settings = folder / "tools/shipping/settings.toml"
    settings.write_text(settings.read_text("utf-8").replace("extras = []", 'extras = ["more"]'), "utf-8")
    commit(folder)
    return folder


@pytest.mark.parametrize("backend", BACKENDS)
def test_backend(workshop: Workshop, target: Path, backend: str) -> None:
    """The zipapp has all packages that the backend ships, and the extra; it ends as the command does."""
    made = project(workshop, target, backend, "zipapp")
    nox(made, "-f", "tools/shipping/noxfile.py", "-t", "build", "smoke")
    run = [sys.executable, "-I", str(made / "dist/Tally.Ho.pyz"), "count"]
    result = subprocess.run(run, capture_output=True, text=True, check=False)
    shipped = ["attrs"] if backend == "flit_core" else ["tally_more", "attrs"]  # flit ships one module
    assert (result.stdout.split(), result.returncode) == (shipped, 3)


@pytest.mark.long_builds
@pytest.mark.usefixtures("flatpaks")
def test_a_backend_that_is_a_program(workshop: Workshop, target: Path) -> None:
    """Where no installer sets up an environment for the build, as in a Flatpak, it is found all the same."""
    nox(project(workshop, target, "uv", "flatpak"), "-f", "tools/shipping/noxfile.py", "-t", "build", "smoke")
