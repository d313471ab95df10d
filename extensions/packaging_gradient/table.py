"""The decision table and the questions: the template's own files, read once, when first needed, and given types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parents[1]


@dataclass(frozen=True, slots=True)
class Tier:
    """A section of the overview: its title and where it can be read."""

    id: str
    title: str
    guide: str


@dataclass(frozen=True, slots=True)
class Value:
    """An answer to a question: as a prompt shows it, and as a sentence names it."""

    id: str
    title: str
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The strategy that another one stands beside, and when to prefer the other one."""

    to: str
    when: str


@dataclass(frozen=True, slots=True)
class Option:
    """What a strategy with variants asks, and its answers by id."""

    asks: str
    choices: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to ship: a row of the table, every column of it."""

    id: str
    title: str
    tier: str
    artifact: str
    shapes: tuple[str, ...]
    code: tuple[str, ...]
    runs_on: tuple[str, ...]
    needs: tuple[str, ...]
    carries: tuple[str, ...]
    users: tuple[str, ...]
    rollout: tuple[str, ...]
    tools: tuple[str, ...]
    rebuild_on: tuple[str, ...]
    why: str
    why_not: str
    covers: Mapping[str, str]
    alternative: Alternative | None = None
    option: Option | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The whole decision table; every mapping is by id, in the table's own order."""

    tiers: Mapping[str, Tier]
    shapes: Mapping[str, Value]
    users: Mapping[str, Value]
    places: Mapping[str, Value]
    rollouts: Mapping[str, Value]
    codes: Mapping[str, Value]
    needs: Mapping[str, Value]
    strategies: Mapping[str, Strategy]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the template, its parts still Jinja source."""

    key: str
    help: str
    default: str = ""
    choices: str | list[str] = field(default_factory=list)
    when: str = "true"
    multiselect: bool = False


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
    """Return the table as typed data. Raises TypeError when a strategy has a column that `Strategy` does not know."""
    rows = raw()
    return Table(
        tiers={id: Tier(id, **row) for id, row in rows["tiers"].items()},
        shapes=_values(rows["shapes"]),
        users=_values(rows["users"]),
        places=_values(rows["places"]),
        rollouts=_values(rows["rollouts"]),
        codes=_values(rows["codes"]),
        needs=_values(rows["needs"]),
        strategies={id: _strategy(id, row) for id, row in rows["strategies"].items()},
    )


def _values(rows: Mapping[str, Any]) -> dict[str, Value]:
    return {id: Value(id, row["title"], row.get("noun", "")) for id, row in rows.items()}


def _strategy(id: str, row: Mapping[str, Any]) -> Strategy:
    """Make a strategy of a row: its lists frozen, its alternative typed."""
    frozen: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    if "alternative" in frozen:
        frozen["alternative"] = Alternative(**frozen["alternative"])
    if "option" in frozen:
        frozen["option"] = Option(frozen["option"]["asks"], _values(frozen["option"]["choices"]))
    return Strategy(id=id, **frozen)


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
