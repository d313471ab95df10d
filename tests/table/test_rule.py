"""Over which answers the rule is tested: all that can make a difference, and few enough for a table of 27 strategies."""

import json
from itertools import combinations_with_replacement
from random import Random
from typing import Any

import pytest

from table.cases import allowed, kinds, star
from table.rule import advise, buildable, combinations, expected, product, subsets, targets, walk
from table.synthetic import grown
from workshop import CATALOGUE

LARGE = grown()


def test_every_answer_takes_part() -> None:
    """Each combination of the other questions' answers meets each answer about the target that can matter, once."""
    rest = [json.dumps({key: answers[key] for key in answers if key != "target_has"}) for answers, _ in product()]
    assert set(rest) == {json.dumps(answers) for answers in combinations()}
    assert len({json.dumps(answers) for answers, _ in product()}) == len(product())


@pytest.mark.parametrize("table", [CATALOGUE, LARGE], ids=["today", "27 strategies"])
def test_any_two_strategies_meet_every_target(table: dict[str, Any]) -> None:
    """Whatever the target has of what they need: their order depends on that alone."""
    for answers in combinations(table):
        told = {frozenset(has) for has in targets(answers, table)}
        rows = [row["needs"] for row in table["strategies"].values() if buildable(row, answers)]
        for one, two in combinations_with_replacement(rows, 2):
            assert told.issuperset(subsets({*one, *two})), answers


def test_order_of_two_depends_on_their_own_needs() -> None:
    """What else the target has moves neither: the reason why not all selections of needs have to be tried."""
    random = Random(1)
    answers = random.sample(list(walk(LARGE)), 100)
    for answer in answers:
        one, two = random.sample([*LARGE["strategies"]], 2)
        needs = {*LARGE["strategies"][one]["needs"], *LARGE["strategies"][two]["needs"]}
        less = answer | {"target_has": [id for id in answer["target_has"] if id in needs]}
        first, second = ([row for row in advise(each, LARGE) if row["id"] in (one, two)] for each in (answer, less))
        assert [(row["id"], row["caution"]) for row in first] == [(row["id"], row["caution"]) for row in second]


def test_order_of_a_large_table_is_the_rule() -> None:
    """The macros and the plain statement agree on a table with more of everything."""
    for answers in Random(2).sample(list(walk(LARGE)), 200):
        assert [row["id"] for row in advise(answers, LARGE)] == expected(answers, LARGE), answers


def test_growth() -> None:
    """Four times the strategies and ten more needs: a walk that grows with the pairs, not with 2 to the needs."""
    walks = {len(table["strategies"]): sum(1 for _ in walk(table)) for table in (CATALOGUE, LARGE)}
    every = sum(2 ** len(LARGE["needs"]) for _ in combinations(LARGE))
    for strategies, answers in walks.items():
        print(f"{strategies} strategies: the rule is tested over {answers} answers")
    print(f"all answers with {len(LARGE['needs'])} needs: {every}")
    assert walks[len(LARGE["strategies"])] < 20_000 < every / 100


def test_growth_of_the_cases() -> None:
    """Projection for .ci/run: what a table of 27 strategies makes of the tests that render, update and build."""
    for table in (CATALOGUE, LARGE):
        rings = [len(allowed(kind, table)) for kind in kinds(table)]
        groups = {(kind.shape, kind.code) for kind in kinds(table)}
        pairs, ways = sum(count * (count - 1) for count in rings), len(star(table))
        print(
            f"{len(table['strategies'])} strategies, {len(rings)} kinds of projects, {sum(rings)} cases, {pairs} pairs:"
        )
        print(f"  {4 * ways} updates by Copier in the star, {ways + 3 * len(groups)} in company")
        assert ways < len(table["strategies"]) * len(table["shapes"]) * 2
