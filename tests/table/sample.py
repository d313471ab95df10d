"""Which builds run by default: few that cover the table, so that their number grows as the strategies do."""

from collections.abc import Callable, Hashable, Iterable, Sequence

import pytest

from table.cases import CASES, KINDS, Case
from workshop import CATALOGUE, LONG, marks

Classes = Callable[[Case], Iterable[Hashable]]
# The first shape with each kind of code, to be shipped in all ways at once; that each language is carried, `tests/languages` shows.
TOGETHER = list({kind.code: kind for kind in reversed(KINDS) if kind.shape == next(iter(CATALOGUE["shapes"]))}.values())


def by_strategy(case: Case) -> list[Hashable]:
    """What is met at least once: the strategy; the shape with its code; the language."""
    return [case.strategy, (case.shape, case.code), case.kind.language]


def by_code(case: Case) -> list[Hashable]:
    """As before, and the strategy with each code that it carries, for that changes its build; a special case does not."""
    code = CATALOGUE["codes"][case.code].get("within", case.code)
    return [*by_strategy(case), (case.strategy, code)]


def covering(cases: Sequence[Case], classes: Classes) -> list[Case]:
    """Choose cases that meet every class: each time the one that meets most that are left, the first of equals."""
    chosen: list[Case] = []
    left = {one for case in cases for one in classes(case)}
    while left:
        best = max(cases, key=lambda case: len(left.intersection(classes(case))))
        chosen.append(best)
        left.difference_update(classes(best))
    return chosen


def marked(case: Case, chosen: Sequence[Case]) -> list[pytest.MarkDecorator]:
    """The mark of a case that does not run by default."""
    return marks(case.strategy) or ([] if case in chosen else [pytest.mark.all_builds])


def sampled(classes: Classes) -> list[Case]:
    """The cases that run by default."""
    return covering([case for case in CASES if case.strategy not in LONG], classes)
