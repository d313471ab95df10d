"""A strategy with variants asks for one by its row alone: shown with a row that is given some."""

from pathlib import Path

import pytest
import yaml

from quick import run_copy
from workshop import Workshop, commit

OPTION = """
        option:
          asks: Which platform is it for?
          choices:
            render: {title: Render}
            heroku: {title: Heroku}
"""


@pytest.fixture
def template(workshop: Workshop, tmp_path: Path) -> Path:
    """A template whose shiv has platforms, and a file that says which."""
    folder = workshop.clone(tmp_path / "template")
    table = folder / "extensions/catalogue.yml"
    text = table.read_text("utf-8")
    row = "      shiv:\n"
    assert text.count(row) == 1
    table.write_text(text.replace(row, row + OPTION.lstrip("\n")), "utf-8")
    (folder / "template/{{shipped.shiv}}/PLATFORM.jinja").write_text("{{ options.shiv }}\n", "utf-8")
    commit(folder)
    return folder


def platform(template: Path, target: Path, **answers: object) -> tuple[str, object]:
    """Return what the file says, and what is recorded."""
    run_copy(str(template), target, data=answers, defaults=True, quiet=True, vcs_ref="HEAD")
    recorded = yaml.safe_load((target / ".copier-answers.yml").read_text("utf-8"))
    return (target / "PLATFORM").read_text("utf-8").strip(), recorded.get("option")


@pytest.mark.parametrize(
    ("answers", "said", "recorded"),
    [
        ({"strategy": "shiv"}, "render", "render"),
        ({"strategy": "shiv", "option": "heroku"}, "heroku", "heroku"),
        ({"strategy": "zipapp", "also_ship": ["shiv"]}, "render", None),
    ],
)
def test_option(template: Path, target: Path, answers: dict[str, object], said: str, recorded: object) -> None:
    """It is asked of the main strategy only, and recorded; what is shipped besides takes the first."""
    assert platform(template, target, **answers) == (said, recorded)


def test_no_such_option(template: Path, target: Path) -> None:
    """What the row does not have is refused."""
    with pytest.raises(ValueError, match="option"):
        platform(template, target, strategy="shiv", option="moon")


def test_no_option(workshop: Workshop, target: Path) -> None:
    """A strategy without variants asks nothing, and records nothing."""
    run_copy(str(workshop.template), target, data={"strategy": "shiv"}, defaults=True, quiet=True, vcs_ref="HEAD")
    assert "option" not in yaml.safe_load((target / ".copier-answers.yml").read_text("utf-8"))
