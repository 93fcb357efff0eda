"""The shorthand that stands after a figure or in place of one, and its key.

The signs are those of the Government Statistical Service for tables, and two of our own.
"""

from __future__ import annotations

from collections.abc import Iterable

from quarterday.model import Mark
from quarterday.values import Value

SHORTHAND = {
    "[x]": "Not available: no figure is held here, the report’s cell is blank, or it says when one is expected.",
    "[z]": "Not applicable: the report prints words in place of a figure.",
    "[c]": "Confidential: the figure is held back to protect people.",
    "[low]": "Low: the figure rounds to 0, and is more than nothing.",
    "[p]": "Provisional: the figure may change.",
    "[r]": "Revised: an earlier report printed another figure.",
    "[t]": "Taken from the text of the report, not from a table of figures.",
}


def signs_of(marks: Iterable[Mark], from_text: bool = False) -> tuple[str, ...]:
    """The shorthand that stands after a figure."""
    return (*(mark.key for mark in marks), *(("[t]",) if from_text else ()))


def in_words(mark: Mark) -> str:
    return SHORTHAND[mark.key]


def shorthand(values: Iterable[Value | None], signs: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The key of a table: each sign in it, and its words."""
    used = {"[x]" if value is None else value.reason.key if value.reason else "" for value in values} | {*signs}
    return [(sign, words) for sign, words in SHORTHAND.items() if sign in used]


def signs_without_a_key(content: str) -> list[tuple[str, str]]:
    """The shorthand on a page that no table of it has explained."""
    return [
        (sign, words)
        for sign, words in SHORTHAND.items()
        if sign in content and f'<dt class="qd-shorthand__sign">{sign}</dt>' not in content
    ]
