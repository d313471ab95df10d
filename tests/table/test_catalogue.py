"""The decision table: what it says agrees with itself, with the folders of the template and with the questions."""

import keyword
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from table import questions
from table.folders import GROUPS, OWNERS, PARTS, TEMPLATE
from workshop import CATALOGUE, ROOT

Row = dict[str, Any]
STRATEGIES: dict[str, Row] = CATALOGUE["strategies"]
# The groups that have rows by ids; `elsewhere` has sentences by names.
ROWS = {group: rows for group, rows in CATALOGUE.items() if group != "elsewhere"}
# What a field of a row may say, and the group that defines it. A shape's `code` is a kind of code, and so on.
REFERENCES = {"shapes": "shapes", "code": "codes", "runs_on": "places", "needs": "needs", "users": "users"}
REFERENCES |= {"rollout": "rollouts", "tier": "tiers", "build_needs": "machine"}
OPTIONAL = {"alternative", "long_build", "option", "within"}
# What fits beside an id in a terminal of 80 columns, and in a line of its own.
LABEL, LINE = 48, 120


def listed(value: object) -> list[str]:
    """A field's ids: a field holds one or several."""
    return value if isinstance(value, list) else [str(value)]


def references() -> Iterator[tuple[str, str, str]]:
    """Every (place in the table, group, id) where the table names an id that another group defines."""
    for holder in ("bases", "shapes", "languages", "strategies"):
        for id, row in CATALOGUE[holder].items():
            for field in REFERENCES.keys() & row.keys():
                yield from ((f"{holder}.{id}.{field}", REFERENCES[field], name) for name in listed(row[field]))
    for id, need in CATALOGUE["needs"].items():
        for field in ("users", "runs_on"):
            yield from ((f"needs.{id}.usual.{field}", REFERENCES[field], name) for name in need["usual"][field])
    for id, row in STRATEGIES.items():
        if "alternative" in row:
            yield f"strategies.{id}.alternative", "strategies", row["alternative"]["to"]
    yield from (
        (f"codes.{id}.within", "codes", row["within"]) for id, row in CATALOGUE["codes"].items() if "within" in row
    )


@pytest.mark.parametrize(("name", "group"), GROUPS.items())
def test_ids_equal_folders(name: str, group: str) -> None:
    """A row without a folder renders nothing, a folder without a row is never asked for."""
    found = {path.name for path in TEMPLATE.glob(f"{{{{{name}.*}}}}")}
    assert found == {f"{{{{{name}.{id}}}}}" for id in CATALOGUE[group]}


@pytest.mark.parametrize("group", ["strategies", "extras"])
def test_every_row_has_its_proof(group: str) -> None:
    """One test file for each row, and none for a row that is gone."""
    assert {path.stem for path in (ROOT / "tests" / group).glob("test_*.py")} == {
        f"test_{id}" for id in CATALOGUE[group]
    }


@pytest.mark.parametrize("language", CATALOGUE["languages"])
def test_a_language_answers_every_extra(language: str) -> None:
    """Where hatchling is told something else for an extra, the backend of a language is told so, too."""
    usual, own = ROOT / "extensions/parts", OWNERS[language] / PARTS
    wanted = {path.relative_to(usual) for id in CATALOGUE["extras"] for path in (usual / id).glob("*")}
    assert wanted
    assert wanted <= {path.relative_to(own) for path in own.rglob("*")}


@pytest.mark.parametrize("id", STRATEGIES)
def test_every_strategy_has_its_guide(id: str) -> None:
    """The message after a copy and the README point to it."""
    guides = OWNERS[id] / "docs/shipping"
    assert [path.name.removesuffix(".jinja") for path in guides.iterdir()] == [f"{id}.md"]


def test_ids_are_identifiers() -> None:
    """Folder names say `shipped.<id>`: what is no identifier, or a method of a mapping, would not be found."""
    for group, rows in ROWS.items():
        for id in [group, *rows]:
            assert re.fullmatch("[a-z][a-z0-9_]*", id), id
            assert not keyword.iskeyword(id), id
            assert not hasattr(dict, id), id


def test_ids_of_folders_are_unique() -> None:
    """`active` is one list: with an id of two groups, a shared file would take the part of one for the other's."""
    ids = [id for group in GROUPS.values() for id in CATALOGUE[group]]
    assert len(ids) == len(set(ids))


def test_every_reference_is_defined() -> None:
    """A misspelt id would silently never match an answer."""
    assert [where for where, group, id in references() if id not in CATALOGUE[group]] == []


@pytest.mark.parametrize("group", sorted(set(REFERENCES.values())))
def test_every_id_is_used(group: str) -> None:
    """A value that no strategy knows could be answered, and would change nothing. Tools are needed by other rows, too."""
    holders = "" if group == "machine" else "strategies."
    used = {id for where, other, id in references() if other == group and where.startswith(holders)}
    assert used == set(CATALOGUE[group])


@pytest.mark.parametrize("group", ROWS)
def test_rows_have_the_same_fields(group: str) -> None:
    """A field that is missing or misspelt in one row differs from its siblings."""
    fields = [frozenset(row) - OPTIONAL for row in CATALOGUE[group].values()]
    assert len(set(fields)) == 1


def test_what_a_special_case_can_be_shipped_as() -> None:
    """Whatever takes the kind of code that it is a case of takes it, too, in every shape; so no sentence has to name it."""
    for id, within in ((id, row["within"]) for id, row in CATALOGUE["codes"].items() if "within" in row):
        assert [name for name, row in STRATEGIES.items() if within in row["code"] and id not in row["code"]] == []
        assert [name for name, row in CATALOGUE["shapes"].items() if bool(row["file"]) != (id in row["code"])] == []


def test_strategies_follow_the_tiers() -> None:
    """The order of the rows is the gradient, and decides where nothing else does."""
    tiers = list(CATALOGUE["tiers"])
    order = [tiers.index(row["tier"]) for row in STRATEGIES.values()]
    assert order == sorted(order)


def test_an_alternative_comes_after_what_it_replaces() -> None:
    """It leans on the same things, so only the order of the rows puts it second."""
    for id, row in STRATEGIES.items():
        if "alternative" in row:
            other = STRATEGIES[row["alternative"]["to"]]
            assert (row["tier"], row["needs"]) == (other["tier"], other["needs"]), id


def test_titles_are_plain() -> None:
    """A title is a label: no sentence, nothing that a line of 80 characters cannot hold."""
    for rows in ROWS.values():
        for id, row in rows.items():
            assert row["title"] == row["title"].strip().rstrip("."), id
            assert len(row["title"]) <= 60, id


def test_nouns_go_into_sentences() -> None:
    """The rule writes 'not for <noun>' and 'needs <noun>'."""
    nouns = [row["noun"] for rows in ROWS.values() for row in rows.values() if "noun" in row]
    for noun in nouns:
        assert noun[0].islower() or noun == "Python", noun
        assert noun == noun.strip().rstrip("."), noun


@pytest.mark.parametrize("id", STRATEGIES)
def test_reasons_go_into_sentences(id: str) -> None:
    """The rule writes 'Recommended: <why>.', so a reason starts small, ends without a period and is short."""
    row = STRATEGIES[id]
    labels = [row["why"], row.get("alternative", {}).get("when", "it")]
    for reason in [*labels, row["why_not"], *row["covers"].values()]:
        assert reason == " ".join(reason.split()).rstrip(".;,"), reason
        assert len(reason) <= (LABEL if reason in labels else LINE), (len(reason), reason)
    for reason in [*labels, row["why_not"]]:
        assert reason[0].islower(), reason


def test_what_an_extra_brings_is_a_cell_of_a_table() -> None:
    """It starts small, ends without a period and is short."""
    for row in CATALOGUE["extras"].values():
        brings = row["brings"]
        assert brings == " ".join(brings.split()).rstrip(".;,"), brings
        assert brings[0].islower(), brings
        assert len(brings) <= LINE, (len(brings), brings)


@pytest.mark.parametrize("group", ["shapes", "strategies"])
def test_questions_name_no_row(group: str) -> None:
    """What is special about a strategy or a shape stands in the table, not among the questions."""
    assert [id for id in CATALOGUE[group] if re.search(rf"\b{id}\b", questions.TEXT)] == []


@pytest.mark.parametrize("setting", ["_tasks", "_migrations", "_jinja_extensions"])
def test_rendering_runs_no_code(setting: str) -> None:
    """Any of these would make Copier ask for trust."""
    assert setting not in questions.SETTINGS


@pytest.mark.parametrize("question", questions.QUESTIONS)
def test_every_question_has_a_default(question: str) -> None:
    """A hidden answer that has none breaks `copier update`."""
    assert "default" in questions.QUESTIONS[question]
    assert question == "catalogue" or questions.QUESTIONS[question]["default"] is not None


def test_the_rule_needs_jinja_alone() -> None:
    """The command runs the same macros where Copier's filters are not there."""
    environment = SandboxedEnvironment()
    tree = environment.parse((ROOT / "extensions/advise.jinja").read_text("utf-8"))
    assert {node.name for node in tree.find_all(nodes.Filter)} <= set(environment.filters)
    assert {node.name for node in tree.find_all(nodes.Test)} <= set(environment.tests)
