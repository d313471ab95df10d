"""Bad inputs for every verb, made from the lists of bad_values.py."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from packaging_gradient.table import questions
from person.bad_values import CONTENTS, PLACES, REFS, TEMPLATES, VALUES, VARIABLES, Make

ADOPTED = ["pyproject.toml", "setup.cfg", "setup.py", "noxfile.py", ".gitignore"]
OPTIONS = ["--defaults", "--template", "{source}"]


@dataclass(frozen=True)
class Case:
    """One call of the command, with what is in its folder before, and what is in its environment."""

    id: str
    arguments: list[str]
    made: dict[str, Make] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)


def cases() -> Iterator[Case]:
    """Yield every case, in the same order each time."""
    yield from _values()
    yield from _files()
    yield from _places()
    yield from _variables()


def _values() -> Iterator[Case]:
    """Values of --data: each for some question that is asked alone, and a sample where a project is made."""
    chance, keys = (
        random.Random(6),
        [*questions().keys() - {"shape", "target_has"}, "catalogue", "facts", "", "_src_path"],
    )
    for number, value in enumerate(VALUES):
        for key in ("target_has", "shape", chance.choice(sorted(keys))):
            yield Case(f"advise {number} {key}", ["advise", "--defaults", "--data", f"{key}={value}"])
        yield Case(f"switch {number}", ["switch", value, "app"])
        yield Case(f"why {number}", ["why", value])
        yield Case(f"no pair {number}", ["advise", "--defaults", "--data", value])
        for key in chance.sample(("urls", "also_ship", "strategy"), 1):
            yield Case(f"new {number} {key}", ["new", "p", *OPTIONS, "--data", f"{key}={value}"])


def _files() -> Iterator[Case]:
    """Files of answers, answers of projects, files of repositories."""
    for name, content in CONTENTS.items():
        yield Case(f"data file: {name}", ["advise", "--defaults", "--data-file", "data.yml"], {"data.yml": content})
        yield Case(f"new: {name}", ["new", "p", *OPTIONS, "--data-file", "data.yml"], {"data.yml": content})
        yield Case(f"answers: {name}", ["switch", "docker", "app"], {"app/.copier-answers.yml": content})
    for number, value in enumerate(VALUES):
        text = f"_src_path: {{source}}\n_commit: 1.0.0\nstrategy: {value}\n".encode("utf-8", "surrogatepass")
        yield Case(f"answer {number}", ["switch", "docker", "app"], {"app/.copier-answers.yml": text})
        yield Case(
            f"source {number}",
            ["switch", "docker", "app"],
            {"app/.copier-answers.yml": text.replace(b"{source}", b"x")},
        )
    for file in ADOPTED:
        for name, content in CONTENTS.items():
            if isinstance(content, bytes) or file == "pyproject.toml":
                yield Case(
                    f"adopt {file}: {name}",
                    ["adopt", "lib", "--defaults", "--template", "nowhere"],
                    {f"lib/{file}": content},
                )


def _places() -> Iterator[Case]:
    """Folders to work in, templates, and versions of them."""
    for number, place in enumerate(PLACES):
        name = f"{number} {place!a:.20}"
        yield Case(f"new in {name}", ["new", *OPTIONS, "--", place])
        yield Case(f"adopt in {name}", ["adopt", *OPTIONS, "--", place])
        yield Case(f"switch in {name}", ["switch", "--dry-run", "--", "docker", place])
        yield Case(f"data from {name}", ["advise", "--defaults", "--data-file", place])
    for number, template in enumerate(TEMPLATES):
        yield Case(f"template {number} {template!a:.20}", ["new", "p", "--defaults", "--template", template])
    for number, ref in enumerate(REFS):
        yield Case(f"new ref {number} {ref!a:.20}", ["new", "p", *OPTIONS, "--ref", ref])
        yield Case(f"switch ref {number} {ref!a:.20}", ["switch", "docker", "app", "--ref", ref])


def _variables() -> Iterator[Case]:
    """Variables of the environment, at a verb that shows, one that makes, and for git's one that changes."""
    for name, values in VARIABLES.items():
        for number, value in enumerate(values):
            yield Case(f"list {name} {number}", ["list"], variables={name: value})
            yield Case(f"new {name} {number}", ["new", "p", *OPTIONS], variables={name: value})
        if name.startswith("GIT_"):
            yield Case(f"switch {name}", ["switch", "docker", "app"], variables={name: values[-1]})
