"""One quarter as a reader meets it: for each priority, action and measure the latest that was known by then.

Nothing later than the quarter is ever looked at. Statuses are worked out here by ``quarterday.status``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from quarterday.corrections import without_what_was_withdrawn
from quarterday.history import Dated, History, ReportedStatus, SeriesResult, quarter_of
from quarterday.model import (
    Accessibility,
    Action,
    ActionReport,
    CommitteeReport,
    Correction,
    Council,
    Data,
    Fact,
    Link,
    Measure,
    MeasureReport,
    OffTargetRow,
    Outcome,
    Plan,
    PlanReport,
    Priority,
    PriorityReport,
    QuarterData,
    Term,
    in_force,
)
from quarterday.periods import Quarter
from quarterday.status import (
    ACTION_STATUSES,
    MEASURE_STATUSES,
    Judgement,
    action_due,
    expected_by,
    overridden,
    progress_status,
    reported_status,
)
from quarterday.values import Value

T = TypeVar("T")
Known = TypeVar("Known", Priority, Action, Measure)
Entered = TypeVar("Entered", bound=Fact)


@dataclass(frozen=True)
class MeasureView:
    measure: Measure
    plan: Plan
    priority: Priority | None
    quarter: Quarter
    history: History

    @property
    def id(self) -> str:
        return self.measure.id

    @property
    def reports(self) -> tuple[Dated[MeasureReport], ...]:
        """The latest first."""
        return self.history.reports

    @property
    def stated_off_target(self) -> tuple[Dated[OffTargetRow], ...]:
        """Its rows on the reports' own lists, the latest first."""
        return self.history.stated

    @property
    def series(self) -> tuple[SeriesResult, ...]:
        return self.history.series

    def figure(self, quarter: Quarter) -> SeriesResult | None:
        """That of a quarter, which is likely to be one of the last."""
        return next((held for held in reversed(self.series) if held.quarter == quarter), None)

    @property
    def judgement(self) -> Judgement:
        return self.history.judgement

    @property
    def reported(self) -> ReportedStatus:
        return self.history.reported

    @property
    def formerly(self) -> tuple[str, ...]:
        return self.measure.formerly

    @property
    def latest(self) -> Dated[MeasureReport] | None:
        return self.reports[0] if self.reports else None

    @cached_property
    def told_again(self) -> frozenset[Quarter]:
        """The quarters whose figure was given more than once, so that it may have been revised: most never are."""
        told = Counter(result.quarter for dated in self.reports for result in dated.fact.results)
        told.update(map(quarter_of, self.stated_off_target))
        return frozenset(quarter for quarter, times in told.items() if times > 1)

    @cached_property
    def promised(self) -> tuple[Quarter, ...]:
        """The quarters of which a report promises a figure, in place of one; those of the latest report first."""
        results = (result for dated in self.reports for result in dated.fact.results)
        return tuple(dict.fromkeys(result.quarter for result in results if result.value.promised))

    @cached_property
    def dues_in_reports(self) -> tuple[Dated[Value], ...]:
        """The earliest report first."""
        return _dues(self.reports)

    @cached_property
    def title(self) -> str:
        """As the latest report prints it, or the plan."""
        printed = self.latest.fact.title if self.latest else ""
        return printed or in_force(self.measure.title, self.quarter) or self.measure.id

    @property
    def code(self) -> str:
        return self.measure.code or (self.latest.fact.code if self.latest else "")

    @property
    def current(self) -> SeriesResult | None:
        return self.history.current

    @property
    def target(self) -> Value | None:
        return self.history.target

    @property
    def baseline(self) -> Value | None:
        if self.latest and self.latest.fact.baseline is not None:
            return self.latest.fact.baseline
        return self.measure.baseline

    @property
    def due(self) -> Value | None:
        if self.latest and self.latest.fact.due is not None:
            return self.latest.fact.due
        return in_force(self.measure.due, self.quarter)


@dataclass(frozen=True)
class ActionView:
    action: Action
    plan: Plan
    priority: Priority
    outcome: Outcome | None
    quarter: Quarter
    reports: tuple[Dated[ActionReport], ...]
    judgement: Judgement
    reported: ReportedStatus
    expected: Decimal | None

    @property
    def id(self) -> str:
        return self.action.id

    @property
    def formerly(self) -> tuple[str, ...]:
        return self.action.formerly

    @property
    def latest(self) -> Dated[ActionReport] | None:
        return self.reports[0] if self.reports else None

    @cached_property
    def title(self) -> str:
        printed = self.latest.fact.title if self.latest else ""
        return printed or in_force(self.action.title, self.quarter) or self.action.id

    @property
    def code(self) -> str:
        return (self.latest.fact.code if self.latest else "") or self.action.code

    @property
    def progress(self) -> Value | None:
        return self.latest.fact.progress if self.latest else None

    @property
    def due(self) -> Value | None:
        at = self.latest.quarter if self.latest else self.quarter
        return action_due(self.action, self.latest.fact if self.latest else None, at)

    @property
    def dues_in_reports(self) -> tuple[Dated[Value], ...]:
        """The earliest report first."""
        return _dues(self.reports)

    @property
    def planned_under(self) -> tuple[str, str]:
        """The plan and the outcome it belongs to; ids of outcomes are unique in a plan alone."""
        return self.plan.id, self.action.outcome or ""

    @property
    def serves(self) -> tuple[Link, ...]:
        """Its own links and those of its outcome, each once."""
        links = (*self.action.serves, *(self.outcome.serves if self.outcome else ()))
        kept: dict[tuple[str, str | None, str | None], Link] = {}
        for link in links:
            kept.setdefault((link.plan, link.priority, link.outcome), link)
        return tuple(kept.values())


def disagreeing_due(action: ActionView) -> Value | None:
    """The plan's due date, where the report's is another and is the one used."""
    planned = in_force(action.action.due, action.latest.quarter if action.latest else action.quarter)
    if planned is None or planned.first_day is None or planned.last_day is None:
        return None
    if action.due is None or action.due.last_day is None or action.due is planned:
        return None
    return None if planned.first_day <= action.due.last_day <= planned.last_day else planned


@dataclass(frozen=True)
class PriorityView:
    priority: Priority
    plan: Plan
    quarter: Quarter
    reports: tuple[Dated[PriorityReport], ...]
    actions: tuple[ActionView, ...]
    measures: tuple[MeasureView, ...]
    covered: bool

    @property
    def id(self) -> str:
        return self.priority.id

    @property
    def latest(self) -> Dated[PriorityReport] | None:
        return self.reports[0] if self.reports else None

    @cached_property
    def title(self) -> str:
        printed = self.latest.fact.title if self.latest else ""
        return printed or in_force(self.priority.title, self.quarter) or self.priority.id

    @property
    def code(self) -> str:
        return self.priority.code

    @property
    def is_of_this_quarter(self) -> bool:
        return self.latest is not None and self.latest.quarter == self.quarter


@dataclass(frozen=True)
class PlanView:
    plan: Plan
    quarter: Quarter
    reports: tuple[Dated[PlanReport], ...]
    priorities: tuple[PriorityView, ...]
    measures: tuple[MeasureView, ...]

    @property
    def id(self) -> str:
        return self.plan.id

    @property
    def latest(self) -> Dated[PlanReport] | None:
        return self.reports[0] if self.reports else None

    @property
    def reported_in(self) -> Quarter | None:
        """The latest quarter that reports on the plan or on any of its priorities."""
        quarters = [dated.quarter for dated in (self.latest, *(p.latest for p in self.priorities)) if dated]
        return max(quarters, default=None)

    @property
    def actions(self) -> tuple[ActionView, ...]:
        return tuple(action for priority in self.priorities for action in priority.actions)


@dataclass(frozen=True)
class Served:
    """One end of the golden thread: what an action, outcome or priority serves."""

    plan: PlanView
    priority: PriorityView | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Report:
    council: Council
    accessibility: Accessibility
    quarter: Quarter
    plans: tuple[PlanView, ...]
    held: tuple[QuarterData, ...]
    later: tuple[Quarter, ...]
    corrections: tuple[Correction, ...]
    """Of this quarter's edition and of earlier ones, oldest first."""
    known: Data
    """What the report was made from: nothing that a later quarter reports."""

    def to_date(self) -> Iterator[Report]:
        """The report of each quarter that is held, from what was known at it; the latest first."""
        return (self.at(held.quarter) for held in reversed(self.held))

    def at(self, quarter: Quarter) -> Report:
        """The report of this quarter or of an earlier one, from what was known at it.

        It is not kept: those of forty quarters would take as much room as the figures.
        """
        if quarter == self.quarter:
            return self
        held = tuple(one for one in self.held if one.quarter <= quarter)
        known = announced(self.known, quarter).model_copy(update={"quarters": held})
        later = tuple(one.quarter for one in self.held if one.quarter > quarter)
        measured = {one.id: _up_to(quarter, one.reports) for one in self.measures}
        return _made(known, quarter, later, measured)

    @cached_property
    def priorities(self) -> tuple[PriorityView, ...]:
        return tuple(priority for plan in self.plans for priority in plan.priorities)

    @cached_property
    def actions(self) -> tuple[ActionView, ...]:
        return tuple(action for priority in self.priorities for action in priority.actions)

    @cached_property
    def measures(self) -> tuple[MeasureView, ...]:
        return tuple(
            measure
            for plan in self.plans
            for measure in (*(m for p in plan.priorities for m in p.measures), *plan.measures)
        )

    @property
    def committee_reports(self) -> tuple[Dated[CommitteeReport], ...]:
        """Every one to date, latest first."""
        found = [Dated(held.quarter, paper) for held in self.held for paper in held.committee_reports]
        return tuple(sorted(found, key=lambda dated: dated.fact.day, reverse=True))

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many actions and measures with a report are in each status, in the order of the key."""
        judged = {
            "actions": (ACTION_STATUSES, [a.judgement.status for a in self.actions if a.latest]),
            "measures": (MEASURE_STATUSES, [m.judgement.status for m in self.measures if m.current]),
        }
        return {
            what: {status.word: found.count(status) for status in order if status in found}
            for what, (order, found) in judged.items()
            if found
        }

    @property
    def this_quarter(self) -> QuarterData | None:
        return next((held for held in self.held if held.quarter == self.quarter), None)

    def served_by(self, link: Link) -> Served | None:
        plan = next((plan for plan in self.plans if plan.id == link.plan), None)
        if plan is None:
            return None
        priority = next((p for p in plan.priorities if p.id == link.priority), None)
        if priority is None and link.outcome:
            priority = next(
                (p for p in plan.priorities if any(o.id == link.outcome for o in p.priority.outcomes)), None
            )
        outcome = next((o for o in priority.priority.outcomes if o.id == link.outcome), None) if priority else None
        return Served(plan, priority, outcome)

    def actions_serving(self, priority: PriorityView) -> tuple[ActionView, ...]:
        """The golden thread from the other end: actions of every plan that serve a priority or one of its outcomes."""

        def serves(action: ActionView) -> bool:
            for link in action.serves:
                end = self.served_by(link)
                if end and end.priority and end.priority.id == priority.id:
                    return True
            return False

        return tuple(action for action in self.actions if action.priority.id != priority.id and serves(action))


def latest_quarter(data: Data) -> Quarter:
    return max(held.quarter for held in data.quarters)


def announced(data: Data, quarter: Quarter) -> Data:
    """The data without the plans, outcomes and words that a later quarter is the first to show."""

    def is_there(thing: Plan | Outcome | Term) -> bool:
        return thing.since is None or thing.since <= quarter

    def of(plan: Plan) -> Plan:
        if all(map(is_there, (outcome for priority in plan.priorities for outcome in priority.outcomes))):
            return plan
        priorities = (
            priority.model_copy(update={"outcomes": tuple(filter(is_there, priority.outcomes))})
            for priority in plan.priorities
        )
        return plan.model_copy(update={"priorities": tuple(priorities)})

    council = data.council.model_copy(update={"glossary": tuple(filter(is_there, data.council.glossary))})
    return data.model_copy(update={"council": council, "plans": tuple(map(of, filter(is_there, data.plans)))})


def reported(held: QuarterData) -> QuarterData:
    """A quarter without the entries that nobody has filled in yet: they are no reports, and hide no earlier ones."""

    def said(facts: tuple[Entered, ...]) -> tuple[Entered, ...]:
        return tuple(fact for fact in facts if not fact.says_nothing)

    def of(priority: PriorityReport) -> PriorityReport:
        entries = (*priority.outcomes, *priority.actions, *priority.measures)
        if not any(entry.says_nothing for entry in entries):
            return priority
        lists = {key: said(getattr(priority, key)) for key in ("outcomes", "actions", "measures")}
        return priority.model_copy(update=lists)

    return held.model_copy(
        update={"plans": said(held.plans), "priorities": tuple(of(priority) for priority in said(held.priorities))}
    )


def known_at(data: Data, quarter: Quarter) -> Data:
    """The data without anything that a later quarter is the first to report or to show, the earliest report first."""
    held = sorted((reported(held) for held in data.quarters if held.quarter <= quarter), key=lambda held: held.quarter)
    return announced(data, quarter).model_copy(update={"quarters": tuple(held)})


def report(data: Data, quarter: Quarter) -> Report:
    """The council's report for a quarter, from what was known at it."""
    later = tuple(sorted(held.quarter for held in data.quarters if held.quarter > quarter))
    known = known_at(data, quarter)
    return _made(known, quarter, later, _of_each_measure(known.quarters))


def _of_each_measure(held: Sequence[QuarterData]) -> dict[str, list[Dated[MeasureReport]]]:
    """What was reported of it, the latest first: found once, since looking through all for each takes their square."""
    found: dict[str, list[Dated[MeasureReport]]] = {}
    for quarter in reversed(held):
        for reported in quarter.priorities:
            for one in reported.measures:
                found.setdefault(one.measure, []).append(Dated(quarter.quarter, one))
    return found


def _dues(reports: Sequence[Dated[MeasureReport] | Dated[ActionReport]]) -> tuple[Dated[Value], ...]:
    """The due dates that reports give, of reports of which the latest is first."""
    given = ((dated.quarter, dated.fact.due) for dated in reversed(reports))
    return tuple(Dated(quarter, due) for quarter, due in given if due is not None)


def _up_to(quarter: Quarter, reports: tuple[Dated[T], ...]) -> tuple[Dated[T], ...]:
    """Those of a quarter and of earlier ones, of reports of which the latest is first."""
    return reports[bisect_left(reports, True, key=lambda dated: dated.quarter <= quarter) :]


def _made(
    known: Data, quarter: Quarter, later: tuple[Quarter, ...], measured: Mapping[str, Sequence[Dated[MeasureReport]]]
) -> Report:
    builder = _Builder(known.council, quarter, known.quarters, measured)
    views = (builder.plan(plan) for plan in known.plans)
    # A plan that nothing here reports on stands last: it is known by what others link to it alone.
    plans = tuple(sorted(views, key=lambda view: view.reported_in is None))
    dated = sorted((c for c in known.corrections if c.quarter <= quarter), key=lambda correction: correction.date)
    told = without_what_was_withdrawn(dated)
    return Report(known.council, known.accessibility, quarter, plans, known.quarters, later, told, known)


@dataclass(frozen=True)
class _Builder:
    council: Council
    quarter: Quarter
    held: tuple[QuarterData, ...]
    measured: Mapping[str, Sequence[Dated[MeasureReport]]]
    """Of each measure, what was reported up to the quarter, the latest first."""

    def plan(self, plan: Plan) -> PlanView:
        reports = tuple(
            Dated(held.quarter, found) for held in reversed(self.held) for found in held.plans if found.plan == plan.id
        )
        return PlanView(
            plan,
            self.quarter,
            reports,
            tuple(self.priority(plan, priority) for priority in self.known(_in_order(plan))),
            tuple(self.measure(plan, None, measure) for measure in self.known(plan.measures)),
        )

    def priority(self, plan: Plan, priority: Priority) -> PriorityView:
        return PriorityView(
            priority,
            plan,
            self.quarter,
            tuple(self.reports_on_priorities.get(priority.id, ())),
            tuple(self.action(plan, priority, action) for action in self.known(priority.actions)),
            tuple(self.measure(plan, priority, measure) for measure in self.known(priority.measures)),
            self.covered(plan, self.quarter),
        )

    def known(self, things: Iterable[Known]) -> list[Known]:
        """Those that had a title by this quarter: an edition does not show what was first promised after it."""
        return [thing for thing in things if in_force(thing.title, self.quarter) is not None]

    def covered(self, plan: Plan, quarter: Quarter) -> bool:
        return any(held.quarter == quarter and plan.id in held.covers for held in self.held)

    @cached_property
    def reports_on_priorities(self) -> dict[str, list[Dated[PriorityReport]]]:
        found: dict[str, list[Dated[PriorityReport]]] = {}
        for held in reversed(self.held):
            for reported in held.priorities:
                found.setdefault(reported.priority, []).append(Dated(held.quarter, reported))
        return found

    @cached_property
    def reports_on_actions(self) -> dict[tuple[str, str], list[Dated[ActionReport]]]:
        """By the priority in whose report they stand, and the action."""
        found: dict[tuple[str, str], list[Dated[ActionReport]]] = {}
        for priority, reports in self.reports_on_priorities.items():
            for dated in reports:
                for reported in dated.fact.actions:
                    found.setdefault((priority, reported.action), []).append(Dated(dated.quarter, reported))
        return found

    def action(self, plan: Plan, priority: Priority, action: Action) -> ActionView:
        mine = tuple(self.reports_on_actions.get((priority.id, action.id), ()))
        latest = mine[0] if mine else None
        at = latest.quarter if latest else self.quarter
        fact = latest.fact if latest else None
        due = action_due(action, fact, at)
        printed = reported_status(fact.status if fact else None, self.council)
        judgement = progress_status(
            fact.progress if fact else None,
            due,
            at,
            self.council.rules,
            starts=plan.starts,
            covered=self.covered(plan, at),
            unassigned=action.lead == (),
            printed=printed,
        )
        expected = expected_by(at, plan.starts, due) if due else None
        return ActionView(
            action,
            plan,
            priority,
            next((outcome for outcome in priority.outcomes if outcome.id == action.outcome), None),
            self.quarter,
            mine,
            overridden(judgement, fact.override if fact else None),
            ReportedStatus(fact.status if fact else None, fact.status_note if fact else "", printed),
            expected,
        )

    @cached_property
    def rows_off_target(self) -> dict[str, list[Dated[OffTargetRow]]]:
        found: dict[str, list[Dated[OffTargetRow]]] = {}
        for held in reversed(self.held):
            for reported in held.plans:
                for row in reported.off_target.rows if reported.off_target else ():
                    found.setdefault(row.measure, []).append(Dated(held.quarter, row))
        return found

    def measure(self, plan: Plan, priority: Priority | None, measure: Measure) -> MeasureView:
        reports = tuple(self.measured.get(measure.id, ()))
        stated = tuple(self.rows_off_target.get(measure.id, ()))
        history = History(measure, self.council, self.quarter, reports, stated)
        return MeasureView(measure, plan, priority, self.quarter, history)


def _in_order(plan: Plan) -> list[Priority]:
    place = {name: at for at, name in enumerate(plan.order)}
    return sorted(plan.priorities, key=lambda priority: place.get(priority.id, len(place)))
