"""The decision rule's macros, a plain statement of the same rule, and every combination of answers to hold them against."""

import functools
import itertools
import json
from collections.abc import Iterator
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from workshop import CATALOGUE, ROOT

Answers = dict[str, Any]
Row = dict[str, Any]
STRATEGIES: dict[str, Row] = CATALOGUE["strategies"]
SHAPES: dict[str, Row] = CATALOGUE["shapes"]


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


def unmet(id: str, answers: Answers) -> list[str]:
    """What the strategy needs and the target was not said to have."""
    return [need for need in STRATEGIES[id]["needs"] if need not in answers["target_has"]]


def recommend(answers: Answers) -> str:
    """What the macros recommend when the rest is left at its default."""
    row = SHAPES[answers.get("shape", next(iter(SHAPES)))]
    filled = {"shape": next(iter(SHAPES)), "runs_on": row["runs_on"][0], "code": row["code"][0]}
    filled |= {"users": next(iter(CATALOGUE["users"])), "rollout": next(iter(CATALOGUE["rollouts"]))} | answers
    usual = json.loads(macros().usual(CATALOGUE, filled["users"], filled["runs_on"]))
    return str(advise({"target_has": usual} | filled)[0]["id"])
