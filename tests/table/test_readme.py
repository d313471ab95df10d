"""What the README says is what the project does."""

import pytest

from table.readme import README, TABLES, written
from workshop import CATALOGUE


def test_tables_are_current() -> None:
    """They are what the decision table gives."""
    text = README.read_text("utf-8")
    assert text == written(text), "run: python tests/table/readme.py"


@pytest.mark.parametrize("group", TABLES)
def test_a_table_names_every_row(group: str) -> None:
    """One line for each."""
    assert [line.split("`")[1] for line in TABLES[group]().splitlines()[2:]] == list(CATALOGUE[group])
