"""`gradient new` at a prompt, and what it takes from git."""

import signal
import sys
import tomllib
from pathlib import Path

import pytest

from packaging_gradient.table import questions
from packaging_gradient.table.rule import ranked
from packaging_gradient.verbs.advise import ASKED, collect
from person.command import COMMAND, gradient
from person.terminal import CTRL_C, DOWN, ENTER, Terminal
from person.told import answers_of, git_knows
from project.trees import read
from workshop import Workshop

README = "My own words.\n"
# Leaves what is asked with a text.
DEPLOYMENT = [
    "shape=library",
    "users=developers",
    "rollout=individually",
    "code=pure",
    "target_has=[]",
    "strategy=sdist",
    "also_ship=[]",
]


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
    for key in (*ASKED, "strategy", "also_ship", "license", "extras"):
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


@pytest.mark.parametrize(
    ("prompt", "number"),
    [
        ("a list", signal.SIGINT),
        ("a list", signal.SIGTERM),
        ("a list", signal.SIGHUP),
        ("a text", signal.SIGINT),
    ],
)
def test_told_to_end_at_a_prompt(workshop: Workshop, tmp_path: Path, prompt: str, number: signal.Signals) -> None:
    """A signal ends it as the key Ctrl-C does, with an exit code of its own, and leaves a terminal that can be used."""
    data = [f"--data={key}" for key in DEPLOYMENT] if prompt == "a text" else []
    # No project can be called like this folder, so people are asked for a name.
    folder = "two words" if prompt == "a text" else "p"
    terminal = Terminal([*COMMAND, "new", folder, "--template", str(workshop.template), *data], tmp_path)
    terminal.expect("building?" if prompt == "a list" else "called?")
    terminal.send(number)
    terminal.expect("gradient: Stopped; nothing was written.")
    assert terminal.echoes()
    assert terminal.ended() == 128 + number
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("kept", "echoes"), [("at_prompts", True), ("held", False)])
def test_terminal_is_left_as_it_was(tmp_path: Path, kept: str, echoes: bool) -> None:
    """A signal may come before Prompt Toolkit knows that it has something to put back."""
    code = f"with interrupts.{kept}():\n tty.setraw(0)\nprint('end')\ninput()"
    terminal = Terminal(
        [sys.executable, "-c", f"import tty\nfrom packaging_gradient import interrupts\n{code}"], tmp_path
    )
    terminal.expect("end")
    assert terminal.echoes() == echoes
    terminal.type("\n")
    assert terminal.ended() == 0
