"""What the plan and the reports said of one measure over time: each wording as printed, and where it first stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quarterday.model import ALWAYS, Version
from quarterday.periods import Quarter
from quarterday.report import MeasureView
from quarterday.values import Value

Words = str | Value

MOST_TOLD = 8
"""New targets of reports that are told again, where the table of figures has each beside its figure already."""


@dataclass(frozen=True)
class Said:
    """``since`` is the first quarter that it holds in, None from the start; or the report's, where one prints it."""

    since: Quarter | None
    words: Words
    agreed_by: str = ""
    in_report: bool = False


@dataclass(frozen=True)
class Versions:
    """All that was said under one name, such as a target, the earliest first.

    ``beside`` more were said in reports, and stand beside the figures.
    """

    name: str
    said: tuple[Said, ...]
    beside: int = 0


def versions(view: MeasureView) -> tuple[Versions, ...]:
    """What was changed, or was agreed by somebody, up to the quarter. One wording alone is on the page already."""
    measure, at = view.measure, view.quarter
    reports = [(dated.quarter, dated.fact) for dated in reversed(view.reports)]
    told = (
        Versions("Title", _said(measure.title, at, [(quarter, fact.title or None) for quarter, fact in reports])),
        Versions("Definition", _said(measure.definition, at)),
        Versions("Target", _said(measure.target, at, [(quarter, fact.target) for quarter, fact in reports])),
        Versions("Target due", _said(measure.due, at, [(quarter, fact.due) for quarter, fact in reports])),
        Versions("Responsible", _said(measure.owner, at)),
    )
    return tuple(
        _without_those_beside_figures(one, view) if one.name == "Target" else one
        for one in told
        if len(one.said) > 1 or any(said.agreed_by for said in one.said)
    )


def _without_those_beside_figures(targets: Versions, view: MeasureView) -> Versions:
    shown = {(held.quarter, held.target.printed) for held in view.series if held.target is not None}
    rest = tuple(one for one in targets.said if not (one.in_report and (one.since, _printed(one.words)) in shown))
    beside = len(targets.said) - len(rest)
    return replace(targets, said=rest, beside=beside) if beside > MOST_TOLD else targets


def _said(
    planned: Iterable[Version[str]] | Iterable[Version[Value]],
    at: Quarter,
    reported: Sequence[tuple[Quarter, Words | None]] = (),
) -> tuple[Said, ...]:
    """The plan's versions, and each report's wording where it is not the one before it."""
    said = [
        *(
            Said(None if one.since == ALWAYS else one.since, one.value, one.agreed_by)
            for one in planned
            if one.since <= at
        ),
        *(Said(quarter, words, in_report=True) for quarter, words in reported if words is not None),
    ]
    said.sort(key=lambda one: (one.since or ALWAYS, one.in_report))
    kept = list[Said]()
    for one in said:
        if not (one.in_report and kept and _printed(kept[-1].words) == _printed(one.words)):
            kept.append(one)
    return tuple(kept)


def _printed(words: Words) -> str:
    return words.printed if isinstance(words, Value) else words
