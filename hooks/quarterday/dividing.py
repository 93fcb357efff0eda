"""How what is too heavy for one page is divided: a page may weigh 60 KiB with its frame, and no word is cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quarterday.addresses import named, outside
from quarterday.changes import Changes
from quarterday.missed import Missed
from quarterday.periods import Quarter
from quarterday.promises import Promise
from quarterday.questions import Question, questions
from quarterday.report import ActionView, PlanView, PriorityView, Report
from quarterday.site import slug
from quarterday.status import Status

MOST_WORDS = 40_000
"""Bytes of a page that quotes officers, by the sizes below: it may weigh 60 KiB with its frame."""
A_MISS = 2_400
A_LATE_ACTION = 1_100
LONGEST_QUOTED = 6_000
A_QUESTION = 400
MOST_SHOWN = 10
"""Measures on "Off target" where each priority has a page of its own."""
MOST_SINCE = 8
"""Earlier quarters that a page of changes is made for, besides the first."""
MOST_OF_EACH = (150, 80, 40, 20, 10, 5)
"""Changes of each kind on a page: the most that keeps it light. The file of changes has all."""
MOST_CHANGES = 42_000
"""Bytes of a page of changes, which may weigh 60 KiB with its frame; and of one change beside its words."""
A_CHANGE = 640


# ---- what is off target ----


@dataclass(frozen=True)
class PartOffTarget:
    """What misses its target or its date under one priority, or under a plan outside its priorities."""

    title: str
    address: str
    missed: tuple[Missed, ...]
    late: tuple[ActionView, ...]

    @property
    def off(self) -> int:
        return sum(1 for one in self.missed if one.judgement.status is Status.OFF_TARGET)

    @property
    def close(self) -> int:
        return len(self.missed) - self.off


def said_of(one: Missed) -> int:
    """Bytes of the officer's words."""
    fact = one.said.fact if one.said else None
    return len(fact.commentary.encode()) + len(fact.action_taken.encode()) if fact else 0


def can_quote(one: Missed) -> bool:
    """Longer words stand on the measure's own page, whole, and are led to."""
    return said_of(one) <= LONGEST_QUOTED


def fits_a_page(found: Sequence[Missed], late: Sequence[ActionView]) -> bool:
    """The words of officers with what stands round them stay well below the 60 KiB that a page may weigh."""
    words = sum(said_of(one) for one in found if can_quote(one))
    return words + A_MISS * len(found) + A_LATE_ACTION * len(late) <= MOST_WORDS


def off_target_parts(report: Report, found: Sequence[Missed], late: Sequence[ActionView]) -> Iterable[PartOffTarget]:
    """Parts that fit a page, for each priority and plan that has anything to tell, in the order of the plans."""
    for plan in report.plans:
        for priority in plan.priorities:
            ours = [one for one in found if one.measure.priority is priority.priority]
            theirs = tuple(action for action in late if action.priority is priority.priority)
            yield from _parts(named(priority), f"off-target/{slug(priority.id)}/", ours, theirs)
        alone = [one for one in found if one.measure.priority is None and one.measure.plan is plan.plan]
        yield from _parts(outside(plan), f"off-target/plans/{slug(plan.id)}/", alone, ())


def _parts(title: str, address: str, found: Sequence[Missed], late: tuple[ActionView, ...]) -> Iterable[PartOffTarget]:
    """The worst first still, over as many pages as it takes; the actions stand on the first."""
    pages: list[list[Missed]] = [[]]
    for one in found:
        if pages[-1] and not fits_a_page([*pages[-1], one], () if pages[1:] else late):
            pages.append([])
        pages[-1].append(one)
    if not found and not late:
        return
    for at, shown in enumerate(pages, 1):
        more = f" (part {at} of {len(pages)})" if len(pages) > 1 else ""
        yield PartOffTarget(
            title + more, address if at == 1 else f"{address}part-{at}/", tuple(shown), late if at == 1 else ()
        )


# ---- questions ----


@dataclass(frozen=True)
class LeftOpen:
    """The questions that the data leave open of one thing; ``address`` is its own page, where there is one."""

    title: str
    thing: PriorityView | PlanView
    address: str
    questions: tuple[Question, ...]


def left_open(report: Report, promised: Sequence[Promise]) -> tuple[LeftOpen, ...]:
    """What the data leave open of each priority, and of what each plan measures outside them."""
    found: list[LeftOpen] = []
    for plan in report.plans:
        for priority in plan.priorities:
            address = f"questions/{slug(priority.id)}/"
            found.append(LeftOpen(named(priority), priority, address, questions(priority, promised)))
        title, address = outside(plan), f"questions/plans/{slug(plan.id)}/"
        found.append(LeftOpen(title, plan, address, questions(plan, promised)))
    return tuple(found)


def questions_fit_a_page(found: Sequence[LeftOpen]) -> bool:
    evidence = [one for opened in found for question in opened.questions for one in question.evidence]
    weight = sum(A_QUESTION + len(one.because.encode()) for one in evidence)
    return weight <= MOST_WORDS or sum(1 for opened in found if opened.questions) == 1


# ---- what changed ----


def chosen_quarters(held: Sequence[Quarter]) -> list[Quarter]:
    """The last eight, and the first: forty quarters would make a page for each pair of no use to a reader."""
    return [*held[:MOST_SINCE], *held[MOST_SINCE:][-1:]]


def most_of(found: Changes) -> int:
    """How many of each kind a page shows."""

    def weight(most: int) -> int:
        sides = [
            *(one.then + one.now for one in found.reworded[:most]),
            *(one.then + one.now for one in found.listed[:most]),
        ]
        words = [2 * len(both.encode()) for both in sides]
        figures = len(found.figures) if len(found.figures) <= most else 0
        kinds = (found.statuses, found.printed, found.progress, found.dues, found.promises, found.came, found.gone)
        numbers = [min(len(kind), most) for kind in (*kinds, found.not_compared)]
        return sum(words) + A_CHANGE * (sum(numbers) + len(words) + figures)

    return next((most for most in MOST_OF_EACH if weight(most) <= MOST_CHANGES), MOST_OF_EACH[-1])
