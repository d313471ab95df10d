"""Hostile answers that the questions take: every generated file parses, and the value arrives unchanged."""

import email
import email.utils
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from project import parsing
from project.hostile import ACCEPTED, FEW, hostile, objection
from quick import run_copy
from workshop import CATALOGUE, Workshop

HEBREW = "\u202e\u05e9\u05dc\u05d5\u05dd\u202c 😀 =?utf-8?q?x?="


def everything(shape: str, code: str = "pure", **own: str) -> dict[str, Any]:
    """Answers that turn on every strategy that carries this code of this shape, and every extra."""
    rows = CATALOGUE["strategies"].items()
    carriers = [id for id, row in rows if shape in row["shapes"] and code in row["code"]]
    return {"shape": shape, "code": code, "also_ship": carriers, "extras": list(CATALOGUE["extras"]), **own}


def copy(workshop: Workshop, target: Path, data: dict[str, Any]) -> Path:
    """Render with Copier itself, without trust."""
    run_copy(str(workshop.template), target, data=data, defaults=True, quiet=True, overwrite=True, vcs_ref="HEAD")
    return target


def assert_arrived(project: Path, wanted: dict[str, str]) -> None:
    """Every file parses, and the free text stands unchanged wherever it belongs."""
    parsing.parse(project)
    recorded = yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))
    assert {key: recorded[key] for key in wanted} == wanted
    metadata = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    [author] = metadata["authors"]
    assert metadata["name"] == recorded["project_name"]
    assert metadata["description"] == recorded["description"]
    assert author["name"] == recorded["author_name"]
    assert author.get("email", "") == recorded["author_email"]
    assert metadata.get("urls", {}).get("Repository", "") == recorded["repository"]
    assert f"\n{recorded['description']}\n" in (project / "README.md").read_text("utf-8")
    assert f"Copyright (c) {recorded['author_name']}" in (project / "LICENSE").read_text("utf-8")
    if recorded["extras"]:
        assert_cited(project, recorded)


def assert_cited(project: Path, recorded: dict[str, str]) -> None:
    """The free text stands unchanged where the extras repeat it, too."""
    cited = yaml.safe_load((project / "CITATION.cff").read_text("utf-8"))
    site = tomllib.loads((project / "zensical.toml").read_text("utf-8"))["project"]
    assert (cited["title"], site["site_name"]) == (recorded["project_name"],) * 2
    assert (cited["abstract"], site["site_description"]) == (recorded["description"],) * 2
    assert cited["authors"][0]["name"] == recorded["author_name"]
    assert cited["authors"][0].get("email", "") == recorded["author_email"]
    assert cited.get("repository-code", "") == site.get("repo_url", "") == recorded["repository"]


@pytest.mark.parametrize("index", range(0, len(ACCEPTED), 2))
def test_text_arrives(workshop: Workshop, target: Path, index: int) -> None:
    """Whole projects with every strategy of a shape, all awkward texts, the shapes and licences by turns."""
    shape, code = list(CATALOGUE["shapes"])[index % len(CATALOGUE["shapes"])], ["pure", "compiled"][index // 2 % 2]
    own = {"description": ACCEPTED[index], "author_name": ACCEPTED[index - 1]}
    license = ["MIT", "BSD-3-Clause", "proprietary"][index // 2 // 3 % 3]
    assert_arrived(copy(workshop, target, everything(shape, code, license=license, **own)), own)


@FEW
@given(description=hostile(), author_name=hostile(), shape=some.sampled_from(list(CATALOGUE["shapes"])))
def test_any_text_arrives(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory, shape: str, **own: str) -> None:
    """The same for text that nobody thought of: what the validators take, the files carry."""
    taken = {key: value for key, value in own.items() if not objection(key, value)}
    assert_arrived(copy(workshop, tmp_path_factory.mktemp("any"), everything(shape, **taken)), taken)


@pytest.mark.parametrize("name", ["12", "1e3", "0x1F", "3d", "My.Zope_App", "a" * 64])
def test_names_arrive(workshop: Workshop, target: Path, name: str) -> None:
    """Names that YAML takes for something else, with dots, in capitals, short and long, leave every file its structure."""
    address = {"author_email": "me+x@example.org", "repository": "https://example.org:8080/~a/b?c=d&e#f"}
    plain = copy(workshop, target.parent / "plain", everything("cli", **address))
    own = {"project_name": name, **address}
    assert_arrived(copy(workshop, target, everything("cli", **own)), own)
    assert parsing.structures(target) == parsing.structures(plain)


@pytest.mark.parametrize(
    ("shape", "code"),
    [(id, code) for id, row in CATALOGUE["shapes"].items() for code in ("pure", "compiled") if code in row["code"]],
)
def test_a_project_is_not_called_like_what_it_uses(workshop: Workshop, target: Path, shape: str, code: str) -> None:
    """Its own dependencies and tools: installing it would replace them, or be replaced."""
    names = parsing.requirements(copy(workshop, target, everything(shape, code)))
    assert {"pytest", "mypy", "ruff", "nox"} < names
    assert [name for name in sorted(names) if not objection("project_name", name)] == []
    assert [name for name in sorted(names) if not objection("project_name", name.title().replace("-", "_"))] == []


@pytest.mark.parametrize(("given", "arrives"), [("true", "True"), ("1.0", "1.0"), ("12", "12"), ("'null'", "null")])
def test_yaml_types_arrive_as_text(workshop: Workshop, target: Path, given: str, arrives: str) -> None:
    """A data file is YAML: a description of `true` is a boolean there, and text in the project."""
    data = yaml.safe_load(f"description: {given}\n")
    assert_arrived(copy(workshop, target, data), {"description": arrives})


@pytest.mark.parametrize("given", ["null", "[a, b]", "{a: b}", "2026-01-01", "a\\nb", "\\ud800"])
def test_a_data_file_with_no_text_is_refused(workshop: Workshop, target: Path, given: str) -> None:
    """Copier's own command refuses what is no text, or no single line, and leaves nothing behind."""
    value = f'"{given}"' if "\\" in given else given
    (target.parent / "data.yml").write_text(f"description: {value}\n", "utf-8")
    options = ["--defaults", "--quiet", f"--data-file={target.parent / 'data.yml'}", "--vcs-ref=HEAD"]
    run = [sys.executable, "-m", "copier", "copy", *options, str(workshop.template), str(target)]
    result = subprocess.run(run, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert not target.exists()


def wheel_metadata(project: Path) -> email.message.Message:
    """Build the project's wheel with its own backend, and return the METADATA inside."""
    build = "import hatchling.build as backend; backend.build_wheel('out')"
    (project / "out").mkdir()
    run = [
        sys.executable,
        "-m",
        "uv",
        "run",
        "--no-project",
        "--quiet",
        "--with=hatchling>=1.27",
        "python",
        "-c",
        build,
    ]
    subprocess.run(run, cwd=project, check=True, capture_output=True, text=True)
    [wheel] = (project / "out").glob("*.whl")
    with ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_string(archive.read(name).decode("utf-8"))


@pytest.mark.parametrize("text", [ACCEPTED[0], "a, b <c@example.org>; (d) @e", HEBREW], ids=ascii)
@pytest.mark.parametrize("address", ["", "me+x@example.org"])
def test_a_wheel_names_its_author(workshop: Workshop, target: Path, text: str, address: str) -> None:
    """What an index shows is what was answered."""
    own = {"description": text, "author_name": text, "author_email": address, "repository": "https://example.org/a?b&c"}
    metadata = wheel_metadata(copy(workshop, target, own))
    assert metadata["Summary"] == text
    assert metadata["Project-URL"] == "Repository, https://example.org/a?b&c"
    if address:
        assert email.utils.getaddresses([metadata["Author-email"]]) == [(text, address)]
    else:
        assert metadata["Author"] == text


@pytest.mark.parametrize(("name", "text"), parsing.BROKEN)
def test_a_broken_file_is_seen(tmp_path: Path, name: str, text: str) -> None:
    """The checks above can fail."""
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(parsing.BrokenError, match=re.escape(name)):
        parsing.parse(tmp_path)
