"""The decision rule's macros, a plain statement of the same rule, and the answers over which they are held together."""

import functools
import itertools
import json
from collections.abc import Collection, Iterator
from random import Random
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from table.cases import Table
from workshop import CATALOGUE, ROOT

Answers = dict[str, Any]
Row = dict[str, Any]
STRATEGIES: dict[str, Row] = CATALOGUE["strategies"]
SHAPES: dict[str, Row] = CATALOGUE["shapes"]
# So many answers to what the target has are drawn from all of them, for each shape and kind of code.
SAMPLE = 4


@functools.cache
def macros() -> Any:  # noqa: ANN401  Jinja makes the macros' attributes when it runs
    """The macros of the rule, in an environment that has nothing but Jinja's own filters."""
    environment = SandboxedEnvironment(loader=FileSystemLoader(ROOT), undefined=StrictUndefined)
    template: Template = environment.get_template("extensions/advise.jinja")
    return template.module


def combinations(table: Table = CATALOGUE) -> Iterator[Answers]:
    """Every combination of answers to the deployment questions, but for what the target has."""
    for shape, row in table["shapes"].items():
        for values in itertools.product(table["users"], row["runs_on"], table["rollouts"], row["code"]):
            yield {"shape": shape, **dict(zip(("users", "runs_on", "rollout", "code"), values, strict=True))}


def subsets(needs: Collection[str]) -> Iterator[frozenset[str]]:
    """Every selection of some needs."""
    for size in range(len(needs) + 1):
        yield from map(frozenset, itertools.combinations(sorted(needs), size))


def targets(answers: Answers, table: Table = CATALOGUE) -> list[list[str]]:
    """Answers to what the target has, in the table's order.

    Which of two strategies comes first depends on what these two need, and on nothing else that the target has. So it is
    every selection of what any two need that can be built: all selections of 14 needs are too many. The rest is sampled.
    """
    rows = [set(row["needs"]) for row in table["strategies"].values() if buildable(row, answers)]
    pairs = {frozenset(one | two) for one, two in itertools.combinations_with_replacement(rows, 2)}
    told = {selection for pair in pairs for selection in subsets(pair)} | {frozenset(table["needs"])}
    random = Random(f"{answers['shape']} {answers['code']}")
    told |= {frozenset(id for id in table["needs"] if random.getrandbits(1)) for _ in range(SAMPLE)}
    ordered = ([id for id in table["needs"] if id in selection] for selection in told)
    return sorted(ordered, key=lambda has: (len(has), [[*table["needs"]].index(id) for id in has]))


def walk(table: Table = CATALOGUE) -> Iterator[Answers]:
    """The combinations of answers over which the rule is tested."""
    found = functools.cache(lambda shape, code: targets({"shape": shape, "code": code}, table))
    for answers in combinations(table):
        yield from ({**answers, "target_has": has} for has in found(answers["shape"], answers["code"]))


@functools.cache
def product() -> list[tuple[Answers, list[Row]]]:
    """The combinations of answers with the advice the macros give."""
    return [(answers, advise(answers)) for answers in walk()]


def advise(answers: Answers, table: Table = CATALOGUE) -> list[Row]:
    """What the macros rank, the best first."""
    ranked: list[Row] = json.loads(macros().rank(table, answers))
    return ranked


def buildable(row: Row, answers: Answers) -> bool:
    """The shape and the code allow it; nothing else rules a strategy out."""
    return answers["shape"] in row["shapes"] and answers["code"] in row["code"]


def expected(answers: Answers, table: Table = CATALOGUE) -> list[str]:
    """The rule in plain words of Python: the ids, the best first."""
    order = list(table["strategies"])

    def weight(id: str) -> tuple[object, ...]:
        row = table["strategies"][id]
        needs, has = set(row["needs"]), set(answers["target_has"])
        out_of_place = answers["runs_on"] not in row["runs_on"]
        unsuited = [who(answers, table) not in row["users"], answers["rollout"] not in row["rollout"]]
        refused = not buildable(row, answers)
        return refused, len(needs - has), out_of_place, sum(unsuited), -len(needs & has), order.index(id)

    return sorted(order, key=weight)


def who(answers: Answers, table: Table = CATALOGUE) -> str:
    """Who installs and runs it: those whom the shape does not have count as those it usually has."""
    users: list[str] = table["shapes"][answers["shape"]]["users"]
    return answers["users"] if answers["users"] in users else users[0]


def remarks(advice: list[Row]) -> list[str]:
    """The sentences beside the strategies, in their order."""
    return [macros().remark(advice, row) for row in advice]


def unmet(id: str, answers: Answers) -> list[str]:
    """What the strategy needs and the target was not said to have."""
    return [need for need in STRATEGIES[id]["needs"] if need not in answers["target_has"]]


def recommend(answers: Answers) -> str:
    """What the macros recommend when the rest is left at its default."""
    row = SHAPES[answers.get("shape", next(iter(SHAPES)))]
    filled = {"shape": next(iter(SHAPES)), "rollout": next(iter(CATALOGUE["rollouts"]))}
    filled |= {field: row[field][0] for field in ("users", "runs_on", "code")} | answers
    usual = json.loads(macros().usual(CATALOGUE, who(filled), filled["runs_on"]))
    return str(advise({"target_has": usual} | filled)[0]["id"])
