"""Charts, as SVG. The only module that knows pygal.

pygal lays out and draws; of its SVG only the geometry is kept, and dressed in the classes of our stylesheet, so that a
chart holds no style, script, id or date, and the same figures always give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise, takewhile
from typing import Any
from xml.etree import ElementTree as ET

import pygal
from pygal.etree import etree

# pygal would take lxml wherever it happens to be installed, and lxml writes a different tree.
etree.to_etree()

WIDTH, HEIGHT, TOP, BOTTOM = 560, 320, 34, 46
EDGE = WIDTH - 2
# Text sizes of the stylesheet: a label on a phone, the latest value on a phone, a label on a wide page.
PHONE, PHONE_LATEST, WIDE = 22.0, 27.0, 12.5
LINE_OF_WORDS, LINE_OF_NAME = 34, 27
MOST_SERIES = 4

QUARTER = re.compile(r"Q([1-4]) (\d{4}/\d{2})")
SHORTHAND = re.compile(r"\[[a-z]+\]$")
SHORT_WORDS = ((12, "tn"), (9, "bn"), (6, "m"))

# One sign for each look of a status, as drawn on its square.
FACES = {
    "good": (("qd-tally__sign", "M3.5 8.4l3 3.1 6-6.8"),),
    "calm": (
        ("qd-tally__sign", "M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z"),
        ("qd-tally__sign qd-tally__sign--full", "M8 3.2a4.8 4.8 0 0 1 0 9.6z"),
    ),
    "near": (("qd-tally__sign", "M8 3.5v5.2M8 12.3v.1"),),
    "off": (("qd-tally__sign", "M4.7 4.7l6.6 6.6m0-6.6-6.6 6.6"),),
    "none": (("qd-tally__sign", "M4.5 8h7"),),
    "unknown": (("qd-tally__sign", "M5.3 6C5.3 4.2 6.4 3.3 8 3.3s2.7.9 2.7 2.5C10.7 7.6 8 7.8 8 9.6M8 12.7v.1"),),
}

Spot = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Point:
    """One figure of a chart: the number to draw, and the words that were printed."""

    label: str
    number: Decimal | None
    printed: str
    now: bool = False
    target: Decimal | None = None


@dataclass(frozen=True)
class Series:
    """One line of several, or one status of a stacked bar: what it is called, and its figures from first to last."""

    name: str
    points: tuple[Point, ...]
    look: str = ""


def line(points: Sequence[Point], *, name: str, unit: str, baseline: Decimal | None = None) -> str:
    """The results from left to right, on an axis that holds zero; a point without a number is a gap, never joined.

    A single result is a dot. The target is a dashed line that steps where it changed, the baseline a dotted one. The
    name is what a screen reader says. Raises ValueError where no point has a number, or a number is not finite.
    """
    _refuse_what_cannot_be_drawn(points, name, baseline)
    numbers = [*_numbers(points), *([] if baseline is None else [baseline])]
    last = len(points) - 1
    latest = max(index for index, point in enumerate(points) if point.number is not None)
    size = PHONE_LATEST if points[latest].now else PHONE
    # A lone dot stands in the middle, with room for its figure beside it.
    beside = bool(last) and _width(points[latest].printed, size) <= 110
    right = round(18 + _width(points[latest].printed, size)) if beside else 26
    reach = (0.0, float(last)) if last else (-0.5, 0.5)
    base = [] if baseline is None else [(_ends(last)[0], baseline), (reach[1], baseline)]
    plot = _plotted(numbers, unit, [points], HEIGHT if last else 240, right, *([base] if base else []), *_steps(points))
    [results] = plot.results
    levels, targets = plot.strokes[: len(base) // 2], plot.strokes[len(base) // 2 :]

    svg, drawing = _picture("qd-chart", WIDTH, plot.frame.height, name)
    words = _add_gaps(drawing, plot, points)
    _add_axes(drawing, plot, unit, [point.label for point in points])
    for kind, lines in (("baseline", levels), ("target", targets), ("line", results.strokes)):
        if lines:
            _add(drawing, "path", f"qd-chart__{kind}", d=_path(lines))
    _add_dots(drawing, points, results.dots)

    # Every label keeps clear of those placed before it.
    x, y = results.dots[-1]
    newest = _latest_value(points[latest], (x, y), size, beside or not last)
    placed = [newest, *words]
    crossed = list(_along([*results.strokes, *targets, *levels]))
    crossed += [(x + dx, y + dy) for x, y in results.dots for dx, dy in ((-5, 0), (5, 0), (0, -5), (0, 5))]
    target = next((point.target for point in reversed(points) if point.target is not None), None)
    for kind, number, lines, others, tone in (
        ("Target", target, targets, levels, "ink"),
        ("Baseline", baseline, levels, targets, ""),
    ):
        if number is not None:
            wanted = f"{kind} {_shortest(number, unit)}"
            rivals = [other[-1][1] for other in others[-1:]]
            placed.append(_clear_place(wanted, lines[-1], rivals, crossed, placed, plot.floor, tone))
    drawing.extend(text.element() for text in (*placed[1:], newest) if text.words)
    return _written(svg)


def lines(series: Sequence[Series], *, name: str, unit: str) -> str:
    """Two to four lines over the same quarters, each with a colour and a dash of its own and its name at its end.

    Raises ValueError for another number of series, for one without a number, or a number that is not finite.
    """
    if not 2 <= len(series) <= MOST_SERIES:
        raise ValueError(f"the chart '{name}' should have 2 to {MOST_SERIES} series, found {len(series)}")
    for one in series:
        _refuse_what_cannot_be_drawn(one.points, f"{name}: {one.name}", None)
    named = [_wrapped(one.name, 150, PHONE) for one in series]
    heights = [LINE_OF_NAME * len(words) for words in named]
    numbers = [number for one in series for number in _numbers(one.points)]
    right = round(32 + max(_width(words, PHONE) for block in named for words in block))
    height = max(HEIGHT, TOP + sum(heights) + BOTTOM)
    plot = _plotted(numbers, unit, [one.points for one in series], height, right)

    svg, drawing = _picture("qd-chart", WIDTH, height, name)
    together = [
        next((point for point in at if point.number is not None), at[0])
        for at in zip(*(one.points for one in series), strict=True)
    ]
    words = _add_gaps(drawing, plot, together)
    _add_axes(drawing, plot, unit, [point.label for point in series[0].points])
    ends = [drawn.dots[-1] for drawn in plot.results]
    tops = _apart([y - high / 2 for (_, y), high in zip(ends, heights, strict=True)], heights, 2, plot.floor)
    x = plot.ends[1] + 24
    texts: list[_Text] = [text for text in words if text.words]
    for number, (one, drawn) in enumerate(zip(series, plot.results, strict=True), 1):
        group = ET.SubElement(drawing, "g", {"class": "qd-chart__series", "data-series": one.name})
        kind = f"qd-chart__line qd-chart__line--{number}"
        if drawn.strokes:
            _add(group, "path", kind, d=_path(drawn.strokes))
        _add_dots(group, [replace(point, now=False) for point in one.points], drawn.dots, f" qd-chart__point--{number}")
        middle = tops[number - 1] + heights[number - 1] / 2
        from_x, from_y = ends[number - 1]
        _add(drawing, "path", "qd-chart__lead", d=_path([((from_x + 8, from_y), (x - 5, middle))]))
        for at, part in enumerate(named[number - 1]):
            texts.append(_Text(part, x, tops[number - 1] + LINE_OF_NAME * (at + 0.5), "", tone="ink"))
    drawing.extend(text.element() for text in texts)
    return _written(svg)


def bars(rows: Sequence[Point], *, name: str) -> str:
    """A few figures side by side from zero, each bar under its words; a row without a number has words and no bar.

    Raises ValueError where no row has a number, or a number is not finite.
    """
    _refuse_what_cannot_be_drawn(rows, name, None)
    words = [_wrapped(f"{row.label}: {row.printed}", EDGE - 20, PHONE) for row in rows]
    depth = max(map(len, words))
    frame = _Frame(WIDTH, LINE_OF_WORDS * (depth + 1) * len(rows), 0, 0, 0, 0)
    upwards = rows[::-1]  # pygal draws rows from the bottom up
    # A row is a line of bars for every line of words, and one for the result.
    *_, results = _rows(
        frame,
        _scale(_numbers(rows)),
        *([None] * len(rows) for _ in range(depth)),
        [row.number for row in upwards],
    )
    drawn_numbers = [row.number for row in upwards if row.number is not None]
    x, _, width, _ = results.bars[0]
    zero = x if drawn_numbers[0] >= 0 else x + width
    pitch = frame.height / len(rows)

    svg, drawing = _picture("qd-chart qd-chart--narrow", WIDTH, frame.height, name)
    left = min(zero, *(x for x, *_ in results.bars))
    for index, texts in enumerate(words):
        for number, text in enumerate(texts):
            y = index * pitch + (number + depth - len(texts) + 0.55) * pitch / (depth + 1)
            drawing.append(_Text(text, left + 6, y, "", tone="ink").element())
    bars_drawn = iter(results.bars[::-1])
    for row in rows:
        if row.number is not None:
            x, y, width, height = next(bars_drawn)
            # qd-bar__fill gives the colour of data, as on every other bar.
            _add(drawing, "rect", "qd-bar__fill qd-chart__bar", value=row.printed, x=x, y=y, width=width, height=height)
    _add(drawing, "path", "qd-chart__axis", d=_path([((zero, 0), (zero, frame.height))]))
    return _written(svg)


def stacked(series: Sequence[Series], *, name: str) -> str:
    """How many of each row are in each status: a bar a row, with its signs and counts over it and the key on top.

    Each series is a status, with a look of the tally, and has a whole number for each row. Raises ValueError for more
    than four, for a look that is none, and where there is nothing to count.
    """
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"the chart '{name}' should have 1 to {MOST_SERIES} series, found {len(series)}")
    for one in series:
        _refuse_an_unknown_look(one.look)
    counted = [[point.number or Decimal(0) for point in one.points] for one in series]
    if any(number < 0 or not number.is_finite() for one in counted for number in one) or not any(map(any, counted)):
        raise ValueError(f"the chart '{name}' should count something")
    # Only the lengths are pygal's, which draws rows from the bottom up; the words decide how high a row stands.
    boxes = [drawn.bars[::-1] for drawn in _stacks(_Frame(WIDTH, HEIGHT, 0, 0, 0, 0), [one[::-1] for one in counted])]
    left = boxes[0][0][0]
    labels = [_wrapped(point.label, EDGE - left, PHONE) for point in series[0].points]
    svg, drawing = _picture("qd-chart qd-chart--narrow", WIDTH, 0, name)
    top = _add_key(drawing, series, left)
    tops = []
    for block in labels:
        tops.append(top)
        top += LINE_OF_NAME * len(block) + 80
    svg.set("viewBox", f"0 0 {WIDTH} {round(top - 16)}")

    for block, y in zip(labels, tops, strict=True):
        drawing.extend(
            _Text(words, left, y + LINE_OF_NAME * (at + 0.5), "", tone="ink").element()
            for at, words in enumerate(block)
        )
    beds = [y + LINE_OF_NAME * len(block) + 32 for block, y in zip(labels, tops, strict=True)]
    for one, lengths in zip(series, boxes, strict=True):
        group = ET.SubElement(drawing, "g", {"class": "qd-chart__series", "data-series": one.name})
        for point, (x, _, width, _), y in zip(one.points, lengths, beds, strict=True):
            kind = f"qd-chart__share qd-chart__share--{one.look}"
            _add(group, "rect", kind, value=point.printed, x=x, y=y, width=width, height=26)
    for row, y in enumerate(beds):
        shown = [
            (one.look, one.points[row].printed, lengths[row][0])
            for one, lengths in zip(series, boxes, strict=True)
            if one.points[row].number
        ]
        widths = [34 + _width(words, PHONE) for _, words, _ in shown]
        places = _apart([x for *_, x in shown], widths, left, EDGE)
        for (look, words, _), x in zip(shown, places, strict=True):
            _add_face(drawing, look, x, y - 27)
            drawing.append(_Text(words, x + 26, y - 16, "", tone="ink").element())
    return _written(svg)


def sparkline(points: Sequence[Point], *, name: str) -> str:
    """The trend of a card, drawn from zero, for the eye only: the words stand beside it. Empty without a number.

    Raises ValueError, which tells the name, where a number is not finite.
    """
    if not _numbers(points):
        return ""
    _refuse_what_cannot_be_drawn(points, name, None)
    numbers = [Decimal(0), *_numbers(points)]
    frame = _Frame(240, 48, 8, 10, 8, 4)
    height = [(0.0, min(numbers)), (len(points) - 1.0, max(numbers))]
    [results], _ = _lines(frame, _scale(numbers), [[point.number for point in points]], height)
    svg, drawing = _picture("qd-spark", frame.width, frame.height, None)
    if results.strokes:
        _add(drawing, "path", "qd-chart__line", d=_path(results.strokes))
    _add_dots(drawing, points, results.dots)
    return _written(svg)


def progress(number: Decimal, *, expected: Decimal | None = None) -> str:
    """How much of 100 is done, with a mark where it was expected to be; for the eye only.

    The bar ends at 0 and at 100, whatever the number: the words beside it say what was reported. pygal has no bar that
    stretches to its column, so this one is drawn here. Raises ValueError where a number is not finite.
    """
    for value in (number, expected):
        if value is not None and not value.is_finite():
            raise ValueError(f"progress should be a number, found '{value}'")
    svg = ET.Element("svg", {"class": "qd-bar", "viewBox": "0 0 100 10", "preserveAspectRatio": "none"})
    svg.attrib |= {"aria-hidden": "true", "focusable": "false"}
    _add(svg, "rect", "qd-bar__track", width=100, height=10)
    _add(svg, "rect", "qd-bar__fill", value=str(number), width=_within_100(number), height=10)
    if expected is not None:
        _add(svg, "path", "qd-bar__mark", d=f"M{_tenths(_within_100(expected))} -3V13")
    return _written(svg)


def tally(signs: Sequence[str]) -> str:
    """One square for each thing counted, for the eye only. A sign is good, calm, near, off, none or unknown."""
    row = ET.Element("div", {"class": "qd-tally", "aria-hidden": "true"})
    for sign in signs:
        _refuse_an_unknown_look(sign)
        unit = ET.SubElement(row, "svg", {"class": "qd-tally__unit", "viewBox": "0 0 16 16", "focusable": "false"})
        _add(unit, "rect", f"qd-tally__face qd-tally__face--{sign}", width=16, height=16)
        for kind, path in FACES[sign]:
            _add(unit, "path", kind, d=path)
    return ET.tostring(row, encoding="unicode", short_empty_elements=False)


# What pygal draws.


@dataclass(frozen=True)
class _Frame:
    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int


@dataclass(frozen=True)
class _Drawn:
    """What pygal drew of one series, in the coordinates of the picture."""

    dots: tuple[Spot, ...]
    strokes: tuple[tuple[Spot, ...], ...]
    bars: tuple[Box, ...]


class _Geometry:
    """A pygal chart that leaves out style and script, which cost more than the drawing and would be thrown away."""

    svg: Any

    def _draw(self) -> None:
        super()._draw()  # type: ignore[misc]  # this class stands before one of pygal's
        self.svg.pre_render = lambda: None


class _Lines(_Geometry, pygal.XY):  # type: ignore[misc]
    pass


class _Rows(_Geometry, pygal.HorizontalBar):  # type: ignore[misc]
    pass


class _Stacks(_Geometry, pygal.HorizontalStackedBar):  # type: ignore[misc]
    pass


def _lines(
    frame: _Frame,
    scale: Callable[[Decimal], float],
    results: Sequence[Sequence[Decimal | None]],
    *strokes: Sequence[tuple[float, Decimal]],
) -> tuple[list[_Drawn], list[tuple[Spot, ...]]]:
    """The results with their dots, and every other stroke as one series, for pygal takes its time over each."""
    xs = [x for stroke in strokes for x, _ in stroke]
    chart = _Lines(**_bare(frame), xrange=(min(xs), max(xs)), allow_interruptions=True)
    for one in results:
        chart.add("", [(x, None if number is None else scale(number)) for x, number in enumerate(one)])
    others: list[tuple[float, float | None]] = []
    for stroke in strokes:
        others += [*((x, scale(number)) for x, number in stroke), (0, None)]
    chart.add("", others, show_dots=False)
    *drawn, rest = _drawn(chart, frame, len(results) + 1)
    return drawn, list(rest.strokes)


def _rows(frame: _Frame, scale: Callable[[Decimal], float], *series: Sequence[Decimal | None]) -> list[_Drawn]:
    scaled = [[None if number is None else scale(number) for number in one] for one in series]
    known = [number for one in scaled for number in one if number is not None]
    chart = _Rows(**_bare(frame), range=(min(0.0, *known, 0.0), max(0.0, *known, 0.0) or 1.0))
    for one in scaled:
        chart.add("", one)
    return _drawn(chart, frame, len(series))


def _stacks(frame: _Frame, series: Sequence[Sequence[Decimal]]) -> list[_Drawn]:
    longest = max(sum(row) for row in zip(*series, strict=True))
    chart = _Stacks(**_bare(frame), range=(0, float(longest)))
    for one in series:
        chart.add("", [float(number) for number in one])
    return _drawn(chart, frame, len(series))


def _bare(frame: _Frame) -> dict[str, Any]:
    margins = {"margin_top": frame.top, "margin_right": frame.right, "margin_bottom": frame.bottom}
    shown = {"show_legend": False, "show_x_labels": False, "show_y_labels": False}
    return {"width": frame.width, "height": frame.height, "margin": 0, "margin_left": frame.left} | margins | shown


def _drawn(chart: Any, frame: _Frame, count: int) -> list[_Drawn]:
    groups: list[list[ET.Element]] = [[] for _ in range(count)]
    for group in chart.render_tree().iter("g"):
        if index := re.search(r"\bserie-(\d+)\b", group.get("class", "")):
            groups[int(index[1])].extend(group.iter())
    return [
        _Drawn(
            dots=tuple(
                (frame.left + _read(mark, "cx"), frame.top + _read(mark, "cy"))
                for mark in group
                if mark.tag == "circle"
            ),
            strokes=tuple(
                tuple(
                    (frame.left + float(x), frame.top + float(y))
                    for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", mark.attrib["d"])
                )
                for mark in group
                if mark.tag == "path"
            ),
            bars=tuple(
                (
                    frame.left + _read(mark, "x"),
                    frame.top + _read(mark, "y"),
                    _read(mark, "width"),
                    _read(mark, "height"),
                )
                for mark in group
                if mark.tag == "rect"
            ),
        )
        for group in groups
    ]


@dataclass(frozen=True)
class _Plot:
    """Results on their axes, in the coordinates of the picture."""

    frame: _Frame
    ticks: list[Decimal]
    grid: list[tuple[Spot, ...]]
    places: list[float]
    ends: Spot
    results: list[_Drawn]
    strokes: list[tuple[Spot, ...]]

    @property
    def floor(self) -> float:
        return self.grid[0][0][1]

    @property
    def ceiling(self) -> float:
        return self.grid[-1][0][1]


def _plotted(
    numbers: Sequence[Decimal],
    unit: str,
    series: Sequence[Sequence[Point]],
    height: int,
    right: int,
    *strokes: Sequence[tuple[float, Decimal]],
) -> _Plot:
    ticks = _ticks(numbers)
    last = len(series[0]) - 1
    left = round(max(48, 14 + max(_width(_short(tick, unit), PHONE) for tick in ticks)))
    frame = _Frame(WIDTH, height, TOP, right, BOTTOM, left)
    ends = _ends(last)
    results, drawn = _lines(
        frame,
        _scale([*numbers, *ticks]),
        [[point.number for point in points] for points in series],
        *([(end, tick) for end in ends] for tick in ticks),
        [(x, Decimal(0)) for x in (ends[0], *range(last + 1), ends[1])],
        *strokes,
    )
    grid, (axis, *rest) = drawn[: len(ticks)], drawn[len(ticks) :]
    start, *places, end = (x for x, _ in axis)
    return _Plot(frame, ticks, grid, places, (start, end), results, rest)


def _ends(last: int) -> tuple[float, float]:
    """Where the axis begins and ends: a little past the first and the last quarter."""
    return (-0.02 * last, 1.02 * last) if last else (-0.5, 0.5)


def _read(mark: ET.Element, attribute: str) -> float:
    return float(mark.get(attribute, 0))  # pygal leaves out what is 0


def _scale(numbers: Sequence[Decimal]) -> Callable[[Decimal], float]:
    """pygal counts in floats: a power of ten brings any figure within their reach, and moves nothing on the page."""
    greatest = max((number.adjusted() for number in numbers if number), default=0)
    return lambda number: float(number.scaleb(-greatest))


# The scale and its words.


def _ticks(numbers: Sequence[Decimal]) -> list[Decimal]:
    """Round numbers from zero past the greatest, and below zero past the least; five steps or so."""
    low, high = min(Decimal(0), *numbers), max(Decimal(0), *numbers)
    if low == high:
        high = Decimal(1)
    least = (high - low) / 5
    power = Decimal(1).scaleb(least.adjusted())
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= least)
    bottom = int((low / step).to_integral_value(ROUND_FLOOR))
    top = int((high / step).to_integral_value(ROUND_CEILING))
    return [step * count for count in range(bottom, top + 1)]


def _figure(number: Decimal, unit: str) -> str:
    """A number that no report printed: an axis, or a target that is drawn. Every digit of it is kept."""
    far = number and (number.adjusted() >= 15 or number.adjusted() <= -7)
    digits = f"{abs(number):E}" if far else f"{abs(number):,f}"
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    if unit == "£":
        return f"{sign}£{digits}"
    return f"{sign}{digits}{unit}" if unit in ("", "%") else f"{sign}{digits} {unit}"


def _short(tick: Decimal, unit: str) -> str:
    plain = Decimal(f"{tick.normalize():f}") if -20 < tick.adjusted() < 20 else tick.normalize()
    units = unit if unit in ("%", "£") else ""
    for power, word in SHORT_WORDS:
        if power <= plain.adjusted() < 15 and unit != "%":
            return _figure(Decimal(f"{plain.scaleb(-power).normalize():f}"), units) + word
    return _figure(plain, units)


def _shortest(number: Decimal, unit: str) -> str:
    """The target or the baseline beside its line: ``£1.2m`` where that is the whole of it."""
    whole = _figure(number, unit)
    return min(whole, _short(number, unit), key=len) if unit in ("", "£") else whole


def _numbers(points: Iterable[Point]) -> list[Decimal]:
    return [number for point in points for number in (point.number, point.target) if number is not None]


def _refuse_what_cannot_be_drawn(points: Sequence[Point], name: str, baseline: Decimal | None) -> None:
    for number in (*_numbers(points), *([] if baseline is None else [baseline])):
        if not number.is_finite():
            raise ValueError(f"the chart '{name}' should have finite numbers, found '{number}'")
    if all(point.number is None for point in points):
        raise ValueError(f"the chart '{name}' should have a number")


def _refuse_an_unknown_look(look: str) -> None:
    if look not in FACES:
        raise ValueError(f"a sign should be good, calm, near, off, none or unknown, found '{look}'")


# Where things go.


def _steps(points: Sequence[Point]) -> list[list[tuple[float, Decimal]]]:
    """The target of each quarter, from half way before it to half way after, and no further than the first and last."""
    last = len(points) - 1
    first, final = (0.0, float(last)) if last else (-0.5, 0.5)
    steps: list[list[tuple[float, Decimal]]] = [[]]
    for index, point in enumerate(points):
        if point.target is None:
            steps.append([])
        else:
            steps[-1] += [(min(max(index + side, first), final), point.target) for side in (-0.5, 0.5)]
    return [step for step in steps if step]


def _gaps(points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    first = None
    for index, point in enumerate((*points, Point("", Decimal(0), ""))):
        if point.number is None and first is None:
            first = index
        elif point.number is not None and first is not None:
            yield first, index - 1
            first = None


def _shorthand(gap: Sequence[Point]) -> str:
    """The key that all of a gap's cells share, such as ``[x]``."""
    keys = {found[0] if (found := SHORTHAND.search(point.printed)) else "" for point in gap}
    return keys.pop() if len(keys) == 1 else ""


@dataclass(frozen=True)
class _Text:
    words: str
    x: float
    y: float
    anchor: str
    size: float = PHONE
    tone: str = ""
    wide: bool = False

    @property
    def width(self) -> float:
        return _width(self.words, self.size)

    @property
    def box(self) -> Box:
        before = {"": 0.0, "mid": self.width / 2}.get(self.anchor, self.width)
        half = self.size * 0.55
        return self.x - before, self.y - half, self.x - before + self.width, self.y + half

    def element(self) -> ET.Element:
        kinds = [self.anchor, *self.tone.split(), *(["wide"] if self.wide else [])]
        names = " ".join(["qd-chart__label", *(f"qd-chart__label--{kind}" for kind in kinds if kind)])
        text = ET.Element("text", {"class": names, "x": _tenths(self.x), "y": _tenths(self.y)})
        text.text = self.words
        return text


def _width(words: str, size: float) -> float:
    """About how wide a sans-serif sets the words."""
    wide = sum(0.3 if c in " .,:;'|/()[]il-" else 0.88 if c in "%mwMW" else 0.7 if c.isupper() else 0.57 for c in words)
    return wide * size


def _latest_value(point: Point, spot: Spot, size: float, beside: bool) -> _Text:
    tone = "ink now" if point.now else "ink"
    x, y = spot
    if beside:
        return _Text(point.printed, x + 13, y + 1, "", size, tone)
    # A long value stands over its point, and ends where the picture does. One of whole sentences is left to the table.
    words = point.printed if _width(point.printed, size) < EDGE - 2 else ""
    right = max(min(EDGE, x + 12), _width(words, size) + 2)
    return _Text(words, right, y - 26 if y > 50 else y + 30, "end", size, tone)


def _clear_place(
    words: str,
    stroke: Sequence[Spot],
    rivals: Sequence[float],
    crossed: Sequence[Spot],
    placed: Sequence[_Text],
    floor: float,
    tone: str,
) -> _Text:
    """Over or under the last level stretch of a line, where the fewest other things are and no other line is nearer."""
    end, y = stroke[-1]
    start = [x for x, _ in takewhile(lambda spot: spot[1] == y, reversed(stroke))][-1]
    width = _width(words, PHONE)
    first = max(end, width + 2)
    choices = [
        (away * 0.4 + side * 0.1, _Text(words, first - 40 * away, height, "end", tone=tone))
        for away in range(max(1, 1 + int((first - start - width) / 40)))
        for side, height in enumerate((y - 18, y + 18, y - 30, y + 30))
    ]

    taken = [text.box for text in placed]

    def trouble(choice: tuple[float, _Text]) -> float:
        far, text = choice
        left, top, right, bottom = box = text.box
        hits = sum(left - 4 < x < right + 4 and top < at < bottom for x, at in crossed)
        clashes = sum(_overlap(box, other) for other in taken)
        mistaken = sum(abs(text.y - level) < abs(text.y - y) for level in rivals)
        return far + hits + 1000 * clashes + 100 * (mistaken + (top < 0) + (bottom > floor))

    return min(choices, key=trouble)[1]


def _apart(wanted: Sequence[float], lengths: Sequence[float], low: float, high: float) -> list[float]:
    """Where labels begin that would begin at ``wanted``: as near to it as they can be, and none over another."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index] + lengths[index] / 2)
    places, edge = dict[int, float](), low
    for index in order:
        places[index] = max(edge, wanted[index])
        edge = places[index] + lengths[index]
    edge = high
    for index in reversed(order):
        places[index] = min(places[index], edge - lengths[index])
        edge = places[index]
    return [places[index] for index in range(len(wanted))]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] + 4 and other[0] < one[2] + 4 and one[1] < other[3] and other[1] < one[3]


def _along(strokes: Iterable[Sequence[Spot]]) -> Iterator[Spot]:
    for stroke in strokes:
        for (x0, y0), (x1, y1) in pairwise(stroke):
            parts = 1 + int(max(abs(x1 - x0), abs(y1 - y0)) / 10)
            yield from ((x0 + (x1 - x0) * n / parts, y0 + (y1 - y0) * n / parts) for n in range(parts + 1))


def _add_time_axis(
    drawing: ET.Element, labels: Sequence[str], places: Sequence[float], ends: Spot, floor: float
) -> None:
    """Financial years where they begin or, for a few points, the points themselves; no label over another."""
    y = floor + 25
    quarters = [QUARTER.fullmatch(label) for label in labels]
    years = [quarter[2] for quarter in quarters if quarter]
    texts: list[_Text] = []
    if len(years) == len(labels) and len(set(years)) > 1 and len(labels) > 4:
        begins = [index for index in range(len(years)) if index == 0 or years[index] != years[index - 1]]
        for index in begins:
            x = ends[0] if index == 0 else (places[index - 1] + places[index]) / 2
            _add(drawing, "path", "qd-chart__axis", d=_path([((x, floor), (x, floor + 8))]))
            text = _Text(years[index], x if index == 0 else x + 4, y, "")
            texts.append(text if text.box[2] <= EDGE else _Text(years[index], EDGE, y, "end"))
        # The latest years first; the first year, which may be a part, last.
        order = texts[:0:-1] + texts[:1]
    else:
        for label, x in zip(labels, places, strict=True):
            _add(drawing, "path", "qd-chart__axis", d=_path([((x, floor), (x, floor + 8))]))
            text = _Text(label, x, y, "mid")
            if text.box[0] < 2:
                text = _Text(label, 2, y, "")
            elif text.box[2] > EDGE:
                text = _Text(label, EDGE, y, "end")
            texts.append(text)
        order = [texts[-1], *texts[:-1]]
    shown: list[_Text] = []
    for size in (PHONE, WIDE):
        for text in order:
            sized = _Text(text.words, text.x, text.y, text.anchor, size, wide=size == WIDE)
            rest = [_Text(other.words, other.x, other.y, other.anchor, size) for other in shown]
            if not any(_overlap(sized.box, other.box) for other in rest):
                shown.append(sized)
    drawing.extend(text.element() for text in sorted(shown, key=lambda text: text.x))


def _wrapped(words: str, width: float, size: float) -> list[str]:
    lines = [""]
    for word in (part for whole in words.split() for part in _parts(whole, width, size)):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _parts(word: str, width: float, size: float) -> list[str]:
    """A word in pieces that fit; nearly always one."""
    parts = [""]
    for letter in word:
        if parts[-1] and _width(parts[-1] + letter, size) > width:
            parts.append("")
        parts[-1] += letter
    return parts


# What is written.


def _picture(kind: str, width: int, height: int, name: str | None) -> tuple[ET.Element, ET.Element]:
    svg = ET.Element("svg", {"class": kind, "viewBox": f"0 0 {width} {height}"})
    svg.attrib |= {"aria-hidden": "true"} if name is None else {"role": "img", "aria-label": name}
    svg.set("focusable", "false")
    return svg, ET.SubElement(svg, "g", {} if name is None else {"aria-hidden": "true"})


def _add_gaps(drawing: ET.Element, plot: _Plot, points: Sequence[Point]) -> list[_Text]:
    """The quarters without a figure, and the key of why."""
    words = []
    (start, end), places = plot.ends, plot.places
    for first, final in _gaps(points):
        # A quarter is as wide as the way to the next.
        half = (places[1] - places[0]) / 2 if len(places) > 1 else (end - start) / 2
        left, right = max(start, places[first] - half), min(end, places[final] + half)
        high = plot.floor - plot.ceiling
        _add(drawing, "rect", "qd-chart__gap", x=left, y=plot.ceiling, width=right - left, height=high)
        text = _Text(_shorthand(points[first : final + 1]), (left + right) / 2, plot.floor - 17, "mid")
        if text.words and text.width <= right - left:
            words.append(text)
    return words


def _add_axes(drawing: ET.Element, plot: _Plot, unit: str, labels: Sequence[str]) -> None:
    for tick, drawn in zip(plot.ticks, plot.grid, strict=True):
        _add(drawing, "path", "qd-chart__grid" if tick else "qd-chart__axis", d=_path([drawn]))
        drawing.append(_Text(_short(tick, unit), plot.frame.left - 10, drawn[0][1], "y").element())
    _add_time_axis(drawing, labels, plot.places, plot.ends, plot.floor)


def _add_key(drawing: ET.Element, series: Sequence[Series], left: float) -> float:
    """The sign of each status with its word, in as many lines as it takes; gives back where the rest may begin."""
    x, y = left, 16.0
    for one in series:
        width = 26 + _width(one.name, PHONE)
        if x > left and x + width > EDGE:
            x, y = left, y + LINE_OF_NAME
        _add_face(drawing, one.look, x, y - 11)
        drawing.append(_Text(one.name, x + 26, y, "").element())
        x += width + 24
    return y + LINE_OF_NAME + 4


def _add_face(drawing: ET.Element, look: str, x: float, y: float) -> None:
    group = ET.SubElement(drawing, "g", {"transform": f"translate({_tenths(x)} {_tenths(y)}) scale(1.2)"})
    _add(group, "rect", f"qd-tally__face qd-tally__face--{look}", width=16, height=16)
    for kind, path in FACES[look]:
        _add(group, "path", kind, d=path)


def _add_dots(drawing: ET.Element, points: Sequence[Point], dots: Sequence[Spot], tone: str = "") -> None:
    reported = [point for point in points if point.number is not None]
    for point, (x, y) in zip(reported, dots, strict=True):
        kind = "qd-chart__point" + (" qd-chart__point--now" if point.now else tone)
        _add(drawing, "circle", kind, value=point.printed, cx=x, cy=y, r=4)


def _add(parent: ET.Element, tag: str, kind: str, *, value: str | None = None, **attributes: float | str) -> None:
    mark = ET.SubElement(parent, tag, {"class": kind})
    for key, attribute in attributes.items():
        mark.set(key, attribute if isinstance(attribute, str) else _tenths(attribute))
    if value is not None:
        mark.set("data-value", value)


def _path(strokes: Iterable[Iterable[Spot]]) -> str:
    return "".join("M" + "L".join(f"{_tenths(x)} {_tenths(y)}" for x, y in stroke) for stroke in strokes)


def _tenths(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _within_100(number: Decimal) -> float:
    return float(min(max(number, Decimal(0)), Decimal(100)))


def _written(svg: ET.Element) -> str:
    return ET.tostring(svg, encoding="unicode")
