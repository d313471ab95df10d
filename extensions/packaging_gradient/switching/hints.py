"""What a person should know after a switch, each with the command that helps."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from packaging_gradient.git import ignored, line, run
from packaging_gradient.placing.store import Store
from packaging_gradient.project import Project
from packaging_gradient.switching.merging import Change


def hints(project: Project, store: Store, changes: Mapping[str, Change]) -> Iterator[str]:
    """Yield one sentence for each thing worth knowing."""
    edited = [change.name for change in changes.values() if change.letter == "D" and change.edited]
    if edited:
        head = line(project.folder, "rev-parse", "--short", "HEAD")
        yield f"Git keeps what you edited; bring it back with: {project.command('checkout', head, '--', *edited)}"
    coming = [change for change in changes.values() if change.letter == "A"]
    yield from _earlier(project, store, coming)
    for name in ignored(project.folder, [change.name for change in coming]):
        yield f"git ignores {name}: add it with: {project.command('add', '--force', name)}"
    yield from _lock(store, changes)


def _earlier(project: Project, store: Store, coming: list[Change]) -> Iterator[str]:
    """Name the commit that has a coming file as it was before it went, if that is not how it comes."""
    for change in coming:
        last = line(project.folder, "rev-list", "-1", "HEAD", "--", change.name)
        found = run(project.folder, "rev-parse", "--quiet", "--verify", f"{last}^:{store.prefix}{change.name}")
        if last and not found.returncode and change.after and found.stdout.decode().strip() != change.after.blob:
            commit = line(project.folder, "rev-parse", "--short", f"{last}^")
            command = project.command("checkout", commit, "--", change.name)
            yield f"{change.name} was another before it went; bring that back with: {command}"


def _lock(store: Store, changes: Mapping[str, Change]) -> Iterator[str]:
    """Say that a lock has to be made anew; uv would do so unasked, or stop in CI."""
    for name in changes:
        lock = PurePosixPath(name).with_name("uv.lock")
        if PurePosixPath(name).name == "pyproject.toml" and str(lock) in store.head():
            yield f"{lock} was made for another {name}; run: uv lock"
