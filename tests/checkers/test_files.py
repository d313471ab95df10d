"""What is said of single files of a generated project: by their schemas, and by the linters of their languages."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkers.checked import CHECKED, Project

# The files of which check-jsonschema knows the form, by the name of the schema.
SCHEMAS = {
    "github-workflows": ".github/workflows/*.yml",
    "github-issue-forms": ".github/ISSUE_TEMPLATE/*.yml",
    "renovate": ".github/renovate.json",
    "compose-spec": "compose.yaml",
    "readthedocs": ".readthedocs.yaml",
    "citation-file-format": "CITATION.cff",
}
# The linters of other files, with a text that is wrong.
LINTERS = {"hadolint": "FROM debian\nRUN cd /tmp && sudo ls\n", "shellcheck": "#!/bin/sh\necho $1 `ls`\n"}
# What is no more than a hint of hadolint's is none of a fault: a user who has a name, for instance.
OPTIONS = {"hadolint": ["--failure-threshold=warning"], "shellcheck": []}


def ended(*command: str | Path) -> int:
    """Return the exit code of a command."""
    return subprocess.run(command, check=False).returncode


def different(paths: Iterator[Path]) -> list[Path]:
    """Return one file of each content."""
    return list({path.read_bytes(): path for path in paths if path.is_file()}.values())


@pytest.mark.parametrize("schema", SCHEMAS)
def test_schema(checked: Project, schema: str) -> None:
    """Every file of the kind is valid."""
    found = different(path for name in CHECKED for path in checked(name).glob(SCHEMAS[schema]))
    assert found
    assert ended("check-jsonschema", f"--builtin-schema=vendor.{schema}", *found) == 0


@pytest.mark.parametrize("schema", SCHEMAS)
def test_schema_finds_what_is_wrong(tmp_path: Path, schema: str) -> None:
    """A list is none of these files."""
    file = tmp_path / "wrong.yml"
    file.write_text("- wrong\n", "utf-8")
    assert ended("check-jsonschema", f"--builtin-schema=vendor.{schema}", file) == 1


def language(path: Path) -> str:
    """Name the linter for a file, if there is one."""
    if path.name.startswith(("Dockerfile", "Containerfile")):
        return "hadolint"
    first = path.read_bytes().partition(b"\n")[0]
    return "shellcheck" if path.suffix == ".sh" or (first.startswith(b"#!") and first.endswith(b"sh")) else ""


@pytest.mark.parametrize("linter", LINTERS)
def test_linter(checked: Project, linter: str) -> None:
    """Recipes of images, and scripts of shells."""
    paths = (path for name in CHECKED for path in checked(name).rglob("*") if ".git" not in path.parts)
    found = [path for path in different(paths) if language(path) == linter]
    assert not found or ended(linter, *OPTIONS[linter], *found) == 0


@pytest.mark.parametrize("linter", LINTERS)
def test_linter_finds_what_is_wrong(tmp_path: Path, linter: str) -> None:
    """Each does, in a file that is taken for its own."""
    file = tmp_path / ("Dockerfile" if linter == "hadolint" else "run")
    file.write_text(LINTERS[linter], "utf-8")
    assert language(file) == linter
    assert ended(linter, *OPTIONS[linter], file) == 1
