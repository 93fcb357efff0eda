"""Long sentences, told to the author and never rewritten.

More than 25 words in a sentence are hard for most people to follow (GOV.UK content design guidance).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from quarterday.entries import NOWHERE
from quarterday.fields import is_words
from quarterday.model import Data, Fact, Version
from quarterday.problems import Place, Problem, Severity

MOST_WORDS = 25

ITEM = re.compile(r"\n\s*(?:\n|[-*+•]\s|\d+[.)]\s)")
END = re.compile(r"(?<=[.!?])[”’\"')*_]*\s+(?=[“‘\"'(*_]*[A-Z0-9£])")
WORD = re.compile(r"[^\s*_#>|-]\S*")


def long_sentences(data: Data) -> tuple[Problem, ...]:
    """Each sentence of more than 25 words, in the order of the files."""
    return tuple(sorted(_in(data), key=lambda problem: problem.place))


def _in(thing: object, place: Place = NOWHERE, name: str = "") -> Iterator[Problem]:
    if isinstance(thing, tuple):
        for part in thing:
            yield from _in(part, place, name)
    elif isinstance(thing, BaseModel):
        # A title that never changed was written without a version of its own, and stands where its action does.
        place = thing.place if isinstance(thing, Fact) and thing.place is not NOWHERE else place
        for key, field in type(thing).model_fields.items():
            given = getattr(thing, key)
            named = name if isinstance(thing, Version) else field.alias or key
            lines = (given,) if isinstance(given, str) else given
            if is_words(field) and isinstance(lines, tuple) and all(isinstance(line, str) for line in lines):
                for line in lines:
                    yield from _too_long(line, place, named)
            else:
                yield from _in(given, place, named)


def _too_long(text: str, place: Place, name: str) -> Iterator[Problem]:
    for sentence in sentences(text):
        if (count := len(WORD.findall(sentence))) > MOST_WORDS:
            opening = " ".join(sentence.split()[:8])
            told = f"{name} has a sentence of {count} words: '{opening} …'"
            yield Problem(place, told, Severity.WARNING)


def sentences(text: str) -> list[str]:
    """The sentences of a text in Markdown: a paragraph and an item of a list end one too."""
    return [sentence for item in ITEM.split(f"\n{text}") for sentence in END.split(item.strip()) if sentence]
