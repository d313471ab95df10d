"""A small template and a project made from it, for tests of switching."""

from pathlib import Path

import pytest

from person import small


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small template."""
    return small.template(tmp_path_factory.mktemp("small") / "template")


@pytest.fixture
def app(source: Path, tmp_path: Path) -> Path:
    """A project made from the small template, shipped as a zipapp."""
    return small.project(source, tmp_path / "app")
