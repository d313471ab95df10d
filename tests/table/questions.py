"""The settings and questions of copier.yml, as data."""

from typing import Any

import yaml

from workshop import ROOT

TEXT = (ROOT / "copier.yml").read_text("utf-8")


class Loader(yaml.SafeLoader):
    """Reads copier.yml without following its !include."""


Loader.add_constructor("!include", lambda loader, node: None)
SETTINGS: dict[str, Any] = {key: value for part in yaml.load_all(TEXT, Loader) if part for key, value in part.items()}
QUESTIONS: dict[str, Any] = {key: value for key, value in SETTINGS.items() if not key.startswith("_")}
