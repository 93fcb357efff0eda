"""The golden thread of a measure: what it serves up its own plan, and what that serves in every other."""

from __future__ import annotations

from dataclasses import dataclass

from quarterday.addresses import address_of, named
from quarterday.model import Link
from quarterday.report import MeasureView, Report


@dataclass(frozen=True)
class Step:
    """One step of what a measure serves. A step along the golden thread is ours."""

    kind: str
    title: str
    address: str
    ours: bool = False


def thread_of(view: MeasureView, report: Report) -> list[Step]:
    """What a measure serves: up its own plan, and then along the golden thread, whose links are ours."""
    found, links = list[Step](), list[Link]()
    if view.priority is not None:
        address = address_of(view.priority)
        for outcome in view.priority.outcomes:
            if outcome.id == view.measure.outcome:
                found.append(Step("Outcome", outcome.title, f"{address}#outcome-{outcome.id}"))
                links += outcome.serves
        title = next(named(p) for p in report.priorities if p.id == view.priority.id)
        found.append(Step(view.priority.kind, title, address))
        links += view.priority.serves
    found.append(Step("Plan", view.plan.title, address_of(view.plan)))
    for action in report.actions:
        if action.id in (view.measure.action, *view.measure.also_in):
            links += action.serves
    for end in filter(None, map(report.served_by, links)):
        whose = f"of the {end.plan.plan.name}"
        if end.outcome and end.priority:
            address = f"{address_of(end.priority)}#outcome-{end.outcome.id}"
            found.append(Step(f"Outcome {whose}", end.outcome.title, address, ours=True))
        elif end.priority:
            found.append(Step(f"Priority {whose}", end.priority.title, address_of(end.priority), ours=True))
        else:
            found.append(Step("Plan", end.plan.plan.title, address_of(end.plan), ours=True))
    return list(dict.fromkeys(found))
