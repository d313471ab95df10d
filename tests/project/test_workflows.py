"""Workflows: every one is what the forge reads, is safe, ends, and may do no more than it must; each action has one pin."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from project.updates import expected
from project.workflows import (
    FOLDER,
    before_nox,
    bold,
    endless,
    generated,
    jobs,
    loose,
    pins,
    unnamed,
    unprepared,
    workflow,
)
from table.cases import KINDS, Kind
from table.folders import OWNED, OWNERS
from workshop import CATALOGUE, ROOT, Workshop

OWN = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ROOT.glob(f"{FOLDER}*.yml")}
CHECKS = {
    "schema": [sys.executable, "-m", "check_jsonschema", "--builtin-schema=vendor.github-workflows"],
    "actionlint": ["actionlint"],
    "zizmor": ["zizmor", "--offline", "--quiet", "--persona=auditor"],
}
ACTION = "- uses: actions/checkout@" + "a" * 40 + " # v7.0.1\n"
FAULTY = f"""\
on: pull_request
jobs:
  hang:
    runs-on: ubuntu-lates
    permissions: {{id-token: write}}
    steps:
      {ACTION}      - run: echo "${{{{ github.event.pull_request.title }}}}"
        typo: true
"""


def found(check: str, folder: Path, texts: Mapping[str, str]) -> str:
    """Write workflows into a folder; return what a checker says of them, nothing if it is content."""
    files = [folder / name for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    run = subprocess.run([*CHECKS[check], *map(str, files)], capture_output=True, text=True, check=False)
    return run.stdout + run.stderr if run.returncode else ""


@pytest.mark.parametrize("check", CHECKS)
def test_checkers(workshop: Workshop, tmp_path: Path, check: str) -> None:
    """Schema, actionlint and zizmor find nothing in what is generated, and nothing in our own; a faulty one they find."""
    assert found(check, tmp_path, generated(workshop) | OWN) == ""
    assert found(check, tmp_path / "faulty", {f"{FOLDER}faulty.yml": FAULTY})


def test_one_pin_for_each_action(workshop: Workshop) -> None:
    """All workflows name the same commit, and the same version beside it."""
    texts = [*generated(workshop).values(), *OWN.values()]
    assert {action for action, named in pins(texts).items() if len(named) > 1} == set()
    assert pins([*texts, ACTION])["actions/checkout"] > pins(texts)["actions/checkout"]


def test_no_action_without_a_pin(workshop: Workshop) -> None:
    """Nothing runs that somebody else can change."""
    for text in [*generated(workshop).values(), *OWN.values()]:
        assert loose(text) == []
    assert loose("- uses: actions/checkout@v7") == ["- uses: actions/checkout@v7"]
    assert loose(ACTION) == []


def test_every_job_ends(workshop: Workshop) -> None:
    """Each says after how many minutes it is stopped."""
    for name, text in (generated(workshop) | OWN).items():
        assert endless(jobs(text)) == [], name
    assert endless(jobs(FAULTY)) == ["hang"]


def test_few_powers(workshop: Workshop) -> None:
    """What publishes runs for a tag alone, and nothing else may sign or write."""
    for name, text in generated(workshop).items():
        assert bold(jobs(text)) == [], name
    assert bold(jobs(FAULTY)) == ["hang"]
    tagged = FAULTY.replace("hang:\n", "publish:\n    if: github.ref_type == 'tag'\n")
    assert bold(jobs(tagged)) == []


@pytest.mark.parametrize("strategy", CATALOGUE["strategies"])
def test_every_strategy_is_released(workshop: Workshop, strategy: str) -> None:
    """Its workflow is its own: for a tag, as a dry run for what touches packaging, and by hand."""
    name = workflow(strategy)
    assert name in OWNED[strategy]
    text = next(text for path, text in generated(workshop).items() if path.endswith(name))
    for start in ('push:\n    tags: ["v*"]\n', "pull_request:", "paths:", "workflow_dispatch:"):
        assert start in text
    assert {"build", "smoke", "publish"} <= jobs(text).keys()


@pytest.mark.parametrize("language", CATALOGUE["languages"])
def test_releases_have_their_compiler(workshop: Workshop, language: str) -> None:
    """What a language sets up by an action is there wherever its code is built; conda brings its own compilers."""
    setup = OWNERS[language] / "_parts/compiler.yml"
    [action] = pins([setup.read_text("utf-8")]) if setup.exists() else [""]
    built = [name for name, row in CATALOGUE["strategies"].items() if "compiled" in row["code"] and name != "conda"]
    kind = Kind("cli", "compiled", language)
    tree = expected(workshop, **kind.answers, strategy=built[0], also_ship=built[1:])
    for strategy in built:
        assert unprepared(jobs(tree[workflow(strategy)][1].decode()), action) == [], strategy
    assert unprepared(jobs(tree[workflow("nuitka")][1].decode()), "no/such-action") == ["build"]


@pytest.mark.parametrize("language", CATALOGUE["languages"])
def test_bare_systems_have_their_compiler(workshop: Workshop, language: str) -> None:
    """Where a release is built in a container, what compiles the code is there before it is; pure code asks for none."""
    needs = [CATALOGUE["machine"][need]["install"] for need in CATALOGUE["languages"][language]["build_needs"]]
    for strategy, manager in (("deb", "apt-get"), ("rpm", "dnf")):
        kinds = [Kind("cli", "compiled", language), Kind("cli", "pure")]
        trees = [expected(workshop, **kind.answers, strategy=strategy) for kind in kinds]
        compiled, pure = (before_nox(jobs(tree[workflow(strategy)][1].decode())) for tree in trees)
        wanted = [needed[manager] for needed in needs if "rustup" not in needed]
        assert [name for name in wanted if name not in compiled] == []
        assert [name for name in wanted if name in pure] == []
        assert any("rustup" in needed for needed in needs) == any("sh.rustup.rs" in word for word in compiled)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.shape == "cli"], ids=str)
def test_ci_runs_what_nox_runs(workshop: Workshop, kind: Kind) -> None:
    """Each session that `nox` runs by default has its place in CI, those of a language, too."""
    tree = expected(workshop, **kind.answers)
    assert unnamed(tree) == []
    mode, text = tree[f"{FOLDER}ci.yml"]
    assert unnamed({**tree, f"{FOLDER}ci.yml": (mode, text.replace(b" typecheck", b""))}) == ["typecheck"]
