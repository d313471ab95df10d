"""The README's tables of strategies and extras, made from the decision table: `python tests/table/readme.py` writes them."""

import sys
from pathlib import Path

if __name__ == "__main__":  # pytest finds its modules on its own
    sys.path.insert(0, str(Path(__file__).parents[1]))

from workshop import CATALOGUE, ROOT

README = ROOT / "README.md"
START = "<!-- {}: written by `python tests/table/readme.py` from extensions/catalogue.yml -->\n"
END = "<!-- end of {} -->\n"


def strategies() -> str:
    """Return the table of strategies as Markdown, one line a strategy, in the order of the gradient."""
    head = "| section of the overview | id | artifact | the target must have | carries |\n| --- | --- | --- | --- | --- |\n"
    tiers, needs = CATALOGUE["tiers"], CATALOGUE["needs"]
    lines = []
    for id_, row in CATALOGUE["strategies"].items():
        tier = tiers[row["tier"]]
        needed = ", ".join(needs[need]["title"] for need in row["needs"]) or "nothing but its operating system"
        cells = [f"[{tier['title']}]({tier['guide']})", f"`{id_}`", row["artifact"], needed, ", ".join(row["carries"])]
        lines.append(f"| {' | '.join(cells)} |\n")
    return head + "".join(lines)


def extras() -> str:
    """Return the table of extras as Markdown, one line an extra."""
    lines = [f"| `{id_}` | {row['brings']} |\n" for id_, row in CATALOGUE["extras"].items()]
    return "| id | what it brings |\n| --- | --- |\n" + "".join(lines)


TABLES = {"strategies": strategies, "extras": extras}


def written(text: str) -> str:
    """Return the README with its tables replaced by the current ones."""
    for name, table in TABLES.items():
        before, rest = text.split(START.format(name))
        after = rest.split(END.format(name))[1]
        text = f"{before}{START.format(name)}\n{table()}\n{END.format(name)}{after}"
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
