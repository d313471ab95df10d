"""At a prompt of 80 columns, Copier cuts what does not fit: no question, no answer and no reason may be longer."""

import json

import pytest
from rich.cells import cell_len

from project.hostile import compiled
from table.questions import QUESTIONS
from table.rule import macros, product
from workshop import CATALOGUE

COLUMNS = 80
ASKED = {key: question for key, question in QUESTIONS.items() if question.get("when") is not False}
# What is before the text, as `questionary` writes it.
MARK, POINTER, BOX, DISABLED = "🎤 ", " » ", "○ ", "- "
LISTED = ["shape", "users", "runs_on", "rollout", "code", "target_has", "extension", "extras"]


def longer(lines: list[str], columns: int = COLUMNS) -> list[str]:
    """Return the lines that a terminal would cut."""
    return [line for line in lines if cell_len(line) > columns]


@pytest.mark.parametrize("key", ASKED)
def test_questions(key: str) -> None:
    """Each fits after its mark; so does what a strategy with variants asks."""
    options = [row["option"]["asks"] for row in CATALOGUE["strategies"].values() if "option" in row]
    for text in options if key == "option" else [ASKED[key]["help"]]:
        assert longer([f"{MARK}{text}"]) == []


@pytest.mark.parametrize("key", LISTED)
def test_answers(key: str) -> None:
    """Whatever the shape: each choice fits, with the box of a question that takes several."""
    before = POINTER + (BOX if ASKED[key].get("multiselect") else "")
    for shape in CATALOGUE["shapes"]:
        choices = json.loads(compiled(key, "choices").render(catalogue=CATALOGUE, shape=shape))
        assert choices
        assert longer([f"{before}{title}" for title, _ in choices]) == []


def test_ways_to_ship() -> None:
    """Every strategy with its sentence, and every one that cannot be had with its reason, over all answers."""
    for _, advice in product():
        lines = []
        for label, choice in json.loads(macros().offer(advice)):
            reason = f" ({choice['validator']})" if isinstance(choice, dict) else ""
            lines.append(f"{POINTER}{DISABLED if reason else ''}{label}{reason}")
        others = json.loads(macros().others(advice, advice[0]["id"], ""))
        # Another main one can be chosen; then the first one is among the others.
        lines += [f"{POINTER}{BOX}{label}" for label, _ in [*others, json.loads(macros().offer(advice))[0]]]
        assert longer(lines) == []


def test_a_line_that_is_cut_is_noticed() -> None:
    """A wide character takes two columns."""
    assert longer(["a" * 80, "a" * 81, "🎤" * 41]) == ["a" * 81, "🎤" * 41]
