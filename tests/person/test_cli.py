"""The `gradient` command: what it shows, what it advises, how it says no. Making and switching have files of their own."""

import json
import os
import re
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from packaging_gradient import table
from packaging_gradient.refusal import LONGEST, one_line
from packaging_gradient.verbs.advise import ASKED
from person.command import COMMAND, gradient
from person.terminal import CTRL_C, DOWN, ENTER, Terminal
from workshop import CATALOGUE

COMMANDS = ("new", "adopt", "advise", "why", "list", "switch", "doctor")
STRATEGIES = CATALOGUE["strategies"]

BARE = """
import typer
app = typer.Typer()
for name in ("one", "two"):
    app.command(name)(lambda: None)
app()
"""


def words(text: str) -> str:
    """Return a text as one line, however it was wrapped."""
    return " ".join(text.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_help(command: str) -> None:
    """Each command explains itself and shows an example of its use."""
    assert command in gradient("--help")
    assert f"Example: gradient {command}" in words(gradient(command, "--help"))


def test_alone() -> None:
    """Without a command it helps, too."""
    assert gradient() == gradient("--help")


@pytest.mark.parametrize("id", STRATEGIES)
def test_list(id: str) -> None:
    """The gradient shows each strategy under its tier."""
    shown = gradient("list").splitlines()
    tiers = [line for line in shown if line.strip() in [tier["title"] for tier in CATALOGUE["tiers"].values()]]
    line = next(number for number, line in enumerate(shown) if line.startswith(f"{id} "))
    above = [title for title in tiers if shown.index(title) < line]
    assert above[-1].strip() == CATALOGUE["tiers"][STRATEGIES[id]["tier"]]["title"]


@pytest.mark.parametrize("columns", [40, 50, 71, 72, 80, 120])
def test_list_loses_nothing(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """However narrow the terminal is: every word is there, whole, and no line is cut or broken by the terminal."""
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = gradient("list")
    rows = [(id, row["artifact"], *row["carries"]) for id, row in STRATEGIES.items()]
    needs = [CATALOGUE["needs"][id]["title"] for row in STRATEGIES.values() for id in row["needs"]]
    wanted = Counter(re.findall(r"[\w.]+", " ".join([*needs, *(text for row in rows for text in row)])))
    assert wanted - Counter(re.findall(r"[\w.]+", shown)) == Counter()
    assert max(map(len, shown.splitlines())) <= columns


@pytest.mark.parametrize("id", STRATEGIES)
@pytest.mark.parametrize("columns", [40, 80])
def test_why_loses_nothing(monkeypatch: pytest.MonkeyPatch, id: str, columns: int) -> None:
    """The same for all that is said of a strategy."""
    texts = []
    for width in (columns, 500):
        monkeypatch.setenv("COLUMNS", str(width))
        texts.append(Counter(re.findall(r"[\w.]+", gradient("why", id))))
    assert texts[0] == texts[1]


@pytest.mark.parametrize("id", STRATEGIES)
def test_why(id: str) -> None:
    """All that the table knows of a strategy is shown."""
    row, shown = STRATEGIES[id], words(gradient("why", id))
    needs = [CATALOGUE["needs"][need]["title"] for need in row["needs"]] or ["nothing but its operating system"]
    expected = [row["title"], row["artifact"], row["why"], row["why_not"], CATALOGUE["tiers"][row["tier"]]["guide"]]
    covered = [key.split(", ")[0] for key in row["covers"]]
    for text in [*expected, *needs, *row["carries"], *row["tools"], *row["rebuild_on"], *covered]:
        assert words(text) in shown


def test_colours() -> None:
    """Colours are there where they are wanted, and NO_COLOR is honoured."""
    wanted = {**os.environ, "FORCE_COLOR": "1"}
    for environment, coloured in [(wanted, True), ({**wanted, "NO_COLOR": "1"}, False)]:
        shown = subprocess.run([*COMMAND, "list"], env=environment, capture_output=True, text=True, check=True).stdout
        assert ("\x1b[1;36m" in shown) == coloured


@pytest.mark.parametrize("command", ["why", "switch"])
def test_completion(command: str) -> None:
    """The shell completes the ids of strategies."""
    asked = {"COMP_WORDS": f"gradient {command} ", "COMP_CWORD": "2", "_GRADIENT_COMPLETE": "complete_bash"}
    run = [str(Path(sys.executable).with_name("gradient"))]
    shown = subprocess.run(run, env={**os.environ, **asked}, capture_output=True, text=True, check=True).stdout
    assert shown.split() == list(STRATEGIES)


def test_advise_defaults() -> None:
    """Without questions, the advice is for the defaults; as JSON, it says all that the table does."""
    advice = json.loads(gradient("advise", "--defaults", "--json"))
    assert advice["answers"]["shape"] == next(iter(CATALOGUE["shapes"]))
    assert {row["id"] for row in advice["strategies"]} == set(STRATEGIES)
    assert [row["recommended"] for row in advice["strategies"]] == [True] + [False] * (len(STRATEGIES) - 1)


def test_advise_shows_every_remark(tmp_path: Path) -> None:
    """What is shown is each strategy's sentence, the refused ones too; answers come from a file or an option."""
    (tmp_path / "answers.yml").write_text("shape: service\ntarget_has: [containers]\nproject_name: mine\n")
    options = ["--defaults", "--data-file", tmp_path / "answers.yml", "--data", "users=operators"]
    advice = json.loads(gradient("advise", *options, "--json"))
    assert (advice["answers"]["shape"], advice["strategies"][0]["id"]) == ("service", "docker")
    shown = words(gradient("advise", *options))
    assert all(words(row["remark"]) in shown for row in advice["strategies"])


def test_advise_at_a_prompt(tmp_path: Path) -> None:
    """A person answers the questions, and reads the recommended strategy with its reason."""
    terminal = Terminal([*COMMAND, "advise"], tmp_path)
    for key in ASKED:
        terminal.expect(table.questions()[key].help)
        terminal.expect("»")
        terminal.type(DOWN * 2 + ENTER if key == "users" else ENTER)
    assert terminal.ended() == 0
    assert f"Recommended: {STRATEGIES['pyinstaller']['why']}." in words(terminal.shown)


def test_advise_interrupted(tmp_path: Path) -> None:
    """Ctrl-C ends the questions with one line."""
    terminal = Terminal([*COMMAND, "advise"], tmp_path)
    terminal.expect("»")
    terminal.type(CTRL_C)
    assert terminal.ended() == 130
    assert terminal.shown.rstrip().endswith("gradient: Stopped; nothing was written.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["--frobnicate"], "No such option: --frobnicate"),
        (["why"], "Missing argument 'NAME'"),
        (["advise"], "need a terminal"),
        (["advise", "--defaults", "--data", "shape=boat"], "shape: 'boat' is not one of cli"),
        (["advise", "--defaults", "--data", "shpe=cli"], "did you mean shape?"),
        (["advise", "--defaults", "--data", "use=cli"], "no question 'use'"),
        (["advise", "--defaults", "--data", "target_has=python"], "target_has: 'python' is not a list"),
        (["advise", "--defaults", "--data", "target_has=[rockets]"], "'rockets' is not one of python"),
    ],
)
def test_bad_input(arguments: list[str], said: str) -> None:
    """Each mistake is one line on stderr, with exit code 2."""
    assert said in gradient(*arguments, fails=2)


@pytest.mark.parametrize("hostile", ["a\nb", "\x1b[31mred", "\u202edlrow", "x" * 10_000], ids=ascii)
def test_one_line(hostile: str) -> None:
    """What a user typed cannot break the line, colour the terminal or fill it."""
    line = one_line(hostile)
    assert line.isprintable()
    assert len(line) <= LONGEST + 3


def test_quick() -> None:
    """`gradient --help` costs at most 1.2 times the CPU of a bare typer program, and imports nothing heavy."""
    pairs = [(cpu([*COMMAND, "--help"]), cpu([sys.executable, "-c", BARE, "--help"])) for _ in range(7)]
    ours, bare = (min(times) for times in zip(*pairs, strict=True))
    assert ours / bare <= 1.2
    heavy = "import sys, packaging_gradient.cli; assert not {'copier', 'jinja2', 'yaml'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", heavy], check=True)


def cpu(command: list[str]) -> float:
    """Return the processor time that a command takes, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_questions_are_those_of_the_template() -> None:
    """What the command asks is read from copier.yml; what the template computes is no question."""
    assert {"project_name", "shape", "strategy"} <= table.questions().keys()
    assert not {"catalogue", "advice", "use", "facts"} & table.questions().keys()
