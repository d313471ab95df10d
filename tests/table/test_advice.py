"""The decision rule: held against a plain statement of it over the answers that the questions allow."""

import re

import pytest

from table.rule import (
    SHAPES,
    STRATEGIES,
    Answers,
    buildable,
    expected,
    macros,
    product,
    recommend,
    remarks,
    unmet,
    who,
)
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
                noun = SHAPES[answers["shape"]]["noun"]
                codes = {id: CATALOGUE["codes"][id] for id in STRATEGIES[row["id"]]["code"]}
                code = " or ".join(kind["noun"] for kind in codes.values() if kind.get("within") not in codes)
                shape_fits = answers["shape"] in STRATEGIES[row["id"]]["shapes"]
                said = f"only {code} can" if shape_fits else f"{noun} cannot"
                assert row["refused"].lower() == f"{said} be shipped as {row['id']}.".lower(), row


def test_caution_says_all_that_speaks_against() -> None:
    """Each doubt of the rule is named, and nothing else: what it needs, then what and whom it is not for."""
    for answers, advice in product():
        for row in (row for row in advice if not row["refused"]):
            needs = [CATALOGUE["needs"][id]["noun"] for id in unmet(row["id"], answers)]
            said = {"places": answers["runs_on"], "users": who(answers), "rollouts": answers["rollout"]}
            fields = {"places": "runs_on", "users": "users", "rollouts": "rollout"}
            against = [
                CATALOGUE[group][id]["noun"]
                for group, id in said.items()
                if id not in STRATEGIES[row["id"]][fields[group]]
            ]
            parts = [f"needs {' and '.join(needs)}"] * bool(needs)
            parts += [f"not for {' or '.join(', '.join(against).rsplit(', ', 1))}"] * bool(against)
            sentence = "; ".join(parts)
            assert row["caution"] == (f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""), (answers, row)


def test_the_first_one_does_not_contradict_itself() -> None:
    """It is recommended and nothing speaks against it; or something speaks against each, and it says that first."""
    for answers, advice in product():
        first, *others = [row for row in advice if not row["refused"]]
        said = remarks(advice)[0]
        assert said == (
            f"Comes closest: {first['caution'][0].lower()}{first['caution'][1:]}"
            if first["caution"]
            else f"Recommended: {STRATEGIES[first['id']]['why']}."
        )
        assert not first["caution"] or all(row["caution"] for row in others), answers


def test_what_can_be_run_has_a_way_without_a_caution() -> None:
    """Only a library, which somebody else's Python imports, can be left without what it needs."""
    cautioned = {answers["shape"] for answers, advice in product() if advice[0]["caution"]}
    assert not [shape for shape in cautioned if SHAPES[shape]["entry_point"]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("users", CATALOGUE["users"])
def test_users_are_those_who_install_it(shape: str, users: str) -> None:
    """Visitors of a service and those who run a program that imports a library decide nothing, whatever is recorded."""
    offered = SHAPES[shape]["users"]
    counted = users if users in offered else offered[0]
    assert macros().who(CATALOGUE, shape, users) == counted
    assert recommend({"shape": shape, "users": users}) == recommend({"shape": shape, "users": counted})


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
    """Behind the first one: why it is refused, or what speaks against it, or what it is an alternative to, or its reason."""
    for _, advice in product():
        for row, remark in list(zip(advice, remarks(advice), strict=True))[1:]:
            fits = f"Also fits: {STRATEGIES[row['id']]['why']}."
            if row["alternative"]:
                fits = f"Rather than {row['alternative']['to']} if {row['alternative']['when']}."
            assert remark == (row["refused"] or row["caution"] or fits)


@pytest.mark.parametrize(
    ("answers", "recommended"),
    [
        ({}, "sdist"),
        ({"code": "compiled"}, "wheel"),
        ({"rollout": "batches"}, "zipapp"),
        ({"users": "everyone"}, "pyinstaller"),
        ({"target_has": ["conda"]}, "conda"),
        ({"target_has": ["apt"]}, "deb"),
        ({"target_has": ["apt"], "users": "everyone"}, "deb"),
        ({"target_has": ["apt", "python", "index"]}, "sdist"),
        ({"target_has": ["dnf"]}, "rpm"),
        ({"target_has": ["dnf"], "shape": "service", "users": "operators"}, "rpm"),
        ({"shape": "service", "users": "operators"}, "docker"),
        ({"shape": "service"}, "docker"),
        ({"shape": "service", "users": "everyone"}, "docker"),
        ({"shape": "service", "users": "developers"}, "sdist"),
        ({"shape": "library"}, "sdist"),
        ({"shape": "library", "users": "everyone"}, "sdist"),
        ({"shape": "library", "code": "compiled", "users": "operators"}, "wheel"),
    ],
)
def test_plain_cases(answers: Answers, recommended: str) -> None:
    """The cases a reader of the overview would name without thinking."""
    assert recommend(answers) == recommended
