"""The locks of a new project: its first commit names what everybody installs, until someone raises it."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from packaging_gradient.closing import theirs
from packaging_gradient.refusal import one_line
from packaging_gradient.table import table

LOCK = "uv.lock"
SECONDS = 20.0
# For one quick try; what the user has set wins. Where tags give the version, there is none yet.
TRY = {
    "CARGO_HTTP_TIMEOUT": "10",
    "CARGO_NET_RETRY": "0",
    "SETUPTOOLS_SCM_PRETEND_VERSION": "0",
    "UV_HTTP_RETRIES": "0",
    "UV_HTTP_TIMEOUT": "10",
    "UV_PYTHON_DOWNLOADS": "never",
}


def lock(draft: Path, folder: Path) -> str:
    """Have uv lock a project, and a language its own dependencies, where its user has them. A lock that its folder has stays.

    Return what is to be said where one is not made, as without an index.
    """
    wanted = {file: command for file, command in _known().items() if not os.path.lexists(folder / file)}
    made = (_made(draft, file, command) for file, command in wanted.items() if (draft / file).parent.is_dir())
    return "\n".join(filter(None, made))


def _known() -> dict[str, tuple[str, ...]]:
    languages = (row.lock for row in table().languages.values())
    return {LOCK: ("uv", "lock"), **{known.file: known.command for known in languages if known}}


def _made(draft: Path, file: str, command: Sequence[str]) -> str:
    tool = theirs(command[0])
    failed = _failed([tool, *command[1:], "--quiet"], draft) if tool else ""
    return f"There is no {file} yet ({failed}); `{' '.join(command)}` makes it later." if failed else ""


def _failed(command: list[str], folder: Path) -> str:
    """Run a command in a folder. Return its first words where it fails."""
    try:
        run = subprocess.run(
            command, cwd=folder, env={**TRY, **os.environ}, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no answer in {SECONDS:.0f} seconds"
    except OSError as error:
        return str(error.strerror)
    said = run.stderr.decode("utf-8", "replace").strip() or f"exit code {run.returncode}"
    return one_line(said.splitlines()[0].removeprefix("error: ")) if run.returncode else ""
