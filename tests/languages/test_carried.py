"""What is tried of languages by default covers every strategy, and grows by no product."""

from languages.carried import LANGUAGES, PLACES, STRATEGIES, tried
from workshop import LONG


def test_every_strategy_has_a_place() -> None:
    """One that carries compiled code and is not known here would be left out without a word."""
    assert set(PLACES) == set(STRATEGIES)


def test_by_default_each_strategy_and_each_language() -> None:
    """Each strategy but the wheel is tried with one language, and each language with some."""
    first, *others = [id for id in STRATEGIES if id not in LONG]
    shares = [tried(language) for language in LANGUAGES[1:]]
    assert first == "wheel"
    assert all(shares)
    assert sorted(id for share in shares for id in share) == sorted(others)
