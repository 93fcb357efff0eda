"""What is drawn of a measure, and the sentences that say what the drawing shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quarterday import charts
from quarterday.history import SeriesResult
from quarterday.markup import Markup, ready
from quarterday.periods import Quarter
from quarterday.phrases import all_of, counted, lowered, opening
from quarterday.report import MeasureView, PriorityView
from quarterday.site import slug
from quarterday.status import Status
from quarterday.values import Kind, Reason, Value
from quarterday.variation import Variation

MOST_PARTS = 5
"""Parts of a measure in one table: with the quarter they make six columns."""

SHARES = (
    ("On target", "good", Status.ON_TARGET),
    ("Close to target", "near", Status.CLOSE_TO_TARGET),
    ("Off target", "off", Status.OFF_TARGET),
    ("Not judged", "none", None),
)
"""What a stacked bar tells apart: more than four colours cannot be. What has no target or no figure is not judged."""


@dataclass(frozen=True)
class Chart:
    """A drawing with its two titles. The table that follows it carries its id."""

    id: str
    message: str
    what: str
    drawing: Markup


def chart_of(view: MeasureView, area: str, found: Variation | None = None) -> Chart | None:
    """A line of the results; one result alone is a dot, drawn only where a target or a baseline stands beside it.

    With their variation, its mean and limits stand in place of the baseline, which the page has in words. Each figure
    that a rule finds is then a triangle, which points to where it stands out.
    """
    numbers = drawable(view)
    if not numbers:
        return None
    latest = numbers[-1].result.value
    drawn = _points(view, numbers, found)
    baseline = view.baseline.figure if view.baseline and alike(view.baseline, latest) else None
    if len(numbers) == 1 and baseline is None and drawn[-1].target is None:
        return None
    what = measured(view, area, [held.quarter for held in numbers])
    if found:
        ours = ("the mean", "the limits", *(["the triangles"] if any(point.special for point in drawn) else []))
        what += f". {opening(all_of(ours))} are worked out here"
    return Chart(
        f"chart-{slug(view.id)}",
        _message(numbers),
        what,
        ready(
            charts.line(
                drawn,
                name=_name(numbers, drawn, found),
                unit=latest.unit,
                baseline=None if found else baseline,
                levels=tuple(_levels(numbers[0].quarter, found)) if found else (),
            )
        ),
    )


def _levels(first: Quarter, found: Variation) -> Iterable[charts.Level]:
    since = len(quarters_between(first, found.since)) - 1
    limits = found.limits
    yield charts.Level("limit", limits.upper, "Upper limit", since)
    yield charts.Level("mean", limits.mean, "Mean", since)
    yield charts.Level("limit", limits.lower, "Lower limit", since)


def drawable(view: MeasureView) -> list[SeriesResult]:
    """The results that are figures; none, where they are not all of one kind and one unit."""
    figures = [held for held in view.series if held.result.value.figure is not None]
    return figures if len({(held.result.value.kind, held.result.value.unit) for held in figures}) == 1 else []


def alike(one: Value, other: Value) -> bool:
    """Two figures that may stand on one axis."""
    return one.figure is not None and one.unit == other.unit and one.kind is other.kind


def points(view: MeasureView) -> list[charts.Point]:
    """Every quarter from the first result to the latest, with an empty one where a quarter has no figure."""
    return _points(view, drawable(view))


def _points(view: MeasureView, numbers: Sequence[SeriesResult], found: Variation | None = None) -> list[charts.Point]:
    """``numbers`` are the results that can be drawn."""
    ways = {one.quarter: 1 if one.signals[0].high else -1 for one in found.points if one.signals} if found else {}
    held = {result.quarter: result for result in view.series}
    quarters = [result.quarter for result in numbers]
    last = max(quarters)
    return [
        _point(quarter, held.get(quarter), quarter == last, ways.get(quarter, 0))
        for quarter in quarters_between(min(quarters), last)
    ]


def _point(quarter: Quarter, result: SeriesResult | None, now: bool, special: int) -> charts.Point:
    if result is None:
        return charts.Point(quarter.short, None, Reason.NOT_REPORTED.key)
    value, target = result.result.value, result.target
    aim = target.figure if target is not None and alike(target, value) else None
    words = value.reason.key if value.reason else value.printed
    return charts.Point(quarter.short, value.figure, words, now, aim, special)


def quarters_between(first: Quarter, last: Quarter) -> tuple[Quarter, ...]:
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next)
    return tuple(found)


def message(view: MeasureView) -> str:
    """The chart's message, from its figures alone."""
    return _message(drawable(view))


def _message(numbers: Sequence[SeriesResult]) -> str:
    first, last = numbers[0], numbers[-1]
    was, now = first.result.value, last.result.value
    if len(numbers) == 1:
        target = f", and the target is {last.target.printed}" if last.target and alike(last.target, now) else ""
        return f"The only figure held here is {now.printed}, for {last.quarter.title}{target}"
    assert was.number is not None and now.number is not None
    if len(numbers) == 2 or was.number == now.number:
        return f"The figure was {was.printed} in {first.quarter.title} and {now.printed} in {last.quarter.title}"
    moved = "rose" if now.number > was.number else "fell"
    return f"The figure {moved} from {was.printed} in {first.quarter.title} to {now.printed} in {last.quarter.title}"


def measured(view: MeasureView, area: str, quarters: Sequence[Quarter], by: str = "") -> str:
    """What is measured, where and when."""
    when = months(quarters[0], quarters[-1])
    title = view.title if view.title.endswith("..") else view.title.removesuffix(".")
    return ", ".join(part for part in (title, f"by {lowered(by)}" if by else "", area, when) if part)


def months(first: Quarter, last: Quarter) -> str:
    """``October 2019 to September 2022``; in one year, ``July to September 2022``."""
    year = "" if first.first_day.year == last.last_day.year else f" {first.first_day.year}"
    return f"{first.first_day:%B}{year} to {last.last_day:%B %Y}"


def chart_name(view: MeasureView) -> str:
    """What a screen reader says of the chart: its kind, its trend, its range, and what is missing."""
    numbers = drawable(view)
    return _name(numbers, _points(view, numbers))


def _name(numbers: Sequence[SeriesResult], drawn: Sequence[charts.Point], found: Variation | None = None) -> str:
    missing = sum(1 for point in drawn if point.number is None)
    told = ["Chart of one figure" if len(numbers) == 1 else f"Line chart of {len(numbers)} figures", _message(numbers)]
    if len(numbers) > 2:
        low, high = min(numbers, key=_number), max(numbers, key=_number)
        told.append(
            f"The lowest is {low.result.value.printed}, in {low.quarter.title}, "
            f"and the highest {high.result.value.printed}, in {high.quarter.title}"
        )
    if missing:
        have = "1 quarter between them has" if missing == 1 else f"{missing} quarters between them have"
        told.append(f"{have} no figure")
    if found:
        special = counted(sum(1 for one in found.points if one.signals), "quarter")
        upper, mean, lower = (found.shown(at) for at in (found.limits.upper, found.limits.mean, found.limits.lower))
        told.append(f"The mean is {mean}, and the limits are {lower} and {upper}")
        told.append(f"Rules find the figures of {special}")
    return ". ".join((*told, "The table below has every figure."))


def _number(held: SeriesResult) -> Decimal:
    return held.result.value.figure or Decimal(0)


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


Cells = tuple[Value | None, ...]


@dataclass(frozen=True)
class Breakdown:
    """A measure's results by area or by group: a table and, where they can be drawn, a chart of the same figures."""

    by: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, bool, Cells], ...]
    chart: Chart | None

    @property
    def values(self) -> list[Value | None]:
        return [value for *_, cells in self.rows for value in cells]


def breakdowns(view: MeasureView, area: str) -> list[Breakdown]:
    """The results of a measure's parts: a row for each quarter or, of one quarter, a row for each part."""
    names: dict[str, list[str]] = {}
    for held in reversed(view.series):
        for part in held.result.breakdown:
            known = names.setdefault(part.by, [])
            if part.name not in known:
                known.append(part.name)
    return [
        made
        for number, (by, parts) in enumerate(names.items(), 1)
        for made in _by(view, area, by, tuple(parts), number)
    ]


def _by(view: MeasureView, area: str, by: str, names: tuple[str, ...], number: int) -> Iterable[Breakdown]:
    rows = []
    for held in view.series:
        found = {part.name: part.value for part in held.result.breakdown if part.by == by}
        if found:
            rows.append((held.quarter, tuple(found.get(name) for name in names)))
    chart = _chart_of_parts(view, area, by, names, rows, f"chart-{slug(view.id)}-by-{number}")
    if len(rows) == 1:
        [(quarter, cells)] = rows
        yield Breakdown(
            by,
            (by, quarter.title),
            tuple((name, False, (cell,)) for name, cell in zip(names, cells, strict=True)),
            chart,
        )
        return
    for at in range(0, len(names), MOST_PARTS):
        yield Breakdown(
            by,
            ("Quarter", *names[at : at + MOST_PARTS]),
            tuple((quarter.title, quarter == view.quarter, cells[at : at + MOST_PARTS]) for quarter, cells in rows),
            chart,
        )


def _chart_of_parts(
    view: MeasureView, area: str, by: str, names: Sequence[str], rows: Sequence[tuple[Quarter, Cells]], id: str
) -> Chart | None:
    """Bars of one quarter, or up to four lines; none, where the figures are not all of one kind and one unit."""
    figures = [value for _, cells in rows for value in cells if value is not None and value.figure is not None]
    compared = [(quarter, cells) for quarter, cells in rows if len(_named(names, cells)) >= 2]
    if not compared or not all(alike(value, figures[0]) for value in figures):
        return None
    said = _highest_and_lowest(*compared[-1], names)
    end = f"{said}. The table below has every figure."
    quarters = [quarter for quarter, cells in rows if _named(names, cells)]
    what = measured(view, area, quarters, by)
    if len(rows) == 1:
        cells = rows[0][1]
        drawn = [_part(name, value) for name, value in zip(names, cells, strict=True)]
        return Chart(id, said, what, ready(charts.bars(drawn, name=f"Bar chart of {len(figures)} figures. {end}")))
    held = {quarter: dict(zip(names, cells, strict=True)) for quarter, cells in rows}
    series = tuple(
        charts.Series(
            name,
            tuple(
                _part(quarter.short, held.get(quarter, {}).get(name))
                for quarter in quarters_between(quarters[0], quarters[-1])
            ),
        )
        for name in names
    )
    told = [[point for point in one.points if point.number is not None] for one in series]
    if len(quarters) < 2 or len(names) > charts.MOST_SERIES or not all(told):
        return None
    trends = "; ".join(
        f"{one.name} from {found[0].printed} to {found[-1].printed}" for one, found in zip(series, told, strict=True)
    )
    name = f"Line chart of {len(names)} lines, from {quarters[0].title} to {quarters[-1].title}: {trends}. {end}"
    return Chart(id, said, what, ready(charts.lines(series, name=name, unit=figures[0].unit)))


def _part(label: str, value: Value | None) -> charts.Point:
    if value is None:
        return charts.Point(label, None, Reason.NOT_REPORTED.key)
    return charts.Point(label, value.figure, value.reason.key if value.reason else value.printed)


def _named(names: Sequence[str], cells: Cells) -> list[tuple[Decimal, str, str]]:
    """The figures of one quarter: the number, the name and what is printed."""
    return [
        (value.figure, name, value.printed)
        for name, value in zip(names, cells, strict=True)
        if value is not None and value.figure is not None
    ]


def _highest_and_lowest(quarter: Quarter, cells: Cells, names: Sequence[str]) -> str:
    found = _named(names, cells)
    high, low = max(number for number, *_ in found), min(number for number, *_ in found)
    if high == low:
        every = "the only figure was" if len(found) == 1 else f"the {len(found)} figures were all"
        return f"In {quarter.title}, {every} {all_of(dict.fromkeys(printed for *_, printed in found))}"

    def those(at: Decimal) -> str:
        most = [(name, printed) for number, name, printed in found if number == at]
        printed = all_of(dict.fromkeys(words for _, words in most))
        return f"{printed}, for {all_of(name for name, _ in most)}"

    return f"In {quarter.title}, the highest figure was {those(high)}, and the lowest {those(low)}"


@dataclass(frozen=True)
class StatusCounts:
    """How many measures of each priority are in each status, as a chart and the table of the same numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    totals: tuple[int, ...]
    chart: Chart


def status_counts(
    groups: Sequence[tuple[str, Sequence[MeasureView]]], area: str, quarter: Quarter
) -> StatusCounts | None:
    """None, where a single row would say no more than the count of all, or no measure can be judged."""
    rows = tuple((name, _counted(measures)) for name, measures in groups if measures)
    totals = tuple(map(sum, zip(*(numbers for _, numbers in rows), strict=True)))
    if len(rows) < 2 or not any(totals[:-1]):
        return None
    on, close, off, unjudged = totals
    every = sum(totals)
    said = f"Of {every} measures, {_are(off)} off target, {close or 'none'} close to it and {on or 'none'} on target"
    name = (
        f"Stacked bar chart of {len(rows)} bars. {said}; {_are(unjudged)} not judged. The table below has every count."
    )
    series = [
        charts.Series(
            words, tuple(charts.Point(label, Decimal(numbers[at]), str(numbers[at])) for label, numbers in rows), look
        )
        for at, (words, look, _) in enumerate(SHARES)
    ]
    what = f"Measures by priority and status, worked out here, {area}, {quarter.title} ({quarter.months})"
    chart = Chart("chart-measures-by-priority", said, what, ready(charts.stacked(series, name=name)))
    return StatusCounts(tuple(words for words, *_ in SHARES), rows, totals, chart)


def _counted(measures: Sequence[MeasureView]) -> tuple[int, ...]:
    judged = [measure.judgement.status for measure in measures]
    counts = [sum(1 for status in judged if status is wanted) for *_, wanted in SHARES[:-1]]
    return (*counts, len(judged) - sum(counts))


def _are(count: int) -> str:
    return "none is" if not count else f"{count} is" if count == 1 else f"{count} are"
