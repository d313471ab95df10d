"""The README's table of strategies, made from the decision table: `python tests/table/readme.py` writes it."""

from workshop import CATALOGUE, ROOT

README = ROOT / "README.md"
START = "<!-- strategies: written by `python tests/table/readme.py` from extensions/catalogue.yml -->\n"
END = "<!-- end of strategies -->\n"


def table() -> str:
    """Return the table as Markdown, one line a strategy, in the order of the gradient."""
    head = "| section of the overview | id | artifact | the target must have | carries |\n| --- | --- | --- | --- | --- |\n"
    tiers, needs = CATALOGUE["tiers"], CATALOGUE["needs"]
    lines = []
    for id_, row in CATALOGUE["strategies"].items():
        tier = tiers[row["tier"]]
        needed = ", ".join(needs[need]["title"] for need in row["needs"]) or "nothing but its operating system"
        cells = [f"[{tier['title']}]({tier['guide']})", f"`{id_}`", row["artifact"], needed, ", ".join(row["carries"])]
        lines.append(f"| {' | '.join(cells)} |\n")
    return head + "".join(lines)


def written(text: str) -> str:
    """Return the README with its table replaced by the current one."""
    before, rest = text.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
