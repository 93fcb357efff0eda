"""What is drawn of a measure, and the sentences that say what the drawing shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quarterday import charts
from quarterday.markup import Markup, ready
from quarterday.periods import Quarter
from quarterday.report import MeasureView, PriorityView, SeriesResult
from quarterday.values import Kind, Reason, Value


def chart_of(view: MeasureView) -> Markup | None:
    """A line where there are two figures or more; with one, the latest beside its baseline and target."""
    numbers = drawable(view)
    if not numbers:
        return None
    latest = numbers[-1].result.value
    if len(numbers) >= 2:
        baseline = view.baseline.figure if view.baseline and alike(view.baseline, latest) else None
        return ready(charts.line(points(view), name=chart_name(view), unit=latest.unit, baseline=baseline))
    beside = [("Baseline", view.baseline), ("Target", view.target)]
    rows = [charts.Point(numbers[-1].quarter.short, latest.number, latest.printed, now=True)]
    for words, value in beside:
        if value is not None and alike(value, latest):
            rows.append(charts.Point(words, value.number, value.printed))
    if len(rows) == 1:
        return None
    return ready(charts.bars(rows, name=chart_name(view), unit=latest.unit))


def drawable(view: MeasureView) -> list[SeriesResult]:
    """The results that are figures; none, where they are not all of one kind and one unit."""
    figures = [held for held in view.series if held.result.value.figure is not None]
    return figures if len({(held.result.value.kind, held.result.value.unit) for held in figures}) == 1 else []


def alike(one: Value, other: Value) -> bool:
    """Two figures that may stand on one axis."""
    return one.figure is not None and one.unit == other.unit and one.kind is other.kind


def points(view: MeasureView) -> list[charts.Point]:
    """Every quarter from the first result to the latest, with an empty one where a quarter has no figure."""
    held = {result.quarter: result for result in view.series}
    numbers = [result.quarter for result in drawable(view)]
    last = max(numbers)
    return [_point(quarter, held.get(quarter), quarter == last) for quarter in quarters_between(min(numbers), last)]


def _point(quarter: Quarter, result: SeriesResult | None, now: bool) -> charts.Point:
    if result is None:
        return charts.Point(quarter.short, None, Reason.NOT_REPORTED.key)
    value, target = result.result.value, result.target
    aim = target.figure if target is not None and alike(target, value) else None
    words = value.reason.key if value.reason else value.printed
    return charts.Point(quarter.short, value.figure, words, now=now, target=aim)


def quarters_between(first: Quarter, last: Quarter) -> tuple[Quarter, ...]:
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next)
    return tuple(found)


def message(view: MeasureView) -> str:
    """The chart's message, from its figures alone."""
    numbers = drawable(view)
    last = numbers[-1]
    if len(numbers) == 1:
        return f"The latest figure is {last.result.value.printed}, for {last.quarter.title}"
    first = numbers[0]
    was, now = first.result.value, last.result.value
    assert was.number is not None and now.number is not None
    if len(numbers) == 2 or was.number == now.number:
        return f"The figure was {was.printed} in {first.quarter.title} and {now.printed} in {last.quarter.title}"
    moved = "rose" if now.number > was.number else "fell"
    return f"The figure {moved} from {was.printed} in {first.quarter.title} to {now.printed} in {last.quarter.title}"


def measured(view: MeasureView, area: str) -> str:
    """What is measured, where and when."""
    numbers = [held.quarter for held in drawable(view)]
    when = f"{numbers[0].first_day:%B %Y} to {numbers[-1].last_day:%B %Y}" if numbers else ""
    return ", ".join(
        part for part in (view.title if view.title.endswith("..") else view.title.removesuffix("."), area, when) if part
    )


def chart_name(view: MeasureView) -> str:
    missing = sum(1 for point in points(view) if point.number is None)
    gaps = (
        f" {missing} quarter{'s' if missing > 1 else ''} between them {'have' if missing > 1 else 'has'} no figure."
        if missing
        else ""
    )
    kind = "Line chart" if len(drawable(view)) >= 2 else "Bar chart"
    return f"{kind}. {message(view)}.{gaps} The table below has every figure."


def sparkline_of(priority: PriorityView) -> tuple[MeasureView, Markup] | None:
    """The trend on a priority's card: its first measure that has one."""
    for measure in priority.measures:
        if len(drawable(measure)) >= 2:
            return measure, ready(charts.sparkline(points(measure), name=measure.title))
    return None


def can_bar(value: Value | None) -> bool:
    """Only a percentage from 0 to 100 is drawn as a part of a whole."""
    return value is not None and value.kind is Kind.PERCENTAGE and value.number is not None and 0 <= value.number <= 100


def bar(value: Value, expected: Decimal | None = None) -> Markup:
    assert value.number is not None
    return ready(charts.progress(value.number, expected=expected))


@dataclass(frozen=True)
class Breakdown:
    """A measure's results by area or by group: at most five parts to a table, a row for each quarter."""

    by: str
    names: tuple[str, ...]
    rows: tuple[tuple[Quarter, tuple[Value | None, ...]], ...]

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [("Quarter", False), *((name, True) for name in self.names)]

    @property
    def values(self) -> list[Value | None]:
        return [value for _, values in self.rows for value in values]


def breakdowns(view: MeasureView) -> list[Breakdown]:
    """The tables of a measure's parts, the latest quarter first."""
    names: dict[str, list[str]] = {}
    for held in reversed(view.series):
        for part in held.result.breakdown:
            known = names.setdefault(part.by, [])
            if part.name not in known:
                known.append(part.name)
    return [
        Breakdown(by, tuple(all_names[at : at + 5]), _parts(view, by, all_names[at : at + 5]))
        for by, all_names in names.items()
        for at in range(0, len(all_names), 5)
    ]


def _parts(view: MeasureView, by: str, names: Sequence[str]) -> tuple[tuple[Quarter, tuple[Value | None, ...]], ...]:
    rows = []
    for held in reversed(view.series):
        found = {part.name: part.value for part in held.result.breakdown if part.by == by}
        if found:
            rows.append((held.quarter, tuple(found.get(name) for name in names)))
    return tuple(rows)
