"""The builds that run by default leave out no strategy, no shape with its code, and no language."""

import pytest

from table.cases import CASES, Case, allowed
from table.sample import TOGETHER, Classes, by_code, by_strategy, covering, marked, sampled
from workshop import LONG

QUICK = [case for case in CASES if case.strategy not in LONG]


@pytest.mark.parametrize("classes", [by_strategy, by_code])
def test_sample_covers(classes: Classes) -> None:
    """And it is the smaller part."""
    chosen = sampled(classes)
    assert {case.strategy for case in chosen} == {case.strategy for case in QUICK}
    assert {(case.shape, case.code) for case in chosen} == {(case.shape, case.code) for case in QUICK}
    assert {case.kind.language for case in chosen} == {case.kind.language for case in QUICK}
    assert len(set(chosen)) == len(chosen) < len(QUICK) / 2


def test_each_strategy_with_each_code() -> None:
    """Compiled code is built otherwise than pure code; what no command has, a library shows alone."""
    quick = {(case.strategy, case.code) for case in QUICK if case.code in ("pure", "compiled")}
    together = {(case.strategy, case.code) for kind in TOGETHER for case in allowed(kind)}
    assert quick <= together | {(case.strategy, case.code) for case in sampled(by_strategy)}
    assert quick <= {(case.strategy, case.code) for case in sampled(by_code)}


def test_what_only_one_case_meets_is_kept() -> None:
    """Wherever that case stands."""

    def classes(case: Case) -> list[str]:
        return ["all", "last"] if case == QUICK[-1] else ["all"]

    assert covering(QUICK, classes) == [QUICK[-1]]


def test_what_is_left_out_is_marked() -> None:
    """And what is chosen is not."""
    chosen = sampled(by_strategy)
    for case in QUICK:
        assert [mark.name for mark in marked(case, chosen)] == ([] if case in chosen else ["all_builds"])
