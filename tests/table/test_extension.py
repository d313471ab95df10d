"""The table as typed data, and the Jinja extension: one table, one rule, whoever asks."""

import copy
import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from copier import run_copy
from copier.errors import UnsafeTemplateError
from jinja2 import Environment
from jinja2.sandbox import SandboxedEnvironment

from packaging_gradient import GradientExtension, table
from packaging_gradient.table.rows import Table
from packaging_gradient.table.rule import Advice, ranked
from packaging_gradient.verbs.advise import ASKED, collect
from workshop import CATALOGUE, Workshop

HOSTS: list[Environment] = [
    Environment(extensions=[GradientExtension]),
    SandboxedEnvironment(extensions=[GradientExtension], autoescape=True, trim_blocks=True, lstrip_blocks=True),
    Environment(
        extensions=["packaging_gradient.GradientExtension"], variable_start_string="{{", block_start_string="[%"
    ),
]


GROUPS = [field.name for field in dataclasses.fields(Table)]
Row = dict[str, Any]
ROWS = [group for group in GROUPS if group != "elsewhere"]


@pytest.mark.parametrize(("group", "id"), [(group, id) for group in ROWS for id in CATALOGUE[group]])
def test_row(group: str, id: str) -> None:
    """Every column of every row arrives in the typed table, and nothing is added but what a row may leave out."""
    typed = getattr(table.table(), group)[id]
    left_out = {field.name for field in dataclasses.fields(typed) if field.default is not dataclasses.MISSING}
    columns: Row = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in dataclasses.asdict(typed).items()
        if name in CATALOGUE[group][id] or name not in left_out
    }
    if "option" in columns:  # its choices know their ids, and have no noun
        choices = columns["option"]["choices"]
        columns["option"]["choices"] = {key: {"title": choice["title"]} for key, choice in choices.items()}
    if columns.get("lock"):
        columns["lock"]["command"] = list(columns["lock"]["command"])
    assert columns == {"id": id, **CATALOGUE[group][id]}


def test_groups() -> None:
    """The typed table has all groups of the table."""
    assert set(GROUPS) == set(CATALOGUE)
    assert table.table().elsewhere == CATALOGUE["elsewhere"]


def test_unknown_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that the types do not know is an error, not silently left out."""
    changed = copy.deepcopy(CATALOGUE)
    changed["strategies"]["sdist"]["weight"] = 1
    monkeypatch.setattr(table, "raw", lambda: changed)
    with pytest.raises(TypeError, match="weight"):
        table.table.__wrapped__()


@pytest.mark.parametrize("group", GROUPS)
def test_order(group: str) -> None:
    """The ids of each group come in the table's own order."""
    assert list(getattr(table.table(), group)) == list(CATALOGUE[group])


@pytest.mark.parametrize("host", HOSTS, ids=["plain", "sandboxed", "other-delimiters"])
def test_any_environment(host: Environment) -> None:
    """A template has the table and the macros, whatever the settings of its environment."""
    shown = host.from_string("{{ catalogue.shapes | first }}: {{ advise.usual(catalogue, 'developers', 'servers') }}")
    assert shown.render() == 'cli: ["python", "index"]'


def test_team_template(tmp_path: Path) -> None:
    """A team's own Copier template may load the extension; it needs trust then."""
    team = tmp_path / "team"
    team.mkdir()
    (team / "copier.yml").write_text("_jinja_extensions: [packaging_gradient.GradientExtension]\n")
    (team / "ways.txt.jinja").write_text("{{ catalogue.strategies | join(' ') }}\n")
    with pytest.raises(UnsafeTemplateError):
        run_copy(str(team), tmp_path / "made", quiet=True)
    run_copy(str(team), tmp_path / "made", quiet=True, unsafe=True)
    assert (tmp_path / "made/ways.txt").read_text().split() == list(CATALOGUE["strategies"])


def test_light() -> None:
    """Importing the package loads neither Jinja nor YAML; asking for the extension does."""
    code = "import sys, packaging_gradient as p; assert not {'jinja2', 'yaml'} & set(sys.modules); p.GradientExtension"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_no_other_attribute() -> None:
    """The lazy export hides no misspelling."""
    import packaging_gradient

    with pytest.raises(AttributeError, match="GradientExtensoin"):
        _ = packaging_gradient.GradientExtensoin


@pytest.mark.parametrize(
    "given",
    [{}, {"shape": "service", "users": "operators"}, {"code": "compiled", "target_has": []}, {"shape": "library"}],
    ids=str,
)
def test_one_rule(workshop: Workshop, tmp_path: Path, given: dict[str, object]) -> None:
    """Copier and the command take the same defaults and come to the same ranking with the same words."""
    project = tmp_path / "p"
    worker = run_copy(str(workshop.template), project, data=given, defaults=True, quiet=True, pretend=True)
    copiers = worker.answers.combined
    answers = collect(given, defaults=True)
    as_lists = {
        key: list(value) if isinstance(value, tuple) else value for key, value in dataclasses.asdict(answers).items()
    }
    assert as_lists == {key: copiers[key] for key in ASKED}
    said = [(row["id"], row["caution"], row["refused"]) for row in copiers["advice"]]
    ours = ranked(answers)
    assert [(row.id, row.caution, row.refused) for row in ours] == said
    assert [row.id for row in ours if row.recommended] == [copiers["strategy"]]
    assert all(remark_fits(row) for row in ours)


def remark_fits(row: Advice) -> bool:
    """Tell whether the sentence of a row says what the row says."""
    return (
        row.refused in row.remark
        and row.caution in row.remark
        and row.remark.startswith("Recommended") == row.recommended
    )
