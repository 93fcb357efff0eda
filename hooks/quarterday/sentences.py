"""Plain sentences about what was reported, made of its figures: nothing is said that the type of a value cannot bear.

A number in a sentence is printed in the data, or is the exact difference of two figures of one kind and one unit.
Words, grades, ranges, changes from an earlier year, and figures held back or banded are never subtracted from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from quarterday.figures import alike
from quarterday.history import SeriesResult
from quarterday.model import Mark
from quarterday.phrases import all_of, counted
from quarterday.report import ActionView, MeasureView, PriorityView
from quarterday.status import (
    ACTION_STATUSES,
    MEASURE_STATUSES,
    WHOLE,
    Status,
    cannot_compare,
    day_of,
    how_rated,
    is_whole,
    said,
    side,
)
from quarterday.values import MONEY, SCALES, Kind, Value

IN_A_COUNT = {
    Status.NO_DATA: ("has no data", "have no data"),
    Status.DATA_ONLY: ("has data only", "have data only"),
    Status.NEW_MEASURE: ("is new", "are new"),
    Status.NOT_STATED: ("has no status stated", "have no status stated"),
    Status.CHECK_PROGRESS: ("needs a check of its progress", "need a check of their progress"),
}
"""How a status is said of one and of several, where "is" and its own word will not do."""


def about_measure(view: MeasureView) -> str:
    """The latest figure beside its target and its baseline; nothing, where there is no figure to speak of."""
    held = view.current
    if held is None or held.result.value.reason:
        return ""
    told = [
        f"The figure for {held.quarter.title} is {_figure(held.result.value, view.measure.unit)}{_aim(view, held)}."
    ]
    if held.baseline is not None and not held.baseline.reason:
        told.append(f"The baseline was {_words(held.baseline)}.")
    return " ".join(told)


def about_action(view: ActionView) -> str:
    """The progress last reported, beside the share of its time that had passed; nothing, where none is reported."""
    progress = view.progress
    if view.latest is None or progress is None or progress.reason:
        return ""
    told = f"Progress in {view.latest.quarter.title} is {_words(progress)}"
    is_share = progress.kind is Kind.PERCENTAGE and progress.number is not None and 0 <= progress.number <= WHOLE
    if not is_share or is_whole(progress) or view.expected is None or view.due is None:
        return f"{told}."
    return f"{told}. By its end, {view.expected}% of the time to the due date, {day_of(view.due)}, had passed."


def about_priority(view: PriorityView) -> str:
    """How many of its measures and actions are in each status, by our rules; nothing, where it has neither."""
    measures = Counter(measure.judgement.status for measure in view.measures)
    actions = Counter(action.judgement.status for action in view.actions if action.latest)
    told = (
        _in_statuses(measures, MEASURE_STATUSES, "measure"),
        _in_statuses(actions, ACTION_STATUSES, "action", sum(1 for action in view.actions if not action.latest)),
    )
    return " ".join(filter(None, told))


def about_rule(view: MeasureView) -> str:
    """How a measure is rated, and whose tolerance that is; blank, where nothing can be compared with its target."""
    measure, target = view.measure, view.target
    held = view.current.result.value if view.current else None
    like = target if held is None or held.figure is None else held
    if like is None or measure.polarity is None or cannot_compare(like, target, measure.polarity):
        return ""
    rule = how_rated(measure.polarity, measure.tolerance or view.history.council.rules.tolerance, like)
    return f"{rule}. The tolerance is {'the measure’s own' if measure.tolerance else 'the one for every measure'}"


def difference(one: Value, other: Value, unit: str = "") -> str:
    """How far apart two figures of one kind and unit are: "11", "14 percentage points", "£0.08M", "1 day".

    It has as many decimals as the finer of the two prints. Blank, where the two cannot be subtracted. ``unit`` is what
    is counted, where the figures do not print it.
    """
    if not alike(one, other):
        return ""
    assert one.number is not None and other.number is not None
    apart = abs(one.number - other.number)
    if one.kind is Kind.MONEY:
        return _pounds(one, other, apart)
    words = f"{apart:,}"
    if one.kind is Kind.PERCENTAGE or unit == "%":
        return f"{words} percentage {'point' if words == '1' else 'points'}"
    if one.kind is Kind.DURATION:
        return f"{words} {one.unit.removesuffix('s') if words == '1' else one.unit}"
    return f"{words} {one.unit}".rstrip()


def can_subtract(held: SeriesResult) -> bool:
    """A figure that is printed as 0 and is more than nothing, or is held back, has no difference from another."""
    return held.result.value.figure is not None and Mark.LOW not in held.result.marks


def _pounds(one: Value, other: Value, apart: Decimal) -> str:
    """In the scale that both print; in whole pounds and pence, where they differ in it."""
    scales = [(found[3] or "") if (found := MONEY.fullmatch(_plain(value))) else "" for value in (one, other)]
    if scales[0].casefold() != scales[1].casefold() or not scales[0]:
        return f"£{apart:,}"
    decimals = max(_decimals(value) for value in (one, other))
    shown = apart.scaleb(-SCALES[scales[0].casefold()]).quantize(Decimal(1).scaleb(-decimals))
    between = " " if scales[0].casefold() in ("thousand", "million", "billion") else ""
    return f"£{shown:,}{between}{scales[0]}"


def _plain(value: Value) -> str:
    return " ".join(value.printed.split()).replace("\N{MINUS SIGN}", "-")


def _decimals(value: Value) -> int:
    found = re.search(r"\.(\d+)", value.printed)
    return len(found[1]) if found else 0


def _aim(view: MeasureView, held: SeriesResult) -> str:
    """Where the figure is beside the target that was in force for it; no word on which way is better."""
    target, value = held.target, held.result.value
    if target is None or target.reason:
        return ""
    when = f" for {day_of(held.due)}" if held.due is not None and held.due.first_day and held.judgement.early else ""
    aim = f"the target of {said(target)}{when}"
    if target.kind is Kind.RANGE and held.result.value.figure is not None and target.unit == value.unit:
        return f", {side(value, target)} {aim}"
    if not can_subtract(held) or not alike(value, target):
        return f", and the target is {_words(target)}{when}"
    if value.number == target.number:
        return f", equal to {aim}"
    return f", {difference(value, target, view.measure.unit)} {side(value, target)} {aim}"


def _figure(value: Value, unit: str) -> str:
    """As printed, with what is counted after it. The council's own word is never made singular."""
    if value.kind is not Kind.NUMBER or not unit:
        return _words(value)
    follows = unit.startswith("per ") or (unit[:1].isalpha() and abs(value.number or 0) != 1)
    return f"{value.printed} {unit}" if follows else f"{value.printed} ({unit})"


def _words(value: Value) -> str:
    """Words of the report stand in quotation marks, and figures do not."""
    is_words = value.kind in (Kind.TEXT, Kind.GRADE, Kind.YES_NO, Kind.RELATIVE)
    return f"“{value.printed}”" if is_words else said(value)


def _in_statuses(counts: Counter[Status], order: Sequence[Status], what: str, silent: int = 0) -> str:
    """How many are in each status, in the order of the key; ``silent`` are those without a report."""
    told = [(counts[one], IN_A_COUNT.get(one, _is(one.word.lower()))) for one in order if counts[one]]
    if silent:
        told.append((silent, ("has no report here", "have no report here")))
    if not told:
        return ""
    if len(told) == 1:
        [(number, (one, several))] = told
        every = f"The one {what}" if number == 1 else f"Both {what}s" if number == 2 else f"All {number} {what}s"
        return f"{every} {one if number == 1 else several}."
    every = counted(sum(number for number, _ in told), what)
    return f"Of {every}, {all_of(f'{number} {one if number == 1 else several}' for number, (one, several) in told)}."


def _is(word: str) -> tuple[str, str]:
    return f"is {word}", f"are {word}"
