"""What the README says is what the project does."""

from table.readme import README, table, written
from workshop import CATALOGUE


def test_table_is_current() -> None:
    """The table of strategies is the one the decision table gives."""
    text = README.read_text("utf-8")
    assert text == written(text), "run: python tests/readme.py"


def test_table_names_every_strategy() -> None:
    """One line for each strategy."""
    assert [line.split("`")[1] for line in table().splitlines()[2:]] == list(CATALOGUE["strategies"])
