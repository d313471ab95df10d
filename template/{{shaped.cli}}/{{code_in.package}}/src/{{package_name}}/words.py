"""Word counts, without any input or output."""

import re
from collections import Counter

WORD = re.compile(r"\w+")


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return len(WORD.findall(text))


def top_words(text: str, limit: int = 10) -> list[tuple[str, int]]:
    """Return the most frequent words of a text with their counts, most frequent first."""
    words = (match[0].casefold() for match in WORD.finditer(text))
    return Counter(words).most_common(limit)
