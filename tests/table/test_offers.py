"""What the questions offer: the ranked strategies, the other ways to ship, and the choices of a group."""

import json

import pytest

from table.rule import SHAPES, STRATEGIES, macros, product
from workshop import CATALOGUE


def test_offer_disables_what_is_refused() -> None:
    """Each strategy is offered once, in order; Copier refuses a choice whose validator says something."""
    for _, advice in product():
        offered = json.loads(macros().offer(advice))
        for (label, choice), row in zip(offered, advice, strict=True):
            assert label.startswith(row["id"])
            assert choice == ({"value": row["id"], "validator": row["refused"]} if row["refused"] else row["id"])


def test_other_ways_leave_out_the_main_one() -> None:
    """Ticking it would keep its files at a later switch. Where it was given as another one too, it stays an answer."""
    for _, advice in product()[::50]:
        can = [row["id"] for row in advice if not row["refused"]]
        for main in can:
            others = [choice for _, choice in json.loads(macros().others(advice, main, ""))]
            assert others == ([id for id in can if id != main] or can)
            for given in ([main], f"[{main}]"):
                assert [choice for _, choice in json.loads(macros().others(advice, main, given))] == can


@pytest.mark.parametrize("field", ["runs_on", "users"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_question_matters_where_strategies_differ(shape: str, field: str) -> None:
    """Of what the shape offers, some strategy of that shape suits a part."""
    offered = set(SHAPES[shape][field])
    parts = [offered & set(row[field]) for row in STRATEGIES.values() if shape in row["shapes"]]
    assert macros().matters(CATALOGUE, shape, field) == str(any(set() < part < offered for part in parts))


def test_choices_hold_what_is_given() -> None:
    """What is offered comes first; an answer of the group that is not offered is among them, and no other."""
    group = {id: {"title": id.upper()} for id in ("a", "b", "c")}
    for ids, given, wanted in [
        (None, None, "abc"),
        (["b", "a"], None, "ba"),
        (["b"], "b", "b"),
        (["b"], "a", "ba"),
        (["b"], "x", "b"),
        (["b"], ["a"], "b"),
    ]:
        assert json.loads(macros().choices(group, ids, given)) == [[id.upper(), id] for id in wanted], (ids, given)
