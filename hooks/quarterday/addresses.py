"""Where each thing has its page, and what it is called there."""

from __future__ import annotations

from quarterday.model import Plan, Priority
from quarterday.periods import Quarter
from quarterday.report import ActionView, MeasureView, PlanView, PriorityView, Report
from quarterday.site import slug


def address_of(thing: object) -> str:
    """Where a page stands: made from the id, which a code such as ``22/23.CSPC.4a`` cannot disturb."""
    if isinstance(thing, MeasureView):
        return f"measures/{slug(thing.id)}/"
    if isinstance(thing, ActionView):
        return f"actions/{slug(thing.id)}/"
    if isinstance(thing, (PriorityView, Priority)):
        return f"priorities/{slug(thing.id)}/"
    if isinstance(thing, (PlanView, Plan)):
        return f"plans/{slug(thing.id)}/"
    if isinstance(thing, Quarter):
        return f"quarters/{thing.name}/"
    raise TypeError(f"no page for {type(thing).__name__}")


def named(thing: MeasureView | ActionView | PriorityView) -> str:
    """A title that says enough alone: one without a word in it, such as "6.0", has its code before it."""
    return thing.title if any(c.isalpha() for c in thing.title) else f"{thing.code}: {thing.title}".removeprefix(": ")


def kind_of(thing: MeasureView | ActionView) -> str:
    return "measure" if isinstance(thing, MeasureView) else "action"


def outside(plan: PlanView) -> str:
    """What a plan measures beside its priorities, as a heading."""
    return f"Outside the priorities: {plan.plan.name}"


def by_priority(report: Report) -> list[tuple[str, tuple[MeasureView, ...]]]:
    """The measures under the name of each priority, and then those that each plan has outside them."""
    return [
        *((named(priority), priority.measures) for priority in report.priorities),
        *((outside(plan), plan.measures) for plan in report.plans),
    ]
