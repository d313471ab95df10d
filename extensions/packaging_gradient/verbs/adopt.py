"""`gradient adopt`: wires a repository that exists already. Nothing of its own changes without a yes."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from shutil import copymode
from typing import Any

import typer

from packaging_gradient import closing, shell
from packaging_gradient.engine import rendering
from packaging_gradient.engine.given import for_project
from packaging_gradient.existing import changes, found
from packaging_gradient.git import has_commit, names
from packaging_gradient.placing import drafts
from packaging_gradient.placing.unfinished import mended
from packaging_gradient.refusal import Refused, several
from packaging_gradient.source import Source

SETTINGS, UNSET = "tools/shipping/settings.toml", 'command = ""\n'


def adopt(folder: Path, source: Source, given: Mapping[str, Any], *, defaults: bool) -> str:
    """Add what ships a project; return the closing words. Raises Refused, and then the folder is as it was."""
    seen = found.read(folder, _files(folder))
    answers = for_project(source, given, existing=True, defaults=defaults)
    print("\n".join([f"Found in {folder}:", *found.lines(seen), ""]))
    with drafts.drafting(folder) as draft:
        offered = found.offered(seen)
        rendered = rendering.copy(source, draft, answers, defaults=defaults, offered=offered)
        starts = _start(draft, seen, str(rendered.answers.get("command", "")))
        kept = _leave_theirs(draft, folder)
        added = [name for name in drafts.files(draft) if not (folder / name).exists()]
        left = _change(folder, draft, asks=not defaults)
        drafts.place(draft, folder, drafts.conflicts(draft, folder))
    strategy = str(rendered.answers["strategy"])
    bound = rendered.bound.note(folder, strategy) if rendered.bound else ""
    words = [_came(folder, added), starts, _stays(kept, seen), left, f"\n{closing.adopted(folder, rendered)}"]
    return "\n".join(filter(None, [*words, source.note, bound]))


def _files(folder: Path) -> list[str]:
    """Return the names of the files that git has or would take. Raises Refused where it could not show what comes."""
    mended(folder)
    drafts.check(folder)
    if not folder.is_dir():
        raise Refused(f"{folder} is not there.")
    if not drafts.in_repository(folder):
        raise Refused(f"{folder} is not a git repository; run `git init` there and commit your code first.")
    found = names(folder, "ls-files", "--cached", "--others", "--exclude-standard")
    if not has_commit(folder) or not names(folder, "ls-tree", "--name-only", "HEAD"):
        raise Refused(f"{folder} has nothing committed; commit your code first, so that you see what comes.")
    return found


def _start(draft: Path, seen: found.Found, command: str) -> str:
    """Have artifacts start the command that people type, where they would start another; return what to say of it."""
    settings = draft / SETTINGS
    if command not in seen.scripts or command == seen.command:
        return ""
    text = settings.read_text("utf-8")
    settings.write_text(text.replace(UNSET, f"command = {json.dumps(command)}\n", 1), "utf-8")
    return f"What is shipped starts {command}, as {SETTINGS} says."


def _leave_theirs(draft: Path, folder: Path) -> list[str]:
    """Drop from a draft what is there with other content; return what that is. Raises Refused where a folder cannot be."""
    kept = drafts.conflicts(draft, folder)
    blocked = [name for name in kept if not os.path.lexists(folder / name)]
    if blocked:
        raise Refused(f"{folder} has a file where a folder would go, for {several(blocked)}; nothing was written.")
    for name in kept:
        (draft / name).unlink()
    return kept


def _change(folder: Path, draft: Path, *, asks: bool) -> str:
    """Show each change of a file of theirs; take those into the draft that they agree to. Return what to say of the rest."""
    left = []
    for change in changes.wanted(folder, draft):
        print(change.diff)
        safe = not change.before or drafts.in_git(folder, change.name)
        if asks and safe:
            if typer.confirm(f"Change {change.name}? It {change.why}.", default=False, err=True):
                change.write(draft / change.name)
                if change.before:
                    copymode(folder / change.name, draft / change.name)
        else:
            left.append(f"{change.name} was left as it is. The change above {change.why}; `git apply` takes it.")
    return "\n".join(left)


def _came(folder: Path, added: list[str]) -> str:
    """Say what was added, and what of it git would leave out without a word."""
    hidden = names(folder, "ls-files", "--others", "--ignored", "--exclude-standard", *added) if added else []
    forced = f"Your .gitignore hides some of it: git add --force {shell.join(hidden)}" if hidden else ""
    return "\n".join(filter(None, [*(f"+ {name}" for name in added), forced]))


def _stays(kept: list[str], seen: found.Found) -> str:
    """Say which files and ways of working are theirs and stay, and what they have to see to."""
    files = f"Your own files, kept as they are: {several(kept)}." if kept else ""
    tasks = f"Your tasks work as before: {several(list(seen.runners))}." if seen.runners else ""
    tools = " and ".join(found.unknown(seen))
    lacking = f"No strategy installs what compiles {tools}: install it where you build." if tools else ""
    return "\n".join(filter(None, [files, tasks, lacking]))
