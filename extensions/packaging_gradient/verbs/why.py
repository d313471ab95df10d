"""`gradient why`: one strategy, by its id or by the name of another system that it answers for."""

from collections.abc import Mapping
from difflib import get_close_matches

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from packaging_gradient.refusal import Refused
from packaging_gradient.table import table
from packaging_gradient.table.rows import Shape, Strategy, Table, Value
from packaging_gradient.verbs.list import needs


def why(name: str) -> None:
    """Print all that is known of one strategy, found by its id or by the name of another system that it answers for."""
    row, covered = find(name)
    found, console = table(), Console(highlight=False)
    if covered:
        console.print(f"[bold]{escape(covered)}[/]: {escape(row.covers[covered])}\n")
    console.print(f"[bold cyan]{row.id}[/]: {escape(row.title)}\n")
    grid = Grid.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    for label, text in facts(found, row):
        grid.add_row(label, escape(text))
    console.print(grid)
    console.print(f"\n{found.tiers[row.tier].title}: {found.tiers[row.tier].guide}", soft_wrap=True)


def find(name: str) -> tuple[Strategy, str]:
    """Return the strategy of a name, and the name as the table has it where it is not an id. Raises Refused."""
    rows = table().strategies
    names = {id.casefold(): (row, "") for id, row in rows.items()}
    for row in rows.values():
        names.update({other.casefold(): (row, other) for other in row.covers if other.casefold() not in names})
    if name.casefold() in names:
        return names[name.casefold()]
    near = get_close_matches(name.casefold(), names, n=1, cutoff=0.5)
    hint = f"did you mean {names[near[0]][1] or near[0]}?" if near else "`gradient list` shows them all."
    raise Refused(f"No strategy and no other system is called {name!r}; {hint}")


def facts(found: Table, row: Strategy) -> list[tuple[str, str]]:
    """Return what to say of a strategy, label by label; what is empty is left out."""
    preferred = f"rather than {row.alternative.to} when {row.alternative.when}" if row.alternative else ""
    said = [
        ("Ships", row.artifact),
        ("Why", row.why),
        ("Why not", row.why_not),
        ("Prefer it", preferred),
        ("Target needs", needs(found, row)),
        ("Carries", ", ".join(row.carries)),
        ("Replaces", "\n".join(f"{name}: {reason}" for name, reason in row.covers.items())),
        ("Rebuild for", ", ".join(row.rebuild_on) or "nothing but your own code"),
        ("Tools", ", ".join(row.tools)),
        ("For", _nouns(found.shapes, row.shapes)),
        ("Code", _nouns(found.codes, row.code)),
        ("Runs on", _nouns(found.places, row.runs_on)),
        ("Suits", f"{_nouns(found.users, row.users)}; {_nouns(found.rollouts, row.rollout)}"),
    ]
    return [(label, text) for label, text in said if text]


def _nouns(values: Mapping[str, Value] | Mapping[str, Shape], ids: tuple[str, ...]) -> str:
    return ", ".join(values[id].noun for id in ids)
