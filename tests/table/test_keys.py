"""Each id stands once in the decision table, which YAML itself does not ask for."""

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError

from workshop import ROOT


def test_no_row_hides_another() -> None:
    """Two rows by one id: YAML's readers take the second, and say nothing."""
    strict = YAML(typ="safe")
    strict.load(ROOT / "extensions/catalogue.yml")
    with pytest.raises(DuplicateKeyError):
        strict.load("git: {title: git}\ngit: {title: Git}\n")
