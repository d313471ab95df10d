"""Where tests make projects from the template as it stands in the working tree, and run their verbs."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from filelock import FileLock

from quick import run_copy

ROOT = Path(__file__).parent.parent
CATALOGUE = yaml.safe_load((ROOT / "extensions/catalogue.yml").read_text("utf-8"))["catalogue"]["default"]
# The strategies whose builds take minutes: tests that build them, beside the one build that is shared, have a mark.
LONG = {id for id, row in CATALOGUE["strategies"].items() if row.get("long_build")}
# The Pythons that a generated project supports, the oldest first.
PYTHONS: list[str] = CATALOGUE["bases"]["package"]["pythons"]


def marks(strategy: str) -> list[pytest.MarkDecorator]:
    """Return the marks of a test that builds a strategy anew."""
    return [pytest.mark.long_builds] if strategy in LONG else []


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as a user of our own, whatever the machine's configuration says; return what it prints."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    run = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout


def snapshot(folder: Path, tag: str = "1.0.0") -> Path:
    """Copy the working tree, untracked files included, into a new repository with one commit and one tag."""
    for name in git(ROOT, "ls-files", "-co", "--exclude-standard", "-z").split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    commit(folder)
    git(folder, "tag", tag)
    return folder


def commit(folder: Path, message: str = "Test") -> None:
    """Commit all that a folder holds; make it a repository first if it is none."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", f"--message={message}", "--date=2026-01-01T00:00:00Z")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock that other test processes respect."""
    with FileLock(file):
        yield


def cached(name: str = "") -> Path:
    """Return the folder, made if need be, where what takes long to make is kept from one run to the next."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "packaging-gradient" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def key(answers: Mapping[str, object]) -> str:
    """Return a short name for a set of answers."""
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Workshop:
    """One snapshot of the template, and the projects built from it, shared by all test processes of a run."""

    template: Path
    store: Path

    def copy(self, target: Path, **answers: object) -> Path:
        """Render the template without trust and without asking; return the new project, committed."""
        data = {"project_name": "my-app", **answers}
        run_copy(str(self.template), target, data=data, defaults=True, quiet=True, vcs_ref="HEAD")
        commit(target)
        return target

    def clone(self, folder: Path, *options: str) -> Path:
        """Clone the template, for a test that changes it. A copy of its files could hold what git wrote just then."""
        git(self.template, "clone", "--quiet", *options, str(self.template), str(folder))
        return folder

    def built(self, **answers: object) -> Path:
        """Return a project whose `nox -t build` has run. Built once for each set of answers; do not change it."""
        name = key(answers)
        project = self.store / f"{answers.get('strategy', 'default')}-{name}"
        done = self.store / f"{name}.done"
        with locked(self.store / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(project, ignore_errors=True)
                nox(self.copy(project, **answers), "-t", "build")
                done.touch()
        return project


def edit(file: Path, old: str, new: str) -> None:
    """Change one place of a file, as a person would."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1, text
    file.write_text(text.replace(old, new), "utf-8")


def own_environment() -> dict[str, str]:
    """Return what a project's verbs run in: nothing of the environment that the tests may have been started from."""
    return {key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "SOURCE_DATE_EPOCH"}}


def nox(project: Path, *arguments: str, fails: bool = False, **environment: str) -> str:
    """Run nox in a generated project and return all it printed; assert that it passed, or failed where it should."""
    run = [sys.executable, "-m", "nox", "--error-on-missing-interpreters", *arguments]
    result = subprocess.run(
        run,
        cwd=project,
        env=own_environment() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert (result.returncode != 0) == fails, result.stdout
    return result.stdout
