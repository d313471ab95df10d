"""The decision rule: held against a plain statement of it over the answers that the questions allow."""

import itertools
import json
import re

import pytest

from table.rule import SHAPES, STRATEGIES, Answers, buildable, expected, macros, product, recommend, unmet
from workshop import CATALOGUE

# One sentence or two; a period before a letter, as in .pyz, ends none.
SENTENCES = re.compile(r"[A-Z](?:[^.]|\.(?=\w))*\.(?: [A-Z](?:[^.]|\.(?=\w))*\.)?")


def test_order_is_the_rule() -> None:
    """The macros and the plain statement agree on every combination, down to the last place."""
    wrong = [answers for answers, advice in product() if [row["id"] for row in advice] != expected(answers)]
    assert wrong == []


def test_recommended_can_be_built() -> None:
    """No combination leaves a person without a way to ship."""
    for answers, advice in product():
        assert not advice[0]["refused"], answers
        assert buildable(STRATEGIES[advice[0]["id"]], answers), answers


def test_refused_is_only_what_cannot_be_built() -> None:
    """A refusal names the shape or the kind of code that rules the strategy out; a caution is no refusal."""
    for answers, advice in product():
        for row in advice:
            assert bool(row["refused"]) != buildable(STRATEGIES[row["id"]], answers), (answers, row)
            assert not (row["refused"] and row["caution"]), (answers, row)
            if row["refused"]:
                wrong = "shape" if answers["shape"] not in STRATEGIES[row["id"]]["shapes"] else "code"
                noun = CATALOGUE[f"{wrong}s"][answers[wrong]]["noun"]
                assert row["refused"].lower().startswith(f"{noun.lower()} cannot be shipped as {row['id']}"), row


def test_caution_says_all_that_speaks_against() -> None:
    """Each doubt of the rule is named, and nothing else."""
    for answers, advice in product():
        for row in (row for row in advice if not row["refused"]):
            doubts = [CATALOGUE["needs"][id]["title"] for id in unmet(row["id"], answers)]
            for field, group in (("runs_on", "places"), ("users", "users"), ("rollout", "rollouts")):
                if answers[field] not in STRATEGIES[row["id"]][field]:
                    doubts.append(CATALOGUE[group][answers[field]]["noun"])
            assert all(doubt in row["caution"] for doubt in doubts), (answers, row)
            assert bool(doubts) == bool(row["caution"]), (answers, row)


@pytest.mark.parametrize("id", STRATEGIES)
def test_every_strategy_is_the_answer_to_something(id: str) -> None:
    """It is recommended for some answers, or stands beside what is recommended and says when to prefer it."""
    alternative = STRATEGIES[id].get("alternative")
    wanted = alternative["to"] if alternative else id
    found = [answers for answers, advice in product() if advice[0]["id"] == wanted]
    assert [answers for answers in found if buildable(STRATEGIES[id], answers)]


def test_remarks_are_clean_sentences() -> None:
    """What stands beside a strategy in the prompt is one sentence or two, whatever was answered."""
    for _, advice in product():
        for row in advice:
            remark = macros().remark(advice, row)
            assert SENTENCES.fullmatch(remark), remark
            assert remark == " ".join(remark.split()), remark


def test_remarks_say_which_is_which() -> None:
    """One strategy is recommended; an alternative names what it is an alternative to."""
    for _, advice in product():
        remarks = [macros().remark(advice, row) for row in advice]
        assert [remark.startswith("Recommended: ") for remark in remarks].index(True) == 0
        assert sum(remark.startswith("Recommended: ") for remark in remarks) == 1
        for row, remark in zip(advice[1:], remarks[1:], strict=True):
            if row["alternative"] and not row["refused"] and not row["caution"]:
                assert remark == f"Rather than {row['alternative']['to']} when {row['alternative']['when']}."


def test_offer_disables_what_is_refused() -> None:
    """Each strategy is offered once, in order; Copier refuses a choice whose validator says something."""
    for _, advice in product():
        offered = json.loads(macros().offer(advice))
        for (label, choice), row in zip(offered, advice, strict=True):
            assert label.startswith(row["id"])
            assert choice == ({"value": row["id"], "validator": row["refused"]} if row["refused"] else row["id"])


def test_offer_names_what_is_chosen() -> None:
    """Where other ways to ship are asked for, the main one is not recommended once more."""
    _, advice = product()[0]
    [label] = [label for label, choice in json.loads(macros().offer(advice, "docker")) if choice == "docker"]
    assert label.split(maxsplit=1) == ["docker", "Chosen already."]


@pytest.mark.parametrize(
    ("users", "runs_on", "has"),
    [
        ("developers", "desktops", ["python", "index"]),
        ("developers", "servers", ["python", "index"]),
        ("operators", "servers", ["containers"]),
        ("operators", "desktops", []),
        ("everyone", "desktops", []),
        ("everyone", "servers", []),
    ],
)
def test_usual_targets(users: str, runs_on: str, has: list[str]) -> None:
    """What is counted on unless the person says otherwise."""
    assert json.loads(macros().usual(CATALOGUE, users, runs_on)) == has


def test_carriers_name_the_strategies_for_a_kind_of_code() -> None:
    """A build that cannot carry compiled code sends its user to these."""
    for shape, code in itertools.product(SHAPES, CATALOGUE["codes"]):
        wanted = [id for id, row in STRATEGIES.items() if buildable(row, {"shape": shape, "code": code})]
        assert macros().carriers(CATALOGUE, shape, code) == ", ".join(wanted)


@pytest.mark.parametrize(
    ("answers", "recommended"),
    [
        ({}, "sdist"),
        ({"code": "compiled"}, "wheel"),
        ({"rollout": "batches"}, "zipapp"),
        ({"users": "everyone"}, "pyinstaller"),
        ({"target_has": ["conda"]}, "conda"),
        ({"shape": "service", "users": "operators"}, "docker"),
    ],
)
def test_plain_cases(answers: Answers, recommended: str) -> None:
    """The cases a reader of the overview would name without thinking."""
    assert recommend(answers) == recommended
