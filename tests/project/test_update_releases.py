"""From one release of the template to the next with the same answers: the project equals a freshly rendered one."""

import shutil
from pathlib import Path

import pytest
import yaml
from copier import run_copy
from packaging.version import InvalidVersion, Version

from project.trees import assert_equal, read
from project.updates import update
from table.cases import CASES, Case, allowed, kinds
from workshop import ROOT, Workshop, commit, git, locked, snapshot

FIRST, NEXT = "1.0.0", "1000000.0.0"
SMALL = "small change"


def releases(repository: Path) -> list[str]:
    """Return the latest release of the template, if there is one: its highest tag that is a final version."""
    versions: dict[Version, str] = {}
    for tag in git(repository, "tag").splitlines():
        try:
            versions[Version(tag)] = tag
        except InvalidVersion:
            continue
    final = [version for version in versions if not version.is_prerelease]
    return [versions[max(final)]] if final else []


def cases_at(repository: Path, tag: str) -> list[Case]:
    """Return what the table of a release allowed and today's still does."""
    source = git(repository, "show", f"{tag}:extensions/catalogue.yml")
    table = yaml.safe_load(source)["catalogue"]["default"]
    return [case for kind in kinds(table) for case in allowed(*kind, table) if case in CASES]


def from_release(repository: Path, tag: str, folder: Path) -> Path:
    """Make a template with two releases: one of the repository's, and its working tree."""
    git(repository, "clone", "--quiet", "--no-checkout", str(repository), str(folder))
    return snapshot(folder, NEXT)


def from_small_change(folder: Path) -> Path:
    """Make a template with two releases: the working tree, and the same with a line changed and a file added."""
    readme = snapshot(folder) / "template/README.md.jinja"
    before = readme.read_text("utf-8")
    after = before.replace("## Develop\n", "## Work on it\n")
    assert before != after
    readme.write_text(after, "utf-8")
    (folder / "template/SECURITY.md").write_text("# Security\n", "utf-8")
    commit(folder)
    git(folder, "tag", NEXT)
    return folder


def render(template: Path, tag: str, folder: Path, case: Case) -> Path:
    """Render a release of a template; return the project."""
    run_copy(
        str(template), folder, data={"project_name": "my-app", **case.answers}, defaults=True, quiet=True, vcs_ref=tag
    )
    return folder


def check_step(template: Path, tag: str, folder: Path, case: Case) -> None:
    """Update a project from one release to the next, and fail unless it equals a fresh one."""
    project = render(template, tag, folder / "project", case)
    before = read(project)
    assert_equal(update(project), read(render(template, NEXT, folder / "fresh", case)))
    assert read(project) != before


# A small change, and the latest release of this repository where it has one.
STEPS = [(SMALL, case) for case in CASES]
STEPS += [(tag, case) for tag in releases(ROOT) for case in cases_at(ROOT, tag)]


def two_releases(workshop: Workshop, since: str) -> Path:
    """Return a template with two releases, made once for all tests of a run."""
    template = workshop.store / f"since-{since}".replace(" ", "-")
    with locked(workshop.store / "releases.lock"):
        if not (template / ".git/refs/tags" / NEXT).exists():
            shutil.rmtree(template, ignore_errors=True)
            from_small_change(template) if since == SMALL else from_release(ROOT, since, template)
    return template


@pytest.mark.parametrize(("since", "case"), STEPS, ids=str)
def test_next_release(workshop: Workshop, tmp_path: Path, since: str, case: Case) -> None:
    """Invariant 5, for every strategy in each shape and kind of code."""
    check_step(two_releases(workshop, since), FIRST if since == SMALL else since, tmp_path, case)


def test_a_release_of_the_repository(tmp_path: Path) -> None:
    """What is done for this repository's own releases works: here with one whose starter had another file."""
    repository = snapshot(tmp_path / "repository", "0.8.0")
    (repository / "template/OLD.md").write_text("# Old\n", "utf-8")
    commit(repository)
    for tag in ("0.9.0", "0.10.0rc1", "nightly"):
        git(repository, "tag", tag)
    assert releases(repository) == ["0.9.0"]
    assert cases_at(repository, "0.9.0") == CASES
    check_step(from_release(repository, "0.9.0", tmp_path / "template"), "0.9.0", tmp_path, CASES[0])


def test_no_release(tmp_path: Path) -> None:
    """A repository without a release gives no further case."""
    assert releases(snapshot(tmp_path / "repository", "nightly")) == []
