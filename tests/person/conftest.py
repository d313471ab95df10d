"""A small template and a project made from it, for tests of switching."""

from pathlib import Path

import pytest
import yaml

from person import small


@pytest.fixture(autouse=True)
def trusted(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copier's settings, where the templates that tests make are trusted; a project may name them."""
    base = tmp_path_factory.getbasetemp()
    settings = tmp_path_factory.mktemp("settings") / "settings.yml"
    places = [f"{scheme}{folder}/" for scheme in ("", "file://") for folder in (base.parent, base)]
    settings.write_text(yaml.safe_dump({"trust": places}))
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(settings))
    return settings


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small template."""
    return small.template(tmp_path_factory.mktemp("small") / "template")


@pytest.fixture
def app(source: Path, tmp_path: Path) -> Path:
    """A project made from the small template, shipped as a zipapp."""
    return small.project(source, tmp_path / "app")
