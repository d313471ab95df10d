"""The lock of a new project: its first commit names what everybody installs, until someone raises it."""

import os
import subprocess
from pathlib import Path

from packaging_gradient.closing import theirs
from packaging_gradient.refusal import one_line

LOCK = "uv.lock"
SECONDS = 20.0
# For one quick try; what the user has set for uv wins. Where tags give the version, there is none yet.
TRY = {
    "SETUPTOOLS_SCM_PRETEND_VERSION": "0",
    "UV_HTTP_RETRIES": "0",
    "UV_HTTP_TIMEOUT": "10",
    "UV_PYTHON_DOWNLOADS": "never",
}


def lock(draft: Path) -> str:
    """Have uv lock a project, where its user has uv. Return what is to be said where it does not, as without an index."""
    uv = theirs("uv")
    if not uv or not (draft / "pyproject.toml").is_file():
        return ""
    failed = _failed([uv, "lock", "--no-progress", "--quiet", f"--directory={draft}"])
    return f"There is no {LOCK} yet ({failed}); `uv lock` makes it later." if failed else ""


def _failed(command: list[str]) -> str:
    """Run uv. Return its first words where it fails."""
    try:
        run = subprocess.run(command, env={**TRY, **os.environ}, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer in {SECONDS:.0f} seconds"
    except OSError as error:
        return str(error.strerror)
    said = run.stderr.decode("utf-8", "replace").strip() or f"exit code {run.returncode}"
    return one_line(said.splitlines()[0].removeprefix("error: ")) if run.returncode else ""
