"""Due dates that were changed: each date that was given, by whom it was agreed, and how far the last is from the first.

A plan's dates and the reports' dates are two chains. Where the two disagree, neither was moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quarterday.periods import Quarter
from quarterday.phrases import counted, in_one_line
from quarterday.report import ActionView, MeasureView
from quarterday.values import Value


@dataclass(frozen=True)
class DueDate:
    """A date as printed. ``since`` is the quarter that first gives it; None for a plan's first date."""

    due: Value
    since: Quarter | None
    agreed_by: str = ""


@dataclass(frozen=True)
class Chain:
    """The dates of one document, the original first; each differs from the one before it."""

    of: str
    dates: tuple[DueDate, ...]

    @property
    def original(self) -> DueDate:
        return self.dates[0]

    @property
    def revisions(self) -> tuple[DueDate, ...]:
        return self.dates[1:]

    @property
    def latest(self) -> DueDate:
        return self.dates[-1]

    @property
    def total(self) -> str:
        """How far the last date is from the first, in words."""
        return apart(self.original.due, self.latest.due)

    @property
    def is_later(self) -> bool:
        first, last = self.original.due.last_day, self.latest.due.last_day
        return first is not None and last is not None and first < last


PLAN, REPORTS = "the plan", "the reports"


def due_dates(view: ActionView | MeasureView) -> tuple[Chain, ...]:
    """The plan's dates and the reports', up to the view's quarter; a chain without a date is left out."""
    planned = view.action.due if isinstance(view, ActionView) else view.measure.due
    versions = sorted((one for one in planned if one.since <= view.quarter), key=lambda one: one.since)
    first = versions[0].since if versions else None
    of_the_plan = (DueDate(one.value, None if one.since == first else one.since, one.agreed_by) for one in versions)
    of_the_reports = (DueDate(due, quarter) for quarter, due in view.dues_in_reports)
    chains = (Chain(PLAN, _changed(of_the_plan)), Chain(REPORTS, _changed(of_the_reports)))
    return tuple(chain for chain in chains if chain.dates)


def slips(view: ActionView | MeasureView) -> tuple[Chain, ...]:
    """The chains in which a date was changed."""
    return tuple(chain for chain in due_dates(view) if chain.revisions)


def is_same(one: Value, other: Value) -> bool:
    """A month is the same promise as its last day."""
    if one.last_day is None or other.last_day is None:
        return in_one_line(one.printed) == in_one_line(other.printed)
    return one.last_day == other.last_day


def apart(first: Value, last: Value) -> str:
    """ "92 days later", "3 months earlier"; blank, where the two are not both days or both months."""
    if first.last_day is None or last.last_day is None or first.last_day == last.last_day:
        return ""
    assert first.first_day is not None and last.first_day is not None
    way = "later" if last.last_day > first.last_day else "earlier"
    if first.first_day == first.last_day and last.first_day == last.last_day:
        return f"{counted(abs((last.last_day - first.last_day).days), 'day')} {way}"
    if first.first_day != first.last_day and last.first_day != last.last_day:
        months = (last.last_day.year - first.last_day.year) * 12 + last.last_day.month - first.last_day.month
        return f"{counted(abs(months), 'month')} {way}"
    return ""


def _changed(dates: Iterable[DueDate]) -> tuple[DueDate, ...]:
    """A blank is no date, and takes none back."""
    found: list[DueDate] = []
    for one in dates:
        if not one.due.reason and not (found and is_same(found[-1].due, one.due)):
            found.append(one)
    return tuple(found)
