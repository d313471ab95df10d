"""A model of what an update does: the three-way merge of two fresh projects and one that a user edited."""

import subprocess
import tempfile
from pathlib import Path

from project.trees import Tree

SIDES = ("mine", "base", "theirs")


def merge(base: Tree, mine: Tree, theirs: Tree) -> tuple[Tree, list[str]]:
    """Return the new project with what the user changed, and the files in which the two clash.

    A file that the template leaves as it is keeps the user's edits; one that the user left alone follows the template;
    one that goes, goes. What both changed is merged as git does it.
    """
    result, clashes = dict(theirs), []
    for name in sorted(base.keys() | mine.keys()):
        old, ours, new = base.get(name), mine.get(name), theirs.get(name)
        if ours in (old, new) or (new is None and old is not None):
            continue
        if ours is None or new == old:
            result.pop(name, None)
            result |= {name: ours} if ours else {}
            continue
        content, clash = merge_file(ours[1], old[1] if old else b"", new[1] if new else b"")
        result[name] = (ours[0], content)
        clashes += [name] if clash else []
    return result, clashes


def merge_file(*sides: bytes) -> tuple[bytes, bool]:
    """Merge one file's three sides, mine, base and theirs; say whether they clash."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in zip(SIDES, sides, strict=True):
            (Path(folder) / name).write_bytes(content)
        run = ["git", "merge-file", "--stdout", "-L", "before updating", "-L", "last update", "-L", "after updating"]
        result = subprocess.run([*run, *SIDES], cwd=folder, capture_output=True, check=False)
    return result.stdout, result.returncode != 0
