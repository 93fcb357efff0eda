"""Small numbers, as figures or in words: ``four``, ``4`` and ``1,200``."""

from __future__ import annotations

from decimal import Decimal

WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
IN_WORDS = {word: Decimal(at) for at, word in enumerate(WORDS)}

NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|(?:{'|'.join(IN_WORDS)})\b)"
"""For a pattern that ignores case."""


def number(text: str) -> Decimal:
    """What ``NUMBER`` matched."""
    word = text.casefold()
    return IN_WORDS[word] if word in IN_WORDS else Decimal(word.replace(",", ""))
