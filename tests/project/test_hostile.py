"""Hostile answers: each text question takes what every file can carry, and refuses the rest in one clear sentence."""

import keyword
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from pydantic_core import Url

from project.hostile import (
    ACCEPTED,
    FREE,
    HUNDREDS,
    LOCATORS,
    NAMES,
    REFUSED,
    TEXT,
    assert_clear,
    compiled,
    environment,
    hostile,
    objection,
)
from workshop import CATALOGUE


@pytest.mark.parametrize("question", TEXT)
@HUNDREDS
@given(value=hostile())
def test_refusals_are_clear(question: str, value: str) -> None:
    """Whatever is answered, the validator takes it or says why not in one line."""
    said = objection(question, value)
    if said:
        assert_clear(said)


@pytest.mark.parametrize("question", FREE)
@pytest.mark.parametrize("value", REFUSED, ids=ascii)
def test_text_that_no_file_can_carry_is_refused(question: str, value: str) -> None:
    """Line breaks, control characters, halves of characters, no text at all, far too much text."""
    assert_clear(objection(question, value))


@pytest.mark.parametrize("question", FREE)
@pytest.mark.parametrize("value", ACCEPTED, ids=ascii)
def test_text_that_files_can_carry_is_taken(question: str, value: str) -> None:
    """Quotes, braces and other alphabets are nothing to refuse: people have such names."""
    assert objection(question, value) == ""


@pytest.mark.parametrize("question", ["project_name", "package_name"])
@pytest.mark.parametrize("value", NAMES, ids=lambda value: ascii(value[:20]))
def test_names_that_mean_something_else_are_refused(question: str, value: str) -> None:
    """Keywords, modules, devices, paths and what no file name or identifier can be."""
    assert_clear(objection(question, value))


@pytest.mark.parametrize("question", ["author_email", "repository"])
@pytest.mark.parametrize("value", LOCATORS, ids=lambda value: ascii(value[:20]))
def test_addresses_that_are_none_are_refused(question: str, value: str) -> None:
    """Both may be left empty; what is given is an address."""
    assert_clear(objection(question, value))
    assert objection(question, "") == ""


@HUNDREDS
@example(url="https://example.org:65535/my-app")
@example(url="http://127.0.0.1:8000")
@given(url=some.from_regex(r"https?://[a-z0-9.x-]{1,12}(:[0-9]{1,6})?(/[a-z0-9._~:/?#@!&+=%-]{0,9})?", fullmatch=True))
def test_an_accepted_address_is_one_to_those_who_read_it(url: str) -> None:
    """The reader of URLs that the tools of conda and Copier share takes it; of encoded names, none is made up here."""
    if objection("repository", url) or "xn--" in url:
        return
    assert Url(url).host


@pytest.mark.parametrize(
    "url",
    ["https://example.org:1", "http://10.0.0.1:65535/x", "https://3a.example-1.org/x?y#z", "https://localhost:8000"],
)
def test_addresses_are_taken(url: str) -> None:
    """With a port, with four numbers, with a name that has numbers."""
    assert objection("repository", url) == ""


def reserved() -> set[str]:
    """The names that names.jinja keeps from packages."""
    return set(environment().get_template("extensions/names.jinja").module.reserved)  # type: ignore[attr-defined]


def test_reserved_names_are_complete() -> None:
    """The running Python's own modules and keywords are among them, and each is refused as either name."""
    python = {name for name in sys.stdlib_module_names if name.islower() and not name.startswith("_")}
    python |= {name.lower() for name in keyword.kwlist}
    assert python - reserved() == set()
    for name in python:
        assert_clear(objection("package_name", name))
        assert_clear(objection("project_name", name))


@HUNDREDS
@example(name="1" * 64)
@given(name=some.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True))
def test_an_accepted_project_has_an_import_name(name: str) -> None:
    """The suggestion for any project that is taken is itself taken, and can be imported."""
    if objection("project_name", name):
        return
    suggested = compiled("package_name", "default").render({"catalogue": CATALOGUE, "project_name": name}).strip()
    assert objection("package_name", suggested) == ""
    assert suggested.isidentifier()
    assert suggested not in sys.stdlib_module_names
    assert not keyword.iskeyword(suggested)
