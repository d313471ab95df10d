"""From one release of the template to the next with the same answers: the project equals a freshly rendered one."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from packaging.version import InvalidVersion, Version

from project.trees import assert_equal, read
from project.updates import update
from quick import run_copy
from table.cases import CASES, Case, allowed, kinds
from workshop import ROOT, Workshop, commit, git, locked, snapshot

FIRST, NEXT = "1.0.0", "1000000.0.0"
SMALL = "small change"


@dataclass(frozen=True)
class Project:
    """The answers of a project, and what it is called as pytest shows it."""

    name: str
    answers: dict[str, object]

    def __str__(self) -> str:
        """Name it as pytest shows it."""
        return self.name


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


def together(cases: list[Case]) -> list[Project]:
    """Return one project for each kind of the cases, which ships in all their ways: company changes none of them."""
    ways = {
        kind: [case.strategy for case in cases if case.kind == kind] for kind in dict.fromkeys(c.kind for c in cases)
    }
    return [
        Project(str(kind), {**kind.answers, "strategy": first, "also_ship": others})
        for kind, (first, *others) in ways.items()
    ]


def cases_at(repository: Path, tag: str) -> list[Case]:
    """Return what the table of a release allowed and today's still does."""
    source = git(repository, "show", f"{tag}:extensions/catalogue.yml")
    table = yaml.safe_load(source)["catalogue"]["default"]
    return [case for kind in kinds(table) for case in allowed(kind, table) if case in CASES]


def from_release(repository: Path, tag: str, folder: Path) -> Path:
    """Make a template with two releases: one of the repository's, and its working tree."""
    git(repository, "clone", "--quiet", "--no-checkout", str(repository), str(folder))
    return snapshot(folder, NEXT)


def from_small_change(folder: Path) -> Path:
    """Make a template with two releases: the working tree, and the same with a line changed and a file added."""
    readme = next((snapshot(folder) / "template").glob("{{based.*}}/README.md.jinja"))
    before = readme.read_text("utf-8")
    after = before.replace("## Develop\n", "## Work on it\n")
    assert before != after
    readme.write_text(after, "utf-8")
    (folder / "template/SUPPORT.md").write_text("# Support\n", "utf-8")
    commit(folder)
    git(folder, "tag", NEXT)
    return folder


def render(template: Path, tag: str, folder: Path, wanted: Project) -> Path:
    """Render a release of a template; return the project."""
    data = {"project_name": "my-app", **wanted.answers}
    run_copy(str(template), folder, data=data, defaults=True, quiet=True, vcs_ref=tag)
    return folder


def check_step(template: Path, tag: str, folder: Path, wanted: Project) -> None:
    """Update a project from one release to the next, and fail unless it equals a fresh one."""
    project = render(template, tag, folder / "project", wanted)
    before = read(project)
    assert_equal(update(project), read(render(template, NEXT, folder / "fresh", wanted)))
    assert read(project) != before


# A small change, and the latest release of this repository where it has one.
STEPS = [(SMALL, wanted) for wanted in together(CASES)]
STEPS += [(tag, wanted) for tag in releases(ROOT) for wanted in together(cases_at(ROOT, tag))]


def two_releases(workshop: Workshop, since: str) -> Path:
    """Return a template with two releases, made once for all tests of a run."""
    template = workshop.store / f"since-{since}".replace(" ", "-")
    with locked(workshop.store / "releases.lock"):
        if not (template / ".git/refs/tags" / NEXT).exists():
            shutil.rmtree(template, ignore_errors=True)
            from_small_change(template) if since == SMALL else from_release(ROOT, since, template)
    return template


@pytest.mark.parametrize(("since", "wanted"), STEPS, ids=str)
def test_next_release(workshop: Workshop, tmp_path: Path, since: str, wanted: Project) -> None:
    """Invariant 5, for every strategy in each shape and kind of code."""
    check_step(two_releases(workshop, since), FIRST if since == SMALL else since, tmp_path, wanted)


def test_a_release_of_the_repository(tmp_path: Path) -> None:
    """What is done for this repository's own releases works: here with one whose starter had another file."""
    repository = snapshot(tmp_path / "repository", "0.8.0")
    (repository / "template/OLD.md").write_text("# Old\n", "utf-8")
    commit(repository)
    for tag in ("0.9.0", "0.10.0rc1", "nightly"):
        git(repository, "tag", tag)
    assert releases(repository) == ["0.9.0"]
    assert cases_at(repository, "0.9.0") == CASES
    check_step(from_release(repository, "0.9.0", tmp_path / "template"), "0.9.0", tmp_path, together(CASES)[0])


def test_no_release(tmp_path: Path) -> None:
    """A repository without a release gives no further case."""
    assert releases(snapshot(tmp_path / "repository", "nightly")) == []
