"""`gradient list`: the strategies by tier, and what each asks of a target."""

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table as Grid

from packaging_gradient.table import table
from packaging_gradient.table.rows import Strategy, Table

NOTHING = "nothing but its operating system"
HEADINGS = ("ships", "the target must have", "carries")
# Columns beside each other need as many characters; in fewer, they would cut words.
WIDE = 72


def show() -> None:
    """Print the strategies by tier, from what asks most of the target to what brings most along."""
    found, console = table(), Console(highlight=False)
    print_rows = _side_by_side if console.width >= WIDE else _one_below_the_other
    if console.width >= WIDE:
        console.print(_columns(found, show_header=True))
    for tier in found.tiers.values():
        if rows := [row for row in found.strategies.values() if row.tier == tier.id]:
            console.print(f"[bold cyan]{escape(tier.title)}[/]")
            print_rows(console, found, rows)
    console.print("[dim]gradient why ID says more about one of them.[/]")


def _side_by_side(console: Console, found: Table, rows: list[Strategy]) -> None:
    grid = _columns(found, show_header=False)
    for row in rows:
        grid.add_row(row.id, *map(escape, _cells(found, row)))
    console.print(grid)


def _one_below_the_other(console: Console, found: Table, rows: list[Strategy]) -> None:
    for row in rows:
        console.print(f"[bold]{row.id}[/]")
        for heading, cell in zip(HEADINGS, _cells(found, row), strict=True):
            console.print(Padding(f"[dim]{heading}:[/] {escape(cell)}", (0, 0, 0, 2), expand=False))


def _cells(found: Table, row: Strategy) -> tuple[str, str, str]:
    return row.artifact, needs(found, row), ", ".join(row.carries)


def _columns(found: Table, show_header: bool) -> Grid:
    """Return an empty grid, as wide as every other one, so that the tiers line up."""
    grid = Grid(box=None, expand=True, padding=(0, 2, 0, 0), show_header=show_header, header_style="dim")
    grid.add_column("strategy", style="bold", width=max(map(len, found.strategies)))
    for heading in HEADINGS:
        grid.add_column(heading, ratio=1)
    return grid


def needs(found: Table, row: Strategy) -> str:
    """Return what a target must have, as a sentence lists it."""
    return ", ".join(found.needs[id].title for id in row.needs) or NOTHING
