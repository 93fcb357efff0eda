"""Statuses that a report gives, against the rules, its own list of what is off target, and its words."""

from __future__ import annotations

from collections.abc import Iterator

from quarterday.model import Council, Data
from quarterday.problems import Place, Problem
from quarterday.rules.reported import OfAction, OfMeasure, at, groups, plans
from quarterday.rules.rule import Rule, note, warning
from quarterday.status import (
    Judgement,
    Status,
    action_due,
    measure_status,
    progress_status,
    reported_status,
)

UNDER_WAY = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.CHECK_PROGRESS, Status.OVERDUE, Status.UNASSIGNED)
CONTRADICTED: dict[Status, tuple[Status, ...]] = {
    Status.COMPLETED: UNDER_WAY,
    Status.NOT_STARTED: (Status.COMPLETED, Status.OVERDUE, Status.IN_PROGRESS, Status.CHECK_PROGRESS),
    Status.IN_PROGRESS: (Status.COMPLETED, Status.OVERDUE),
    Status.CHECK_PROGRESS: (Status.COMPLETED,),
    Status.UNASSIGNED: (Status.COMPLETED,),
    Status.OVERDUE: (Status.COMPLETED, Status.NOT_STARTED, Status.IN_PROGRESS, Status.CHECK_PROGRESS),
    Status.ON_TARGET: (Status.OFF_TARGET,),
    Status.OFF_TARGET: (Status.ON_TARGET,),
}
"""What a report says, and what the rules say that cannot be true as well. Shades between them are a council's own."""


def statuses_agree_with_the_rules(data: Data) -> Iterator[Problem]:
    """Moray's key gives '0' to what is completed, and SERV1.1 has it with 100%; with 66% it would be contradicted."""
    for group in groups(data):
        items: list[OfAction | OfMeasure] = [*group.actions, *group.measures]
        for item in items:
            status = item.report.status
            stated = reported_status(status, data.council)
            if status is None or stated is None or item.report.override:
                continue
            judged = _judged(item, data.council)
            if judged is None or judged.early:
                continue
            if judged.status is Status.OVERDUE and isinstance(item, OfAction) and item.report.due is not None:
                continue  # the rule of due dates tells it
            if judged.status in CONTRADICTED.get(stated, ()):
                word = stated.word.lower()
                means = "" if word == status.printed.casefold() else f", which means {word}"
                told = f"status is '{status.printed}'{means}, and by the rules it is {judged.status.word.lower()}"
                about = f"{status.printed}, {judged.because}"
                place = status.place or item.report.place
                yield warning(place, item.subject, about, f"{told}, because {judged.because}; which one holds?")


def what_is_listed_off_target_is_off_target(data: Data) -> Iterator[Problem]:
    """Each of the five figures on Midlothian's list is off target; one that meets the target beside it would not be."""
    for plan in plans(data):
        for listed in plan.listed:
            row, measure = listed.row, listed.measure
            tolerance = measure.tolerance or data.council.rules.tolerance
            judged = measure_status(row.value, row.target, measure.polarity, tolerance)
            if judged.status is Status.ON_TARGET:
                told = f"it is on the report's list of what is off target, and {judged.because}; does it belong there?"
                yield warning(row.place, listed.subject, judged.because, told)


def what_is_off_target_is_listed(data: Data) -> Iterator[Problem]:
    """Midlothian prints 46 families who organise their own support, a target of 75, and no row for it on its list of
    what is off target. A target for a later day may be why, so of that a person is told and nothing is stopped."""
    for plan in plans(data):
        if plan.off_target is None:
            continue
        rows = {row.measure for row in plan.off_target.rows}
        for item in plan.measures:
            judged = _judged(item, data.council) if item.measure.id not in rows else None
            if judged and judged.status is Status.OFF_TARGET:
                told = f"{judged.because}, yet not on the report's own list of what is off target"
                place = _place(item)
                tell = note if judged.early else warning
                right = f"{told} ({at(plan.off_target.place)}); does it belong there?"
                yield tell(place, item.subject, judged.because, right)


def what_is_off_target_has_a_commentary(data: Data) -> Iterator[Problem]:
    """Midlothian's list gives 33.33% against 95% for complaints answered in time, and no word on why.

    Only of the latest quarter that reports on a plan: on earlier ones nobody will write any more. A target for a later
    day may still be met.
    """
    latest = {plan.plan.id: plan for plan in sorted(plans(data), key=lambda plan: plan.quarter) if plan.covered}
    for plan in latest.values():
        said = {item.measure.id for item in plan.measures if _has_words(item)}
        listed = {one.row.measure: one for one in plan.listed}
        for one in listed.values():
            if one.row.measure not in said and one.row.last_update_quarter in (None, plan.quarter):
                told = f"{one.row.value.printed} is on the report's list of what is off target"
                yield _without(one.row.place, one.subject, told, one.row.value.printed)
        for item in plan.measures:
            judged = _judged(item, data.council)
            if item.measure.id in said or item.measure.id in listed or judged is None or judged.early:
                continue
            if judged.status is Status.OFF_TARGET:
                yield _without(_place(item), item.subject, judged.because, judged.because)


def _without(place: Place, subject: str, told: str, about: str) -> Problem:
    return warning(place, subject, about, f"{told}, with no commentary; can the report say why?")


def _has_words(item: OfMeasure) -> bool:
    report = item.report
    return bool(report.commentary.strip() or report.action_taken.strip() or report.override)


def _place(item: OfMeasure) -> Place:
    value = item.result.value if item.result else None
    return value.place if value and value.place else item.report.place


def _judged(item: OfAction | OfMeasure, council: Council) -> Judgement | None:
    """What our rules say of the quarter's own figure; None where there is none."""
    group = item.group
    if isinstance(item, OfAction):
        return progress_status(
            item.report.progress,
            action_due(item.action, item.report, group.quarter),
            group.quarter,
            council.rules,
            starts=group.plan.starts,
            covered=group.covered,
        )
    if item.result is None:
        return None
    tolerance = item.measure.tolerance or council.rules.tolerance
    value, target = item.result.value, item.target
    return measure_status(value, target, item.measure.polarity, tolerance, item.due, group.quarter)


RULES: tuple[Rule, ...] = (
    statuses_agree_with_the_rules,
    what_is_listed_off_target_is_off_target,
    what_is_off_target_is_listed,
    what_is_off_target_has_a_commentary,
)
