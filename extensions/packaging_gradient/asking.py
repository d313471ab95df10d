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

from packaging_gradient.advice import Advice, Answers, ranked
from packaging_gradient.answers import check_keys
from packaging_gradient.extension import GradientExtension
from packaging_gradient.refusal import INTERRUPTED, Refused
from packaging_gradient.table import Question, questions, resource

ASKED = [field.name for field in fields(Answers)]


def advise(given: Mapping[str, Any], *, defaults: bool, as_json: bool) -> None:
    """Ask what is not given, then print the strategies, the best first. Raises Refused for an answer that is none."""
    check_keys(given, questions())
    answers = collect(given, defaults=defaults)
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
        parts = {part: environment.from_string(str(getattr(question, part))).render(answers) for part in PARTS}
        choices = {id: title for title, id in yaml.safe_load(parts["choices"])}
        default = yaml.safe_load(parts["default"]) if question.multiselect else parts["default"]
        if key in given:
            answers[key] = _checked(question, given[key], choices)
        elif defaults or parts["when"].lower() == "false":
            answers[key] = default
        else:
            answers[key] = _ask(question, choices, default)
    return Answers(**{**answers, "target_has": tuple(answers["target_has"])})


PARTS = ("choices", "default", "when")


def _checked(question: Question, answer: Any, choices: Mapping[str, str]) -> Any:  # noqa: ANN401 - one text or several
    """Return a given answer, several of them as a list. Raises Refused when it is none of the choices."""
    if question.multiselect and isinstance(answer, str):
        try:
            answer = yaml.safe_load(answer)
        except (yaml.YAMLError, RecursionError) as error:
            raise Refused(f"{question.key}: {error}") from error
    if question.multiselect != isinstance(answer, list):
        example = f"a list, such as [{', '.join(list(choices)[:2])}]" if question.multiselect else "one text"
        raise Refused(f"{question.key}: {answer!r} is not {example}.")
    for item in answer if question.multiselect else [answer]:
        if not isinstance(item, str) or item not in choices:
            raise Refused(f"{question.key}: {item!r} is not one of {', '.join(choices)}.")
    return answer


def _ask(question: Question, choices: Mapping[str, str], default: Any) -> Any:  # noqa: ANN401 - one text or several
    """Ask at the terminal, with the same prompts as Copier. Raises Refused when there is none, or at Ctrl-C."""
    if not sys.stdin.isatty():
        raise Refused("The questions need a terminal; use --defaults, with --data for the answers that differ.")
    from questionary import Choice, checkbox, select

    try:
        if question.multiselect:
            offered = [Choice(title, id, checked=id in default) for id, title in choices.items()]
            return checkbox(question.help, choices=offered).unsafe_ask()
        return select(question.help, [Choice(title, id) for id, title in choices.items()], default=default).unsafe_ask()
    except (KeyboardInterrupt, EOFError) as error:
        raise Refused("Stopped.", INTERRUPTED) from error


def _show(advice: tuple[Advice, ...]) -> None:
    console = Console(highlight=False)
    for row in advice:
        style = "bold green" if row.recommended else "dim" if row.refused else "bold"
        console.print(f"[{style}]{row.id}[/]: {escape(row.title)}")
        console.print(f"    {escape(row.remark)}", style="dim" if row.refused else "")
