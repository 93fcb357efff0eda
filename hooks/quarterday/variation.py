"""Statistical process control: whether a measure varies as it has done, or a special cause is at work.

An XmR chart by the rules of NHS England's Making Data Count. Its mean and its limits are worked out here alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import Enum
from functools import cached_property
from itertools import groupby, pairwise

from quarterday.history import SeriesResult
from quarterday.model import Counting, Frequency, Mark, Polarity, in_force
from quarterday.periods import Quarter
from quarterday.phrases import counted, opening
from quarterday.report import MeasureView
from quarterday.status import Shown, cannot_compare, distance, said
from quarterday.values import Value

LEAST = 12
"""Figures that limits need: Making Data Count calls those of fewer trial limits."""
SCALING = Decimal("2.66")
"""3 / 1.128: three sigma, where the mean range of two neighbours is 1.128 of it (Wheeler, Understanding Variation)."""
IN_A_ROW = 7
EXACT = 100
"""Digits of the working. A figure has 28 at most, so none is ever taken for a limit that it only comes near."""

UNSTEADY = "; with a special cause at work, the limits may not hold"


class Rule(Enum):
    """A pattern that chance alone seldom makes, the strongest first: what it is called above, and below."""

    OUTSIDE = ("above the upper limit", "below the lower limit")
    TREND = ("one of seven or more in a row that rise", "one of seven or more in a row that fall")
    NEAR = ("one of two in three near the upper limit", "one of two in three near the lower limit")
    SHIFT = ("one of seven or more in a row above the mean", "one of seven or more in a row below the mean")


@dataclass(frozen=True)
class Signal:
    """A rule that finds a figure; ``high`` is above, or rising."""

    rule: Rule
    high: bool

    @property
    def words(self) -> str:
        return self.rule.value[0 if self.high else 1]


class Cause(Shown):
    """What the latest figure shows."""

    IMPROVEMENT = ("Special cause: improvement", "good")
    CONCERN = ("Special cause: concern", "off")
    HIGHER = ("Special cause: higher", "unknown")
    LOWER = ("Special cause: lower", "unknown")
    COMMON = ("No special cause", "calm")


class Assurance(Shown):
    """Whether the target will be met while nothing but chance changes the figures."""

    MET = ("Target expected to be met", "good")
    MISSED = ("Target expected to be missed", "off")
    BY_CHANCE = ("Target met or missed by chance", "calm")
    NOT_SAID = ("No target to compare", "none")


@dataclass(frozen=True)
class Limits:
    """In the measure's unit, and ours: no report prints them. ``near`` is two thirds of the way to a limit."""

    mean: Decimal
    lower: Decimal
    upper: Decimal
    near_lower: Decimal
    near_upper: Decimal


@dataclass(frozen=True)
class Point:
    held: SeriesResult
    signals: tuple[Signal, ...]

    @property
    def quarter(self) -> Quarter:
        return self.held.quarter

    @property
    def value(self) -> Value:
        return self.held.result.value


@dataclass(frozen=True)
class Span:
    """Quarters in a row, of whose figures the rules find the same."""

    first: Quarter
    last: Quarter
    signals: tuple[Signal, ...]

    @property
    def title(self) -> str:
        return self.first.title if self.first == self.last else f"{self.first.title} to {self.last.title}"

    @property
    def finds(self) -> str:
        return opening("; ".join(signal.words for signal in self.signals)) or "Nothing"


@dataclass(frozen=True)
class Variation:
    """``because`` and ``assured_because`` complete the sentences "No special cause, because …".

    ``spans`` are those in which a rule finds something, or the one of all figures in which none does.
    """

    points: tuple[Point, ...]
    spans: tuple[Span, ...]
    limits: Limits
    cause: Cause
    because: str
    assurance: Assurance
    assured_because: str

    @property
    def latest(self) -> Point:
        return self.points[-1]

    @property
    def since(self) -> Quarter:
        return self.points[0].quarter

    @cached_property
    def finest(self) -> int:
        """The power of ten of the last digit that any of the figures has: -1 for 41.8%."""
        return min(_finest(point.value) for point in self.points)

    def shown(self, number: Decimal) -> str:
        """The mean or a limit, rounded to one digit more than the figures have, and with their unit."""
        with localcontext(prec=EXACT):
            rounded = number.quantize(Decimal(1).scaleb(self.finest - 1))
        digits = f"{abs(rounded):,f}" if self.finest <= 1 else f"{abs(int(rounded)):,}"
        sign = "\N{MINUS SIGN}" if rounded < 0 else ""
        unit = self.latest.value.unit
        if unit == "£":
            return f"{sign}£{digits}"
        return f"{sign}{digits}{unit}" if unit in ("", "%") else f"{sign}{digits} {unit}"


def limits(numbers: Sequence[Decimal | None]) -> Limits:
    """The mean ± 2.66 × the mean moving range. None is a gap, and no range is taken over one.

    No range is left out as too wide: the tools of Making Data Count take all. Raises ValueError where no two figures
    are neighbours.
    """
    found = [number for number in numbers if number is not None]
    with localcontext(prec=EXACT):
        ranges = [abs(now - then) for then, now in pairwise(numbers) if then is not None and now is not None]
        if not ranges:
            raise ValueError("limits need two figures that are neighbours")
        # One division for each: what does not end is rounded once, far beyond the digits of any figure.
        total, spread = sum(found) * len(ranges), SCALING * sum(ranges) * len(found)
        whole = Decimal(len(found) * len(ranges))
        return Limits(
            total / whole,
            (total - spread) / whole,
            (total + spread) / whole,
            (3 * total - 2 * spread) / (3 * whole),
            (3 * total + 2 * spread) / (3 * whole),
        )


def signals(numbers: Sequence[Decimal | None]) -> tuple[tuple[Signal, ...], ...]:
    """The rules that find each figure, the strongest first.

    A figure exactly on a limit is not outside it; one exactly on the mean is on neither side, and ends a run; two equal
    neighbours neither rise nor fall, and end a trend; seven in a row that rise are six rises. A gap ends everything.
    """
    held = limits(numbers)
    found = {
        Rule.OUTSIDE: [_side(number, held.lower, held.upper) for number in numbers],
        Rule.TREND: _in_trends(numbers),
        Rule.NEAR: _in_two_of_three(numbers, [_side(number, held.near_lower, held.near_upper) for number in numbers]),
        Rule.SHIFT: _in_runs([_side(number, held.mean, held.mean) for number in numbers], IN_A_ROW),
    }
    return tuple(
        tuple(Signal(rule, sides[at] > 0) for rule, sides in found.items() if sides[at]) for at in range(len(numbers))
    )


def _side(number: Decimal | None, low: Decimal, high: Decimal) -> int:
    return 0 if number is None else (number > high) - (number < low)


def _in_runs(sides: Sequence[int], least: int) -> list[int]:
    """The sides of those in runs that are long enough, and 0 for all others."""
    kept = list[int]()
    for side, run in groupby(sides):
        length = len(list(run))
        kept += [side if length >= least else 0] * length
    return kept


def _in_trends(numbers: Sequence[Decimal | None]) -> list[int]:
    steps = [0 if None in (then, now) else _side(now, then, then) for then, now in pairwise(numbers)]  # type: ignore[arg-type]
    kept = _in_runs(steps, IN_A_ROW - 1)
    # Where a trend turns, the figure between is of the one that follows.
    return [after or before for before, after in zip([0, *kept], [*kept, 0], strict=True)]


def _in_two_of_three(numbers: Sequence[Decimal | None], near: Sequence[int]) -> list[int]:
    """Two on one side; the third may be anywhere, but is not a gap. One outside the limits is near them too."""
    kept = [0] * len(near)
    for at in range(len(near) - 2):
        three = range(at, at + 3)
        for side in (-1, 1):
            beyond = [one for one in three if near[one] == side]
            if len(beyond) >= 2 and all(numbers[one] is not None for one in three):
                for one in beyond:
                    kept[one] = side
    return kept


def variation(measure: MeasureView) -> Variation | None:
    """How a measure varies, from its figures since what it counts was last defined anew; None, under 12 of them."""
    held = _comparable(measure)
    if len(held) < LEAST or _why_not(measure, held):
        return None
    places = _placed(measure, held)
    numbers = [one.result.value.number if one else None for one in places]
    found = signals(numbers)
    points = tuple(Point(one, of_it) for one, of_it in zip(places, found, strict=True) if one)
    spans = tuple(_spans(places, found)) or (Span(points[0].quarter, points[-1].quarter, ()),)
    around, polarity = limits(numbers), measure.measure.polarity
    return Variation(points, spans, around, *_cause(points[-1], polarity), *_assured(points[-1], around, polarity))


def why_not(measure: MeasureView) -> str:
    """Why nothing can be said of the variation, as a sentence without its stop; blank, where it can.

    Blank too where there are fewer than two figures: nothing varies.
    """
    return _why_not(measure, _comparable(measure))


def _why_not(measure: MeasureView, held: Sequence[SeriesResult]) -> str:
    """``held`` are the figures of what is counted now."""
    figures = [held.result.value for held in measure.series if held.result.value.figure is not None]
    if len(figures) < 2:
        return ""
    if measure.measure.counting is Counting.CUMULATIVE:
        return "Not worked out, as it is counted from the start of each year, so its quarters are not alike"
    if len({(value.kind, value.unit) for value in figures}) > 1:
        return "Not worked out, as its figures are not all of one kind and unit"
    if len(held) < LEAST:
        return (
            f"Too early to say, as {counted(len(held), 'figure')} {'is' if len(held) == 1 else 'are'} held here"
            f"{_since_anew(measure)}, and {LEAST} are needed"
        )
    places = _placed(measure, held)
    if len(held) > sum(1 for one in places if one):
        return "Not worked out, as it is yearly, and its figures are not of one quarter of each year"
    if 2 * sum(1 for then, now in pairwise(places) if then and now) < len(held):
        return "Not worked out, as most of its figures have none for the quarter before them"
    return ""


def _spans(places: Sequence[SeriesResult | None], found: Sequence[tuple[Signal, ...]]) -> Iterator[Span]:
    """A gap, of which no rule finds anything, ends a span."""
    for of_each, run in groupby(zip(places, found, strict=True), key=lambda placed: placed[1]):
        quarters = [one.quarter for one, _ in run if one]
        if of_each:
            yield Span(quarters[0], quarters[-1], of_each)


def _comparable(measure: MeasureView) -> list[SeriesResult]:
    """The figures of what is counted now. A figure that is printed as 0 and is more than nothing is not a number."""
    definition = measure.measure.definition
    kept = list[SeriesResult]()
    before = None
    for held in measure.series:
        now = in_force(definition, held.quarter)
        if now != before:
            kept.clear()
        before = now
        if held.result.value.figure is not None and Mark.LOW not in held.marks:
            kept.append(held)
    return kept


def _since_anew(measure: MeasureView) -> str:
    """From which figure on the measure counts what it does now, where that is not the first."""
    words = [in_force(measure.measure.definition, held.quarter) for held in measure.series]
    changes = [held for held, (before, now) in zip(measure.series[1:], pairwise(words), strict=True) if before != now]
    return f" since it was defined anew in {changes[-1].quarter.title}" if changes else ""


def _placed(measure: MeasureView, held: Sequence[SeriesResult]) -> list[SeriesResult | None]:
    """The figures from the first to the last, with None for each quarter, or year, that has none."""
    figures = {one.quarter: one for one in held}
    step = 4 if measure.measure.frequency is Frequency.YEARLY else 1
    return [figures.get(quarter) for quarter in _quarters(held[0].quarter, held[-1].quarter, step)]


def _quarters(first: Quarter, last: Quarter, step: int) -> Iterator[Quarter]:
    while first <= last:
        yield first
        for _ in range(step):
            first = first.next


def _cause(latest: Point, polarity: Polarity | None) -> tuple[Cause, str]:
    printed = latest.value.printed
    if not latest.signals:
        return Cause.COMMON, f"{printed} is within the limits, and part of no pattern that the rules look for"
    signal = latest.signals[0]
    words = f"{printed} is {signal.words}"
    if polarity is None:
        return Cause.HIGHER if signal.high else Cause.LOWER, f"{words}, and nothing here says which way is better"
    if polarity is Polarity.WITHIN_RANGE:
        return Cause.HIGHER if signal.high else Cause.LOWER, f"{words}, and neither way is better by itself"
    better = signal.high is (polarity is Polarity.HIGHER)
    return Cause.IMPROVEMENT if better else Cause.CONCERN, f"{words}, and {polarity.value} is better"


def _assured(latest: Point, around: Limits, polarity: Polarity | None) -> tuple[Assurance, str]:
    """By the rule of the status itself: a figure exactly on the target meets it, and so does a limit."""
    value, target = latest.value, latest.held.target
    refused = cannot_compare(value, target, polarity)
    if refused:
        return Assurance.NOT_SAID, refused
    assert target is not None and polarity is not None  # cannot_compare has seen to it
    missed_by = [distance(limit, target, polarity) for limit in (around.lower, around.upper)]
    aim, unsteady = f"the target of {said(target)}", UNSTEADY if latest.signals else ""
    if max(missed_by) <= 0:
        return Assurance.MET, f"every figure within the limits meets {aim}{unsteady}"
    if min(missed_by) > 0 and not _between(around, target):
        return Assurance.MISSED, f"every figure within the limits misses {aim}{unsteady}"
    return Assurance.BY_CHANCE, f"some figures within the limits meet {aim}, and some miss it{unsteady}"


def _between(around: Limits, target: Value) -> bool:
    """A range, or a part of it, that lies between the limits."""
    low = target.number if target.low is None else target.low
    high = target.number if target.high is None else target.high
    assert low is not None and high is not None  # a target that can be compared
    return around.lower <= high and low <= around.upper


def _finest(value: Value) -> int:
    """The power of ten of a figure's last digit that is not 0: -1 for 41.8%."""
    assert value.number is not None
    exponent = value.number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent if value.number else 0
