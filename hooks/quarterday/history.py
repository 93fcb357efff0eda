"""One measure over the quarters: each figure that was reported, with what was in force, and how it stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import Generic, NamedTuple, TypeVar

from quarterday.model import Council, Mark, Measure, MeasureReport, OffTargetRow, Result, in_force
from quarterday.periods import Quarter
from quarterday.status import Judgement, Status, measure_status, overridden, reported_status
from quarterday.values import Value

T = TypeVar("T")


class Dated(NamedTuple, Generic[T]):
    """Something reported, and the quarter that reported it."""

    quarter: Quarter
    fact: T


class ReportedStatus(NamedTuple):
    """The report's own status: as printed, and the word it means on this site."""

    printed: Value | None
    note: str
    status: Status | None


class SeriesResult(NamedTuple):
    """One quarter's figure of a measure, with the target that was in force, and how it stood."""

    quarter: Quarter
    result: Result
    reported_in: Quarter
    target: Value | None
    judgement: Judgement
    due: Value | None
    baseline: Value | None
    reported: ReportedStatus
    first_published: Result | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """As the report marks it; and revised, where an earlier report printed another figure (a blank is none)."""
        first = self.first_published
        changed = first is not None and first.value.reason is None and Mark.REVISED not in self.result.marks
        return (*self.result.marks, Mark.REVISED) if changed else self.result.marks


@dataclass
class _Told:
    """Of one figure: each result that was reported, the earliest report first, with the quarter of the report."""

    results: list[tuple[Quarter, Result]] = field(default_factory=list)
    own: Dated[MeasureReport] | None = None
    """The latest report that gives it."""
    then: MeasureReport | None = None
    """The report of its own quarter."""


@dataclass(frozen=True)
class History:
    """What was reported of a measure up to a quarter, the latest report first.

    Figures are worked out when they are asked for: a summary of forty quarters asks each for its latest alone.
    """

    measure: Measure
    council: Council
    quarter: Quarter
    reports: tuple[Dated[MeasureReport], ...]
    stated: tuple[Dated[OffTargetRow], ...]

    @cached_property
    def series(self) -> tuple[SeriesResult, ...]:
        """The figures in the order of their quarters. Where two reports give one, the later report's stands."""
        return tuple(self._figure(quarter, told) for quarter, told in sorted(self._told().items()))

    @cached_property
    def current(self) -> SeriesResult | None:
        """The latest result. A blank says nothing new, but it is still what the latest quarter reported."""
        quarters = list(map(quarter_of, self.stated))
        for dated in self.reports:
            if quarters and max(quarters) >= dated.quarter:
                break  # No report has a figure of a quarter after its own.
            quarters += [result.quarter for result in dated.fact.results]
        return self.figure(max(quarters)) if quarters else None

    def figure(self, quarter: Quarter) -> SeriesResult:
        """The figure of a quarter that has one. Raises KeyError for another."""
        return self._figure(quarter, self._told(quarter)[quarter])

    @property
    def results(self) -> dict[Quarter, Result]:
        """Of each quarter the result that stands, without what was in force and how it stood."""
        stated = {
            quarter_of(row): Result(quarter=quarter_of(row), value=row.fact.value) for row in reversed(self.stated)
        }
        return stated | {result.quarter: result for dated in reversed(self.reports) for result in dated.fact.results}

    @cached_property
    def judgement(self) -> Judgement:
        judgement = self.current.judgement if self.current else self._judged(None, None, None, self.quarter)
        return (
            judgement if judgement.override else overridden(judgement, self._latest.override if self._latest else None)
        )

    @property
    def reported(self) -> ReportedStatus:
        reports, stated = self.reports, self.stated
        listed = stated if not reports or (stated and stated[0].quarter >= reports[0].quarter) else ()
        return self._status_in_report(self._latest, listed)

    @property
    def target(self) -> Value | None:
        return self._target_with(self.reports[0] if self.reports else None, self.quarter)

    @property
    def _latest(self) -> MeasureReport | None:
        return self.reports[0].fact if self.reports else None

    def _told(self, only: Quarter | None = None) -> dict[Quarter, _Told]:
        """Of each quarter, or of one alone, what the reports say of its figure.

        It is not kept: forty quarters look back at each other's, and that would be more than all else together.
        """
        found: dict[Quarter, _Told] = {}
        # No report has a figure of a quarter after its own.
        reports = [*takewhile(lambda dated: only is None or dated.quarter >= only, self.reports)]
        for dated in reversed(reports):
            for result in dated.fact.results:
                if only is None or result.quarter == only:
                    told = found.setdefault(result.quarter, _Told())
                    told.results.append((dated.quarter, result))
                    told.own = dated
        for row in reversed(self.stated):
            at = quarter_of(row)
            if (only is None or at == only) and at not in found:
                found[at] = _Told([(row.quarter, Result(quarter=at, value=row.fact.value, place=row.fact.place))])
        for dated in reports:
            # A status, and a person's judgement, are of the quarter whose report gives them, and of no other.
            if dated.quarter in found:
                found[dated.quarter].then = dated.fact
        return found

    def _figure(self, quarter: Quarter, told: _Told) -> SeriesResult:
        (_, first), (reported_in, last) = told.results[0], told.results[-1]
        own, then = told.own, told.then
        target, due = self._target_with(own, quarter), self._due_with(own, quarter)
        return SeriesResult(
            quarter,
            last,
            reported_in,
            target,
            overridden(self._judged(last.value, target, due, quarter), then.override if then else None),
            due,
            own.fact.baseline if own and own.fact.baseline is not None else self.measure.baseline,
            self._status_in_report(then, tuple(row for row in self.stated if quarter_of(row) == quarter)),
            first if first.value.printed != last.value.printed else None,
        )

    def _status_in_report(self, latest: MeasureReport | None, stated: Sequence[Dated[OffTargetRow]]) -> ReportedStatus:
        """The measure's own status cell, else its place on the report's own list of what is off target."""
        printed = latest.status if latest else None
        status = reported_status(printed, self.council)
        if stated and (printed is None or printed.reason):
            return ReportedStatus(
                None, f"on the report’s list of measures off target, {stated[0].quarter.title}", Status.OFF_TARGET
            )
        return ReportedStatus(printed, latest.status_note if latest else "", status)

    def _judged(self, value: Value | None, target: Value | None, due: Value | None, quarter: Quarter) -> Judgement:
        tolerance = self.measure.tolerance or self.council.rules.tolerance
        return measure_status(value, target, self.measure.polarity, tolerance, due, quarter)

    def _target_with(self, own: Dated[MeasureReport] | None, quarter: Quarter) -> Value | None:
        """The target printed with a quarter's own figure, else the one in force in the plan."""
        if own is not None and own.fact.target is not None:
            return own.fact.target
        planned = in_force(self.measure.target, quarter)
        if planned is None and own is None and self.stated:
            return self.stated[0].fact.target
        return planned

    def _due_with(self, own: Dated[MeasureReport] | None, quarter: Quarter) -> Value | None:
        return own.fact.due if own and own.fact.due is not None else in_force(self.measure.due, quarter)


def quarter_of(row: Dated[OffTargetRow]) -> Quarter:
    """The quarter that a row of the report's own list has a figure of."""
    return row.fact.last_update_quarter or row.quarter
