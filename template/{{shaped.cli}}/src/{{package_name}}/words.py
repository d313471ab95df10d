"""Word counts, without any input or output."""

import re
from collections import Counter

WORD = re.compile(r"\w+")


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return sum(1 for _ in WORD.finditer(text))


def top_words(text: str, limit: int = 10) -> list[tuple[str, int]]:
    """Return the most frequent words of a text with their counts, most frequent first."""
    words = (word.casefold() for word in WORD.findall(text))
    return Counter(words).most_common(limit)
