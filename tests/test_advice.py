"""The decision rule: held against a plain statement of it over every combination of answers that the questions allow."""

import functools
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from copier import run_copy
from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from workshop import CATALOGUE, ROOT, Workshop

Answers = dict[str, Any]
Row = dict[str, Any]
STRATEGIES: dict[str, Row] = CATALOGUE["strategies"]
SHAPES: dict[str, Row] = CATALOGUE["shapes"]
# One sentence or two; a period before a letter, as in .pyz, ends none.
SENTENCES = re.compile(r"[A-Z](?:[^.]|\.(?=\w))*\.(?: [A-Z](?:[^.]|\.(?=\w))*\.)?")


@functools.cache
def macros() -> Any:  # noqa: ANN401  Jinja makes the macros' attributes when it runs
    """The macros of the rule, in an environment that has nothing but Jinja's own filters."""
    environment = SandboxedEnvironment(loader=FileSystemLoader(ROOT), undefined=StrictUndefined)
    template: Template = environment.get_template("extensions/advise.jinja")
    return template.module


def combinations() -> Iterator[Answers]:
    """Every combination of answers to the deployment questions, but for what the target has."""
    for shape, row in SHAPES.items():
        for values in itertools.product(CATALOGUE["users"], row["runs_on"], CATALOGUE["rollouts"], row["code"]):
            yield {"shape": shape, **dict(zip(("users", "runs_on", "rollout", "code"), values, strict=True))}


def subsets() -> Iterator[list[str]]:
    """Every answer to what the target has, in the table's order."""
    for size in range(len(CATALOGUE["needs"]) + 1):
        yield from (list(subset) for subset in itertools.combinations(CATALOGUE["needs"], size))


@functools.cache
def product() -> list[tuple[Answers, list[Row]]]:
    """Every combination of answers with the advice the macros give."""
    every = [{**answers, "target_has": has} for answers in combinations() for has in subsets()]
    return [(answers, advise(answers)) for answers in every]


def advise(answers: Answers) -> list[Row]:
    """What the macros rank, the best first."""
    ranked: list[Row] = json.loads(macros().rank(CATALOGUE, answers))
    return ranked


def buildable(row: Row, answers: Answers) -> bool:
    """The shape and the code allow it; nothing else rules a strategy out."""
    return answers["shape"] in row["shapes"] and answers["code"] in row["code"]


def expected(answers: Answers) -> list[str]:
    """The rule in plain words of Python: the ids, the best first."""
    order = list(STRATEGIES)

    def weight(id: str) -> tuple[object, ...]:
        row = STRATEGIES[id]
        needs, has = set(row["needs"]), set(answers["target_has"])
        out_of_place = answers["runs_on"] not in row["runs_on"]
        unsuited = [answers["users"] not in row["users"], answers["rollout"] not in row["rollout"]]
        refused = not buildable(row, answers)
        return refused, len(needs - has), out_of_place, sum(unsuited), -len(needs & has), order.index(id)

    return sorted(order, key=weight)


def test_product_is_complete() -> None:
    """The product really is all of it, so that what is shown over it is shown for every answer."""
    answers = sum(len(row["runs_on"]) * len(row["code"]) for row in SHAPES.values())
    size = answers * len(CATALOGUE["users"]) * len(CATALOGUE["rollouts"]) * 2 ** len(CATALOGUE["needs"])
    assert len(product()) == size
    assert len({json.dumps(answers) for answers, _ in product()}) == size


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


def unmet(id: str, answers: Answers) -> list[str]:
    """What the strategy needs and the target was not said to have."""
    return [need for need in STRATEGIES[id]["needs"] if need not in answers["target_has"]]


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


def recommend(answers: Answers) -> str:
    """What the macros recommend when the rest is left at its default."""
    row = SHAPES[answers.get("shape", next(iter(SHAPES)))]
    filled = {"shape": next(iter(SHAPES)), "runs_on": row["runs_on"][0], "code": row["code"][0]}
    filled |= {"users": next(iter(CATALOGUE["users"])), "rollout": next(iter(CATALOGUE["rollouts"]))} | answers
    usual = json.loads(macros().usual(CATALOGUE, filled["users"], filled["runs_on"]))
    return str(advise({"target_has": usual} | filled)[0]["id"])


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


def test_copier_defaults(workshop: Workshop, target: Path) -> None:
    """Without any answer: a command-line tool on a package index."""
    found = recorded(workshop, target, {})
    assert (found["shape"], found["code"], found["strategy"], found["also_ship"]) == ("cli", "pure", "sdist", [])


@pytest.mark.parametrize(
    ("key", "answer", "reason"),
    [
        ("strategy", "zipapp", r"A library cannot be shipped as zipapp\."),
        ("also_ship", ["zipapp"], "'zipapp' is not in .*sdist"),
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
