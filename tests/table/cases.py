"""What the table allows: each strategy in each shape and kind of code, and every way from one to another."""

from dataclasses import dataclass
from itertools import permutations
from typing import Any

from workshop import CATALOGUE

# The kinds of code that change what is generated; `system` renders as `pure` does.
CODES = ("pure", "compiled")

Table = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One kind of project: its shape, its code and how it is shipped."""

    shape: str
    code: str
    strategy: str

    @property
    def answers(self) -> dict[str, str]:
        """The answers that generate it."""
        return {"shape": self.shape, "code": self.code, "strategy": self.strategy}

    def __str__(self) -> str:
        """Name it as pytest shows it."""
        return f"{self.shape}-{self.code}-{self.strategy}"


def allowed(shape: str, code: str, table: Table = CATALOGUE) -> list[Case]:
    """Every strategy that a table allows for a shape and a kind of code, in the order of the gradient."""
    rows = table["strategies"].items()
    return [Case(shape, code, id) for id, row in rows if shape in row["shapes"] and code in row["code"]]


def kinds(table: Table = CATALOGUE) -> list[tuple[str, str]]:
    """Every shape with every kind of code that it can have."""
    return [(shape, code) for shape, row in table["shapes"].items() for code in CODES if code in row["code"]]


KINDS = kinds()
CASES = [case for kind in KINDS for case in allowed(*kind)]
PAIRS = [pair for kind in KINDS for pair in permutations(allowed(*kind), 2)]


def way(pair: tuple[Case, Case]) -> str:
    """Name a pair as pytest shows it."""
    return f"{pair[0]}-to-{pair[1].strategy}"
