"""Slow: after the user's edits and a change of strategy, every strategy still builds, in each shape and kind of code."""

from pathlib import Path

import pytest

from cases import PAIRS, Case, way
from edits import edit
from targets import require
from targets.channel import channel
from trees import assert_equal
from updates import edited, take, update
from workshop import Workshop, commit, nox

# That the tree is the same wherever it comes from is shown elsewhere, so one way to each strategy is enough.
WAYS = list({end: (start, end) for start, end in PAIRS}.values())
# The fixtures that stand in for what a strategy's build fetches.
STAND_INS = {"conda": "channels", "docker": "podman"}


@pytest.fixture
def channels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give conda packages to build with, and a package cache for each test."""
    require("gcc")
    monkeypatch.setenv("CONDA_CHANNEL", channel())
    monkeypatch.setenv("RATTLER_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.parametrize("pair", WAYS, ids=way)
def test_edited_project_builds(
    workshop: Workshop, target: Path, request: pytest.FixtureRequest, pair: tuple[Case, Case]
) -> None:
    """Invariant 3: `nox -t build` leaves an artifact."""
    start, end = pair
    if end.strategy in STAND_INS:
        request.getfixturevalue(STAND_INS[end.strategy])
    project = update(edit(take(workshop, target, **start.answers)), strategy=end.strategy)
    assert_equal(project, edited(workshop, target.with_name("fresh"), **end.answers))
    commit(project)
    nox(project, "-t", "build")
    assert any((project / "dist").iterdir())
