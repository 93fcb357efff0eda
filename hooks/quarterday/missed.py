"""The exception report: each measure that misses its target, worst first by a published rule, with what is said of it.

The rule is told on the page and on "How we rate performance": off target before close to it; a target for a day that
has come before one still to come; then by the gap as a share of the target, the largest first. What has no such share
stands last, by title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from quarterday.direction import Movement, since_baseline, since_last_year, since_previous
from quarterday.figures import alike, quarters_between
from quarterday.history import Dated, SeriesResult
from quarterday.model import MeasureReport, OffTargetRow
from quarterday.periods import Quarter
from quarterday.phrases import counted
from quarterday.report import ActionView, MeasureView, PlanView, Report
from quarterday.sentences import can_subtract, difference
from quarterday.status import MISSED, WHOLE, Judgement, Status, distance

ORDER = (
    "Off target before close to target.",
    "A target for a day that has come before one that is still to come.",
    "Then by the gap as a share of the target, the largest first.",
    "A measure whose gap is not a share of its target stands last, by title.",
)
"""The rule of the order, as it is published."""
A_SHARE = Decimal("0.1")


@dataclass(frozen=True)
class Missed:
    """A measure that misses its target. ``share`` is its gap in per cent of the target, where it has one."""

    measure: MeasureView
    held: SeriesResult
    gap: str
    share: Decimal | None
    actions: tuple[ActionView, ...]

    @property
    def judgement(self) -> Judgement:
        return self.measure.judgement

    @property
    def said(self) -> Dated[MeasureReport] | None:
        """The measure's own entry in the latest report that has one."""
        return self.measure.latest

    @property
    def share_of_target(self) -> str:
        """To one decimal place, and said to be so: it is ours, and orders the list."""
        return "" if self.share is None else f"{self.share.quantize(A_SHARE)}% of the target, to one decimal place"

    @cached_property
    def travel(self) -> tuple[tuple[str, Movement], ...]:
        """The directions of travel that can be told, or why there is none."""
        found = (
            ("Against the quarter before", since_previous(self.measure)),
            ("Against a year before", since_last_year(self.measure)),
            ("Against the baseline", since_baseline(self.measure)),
        )
        # A yearly measure is held against the year before in both.
        first, *others = found
        known = [first, *(one for one in others if one[1] != first[1])]
        return tuple(one for one in known if one[1].is_known) or found[:1]

    @cached_property
    def for_how_long(self) -> str:
        """Since when its figures have had this status, of how many that are held, and where there was no figure."""
        status, figures = self.judgement.status, _figures(self.measure)
        run = [self.held]
        for held in reversed([one for one in figures if one.quarter < self.held.quarter]):
            if held.judgement.status is not status:
                break
            run.insert(0, held)
        if len(figures) == 1:
            return f"The only figure held here is of {self.held.quarter.title}, so how long is not known."
        before = next((one for one in reversed(figures) if one.quarter < run[0].quarter), None)
        if before is None:
            told = f"In all {len(run)} figures held here, from {run[0].quarter.title}."
        elif len(run) == 1:
            told = f"In the figure of {self.held.quarter.title} alone; {_then(before)}."
        else:
            told = f"In each of the {len(run)} figures since {run[0].quarter.title}; {_then(before)}."
        return told + _between(run, before)


@dataclass(frozen=True)
class Disagreement:
    """A measure on the report's own list that our rule does not find off target, or the other way about."""

    measure: MeasureView
    listed: OffTargetRow | None
    judgement: Judgement


def compared(report: Report) -> int:
    """How many measures have a figure and a target that can be compared."""
    return sum(1 for view in report.measures if view.judgement.status in (Status.ON_TARGET, *MISSED))


def missed(report: Report) -> tuple[Missed, ...]:
    """Every measure that misses its target by our rules, worst first."""
    found = [_missed(view, report) for view in report.measures if view.judgement.status in MISSED]
    return tuple(sorted((one for one in found if one), key=_worst_first))


def disagreements(plan: PlanView, report: Report) -> tuple[Disagreement, ...]:
    """Where a report's own list and our rule differ, of figures that the same report gives.

    A target for a day still to come may be why a report does not list a figure; that is shown, and not said.
    """
    if plan.latest is None or plan.latest.fact.off_target is None:
        return ()
    rows = {row.measure: row for row in plan.latest.fact.off_target.rows}
    return tuple(_differing(_measures_of(plan), rows, plan.latest.quarter))


def _differing(views: Iterable[MeasureView], rows: dict[str, OffTargetRow], quarter: Quarter) -> Iterator[Disagreement]:
    for view in views:
        listed, judged = rows.get(view.id), view.judgement
        of_it = view.current is not None and view.current.reported_in == quarter
        if listed is not None and judged.status is not Status.OFF_TARGET:
            yield Disagreement(view, listed, judged)
        elif listed is None and judged.status is Status.OFF_TARGET and of_it:
            yield Disagreement(view, None, judged)


def _measures_of(plan: PlanView) -> Iterator[MeasureView]:
    for priority in plan.priorities:
        yield from priority.measures
    yield from plan.measures


def _missed(view: MeasureView, report: Report) -> Missed | None:
    held = view.current
    if held is None:
        return None
    gap, share = _gap(view, held)
    actions = tuple(one for one in report.actions if one.id in (view.measure.action, *view.measure.also_in))
    return Missed(view, held, gap, share, actions)


def _gap(view: MeasureView, held: SeriesResult) -> tuple[str, Decimal | None]:
    """How far on the wrong side of its target, in its own unit and in per cent of the target."""
    value, target, polarity = held.result.value, held.target, view.measure.polarity
    if target is None or polarity is None or not can_subtract(held) or not alike(value, target):
        return "", None
    assert value.number is not None and target.number is not None
    apart = distance(value.number, target, polarity)
    if apart <= 0:
        return "", None
    share = apart / abs(target.number) * WHOLE if target.number else None
    return difference(value, target, view.measure.unit), share


def _worst_first(one: Missed) -> tuple[bool, bool, bool, Decimal, str, str]:
    judged = one.judgement
    share = one.share or Decimal(0)
    off = judged.status is Status.OFF_TARGET
    return not off, judged.early, one.share is None, -share, one.measure.title.casefold(), one.measure.id


def _figures(view: MeasureView) -> Sequence[SeriesResult]:
    """The results that are figures: a reason for none is a gap, and no status."""
    return [held for held in view.series if held.result.value.reason is None]


def _then(before: SeriesResult) -> str:
    return f"that of {before.quarter.title} was {before.judgement.status.word.lower()}"


def _between(run: Sequence[SeriesResult], before: SeriesResult | None) -> str:
    first = before.quarter if before else run[0].quarter
    every = len(quarters_between(first, run[-1].quarter))
    silent = every - len(run) - (1 if before else 0)
    if not silent:
        return ""
    have = "has" if silent == 1 else "have"
    return f" {counted(silent, 'quarter').capitalize()} between them {have} no figure here."
