"""The rules of the template's own files, which keep a strategy in one folder and rendering free of surprises."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from table.cases import KINDS, allowed
from table.folders import COMMON, OWNED, PARTS, TEMPLATE
from table.questions import QUESTIONS
from workshop import CATALOGUE, ROOT

FILES = [path for path in sorted(TEMPLATE.rglob("*")) if path.is_file()]
SOURCES = [path for path in FILES if path.suffix == ".jinja"]
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# What says which folders are active. Loops over it put parts together; conditions belong into folder names.
CHOICE = re.compile(
    r"\b(?:el)?if\b.*\b(strategy|shape|extension|ships|also_ship|advice|"
    r"(?:based|shaped|compiled|shipped)\.|facts\.(?:noun|title|base)\b|language\.title)",
    re.DOTALL,
)


def label(path: Path) -> str:
    """Name a file as pytest shows it."""
    return path.relative_to(TEMPLATE).as_posix()


def conditions(text: str) -> list[str]:
    """Find what asks for the name of a strategy, a shape or a language."""
    return [tag for tag in JINJA.findall(text) if CHOICE.search(tag)]


def together() -> Iterator[tuple[str, str]]:
    """Every two folders that can be active in one project; the shapes and languages exclude their like."""
    for kind in KINDS:
        ids = [case.strategy for case in allowed(kind)]
        owners = [CATALOGUE["shapes"][kind.shape]["base"], kind.shape, *filter(None, [kind.language])]
        yield from combinations([*owners, *ids], 2)


def test_root_has_no_jinja_suffix() -> None:
    """Copier would take a file there for the template of every file of that name, in whatever folder."""
    assert list(ROOT.glob("*.jinja")) == []


def test_what_is_worked_out_cannot_be_given() -> None:
    """Copier validates a hidden question only where it is given data for it; then each of them says no."""
    hidden = [key for key, question in QUESTIONS.items() if question and question.get("when") is False]
    assert {"facts", "shipped"} <= set(hidden)
    assert {QUESTIONS[key]["validator"] for key in hidden} == {QUESTIONS["facts"]["validator"]}


def test_folder_names_are_plain() -> None:
    """They are paths on every system, and nothing that needs quoting in a shell."""
    folders = {part for path in FILES for part in path.relative_to(TEMPLATE).parts[:-1]}
    assert [folder for folder in folders if re.search("""[ "'|]""", folder)] == []


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_suffix_means_that_it_renders(path: Path) -> None:
    """What is static says so. Parts are included, and always render."""
    assert PARTS in path.parts or JINJA.search(path.read_text("utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_no_body_asks_for_a_name(path: Path) -> None:
    """A strategy is a folder, a row and a test: nothing about it stands anywhere else."""
    assert conditions(path.read_text("utf-8")) == []


def test_a_condition_is_noticed() -> None:
    """However it is written; facts are no names."""
    for text in (
        "{% if strategy == 'x' %}",
        "{{ 1 if shape in y }}",
        "{%- elif 'x' in ships -%}",
        "{% for i in z if shipped.x %}",
        "{% if facts.noun == 'a service' %}",
        "{{ 'x' if shaped.cli else '' }}",
    ):
        assert conditions(f"a\n{text}\nb") == [text]
    for text in ("{% if facts.port %}", "{% for id in ships %}", "{% if code == 'compiled' %}", "{{ strategy }} if"):
        assert conditions(text) == []


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("{% if shipped.docker %}\nRun the image.\n{% endif %}\n", True),
        ("{% if facts.noun == 'a service' %}\nAsk it.\n{% endif %}\n", True),
        ("{% if facts.port %}\nIt listens on {{ facts.port }}.\n{% endif %}\n", False),
        ("How it is shipped as {{ strategy }}: it is {{ facts.noun }}.\n", False),
    ],
)
def test_a_condition_in_the_readme_is_noticed(text: str, caught: bool) -> None:
    """Once in a file that is full of other text; facts may be asked for, and names may be written."""
    [readme] = TEMPLATE.glob("{{based.*}}/README.md.jinja")
    before = readme.read_text("utf-8")
    assert conditions(before) == []
    start, end = before.split("## Ship\n")
    assert bool(conditions(f"{start}{text}## Ship\n{end}")) == caught


@pytest.mark.parametrize("id", OWNED)
def test_no_folder_owns_a_common_file(id: str) -> None:
    """The one that the disk lists last would win."""
    assert OWNED[id]
    assert OWNED[id] & COMMON == set()


@pytest.mark.parametrize("pair", sorted(set(together())), ids="-".join)
def test_no_two_folders_own_the_same_file(pair: tuple[str, str]) -> None:
    """As long as both can be active in one project."""
    first, second = pair
    assert OWNED[first] & OWNED[second] == set()
