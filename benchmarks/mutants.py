"""Mutation of the decision rule, for no tool knows Jinja: `python benchmarks/mutants.py` shows what the tests do not notice.

Each mutant is the rule with one token changed. It is killed when a test of tests/table that reads the rule fails.
"""

import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import jinja2
import pytest

ROOT = Path(__file__).parent.parent
NAME = "extensions/advise.jinja"
RULE = (ROOT / NAME).read_text("utf-8")
TESTS = [f"tests/table/test_{name}.py" for name in ("macros", "advice", "offers", "width")]
# What each token becomes; an empty text takes it away.
SWAPS = {
    "operator": {"==": ["!="], "!=": ["=="], "<": ["<=", ">"], "-": ["+"]},
    "name": {
        "and": ["or"],
        "or": ["and"],
        "not": [""],
        "in": ["not in"],
        "if": ["if not"],
        "elif": ["elif not"],
        "select": ["reject"],
        "reject": ["select"],
        "rejectattr": ["selectattr"],
        "selectattr": ["rejectattr"],
        "first": ["last"],
        "last": ["first"],
        "max": ["min"],
        "lower": ["upper"],
        "upper": ["lower"],
        "true": ["false"],
        "false": ["true"],
        "varargs": ["[]"],
        "sort": ["list"],
    },
}


@dataclass(frozen=True)
class Mutant:
    """The rule with one change, and how a person finds it."""

    line: int
    change: str
    text: str


def tokens() -> Iterator[tuple[int, int, str, str]]:
    """Every token of the rule: where it begins, its line, its kind and its text."""
    place = 0
    for line, kind, text in jinja2.Environment().lex(RULE):
        place = RULE.index(text, place)
        yield place, line, kind, text
        place += len(text)


def others(kind: str, text: str) -> list[str]:
    """What a token can be changed into."""
    if kind == "integer":
        return [str(int(text) + 1)]
    if kind == "string":
        return ["'x'" if len(text) == 2 else f"{text[0]}x{text[1:]}"]
    if kind == "data" and re.search(r"\w", text):
        return [re.sub(r"(\w)(?=\W*\Z)", r"\1x", text)]
    return SWAPS.get(kind, {}).get(text, [])


def mutants() -> Iterator[Mutant]:
    """Every mutant that Jinja can read: one token changed, a part of the key left out, or two of its parts swapped."""
    for place, line, kind, text in tokens():
        for other in others(kind, text):
            yield Mutant(line, f"{text.strip()} -> {other.strip() or 'nothing'}", replaced(place, text, other))
    found = re.search(r"'key': \[\n(.*?)\n *\]}\]", RULE, re.DOTALL)
    assert found
    parts, line = found[1].split("\n"), RULE.count("\n", 0, found.start(1)) + 1
    for number, part in enumerate(parts):
        rest = [*parts[:number], *parts[number + 1 :]]
        yield Mutant(line + number, f"key without {part.strip()}", RULE.replace(found[1], "\n".join(rest)))
    for number in range(len(parts) - 1):
        swapped = [*parts[:number], parts[number + 1], parts[number], *parts[number + 2 :]]
        yield Mutant(line + number, f"key: {parts[number].strip()} later", RULE.replace(found[1], "\n".join(swapped)))


def replaced(place: int, text: str, other: str) -> str:
    """The rule with one token changed."""
    return RULE[:place] + other + RULE[place + len(text) :]


def readable(mutant: Mutant) -> bool:
    """Tell whether Jinja can compile it; it could not survive otherwise."""
    try:
        jinja2.Environment().from_string(mutant.text)
    except jinja2.TemplateError:
        return False
    return mutant.text != RULE


def killed(mutant: Mutant) -> bool:
    """Tell whether a test fails, in a process of its own."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        os._exit(tests(mutant.text))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def tests(rule: str) -> int:
    """Run the tests with another rule in the place of ours; return how they end."""
    read = jinja2.FileSystemLoader.get_source

    def source(loader: jinja2.FileSystemLoader, environment: jinja2.Environment, name: str) -> object:
        return (rule, name, lambda: True) if name == NAME else read(loader, environment, name)

    jinja2.FileSystemLoader.get_source = source  # type: ignore[assignment,method-assign]
    return int(pytest.main(["-x", "-q", "-n0", "-p", "no:cacheprovider", *TESTS]))


def main() -> int:
    """Print what survives, and how many do not."""
    os.chdir(ROOT)
    if killed(Mutant(0, "nothing", RULE)):
        print("The tests fail without any change.")
        return 1
    found = [mutant for mutant in mutants() if readable(mutant)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(zip(found, pool.map(killed, found), strict=True))
    for mutant in (mutant for mutant, dead in results if not dead):
        print(f"{NAME}:{mutant.line}: {mutant.change}")
    print(f"{len(found)} mutants, {sum(dead for _, dead in results)} killed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
