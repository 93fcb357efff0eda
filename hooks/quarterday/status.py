"""The rules of status: how a figure stands against its target, and an action against its due date.

Nothing but rules. Each gives a status and the sentence that shows its working. The status a report prints is another
fact, and is never filled in from here. An input that is blank, or that cannot be read, gives "not stated".
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from quarterday.model import Action, ActionReport, Council, Override, Polarity, Rules, in_force
from quarterday.periods import Quarter, long_date
from quarterday.values import Kind, Reason, Value

WHOLE = Decimal(100)


class Shown(Enum):
    """Something that is shown as a word, and how it looks: one of six looks, each with a shape of its own."""

    def __init__(self, word: str, look: str) -> None:
        self.word = word
        self.look = look


class Status(Shown):
    """How a figure stands against its target, or an action against its due date."""

    ON_TARGET = ("On target", "good")
    CLOSE_TO_TARGET = ("Close to target", "near")
    OFF_TARGET = ("Off target", "off")
    DATA_ONLY = ("Data only", "calm")
    NO_DATA = ("No data", "none")
    NEW_MEASURE = ("New measure", "none")
    COMPLETED = ("Completed", "good")
    IN_PROGRESS = ("In progress", "calm")
    NOT_STARTED = ("Not started", "none")
    CHECK_PROGRESS = ("Check progress", "near")
    OVERDUE = ("Overdue", "off")
    CANCELLED = ("Cancelled", "none")
    UNASSIGNED = ("Unassigned", "near")
    NOT_STATED = ("Not stated", "unknown")


STATUS_WORDS = {status.word.lower(): status for status in Status}
MEASURE_STATUSES = (
    Status.ON_TARGET,
    Status.CLOSE_TO_TARGET,
    Status.OFF_TARGET,
    Status.DATA_ONLY,
    Status.NO_DATA,
    Status.NEW_MEASURE,
)
MISSED = (Status.OFF_TARGET, Status.CLOSE_TO_TARGET)
"""A figure on the wrong side of its target, near or far."""
ACTION_STATUSES = (
    Status.COMPLETED,
    Status.IN_PROGRESS,
    Status.NOT_STARTED,
    Status.CHECK_PROGRESS,
    Status.OVERDUE,
    Status.CANCELLED,
    Status.UNASSIGNED,
    Status.NOT_STATED,
)


class Judgement(NamedTuple):
    """A status worked out, and why: ``because`` completes the sentence "Off target, because …"."""

    status: Status
    because: str
    override: Override | None = None
    by_rule: Status | None = None
    early: bool = False
    """The target is for a date after the quarter."""

    @property
    def sentence(self) -> str:
        return f"{self.status.word}, because {self.because}"


def overridden(judgement: Judgement, override: Override | None) -> Judgement:
    """A person's judgement stands in place of the rule's; the rule's is still told."""
    if override is None:
        return judgement
    reason = override.reason.rstrip(".")
    return Judgement(STATUS_WORDS[override.status], f"{override.by} judged so: {reason}", override, judgement.status)


def measure_status(
    value: Value | None,
    target: Value | None,
    polarity: Polarity | None,
    tolerance: Value,
    due: Value | None = None,
    quarter: Quarter | None = None,
) -> Judgement:
    """How a result stands against its target.

    ``tolerance``: a bare number is in the measure's own unit (points, for a percentage); with a % sign it is a share of
    the target. A result exactly on the target is on target; exactly at the tolerance, close to target.
    """
    if value is None:
        return Judgement(Status.NO_DATA, "no result is held here")
    if value.reason is Reason.NEW_MEASURE:
        return Judgement(Status.NEW_MEASURE, f"the report prints “{value.printed}”")
    if value.reason:
        return Judgement(Status.NO_DATA, _reason(value))
    if value.kind is Kind.GRADE or value.figure is None or value.number is None:
        return Judgement(Status.DATA_ONLY, f"“{value.printed}” is not one number that can be compared")
    compared = cannot_compare(value, target, polarity)
    if compared:
        return Judgement(Status.DATA_ONLY, compared)
    assert target is not None and polarity is not None  # cannot_compare has seen to it
    missed_by = distance(value.number, target, polarity)
    later = _due_later(due, quarter)
    early = bool(later)
    if missed_by <= 0:
        met = f"{value.printed} is {side(value, target)} {said(target)}"
        return Judgement(Status.ON_TARGET, met + later, early=early)
    miss = f"{value.printed} is {side(value, target)} {target.printed}"
    if missed_by <= _allowed(tolerance, target):
        return Judgement(
            Status.CLOSE_TO_TARGET,
            f"{miss}, within the tolerance of {_tolerance(tolerance, value)}{later}",
            early=early,
        )
    return Judgement(Status.OFF_TARGET, miss + later, early=early)


def how_rated(polarity: Polarity, tolerance: Value, like: Value) -> str:
    """The rule of ``measure_status`` in words; ``like`` is a figure or a target of the measure's kind."""
    met, missed = {
        Polarity.HIGHER: ("at the target or above it", "below it"),
        Polarity.LOWER: ("at the target or below it", "above it"),
        Polarity.WITHIN_RANGE: ("within the target", "outside it"),
    }[polarity]
    if not tolerance.number:
        return f"on target {met}, and off target {missed}"
    return f"on target {met}, close to target up to {_tolerance(tolerance, like)} {missed}, and off target beyond that"


def _reason(value: Value) -> str:
    if value.reason is Reason.NOT_REPORTED:
        return "no figure is reported"
    return f"the report prints “{value.printed}”" if value.printed else "no figure is reported"


def cannot_compare(value: Value, target: Value | None, polarity: Polarity | None) -> str:
    """Why a figure has no target to stand against; blank, where it has."""
    if target is None or target.reason is Reason.NOT_REPORTED:
        return "no target is reported"
    if target.kind is Kind.RELATIVE:
        return f"the target “{target.printed}” is relative to an earlier figure, which this site does not work out"
    if target.number is None and target.kind is not Kind.RANGE:
        return f"the target “{target.printed}” is not a number"
    if polarity is None:
        return "nothing here says whether a higher or a lower figure is better"
    if target.kind is Kind.RANGE and polarity is not Polarity.WITHIN_RANGE:
        return f"the target “{target.printed}” is a range, and the measure is not said to be one"
    if target.unit != value.unit:
        return f"{value.printed} and the target {target.printed} are not in the same unit"
    return ""


def _bounds(target: Value) -> tuple[Decimal, Decimal]:
    if target.low is not None and target.high is not None:
        return target.low, target.high
    assert target.number is not None
    return target.number, target.number


def distance(number: Decimal, target: Value, polarity: Polarity) -> Decimal:
    """How far the wrong side of the target, in the measure's unit; 0 or less is on target."""
    low, high = _bounds(target)
    if polarity is Polarity.HIGHER:
        return low - number
    if polarity is Polarity.LOWER:
        return number - high
    return max(low - number, number - high, Decimal(0))


def side(value: Value, target: Value) -> str:
    """Where a figure is beside a target of its own unit; that says nothing of which way is better."""
    assert value.number is not None
    low, high = _bounds(target)
    if value.number < low:
        return "below"
    return "above" if value.number > high else "within" if low != high else "equal to"


def _allowed(tolerance: Value, target: Value) -> Decimal:
    amount = tolerance.number or Decimal(0)
    if tolerance.kind is Kind.PERCENTAGE:
        return amount * abs(max(_bounds(target), key=abs)) / WHOLE
    return amount


def _tolerance(tolerance: Value, value: Value) -> str:
    if tolerance.kind is Kind.PERCENTAGE:
        return f"{tolerance.printed} of the target"
    return f"{tolerance.printed} points" if value.kind is Kind.PERCENTAGE else tolerance.printed


def said(limits: Value) -> str:
    """A printed range as it is said: a dash would be heard as a minus, or not at all."""
    return re.sub(r"(?<=[\d%]) ?[-–—] ?(?=[£\d])", " to ", limits.printed)


def _due_later(due: Value | None, quarter: Quarter | None) -> str:
    """A target for the end of a year is compared all through the year, and the reader is told so."""
    if due is None or due.last_day is None or quarter is None or due.last_day <= quarter.last_day:
        return ""
    return f" (a target for {day_of(due)}, which is still to come)"


def day_of(value: Value) -> str:
    """A date in words; a month stays a month."""
    if value.first_day and value.first_day == value.last_day:
        return long_date(value.first_day)
    assert value.first_day is not None
    return f"{value.first_day:%B %Y}"


def reported_status(printed: Value | None, council: Council) -> Status | None:
    """What the report's own word or sign means on this site, by the council's mapping; None where it is not stated."""
    if printed is None or printed.reason is Reason.NOT_REPORTED:
        return None
    for status in council.statuses:
        if status.printed.casefold() == printed.printed.casefold():
            return STATUS_WORDS[status.means]
    return STATUS_WORDS.get(printed.printed.casefold())


def expected_by(quarter: Quarter, starts: date | None, due: Value) -> Decimal | None:
    """The share of the time to the due date that has passed at a quarter's end: whole per cent, a straight line."""
    if starts is None or due.last_day is None or due.last_day <= starts:
        return None
    passed = (quarter.last_day - starts).days + 1
    whole = (due.last_day - starts).days + 1
    share = Decimal(passed) * WHOLE / Decimal(whole)
    return min(max(share, Decimal(0)), WHOLE).quantize(Decimal(1))


def action_due(action: Action, report: ActionReport | None, quarter: Quarter) -> Value | None:
    """The report's due date where the report has such a cell, blank or not; otherwise the plan's."""
    if report is not None and report.due is not None:
        return report.due
    return in_force(action.due, quarter)


def is_whole(progress: Value | None) -> bool:
    """Progress of 100%, and nothing that only looks like it: 100 without its sign is another figure."""
    return progress is not None and progress.kind is Kind.PERCENTAGE and progress.number == WHOLE


def progress_status(
    progress: Value | None,
    due: Value | None,
    quarter: Quarter,
    rules: Rules,
    *,
    starts: date | None = None,
    covered: bool = True,
    unassigned: bool = False,
    printed: Status | None = None,
) -> Judgement:
    """How an action stands at the end of a quarter, from its progress and its due date.

    "Overdue" may be said only in a quarter that covers the plan. "Check progress" is progress more than the council's
    ``behind_by`` points behind a straight line from the plan's start to the due date.
    """
    if printed is Status.CANCELLED:
        return Judgement(Status.CANCELLED, "the report says so")
    if progress is None or progress.reason:
        return Judgement(Status.NOT_STATED, "its progress is not reported")
    if progress.kind is not Kind.PERCENTAGE or progress.number is None:
        return Judgement(Status.NOT_STATED, f"its progress is printed “{progress.printed}”, which is not a percentage")
    if not 0 <= progress.number <= WHOLE:
        return Judgement(
            Status.NOT_STATED, f"its progress is printed “{progress.printed}”, which is not from 0% to 100%"
        )
    if due is None or due.reason:
        return Judgement(Status.NOT_STATED, f"its progress is {progress.printed} but its due date is not given")
    if due.last_day is None:
        return Judgement(Status.NOT_STATED, f"its due date is printed “{due.printed}”, which is not one date")
    if is_whole(progress):
        return Judgement(Status.COMPLETED, f"its progress is {progress.printed}")
    end = long_date(quarter.last_day)
    if due.last_day < quarter.last_day:
        if not covered:
            return Judgement(Status.NOT_STATED, "this quarter’s report does not cover its plan")
        return Judgement(Status.OVERDUE, f"{progress.printed} is below 100% and {day_of(due)} is before {end}")
    if unassigned:
        return Judgement(Status.UNASSIGNED, "the plan names nobody to do it")
    if progress.number == 0:
        return Judgement(Status.NOT_STARTED, f"its progress is {progress.printed}")
    expected = expected_by(quarter, starts, due)
    behind = rules.behind_by.number or Decimal(0)
    if expected is not None and expected - progress.number > behind:
        return Judgement(
            Status.CHECK_PROGRESS,
            f"{progress.printed} is more than {behind} points behind the {expected}% of its time "
            f"that had passed on {end}",
        )
    return Judgement(Status.IN_PROGRESS, f"{progress.printed} is below 100% and {day_of(due)} is not before {end}")
