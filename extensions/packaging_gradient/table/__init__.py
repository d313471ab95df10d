"""The decision table and the questions: the template's own files, read once, when first needed, and given types."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from packaging_gradient.table.rows import (
    Alternative,
    Base,
    Code,
    Extra,
    Language,
    Lock,
    Need,
    Option,
    Place,
    Question,
    Shape,
    Strategy,
    Table,
    Tier,
    Tool,
    Value,
)

Row = TypeVar("Row")

PACKAGE = Path(__file__).parents[1]
CHECKOUT = PACKAGE.parents[1]


def resource(name: str) -> str:
    """Return the text of a file of the template: from the installed package, else from the checkout."""
    places = [PACKAGE / "data", PACKAGE.parent, CHECKOUT]
    return next(place / name for place in places if (place / name).is_file()).read_text("utf-8")


@cache
def raw() -> dict[str, Any]:
    """Return the table as the macros take it."""
    loaded: dict[str, Any] = yaml.safe_load(resource("catalogue.yml"))
    table: dict[str, Any] = loaded["catalogue"]["default"]
    return table


@cache
def table() -> Table:
    """Return the table as typed data. Raises TypeError when a row has a column that its type does not know."""
    groups = raw()
    return Table(
        tiers=_rows(Tier, groups["tiers"]),
        bases=_rows(Base, groups["bases"]),
        shapes=_rows(Shape, groups["shapes"]),
        users=_rows(Value, groups["users"]),
        places=_rows(Place, groups["places"]),
        rollouts=_rows(Value, groups["rollouts"]),
        codes=_rows(Code, groups["codes"]),
        needs=_rows(Need, groups["needs"]),
        languages=_rows(_language, groups["languages"]),
        extras=_rows(Extra, groups["extras"]),
        machine=_rows(Tool, groups["machine"]),
        strategies=_rows(_strategy, groups["strategies"]),
        elsewhere=groups["elsewhere"],
    )


def _rows(make: Callable[..., Row], rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Row]:
    """Make typed rows, with lists that nobody can change."""
    return {
        id: make(id=id, **{key: tuple(cell) if isinstance(cell, list) else cell for key, cell in row.items()})
        for id, row in rows.items()
    }


def _language(
    *,
    lock: Mapping[str, Any] | None,
    **columns: Any,  # noqa: ANN401 - the columns of the row
) -> Language:
    return Language(lock=Lock(lock["file"], tuple(lock["command"])) if lock else None, **columns)


def _strategy(
    *,
    alternative: Mapping[str, str] | None = None,
    option: Mapping[str, Any] | None = None,
    **columns: Any,  # noqa: ANN401 - the columns of the row
) -> Strategy:
    return Strategy(
        alternative=Alternative(**alternative) if alternative else None,
        option=Option(option["asks"], _rows(Value, option["choices"])) if option else None,
        **columns,
    )


class _Documents(yaml.SafeLoader):
    """A loader for copier.yml, in which `!include` brings in files that are read on their own."""


_Documents.add_constructor("!include", lambda loader, node: {})


@cache
def questions() -> Mapping[str, Question]:
    """Return what the template asks, by key; neither its settings nor the answers it computes."""
    documents = yaml.load_all(resource("copier.yml"), _Documents)
    found = {key: item for document in documents for key, item in document.items() if not key.startswith("_")}
    return {
        key: Question(
            key, **{part: item[part] for part in ("help", "default", "choices", "when", "multiselect") if part in item}
        )
        for key, item in found.items()
        if item.get("when") is not False
    }
