"""`gradient list`: the strategies by tier, and what each asks of a target."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from packaging_gradient.table import table
from packaging_gradient.table.rows import Strategy, Table

NOTHING = "nothing but its operating system"


def show() -> None:
    """Print the strategies by tier, from what asks most of the target to what brings most along."""
    found, console = table(), Console(highlight=False)
    console.print(_columns(found, show_header=True))
    for tier in found.tiers.values():
        grid = _columns(found, show_header=False)
        for row in (row for row in found.strategies.values() if row.tier == tier.id):
            grid.add_row(row.id, row.artifact, needs(found, row), ", ".join(row.carries))
        console.print(f"[bold cyan]{escape(tier.title)}[/]")
        console.print(grid)
    console.print("[dim]gradient why NAME says more about one of them, or about another tool.[/]")


def _columns(found: Table, show_header: bool) -> Grid:
    """Return an empty grid, as wide as every other one, so that the tiers line up."""
    grid = Grid(box=None, expand=True, padding=(0, 2, 0, 0), show_header=show_header, header_style="dim")
    grid.add_column("strategy", style="bold", width=max(map(len, found.strategies)))
    for heading in ("ships", "the target must have", "carries"):
        grid.add_column(heading, ratio=1)
    return grid


def needs(found: Table, row: Strategy) -> str:
    """Return what a target must have, as a sentence lists it."""
    return ", ".join(found.needs[id].title for id in row.needs) or NOTHING
