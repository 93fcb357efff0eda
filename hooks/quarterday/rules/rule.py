"""What a rule is: a function of the data whose name is a sentence that should be true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from quarterday.model import Data
from quarterday.problems import Place, Problem, Severity

Rule: TypeAlias = Callable[[Data], Iterator[Problem]]


def warning(place: Place, subject: str, about: str, message: str) -> Problem:
    """What a rule found. ``about``: the words in the data, without which it would not have been found."""
    return Problem(place, message, Severity.WARNING, subject=subject, about=about)


def note(place: Place, subject: str, about: str, message: str) -> Problem:
    return Problem(place, message, Severity.NOTE, subject=subject, about=about)
