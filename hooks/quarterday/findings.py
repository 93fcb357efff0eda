"""Everything that is found in data that can be read and built, and which of it a person has acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quarterday.checks import check
from quarterday.model import Acknowledgement, Data
from quarterday.phrases import in_one_line
from quarterday.problems import Problem, Severity
from quarterday.rules import RULES
from quarterday.rules.rule import told_by
from quarterday.wording import long_sentences


def findings(data: Data) -> tuple[Problem, ...]:
    """Everything that is found, in the order of the files; what is acknowledged is marked so, and stays.

    Errors are not among it: where there is one, ``checks.checked`` raises it.
    """
    found = [one for one in check(data) if one.severity is not Severity.ERROR]
    found += [one for rule in (*RULES, sentences_are_short) for one in told_by(rule, data)]
    marked = [replace(one, acknowledged=any(_is_about(given, one) for given in data.acknowledged)) for one in found]
    both = [*marked, *_about_nothing(data.acknowledged, found)]
    return tuple(sorted(both, key=lambda one: (one.place, one.rule, one.subject, one.message)))


def unanswered(found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """What has to be corrected or acknowledged before anything is published."""
    return tuple(one for one in found if one.severity is Severity.WARNING and not one.acknowledged)


def sentences_are_short(data: Data) -> Iterator[Problem]:
    """They are counted: nothing here rewrites what a person wrote."""
    return iter(long_sentences(data))


def _is_about(given: Acknowledgement, found: Problem) -> bool:
    return (
        given.rule == found.rule
        and given.file in ("", found.place.path)
        and given.subject == in_one_line(found.subject)
        and given.about == in_one_line(found.about)
    )


def _about_nothing(given: tuple[Acknowledgement, ...], found: list[Problem]) -> Iterator[Problem]:
    """What an acknowledgement was about has changed or gone; the entry is of no use any more."""
    for one in given:
        if not any(_is_about(one, problem) for problem in found):
            told = f"nothing is found of '{one.subject}' any more that this is about, '{one.about}'; it can be removed"
            yield Problem(one.place, told, Severity.NOTE, "acknowledgements-are-about-something", one.subject)
