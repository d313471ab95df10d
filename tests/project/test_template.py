"""The rules of the template's own files, which keep a strategy in one folder and rendering free of surprises."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from project.conditions import conditions
from table.cases import KINDS, allowed
from table.folders import COMMON, OWNED, PARTS, TEMPLATE
from table.questions import QUESTIONS
from workshop import CATALOGUE, ROOT

FILES = [path for path in sorted(TEMPLATE.rglob("*")) if path.is_file()]
SOURCES = [path for path in FILES if path.suffix == ".jinja"]
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def label(path: Path) -> str:
    """Name a file as pytest shows it."""
    return path.relative_to(TEMPLATE).as_posix()


def together() -> Iterator[tuple[str, str]]:
    """Every two folders that can be active in one project; the shapes and languages exclude their like."""
    for kind in KINDS:
        ids = [case.strategy for case in allowed(kind)]
        owners = [CATALOGUE["shapes"][kind.shape]["base"], kind.shape, *filter(None, [kind.language])]
        yield from combinations([*owners, *ids, *CATALOGUE["extras"]], 2)


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


ASKS = [
    '{% include "template/{{shipped.y}}/_parts/" ~ options.x ~ "/a" %}',
    "{% if strategy == 'x' %}a{% endif %}",
    "{{ 1 if shape in y }}",
    "{% if a %}b{%- elif 'x' in ships -%}c{% endif %}",
    "{% for i in z if shipped.x %}a{% endfor %}",
    "{% for id in ships %}{{ 'a' if id == 'x' }}{% endfor %}",
    "{% if shipped['x'] %}a{% endif %}",
    "{% set x = shipped.docker %}{% set y = x %}{% if y %}a{% endif %}",
    "{% set x %}{{ strategy }}{% endset %}{% if x %}a{% endif %}",
    "{% with x = shape %}{% if x == 'a' %}a{% endif %}{% endwith %}",
    "{{ {'x': 'a'}[strategy] }}",
    "{{ ['a', 'b'][shipped.x == '.'] }}",
    "{{ shipped.x and 'a' }}",
    "{{ 'a' * (ships | length) }}",
    "{{ shipped.x | ternary('a', 'b') }}",
    "{{ shipped.x | default('a', true) }}",
    "{% include 'a/' ~ strategy %}",
    "{% macro m(x) %}{{ 'a' if x }}{% endmacro %}{{ m(shipped.x) }}",
    "{{ 'a' if not _copier_answers.strategy }}",
    "{% if _copier_conf.data.shape %}a{% endif %}",
    "{% if catalogue.shapes[shape].port %}a{% endif %}",
    "{% if options.x == 'a' %}a{% endif %}",
    "{{ 'x' if shaped.cli else '' }}",
    "{% if facts.noun == 'a service' %}a{% endif %}",
    "{% if facts.noun %}a{% endif %}",
    "{% if facts.port == 8000 %}a{% endif %}",
    "{% if facts == 1 %}a{% endif %}",
    "{% set port = facts.port %}{% if port == 8000 %}a{% endif %}",
    "{% for needed in facts.dependencies %}{{ 'a' if needed == 'click' }}{% endfor %}",
    "{{ 'a' if 'click>=8.1' in facts.dependencies }}",
    "{{ facts.noun | replace('a service', 'a') }}",
    "{% if facts.entry_point.startswith('cli') %}a{% endif %}",
    "{% if language.title is equalto 'C' %}a{% endif %}",
    "{% if added.docs %}a{% endif %}",
    "{{ 'a' if 'docs' in extras }}",
]
USES = [
    '{% include "template/{{shipped.x}}/_parts/" ~ options.x ~ "/a" %}',
    "{% if facts.port %}a{% endif %}",
    "{% if facts.port and not facts.entry_point %}a{% endif %}",
    "{% if facts.port is not none %}{{ facts.port }}{% endif %}",
    "{% set port = facts.port %}{% if port %}a{% endif %}",
    "{% for id in ships %}a{% endfor %}",
    "{% if code == 'compiled' %}a{% endif %}",
    "{{ strategy }} if",
    "{{ (['pytest'] + facts.test_dependencies) | sort | join(' ') }}",
    "{% from 'extensions/advise.jinja' import carriers %}{{ carriers(catalogue, shape, code) }}",
    "{% from 'extensions/parts/macros.jinja' import added_parts with context %}{% include added_parts('x') | from_json %}",
]


@pytest.mark.parametrize("text", ASKS)
def test_a_condition_is_noticed(text: str) -> None:
    """However it is written."""
    assert conditions(f"a\n{text}\nb") == [text]


@pytest.mark.parametrize("text", USES)
def test_what_is_no_condition(text: str) -> None:
    """Facts may be used and asked for, and names may be written."""
    assert conditions(f"a\n{text}\nb") == []


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
    start, end = before.split("## Develop\n")
    assert bool(conditions(f"{start}{text}## Develop\n{end}")) == caught


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
