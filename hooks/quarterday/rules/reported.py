"""What the quarters report, each beside what was promised of it, and how a message names both and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from quarterday.model import (
    Action,
    ActionReport,
    Data,
    Measure,
    MeasureReport,
    OffTargetList,
    OffTargetRow,
    Passage,
    Plan,
    PlanKind,
    PlanReport,
    Priority,
    PriorityReport,
    QuarterData,
    Result,
    Risk,
    Row,
    Update,
    in_force,
)
from quarterday.periods import Quarter
from quarterday.problems import Place
from quarterday.values import Value

KINDS = {PlanKind.LOIP: "LOIP", PlanKind.CORPORATE: "corporate plan", PlanKind.SERVICE: "service plan"}


def named(code: str, title: str, plan: Plan | None) -> str:
    """A thing by its code and its title as printed; by its plan and its title where it has no code."""
    title = " ".join(title.split())
    if code:
        return f"{code} {title}".strip()
    return f"{KINDS[plan.kind]}, {title}" if plan else title


def quoted(value: Value, place: Place | None = None) -> str:
    """As printed, and where. A date broken by a space is given whole too, so that a search finds it."""
    whole = re.sub(r" ?- ?", "-", value.printed)
    also = [whole] if value.first_day and whole != value.printed else []
    also += [at(place)] if place else []
    return f"'{value.printed}'" + (f" ({', '.join(also)})" if also else "")


def at(place: Place) -> str:
    """File and line."""
    return f"{place.path}:{place.line}"


@dataclass(frozen=True)
class OfAction:
    """One action in one quarter's report."""

    group: OfPriority
    action: Action
    report: ActionReport

    @property
    def id(self) -> str:
        return self.action.id

    @cached_property
    def subject(self) -> str:
        title = self.report.title or in_force(self.action.title, self.group.quarter) or self.action.id
        return named(self.action.code or self.report.code, title, self.group.plan)


@dataclass(frozen=True, slots=True)
class OfMeasure:
    """One measure in one quarter's report."""

    group: OfPriority
    measure: Measure
    report: MeasureReport

    @property
    def id(self) -> str:
        return self.measure.id

    @property
    def subject(self) -> str:
        title = self.report.title or in_force(self.measure.title, self.group.quarter) or self.measure.id
        return named(self.measure.code or self.report.code, title, self.group.plan)

    @property
    def result(self) -> Result | None:
        """The figure for the quarter that is reported; an earlier one that came late is not."""
        for one in self.report.results:
            if one.quarter == self.group.quarter:
                return one
        return None

    @property
    def target(self) -> Value | None:
        """The report's where it has such a cell, blank or not; otherwise the plan's."""
        return self.report.target if self.report.target is not None else self.planned_target

    @property
    def planned_target(self) -> Value | None:
        return in_force(self.measure.target, self.group.quarter)

    @property
    def due(self) -> Value | None:
        return self.report.due if self.report.due is not None else in_force(self.measure.due, self.group.quarter)


@dataclass(frozen=True)
class Promised:
    """A priority, with its actions and its measures by id."""

    priority: Priority
    actions: Mapping[str, Action]
    measures: Mapping[str, Measure]


@dataclass(frozen=True)
class OfPriority:
    """One priority, or one group of actions, in one quarter's report."""

    quarter: Quarter
    covered: bool
    """The quarter says that it reports on the plan. Of one that does not, nothing may be said to be late."""
    plan: Plan
    promised: Promised
    report: PriorityReport

    @property
    def priority(self) -> Priority:
        return self.promised.priority

    @cached_property
    def subject(self) -> str:
        title = self.report.title or in_force(self.priority.title, self.quarter) or self.priority.id
        return named(self.priority.code, title, self.plan)

    @cached_property
    def is_whole(self) -> bool:
        """Every action that is promised by this quarter is reported. One that is completed may be left out."""
        promised = {action.id for action in self.priority.actions if in_force(action.title, self.quarter) is not None}
        return promised <= {report.action for report in self.report.actions}

    @property
    def actions(self) -> Iterator[OfAction]:
        promised = self.promised.actions
        for report in self.report.actions:
            if report.action in promised:
                yield OfAction(self, promised[report.action], report)

    @property
    def measures(self) -> Iterator[OfMeasure]:
        promised = self.promised.measures
        for report in self.report.measures:
            if report.measure in promised:
                yield OfMeasure(self, promised[report.measure], report)

    @cached_property
    def units(self) -> Counter[str]:
        """How many of its measures count in each unit."""
        return Counter(one.measure.unit for one in self.measures)


@dataclass(frozen=True)
class Listed:
    """One row of the council's own list of what is off target, and the report's own row of the measure."""

    row: OffTargetRow
    subject: str
    measure: Measure
    reported: OfMeasure | None


@dataclass(frozen=True)
class OfPlan:
    """One plan in one quarter's report, with its priorities."""

    quarter: Quarter
    covered: bool
    plan: Plan
    report: PlanReport | None
    groups: tuple[OfPriority, ...]

    @property
    def subject(self) -> str:
        row = self.report.row if self.report and self.report.row else Row()
        return named(row.code, row.title or self.plan.title, self.plan)

    @cached_property
    def is_whole(self) -> bool:
        """Every priority is reported, and every action."""
        promised = {one.id for one in self.plan.priorities if in_force(one.title, self.quarter) is not None}
        return promised <= {group.priority.id for group in self.groups} and all(of.is_whole for of in self.groups)

    @property
    def measures(self) -> Iterator[OfMeasure]:
        return (measure for group in self.groups for measure in group.measures)

    @cached_property
    def actions(self) -> dict[str, OfAction]:
        """By id."""
        return {of.action.id: of for group in self.groups for of in group.actions}

    @property
    def off_target(self) -> OffTargetList | None:
        return self.report.off_target if self.report else None

    @property
    def listed(self) -> Iterator[Listed]:
        rows = self.off_target.rows if self.off_target else ()
        if not rows:
            return
        held = [*self.plan.measures, *(of for priority in self.plan.priorities for of in priority.measures)]
        promised = {measure.id: measure for measure in held}
        reported = {of.measure.id: of for of in self.measures}
        for row in rows:
            if row.measure in promised:
                measure = promised[row.measure]
                title = row.title or in_force(measure.title, self.quarter) or measure.id
                subject = named(measure.code or row.code, title, self.plan)
                yield Listed(row, subject, measure, reported.get(row.measure))


Of: TypeAlias = OfPlan | OfPriority | OfAction | OfMeasure
"""What a text is about: its ``subject`` names it."""


def plans(data: Data) -> Iterator[OfPlan]:
    """Every plan in every quarter that reports on it. What names nothing that is held is told by the checks."""
    promised = [(plan, {priority.id: _promised(priority) for priority in plan.priorities}) for plan in data.plans]
    for held in data.quarters:
        for plan, priorities in promised:
            report = next((one for one in held.plans if one.plan == plan.id), None)
            of = tuple(_groups(held, plan, priorities))
            if report or of:
                yield OfPlan(held.quarter, plan.id in held.covers, plan, report, of)


def groups(data: Data) -> Iterator[OfPriority]:
    for plan in plans(data):
        yield from plan.groups


def _promised(priority: Priority) -> Promised:
    actions, measures = priority.actions, priority.measures
    return Promised(priority, {one.id: one for one in actions}, {one.id: one for one in measures})


def _groups(held: QuarterData, plan: Plan, promised: Mapping[str, Promised]) -> Iterator[OfPriority]:
    for report in held.priorities:
        if report.priority in promised:
            yield OfPriority(held.quarter, plan.id in held.covers, plan, promised[report.priority], report)


def words(plan: OfPlan) -> Iterator[tuple[Of, Place, str]]:
    """What the report says in words: what each text is about, where it stands, and the text."""
    if plan.report:
        of_plan = (_of_row(plan.report.row), _of_risks(plan.report.risks), _of_passages(plan.report.passages))
        yield from ((plan, place, text) for place, text in chain(*of_plan))
    for group in plan.groups:
        report, here = group.report, group.report.place
        lines = [(here, report.achievements), (here, report.plans), (here, report.change_requests or "")]
        lines += [(step.place, f"{step.title}\n\n{step.comments}") for step in report.next_steps]
        passages = (*report.participation, *report.passages, *(of for one in report.outcomes for of in one.passages))
        of_group = (_of_row(report.row), lines, _of_passages(passages), _of_risks(report.risks))
        yield from ((group, place, text) for place, text in chain(*of_group) if text)
        for action in group.actions:
            yield from ((action, place, text) for place, text in _of_update(action.report.update))
        for measure in group.measures:
            for text in (measure.report.commentary, measure.report.action_taken):
                if text:
                    yield measure, measure.report.place, text


def _of_row(row: Row | None) -> Iterator[tuple[Place, str]]:
    yield from _of_update(row.update if row else None)


def _of_update(update: Update | None) -> Iterator[tuple[Place, str]]:
    if update:
        yield update.place, f"{update.printed_quarter}\n\n{update.text}"


def _of_passages(passages: tuple[Passage, ...]) -> Iterator[tuple[Place, str]]:
    for passage in passages:
        yield passage.place, f"{passage.title}\n\n{passage.text}"


def _of_risks(risks: tuple[Risk, ...]) -> Iterator[tuple[Place, str]]:
    for risk in risks:
        yield risk.place, f"{risk.title}\n\n{risk.text}\n\n{risk.mitigation or ''}"
