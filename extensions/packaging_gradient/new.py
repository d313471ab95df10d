"""`gradient new`: a project from the template, in a repository of its own."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from packaging_gradient import copying, placing
from packaging_gradient.answers import check
from packaging_gradient.git import first_commit
from packaging_gradient.refusal import NO_TERMINAL, STOPPED, Refused, several
from packaging_gradient.template import Template

EXISTING = "existing"
# What only a project has that is there already.
CODE = ("pyproject.toml", "setup.py", "setup.cfg", "*/__init__.py", "src/*/__init__.py")


def make(folder: Path, template: Template, given: Mapping[str, Any], *, defaults: bool, overwrite: bool) -> str:
    """Make the project; return the closing words. Raises Refused, and then the folder is as it was."""
    placing.check(folder)
    answers = answered(template, given, existing=False, defaults=defaults)
    with placing.drafting(folder) as (draft, backup):
        rendered = copying.copy(template, draft, answers, defaults=defaults, shown=os.path.relpath(folder))
        found = placing.conflicts(draft, folder)
        if found and not overwrite and any(any(folder.glob(pattern)) for pattern in CODE):
            raise Refused(
                f"{folder} has code already, and its own {several(found)}; `gradient adopt` keeps them.", STOPPED
            )
        placing.settle(folder, found, lambda question: overwrite or _confirm(question))
        own = not placing.in_repository(folder)
        if own:
            first_commit(draft)
        placing.place(draft, folder, backup)
    kept = "" if own else "It lies in a repository already: look it over, then commit it.\n"
    return f"{rendered.closing}\n{kept}{template.note}".rstrip()


def answered(template: Template, given: Mapping[str, Any], *, existing: bool, defaults: bool) -> dict[str, Any]:
    """Return what is given as answers, and whether the code is there, which the command says and nobody is asked.

    Raises Refused where the rest cannot be asked, or the template does not ask it.
    """
    if not defaults and not sys.stdin.isatty():
        raise Refused(NO_TERMINAL)
    said = str(given.get(EXISTING, existing)).lower()
    if said != str(existing).lower():
        raise Refused(
            f"{EXISTING} cannot be {said} here: `gradient adopt` is for code that is there, `gradient new` else."
        )
    rest = {key: answer for key, answer in given.items() if key != EXISTING} | ({EXISTING: said} if existing else {})
    return {EXISTING: existing, **(check(rest, copying.asked(template)) if rest else {})}


def _confirm(question: str) -> bool:
    return sys.stdin.isatty() and typer.confirm(question, default=False, err=True)
