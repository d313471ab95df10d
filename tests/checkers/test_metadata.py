"""What an index, and those who look at one, say of the metadata of a generated project."""

import re
import subprocess
from email import message_from_string
from pathlib import Path
from zipfile import ZipFile

import pytest
from validate_pyproject.cli import run as validate
from validate_pyproject.error_reporting import ValidationError

from checkers.checked import CHECKED, Project
from table.cases import KINDS, allowed
from workshop import Workshop

# A project of each build backend, and the one whose classifiers differ.
BACKENDS = [*{kind.code: str(kind) for kind in KINDS}.values(), "proprietary"]
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)]*)\)|<(?:a|img)\b[^>]*\b(?:href|src)=\"(?!https?://)([^\"]*)")


@pytest.mark.parametrize("name", BACKENDS)
def test_pyroma(checked: Project, name: str) -> None:
    """Ten of ten. It asks the build backend, which takes long."""
    assert pyroma(checked(name)) == (0, "10")


def test_pyroma_finds_what_is_missing(flawed: Path) -> None:
    """Keywords, for instance."""
    without(flawed, r"keywords = .*\n")
    assert pyroma(flawed) == (2, "9")


def test_pyproject(checked: Project) -> None:
    """Each is valid, and so are the tables of tools. One call reads the schemas once."""
    assert validate([str(checked(name) / "pyproject.toml") for name in CHECKED]) == 0


@pytest.mark.parametrize("line", [r"line-length = 100", r"minversion = \"9.0\"", r"name = \"my-app\""])
def test_pyproject_that_is_wrong(flawed: Path, line: str) -> None:
    """A value of another type, in the table of the project or of a tool."""
    without(flawed, line, line.split(" =")[0] + " = []")
    with pytest.raises(ValidationError):
        validate([str(flawed / "pyproject.toml")])


@pytest.mark.parametrize("name", CHECKED)
def test_readme_stands_alone(checked: Project, name: str) -> None:
    """An index shows it without the files beside it: no link is relative."""
    assert relative((checked(name) / "README.md").read_text("utf-8")) == []


@pytest.mark.parametrize("text", ["[a](docs/)", "[a](#b)", '<img src="a.png">', "![a](../b.png)"])
def test_relative_links_are_found(text: str) -> None:
    """In each form that Markdown has for them."""
    assert len(relative(f"[ok](https://example.org) {text} <https://example.org>")) == 1


@pytest.mark.parametrize("shape", sorted({kind.shape for kind in KINDS}))
def test_built_metadata(workshop: Workshop, tmp_path: Path, shape: str) -> None:
    """Twine takes what is built, strictly; the README is its description, to the letter."""
    strategy = next(allowed(kind)[0].strategy for kind in KINDS if kind.shape == shape)
    project = workshop.built(shape=shape, strategy=strategy)
    files = sorted(map(str, (project / "dist").iterdir()))
    assert len(files) == 2
    assert twine(*files) == 0
    [wheel] = (project / "dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("METADATA")]
        metadata = message_from_string(archive.read(name).decode())
    assert metadata.get_payload() == (project / "README.md").read_text("utf-8")
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("License-File") == ["LICENSE"]


def test_twine_finds_what_is_wrong(workshop: Workshop, target: Path) -> None:
    """A project without a description."""
    project = workshop.copy(target)
    without(project, r"readme = .*\n")
    subprocess.run(["uv", "build", "--wheel", "--quiet", f"--out-dir={target}/out"], cwd=project, check=True)
    assert twine(*map(str, (target / "out").glob("*.whl"))) == 1


def without(project: Path, pattern: str, instead: str = "") -> None:
    """Take a line out of pyproject.toml, or put another there."""
    file = project / "pyproject.toml"
    text, found = re.subn(rf"^{pattern}", instead, file.read_text("utf-8"), flags=re.MULTILINE)
    assert found == 1
    file.write_text(text, "utf-8")


def relative(markdown: str) -> list[str]:
    """Return the links that lead to no full address."""
    return [one or other for one, other in LINK.findall(markdown)]


def pyroma(project: Path) -> tuple[int, str]:
    """Return the exit code of pyroma, which asks for ten of ten, and how many it gives."""
    run = ["pyroma", "--min=10", "--quiet", str(project)]
    ended = subprocess.run(run, check=False, capture_output=True, text=True)
    return ended.returncode, (ended.stdout + ended.stderr).split()[-1]


def twine(*files: str) -> int:
    """Return the exit code of twine, which looks at files as an index does."""
    return subprocess.run(["twine", "check", "--strict", *files], check=False).returncode
