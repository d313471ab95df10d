"""Applications as their repositories, wired for strategies by the template, and used where an artifact is meant to run."""

import shutil
import subprocess
import sys
import tarfile
import tomllib
from dataclasses import dataclass, field
from email import message_from_string
from pathlib import Path
from typing import Any

from quick import run_copy
from workshop import CATALOGUE, Workshop, cached, commit, edit, git, locked, nox


@dataclass(frozen=True)
class Application:
    """A row of the table."""

    name: str
    version: str
    tag: str
    answers: dict[str, str]
    uses: list[dict[str, Any]]
    serves: dict[str, Any] = field(default_factory=dict)
    opens: dict[str, Any] = field(default_factory=dict)
    needs_git: bool = False
    from_git: list[str] = field(default_factory=list)
    facts: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    out: dict[str, str] = field(default_factory=dict)
    untried: dict[str, str] = field(default_factory=dict)

    @property
    def strategies(self) -> list[str]:
        """The strategies that its shape and its code allow, without those that it is not built by."""
        shape, code = self.answers["shape"], self.answers.get("code", "pure")
        rows = CATALOGUE["strategies"].items()
        allowed = [id for id, row in rows if shape in row["shapes"] and code in row["code"]]
        return [id for id in allowed if id not in self.untried]

    @property
    def is_library(self) -> bool:
        """Whether it has no command."""
        return "command" not in self.answers


TABLE = tomllib.loads(Path(__file__).with_name("applications.toml").read_text("utf-8"))
APPLICATIONS = {name: Application(name, **row) for name, row in TABLE.items()}


def sdist(application: Application) -> Path:
    """Return the application's sdist; downloaded once and kept in the user's cache."""
    folder = cached("applications")
    spelling = application.name.replace("-", "_").lower()
    # Until there was a standard for it, a hyphen stayed in the name of the file.
    pattern = f"{spelling.replace('_', '[-_]')}-{application.version}.tar.gz"
    with locked(folder / f"{spelling}.lock"):
        if not list(folder.glob(pattern)):
            options = ["--quiet", "--no-deps", f"--no-binary={application.name}", f"--dest={folder}"]
            wanted = f"{application.name}=={application.version}"
            subprocess.run([sys.executable, "-m", "pip", "download", *options, wanted], check=True)
    return next(folder.glob(pattern))


def needs(application: Application) -> list[str]:
    """Return what the application and its build backend require, as its sdist says."""
    file = sdist(application)
    with tarfile.open(file) as archive:
        names = {member.name.partition("/")[2]: member for member in archive if member.isfile()}
        texts = {name: archive.extractfile(names[name]) for name in ("PKG-INFO", "pyproject.toml") if name in names}
        said = {name: text.read().decode() for name, text in texts.items() if text}
    metadata = message_from_string(said["PKG-INFO"])
    required = [text for text in metadata.get_all("Requires-Dist") or [] if "extra ==" not in text]
    backend = tomllib.loads(said.get("pyproject.toml", "")).get("build-system", {})
    return [*required, *backend.get("requires", ["setuptools", "wheel"])]


def repository(application: Application, folder: Path) -> Path:
    """Unpack an application and make its repository of it, with the tag of its release."""
    with tarfile.open(sdist(application)) as archive:
        archive.extractall(folder.parent / "sdist", filter="data")
    [unpacked] = (folder.parent / "sdist").iterdir()
    unpacked.rename(folder)
    for path in (folder / name for name in application.from_git):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    commit(folder)
    git(folder, "tag", "--annotate", "--message=Release", application.tag)
    return folder


def wire(workshop: Workshop, application: Application, folder: Path) -> Path:
    """Have the template put every strategy into an application's repository, as `existing` code; return it."""
    repository(application, folder)
    first, *others = application.strategies
    data: dict[str, object] = {"project_name": application.name, "existing": True, **application.answers}
    data |= {"strategy": first, "also_ship": others}
    template = str(workshop.template)
    run_copy(template, folder, data=data, defaults=True, quiet=True, overwrite=False, vcs_ref="HEAD")
    commit(folder)
    git(folder, "tag", "--force", "--annotate", "--message=Release", application.tag)
    return folder


def ship(project: Path, strategy: str, fails: bool = False) -> str:
    """Build and smoke an application in one way, as its packager would; return what that printed."""
    sessions = [f"build_{strategy}", f"smoke_{strategy}"]
    return nox(project, "--noxfile=tools/shipping/noxfile.py", "--sessions", *sessions, fails=fails)


def state(project: Path, application: Application, strategy: str) -> None:
    """Write what a strategy must be told of an application into the files that are for it."""
    for file, edits in application.facts.get(strategy, {}).items():
        for old, new in edits.items():
            edit(project / "tools/shipping" / file, old, new)
    commit(project)
    git(project, "tag", "--force", "--annotate", "--message=Release", application.tag)
