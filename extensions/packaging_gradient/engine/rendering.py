"""Copier, with one sentence for whatever it raises, and its results typed."""

import re
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copier.errors import CopierError
from jinja2 import TemplateError
from plumbum import CommandNotFound, ProcessExecutionError, local
from yaml import YAMLError

from packaging_gradient.engine.guarded import run_copy
from packaging_gradient.engine.recording import Bound, record
from packaging_gradient.git import AS_IT_LIES, environment, words
from packaging_gradient.interrupts import at_prompts, stopped
from packaging_gradient.refusal import Refused, near
from packaging_gradient.source import Source

if TYPE_CHECKING:
    from copier._main import Worker

# What is raised for a template or an answer that is wrong: by Copier, and by those whose errors it lets through.
TOLD = (CopierError, ValueError, TemplateError, YAMLError, ProcessExecutionError, CommandNotFound)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What Copier made: all answers, the computed ones too; what it may ask for (several answers?); its closing words.

    Also which files the template writes only where they are not there, and whether only this machine has the template.
    """

    answers: Mapping[str, Any]
    asked: Mapping[str, bool]
    closing: str
    keeps: Callable[[Path], bool]
    bound: Bound | None = None

    @property
    def ours(self) -> bool:
        """Whether the template is ours or a fork of it: the command knows what such a project is like."""
        return {"catalogue", "existing", "nox"} <= self.answers.keys()


def copy(
    source: Source,
    folder: Path,
    given: Mapping[str, Any],
    *,
    defaults: bool,
    shown: str = "",
    offered: Mapping[str, Any] | None = None,
) -> Rendered:
    """Render a project into a folder, asking what is not given; what is offered are the defaults of the questions.

    An answers file that lies there already is read, as in an update: it answers what `given` does not. `shown` is the
    folder that the closing words name.
    """
    options: dict[str, Any] = {"defaults": defaults, "user_defaults": dict(offered or {})}
    with _one_sentence(quiet=defaults):
        options |= {"data": dict(given), "vcs_ref": source.ref, "overwrite": True, "quiet": True}
        rendered = _rendered(run_copy(source.address, folder, **options), shown)
    return replace(rendered, bound=record(folder, source.address))


def asked(source: Source) -> Mapping[str, bool]:
    """Return what a template may ask for, and whether it takes several answers, without asking or writing anything."""
    with _one_sentence(quiet=True), tempfile.TemporaryDirectory() as scratch:
        options: dict[str, Any] = {"defaults": True, "quiet": True, "pretend": True, "exclude": ["*"]}
        return _rendered(run_copy(source.address, Path(scratch), vcs_ref=source.ref, **options)).asked


def _rendered(worker: "Worker", shown: str = "") -> Rendered:
    answers = worker.answers.combined
    questions = worker.template.questions_data
    closing = worker.jinja_env.from_string(worker.template.message_after_copy)
    return Rendered(
        answers=answers,
        asked={key: item.get("multiselect", False) for key, item in questions.items() if item.get("when") is not False},
        closing=closing.render(**answers, _copier_conf={"dst_path": shown}),
        keeps=worker.match_skip,
    )


@contextmanager
def _one_sentence(*, quiet: bool) -> Iterator[None]:
    """Turn what Copier says of a template or an answer into Refused. A bad answer is a plain ValueError.

    Errors of other kinds pass, for their texts say nothing alone: that of a KeyError is one word in quotes. Copier has
    remarks of its own, on stderr; they are for somebody who is there to read them.
    """
    try:
        with warnings.catch_warnings(), _own_git(), redirect_stderr(StringIO()) if quiet else at_prompts():
            warnings.simplefilter("ignore")
            yield
    except KeyboardInterrupt as error:
        raise stopped() from error
    except TOLD as error:
        raise Refused(_sentence(error)) from error


@contextmanager
def _own_git() -> Iterator[None]:
    """Have the git that Copier runs go by our settings. Copier runs it by plumbum, which keeps an environment of its own."""
    with local.env():
        local.env.clear()
        local.env.update({**environment(AS_IT_LIES), "GIT_ATTR_NOSYSTEM": "1"})
        yield


def _sentence(error: BaseException) -> str:
    """Say what is wrong without Copier's own preamble; where a program that it ran failed, with that program's words."""
    if said := words(str(getattr(error, "stderr", "") or "")):
        return said
    while not str(error) and error.__cause__:
        error = error.__cause__
    text = re.sub(r"^(?:Validation error for question|Invalid choice for) '(\w+)': ", r"\1: ", str(error))
    return re.sub(r"'([^']*)' is not in \[('[^\]]*')\]$", _choices, text) or type(error).__name__


def _choices(found: re.Match[str]) -> str:
    """Name the choices, and the one that was meant by an answer that is none of them."""
    names = re.findall(r"'([^']*)'", found[2])
    meant = near(found[1], names)
    return f"{found[1]!r} is not one of {', '.join(names)}" + (f"; did you mean {meant}?" if meant else "")
