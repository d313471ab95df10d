"""`gradient why`: one strategy, or another system that people know: which strategy answers, or what to use instead."""

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from packaging_gradient.refusal import Refused, near
from packaging_gradient.table import table
from packaging_gradient.table.names import Known, known, plain, spellings
from packaging_gradient.table.rows import Shape, Strategy, Table, Value
from packaging_gradient.verbs.list import needs


def why(name: str) -> None:
    """Print what is known of a strategy, found by its id or by another name, or what to use where there is none yet.

    Raises Refused for a name that nobody has.
    """
    found, console = find(name), Console(highlight=False)
    if found.sentence:
        console.print(f"[bold]{escape(found.name)}[/]: {escape(found.sentence)}.")
    if found.strategy:
        console.print("\n" * bool(found.sentence), end="")
        _explain(found.strategy, console)


def find(name: str) -> Known:
    """Return what is known under a name, however it is spelt. Raises Refused, with the name that is close, if one is."""
    names = known(table())
    if said := names.get(plain(name)):
        return said
    meant = near(plain(name), names)
    hint = f"did you mean {names[meant].name}?" if meant else "`gradient list` shows the strategies."
    raise Refused(f"No strategy and no other system is called {name!r}; {hint}")


def _explain(row: Strategy, console: Console) -> None:
    found = table()
    console.print(f"[bold cyan]{row.id}[/]: {escape(row.title)}\n")
    grid = Grid.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    for label, text in facts(found, row):
        grid.add_row(label, escape(text))
    console.print(grid)
    console.print(f"\n{found.tiers[row.tier].title}: {found.tiers[row.tier].guide}", soft_wrap=True)


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
        ("Known names", "\n".join(f"{spellings(key)[0]}: {sentence}" for key, sentence in row.covers.items())),
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
