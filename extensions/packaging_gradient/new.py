"""`gradient new`: a project from the template, in a repository of its own."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from packaging_gradient import copying, placing
from packaging_gradient.answers import check
from packaging_gradient.git import first_commit
from packaging_gradient.refusal import INTERRUPTED, NO_TERMINAL, Refused
from packaging_gradient.template import Template


def make(folder: Path, template: Template, given: Mapping[str, Any], *, defaults: bool, overwrite: bool) -> str:
    """Make the project; return the closing words. Raises Refused, and then the folder is as it was."""
    placing.check(folder)
    if not defaults and not sys.stdin.isatty():
        raise Refused(NO_TERMINAL)
    answers = check(given, copying.asked(template)) if given else {}
    try:
        with tempfile.TemporaryDirectory() as scratch:
            draft = Path(scratch) / "project" / (folder.name or "project")
            rendered = copying.copy(template, draft, answers, defaults=defaults, shown=os.path.relpath(folder))
            found = placing.conflicts(draft, folder)
            placing.settle(folder, found, lambda question: overwrite or _confirm(question))
            own = not placing.in_repository(folder)
            if own:
                first_commit(draft)
            placing.place(draft, folder, Path(scratch) / "backup")
    except KeyboardInterrupt as error:
        raise Refused("Stopped; nothing was written.", INTERRUPTED) from error
    kept = "" if own else "It lies in a repository already: look it over, then commit it.\n"
    return f"{rendered.closing}\n{kept}{template.note}".rstrip()


def _confirm(question: str) -> bool:
    return sys.stdin.isatty() and typer.confirm(question, default=False, err=True)
