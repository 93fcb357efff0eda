"""What changed between two quarters: each change with its two sides, as printed, and where it is.

Nothing but rules. What one of the quarters has no report of is not a change: it is listed apart, with why. That
something is overdue or gone is said only where the later quarter covers its plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from quarterday.direction import Direction, Movement, since
from quarterday.history import Dated, SeriesResult
from quarterday.model import (
    ChangeRequest,
    Correction,
    Frequency,
    MeasureReport,
    NextStep,
    PlanReport,
    PriorityReport,
    Rag,
    Risk,
    Version,
)
from quarterday.periods import Quarter
from quarterday.phrases import in_one_line
from quarterday.promises import Kept, Promise, promises
from quarterday.report import ActionView, MeasureView, PlanView, PriorityView, Report
from quarterday.slips import Chain, due_dates, is_same
from quarterday.status import Status
from quarterday.values import Value

Thing = MeasureView | ActionView | PriorityView | PlanView
Either = TypeVar("Either", MeasureView, ActionView)
V = TypeVar("V")
Item = TypeVar("Item", Risk, NextStep, ChangeRequest)

BEST_FIRST = (
    (Status.ON_TARGET, Status.CLOSE_TO_TARGET, Status.OFF_TARGET),
    (Status.COMPLETED, Status.IN_PROGRESS, Status.CHECK_PROGRESS, Status.OVERDUE),
)
"""The order by which a status is better than another. The pages print it; any other status is in no order."""
ALIKE = 0.8
"""The share of words in common, in one order, from which two texts are taken for one that was reworded."""
STARTED = (Status.IN_PROGRESS, Status.CHECK_PROGRESS, Status.COMPLETED, Status.OVERDUE)
ENDED = (Status.COMPLETED, Status.CANCELLED)
TOLD = (Kept.KEPT, Kept.OVERDUE, Kept.NOT_MENTIONED)
NEXT_STEP = "next step"


@dataclass(frozen=True)
class StatusMoved:
    """By our rules. ``direction`` is better or worse by ``BEST_FIRST``, else changed."""

    about: MeasureView | ActionView
    then: Status
    now: Status
    direction: Direction


@dataclass(frozen=True)
class PrintedMoved:
    """A status or a colour that the reports themselves print. Nothing here says which is better."""

    about: Thing
    of: str
    then: str
    now: str


@dataclass(frozen=True)
class FigureMoved:
    """``then`` is None where no figure had been reported by the earlier quarter."""

    about: MeasureView
    then: SeriesResult | None
    now: SeriesResult
    movement: Movement

    @property
    def is_revised(self) -> bool:
        """Both are figures for one quarter, and the later report prints another."""
        return self.then is not None and self.then.quarter == self.now.quarter


@dataclass(frozen=True)
class ProgressMoved:
    about: ActionView | PriorityView
    then: Value | None
    now: Value


@dataclass(frozen=True)
class DueMoved:
    """``chain`` has all dates that the plan, or the reports, gave to date, the original first."""

    about: MeasureView | ActionView
    chain: Chain
    then: Value
    now: Value

    @property
    def is_later(self) -> bool:
        return (
            self.then.last_day is not None and self.now.last_day is not None and self.then.last_day < self.now.last_day
        )

    @property
    def is_earlier(self) -> bool:
        return (
            self.then.last_day is not None and self.now.last_day is not None and self.now.last_day < self.then.last_day
        )


@dataclass(frozen=True)
class PromiseMoved:
    """A promise that was kept since the earlier quarter, or is overdue or not mentioned again since."""

    promise: Promise

    @property
    def about(self) -> MeasureView | ActionView | PriorityView:
        return self.promise.about


@dataclass(frozen=True)
class Reworded:
    """Words or a figure of the plan that have another version: title, definition, owner, target or rating."""

    about: Thing
    what: str
    then: str
    now: str
    since: Quarter
    agreed_by: str

    @property
    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The runs of words that were taken out, and those that were put in."""
        return difference(self.then, self.now)


class Fate(Enum):
    NEW = "New"
    CHANGED = "Changed"
    DECIDED = "Decided"
    MOVED = "Date moved"
    GONE = "No longer listed"


@dataclass(frozen=True)
class Listed:
    """A risk, a change request or a next step. ``then`` and ``now`` are its words; blank where it is not listed."""

    about: PriorityView | PlanView
    kind: str
    fate: Fate
    title: str
    then: str
    now: str
    quarter: Quarter
    """The report that shows it."""


@dataclass(frozen=True)
class Came:
    """A measure or an action that is new in its plan, or whose first figure is here."""

    about: MeasureView | ActionView
    because: str


@dataclass(frozen=True)
class Gone:
    """A measure or an action that the earlier report on its plan has, and the later one has not."""

    about: MeasureView | ActionView
    because: str


@dataclass(frozen=True)
class NotCompared:
    about: PriorityView | PlanView
    because: str


@dataclass(frozen=True)
class Changes:
    """From one quarter to a later one. Each tuple is of one kind, in the order of the plans."""

    before: Quarter
    now: Quarter
    statuses: tuple[StatusMoved, ...] = ()
    printed: tuple[PrintedMoved, ...] = ()
    figures: tuple[FigureMoved, ...] = ()
    progress: tuple[ProgressMoved, ...] = ()
    dues: tuple[DueMoved, ...] = ()
    promises: tuple[PromiseMoved, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    listed: tuple[Listed, ...] = ()
    came: tuple[Came, ...] = ()
    gone: tuple[Gone, ...] = ()
    corrections: tuple[Correction, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    priorities: tuple[PriorityView, ...] = ()
    """Those of the later report, for what is told by priority."""

    @property
    def are_none(self) -> bool:
        """Nothing that was compared has changed."""
        return not any(getattr(self, kind.name) for kind in fields(self) if kind.name not in _NO_CHANGES)

    @cached_property
    def measures(self) -> tuple[StatusMoved, ...]:
        return tuple(moved for moved in self.statuses if isinstance(moved.about, MeasureView))

    @cached_property
    def actions(self) -> tuple[StatusMoved, ...]:
        return tuple(moved for moved in self.statuses if isinstance(moved.about, ActionView))

    @property
    def completed(self) -> tuple[StatusMoved, ...]:
        return tuple(moved for moved in self.actions if moved.now is Status.COMPLETED)

    @property
    def started(self) -> tuple[StatusMoved, ...]:
        return tuple(moved for moved in self.actions if moved.then is Status.NOT_STARTED and moved.now in STARTED)

    @property
    def overdue(self) -> tuple[StatusMoved, ...]:
        return tuple(moved for moved in self.actions if moved.now is Status.OVERDUE)

    def of(self, priority: PriorityView) -> Changes:
        """Those of one priority, its measures and its actions. Corrections are told on the pages that they correct."""
        kept = {
            kind.name: tuple(one for one in getattr(self, kind.name) if _priority_of(one.about) == priority.id)
            for kind in fields(self)
            if kind.name not in ("before", "now", "corrections", "priorities")
        }
        whole = tuple(one for one in self.not_compared if one.about.id == priority.plan.id)
        kept["not_compared"] = kept["not_compared"] or tuple(one for one in whole if isinstance(one.about, PlanView))
        return Changes(self.before, self.now, **kept)


_NO_CHANGES = ("before", "now", "not_compared", "priorities")


def _priority_of(thing: Thing) -> str | None:
    if isinstance(thing, PriorityView):
        return thing.id
    return None if isinstance(thing, PlanView) or thing.priority is None else thing.priority.id


def changes(before: Report, now: Report) -> Changes:
    """What changed from the report of one quarter to that of a later one of the same council.

    Raises ValueError where the second is not the later.
    """
    if before.quarter >= now.quarter:
        raise ValueError(f"{now.quarter} is not after {before.quarter}")
    return _Comparison(before, now).changes()


class _Comparison:
    def __init__(self, before: Report, now: Report) -> None:
        self.before, self.now = before, now
        self.covered = {held.quarter: frozenset(held.covers) for held in now.held}
        measures, actions = _by_id(before.measures), _by_id(before.actions)
        self.measures = tuple((_earlier(measures, one), one) for one in now.measures)
        self.actions = tuple((_earlier(actions, one), one) for one in now.actions)
        plans = {plan.id: plan for plan in before.plans}
        priorities = {priority.id: priority for priority in before.priorities}
        self.plans = tuple((plans.get(plan.id), plan) for plan in now.plans)
        self.priorities = tuple((priorities.get(one.id), one) for one in now.priorities)

    def changes(self) -> Changes:
        return Changes(
            self.before.quarter,
            self.now.quarter,
            statuses=tuple(self.statuses()),
            printed=tuple(self.printed()),
            figures=tuple(sorted(self.figures(), key=lambda figure: figure.is_revised)),
            progress=tuple(self.progress()),
            dues=tuple(self.dues()),
            promises=tuple(self.promises()),
            reworded=tuple(self.reworded()),
            listed=tuple(self.listed()),
            came=tuple(self.came()),
            gone=tuple(self.gone()),
            corrections=tuple(c for c in self.now.corrections if c.date > self.before.quarter.last_day),
            not_compared=tuple(self.not_compared()),
            priorities=self.now.priorities,
        )

    @cached_property
    def things(self) -> tuple[tuple[MeasureView | ActionView | None, MeasureView | ActionView], ...]:
        return (*self.measures, *self.actions)

    def both(self) -> Iterator[tuple[MeasureView | ActionView, MeasureView | ActionView]]:
        """Each measure and action that both quarters know."""
        return ((then, now) for then, now in self.things if then is not None)

    def statuses(self) -> Iterator[StatusMoved]:
        for then, now in self.both():
            was, is_ = then.judgement.status, now.judgement.status
            if was is not is_ and _is_reported(then) and _is_reported(now):
                yield StatusMoved(now, was, is_, status_direction(was, is_))

    def printed(self) -> Iterator[PrintedMoved]:
        for then, now in self.both():
            was, is_ = (_in_report(view) for view in (then, now))
            if was and is_ and was != is_:
                yield PrintedMoved(now, "status in the report", was, is_)
        for priority_then, priority in self.priorities:
            if priority_then and priority_then.latest and priority.latest:
                earlier = dict(_rags(priority_then.latest.fact))
                for of, rag in _rags(priority.latest.fact):
                    was_rag = earlier.get(of)
                    if was_rag and not rag.reason and not was_rag.reason and was_rag.printed != rag.printed:
                        yield PrintedMoved(priority, of, was_rag.printed, rag.printed)

    def figures(self) -> Iterator[FigureMoved]:
        """The latest figure beside the latest of the earlier quarter, and each figure that was revised since."""
        for then, now in self.measures:
            if then is None or then.current is None or now.current is None:
                continue
            was, is_ = now.figure(then.current.quarter) or then.current, now.current
            if was.quarter != is_.quarter and was.result.value != is_.result.value:
                movement = since(now, was.quarter)
                if movement.direction is not Direction.NO_CHANGE:
                    yield FigureMoved(now, was, is_, movement)
            yield from self.revised(then, now)

    def revised(self, then: MeasureView, now: MeasureView) -> Iterator[FigureMoved]:
        # What one and the same measure was told of once is the same in both, and most figures are told once.
        if then.id == now.id and not now.told_again:
            return
        held = {one.quarter: one for one in now.series}
        revised = [
            quarter
            for quarter, result in then.history.results.items()
            if quarter in held and _differ(result.value, held[quarter].result.value)
        ]
        for quarter in sorted(revised):
            neither = Movement(Direction.CANNOT_SAY, "both are for one quarter")
            yield FigureMoved(now, then.history.figure(quarter), held[quarter], neither)

    def progress(self) -> Iterator[ProgressMoved]:
        for then, now in self.actions:
            if then and then.latest and now.progress and _differ(then.progress, now.progress):
                yield ProgressMoved(now, then.progress, now.progress)
        for priority_then, priority in self.priorities:
            was, is_ = _row_progress(priority_then), _row_progress(priority)
            if was and is_ and _differ(was, is_):
                yield ProgressMoved(priority, was, is_)

    def dues(self) -> Iterator[DueMoved]:
        for _, now in self.both():
            told: list[DueMoved] = []
            for chain in due_dates(now):
                held = [one for one in chain.dates if one.since is None or one.since <= self.before.quarter]
                if held and held[-1] is not chain.latest:
                    told.append(DueMoved(now, chain, held[-1].due, chain.latest.due))
            # The reports that print the plan's own new date tell nothing more.
            yield from told[: 1 if len(told) == 2 and is_same(told[0].now, told[1].now) else None]

    def reworded(self) -> Iterator[Reworded]:
        for priority_then, priority in self.priorities:
            if priority_then:
                yield from self.another(priority, "title", priority.priority.title, str)
        for then, now in self.both():
            yield from self.printed_anew(then, now)
            if isinstance(now, MeasureView):
                yield from self.another(now, "title", now.measure.title, str)
                yield from self.another(now, "definition", now.measure.definition, str)
                yield from self.another(now, "owner", now.measure.owner, str)
                yield from self.another(now, "target", now.measure.target, _as_printed)
            else:
                yield from self.another(now, "title", now.action.title, str)
                yield from self.another(now, "rating", now.action.rating, _as_printed)

    def another(
        self, about: Thing, what: str, given: tuple[Version[V], ...], words: Callable[[V], str]
    ) -> Iterator[Reworded]:
        then, now = (_version(given, quarter) for quarter in (self.before.quarter, self.now.quarter))
        if then and now and then.since != now.since and words(then.value) != words(now.value):
            yield Reworded(about, what, words(then.value), words(now.value), now.since, now.agreed_by)

    def printed_anew(self, then: MeasureView | ActionView, now: MeasureView | ActionView) -> Iterator[Reworded]:
        """What the two reports themselves print, where the plan has no such cell or another."""
        if then.latest is None or now.latest is None or now.latest.quarter <= self.before.quarter:
            return
        was, is_ = then.latest.fact, now.latest.fact
        if was.title and is_.title and in_one_line(was.title) != in_one_line(is_.title):
            yield Reworded(now, "title in the report", was.title, is_.title, now.latest.quarter, "")
        if isinstance(was, MeasureReport) and isinstance(is_, MeasureReport) and was.target and is_.target:
            printed = was.target.printed, is_.target.printed
            if all(printed) and _differ(was.target, is_.target):
                yield Reworded(now, "target in the report", *printed, now.latest.quarter, "")

    def listed(self) -> Iterator[Listed]:
        for plan_then, plan in self.plans:
            if plan_then and (pair := self.newer(plan_then, plan)):
                yield from self.risks(plan, *pair)
        for priority_then, priority in self.priorities:
            if not priority_then or not (found := self.newer(priority_then, priority)):
                continue
            then, now = found
            assert isinstance(then.fact, PriorityReport) and isinstance(now.fact, PriorityReport)
            yield from self.risks(priority, then, now)
            yield from self.requests(priority, then.fact, now)
            yield from self.steps(priority, then.fact, now)

    def newer(
        self, then: PriorityView | PlanView, now: PriorityView | PlanView
    ) -> tuple[Dated[PriorityReport] | Dated[PlanReport], Dated[PriorityReport] | Dated[PlanReport]] | None:
        """The two reports to compare, where the later was made after the earlier quarter."""
        if then.latest is None or now.latest is None or now.latest.quarter <= self.before.quarter:
            return None
        return then.latest, now.latest

    def covers(self, view: Thing, quarter: Quarter) -> bool:
        return view.plan.id in self.covered.get(quarter, ())

    def risks(
        self,
        about: PriorityView | PlanView,
        then: Dated[PriorityReport] | Dated[PlanReport],
        now: Dated[PriorityReport] | Dated[PlanReport],
    ) -> Iterator[Listed]:
        for was, is_ in matched(then.fact.risks, now.fact.risks):
            words = _risk_words(was), _risk_words(is_)
            title = next(one.title for one in (is_, was) if one is not None)
            if was is None or is_ is None:
                yield from self.one_side(about, "risk", title, words, now.quarter)
            elif in_one_line(words[0]) != in_one_line(words[1]):
                yield Listed(about, "risk", Fate.CHANGED, title, *words, now.quarter)

    def requests(self, about: PriorityView, then: PriorityReport, now: Dated[PriorityReport]) -> Iterator[Listed]:
        for was, is_ in matched(then.change_requests_list, now.fact.change_requests_list):
            words = _request_words(was), _request_words(is_)
            if was is None or is_ is None:
                yield from self.one_side(about, "change request", "", words, now.quarter)
            elif was.decision != is_.decision:
                fate = Fate.CHANGED if was.decision else Fate.DECIDED
                yield Listed(about, "change request", fate, "", *words, now.quarter)
        told = (then.change_requests or "", now.fact.change_requests or "")
        if in_one_line(told[0]) != in_one_line(told[1]) and all(told):
            yield Listed(about, "change request", Fate.CHANGED, "", *told, now.quarter)

    def steps(self, about: PriorityView, then: PriorityReport, now: Dated[PriorityReport]) -> Iterator[Listed]:
        """New, moved and reworded. One that is done, overdue or not mentioned again is among the promises."""
        for was, is_ in matched(then.next_steps, now.fact.next_steps):
            if is_ is None:
                continue
            words = _step_words(was), _step_words(is_)
            if was is None:
                yield Listed(about, NEXT_STEP, Fate.NEW, is_.title, *words, now.quarter)
            elif was.due and is_.due and not is_same(was.due, is_.due):
                yield Listed(about, NEXT_STEP, Fate.MOVED, is_.title, *words, now.quarter)
            elif in_one_line(words[0]) != in_one_line(words[1]):
                yield Listed(about, NEXT_STEP, Fate.CHANGED, is_.title, *words, now.quarter)

    def promises(self) -> Iterator[PromiseMoved]:
        """By the rules in ``promises``: of both quarters, so that what was broken before is not told again."""
        found = promises(self.now)
        earlier = promises(self.before, only={one.about.id for one in found})
        standing = {_promised(one): one.standing for one in earlier}
        for one in found:
            if one.standing not in TOLD or standing.get(_promised(one)) is one.standing:
                continue
            if one.standing is Kept.NOT_MENTIONED and self.is_reworded(one):
                continue
            yield PromiseMoved(one)

    def is_reworded(self, promise: Promise) -> bool:
        """The next report lists the step in nearly the same words."""
        assert isinstance(promise.about, PriorityView)
        reports = [dated for dated in reversed(promise.about.reports) if dated.quarter >= promise.said_in]
        for earlier, later in pairwise(reports):
            for was, is_ in matched(earlier.fact.next_steps, later.fact.next_steps):
                if was and was.title == promise.words and is_ and is_.title != was.title:
                    return True
        return False

    def one_side(
        self, about: PriorityView | PlanView, kind: str, title: str, words: tuple[str, str], quarter: Quarter
    ) -> Iterator[Listed]:
        """New on a list, or no longer on it: the second only where the report covers the plan."""
        if words[1]:
            yield Listed(about, kind, Fate.NEW, title, *words, quarter)
        elif self.covers(about, quarter):
            yield Listed(about, kind, Fate.GONE, title, *words, quarter)

    def came(self) -> Iterator[Came]:
        reported = {view.plan.id for view in self.before.plans if view.reported_in}
        for then, now in self.things:
            if now.plan.id not in reported:
                continue
            if then is None:
                yield Came(now, f"nothing held here for {self.before.quarter.title} or before has it")
            elif isinstance(now, MeasureView) and now.current and not _is_reported(then):
                yield Came(now, f"its first figure here is for {now.current.quarter.title}")

    def gone(self) -> Iterator[Gone]:
        """In the last report on the plan by the earlier quarter, and not in the later quarter's own report on it."""
        covering = {plan.id: _last_covering(self.covered, plan.id, self.before.quarter) for plan in self.before.plans}
        for then, now in self.both():
            last = covering[then.plan.id]
            reported = then.latest.quarter if then.latest else None
            newer = now.latest.quarter if now.latest else None
            is_there = newer == self.now.quarter
            if reported is None or reported != last or is_there or not self.covers(now, self.now.quarter):
                continue
            if isinstance(now, ActionView) and now.judgement.status in ENDED:
                continue
            if isinstance(now, MeasureView) and (
                now.measure.frequency is Frequency.YEARLY or _has_row(now, self.now.quarter)
            ):
                continue
            yield Gone(
                now,
                f"the report for {reported.title} has it, and the one for {self.now.quarter.title}, "
                "which covers its plan, has not",
            )

    def not_compared(self) -> Iterator[NotCompared]:
        for plan_then, plan in self.plans:
            if plan_then is None:
                yield NotCompared(plan, f"the plan is first shown after {self.before.quarter.title}")
                continue
            whys = {priority.id: self.why_not(plan, then, priority) for then, priority in self.pairs(plan)}
            told = set(whys.values())
            if len(told) == 1 and (why := next(iter(told))):
                yield NotCompared(plan, why)
                continue
            yield from (NotCompared(one, whys[one.id]) for one in plan.priorities if whys[one.id])

    def pairs(self, plan: PlanView) -> Iterator[tuple[PriorityView | None, PriorityView]]:
        return ((then, now) for then, now in self.priorities if now.plan.id == plan.id)

    def why_not(self, plan: PlanView, then: PriorityView | None, now: PriorityView) -> str:
        """Why nothing reported of a priority is compared; "" where it is."""
        if now.latest is None:
            return "no report on it is held here"
        if then is None or then.latest is None:
            return f"no report on it is held here for {self.before.quarter.title} or before"
        if now.latest.quarter > self.before.quarter:
            return ""
        if now.covered:
            return f"the report for {self.now.quarter.title} has nothing on it"
        ends = plan.plan.ends
        if ends is not None and ends < self.now.quarter.first_day:
            return f"its plan was to end by {self.now.quarter.title}, and no later report is held here"
        return f"no later report is held here than that for {now.latest.quarter.title}"


# ---- rules on two values ----


def status_direction(then: Status, now: Status) -> Direction:
    """Better or worse by the published order; changed where either status is in no order."""
    for order in BEST_FIRST:
        if then in order and now in order:
            return Direction.BETTER if order.index(now) < order.index(then) else Direction.WORSE
    return Direction.CHANGED


def matched(then: Sequence[Item], now: Sequence[Item]) -> list[tuple[Item | None, Item | None]]:
    """The items of two lists that are one: by their titles exactly, else by texts that are nearly the same.

    Those of the later list come first, in its order; what is left of the earlier list follows.
    """
    left: list[Item] = list(then)
    found: dict[int, Item] = {}
    for at, one in enumerate(now):
        same = next((was for was in left if _name(was) and _name(was) == _name(one)), None)
        if same is not None:
            found[at] = same
            left.remove(same)
    for at, one in enumerate(now):
        if at in found or not left:
            continue
        likest = max(left, key=lambda was: _alike(was, one))
        if _alike(likest, one) >= ALIKE:
            found[at] = likest
            left.remove(likest)
    pairs: list[tuple[Item | None, Item | None]] = []
    for at, one in enumerate(now):
        pairs.append((found.get(at), one))
    for was in left:
        pairs.append((was, None))
    return pairs


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common in one order, from 0 to 1."""
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()


def difference(then: str, now: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The runs of words that only the earlier text has, and those that only the later has."""
    was, is_ = then.split(), now.split()
    runs = [run for run in SequenceMatcher(None, was, is_, autojunk=False).get_opcodes() if run[0] != "equal"]
    out = tuple(" ".join(was[first:last]) for _, first, last, _, _ in runs if last > first)
    in_ = tuple(" ".join(is_[first:last]) for _, _, _, first, last in runs if last > first)
    return out, in_


def _differ(then: Value | None, now: Value | None) -> bool:
    was, is_ = (value.printed if value else "" for value in (then, now))
    return was != is_ and in_one_line(was) != in_one_line(is_)


def _promised(one: Promise) -> tuple[object, ...]:
    # The words of a figure are its date, and may change; a step and a milestone are known by their words.
    return one.kind, type(one.about), one.about.id, one.of, "" if isinstance(one.about, MeasureView) else one.words


def _as_printed(value: Value) -> str:
    return value.printed


def _version(given: tuple[Version[V], ...], quarter: Quarter) -> Version[V] | None:
    return max((one for one in given if one.since <= quarter), key=lambda one: one.since, default=None)


def _is_reported(view: MeasureView | ActionView) -> bool:
    return (view.current if isinstance(view, MeasureView) else view.latest) is not None


def _in_report(view: MeasureView | ActionView) -> str:
    """The report's own status in its words, else in ours where it has a list alone; "" where it is not stated."""
    stated = view.reported
    if stated.printed is not None and not stated.printed.reason:
        return stated.printed.printed
    return stated.status.word if stated.status else ""


def _rags(fact: PriorityReport) -> Iterator[tuple[str, Value]]:
    rags: Iterable[Rag] = (*fact.rag, *(outcome.rag for outcome in fact.outcomes if outcome.rag))
    return ((rag.of, rag.value) for rag in rags)


def _row_progress(view: PriorityView | None) -> Value | None:
    return view.latest.fact.row.progress if view and view.latest and view.latest.fact.row else None


def _last_covering(covered: dict[Quarter, frozenset[str]], plan: str, quarter: Quarter) -> Quarter | None:
    return max((held for held, plans in covered.items() if held <= quarter and plan in plans), default=None)


def _has_row(view: MeasureView, quarter: Quarter) -> bool:
    return any(dated.quarter == quarter for dated in view.stated_off_target)


def _by_id(views: Iterable[Either]) -> dict[str, Either]:
    return {view.id: view for view in views}


def _earlier(views: dict[str, Either], now: Either) -> Either | None:
    return next((views[name] for name in (now.id, *now.formerly) if name in views), None)


def _name(item: Risk | NextStep | ChangeRequest) -> str:
    """A risk that has no title is known by its text, and so is a change request."""
    return in_one_line((("" if isinstance(item, ChangeRequest) else item.title) or _text(item)).casefold())


def _text(item: Risk | NextStep | ChangeRequest) -> str:
    return item.title if isinstance(item, NextStep) else item.text


def _alike(was: Risk | NextStep | ChangeRequest, now: Risk | NextStep | ChangeRequest) -> float:
    return likeness(_text(was), _text(now))


def _risk_words(risk: Risk | None) -> str:
    return "" if risk is None else "\n\n".join(filter(None, (risk.text, risk.mitigation)))


def _request_words(request: ChangeRequest | None) -> str:
    return "" if request is None else "\n\n".join(filter(None, (request.text, request.decision)))


def _step_words(step: NextStep | None) -> str:
    if step is None:
        return ""
    due = step.due.printed if step.due else ""
    return "\n\n".join(filter(None, (step.title, due, step.comments)))
