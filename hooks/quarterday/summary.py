"""The progress summary of a priority: its whole, each outcome with all that works for it, and what its report lacks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from quarterday.model import Outcome, OutcomeReport, PlanKind, PriorityReport, Row
from quarterday.periods import Quarter
from quarterday.report import ActionView, MeasureView, PriorityView, Report
from quarterday.status import expected_by


@dataclass(frozen=True)
class Whole:
    """Progress of the delivery plan, beside the share of its time that had passed; one without the other says why."""

    row: Row
    expected: Decimal | None
    why_not: str


@dataclass(frozen=True)
class ByPlan:
    """Actions of another plan that serve an outcome, under their own planned outcome."""

    plan: str
    outcome: str
    actions: tuple[ActionView, ...]


@dataclass(frozen=True)
class OutcomeSummary:
    outcome: Outcome
    told: OutcomeReport | None
    measures: tuple[MeasureView, ...]
    actions: tuple[ActionView, ...]
    """Of the priority's own plan."""
    serving: tuple[ByPlan, ...]
    """Of every other plan: the golden thread from its other end."""


@dataclass(frozen=True)
class Summary:
    view: PriorityView
    whole: Whole | None
    outcomes: tuple[OutcomeSummary, ...]
    serving: tuple[ByPlan, ...]
    """What serves the priority, and none of its outcomes by name."""
    blank: tuple[str, ...]
    """The parts of a LOIP progress report that its latest report does not have. A colour lost on the way is there."""


def summary(view: PriorityView, report: Report) -> Summary:
    """Of the latest report on a priority. Links between plans are the editor's reading."""
    fact = view.latest.fact if view.latest else None
    under: dict[str, list[ActionView]] = {}
    for action in report.actions_serving(view):
        for name in _served_outcomes(action, view, report) or ("",):
            under.setdefault(name, []).append(action)
    told = {one.outcome: one for one in fact.outcomes} if fact else {}
    outcomes = tuple(
        OutcomeSummary(
            outcome,
            told.get(outcome.id),
            tuple(measure for measure in view.measures if measure.measure.outcome == outcome.id),
            tuple(action for action in view.actions if action.action.outcome == outcome.id),
            _by_plan(under.get(outcome.id, [])),
        )
        for outcome in view.priority.outcomes
    )
    whole = _whole(view, fact.row, view.latest.quarter) if fact and fact.row and view.latest else None
    return Summary(view, whole, outcomes, _by_plan(under.get("", [])), tuple(_blank(view, fact)))


def _served_outcomes(action: ActionView, view: PriorityView, report: Report) -> tuple[str, ...]:
    found = []
    for link in action.serves:
        end = report.served_by(link)
        if end and end.priority and end.priority.id == view.id and end.outcome:
            found.append(end.outcome.id)
    return tuple(dict.fromkeys(found))


def _by_plan(actions: list[ActionView]) -> tuple[ByPlan, ...]:
    groups: dict[tuple[str, str], list[ActionView]] = {}
    for action in actions:
        groups.setdefault(action.planned_under, []).append(action)
    return tuple(
        ByPlan(found[0].plan.name, found[0].outcome.title if found[0].outcome else "", tuple(found))
        for found in groups.values()
    )


def _whole(view: PriorityView, row: Row, at: Quarter) -> Whole | None:
    if row.progress is None or row.progress.reason:
        return None
    if row.due is None or row.due.reason or row.due.last_day is None:
        return Whole(row, None, "the report gives no date for the whole")
    if view.plan.starts is None:
        return Whole(row, None, "the plan does not say when it starts")
    return Whole(row, expected_by(at, view.plan.starts, row.due), "")


def _blank(view: PriorityView, fact: PriorityReport | None) -> list[str]:
    """What a progress report of a LOIP has, and this one has not. Other plans are reported in other forms."""
    if fact is None or view.plan.kind is not PlanKind.LOIP:
        return []
    has = {
        "an overall status": bool(fact.rag),
        "the progress of the delivery plan as a whole": fact.row is not None and fact.row.progress is not None,
        "measures": any(measure.latest for measure in view.measures),
        "how communities took part": bool(fact.participation),
        "risks and what is done about them": bool(fact.risks),
        "change requests": fact.change_requests is not None or bool(fact.change_requests_list),
        "next steps": bool(fact.next_steps),
    }
    return [words for words, is_there in has.items() if not is_there]
