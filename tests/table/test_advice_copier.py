"""Copier asks what the rule says: it records what the macros recommend, and refuses what they refuse."""

from pathlib import Path

import pytest
import yaml

from project.hostile import compiled
from quick import run_copy
from table.rule import Answers, advise, macros, product
from workshop import Workshop


def recorded(workshop: Workshop, target: Path, answers: Answers) -> Answers:
    """The answers that Copier writes down when it is given some and asks for none."""
    run_copy(str(workshop.template), target, data=answers, defaults=True, quiet=True, vcs_ref="HEAD")
    found: Answers = yaml.safe_load((target / ".copier-answers.yml").read_text("utf-8"))
    return found


@pytest.mark.parametrize("index", range(12))
def test_copier_gives_the_same(workshop: Workshop, target: Path, index: int) -> None:
    """Copier records what the macros recommend; every so many combinations, so that all answers take part."""
    answers, advice = product()[(index * len(product()) // 12 + 17 * index) % len(product())]
    assert recorded(workshop, target, answers)["strategy"] == advice[0]["id"]


def test_copier_offers_the_same() -> None:
    """The choices of the prompt are the macros' own, in their order; more ways to ship leave out what is refused."""
    for _, advice in product()[::50]:
        others = [row for row in advice[1:] if not row["refused"]]
        found = [
            compiled(key, "choices").render(advice=advice, strategy=advice[0]["id"])
            for key in ("strategy", "also_ship")
        ]
        assert found == [macros().offer(advice), macros().offer(others or advice[:1])]


def test_copier_defaults(workshop: Workshop, target: Path) -> None:
    """Without any answer: a command-line tool on a package index."""
    found = recorded(workshop, target, {})
    assert (found["shape"], found["code"], found["strategy"], found["also_ship"]) == ("cli", "pure", "sdist", [])


@pytest.mark.parametrize(
    ("key", "answer", "reason"),
    [
        ("strategy", "zipapp", r"A library cannot be shipped as zipapp\."),
        ("also_ship", ["zipapp"], "'zipapp' is not in .*conda"),
    ],
)
def test_copier_refuses_what_cannot_be_built(
    workshop: Workshop, target: Path, key: str, answer: object, reason: str
) -> None:
    """The message says why, or what there is instead, and nothing is written."""
    with pytest.raises(ValueError, match=reason):
        recorded(workshop, target, {"shape": "library", "code": "pure", key: answer})
    assert not target.exists()


def test_copier_refuses_what_is_unknown(workshop: Workshop, target: Path) -> None:
    """A misspelt id is an error where one is chosen."""
    with pytest.raises(ValueError, match="strategy"):
        recorded(workshop, target, {"strategy": "dokcer"})


def test_copier_accepts_what_has_a_caution(workshop: Workshop, target: Path) -> None:
    """A person who knows what they want gets it."""
    answers = {"users": "everyone", "runs_on": "desktops", "target_has": []}
    [row] = [
        row
        for row in advise({**answers, "shape": "cli", "code": "pure", "rollout": "individually"})
        if row["id"] == "docker"
    ]
    assert row["caution"]
    assert not row["refused"]
    assert recorded(workshop, target, {**answers, "strategy": "docker"})["strategy"] == "docker"
