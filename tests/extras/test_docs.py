"""docs: the site holds the README, the reference and every guide; a link that leads nowhere stops it."""

import ast
import html
import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from project.updates import update
from table.cases import Kind, allowed
from workshop import CATALOGUE, Workshop, nox

SITE = Path("build/site")
PURE = [case.strategy for case in allowed(Kind("cli", "pure"))]


def text(project: Path, page: str) -> str:
    """Return what a reader sees of a page, but for what stands around it on every page."""
    [article] = re.findall(r"<article.*</article>", (project / SITE / page).read_text("utf-8"), re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", article)).split())


def guides(project: Path) -> set[str]:
    """Return the strategies whose guides the site has."""
    return {page.parent.name for page in (project / SITE / "shipping").glob("*/index.html")}


def test_the_site_follows_what_is_shipped(workshop: Workshop, target: Path) -> None:
    """All there is in it, and without a line edited it stays whole when strategies come and go."""
    project = workshop.copy(target, extras=["docs"], strategy=PURE[0], also_ship=PURE[1:], description="Counts words.")
    nox(project, "-s", "docs")
    assert guides(project) == set(PURE)
    assert text(project, "index.html").startswith("my-app")
    assert "Counts words." in text(project, "index.html")
    assert "Unreleased" in text(project, "changelog/index.html")
    assert "Show the most frequent words of FILE" in text(project, "reference/index.html")
    update(project, strategy=PURE[-1], also_ship=[])
    nox(project, "-s", "docs")
    assert guides(project) == {PURE[-1]}


@pytest.mark.parametrize("shape", list(CATALOGUE["shapes"])[1:])
def test_every_shape_has_a_reference(workshop: Workshop, target: Path, shape: str) -> None:
    """Every public module of the starter is in it, also where a part is compiled, which it is not for the site."""
    code = "compiled" if "compiled" in CATALOGUE["shapes"][shape]["code"] else "pure"
    project = workshop.copy(target, extras=["docs"], shape=shape, code=code)
    nox(project, "-s", "docs")
    modules = [path for path in (project / "src/my_app").glob("*.py") if not path.name.startswith("_")]
    assert modules
    found = text(project, "reference/index.html")
    assert [
        path.name for path in modules if str(ast.get_docstring(ast.parse(path.read_text("utf-8")))) not in found
    ] == []


def test_a_site_that_is_broken_stops_the_build(workshop: Workshop, target: Path) -> None:
    """A link to no page; a page made of a file that is gone; a reference to no module."""
    project = workshop.copy(target, extras=["docs"])
    index = project / "docs/index.md"
    kept = index.read_text("utf-8")
    for flaw in ("[There](nowhere.md)", '--8<-- "NOTHING.md"', "::: my_app.nothing"):
        index.write_text(f"{kept}\n{flaw}\n", "utf-8")
        assert "Session docs failed." in nox(project, "-R", "-s", "docs", fails=True) or flaw == ""
    index.write_text(kept, "utf-8")
    nox(project, "-R", "-s", "docs")


def test_the_session_is_there_with_the_extra_alone(workshop: Workshop, target: Path) -> None:
    """It is found in a folder of its own, and runs it only when it is asked for."""
    listed = [nox(workshop.copy(target.with_name(f"a{len(extras)}"), extras=extras), "-l") for extras in ([], ["docs"])]
    assert ["- docs -> " in said for said in listed] == [False, True]
    assert "* docs" not in listed[1]


def test_read_the_docs_takes_it(workshop: Workshop, target: Path) -> None:
    """The file fits its schema, and installs and runs what the session does."""
    project = workshop.copy(target, extras=["docs"])
    file = project / ".readthedocs.yaml"
    assert valid(file)
    jobs = yaml.safe_load(file.read_text("utf-8"))["build"]["jobs"]
    assert jobs["install"] == ["python -m pip install --group docs"]
    assert jobs["build"]["html"][0] in nox(project, "-s", "docs")
    file.write_text(file.read_text("utf-8").replace("version: 2", "version: 1"), "utf-8")
    assert not valid(file)


def valid(file: Path) -> bool:
    """Tell whether a file fits the schema of Read the Docs."""
    run = ["check-jsonschema", "--builtin-schema=vendor.readthedocs", str(file)]
    return subprocess.run(run, capture_output=True, check=False).returncode == 0


def review(project: Path) -> dict[str, bool]:
    """Return what sp-repo-review checks of a project's documentation, and whether it passes."""
    run = ["repo-review", "--format=json", "--select=PY004,RTD", str(project)]
    said = subprocess.run(run, capture_output=True, text=True, check=False).stdout
    checks = json.loads(said)["checks"].items()  # what the project ignores is among them, too
    return {name: check["result"] for name, check in checks if name.startswith(("PY004", "RTD"))}


def test_sp_repo_review_has_no_objection(workshop: Workshop, target: Path) -> None:
    """All its checks of documentation pass; without the extra, only that of the folder applies."""
    project = workshop.copy(target, extras=["docs"])
    checks = ["PY004", *(f"RTD10{number}" for number in range(5))]
    assert review(project) == dict.fromkeys(checks, True)
    file = project / ".readthedocs.yaml"
    file.write_text(file.read_text("utf-8").replace("version: 2", "version: 1"), "utf-8")
    assert review(project) == dict.fromkeys(checks, True) | {"RTD101": False}
    assert review(workshop.copy(target.with_name("plain"))) == {"PY004": True}
