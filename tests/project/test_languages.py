"""A second language of compiled code is a row and a folder: strategies take up what it asks, and name no other."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from project.parsing import PICTURES
from project.trees import Tree, read
from project.updates import ANSWERS, expected, shared, update
from quick import run_copy
from table.cases import KINDS, Case, Kind, allowed
from workshop import CATALOGUE, Workshop, commit, git, locked

ROW = """\
      zig:
        title: Zig
        requires: [ziggy-pydust>=0.26]
        dependencies: []
        compiler: a Zig compiler
        debian: [zig]
        debian_checks: []
        conda: ["${{ compiler('zig') }}"]
        brew: []
        library: ""
        libraries: []
        stable_abi: false
        lacks_windows_arm: false
        lock: null
        build_needs: []
"""
# What a strategy would write if it took all compiled code for C.
OF_C = ("a C compiler", "compiler('c')", "cmake", "ninja", "scikit", "_core.c", "gcc")
CASES = [case for kind in KINDS if kind.language == "c" for case in allowed(Kind(kind.shape, kind.code, "zig"))]


@pytest.fixture
def template(workshop: Workshop) -> Path:
    """The template with a second language, made once for all tests of a run."""
    folder = workshop.store / "languages"
    with locked(workshop.store / "languages.lock"):
        if not folder.with_suffix(".done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            add_language(workshop.clone(folder))
            folder.with_suffix(".done").touch()
    return folder


def add_language(template: Path) -> None:
    """Add Zig: a row after that of C, and a folder."""
    table = template / "extensions/catalogue.yml"
    text, added = re.subn(r"\n    languages:\n(?: {6}.*\n)+", lambda group: group[0] + ROW, table.read_text("utf-8"))
    assert added == 1
    table.write_text(text, "utf-8")
    folder = template / "template/{{compiled.zig}}"
    texts = {
        "build.zig.jinja": '[package]\nname = "{{ package_name }}"\nversion = "0.1.0"\n',
        "src/{{package_name}}/_core.zig": "// Compiled.\n",
        "_parts/build-system.toml.jinja": '[build-system]\nrequires = ["ziggy-pydust>=0.26"]\nbuild-backend = "pydust.build"\n',
        "_parts/pyproject.toml.jinja": '[tool.pydust]\nroot = "{{ package_name }}._core"\n',
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    commit(template)
    git(template, "tag", "2.0.0")


def render(template: Path, target: Path, **answers: object) -> Tree:
    """Render a project from the template; return its files."""
    data = {"project_name": "my-app", **answers}
    run_copy(str(template), target, data=data, defaults=True, quiet=True, vcs_ref="HEAD")
    return read(target)


def texts(tree: Tree) -> str:
    """Return all that a project's files say, but for pictures."""
    return "\n".join(content.decode() for name, (_, content) in tree.items() if Path(name).suffix not in PICTURES)


def test_the_second_language_has_what_a_row_has() -> None:
    """A column that is new is one of this row, too."""
    [row] = yaml.safe_load(ROW).values()
    assert row.keys() == CATALOGUE["languages"]["c"].keys()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_strategy_asks_what_the_language_asks(template: Path, target: Path, case: Case) -> None:
    """Nothing of C in a project of Zig, whatever ships it, but what the strategy itself asks for."""
    tree = render(template, target, **case.answers)
    assert "build.zig" in tree
    pure = "pure" in CATALOGUE["strategies"][case.strategy]["code"]
    own = texts(render(template, target.parent / "pure", **{**case.answers, "code": "pure"})) if pure else ""
    assert [word for word in OF_C if word in texts(tree) and word not in own] == []
    told = {"wheel": "needs a Zig compiler", "docker": "zig", "conda": "${{ compiler('zig') }}"}
    assert told.get(case.strategy, "") in texts(tree)


def test_a_strategy_asks_for_c_where_the_code_is_c(template: Path, target: Path, workshop: Workshop) -> None:
    """The words above are those that a project of C has; the second language changes nothing in it but one answer."""
    answers = {"shape": "cli", "code": "compiled", "extension": "c", "strategy": "wheel"}
    tree, before = render(template, target, **answers), expected(workshop, **answers)
    assert "needs a C compiler" in texts(tree)
    assert {name for name in before.keys() | tree.keys() if before.get(name) != tree.get(name)} == {ANSWERS}


def test_the_language_stays_when_the_strategy_changes(template: Path, target: Path) -> None:
    """And the shared files are the same, as they are for C."""
    one = render(template, target, shape="cli", code="compiled", extension="zig", strategy="docker")
    commit(target)
    two = read(update(target, strategy="conda"))
    assert shared(one, "docker") == shared(two, "conda")
    assert two == render(
        template, target.with_name("fresh"), shape="cli", code="compiled", extension="zig", strategy="conda"
    )
