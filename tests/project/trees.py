"""Comparing generated projects file by file, and finding what a merge left behind."""

import difflib
import stat
from pathlib import Path

from workshop import git

# What `git merge-file` writes around the two sides of a conflict, with the labels that Copier gives them.
MARKERS = ("<<<<<<< ", "||||||| ", ">>>>>>> ")

Tree = dict[str, tuple[int, bytes]]


def read(project: Path) -> Tree:
    """Return permissions and bytes of each file of a project, git's own left out; empty folders end in a slash."""
    tree: Tree = {}
    for path in sorted(project.rglob("*")):
        name = path.relative_to(project).as_posix()
        if name.split("/")[0] == ".git":
            continue
        if path.is_file():
            tree[name] = stat.S_IMODE(path.stat().st_mode), path.read_bytes()
        elif not any(path.iterdir()):
            tree[f"{name}/"] = stat.S_IMODE(path.stat().st_mode), b""
    return tree


def differences(actual: Tree, expected: Tree) -> list[str]:
    """Say what one tree has too much, what it lacks and what differs; nothing when the trees are equal."""
    extra = [f"too much: {name}" for name in actual.keys() - expected.keys()]
    missing = [f"missing: {name}" for name in expected.keys() - actual.keys()]
    common = [name for name in actual.keys() & expected.keys() if actual[name] != expected[name]]
    return sorted(extra + missing) + [difference(name, actual[name], expected[name]) for name in sorted(common)]


def difference(name: str, actual: tuple[int, bytes], expected: tuple[int, bytes]) -> str:
    """Show how one file differs."""
    if actual[0] != expected[0]:
        return f"permissions: {name}: {actual[0]:o}, expected {expected[0]:o}"
    before, after = (content.decode("utf-8", "replace").splitlines() for _, content in (expected, actual))
    return "\n".join([f"differs: {name}", *difflib.unified_diff(before, after, "expected", "actual", n=1, lineterm="")])


def conflicts(project: Path) -> list[str]:
    """Say where a merge failed: rejected parts, conflict markers, files that git calls unmerged."""
    found = {f"unmerged: {line.split(chr(9))[1]}" for line in git(project, "ls-files", "--unmerged").splitlines()}
    for name, (_, content) in read(project).items():
        if name.endswith((".rej", ".orig")):
            found.add(f"rejected: {name}")
        if any(line.startswith(MARKERS) for line in content.decode("utf-8", "replace").splitlines()):
            found.add(f"conflict: {name}")
    return sorted(found)


def assert_equal(project: Path, expected: Tree) -> None:
    """Fail unless a project has no conflict and holds the expected files and nothing else."""
    problems = conflicts(project) + differences(read(project), expected)
    assert not problems, "\n".join(problems)


def write(project: Path, tree: Tree) -> None:
    """Have a project hold the files of a tree, and no others; git's own stay."""
    before = read(project)
    for name in before.keys() - tree.keys():
        (project / name).unlink()
    for name, (mode, content) in tree.items():
        if before.get(name) != (mode, content):
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_bytes(content)
            (project / name).chmod(mode)
