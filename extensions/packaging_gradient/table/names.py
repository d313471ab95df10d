"""The names that people know: of strategies, of what these cover, and of what none answers for yet."""

import re
from dataclasses import dataclass

from packaging_gradient.table.rows import Strategy, Table


@dataclass(frozen=True, slots=True)
class Known:
    """A name as it is written, the strategy that answers for it, if any, and the sentence on it, if it is no id."""

    name: str
    strategy: Strategy | None = None
    sentence: str = ""


def plain(name: str) -> str:
    """Return a name without what people write in different ways: case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", name.casefold())


def spellings(key: str) -> list[str]:
    """Return the names of an entry of the table, the one to show first."""
    return key.split(", ")


def known(table: Table) -> dict[str, Known]:
    """Return all names, as `plain` writes them. An id comes before a name that is covered."""
    said = [Known(name, None, sentence) for key, sentence in table.elsewhere.items() for name in spellings(key)]
    for row in table.strategies.values():
        said += [Known(name, row, sentence) for key, sentence in row.covers.items() for name in spellings(key)]
    said += [Known(id, row) for id, row in table.strategies.items()]
    return {plain(each.name): each for each in said}
