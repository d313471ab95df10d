"""`gradient new`: a project with its first commit, or a destination exactly as it was."""

import shutil
import signal
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from packaging_gradient.table import questions
from packaging_gradient.table.rule import ranked
from packaging_gradient.verbs.advise import ASKED, collect
from person.command import COMMAND, gradient
from person.terminal import CTRL_C, DOWN, ENTER, Terminal
from project.trees import differences, read
from workshop import Workshop, commit, git

README = "My own words.\n"


def answers_of(project: Path) -> dict[str, object]:
    """Return the recorded answers of a project."""
    answers: dict[str, object] = yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))
    return answers


def git_knows(monkeypatch: pytest.MonkeyPatch, settings: Path, user: str) -> None:
    """Have git know of the user what is said here, and nothing else."""
    settings.write_text(f"[user]\n{user}")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def test_same_as_copier(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are those of plain Copier; beside them there is a repository with one commit of all of them."""
    git_knows(monkeypatch, tmp_path / "config", "")
    answers = {"project_name": "weather", "shape": "service", "strategy": "docker", "also_ship": ["sdist"]}
    expected = workshop.copy(tmp_path / "expected", **answers)
    file = tmp_path / "answers.yml"
    file.write_text(
        yaml.safe_dump(
            {**answers, "existing": False, "project_name": "overruled", "_src_path": "elsewhere", "_commit": "none"}
        )
    )
    options = ["--data-file", file, "--data", "project_name=weather", "--defaults", "--template", workshop.template]
    said = gradient("new", "deep/down/weather", *options, folder=tmp_path)
    project = tmp_path / "deep/down/weather"
    assert not differences(read(project), read(expected))
    assert git(project, "status", "--porcelain") == ""
    assert len(git(project, "log", "--oneline").splitlines()) == 1
    assert "cd deep/down/weather" in said
    assert answers_of(project)["_src_path"] == str(workshop.template)


def test_nobody_known_to_git(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first commit is made even where git does not know the user, and inside a git hook it stays in its own place."""
    git_knows(monkeypatch, tmp_path / "config", "useConfigOnly = true\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    options = ["--defaults", "--template", str(workshop.template)]
    subprocess.run([*COMMAND, "new", str(tmp_path / "p"), *options], check=True, stdout=subprocess.DEVNULL)
    monkeypatch.delenv("GIT_DIR")
    assert git(tmp_path / "p", "log", "--format=%an").strip() == "packaging-gradient"
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("user", "data", "author", "email"),
    [
        ('name = Zoë "Z" O\'Brien\nemail = zoe@example.org\n', [], 'Zoë "Z" O\'Brien', "zoe@example.org"),
        ("name = Zoë\nemail = zoe@example.org\n", ["author_name=Ltd", "author_email="], "Ltd", ""),
        ("name = a\\tb\nemail = zoe\n", [], "The p authors", ""),
    ],
    ids=["known", "given", "not fit for a file"],
)
def test_author(
    workshop: Workshop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    user: str,
    data: list[str],
    author: str,
    email: str,
) -> None:
    """The author is whoever git knows, unless it is said who it is, or the name could not stand in every file."""
    git_knows(monkeypatch, tmp_path / "config", user.replace('"', '\\"'))
    options = [option for pair in data for option in ("--data", pair)]
    gradient("new", tmp_path / "p", "--defaults", "--template", workshop.template, *options)
    found = answers_of(tmp_path / "p")
    assert (found["author_name"], found["author_email"]) == (author, email)
    project = tomllib.loads((tmp_path / "p/pyproject.toml").read_text("utf-8"))["project"]
    assert project["authors"] == [{"name": author} | ({"email": email} if email else {})]


def test_at_a_prompt(workshop: Workshop, tmp_path: Path) -> None:
    """A person answers the questions and is recommended a strategy with its reason; Enter takes it."""
    terminal = Terminal([*COMMAND, "new", "p", "--template", str(workshop.template)], tmp_path)
    best = ranked(collect({"users": "everyone"}, defaults=True))[0]
    for key in (*ASKED, "strategy", "also_ship", "project_name", "license"):
        before = terminal.expect(questions()[key].help)
        assert key != "also_ship" or f"{best.id}  {best.remark}" in before
        terminal.type(DOWN * 2 + ENTER if key == "users" else ENTER)
    assert terminal.ended() == 0
    assert answers_of(tmp_path / "p")["strategy"] == best.id


@pytest.mark.parametrize("existing", [False, True])
def test_interrupted_at_a_prompt(workshop: Workshop, tmp_path: Path, existing: bool) -> None:
    """Ctrl-C leaves no new folder, and an existing one as it was."""
    folder = tmp_path / "around/p"
    if existing:
        folder.mkdir(parents=True)
        (folder / "README.md").write_text(README)
    before = read(tmp_path)
    terminal = Terminal([*COMMAND, "new", str(folder), "--template", str(workshop.template)], tmp_path)
    terminal.expect("building?")
    terminal.type(CTRL_C)
    assert terminal.ended() == 130
    assert terminal.shown.rstrip().endswith("gradient: Stopped; nothing was written.")
    assert read(tmp_path) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_told_to_end_at_a_prompt(workshop: Workshop, tmp_path: Path, number: signal.Signals) -> None:
    """A signal ends it as the key Ctrl-C does, with an exit code of its own, and leaves a terminal that can be used."""
    terminal = Terminal([*COMMAND, "new", "p", "--template", str(workshop.template)], tmp_path)
    terminal.expect("building?")
    terminal.send(number)
    terminal.expect("gradient: Stopped; nothing was written.")
    assert terminal.echoes()
    assert terminal.ended() == 128 + number
    assert not list(tmp_path.iterdir())


def repository(folder: Path) -> Path:
    """Make a repository that has a README and a module of its own."""
    (folder / "src").mkdir(parents=True)
    (folder / "README.md").write_text(README)
    (folder / "src/mine.py").write_text("MINE = 1\n")
    commit(folder)
    return folder


def test_into_a_repository(workshop: Workshop, tmp_path: Path) -> None:
    """An existing repository gets the files; its own stay, nothing is committed, and it is said so."""
    folder = repository(tmp_path / "p")
    (folder / "README.md").unlink()
    commit(folder)
    said = gradient("new", folder, "--defaults", "--template", workshop.template)
    assert "commit it" in said
    assert (folder / "src/mine.py").read_text() == "MINE = 1\n"
    assert len(git(folder, "log", "--oneline").splitlines()) == 2
    assert "?? pyproject.toml" in git(folder, "status", "--porcelain")


def test_conflict(workshop: Workshop, tmp_path: Path) -> None:
    """A file of the user's is refused without a terminal, asked for at one, and replaced only where git keeps it."""
    folder = repository(tmp_path / "p")
    before = read(folder)
    options = ["--defaults", "--template", str(workshop.template)]
    assert "README.md; --overwrite replaces it" in gradient("new", folder, *options, fails=1)
    terminal = Terminal([*COMMAND, "new", str(folder), *options], tmp_path)
    terminal.expect("Replace them?")
    terminal.type(ENTER)
    assert terminal.ended() == 1
    assert read(folder) == before
    gradient("new", folder, *options, "--overwrite")
    assert (folder / "README.md").read_text() != README
    assert git(folder, "show", "HEAD:README.md") == README


@pytest.mark.parametrize("state", ["changed", "untracked", "ignored", "no repository", "a link", "a folder"])
def test_nothing_is_lost(workshop: Workshop, tmp_path: Path, state: str) -> None:
    """What git could not bring back is never replaced, whatever the options."""
    folder = repository(tmp_path / "p")
    readme = folder / "README.md"
    readme.write_text("Other words.\n")
    if state in {"untracked", "ignored"}:
        git(folder, "rm", "--quiet", "--cached", "README.md")
        (folder / ".git/info/exclude").write_text("README.md\n" if state == "ignored" else "")
    elif state == "no repository":
        shutil.rmtree(folder / ".git")
    elif state in {"a link", "a folder"}:
        readme.unlink()
        readme.symlink_to("src/mine.py") if state == "a link" else (readme / "sub").mkdir(parents=True)
    before = read(folder)
    said = gradient("new", folder, "--defaults", "--overwrite", "--template", workshop.template, fails=2)
    assert "README.md, which git could not bring back" in said
    assert read(folder) == before


def test_link_out_of_the_folder(workshop: Workshop, tmp_path: Path) -> None:
    """A link inside the destination cannot send files elsewhere."""
    folder = repository(tmp_path / "p")
    (tmp_path / "elsewhere").mkdir()
    (folder / "tests").symlink_to(tmp_path / "elsewhere")
    assert "leads out of" in gradient("new", folder, "--defaults", "--template", workshop.template, fails=2)
    assert not list((tmp_path / "elsewhere").iterdir())
