"""What is printed of one promise in two places: in the plan and the report, in the report and its own list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from quarterday.entries import NOWHERE
from quarterday.model import Counting, Data, Measure, Plan, Version, in_force
from quarterday.periods import Quarter
from quarterday.problems import Problem
from quarterday.rules.reported import OfAction, OfMeasure, OfPriority, at, groups, named, plans, quoted
from quarterday.rules.rule import Rule, note, warning
from quarterday.values import Kind, Reason, Value

Versions = tuple[Version[Value], ...]
Apart = Callable[[Value, Value], bool]


@dataclass(frozen=True)
class Sides:
    """What the plan says of a thing, in each version, and what a report says."""

    of: OfAction | OfMeasure
    versions: Versions
    said: Value | None

    @property
    def planned(self) -> Value | None:
        return in_force(self.versions, self.of.group.quarter)


def due_dates_agree(data: Data) -> Iterator[Problem]:
    """Moray's plan gives March 2023 to the commissioning model, its report 31-Mar-2022; to the return of children, the
    plan gives March 2022 and the report 31-Mar-2023."""
    for group in groups(data):
        actions = [Sides(of, of.action.due, of.report.due) for of in group.actions]
        measures = [Sides(of, of.measure.due, of.report.due) for of in group.measures]
        yield from _differing(actions, "due date", _no_day_in_common, _swapped(group))
        yield from _differing(measures, "due date", _no_day_in_common, {})


def ratings_agree(data: Data) -> Iterator[Problem]:
    """Moray's plan rates SERV1.1 as 1, and the report leaves its priority blank."""
    for group in groups(data):
        actions = [Sides(of, of.action.rating, of.report.rating) for of in group.actions]
        yield from _differing(actions, "priority rating", _other_words, {})


def targets_agree(data: Data) -> Iterator[Problem]:
    """Midlothian prints 'increase 21/22 figs by 15%' for 22/23.CSPC.4a, and 43 in its list of what is off target.

    Of a figure that grows through the year, a report may give the quarter's share of the year's target.
    """
    for plan in plans(data):
        for group in plan.groups:
            for item in group.measures:
                planned, said = item.planned_target, item.report.target
                if item.measure.counting is Counting.CUMULATIVE:
                    continue
                why = _two_targets(planned, said, _baseline(item.measure, item))
                if planned and said and why is not None:
                    told = f"target differs: the plan says {_where(planned)}, the report {_where(said)}{why}"
                    yield _told(item.subject, planned, said, told)
        for row in plan.listed:
            first = row.reported.target if row.reported else in_force(row.measure.target, plan.quarter)
            why = _two_targets(first, row.row.target, _baseline(row.measure, row.reported))
            if first and why is not None and row.measure.counting is not Counting.CUMULATIVE:
                one = "the report's row says" if row.reported and row.reported.report.target else "the plan says"
                listed = f"its list of what is off target {_where(row.row.target)}"
                yield _told(row.subject, first, row.row.target, f"target differs: {one} {_where(first)}, {listed}{why}")


def figures_of_one_measure_agree(data: Data) -> Iterator[Problem]:
    """A report that prints a figure in a measure's row prints no other in its own list of what is off target."""
    for plan in plans(data):
        for listed in plan.listed:
            row, result = listed.row, listed.reported.result if listed.reported else None
            if result is None or row.last_update_quarter not in (None, plan.quarter):
                continue
            one, other = result.value, row.value
            if one.figure is not None and other.figure is not None and one.figure != other.figure:
                told = f"figure differs: the report's row says {_where(one)}, its list of what is off target"
                yield _told(listed.subject, one, other, f"{told} {_where(other)}")


def a_measure_is_printed_once(data: Data) -> Iterator[Problem]:
    """Moray's plan prints its measure of 'Parental Substance Misuse concerns' twice; the first likely is of alcohol."""
    for plan in data.plans:
        first: dict[str, Measure] = {}
        held = (*plan.measures, *(of for priority in plan.priorities for of in priority.measures))
        for measure in (one for one in held if one.in_plan):
            title = max(measure.title, key=lambda version: version.since).value
            one = first.setdefault(" ".join(title.casefold().split()), measure)
            if one is not measure:
                told = f"the measure '{title}' is printed twice in the {_kind(plan)}, first at {at(one.place)}"
                right = "should one say what else it counts?"
                yield warning(measure.place, named(measure.code, title, plan), title, f"{told}; {right}")


def _kind(plan: Plan) -> str:
    return named("", "", plan).removesuffix(", ")


def _differing(items: list[Sides], what: str, apart: Apart, swapped: dict[str, str]) -> Iterator[Problem]:
    """A blank is told of where the same paper gives the cell to others; a column that nobody fills says nothing."""
    plan_gives = any(one.planned and not _is_blank(one.planned) for one in items)
    report_gives = any(one.said and not _is_blank(one.said) for one in items)
    for one in items:
        planned, said, of = one.planned, one.said, one.of
        if planned is None or said is None:
            continue
        if _is_blank(planned) != _is_blank(said):
            if plan_gives and report_gives:
                sides = f"the plan {_side(planned)}, the report {_side(said)}"
                told = f"{what} is in one of two places: {sides}; is the blank meant?"
                yield note(said.place or of.report.place, of.subject, _about(planned, said), told)
        elif not _is_blank(said) and apart(planned, said):
            before = _as_it_was(one.versions, of.group.quarter, said, apart)
            also = f"; it looks swapped with {swapped[of.id]}" if of.id in swapped else ""
            told = f"{what} differs: the plan says {_where(planned)}, the report {_where(said)}{before}{also}"
            yield _told(of.subject, planned, said, told)


def _told(subject: str, first: Value, second: Value, told: str) -> Problem:
    return warning(second.place or NOWHERE, subject, _about(first, second), f"{told}; which one holds?")


def _about(first: Value, second: Value) -> str:
    return f"{first.printed or 'blank'} and {second.printed or 'blank'}"


def _where(value: Value) -> str:
    return quoted(value, value.place)


def _side(value: Value) -> str:
    return f"is blank ({at(value.place or NOWHERE)})" if _is_blank(value) else f"says {_where(value)}"


def _is_blank(value: Value) -> bool:
    return value.reason is Reason.NOT_REPORTED


def _other_words(one: Value, other: Value) -> bool:
    return one.printed.casefold() != other.printed.casefold()


def _no_day_in_common(one: Value, other: Value) -> bool:
    """31-Mar-2023 is in March 2023. What is no date cannot be compared."""
    if not (one.first_day and one.last_day and other.first_day and other.last_day):
        return False
    return one.last_day < other.first_day or other.last_day < one.first_day


def _as_it_was(versions: Versions, quarter: Quarter, said: Value, apart: Apart) -> str:
    earlier = [version for version in versions if version.since <= quarter and not apart(version.value, said)]
    return f", as the plan did from {max(one.since for one in earlier).short}" if earlier else ""


def _swapped(group: OfPriority) -> dict[str, str]:
    """By id, the action whose date in the plan an action has in the report, where it is so the other way round too."""
    found: dict[tuple[tuple[int, int], tuple[int, int]], list[OfAction]] = defaultdict(list)
    for item in group.actions:
        planned, said = in_force(item.action.due, group.quarter), item.report.due
        if planned and said and planned.last_day and said.last_day and _no_day_in_common(planned, said):
            months = [(value.year, value.month) for value in (planned.last_day, said.last_day)]
            found[months[0], months[1]].append(item)
    pairs: dict[str, str] = {}
    for (planned_in, said_in), items in found.items():
        others = found.get((said_in, planned_in), [])
        if len(items) == len(others) == 1:
            pairs[items[0].id] = others[0].action.code or others[0].subject
    return pairs


def _baseline(measure: Measure, reported: OfMeasure | None) -> Value | None:
    return reported.report.baseline if reported and reported.report.baseline else measure.baseline


def _two_targets(one: Value | None, other: Value | None, baseline: Value | None) -> str | None:
    """What to add to the message; None where the two may be one target. A change is worked out on the baseline."""
    if one is None or other is None:
        return None
    if one.kind is other.kind is Kind.RELATIVE:
        return "" if one.number != other.number else None
    if Kind.RELATIVE in (one.kind, other.kind):
        change, figure = (one, other) if one.kind is Kind.RELATIVE else (other, one)
        if baseline is None or not baseline.figure or figure.figure is None or change.number is None:
            return None
        meant = baseline.figure * (1 + change.number / 100)
        if abs(meant - figure.figure) <= Decimal("0.5").scaleb(_exponent(figure.figure)):
            return None
        return f"; {change.number:+}% on the baseline {baseline.printed} is {meant.normalize():f}"
    if one.kind is other.kind is Kind.RANGE:
        return "" if (one.low, one.high) != (other.low, other.high) else None
    return "" if one.figure is not None and other.figure is not None and one.figure != other.figure else None


def _exponent(figure: Decimal) -> int:
    exponent = figure.as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0


RULES: tuple[Rule, ...] = (
    due_dates_agree,
    ratings_agree,
    targets_agree,
    figures_of_one_measure_agree,
    a_measure_is_printed_once,
)
