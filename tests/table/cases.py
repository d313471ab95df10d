"""What the table allows: each strategy in each shape, kind of code and language, and every way from one to another."""

from dataclasses import dataclass
from itertools import groupby, permutations
from typing import Any

from workshop import CATALOGUE

# The kinds of code that change what is generated; `system` renders as `pure` does.
CODES = ("pure", "module", "compiled")

Table = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of project, however it is shipped: its shape, its code and the language of what is compiled."""

    shape: str
    code: str
    language: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is in Python alone, or in the first of the languages that compile."""
        return self.language in ("", next(iter(CATALOGUE["languages"])))

    @property
    def answers(self) -> dict[str, str]:
        """The answers that generate it."""
        return {"shape": self.shape, "code": self.code} | ({"extension": self.language} if self.language else {})

    def __str__(self) -> str:
        """Name it as pytest shows it."""
        return "-".join(filter(None, (self.shape, self.code, self.language)))


@dataclass(frozen=True)
class Case:
    """One kind of project, and how it is shipped."""

    kind: Kind
    strategy: str

    @property
    def shape(self) -> str:
        """What is built."""
        return self.kind.shape

    @property
    def code(self) -> str:
        """What it is made of."""
        return self.kind.code

    @property
    def answers(self) -> dict[str, str]:
        """The answers that generate it."""
        return {**self.kind.answers, "strategy": self.strategy}

    def __str__(self) -> str:
        """Name it as pytest shows it."""
        return f"{self.kind}-{self.strategy}"


def allowed(kind: Kind, table: Table = CATALOGUE) -> list[Case]:
    """Every strategy that a table allows for a shape and a kind of code, in the order of the gradient."""
    rows = table["strategies"].items()
    return [Case(kind, id) for id, row in rows if kind.shape in row["shapes"] and kind.code in row["code"]]


def kinds(table: Table = CATALOGUE) -> list[Kind]:
    """Every shape with every kind of code that it can have, in every language where code is compiled."""
    languages = {"compiled": list(table["languages"])}
    return [
        Kind(shape, code, language)
        for shape, row in table["shapes"].items()
        for code in CODES
        if code in row["code"]
        for language in languages.get(code, [""])
    ]


def star(table: Table = CATALOGUE) -> list[tuple[Case, Case]]:
    """From the first strategy of each shape and kind of code to every other one; the languages take turns."""
    groups = groupby(kinds(table), key=lambda kind: (kind.shape, kind.code))
    turns = [[allowed(kind, table) for kind in group] for _, group in groups]
    return [
        (rings[index % len(rings)][0], rings[index % len(rings)][index])
        for rings in turns
        for index in range(1, len(rings[0]))
    ]


KINDS = kinds()
CASES = [case for kind in KINDS for case in allowed(kind)]
PAIRS = [pair for kind in KINDS for pair in permutations(allowed(kind), 2)]


def way(pair: tuple[Case, Case]) -> str:
    """Name a pair as pytest shows it."""
    return f"{pair[0]}-to-{pair[1].strategy}"
