"""What a rule is: a function of the data whose name is a sentence that should be true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from quarterday.model import Data
from quarterday.problems import Place, Problem, Severity

Rule: TypeAlias = Callable[[Data], Iterator[Problem]]


def told_by(rule: Rule, data: Data) -> Iterator[Problem]:
    """What a rule finds, each under the rule's name: ``due-dates-agree``."""
    return (replace(one, rule=rule.__name__.replace("_", "-")) for one in rule(data))


def warning(place: Place, subject: str, about: str, message: str) -> Problem:
    """What a rule found. ``about``: the words in the data, without which it would not have been found."""
    return Problem(place, message, Severity.WARNING, subject=subject, about=about)


def note(place: Place, subject: str, about: str, message: str) -> Problem:
    return Problem(place, message, Severity.NOTE, subject=subject, about=about)
