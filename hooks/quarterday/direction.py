"""Direction of travel: whether a measure's figure is better or worse than an earlier one, and why.

Nothing but rules. One figure alone has no direction, and words, ranges and figures that are held back have none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from quarterday.history import SeriesResult
from quarterday.model import Counting, Frequency, Mark, Polarity, in_force
from quarterday.periods import Quarter
from quarterday.report import MeasureView
from quarterday.status import WHOLE, Shown, distance, said
from quarterday.values import Kind, Value


class Direction(Shown):
    """Which way a figure moved."""

    BETTER = ("Better", "good")
    WORSE = ("Worse", "off")
    NO_CHANGE = ("No change", "calm")
    NO_REAL_CHANGE = ("No real change", "calm")
    CHANGED = ("Changed", "calm")
    CANNOT_SAY = ("Cannot be compared", "unknown")


@dataclass(frozen=True)
class Movement:
    """A direction, and why: ``because`` completes the sentence "Better, because …"."""

    direction: Direction
    because: str
    then: Value | None = None
    then_quarter: Quarter | None = None

    @property
    def sentence(self) -> str:
        return f"{self.direction.word}, because {self.because}"

    @property
    def is_known(self) -> bool:
        return self.direction is not Direction.CANNOT_SAY


def movement(
    now: Value | None,
    then: Value | None,
    polarity: Polarity | None,
    criterion: Value | None = None,
    within: Value | None = None,
) -> Movement:
    """How a figure moved from an earlier one of the same measure.

    ``criterion`` is the measure's own published one: a change smaller than it is no real change, and one exactly as
    large is real. A bare number is in the measure's own unit (points, for a percentage); with a % sign it is a share of
    the earlier figure. ``within`` is the range to be in, where the polarity is within a range: nearer to it is better.
    """
    return _with(then, _moved(now, then, polarity, criterion, within))


def _with(then: Value | None, found: tuple[Direction, str], quarter: Quarter | None = None) -> Movement:
    return Movement(*found, then, quarter)


def _moved(
    now: Value | None, then: Value | None, polarity: Polarity | None, criterion: Value | None, within: Value | None
) -> tuple[Direction, str]:
    if now is None or now.reason:
        return Direction.CANNOT_SAY, "no figure is reported"
    if then is None or then.reason:
        return Direction.CANNOT_SAY, "no earlier figure is held here"
    for value in (now, then):
        if value.figure is None:
            return Direction.CANNOT_SAY, f"“{value.printed}” is not one number that can be compared"
    assert now.number is not None and then.number is not None  # a figure is a number
    if (now.kind, now.unit) != (then.kind, then.unit):
        return Direction.CANNOT_SAY, f"{now.printed} and {then.printed} are not of one kind and unit"
    if now.number == then.number:
        return Direction.NO_CHANGE, f"both figures are {now.printed}"
    side = f"{now.printed} is {'above' if now.number > then.number else 'below'} {then.printed}"
    if criterion is not None and abs(now.number - then.number) < _least(criterion, then.number):
        return Direction.NO_REAL_CHANGE, f"{side} by less than {_published(criterion, now)}"
    if polarity is None:
        return Direction.CHANGED, f"{side}, and nothing here says which way is better"
    if polarity is Polarity.WITHIN_RANGE:
        return _beside_the_range(now.number, then.number, side, within, now.unit)
    better = (now.number > then.number) is (polarity is Polarity.HIGHER)
    return Direction.BETTER if better else Direction.WORSE, f"{side}, and {polarity.value} is better"


def _beside_the_range(now: Decimal, then: Decimal, side: str, within: Value | None, unit: str) -> tuple[Direction, str]:
    if within is None or within.reason or within.unit != unit or (within.low is None and within.figure is None):
        return Direction.CHANGED, f"{side}, and no range to be within is given"
    now_off, then_off = (distance(number, within, Polarity.WITHIN_RANGE) for number in (now, then))
    range_ = said(within)
    if now_off == then_off:
        where = f"both are within {range_}" if not now_off else f"both are as far from {range_}"
        return Direction.CHANGED, f"{side}, and {where}"
    if now_off < then_off:
        return Direction.BETTER, f"{side}, and nearer to {range_}" if now_off else f"{side}, and within {range_}"
    return Direction.WORSE, f"{side}, and further from {range_}" if then_off else f"{side}, and outside {range_}"


def _least(criterion: Value, then: Decimal) -> Decimal:
    amount = criterion.number or Decimal(0)
    return amount * abs(then) / WHOLE if criterion.kind is Kind.PERCENTAGE else amount


def _published(criterion: Value, now: Value) -> str:
    if criterion.kind is Kind.PERCENTAGE:
        return f"{criterion.printed} of it, which is the published limit of a real change"
    points = " percentage points" if now.kind is Kind.PERCENTAGE else ""
    return f"{criterion.printed}{points}, which is the published limit of a real change"


# ---- against what ----


def travel(view: MeasureView) -> tuple[tuple[str, Movement], ...]:
    """Each comparison with what it is against; none, where one figure stands alone, for it has no direction."""
    figures = [held for held in view.series if not held.result.value.reason]
    if not figures or (len(figures) == 1 and (view.baseline is None or view.baseline.reason)):
        return ()
    yearly = view.measure.frequency is Frequency.YEARLY
    told = [] if yearly else [("Since the quarter before", since_previous(view))]
    return (
        *told,
        ("Since the same quarter of the year before", since_last_year(view)),
        ("Since the baseline", since_baseline(view)),
    )


def since_previous(view: MeasureView) -> Movement:
    """Against the quarter before, or the year before where a measure is yearly."""
    now = view.current
    if now is None:
        return _with(None, (Direction.CANNOT_SAY, "no figure is held here"))
    if view.measure.frequency is Frequency.YEARLY:
        return since_last_year(view)
    if view.measure.counting is Counting.CUMULATIVE:
        return _with(
            None,
            (Direction.CANNOT_SAY, "it is counted from the start of each year, so it grows from quarter to quarter"),
        )
    return since(view, now.quarter.previous)


def since_last_year(view: MeasureView) -> Movement:
    """Against the same quarter of the year before."""
    now = view.current
    if now is None:
        return _with(None, (Direction.CANNOT_SAY, "no figure is held here"))
    return since(view, Quarter(now.quarter.year - 1, now.quarter.number))


def since(view: MeasureView, quarter: Quarter) -> Movement:
    """The latest figure against that of an earlier quarter. ``then_quarter`` is always that quarter."""
    now = view.current
    then = view.figure(quarter)
    earlier = then.result.value if then else None
    if now is None:
        return _with(earlier, (Direction.CANNOT_SAY, "no figure is held here"), quarter)
    if now.result.value.reason:
        return _with(earlier, (Direction.CANNOT_SAY, f"no figure is reported for {now.quarter.title}"), quarter)
    if then is None or then.result.value.reason:
        return _with(earlier, (Direction.CANNOT_SAY, f"no figure for {quarter.title} is held here"), quarter)
    if refused := _not_alike(view, now, then):
        return _with(earlier, (Direction.CANNOT_SAY, refused), quarter)
    measure = view.measure
    found = _moved(now.result.value, earlier, measure.polarity, measure.real_change, now.target)
    return _with(earlier, found, quarter)


def since_baseline(view: MeasureView) -> Movement:
    """Against where the measure started, as printed."""
    now, baseline = view.current, view.baseline
    if now is None:
        return _with(baseline, (Direction.CANNOT_SAY, "no figure is held here"))
    if baseline is None or baseline.reason:
        return _with(baseline, (Direction.CANNOT_SAY, "no baseline is reported"))
    if view.measure.counting is Counting.CUMULATIVE and now.quarter.number != 4:
        return _with(
            baseline, (Direction.CANNOT_SAY, f"{now.quarter.years} is not over, and it is counted through the year")
        )
    if Mark.LOW in now.marks and baseline.number == 0:
        return _with(baseline, (Direction.CANNOT_SAY, _LOW))
    return movement(now.result.value, baseline, view.measure.polarity, view.measure.real_change, now.target)


_LOW = "a figure that is printed as 0 is more than nothing"


def _not_alike(view: MeasureView, now: SeriesResult, then: SeriesResult) -> str:
    """Why two figures of one measure are not of the same thing; blank, where they are."""
    if now.result.value.number == then.result.value.number == 0 and (Mark.LOW in now.marks or Mark.LOW in then.marks):
        return _LOW
    definition = view.measure.definition
    if in_force(definition, now.quarter) != in_force(definition, then.quarter):
        return f"what is counted was defined anew after {then.quarter.title}"
    if view.measure.counting is Counting.CUMULATIVE and now.quarter.number != then.quarter.number:
        return "it is counted from the start of each year, and the quarters are not the same part of it"
    return ""
