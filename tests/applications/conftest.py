"""Fixtures of the tests with real applications."""

from collections.abc import Callable

import pytest

from applications.strangers import APPLICATIONS, needs
from targets.channel import channel


@pytest.fixture
def prepare(prepare: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have in place what stands in for what a build fetches; the conda channel also has what applications need."""

    def by_id(strategy: str) -> None:
        prepare(strategy)
        if strategy == "conda":
            more = {text for one in APPLICATIONS.values() if strategy in one.strategies for text in needs(one)}
            monkeypatch.setenv("CONDA_CHANNEL", channel(*sorted(more)))

    return by_id
