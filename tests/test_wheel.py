"""The project's own wheel: installed on its own, far from any checkout, the command has its table and its questions."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from targets.forge import Forge, results
from workshop import CATALOGUE, Workshop, snapshot


def test_installed_wheel(workshop: Workshop, tmp_path: Path) -> None:
    """What needs the table alone works; what needs the template says in one line that there is none."""
    run("uv", "build", "--quiet", "--wheel", f"--out-dir={tmp_path}", str(workshop.template), folder=tmp_path)
    [wheel] = tmp_path.glob("*.whl")
    assert "packaging_gradient/py.typed" in ZipFile(wheel).namelist()  # it claims Typing :: Typed
    run("uv", "venv", "--quiet", "v", folder=tmp_path)
    run("uv", "pip", "install", "--quiet", "--python=v/bin/python", str(wheel), folder=tmp_path)
    gradient = str(tmp_path / "v/bin/gradient")
    assert all(id in run(gradient, "list", folder=tmp_path) for id in CATALOGUE["strategies"])
    advice = json.loads(run(gradient, "advise", "--defaults", "--json", folder=tmp_path))
    assert len(advice["strategies"]) == len(CATALOGUE["strategies"])
    assert "No template found" in run(gradient, "new", "p", "--defaults", folder=tmp_path, code=2)
    run(gradient, "new", "p", "--defaults", f"--template={workshop.template}", folder=tmp_path)
    assert (tmp_path / "p/pyproject.toml").exists()


@pytest.mark.long_builds
def test_release(tmp_path: Path) -> None:
    """Our own workflow builds it, starts a project with it elsewhere, and publishes it."""
    forge = Forge(snapshot(tmp_path / "own"), tmp_path / "forge", tag="0.1.0")
    jobs = results(forge.run("release.yml"))
    assert len(jobs) == 3
    assert all(jobs.values())
    wheel, sdist = "packaging_gradient-0.1.0-py3-none-any.whl", "packaging_gradient-0.1.0.tar.gz"
    assert forge.asked == [
        "attest dist/SHA256SUMS ",
        "attest dist/SHA256SUMS dist/sbom.cdx.json",
        f"upload {wheel} {sdist}",
    ]


def run(*command: str, folder: Path, code: int = 0) -> str:
    """Run a command with the tools of the tests' own environment; return all it prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == code, result.stdout + result.stderr
    return result.stdout + result.stderr
