"""A decision table as large as the overview asks for, made from today's rows, to see how what is tested grows."""

import copy
from itertools import cycle, islice
from random import Random

from table.cases import Table
from workshop import CATALOGUE


def repeated(rows: Table, count: int) -> Table:
    """Return so many rows: those of a group, and then copies of them under further ids."""
    found = islice(cycle(rows.items()), count)
    return {id if index < len(rows) else f"{id}_{index}": copy.deepcopy(row) for index, (id, row) in enumerate(found)}


def grown(strategies: int = 27, needs: int = 14, shapes: int = 7, languages: int = 4) -> dict[str, Table]:
    """Return a table of this size. A strategy allows some of the shapes, and needs up to two things of the target, as today."""
    wanted = {"strategies": strategies, "needs": needs, "shapes": shapes, "languages": languages}
    table: dict[str, Table] = CATALOGUE | {group: repeated(CATALOGUE[group], count) for group, count in wanted.items()}
    random = Random(strategies)
    table["strategies"] = dict(
        sorted(table["strategies"].items(), key=lambda pair: [*table["tiers"]].index(pair[1]["tier"]))
    )
    for row in table["strategies"].values():
        row["shapes"] = sorted(random.sample([*table["shapes"]], random.randint(2, 4)))
        row["needs"] = random.sample([*table["needs"]], random.choice([0, 1, 1, 2]))
        row.pop("alternative", None)
    row["shapes"], row["code"] = [*table["shapes"]], [*table["codes"]]
    return table
