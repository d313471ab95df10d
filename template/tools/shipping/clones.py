"""Clones of the repository: nothing but what git tracks can get into an artifact."""

import os
import shutil
import subprocess
from pathlib import Path

import nox
from shipping.project import ROOT

GIT = ["git", "-c", f"core.hooksPath={os.devnull}"]
GIT += ["-c", "user.name=build", "-c", "user.email=build@localhost"]
# For the copy that is built: the line ends that git keeps, on Windows, too.
AS_KEPT = ["--config=core.autocrlf=false", "--config=core.eol=lf"]


def git(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run git, which writes names in UTF-8 on every system, with no hooks."""
    names = {"encoding": "utf-8", "errors": "surrogateescape"}
    return subprocess.run([*GIT, *arguments], cwd=folder, capture_output=True, check=False, **names)


def said(session: nox.Session, step: subprocess.CompletedProcess[str]) -> str:
    """What git printed; end the session with its message where it failed."""
    if step.returncode:
        session.error(f"git says: {step.stderr.strip()}")
    return step.stdout.strip()


def clone(session: nox.Session, copy: Path) -> Path:
    """Clone the repository, with changes that are not committed yet; return the project in the clone."""
    clear(copy)
    top = said(session, git("rev-parse", "--show-toplevel"))
    # A commit of what is changed but not committed, made beside the branch. In a folder that was copied, git first has
    # to look at all files anew to tell that none is changed.
    git("update-index", "-q", "--refresh")
    changed = said(session, git("stash", "create"))
    commit = changed or said(session, git("rev-parse", "HEAD"))
    said(session, git("clone", "--quiet", "--no-checkout", *AS_KEPT, top, str(copy)))
    said(session, git("checkout", "--quiet", "--detach", commit, folder=copy))
    return copy / git("rev-parse", "--show-prefix").stdout.strip()


def clear(folder: Path) -> None:
    """Remove a folder, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
    # Windows keeps what is read-only, as git's own files in a clone are.
    for left in folder.rglob("*"):
        left.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
