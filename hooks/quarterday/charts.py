"""Charts, as SVG: geometry dressed in the classes of our stylesheet.

A chart holds no style, script, id or date, and the same figures always give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from xml.etree import ElementTree as ET

from quarterday import geometry
from quarterday.geometry import Drawn, Frame, Spot, tenths
from quarterday.lettering import (
    DOWN,
    EDGE,
    PHONE,
    PHONE_LATEST,
    WIDE,
    WIDTH,
    Text,
    along,
    apart,
    clear_place,
    latest_value,
    overlap,
    width_of,
    wrapped,
)

HEIGHT, TALL, TOP, BOTTOM = 320, 420, 34, 46
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


@dataclass(frozen=True)
class Point:
    """One figure of a chart: the number to draw, and the words that were printed.

    ``special`` is 1 or -1 for a figure that stands out above or below, or rises or falls: a triangle that points there.
    """

    label: str
    number: Decimal | None
    printed: str
    now: bool = False
    target: Decimal | None = None
    special: int = 0


@dataclass(frozen=True)
class Level:
    """A line to the last quarter, with its words; ``kind`` is baseline, mean or limit.

    It begins with the axis, or with the figure at ``since`` where that is not the first.
    """

    kind: str
    number: Decimal
    words: str
    since: int = 0


@dataclass(frozen=True)
class Series:
    """One line of several, or one status of a stacked bar: what it is called, and its figures from first to last."""

    name: str
    points: tuple[Point, ...]
    look: str = ""


def line(
    points: Sequence[Point], *, name: str, unit: str, baseline: Decimal | None = None, levels: Sequence[Level] = ()
) -> str:
    """The results from left to right, on an axis that holds zero; a point without a number is a gap, never joined.

    A single result is a dot. The target is a dashed line that steps where it changed, the baseline a dotted one. The
    name is what a screen reader says. Raises ValueError where no point has a number, or a number is not finite.
    """
    bare = [] if baseline is None else [baseline]
    _refuse_what_cannot_be_drawn(points, name, [*bare, *(level.number for level in levels)])
    levels = (*(Level("baseline", number, f"Baseline {_shortest(number, unit)}") for number in bare), *levels)
    numbers = [*_numbers(points), *(level.number for level in levels)]
    last = len(points) - 1
    latest = max(index for index, point in enumerate(points) if point.number is not None)
    size = PHONE_LATEST if points[latest].now else PHONE
    # A lone dot stands in the middle, with room for its figure beside it.
    beside = bool(last) and width_of(points[latest].printed, size) <= 110
    right = round(18 + width_of(points[latest].printed, size)) if beside else 26
    reach = (0.0, float(last)) if last else (-0.5, 0.5)
    bases = [[(float(level.since) or _ends(last)[0], level.number), (reach[1], level.number)] for level in levels]
    height = 240 if not last else HEIGHT if len(levels) < 2 else TALL
    plot = _plotted(numbers, unit, [points], height, right, *bases, *_steps(points))
    [results] = plot.results
    drawn, targets = plot.strokes[: len(bases)], plot.strokes[len(bases) :]

    svg, drawing = _picture("qd-chart", WIDTH, plot.frame.height, name)
    words = _add_gaps(drawing, plot, points)
    _add_axes(drawing, plot, unit, [point.label for point in points])
    levelled = [(level.kind, [stroke]) for level, stroke in zip(levels, drawn, strict=True)]
    for kind, lines in (*levelled, ("target", targets), ("line", results.strokes)):
        if lines:
            _add(drawing, "path", f"qd-chart__{kind}", d=_path(lines))
    _add_dots(drawing, points, results.dots)

    # Every label keeps clear of those placed before it.
    x, y = results.dots[-1]
    newest = latest_value(points[latest].printed, points[latest].now, (x, y), size, beside or not last)
    placed = [newest, *words]
    crossed = list(along([*results.strokes, *targets, *drawn]))
    crossed += [(x + dx, y + dy) for x, y in results.dots for dx, dy in ((-5, 0), (5, 0), (0, -5), (0, 5))]
    crossed.sort(key=DOWN)
    target = next((point.target for point in reversed(points) if point.target is not None), None)
    named = [(f"Target {_shortest(target, unit)}", targets[-1], "ink")] if target is not None else []
    named += [(level.words, stroke, "") for level, stroke in zip(levels, drawn, strict=True)]
    for at, (wanted, stroke, tone) in enumerate(named):
        rivals = [other[-1][1] for _, other, _ in (*named[:at], *named[at + 1 :])]
        placed.append(clear_place(wanted, stroke, rivals, crossed, placed, plot.floor, tone))
    drawing.extend(text.element() for text in (*placed[1:], newest) if text.words)
    return _written(svg)


def lines(series: Sequence[Series], *, name: str, unit: str) -> str:
    """Two to four lines over the same quarters, each with a colour and a dash of its own and its name at its end.

    Raises ValueError for another number of series, for one without a number, or a number that is not finite.
    """
    if not 2 <= len(series) <= MOST_SERIES:
        raise ValueError(f"the chart '{name}' should have 2 to {MOST_SERIES} series, found {len(series)}")
    for one in series:
        _refuse_what_cannot_be_drawn(one.points, f"{name}: {one.name}")
    named = [wrapped(one.name, 150, PHONE) for one in series]
    heights = [LINE_OF_NAME * len(words) for words in named]
    numbers = [number for one in series for number in _numbers(one.points)]
    right = round(32 + max(width_of(words, PHONE) for block in named for words in block))
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
    tops = apart([y - high / 2 for (_, y), high in zip(ends, heights, strict=True)], heights, 2, plot.floor)
    x = plot.ends[1] + 24
    texts: list[Text] = [text for text in words if text.words]
    for number, (one, drawn) in enumerate(zip(series, plot.results, strict=True), 1):
        group = ET.SubElement(drawing, "g", {"class": "qd-chart__series", "data-series": one.name})
        kind = f"qd-chart__line qd-chart__line--{number}"
        if drawn.strokes:
            _add(group, "path", kind, d=_path(drawn.strokes))
        _add_dots(group, [replace(point, now=False) for point in one.points], drawn.dots, number)
        middle = tops[number - 1] + heights[number - 1] / 2
        from_x, from_y = ends[number - 1]
        _add(drawing, "path", "qd-chart__lead", d=_path([((from_x + 8, from_y), (x - 5, middle))]))
        for at, part in enumerate(named[number - 1]):
            texts.append(Text(part, x, tops[number - 1] + LINE_OF_NAME * (at + 0.5), "", tone="ink"))
    drawing.extend(text.element() for text in texts)
    return _written(svg)


def bars(rows: Sequence[Point], *, name: str) -> str:
    """A few figures side by side from zero, each bar under its words; a row without a number has words and no bar.

    Raises ValueError where no row has a number, or a number is not finite.
    """
    _refuse_what_cannot_be_drawn(rows, name)
    words = [wrapped(f"{row.label}: {row.printed}", EDGE - 20, PHONE) for row in rows]
    depth = max(map(len, words))
    frame = Frame(WIDTH, LINE_OF_WORDS * (depth + 1) * len(rows), 0, 0, 0, 0)
    upwards = rows[::-1]  # pygal draws rows from the bottom up
    # A row is a line of bars for every line of words, and one for the result.
    *_, results = geometry.rows(
        frame,
        geometry.scale(_numbers(rows)),
        *([None] * len(rows) for _ in range(depth)),
        [row.number for row in upwards],
    )
    drawn_numbers = [row.number for row in upwards if row.number is not None]
    x, _, width, _ = results[0]
    zero = x if drawn_numbers[0] >= 0 else x + width
    pitch = frame.height / len(rows)

    svg, drawing = _picture("qd-chart qd-chart--narrow", WIDTH, frame.height, name)
    left = min(zero, *(x for x, *_ in results))
    for index, texts in enumerate(words):
        for number, text in enumerate(texts):
            y = index * pitch + (number + depth - len(texts) + 0.55) * pitch / (depth + 1)
            drawing.append(Text(text, left + 6, y, "", tone="ink").element())
    bars_drawn = iter(results[::-1])
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
    boxes = [drawn[::-1] for drawn in geometry.stacks(Frame(WIDTH, HEIGHT, 0, 0, 0, 0), [one[::-1] for one in counted])]
    left = boxes[0][0][0]
    labels = [wrapped(point.label, EDGE - left, PHONE) for point in series[0].points]
    svg, drawing = _picture("qd-chart qd-chart--narrow", WIDTH, 0, name)
    top = _add_key(drawing, series, left)
    tops = []
    for block in labels:
        tops.append(top)
        top += LINE_OF_NAME * len(block) + 80
    svg.set("viewBox", f"0 0 {WIDTH} {round(top - 16)}")

    for block, y in zip(labels, tops, strict=True):
        drawing.extend(
            Text(words, left, y + LINE_OF_NAME * (at + 0.5), "", tone="ink").element() for at, words in enumerate(block)
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
        widths = [34 + width_of(words, PHONE) for _, words, _ in shown]
        places = apart([x for *_, x in shown], widths, left, EDGE)
        for (look, words, _), x in zip(shown, places, strict=True):
            _add_face(drawing, look, x, y - 27)
            drawing.append(Text(words, x + 26, y - 16, "", tone="ink").element())
    return _written(svg)


def sparkline(points: Sequence[Point], *, name: str) -> str:
    """The trend of a card, drawn from zero, for the eye only: the words stand beside it. Empty without a number.

    Raises ValueError, which tells the name, where a number is not finite.
    """
    if not _numbers(points):
        return ""
    _refuse_what_cannot_be_drawn(points, name)
    numbers = [Decimal(0), *_numbers(points)]
    frame = Frame(240, 48, 8, 10, 8, 4)
    height = [(0.0, min(numbers)), (len(points) - 1.0, max(numbers))]
    [results], _ = geometry.lines(frame, geometry.scale(numbers), [[point.number for point in points]], height)
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
    svg.attrib |= {"aria-hidden": "true"}
    _add(svg, "rect", "qd-bar__track", width=100, height=10)
    _add(svg, "rect", "qd-bar__fill", value=str(number), width=_within_100(number), height=10)
    if expected is not None:
        _add(svg, "path", "qd-bar__mark", d=f"M{tenths(_within_100(expected))} -3V13")
    return _written(svg)


def tally(signs: Sequence[str]) -> str:
    """One square for each thing counted, for the eye only. A sign is good, calm, near, off, none or unknown."""
    row = ET.Element("div", {"class": "qd-tally", "aria-hidden": "true"})
    for sign in signs:
        _refuse_an_unknown_look(sign)
        unit = ET.SubElement(row, "svg", {"class": "qd-tally__unit", "viewBox": "0 0 16 16"})
        _add(unit, "rect", f"qd-tally__face qd-tally__face--{sign}", width=16, height=16)
        for kind, path in FACES[sign]:
            _add(unit, "path", kind, d=path)
    return ET.tostring(row, encoding="unicode", short_empty_elements=False)


@dataclass(frozen=True)
class _Plot:
    """Results on their axes, in the coordinates of the picture."""

    frame: Frame
    ticks: list[Decimal]
    grid: list[tuple[Spot, ...]]
    places: list[float]
    ends: Spot
    results: list[Drawn]
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
    left = round(max(48, 14 + max(width_of(_short(tick, unit), PHONE) for tick in ticks)))
    frame = Frame(WIDTH, height, TOP, right, BOTTOM, left)
    ends = _ends(last)
    results, drawn = geometry.lines(
        frame,
        geometry.scale([*numbers, *ticks]),
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


def _refuse_what_cannot_be_drawn(points: Sequence[Point], name: str, levels: Sequence[Decimal] = ()) -> None:
    for number in (*_numbers(points), *levels):
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


def _time_axis(
    labels: Sequence[str], places: Sequence[float], ends: Spot, floor: float
) -> tuple[list[tuple[Spot, ...]], list[Text]]:
    """Financial years where they begin or, for a few points, the points themselves; no label over another."""
    y = floor + 25
    quarters = [QUARTER.fullmatch(label) for label in labels]
    years = [quarter[2] for quarter in quarters if quarter]
    marks: list[tuple[Spot, ...]] = []
    texts: list[Text] = []
    if len(years) == len(labels) and len(set(years)) > 1 and len(labels) > 4:
        begins = [index for index in range(len(years)) if index == 0 or years[index] != years[index - 1]]
        for index in begins:
            x = ends[0] if index == 0 else (places[index - 1] + places[index]) / 2
            marks.append(((x, floor), (x, floor + 8)))
            text = Text(years[index], x if index == 0 else x + 4, y, "")
            texts.append(text if text.box[2] <= EDGE else Text(years[index], EDGE, y, "end"))
        # The latest years first; the first year, which may be a part, last.
        order = texts[:0:-1] + texts[:1]
    else:
        for label, x in zip(labels, places, strict=True):
            marks.append(((x, floor), (x, floor + 8)))
            text = Text(label, x, y, "mid")
            if text.box[0] < 2:
                text = Text(label, 2, y, "")
            elif text.box[2] > EDGE:
                text = Text(label, EDGE, y, "end")
            texts.append(text)
        order = [texts[-1], *texts[:-1]]
    shown: list[Text] = []
    for size in (PHONE, WIDE):
        taken = [replace(text, size=size).box for text in shown]
        for text in order:
            sized = replace(text, size=size, wide=size == WIDE)
            if not any(overlap(sized.box, other) for other in taken):
                shown.append(sized)
                taken.append(sized.box)
    return marks, sorted(shown, key=lambda text: text.x)


# What is written.


def _picture(kind: str, width: int, height: int, name: str | None) -> tuple[ET.Element, ET.Element]:
    svg = ET.Element("svg", {"class": kind, "viewBox": f"0 0 {width} {height}"})
    svg.attrib |= {"aria-hidden": "true"} if name is None else {"role": "img", "aria-label": name}
    return svg, ET.SubElement(svg, "g", {} if name is None else {"aria-hidden": "true"})


def _add_gaps(drawing: ET.Element, plot: _Plot, points: Sequence[Point]) -> list[Text]:
    """The quarters without a figure, and the key of why."""
    words = []
    (start, end), places = plot.ends, plot.places
    for first, final in _gaps(points):
        # A quarter is as wide as the way to the next.
        half = (places[1] - places[0]) / 2 if len(places) > 1 else (end - start) / 2
        left, right = max(start, places[first] - half), min(end, places[final] + half)
        high = plot.floor - plot.ceiling
        _add(drawing, "rect", "qd-chart__gap", x=left, y=plot.ceiling, width=right - left, height=high)
        text = Text(_shorthand(points[first : final + 1]), (left + right) / 2, plot.floor - 17, "mid")
        if text.words and text.width <= right - left:
            words.append(text)
    return words


def _add_axes(drawing: ET.Element, plot: _Plot, unit: str, labels: Sequence[str]) -> None:
    of_zero = [drawn for tick, drawn in zip(plot.ticks, plot.grid, strict=True) if not tick]
    _add(drawing, "path", "qd-chart__grid", d=_path(drawn for drawn in plot.grid if drawn not in of_zero))
    for tick, drawn in zip(plot.ticks, plot.grid, strict=True):
        drawing.append(Text(_short(tick, unit), plot.frame.left - 10, drawn[0][1], "y").element())
    marks, texts = _time_axis(labels, plot.places, plot.ends, plot.floor)
    _add(drawing, "path", "qd-chart__axis", d=_path([*of_zero, *marks]))
    drawing.extend(text.element() for text in texts)


def _add_key(drawing: ET.Element, series: Sequence[Series], left: float) -> float:
    """The sign of each status with its word, in as many lines as it takes; gives back where the rest may begin."""
    x, y = left, 16.0
    for one in series:
        width = 26 + width_of(one.name, PHONE)
        if x > left and x + width > EDGE:
            x, y = left, y + LINE_OF_NAME
        _add_face(drawing, one.look, x, y - 11)
        drawing.append(Text(one.name, x + 26, y, "").element())
        x += width + 24
    return y + LINE_OF_NAME + 4


def _add_face(drawing: ET.Element, look: str, x: float, y: float) -> None:
    group = ET.SubElement(drawing, "g", {"transform": f"translate({tenths(x)} {tenths(y)}) scale(1.2)"})
    _add(group, "rect", f"qd-tally__face qd-tally__face--{look}", width=16, height=16)
    for kind, path in FACES[look]:
        _add(group, "path", kind, d=path)


def _add_dots(drawing: ET.Element, points: Sequence[Point], dots: Sequence[Spot], number: int = 0) -> None:
    """All dots in one path, each as long as nothing; all triangles in another; and the latest figure by itself."""
    reported = [point for point in points if point.number is not None]
    placed = list(zip(reported, dots, strict=True))
    kind = "qd-chart__points" + (f" qd-chart__points--{number}" if number else "")
    _add_marks(drawing, kind, [(spot, spot) for point, spot in placed if not point.now and not point.special])
    for now, kind in ((False, "qd-chart__special"), (True, "qd-chart__special qd-chart__special--now")):
        special = [(point, spot) for point, spot in placed if point.special and point.now is now]
        _add_marks(drawing, kind, [_triangle(spot, point.special) for point, spot in special])
    for point, (x, y) in placed:
        if point.now and not point.special:
            _add(drawing, "circle", "qd-chart__now", cx=x, cy=y)


def _triangle(spot: Spot, way: int) -> tuple[Spot, ...]:
    (x, y), tip = spot, 5.5 * way
    return (x - 6, y + tip), (x, y - tip), (x + 6, y + tip), (x - 6, y + tip)


def _add_marks(drawing: ET.Element, kind: str, marks: Sequence[Sequence[Spot]]) -> None:
    if marks:
        _add(drawing, "path", kind, d=_path(marks))


def _add(parent: ET.Element, tag: str, kind: str, *, value: str | None = None, **attributes: float | str) -> None:
    mark = ET.SubElement(parent, tag, {"class": kind})
    for key, attribute in attributes.items():
        mark.set(key, attribute if isinstance(attribute, str) else tenths(attribute))
    if value is not None:
        mark.set("data-value", value)


def _path(strokes: Iterable[Iterable[Spot]]) -> str:
    """To a tenth, and each place but the first by the way from the one before it: quarters are evenly apart."""
    steps: list[str] = []
    left = top = 0
    for stroke in strokes:
        move = "m" if steps else "M"
        for spot in stroke:
            x, y = _in_tenths(spot[0]), _in_tenths(spot[1])
            steps.append(_step(move, x - left, y - top))
            left, top, move = x, y, "l"
    return "".join(steps)


@lru_cache(maxsize=10_000)  # most steps are from one quarter to the next, or from a dot to itself
def _step(move: str, across: int, down: int) -> str:
    """One step of a path, so many tenths to the right and down."""
    if move == "l" and not down:
        return f"h{tenths(across / 10)}"
    if move == "l" and not across:
        return f"v{tenths(down / 10)}"
    return f"{move}{tenths(across / 10)} {tenths(down / 10)}".replace(" -", "-")


def _in_tenths(number: float) -> int:
    return round(round(number, 1) * 10)


def _within_100(number: Decimal) -> float:
    return float(min(max(number, Decimal(0)), Decimal(100)))


def _written(svg: ET.Element) -> str:
    return ET.tostring(svg, encoding="unicode").replace(" />", "/>")  # in words, ">" is escaped
