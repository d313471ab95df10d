"""The advice as typed data. The rule itself is in advise.jinja, for Copier and for Python alike."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from packaging_gradient.table import raw
from packaging_gradient.table.jinja import macros


@dataclass(frozen=True, slots=True)
class Answers:
    """What the rule decides over: the deployment questions, by their keys."""

    shape: str
    users: str
    runs_on: str
    rollout: str
    code: str
    target_has: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """One strategy as the rule sees it, and the sentence that a person reads about it."""

    id: str
    title: str
    remark: str
    recommended: bool
    caution: str
    refused: str


def ranked(answers: Answers) -> tuple[Advice, ...]:
    """Return every strategy, the recommended one first, the refused ones last."""
    rows = json.loads(_call("rank", raw(), asdict(answers)))
    return tuple(_advice(rows, row) for row in rows)


def _advice(rows: list[dict[str, Any]], row: dict[str, Any]) -> Advice:
    remark = _call("remark", rows, row)
    recommended = row is rows[0] and not row["refused"]
    return Advice(row["id"], row["title"], remark, recommended, row["caution"], row["refused"])


def _call(macro: str, *arguments: object) -> str:
    """Call a macro; it can only give text back."""
    return str(getattr(macros(), macro)(*arguments)).strip()
