"""Long sentences, told to the author and never rewritten.

More than 25 words in a sentence are hard for most people to follow (GOV.UK content design guidance).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quarterday.model import Data
from quarterday.problems import Problem, Severity
from quarterday.texts import Text, texts

MOST_WORDS = 25

ITEM = re.compile(r"\n\s*(?:\n|[-*+•]\s|\d+[.)]\s)")
END = re.compile(r"[.!?][”’\"')*_]*\s+(?=[“‘\"'(*_\\]*[A-Z0-9£])")
WORD = re.compile(r"[^\s*_#>|-]\S*")


def long_sentences(data: Data) -> tuple[Problem, ...]:
    """Each sentence of more than 25 words, in the order of the files."""
    found = (problem for text in texts(data) if not text.is_figure for problem in _too_long(text))
    return tuple(sorted(found, key=lambda problem: problem.place))


def _too_long(text: Text) -> Iterator[Problem]:
    for sentence in sentences(text.words):
        if (count := length(sentence)) > MOST_WORDS:
            opening = " ".join(sentence.split()[:8])
            told = f"{text.key} has a sentence of {count} words: '{opening} …'"
            yield Problem(text.place, told, Severity.NOTE, subject=text.subject, about=opening)


def length(sentence: str) -> int:
    """How many words, without the marks of Markdown."""
    return len(WORD.findall(sentence))


def sentences(text: str) -> list[str]:
    """The sentences of a text in Markdown: a paragraph and an item of a list end one too."""
    return [sentence for item in ITEM.split(f"\n{text}") for sentence in _ended(item.strip()) if sentence]


def _ended(item: str) -> Iterator[str]:
    start = 0
    for end in END.finditer(item):
        yield item[start : end.start() + 1]
        start = end.end()
    yield item[start:]
