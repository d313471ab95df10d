"""Awkward and hostile answers to the text questions, and what the questions' validators say about them."""

import functools
import re
from typing import Any

from hypothesis import settings
from hypothesis import strategies as some
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from table.questions import QUESTIONS
from workshop import CATALOGUE, ROOT

# The same examples in every run: a failure in CI is one that anybody can repeat.
HUNDREDS = settings(max_examples=400, derandomize=True, database=None, deadline=None)
FEW = settings(HUNDREDS, max_examples=8)

TEXT = ["project_name", "package_name", "description", "author_name", "author_email", "repository"]
FREE = ["description", "author_name"]
ACCEPTED = [
    "O'Brien \"the Q\" \\ Ünï, Jr.", "${{ secrets.TOKEN }}", "{{ 7 * 7 }} {% raw %} {# no comment", "$(id) `id` $HOME %PATH%",
    '"""', "'''", "\\", '\\"', "\\u0041 \\N{BULLET} %s {0}", "😀 ünïcödé 漢字", "\u202eright to left\u202c שלום عربى",
    "- a list: of, things", "key: value # no comment", "[table]", "true", "null", "1.0", "0x1F", "~", "*anchor &alias !tag",
    "|", ">", "---", "...", "# heading", "<script>alert(1)</script>", "=?utf-8?q?x?=", "a, b <c@example.org>; d:e", "a" * 100,
    "zero\u200bwidth", "combining e\u0301", "]]>", "--flag", "@file", "; rm -rf /", "| tee", "'", '"',
]  # fmt: skip
REFUSED = ["", " ", "a\nb", "a\r\nb", "a\tb", " a", "a ", "a\x00b", "\x1b[31mred", "a\x85b", "a\u2028b", "a\u2029b"]
REFUSED += ["\ufeffa", "\ud800", "a\udfffb", "\uffff", "a" * 10_000, "\x7f", "a\u00a0"]
NAMES = [
    "class", "None", "true", "os", "Typing", "con", "COM1", "con.x", "a/b", "../evil", "/etc", "C:\\x", ".a", "a.",
    "-a", "ünï", "{{7}}", "${HOME}", "$(id)", "'", '"', "😀", "a;b", "..", ".", "src", "tests", "dist", "docs", "", "on",
    "y", "Null", "a b", "a\n", "a\x00", "a" * 65, "a" * 10_000,
]  # fmt: skip
LOCATORS = [
    "x", "a@@b", 'a"@example.org', "a..b@example.org", ".a@example.org", "a@-b.org", "@", "a@", "javascript:alert(1)",
    "https://", "file:///etc", 'https://a/"x', "https://a/{{x}}", "https://a/\\", "https://a/$(id)", "https://a/`id`",
    "https://?", "a@b c", "me@example.org\n", "https://a b", "https://a/\n", "https://a/" + "x" * 10_000,
    "a" * 10_000 + "@b.org", "https://a:99999/", "https://a:65536", "https://a:0/", "https://a:/", "https://a:080/", "https://a.1",
    "https://me@example.org", "https://me:1@example.org/", "https://[::1]/", "https://1.2.3.4.5/", "https://256.1.1.1/",
    "https://0x1/", "https://a.0X/", "https://a..b", "https://a.", "https://a:1:2/", "https://a/[", "https://a/é",
]  # fmt: skip


@functools.cache
def environment() -> SandboxedEnvironment:
    """Jinja as Copier sets it up for this template."""
    filters = "jinja2_ansible_filters.AnsibleCoreFiltersExtension"
    options: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
    loader = FileSystemLoader(ROOT)
    return SandboxedEnvironment(loader=loader, extensions=[filters], undefined=StrictUndefined, **options)


@functools.cache
def compiled(question: str, field: str) -> Any:  # noqa: ANN401  a Jinja template
    """One field of a question, ready to render."""
    return environment().from_string(QUESTIONS[question][field])


def objection(question: str, value: str) -> str:
    """What the question's validator says about a value; nothing when it takes it."""
    said: str = (
        compiled(question, "validator").render({"catalogue": CATALOGUE, "existing": False, question: value}).strip()
    )
    return said


def assert_clear(said: str) -> None:
    """A refusal is one line that says what to do, with nothing of Jinja's or Python's in it."""
    assert re.fullmatch(r'[A-Z"][^\n]{10,150}\.', said), said
    assert not re.search(r"Error|Traceback|undefined|None", said.removeprefix('"None"')), said


def hostile() -> some.SearchStrategy[str]:
    """Any text at all, short and long, and text of the characters that formats care about."""
    special = some.text(alphabet="\"'\\{}%#$()`\n\r\t: -_.@/<>&*!|>[]\u2028\ufeff\ud800aZ0é😀", max_size=60)
    anything = some.text(some.characters(codec=None, categories=None), max_size=250)
    return special | anything | some.sampled_from([*ACCEPTED, *REFUSED, *NAMES, *LOCATORS])
