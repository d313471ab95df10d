"""What is shown around the work: prompts like Copier's, sentences that fit the terminal, the version, a traceback on demand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from packaging_gradient import source
from packaging_gradient.cli import app
from packaging_gradient.table import questions
from packaging_gradient.verbs.advise import ASKED
from person.command import COMMAND, gradient
from person.terminal import CTRL_C, ENTER, Terminal
from workshop import Workshop, git

COPIER = [sys.executable, "-m", "copier", "copy", "--quiet", "--vcs-ref=HEAD"]


def prompts(command: list[str], folder: Path) -> list[str]:
    """Press Enter at each question that `advise` asks; return how each was shown until its first choice."""
    terminal = Terminal(command, folder)
    shown = []
    for key in ASKED:
        terminal.expect(f"🎤 {questions()[key].help}")
        shown.append(terminal.expect("»"))
        terminal.type(ENTER)
    terminal.type(CTRL_C)
    terminal.ended()
    return shown


def test_prompts_are_copiers(workshop: Workshop, tmp_path: Path) -> None:
    """The same mark, the same lines, the same hint: a person who knows one knows the other."""
    made = workshop.copy(tmp_path / "made") / ".copier-answers.yml"
    rest = {key: value for key, value in yaml.safe_load(made.read_text("utf-8")).items() if key not in ASKED}
    (tmp_path / "rest.yml").write_text(yaml.safe_dump({"existing": False, **rest}))
    ours = prompts([*COMMAND, "advise"], tmp_path)
    assert ours == prompts([*COPIER, "--data-file=rest.yml", str(workshop.template), "again"], tmp_path)
    assert "arrow keys" in ours[0]


@pytest.mark.parametrize("width", [40, 50, 80, 120])
def test_advice_fits_the_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """No line is wider, none is broken in a word, and a sentence stays in its column."""
    monkeypatch.setenv("COLUMNS", str(width))
    shown = gradient("advise", "--defaults")
    assert max(map(len, shown.splitlines())) <= width
    flat = " ".join(shown.split())
    for row in json.loads(gradient("advise", "--defaults", "--json"))["strategies"]:
        assert f"{row['id']}: {row['title']} {row['remark']}" in flat
    starts = {len(line) - len(line.lstrip()) for line in shown.splitlines()}
    assert starts == {0, 4}


def test_version(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The version comes with the template and its commit; where there is no template, that is said."""
    monkeypatch.setattr(source, "CHECKOUT", workshop.template)
    head = git(workshop.template, "rev-parse", "HEAD").strip()
    said = gradient("--version")
    assert said.startswith("gradient 0.")
    assert said.endswith(f", template: {workshop.template} at {head}\n")
    monkeypatch.setattr(source, "_candidates", lambda: iter(()))
    assert gradient("--version").endswith(", template: none found\n")


@pytest.mark.parametrize("way", ["option", "variable"])
def test_debug(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """The traceback comes before the line and the exit code, which stay; without a word it stays hidden."""
    if way == "variable":
        monkeypatch.setenv("GRADIENT_DEBUG", "1")
    options = ["--debug"] if way == "option" else []
    run = CliRunner().invoke(app, [*options, "why", "rocket"])
    first, *_, last = run.stderr.splitlines()
    assert (run.exit_code, first) == (2, "Traceback (most recent call last):")
    monkeypatch.delenv("GRADIENT_DEBUG", raising=False)
    assert last == f"gradient: {gradient('why', 'rocket', fails=2)}"


def test_debug_is_in_its_place() -> None:
    """It belongs to `gradient`, before the verb."""
    run = subprocess.run([*COMMAND, "why", "rocket", "--debug"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (2, "gradient: No such option: --debug\n")


@pytest.mark.parametrize("verb", ["switch", "new"])
def test_misspelt_strategy(workshop: Workshop, tmp_path: Path, verb: str) -> None:
    """An id that is misspelt gets the one that was meant, and all that there are."""
    made = workshop.copy(tmp_path / "made")
    to = ["switch", "dokcer", made]
    if verb == "new":
        to = ["new", tmp_path / "p", "--defaults", f"--template={workshop.template}", "--data=strategy=dokcer"]
    ids = ", ".join(row["id"] for row in _possible())
    assert gradient(*to, fails=2) == f"strategy: 'dokcer' is not one of {ids}; did you mean docker?"


def _possible() -> list[dict[str, str]]:
    rows = json.loads(gradient("advise", "--defaults", "--json"))["strategies"]
    return [row for row in rows if not row["refused"]]
