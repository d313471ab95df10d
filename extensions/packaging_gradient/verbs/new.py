"""`gradient new`: a project from the template, in a repository of its own."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from packaging_gradient import closing, shell
from packaging_gradient.engine import rendering, trust
from packaging_gradient.engine.given import for_project
from packaging_gradient.engine.rendering import Rendered
from packaging_gradient.git import user
from packaging_gradient.locking import lock
from packaging_gradient.placing import drafts
from packaging_gradient.placing.unfinished import mended
from packaging_gradient.refusal import STOPPED, Refused, several
from packaging_gradient.source import Source

# What only a project has that is there already.
CODE = ("pyproject.toml", "setup.py", "setup.cfg", "*/__init__.py", "src/*/__init__.py")


def make(
    folder: Path, source: Source, given: Mapping[str, Any], *, defaults: bool, overwrite: bool, locks: bool
) -> str:
    """Make the project; return the closing words. Raises Refused, and then the folder is as it was."""
    mended(folder)
    drafts.check(folder)
    answers = for_project(source, given, existing=False, defaults=defaults)
    shown = shell.called(folder)
    with drafts.drafting(folder) as draft:
        rendered = rendering.copy(source, draft, answers, defaults=defaults, shown=shown, offered=user(folder))
        found = drafts.conflicts(draft, folder)
        if found and not overwrite and any(any(folder.glob(pattern)) for pattern in CODE):
            raise Refused(
                f"{folder} has code already, and its own {several(found)}; `gradient adopt` keeps them.", STOPPED
            )
        drafts.settle(folder, found, lambda question: overwrite or _confirm(question))
        own = not drafts.in_repository(folder)
        unlocked = lock(draft, folder) if locks and own and _can_be_locked(draft, source, rendered) else ""
        unsigned = drafts.place(draft, folder, found, commit=own)
    kept = unsigned if own else "It is in a repository that was there already: look it over, then commit it."
    bound = rendered.bound.note(folder, str(rendered.answers["strategy"])) if rendered.bound else ""
    return "\n".join(filter(None, [closing.made(folder, rendered), kept, unlocked, source.note, bound]))


def _can_be_locked(draft: Path, source: Source, rendered: Rendered) -> bool:
    """Tell whether uv may look at a project: a build backend may run for it, which a template could bring along."""
    return rendered.ours and trust.known(source) and (draft / "pyproject.toml").is_file()


def _confirm(question: str) -> bool:
    return sys.stdin.isatty() and typer.confirm(question, default=False, err=True)
