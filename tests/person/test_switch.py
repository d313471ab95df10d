"""`gradient switch`: what Copier's own update does, told beforehand, and never at the cost of somebody's edits."""

import shutil
from pathlib import Path

import pytest
import yaml
from copier import VcsRef, run_update

from person.command import COMMAND, gradient
from person.terminal import ENTER, Terminal
from project.trees import assert_equal, read
from workshop import Workshop, commit, git

GUIDE = "docs/shipping/zipapp.md"


@pytest.fixture
def project(workshop: Workshop, tmp_path: Path) -> Path:
    """A command-line tool shipped as a zipapp."""
    return workshop.copy(tmp_path / "p", strategy="zipapp")


def edit(project: Path, name: str, text: str = "\nMine.\n") -> None:
    """Add to a file of a project and commit that."""
    with (project / name).open("a") as file:
        file.write(text)
    commit(project)


def test_same_as_copier(project: Path, tmp_path: Path) -> None:
    """The result is that of plain Copier; what comes, goes and changes is told, and told only by a dry run."""
    edit(project, "README.md")
    expected = tmp_path / "expected"
    shutil.copytree(project, expected)
    run_update(expected, data={"strategy": "docker"}, defaults=True, overwrite=True, quiet=True, vcs_ref=VcsRef.CURRENT)
    before = read(project)
    shown = gradient("switch", "docker", project, "--dry-run")
    assert read(project) == before
    assert {f"- {GUIDE}", "+ Dockerfile", "+ docs/shipping/docker.md", "~ .copier-answers.yml"} <= set(
        shown.splitlines()
    )
    assert shown in gradient("switch", "docker", folder=project)
    assert_equal(project, read(expected))
    told = {line[2:] for line in shown.splitlines()}
    assert told == {line[3:] for line in git(project, "status", "--porcelain", "-uall").splitlines()}


def test_part_of_a_repository(workshop: Workshop, tmp_path: Path) -> None:
    """A project may be a folder of a larger repository; what lies beside it is left alone."""
    top = tmp_path / "mono"
    project = workshop.copy(top / "apps/p", strategy="zipapp")
    shutil.rmtree(project / ".git")
    (top / "other.txt").write_text("other")
    commit(top)
    (top / "other.txt").write_text("changed")
    gradient("switch", "shiv", project)
    assert_equal(project, read(workshop.copy(tmp_path / "fresh", strategy="shiv")))
    assert (top / "other.txt").read_text() == "changed"


def test_there_and_back(project: Path) -> None:
    """Switching back restores every byte; switching to what it is changes nothing."""
    before = read(project)
    assert gradient("switch", "zipapp", project) == "Nothing changes.\n"
    gradient("switch", "pyinstaller", project)
    commit(project)
    gradient("switch", "zipapp", project)
    assert_equal(project, before)


def test_edited_file_stays(project: Path) -> None:
    """A leaving file that the user edited stops the switch; --force lets it go, to git's history."""
    edit(project, GUIDE)
    before = read(project)
    assert f"{GUIDE} edited by you" in gradient("switch", "docker", project, "--dry-run")
    assert f"{GUIDE} would be deleted, with your edits" in gradient("switch", "docker", project, fails=1)
    assert read(project) == before
    gradient("switch", "docker", project, "--force")
    assert not (project / GUIDE).exists()
    assert "Mine." in git(project, "show", f"HEAD:{GUIDE}")


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("y", 0)])
def test_edited_file_at_a_prompt(project: Path, answer: str, code: int) -> None:
    """At a terminal, a person decides."""
    edit(project, GUIDE)
    terminal = Terminal([*COMMAND, "switch", "docker"], project)
    terminal.expect("lose these edits?")
    terminal.type(answer + ENTER)
    assert terminal.ended() == code
    assert (project / GUIDE).exists() == bool(code)


def test_ignored_file_in_the_way(project: Path) -> None:
    """A file that git does not have is never written over."""
    (project / ".git/info/exclude").write_text("Dockerfile\n")
    (project / "Dockerfile").write_text("secret\n")
    assert "Dockerfile" in gradient("switch", "docker", project, fails=2)
    assert (project / "Dockerfile").read_text() == "secret\n"
    assert git(project, "status", "--porcelain") == ""


def test_also_ship(workshop: Workshop, tmp_path: Path) -> None:
    """What cannot be shipped besides any longer is said; Copier drops it without a word."""
    project = workshop.copy(tmp_path / "p", strategy="sdist", also_ship=["zipapp"])
    shown = gradient("switch", "wheel", project, "--data", "code=compiled")
    assert "also_ship loses zipapp" in shown
    assert "+ src/my_app/_core.c" in shown
    assert not (project / GUIDE).exists()
    assert yaml.safe_load((project / ".copier-answers.yml").read_text())["also_ship"] == []


def test_other_versions_of_the_template(workshop: Workshop, tmp_path: Path) -> None:
    """A project keeps the version that it was made from, unless told to move, also one between two tags."""
    template = workshop.clone(tmp_path / "template")
    for tag in ("", "2.0.0"):
        edit(template, "template/.editorconfig", "# changed\n")
        if tag:
            git(template, "tag", tag)
    between = git(template, "describe", "--tags", "HEAD~1").strip()
    gradient("new", tmp_path / "p", "--defaults", "--template", template, "--ref", between)
    for ref, options in [(between, []), ("2.0.0", ["--ref", "2.0.0"])]:
        gradient("switch", "shiv" if options else "zipapp", tmp_path / "p", *options)
        commit(tmp_path / "p")
        recorded = yaml.safe_load((tmp_path / "p/.copier-answers.yml").read_text())
        assert (recorded["_commit"], recorded["_src_path"]) == (ref, str(template))
    assert "Downgrades are not supported" in gradient("switch", "sdist", tmp_path / "p", "--ref", "1.0.0", fails=2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rocket"], "strategy: 'rocket' is not one of sdist, zipapp, shiv, "),
        (["wheel"], "strategy: Only compiled code can be shipped as wheel"),
        (["docker", "--data", "use={}"], "no question 'use'"),
        (["docker", "--data", "shape=boat"], "shape: 'boat' is not one of cli, library, service"),
        (["docker", "--ref", "no-such-tag"], "no-such-tag"),
        (["docker", "src"], "is not a project of this template"),
        (["docker", "nowhere"], "is not a project of this template"),
    ],
    ids=str,
)
def test_bad_input(project: Path, arguments: list[str], said: str) -> None:
    """Each mistake is one line on stderr and exit code 2, and nothing changes."""
    before = read(project)
    assert said in gradient("switch", *arguments, folder=project, fails=2)
    assert read(project) == before


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("strategy: zipapp\n", "does not say which template"),
        ("[1]\n", "does not say which template"),
        ("a: [\n", "cannot be read"),
        (
            "{_src_path: /nowhere/t, _commit: 1.0.0, strategy: zipapp}\n",
            "The template /nowhere/t is not on this machine",
        ),
        ("{_src_path: t, _commit: 1.0.0, strategy: zipapp}\n", "The template t is not on this machine"),
    ],
    ids=["not of a template", "a list", "no YAML", "gone", "relative"],
)
def test_bad_answers_file(project: Path, answers: str, said: str) -> None:
    """A project that cannot be switched says why."""
    (project / ".copier-answers.yml").write_text(answers)
    commit(project)
    assert said in gradient("switch", "docker", project, fails=2)


def test_unsafe_states(project: Path) -> None:
    """Without a commit to go back to, nothing is done."""
    (project / "notes.txt").write_text("")
    assert "not committed; commit or stash" in gradient("switch", "docker", project, fails=2)
    shutil.rmtree(project / ".git")
    assert "has no commit yet" in gradient("switch", "docker", project, fails=2)
    git(project, "init", "--quiet")
    assert "has no commit yet" in gradient("switch", "docker", project, fails=2)
