"""citation: CITATION.cff fits its schema whatever was answered, and says nothing that a release would make wrong."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from project.hostile import ACCEPTED, environment
from project.updates import expected
from table.folders import OWNERS
from table.questions import QUESTIONS
from workshop import Workshop

FILE = "CITATION.cff"
SOURCE = (OWNERS["citation"] / f"{FILE}.jinja").read_text("utf-8")
PLAIN = {"project_name": "my-app", "description": "Counts.", "author_name": "Zoë", "author_email": "", "repository": ""}
PLAIN |= {"license": "MIT"}
FILLED = {"author_email": "me+x@example.org", "repository": "https://example.org:8080/~a/b?c=d&e#f"}


def written(folder: Path, **answers: str) -> Path:
    """Render the file as Copier does; return where it is."""
    file = folder / FILE
    file.write_text(environment().from_string(SOURCE).render({**PLAIN, **answers}), "utf-8")
    return file


def valid(*files: Path) -> bool:
    """Tell whether files fit the schema of the Citation File Format."""
    run = ["check-jsonschema", "--builtin-schema=vendor.citation-file-format", *map(str, files)]
    return subprocess.run(run, capture_output=True, check=False).returncode == 0


def test_a_project_has_it(workshop: Workshop, tmp_path: Path) -> None:
    """As Copier renders it."""
    _, content = expected(workshop, extras=["citation"], **FILLED)[FILE]
    (tmp_path / FILE).write_bytes(content)
    assert valid(tmp_path / FILE)
    found: dict[str, Any] = yaml.safe_load(content)
    assert found["repository-code"] == FILLED["repository"]
    assert found["authors"] == [{"name": "The my-app authors", "email": FILLED["author_email"]}]
    assert not {"version", "date-released"} & found.keys()


def test_hostile_names_arrive(tmp_path: Path) -> None:
    """Quotes, other alphabets, what YAML takes for something else: as text, in a file that fits the schema."""
    files = []
    for index, text in enumerate(ACCEPTED):
        (tmp_path / f"{index}").mkdir()
        files.append(written(tmp_path / f"{index}", author_name=text, description=text, **FILLED))
        found = yaml.safe_load(files[-1].read_text("utf-8"))
        assert (found["abstract"], found["authors"][0]["name"]) == (text, text)
    assert valid(*files)


@pytest.mark.parametrize("license", QUESTIONS["license"]["choices"])
def test_the_licence_is_spdx_or_nothing(tmp_path: Path, license: str) -> None:
    """The schema knows the identifiers; nobody may use what is proprietary."""
    file = written(tmp_path, license=license)
    assert valid(file)
    assert yaml.safe_load(file.read_text("utf-8")).get("license", "proprietary") == license


def test_what_does_not_fit_is_seen(tmp_path: Path) -> None:
    """A licence that SPDX does not know; no author."""
    file = written(tmp_path, license="Mine")
    assert not valid(file)
    text = written(tmp_path).read_text("utf-8")
    file.write_text(text.replace("authors:", "writers:"), "utf-8")
    assert not valid(file)
