"""A project made from the template: where it is, and the answers that it was made with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging_gradient import disk, origin, safe_yaml, shell, source
from packaging_gradient.git import git, has_commit, line
from packaging_gradient.placing import drafts
from packaging_gradient.placing.drafts import ANSWERS
from packaging_gradient.placing.unfinished import mended
from packaging_gradient.refusal import Refused
from packaging_gradient.source import Source, expanded


@dataclass(frozen=True, slots=True)
class Project:
    """A project made from the template, with nothing in it that is not committed."""

    folder: Path
    answers: Mapping[str, Any]
    template: str | None = None

    def source(self, ref: str | None = None) -> Source:
        """Where the template is now that the project was made from, by default at the same version."""
        return Source(self.template or str(self.answers["_src_path"]), ref or str(self.answers["_commit"]))

    def command(self, *words: str) -> str:
        """Write out a git command that works on the project from where the user is."""
        here = Path.cwd().resolve() == self.folder
        return shell.join(["git", *([] if here else ["-C", shell.called(self.folder)]), *words])


def read(named: Path, template: str | None = None) -> Project:
    """Return the project in a folder. Its template is where its answers say, or else where `template` names it.

    Raises Refused when there is no project, or one that git could not bring back.
    """
    folder = disk.real(named)
    mended(folder)
    found = answers(named)
    moved = source.find(template).address if template else None
    if not moved:
        _template_is_there(named, found)
    _in_a_repository(folder)
    if not has_commit(folder):
        raise Refused(f"{named} has no commit yet; make one first, so that git can bring back what changes.")
    if git(folder, "status", "--porcelain", "--", "."):
        raise Refused(f"{named} has changes that are not committed; commit or stash them first.")
    if not line(folder, "ls-tree", "HEAD", "--", ANSWERS):
        raise Refused(
            f"{named / ANSWERS} is not committed; git ignores it, so add it with `git add --force {ANSWERS}`."
        )
    return Project(folder, found, moved)


def answers(named: Path) -> Mapping[str, Any]:
    """Return the answers that the project in a folder was made with. Raises Refused where they cannot be read."""
    file = named / ANSWERS
    try:
        found = safe_yaml.values(safe_yaml.file(file))
    except OSError as error:
        raise Refused(f"{file.parent} is not a project of this template: its {file.name} cannot be read.") from error
    except safe_yaml.Unreadable as error:
        raise Refused(f"{file} cannot be read: {error}.") from error
    if not isinstance(found, dict) or not {"_src_path", "_commit", "strategy"} <= found.keys():
        raise Refused(f"{file} does not say which template, which version of it and which strategy were used.")
    return found


def _template_is_there(named: Path, answers: Mapping[str, Any]) -> None:
    """Refuse a template that was on the disk of whoever made the project, and say how to name the one that is here."""
    recorded = str(answers["_src_path"])
    if origin.public(recorded) or expanded(recorded).exists():
        return
    words = [*source.called(), "switch", str(answers["strategy"]), shell.called(named), "--template", "URL"]
    raise Refused(
        f"The template {recorded} is not on this machine; record where it can be had, with: {shell.join(words)}"
    )


def _in_a_repository(folder: Path) -> None:
    """Refuse a folder outside of any repository; where git refuses one that is there, in git's own words."""
    if drafts.in_repository(folder):
        git(folder, "rev-parse", "--show-toplevel")
    else:
        raise Refused(
            f"{folder} is not in a git repository, so it has no commit yet; run `git init` and make one first."
        )
