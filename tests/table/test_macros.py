"""The macros beside the rule, also on small tables that hold what the real one does not."""

import itertools
import json
import re

import pytest

from table.rule import SHAPES, STRATEGIES, buildable, macros, product
from workshop import CATALOGUE

# A table of three strategies that no answer suits by half: what today's table has no case of.
SMALL = {
    "shapes": {"a": {"users": ["u", "v"], "noun": "a thing"}, "b": {"users": ["u", "v"], "noun": "a thing"}},
    "users": {id: {"noun": f"user {id}"} for id in "uvw"},
    "places": {id: {"noun": f"place {id}"} for id in "pq"},
    "rollouts": {id: {"noun": f"rollout {id}"} for id in "rs"},
    "needs": {id: {"noun": f"need {id}"} for id in "xyz"},
    "strategies": {
        "none": {"shapes": ["a"], "users": ["w"], "runs_on": ["q"], "rollout": ["s"], "needs": ["x", "y", "z"]},
        "all": {"shapes": ["a", "b"], "users": ["u", "v"], "runs_on": ["p"], "rollout": ["r"], "needs": []},
        "some": {"shapes": ["b"], "users": ["v"], "runs_on": ["p"], "rollout": ["r"], "needs": []},
    },
}
ANSWERS = {"shape": "a", "users": "u", "runs_on": "p", "rollout": "r", "target_has": ["y"]}
OPTIONS: dict[str, object] = {
    "strategies": {
        "one": {"option": {"choices": {"a": {}, "b": {}}}},
        "two": {},
        "three": {"option": {"choices": {"c": {}, "d": {}}}},
    }
}


def test_a_caution_names_everything() -> None:
    """Several needs, and all that a strategy is not for, as a sentence lists them."""
    said = "Needs need x and need z; not for place p, user u or rollout r."
    assert macros().cautions(SMALL, "none", ANSWERS) == said
    assert macros().cautions(SMALL, "none", ANSWERS | {"runs_on": "q", "target_has": list("xyz")}) == (
        "Not for user u or rollout r."
    )
    assert macros().cautions(SMALL, "all", ANSWERS) == ""


def test_what_suits_nobody_makes_no_difference() -> None:
    """Only a strategy that suits some of what is offered, and not all, gives the answer a meaning."""
    assert macros().matters(SMALL, "a", "users") == "False"
    assert macros().matters(SMALL, "b", "users") == "True"


def test_rows_of_the_advice() -> None:
    """Each has what the sentence about it is made of, and its title."""
    for _, advice in product()[::50]:
        for row in advice:
            told = {key: STRATEGIES[row["id"]].get(key) for key in ("title", "why", "alternative")}
            assert {key: row[key] for key in told} == told


def test_sentences_stand_in_a_column() -> None:
    """Beside the longest id that is offered, whatever is refused."""
    for _, advice in product()[::50]:
        width = max(len(row["id"]) for row in advice)
        labels = [label for label, choice in json.loads(macros().offer(advice)) if isinstance(choice, str)]
        assert {re.search(r"  (?=[A-Z])", label).start() for label in labels} == {width}  # type: ignore[union-attr]


def test_options() -> None:
    """A strategy's own, none where it has none; of those that are shipped too, the first."""
    assert json.loads(macros().options(OPTIONS, "one")) == {"a": {}, "b": {}}
    assert json.loads(macros().options(OPTIONS, "two")) == {}
    assert json.loads(macros().chosen(OPTIONS, ["one", "two", "three"], "one", "b")) == {"one": "b", "three": "c"}
    assert json.loads(macros().chosen(OPTIONS, ["two"], "two", "")) == {}


def test_folders() -> None:
    """What is active merges into the project, the rest is left out."""
    assert json.loads(macros().folders({"a": {}, "b": {}}, ["b"])) == {"a": "", "b": "."}


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
