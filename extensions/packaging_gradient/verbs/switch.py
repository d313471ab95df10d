"""`gradient switch`: another strategy for a living project, worked out and shown before anything changes."""

import sys
from collections.abc import Mapping
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape

from packaging_gradient.engine import rendering, trust
from packaging_gradient.engine.given import check
from packaging_gradient.project import Project
from packaging_gradient.refusal import STOPPED, Ended, Refused, plain, several
from packaging_gradient.switching.merging import Change
from packaging_gradient.switching.planning import Plan, planned

MARKS = {"A": "[green]+[/]", "D": "[red]-[/]", "M": "[yellow]~[/]"}


def switch(
    project: Project, strategy: str, given: Mapping[str, Any], *, ref: str | None, dry_run: bool, force: bool
) -> None:
    """Show what a switch does, then do it. Raises Refused where it would lose edits or leaves conflicts."""
    if not project.template:
        trust.agree(project.source(ref))
    answers = check(given, rendering.asked(project.source(ref))) if given else {}
    with planned(project, {**answers, "strategy": strategy}, ref) as plan:
        _show(plan)
        if dry_run or not plan.changes:
            return
        if plan.at_risk and not force and not _confirm():
            raise Refused(
                f"Nothing was changed: {several(plan.at_risk)} would be deleted, with your edits; --force agrees.",
                STOPPED,
            )
        plan.apply()
    if plan.conflicts:
        raise Ended(f"Switched, with conflicts to solve in {several(plan.conflicts)}.", STOPPED)
    Console().print("Switched. Look it over with `git diff`, then commit it.")


def _show(plan: Plan) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if not plan.changes:
        console.print("Nothing changes.")
    for name, change in sorted(plan.changes.items()):
        console.print(f"{MARKS[change.letter]} {escape(plain(name))}{_warning(change)}")
    for id in plan.dropped:
        console.print(f"[bold red]also_ship loses {escape(str(id))}[/]: it cannot be built with the new answers.")
    for hint in plan.hints:
        console.print(escape(plain(hint)))


def _warning(change: Change) -> str:
    if change.conflict:
        return f" [bold red]conflicts with your edits, at line {change.conflict}[/]"
    if change.letter == "D" and change.edited:
        return " [bold red]edited by you: only git's history keeps it[/]"
    return ""


def _confirm() -> bool:
    return sys.stdin.isatty() and typer.confirm("Go on and lose these edits?", default=False, err=True)
