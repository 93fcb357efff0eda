"""One measure over the quarters: each figure that was reported, with what was in force, and how it stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from quarterday.model import Council, Mark, Measure, MeasureReport, OffTargetRow, Result, in_force
from quarterday.periods import Quarter
from quarterday.status import Judgement, Status, measure_status, overridden, reported_status
from quarterday.values import Value

T = TypeVar("T")


@dataclass(frozen=True)
class Dated(Generic[T]):
    """Something reported, and the quarter that reported it."""

    quarter: Quarter
    fact: T


@dataclass(frozen=True)
class ReportedStatus:
    """The report's own status: as printed, and the word it means on this site."""

    printed: Value | None
    note: str
    status: Status | None


@dataclass(frozen=True)
class SeriesResult:
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
        return tuple(self.figure(quarter) for quarter in sorted(self._results))

    @cached_property
    def current(self) -> SeriesResult | None:
        """The latest result. A blank says nothing new, but it is still what the latest quarter reported."""
        return self.figure(max(self._results)) if self._results else None

    @property
    def results(self) -> dict[Quarter, Result]:
        """Of each quarter the result that stands, without what was in force and how it stood."""
        return {quarter: reported[-1].fact for quarter, reported in self._results.items()}

    @cached_property
    def judgement(self) -> Judgement:
        judgement = self.current.judgement if self.current else self._judged(None, self.quarter)
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

    @cached_property
    def _results(self) -> dict[Quarter, list[Dated[Result]]]:
        """Of each quarter the results that were reported, the earliest report first."""
        found: dict[Quarter, list[Dated[Result]]] = {}
        for dated in reversed(self.reports):
            for result in dated.fact.results:
                found.setdefault(result.quarter, []).append(Dated(dated.quarter, result))
        for row in reversed(self.stated):
            at = _about(row)
            if at not in found:
                found[at] = [Dated(row.quarter, Result(quarter=at, value=row.fact.value, place=row.fact.place))]
        return found

    @cached_property
    def _own(self) -> dict[Quarter, Dated[MeasureReport]]:
        """Of each quarter the latest report that gives its figure."""
        return {result.quarter: dated for dated in reversed(self.reports) for result in dated.fact.results}

    @cached_property
    def _in(self) -> dict[Quarter, MeasureReport]:
        return {dated.quarter: dated.fact for dated in reversed(self.reports)}

    def figure(self, quarter: Quarter) -> SeriesResult:
        """The figure of a quarter that has one. Raises KeyError for another."""
        last, first = self._results[quarter][-1], self._results[quarter][0]
        own = self._own.get(quarter)
        # A status, and a person's judgement, are of the quarter whose report gives them, and of no other.
        then = self._in.get(quarter)
        return SeriesResult(
            quarter,
            last.fact,
            last.quarter,
            self._target_with(own, quarter),
            overridden(self._judged(last.fact.value, quarter), then.override if then else None),
            self._due_with(own, quarter),
            own.fact.baseline if own and own.fact.baseline is not None else self.measure.baseline,
            self._status_in_report(then, tuple(row for row in self.stated if _about(row) == quarter)),
            first.fact if first.fact.value.printed != last.fact.value.printed else None,
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

    def _judged(self, value: Value | None, quarter: Quarter) -> Judgement:
        own = self._own.get(quarter)
        return measure_status(
            value,
            self._target_with(own, quarter),
            self.measure.polarity,
            self.measure.tolerance or self.council.rules.tolerance,
            self._due_with(own, quarter),
            quarter,
        )

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


def _about(row: Dated[OffTargetRow]) -> Quarter:
    """The quarter that a row of the report's own list has a figure of."""
    return row.fact.last_update_quarter or row.quarter
