"""`gradient advise`: the deployment questions, and what the rule says to the answers."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import yaml
from jinja2 import Environment, FunctionLoader, StrictUndefined
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from packaging_gradient.engine.given import check
from packaging_gradient.interrupts import at_prompts, stopped
from packaging_gradient.refusal import NO_TERMINAL, Refused, near
from packaging_gradient.table import questions, resource
from packaging_gradient.table.jinja import GradientExtension
from packaging_gradient.table.rows import Question
from packaging_gradient.table.rule import Advice, Answers, ranked

PARTS = ("choices", "default", "when")
# What Copier's prompts look like; it keeps this to itself.
PROMPT = {"qmark": "🎤", "mouse_support": True}
ASKED = [field.name for field in fields(Answers)]


def advise(given: Mapping[str, Any], *, defaults: bool, as_json: bool) -> None:
    """Ask what is not given, then print the strategies, the best first. Raises Refused for an answer that is none."""
    texts = check(given, {key: question.multiselect for key, question in questions().items()})
    answers = collect(texts, defaults=defaults)
    advice = ranked(answers)
    if as_json:
        print(json.dumps({"answers": asdict(answers), "strategies": [asdict(row) for row in advice]}, indent=2))
    else:
        _show(advice)


def collect(given: Mapping[str, Any], *, defaults: bool) -> Answers:
    """Return all answers: what is given, what a person says at the prompt, and the defaults of the rest."""
    environment = Environment(
        loader=FunctionLoader(lambda name: resource(name.rpartition("/")[2])),
        extensions=[GradientExtension],
        undefined=StrictUndefined,
    )
    answers: dict[str, Any] = {}
    for key in ASKED:
        question = questions()[key]
        known = {**given, **answers}
        parts = {part: environment.from_string(str(getattr(question, part))).render(known) for part in PARTS}
        choices = {id: title for title, id in yaml.safe_load(parts["choices"])}
        default = yaml.safe_load(parts["default"]) if question.multiselect else parts["default"]
        if key in given:
            answers[key] = _chosen(question, given[key], choices)
        elif defaults or parts["when"].lower() == "false":
            answers[key] = default
        else:
            answers[key] = _ask(question, choices, default)
    return Answers(**{**answers, "target_has": tuple(answers["target_has"])})


def _chosen(question: Question, answer: str | list[str], choices: Mapping[str, str]) -> str | list[str]:
    """Return a given answer. Raises Refused when it is none of the choices."""
    for item in answer if isinstance(answer, list) else [answer]:
        if item not in choices:
            meant = near(item, choices)
            hint = f"; did you mean {meant}?" if meant else "."
            raise Refused(f"{question.key}: {item!r} is not one of {', '.join(choices)}{hint}")
    return answer


def _ask(question: Question, choices: Mapping[str, str], default: Any) -> Any:  # noqa: ANN401 - one text or several
    """Ask at the terminal, with the same prompts as Copier. Raises Refused when there is none, or at Ctrl-C."""
    if not sys.stdin.isatty():
        raise Refused(NO_TERMINAL)
    from questionary import Choice, unsafe_prompt

    offered = [Choice(title, id, checked=question.multiselect and id in default) for id, title in choices.items()]
    asked = {"type": "checkbox"} if question.multiselect else {"type": "select", "default": default}
    asked |= {"name": question.key, "message": f"{question.help}\n  ", "choices": offered, **PROMPT}
    try:
        with at_prompts():
            return unsafe_prompt([asked])[question.key]
    except (KeyboardInterrupt, EOFError) as error:
        raise stopped() from error


def _show(advice: tuple[Advice, ...]) -> None:
    console = Console(highlight=False)
    for row in advice:
        style = "bold green" if row.recommended else "dim" if row.refused else "bold"
        console.print(f"[{style}]{row.id}[/]: {escape(row.title)}")
        console.print(Padding(Text(row.remark), (0, 0, 0, 4), expand=False), style="dim" if row.refused else "")
