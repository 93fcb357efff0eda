"""What the rules find in the data, and which of it a person has acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quarterday.model import Acknowledgement, Data
from quarterday.problems import Problem, Severity
from quarterday.rules import RULES


def findings(data: Data) -> tuple[Problem, ...]:
    """Everything that any rule finds, in the order of the files; what is acknowledged is marked so, and stays."""
    found = [replace(one, rule=_name(rule.__name__)) for rule in RULES for one in rule(data)]
    marked = [replace(one, acknowledged=any(_is_about(given, one) for given in data.acknowledged)) for one in found]
    both = [*marked, *_about_nothing(data.acknowledged, found)]
    return tuple(sorted(both, key=lambda one: (one.place, one.rule, one.subject, one.message)))


def unanswered(found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """What has to be corrected or acknowledged before anything is published."""
    return tuple(one for one in found if one.severity is Severity.WARNING and not one.acknowledged)


def _name(function: str) -> str:
    return function.replace("_", "-")


def _is_about(given: Acknowledgement, found: Problem) -> bool:
    return (
        given.rule == found.rule
        and given.file in ("", found.place.path)
        and given.subject == _line(found.subject)
        and given.about == _line(found.about)
    )


def _about_nothing(given: tuple[Acknowledgement, ...], found: list[Problem]) -> Iterator[Problem]:
    """What an acknowledgement was about has changed or gone; the entry is of no use any more."""
    for one in given:
        if not any(_is_about(one, problem) for problem in found):
            told = f"nothing is found of '{one.subject}' any more that this is about, '{one.about}'; it can be removed"
            yield Problem(one.place, told, Severity.NOTE, _name("acknowledgements_are_about_something"), one.subject)


def _line(text: str) -> str:
    """As an acknowledgement can hold it, on one line."""
    return " ".join(text.split())
