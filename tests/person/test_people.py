"""People's situations, at Copier's real prompt in a terminal of 80 columns: what they are asked and told."""

import json
import sys
from pathlib import Path

import pytest

from person.people import ASKED, PEOPLE, Person
from person.terminal import DOWN, ENTER, Terminal
from project.hostile import compiled
from table.rule import advise, macros, recommend, who
from workshop import CATALOGUE, Workshop

MOST = 10


def answered(person: Person) -> dict[str, object]:
    """All of a person's answers: those that differ, and what the prompt offers first."""
    answers: dict[str, object] = {"rollout": next(iter(CATALOGUE["rollouts"])), **person.answers}
    shape = CATALOGUE["shapes"][answers["shape"]]
    answers = {field: shape[field][0] for field in ("users", "runs_on", "code")} | answers
    usual = json.loads(macros().usual(CATALOGUE, who(answers), answers["runs_on"]))
    return {"target_has": usual} | answers


def keys(person: Person, key: str) -> str:
    """What the person presses at a question."""
    if key not in person.answers:
        return ENTER
    answers = answered(person)
    ids = [id for _, id in json.loads(compiled(key, "choices").render(catalogue=CATALOGUE, shape=answers["shape"]))]
    wanted = person.answers[key]
    if not isinstance(wanted, list):
        return DOWN * ids.index(wanted) + ENTER
    usual = json.loads(macros().usual(CATALOGUE, who(answers), answers["runs_on"]))
    return "".join((" " if (id in wanted) != (id in usual) else "") + DOWN for id in ids) + ENTER


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_a_person_at_the_prompt(workshop: Workshop, tmp_path: Path, person: Person) -> None:
    """Each question in its turn and no other, and the recommended strategy with its whole sentence."""
    copy = ["copy", "--pretend", "--quiet", "--vcs-ref=HEAD", str(workshop.template), "my-app"]
    terminal = Terminal([sys.executable, "-m", "copier", *copy], tmp_path, columns=80)
    for key, prompt in zip(person.asked, person.prompts, strict=True):
        terminal.expect(prompt)
        if key == "strategy":
            advice = advise(answered(person))
            assert advice[0]["id"] == person.strategy
            label, _ = json.loads(macros().offer(advice))[0]
            terminal.expect(f"» {label}")
        else:
            terminal.expect("»")
        terminal.type(keys(person, key))
    assert terminal.ended() == 0
    assert not (tmp_path / "my-app").exists()
    print(f"| {person.who} | {len(person.asked)} | `{person.strategy}` | {macros().remark(advice, advice[0])} |")


@pytest.mark.parametrize("shape", CATALOGUE["shapes"])
def test_few_questions(shape: str) -> None:
    """Whatever is built: that comes first, what does not decide on the strategy last, and ten questions are the most."""
    assert len(ASKED[shape]) <= MOST
    assert ASKED[shape][0] == "shape"
    assert ASKED[shape].index("license") > ASKED[shape].index("strategy")


@pytest.mark.parametrize(
    ("folder", "asked"), [("weather", False), ("my-app", False), ("two words", True), ("os", True)]
)
def test_a_project_is_called_like_its_folder(folder: str, asked: bool) -> None:
    """Nobody is asked for a name that was given already, unless no project can have it."""
    said = compiled("project_name", "when").render(catalogue=CATALOGUE, existing=False, _folder_name=folder)
    assert said == str(asked)
    assert compiled("project_name", "when").render(catalogue=CATALOGUE, existing=True, _folder_name=folder) == "True"


def test_the_people_see_every_strategy() -> None:
    """Each one is recommended to somebody, or stands beside one that is as its alternative."""
    recommended = {person.strategy for person in PEOPLE}
    alternatives = {id for id, row in CATALOGUE["strategies"].items() if "alternative" in row}
    assert recommended | alternatives == set(CATALOGUE["strategies"])
    assert {recommend(answered(person)) for person in PEOPLE} == recommended
