"""What the tests know of a shape is there for every shape, and fits its starter."""

from pathlib import Path

import pytest

from project.trees import read
from project.updates import take
from table.cases import CASES, Case
from targets.starters import FOLDER, Change, starter
from workshop import CATALOGUE, Workshop

# The starters that are packages; one that is a file has its edits in the test of its strategy.
PACKAGES = [case for case in CASES if CATALOGUE["codes"][case.code]["layout"] == "package"]
STARTS = list({(case.shape, case.code): case for case in PACKAGES}.values())


def test_every_shape_says_what_the_tests_need() -> None:
    """One file for each row, and none for a row that is gone."""
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(CATALOGUE["shapes"])


@pytest.mark.parametrize("case", STARTS, ids=str)
def test_the_edits_have_their_place(workshop: Workshop, target: Path, case: Case) -> None:
    """The edit that breaks the starter, and where code is compiled the call; the dependency is declared and imported."""
    known = starter(case.shape)
    project = take(workshop, target, **case.answers)
    before = read(project)
    assert any(row.startswith(known.dependency) for row in CATALOGUE["shapes"][case.shape]["dependencies"])
    assert any(
        f"import {known.dependency}\n" in text or f"from {known.dependency}" in text for text in modules(project)
    )
    changes = [known.wrong, known.call] if case.code == "compiled" else [known.wrong]
    for index, change in enumerate(changes):
        taken = take(workshop, target.with_name(f"{index}"), **case.answers)
        after = read(change.made(taken))
        assert [name for name in before if before[name] != after[name]] == [f"src/my_app/{change.file}"]


def modules(project: Path) -> list[str]:
    """Return the texts of a project's modules."""
    return [path.read_text("utf-8") for path in (project / "src").rglob("*.py")]


def test_an_edit_without_its_place_is_an_error(tmp_path: Path) -> None:
    """A starter that changed must not make the tests break nothing."""
    (tmp_path / "src/my_app").mkdir(parents=True)
    (tmp_path / "src/my_app/a.py").write_text("x = 1\nx = 1\n", "utf-8")
    with pytest.raises(ValueError, match=r"a\.py has 'x = 1' 2 times"):
        Change("a.py", "x = 1", "").made(tmp_path)
    with pytest.raises(ValueError, match=r"a\.py has no 'import'"):
        Change("a.py", "1\nx", "2\nx", "import").made(tmp_path)
