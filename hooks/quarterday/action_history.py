"""An action over the quarters: its progress beside a straight line to its due date, as a table and a chart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from quarterday import charts
from quarterday.figures import Chart, can_bar, months, quarters_between
from quarterday.markup import ready
from quarterday.periods import Quarter
from quarterday.report import ActionView
from quarterday.site import slug
from quarterday.status import action_due, expected_by
from quarterday.values import Reason, Value

PROGRESS, PASSED = "Progress", "Time passed"
"""The two lines, and the two columns of their table."""


@dataclass(frozen=True)
class Reported:
    """What one quarter's report says; ``expected`` is the whole per cent of the time to ``due`` that had passed."""

    quarter: Quarter
    progress: Value | None
    due: Value | None
    expected: Decimal | None


def history(view: ActionView) -> tuple[Reported, ...]:
    """Each report, the earliest first. The line is drawn anew to each report's due date."""
    found = []
    for dated in reversed(view.reports):
        due = action_due(view.action, dated.fact, dated.quarter)
        expected = expected_by(dated.quarter, view.plan.starts, due) if due is not None else None
        found.append(Reported(dated.quarter, dated.fact.progress, due, expected))
    return tuple(found)


def progress_chart(view: ActionView, area: str) -> Chart | None:
    """Two lines, where two reports or more have both; one point has no trend."""
    reports = history(view)
    drawn = [one for one in reports if can_bar(one.progress) and one.expected is not None]
    if len(drawn) < 2:
        return None
    held = {one.quarter: one for one in reports}
    quarters = quarters_between(reports[0].quarter, reports[-1].quarter)
    series = (
        charts.Series(PROGRESS, tuple(_progress(quarter, held.get(quarter)) for quarter in quarters)),
        charts.Series(PASSED, tuple(_passed(quarter, held.get(quarter)) for quarter in quarters)),
    )
    first, last = drawn[0], drawn[-1]
    assert first.progress and last.progress
    message = (
        f"Progress was {first.progress.printed} in {first.quarter.title} and {last.progress.printed} in "
        f"{last.quarter.title}, when {last.expected}% of the time to the due date had passed"
    )
    name = f"Line chart of 2 lines: {message}. The table below has every figure."
    what = f"Progress as reported, and the time that had passed worked out here, {area}, "
    what += months(quarters[0], quarters[-1])
    return Chart(f"chart-{slug(view.id)}-progress", message, what, ready(charts.lines(series, name=name, unit="%")))


def _progress(quarter: Quarter, one: Reported | None) -> charts.Point:
    value = one.progress if one else None
    if value is None or not can_bar(value):
        return charts.Point(
            quarter.short, None, value.printed if value and not value.reason else Reason.NOT_REPORTED.key
        )
    return charts.Point(quarter.short, value.number, value.printed)


def _passed(quarter: Quarter, one: Reported | None) -> charts.Point:
    if one is None or one.expected is None:
        return charts.Point(quarter.short, None, Reason.NOT_REPORTED.key)
    return charts.Point(quarter.short, one.expected, f"{one.expected}%")
