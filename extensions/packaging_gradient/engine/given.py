"""The answers given on the command line, and whether they answer what a template asks."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from packaging_gradient.refusal import NO_TERMINAL, Refused, near
from packaging_gradient.source import Source

EXISTING = "existing"
# How Copier lets people write the answer to it, in any case.
SAID = {False: ("false", "no", "n", "off", "f", "0"), True: ("true", "yes", "y", "on", "t", "1")}
# What an answers file says of the template; a project's own answers file can be the defaults of the next one.
OF_THE_TEMPLATE = {"_src_path", "_commit"}


def read(pairs: Iterable[str], file: Path | None) -> dict[str, Any]:
    """Return the answers of a data file and of KEY=VALUE pairs; the pairs win. Raises Refused when one cannot be read."""
    answers = _file(file) if file else {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise Refused(f"--data takes KEY=VALUE, for example --data shape=cli, not {pair!r}.")
        answers[key] = value
    return answers


def _file(path: Path) -> dict[str, Any]:
    from packaging_gradient import safe_yaml

    try:
        answers = safe_yaml.texts(safe_yaml.file(path))
    except OSError as error:
        raise Refused(f"The data file {path} cannot be read: {error.strerror}.") from error
    except safe_yaml.Unreadable as error:
        raise Refused(f"The data file {path} cannot be read as YAML: {error}.") from error
    if not isinstance(answers, dict):
        raise Refused(f"The data file {path} has no answers; write lines such as `shape: cli`.")
    return {key: value for key, value in answers.items() if key not in OF_THE_TEMPLATE}


def for_project(source: Source, given: Mapping[str, Any], *, existing: bool, defaults: bool) -> dict[str, Any]:
    """Return what is given as answers, and whether the code is there, which the command says and nobody is asked.

    Raises Refused where the rest cannot be asked, or the template does not ask it.
    """
    from packaging_gradient.engine.rendering import asked

    if not defaults and not sys.stdin.isatty():
        raise Refused(NO_TERMINAL)
    said = given.get(EXISTING, SAID[existing][0])
    if str(said).lower() not in SAID[existing]:
        raise Refused(
            f"{EXISTING} cannot be {said!r} here: `gradient adopt` is for code that is there, `gradient new` else."
        )
    rest = {key: answer for key, answer in given.items() if key != EXISTING} | ({EXISTING: "true"} if existing else {})
    return {EXISTING: existing, **(check(rest, asked(source)) if rest else {})}


def check(given: Mapping[str, Any], asked: Mapping[str, bool]) -> dict[str, Any]:
    """Return the answers as texts and lists of texts. `asked` says of every question whether it takes several.

    Raises Refused for an answer to what is not asked, which Copier would take without a word, and for one of a wrong type.
    """
    for key in given:
        if key not in asked:
            meant = near(key, asked)
            hint = f"did you mean {meant}?" if meant else f"the questions are {', '.join(asked)}."
            raise Refused(f"The template has no question {key!r}; {hint}")
    return {key: _list(key, answer) if asked[key] else _text(key, answer) for key, answer in given.items()}


def _text(key: str, answer: object) -> str:
    if not isinstance(answer, str):
        raise Refused(f"{key}: one text answers this, not {answer!r}.")
    return answer


def _list(key: str, answer: object) -> list[str]:
    """Read a list also where it is written as text, as on the command line."""
    from packaging_gradient import safe_yaml

    try:
        items = safe_yaml.texts(answer) if isinstance(answer, str) else answer
    except safe_yaml.Unreadable:
        items = None
    if not isinstance(items, list):
        raise Refused(f"{key}: {answer!r} is no list; write [first, second], or [] for none.")
    return [_text(key, item) for item in items]
