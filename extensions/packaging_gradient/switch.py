"""`gradient switch`: another strategy for a living project, tried on a copy before anything changes."""

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
import yaml
from rich.console import Console
from rich.markup import escape

from packaging_gradient import copying
from packaging_gradient.answers import OF_THE_TEMPLATE, check
from packaging_gradient.git import git, line, names, succeeds
from packaging_gradient.refusal import STOPPED, Refused, several
from packaging_gradient.template import Template

MARKS = {"A": "[green]+[/]", "D": "[red]-[/]", "M": "[yellow]~[/]"}


@dataclass(frozen=True, slots=True)
class Project:
    """A project made from the template: its folder, its repository, and the answers that it was made with."""

    folder: Path
    top: Path
    answers: Mapping[str, Any]

    def template(self, ref: str | None = None) -> Template:
        """The template that the project was made from, by default at the same version."""
        return Template(str(self.answers["_src_path"]), ref or str(self.answers["_commit"]))

    @property
    def own_answers(self) -> dict[str, Any]:
        """The answers without what they say of the template."""
        return {key: value for key, value in self.answers.items() if key not in OF_THE_TEMPLATE}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a switch does: every path that it touches with git's letter for it, and the patch that does it."""

    changes: Mapping[str, str]
    at_risk: list[str]
    conflicts: list[str]
    dropped: list[str]
    patch: bytes


def read(folder: Path) -> Project:
    """Return the project in a folder. Raises Refused when there is none, or one that git could not bring back."""
    file = folder / ".copier-answers.yml"
    try:
        answers = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise Refused(f"{folder} is no project of this template: its .copier-answers.yml cannot be read.") from error
    if not isinstance(answers, dict) or not {"_src_path", "_commit", "strategy"} <= answers.keys():
        raise Refused(f"{file} does not say which template, which version of it and which strategy were used.")
    source = Path(str(answers["_src_path"])).expanduser()
    if ":" not in str(source) and not source.exists():
        raise Refused(
            f"The template {source} is not there; correct _src_path in {file}, with an absolute path or a URL."
        )
    if not succeeds(folder, "rev-parse", "--verify", "HEAD"):
        raise Refused(f"{folder} has no commit yet; make one first, so that git can bring back what changes.")
    if git(folder, "status", "--porcelain", "--", "."):
        raise Refused(f"{folder} has changes that are not committed; commit or stash them first.")
    return Project(folder, Path(line(folder, "rev-parse", "--show-toplevel")), answers)


def plan(project: Project, given: Mapping[str, Any], ref: str | None) -> Plan:
    """Update a copy of the project and see what became of it. Raises Refused when the answers do not go together."""
    with tempfile.TemporaryDirectory() as scratch:
        copied = Path(scratch) / "copy"
        git(project.top, "clone", "--quiet", "--shared", "--no-checkout", str(project.top), str(copied))
        git(copied, "checkout", "--quiet", "--detach", line(project.top, "rev-parse", "HEAD"))
        updated = copying.update(copied / project.folder.relative_to(project.top), given, ref)
        unmerged = {name.partition("\t")[2] for name in names(copied, "ls-files", "--unmerged")}
        git(copied, "add", "--all", "--force")
        against = ["diff-index", "--cached", "--no-renames", "HEAD"]
        letters = names(copied, *against[:1], "--name-status", *against[1:])
        changes = dict(zip(letters[1::2], letters[::2], strict=True))
        rejected = {name for name in changes if name.endswith(".rej")}
        return Plan(
            changes=changes,
            at_risk=_at_risk(project, [name for name, letter in changes.items() if letter == "D"], Path(scratch)),
            conflicts=sorted(unmerged | rejected),
            dropped=_dropped(project, updated),
            patch=git(copied, *against, "--patch", "--binary", "--full-index"),
        )


def _at_risk(project: Project, leaving: list[str], scratch: Path) -> list[str]:
    """Return which of the leaving files are no longer as the template made them."""
    if not leaving:
        return []
    fresh = scratch / "fresh" / project.folder.name
    copying.copy(project.template(), fresh, project.own_answers, defaults=True)
    made = {name: fresh / (project.top / name).relative_to(project.folder) for name in leaving}
    return [
        name
        for name, file in made.items()
        if not file.exists() or file.read_bytes() != (project.top / name).read_bytes()
    ]


def _dropped(project: Project, updated: copying.Rendered) -> list[str]:
    """Return what was shipped besides and cannot be any longer: Copier drops such answers without a word."""
    before = project.answers.get("also_ship", [])
    return [id for id in before if id not in [*updated.answers["also_ship"], updated.answers["strategy"]]]


def switch(
    project: Project, strategy: str, given: Mapping[str, Any], *, ref: str | None, dry_run: bool, force: bool
) -> None:
    """Show what a switch does, then do it. Raises Refused where it would lose edits or leaves conflicts."""
    answers = check(given, copying.asked(project.template(ref))) if given else {}
    found = plan(project, {**answers, "strategy": strategy}, ref)
    _show(project, found)
    if dry_run or not found.changes:
        return
    if found.at_risk and not force and not _confirm():
        raise Refused(
            f"Nothing was changed: {several(found.at_risk)} would go, with your edits; --force agrees.", STOPPED
        )
    git(project.top, "apply", "--whitespace=nowarn", given=found.patch)
    if found.conflicts:
        raise Refused(f"Switched, with conflicts to solve in {several(found.conflicts)}.", STOPPED)
    Console().print("Switched. Look it over with `git diff`, then commit it.")


def _show(project: Project, found: Plan) -> None:
    console = Console(highlight=False)
    if not found.changes:
        console.print("Nothing changes.")
    for name, letter in sorted(found.changes.items()):
        edited = " [bold red]edited by you: stays in git history only[/]" if name in found.at_risk else ""
        console.print(f"{MARKS.get(letter, letter)} {escape(name)}{edited}", soft_wrap=True)
    for id in found.dropped:
        console.print(f"[bold red]also_ship loses {escape(str(id))}[/]: it does not go with the new answers.")


def _confirm() -> bool:
    return sys.stdin.isatty() and typer.confirm("Go on, and lose these edits?", default=False, err=True)
