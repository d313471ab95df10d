"""Git, as far as the command needs it."""

import os
import subprocess
from pathlib import Path

from packaging_gradient.refusal import Refused

# For a first commit on a machine where nobody has told git who they are.
NOBODY = ["-c", "user.name=packaging-gradient", "-c", "user.email=packaging-gradient@localhost"]


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in a folder, give it some input, return what it prints. Raises Refused with what git says when it fails."""
    try:
        run = subprocess.run(["git", *arguments], cwd=folder, input=given, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise Refused("Git is not installed; it is needed to make and to switch projects.") from error
    if run.returncode:
        said = os.fsdecode(run.stderr or run.stdout).strip().splitlines() or [f"exit code {run.returncode}"]
        raise Refused(f"Git says: {said[0]}")
    return run.stdout


def line(folder: Path, *arguments: str) -> str:
    """Run git for one line of text."""
    return os.fsdecode(git(folder, *arguments)).rstrip("\n")


def names(folder: Path, *arguments: str) -> list[str]:
    """Run git for a list of names or fields, with `-z`, so that no name can break it."""
    return [os.fsdecode(name) for name in git(folder, *arguments, "-z").split(b"\0") if name]


def succeeds(folder: Path, *arguments: str) -> bool:
    """Tell whether git agrees."""
    try:
        git(folder, *arguments)
    except Refused:
        return False
    return True


def first_commit(folder: Path) -> None:
    """Make a repository of a folder, with everything in it committed."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    identity = [] if succeeds(folder, "var", "GIT_COMMITTER_IDENT") else NOBODY
    git(folder, *identity, "commit", "--quiet", "--message=Start from packaging-gradient")
