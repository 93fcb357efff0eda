"""What changed between two quarters' reports: facts of each side, and nothing that one report alone could not show.

That something is gone may be said only where the later report covers its plan. Where none is held, nothing changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TypeVar

from quarterday.direction import Direction, Movement, since
from quarterday.model import ChangeRequest, Correction, Frequency, Risk, Version, in_force
from quarterday.periods import Quarter
from quarterday.promises import Kept, Promise, PromiseKind, promises
from quarterday.report import ActionView, MeasureView, PlanView, PriorityView, Report
from quarterday.slips import Chain, slips
from quarterday.status import Status
from quarterday.values import Value

Thing = MeasureView | ActionView | PriorityView | PlanView
Side = Value | Status | str | None
"""A figure, a status or words; None where there was nothing."""

_View = TypeVar("_View", MeasureView, ActionView, PriorityView, PlanView)
_Listed = TypeVar("_Listed")
_Of = TypeVar("_Of")

BEST_FIRST = (Status.ON_TARGET, Status.CLOSE_TO_TARGET, Status.OFF_TARGET)
"""The order in which one status is better than another. The others have no place in it."""
ALIKE = 0.6
"""The share of two texts without a title that is the same, from which they are one risk whose words were changed."""


class Kind(Enum):
    """What sort of change it is, in the order of the page."""

    BETTER = "Measures whose status is better"
    WORSE = "Measures whose status is worse"
    STATUS = "Measures with another status"
    STATED = "Statuses in the report that are others"
    COMPLETED = "Actions completed"
    STARTED = "Actions started"
    OVERDUE = "Actions now overdue"
    ACTION = "Actions with another status"
    SLIPPED = "Due dates that slipped"
    FORWARD = "Due dates that were changed otherwise"
    PROMISE_KEPT = "Promises kept"
    PROMISE_OVERDUE = "Promises now overdue"
    STEP_DONE = "Next steps done"
    STEP_LATE = "Next steps now overdue"
    STEP_GONE = "Next steps not mentioned again"
    STEP_NEW = "New next steps"
    TARGET = "Targets that were changed"
    DEFINITION = "What is counted, defined anew"
    TITLE = "Titles that were reworded"
    OWNER = "Who is responsible"
    RATING = "Priority ratings"
    RISK_NEW = "New risks"
    RISK_CHANGED = "Risks that were reworded"
    RISK_GONE = "Risks no longer listed"
    REQUEST_NEW = "New change requests"
    REQUEST_DECIDED = "Change requests decided"
    NEW_MEASURE = "New measures"
    NEW_ACTION = "New actions"
    NOT_REPORTED = "Reported before, and not in this report"
    FIGURE = "Figures"
    PROGRESS = "Progress of actions"
    CORRECTION = "Corrections"


@dataclass(frozen=True)
class Change:
    """One change: of what, from what, to what. ``because`` is a sentence without its full stop, or blank."""

    kind: Kind
    thing: Thing | None
    was: Side
    now: Side
    because: str = ""
    what: str = ""
    """Which of its parts: a risk's or a step's title, as printed."""
    agreed_by: str = ""
    movement: Movement | None = None
    chain: Chain | None = None
    correction: Correction | None = None


@dataclass(frozen=True)
class Changes:
    before: Quarter
    now: Quarter
    found: tuple[Change, ...]
    kept: tuple[tuple[Status, int], ...]
    """How many measures have the status they had, of those judged in both."""
    not_covered: tuple[PriorityView, ...]
    """Reported by the earlier quarter; no later report on them is held here, and this quarter does not cover them."""

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        return tuple(one for one in self.found if one.kind in kinds)

    @property
    def by_kind(self) -> tuple[tuple[Kind, tuple[Change, ...]], ...]:
        return tuple((kind, group) for kind in Kind if (group := self.of(kind)))


def changes(before: Report, now: Report) -> Changes:
    """What the later report has that the earlier one has not, and the other way round."""
    return _Comparison(before, now).changes()


def of_priority(found: Changes, priority: PriorityView) -> Changes:
    """Those that are about a priority, its measures or its actions."""

    def is_its(thing: Thing | None) -> bool:
        if isinstance(thing, (MeasureView, ActionView)):
            return thing.priority is not None and thing.priority.id == priority.id
        return isinstance(thing, PriorityView) and thing.id == priority.id

    not_covered = tuple(view for view in found.not_covered if view.id == priority.id)
    return Changes(found.before, found.now, tuple(one for one in found.found if is_its(one.thing)), (), not_covered)


class _Comparison:
    def __init__(self, before: Report, now: Report) -> None:
        self.before, self.now = before, now
        self.measures = [*_pairs(before.measures, now.measures)]
        self.actions = [*_pairs(before.actions, now.actions)]
        self.priorities = [*_pairs(before.priorities, now.priorities)]
        self.plans = [*_pairs(before.plans, now.plans)]
        # Of both quarters and of those between them, whichever come after the first.
        self.covering = {
            (plan, held.quarter) for held in now.held if held.quarter > before.quarter for plan in held.covers
        }

    def changes(self) -> Changes:
        every = (
            *self.of_measures(),
            *self.of_actions(),
            *self.of_dates(),
            *self.of_promises(),
            *self.of_words(),
            *self.of_risks_and_requests(),
            *self.of_corrections(),
        )
        order = {kind: at for at, kind in enumerate(Kind)}
        found = tuple(sorted(every, key=lambda one: order[one.kind]))
        return Changes(self.before.quarter, self.now.quarter, found, self.kept(), tuple(self.not_covered()))

    def has_news(self, quarter: Quarter | None) -> bool:
        return quarter is not None and quarter > self.before.quarter

    def is_covered(self, view: PriorityView | PlanView) -> bool:
        """Its latest report came after the earlier quarter, in one that covers its plan."""
        plan = view.plan.id
        return view.latest is not None and (plan, view.latest.quarter) in self.covering

    # ---- measures and actions ----

    def of_measures(self) -> Iterator[Change]:
        for was, now in self.measures:
            if was is None:
                yield Change(Kind.NEW_MEASURE, now, None, now.judgement.status)
                continue
            if was.current and now.current:
                yield from self.of_status(was, now)
                yield from self.of_figure(was, now)
            elif now.current:
                yield Change(Kind.FIGURE, now, None, now.current.result.value, f"for {now.current.quarter.title}")
            if was.reported.status is not now.reported.status and now.reported.status and was.reported.status:
                yield Change(Kind.STATED, now, was.reported.status, now.reported.status)
            yield from self.of_silence(was, now, now.measure.frequency is Frequency.YEARLY)

    def of_status(self, was: MeasureView, now: MeasureView) -> Iterator[Change]:
        old, new = was.judgement.status, now.judgement.status
        if old is not new:
            kind = Kind.STATUS
            if old in BEST_FIRST and new in BEST_FIRST:
                kind = Kind.BETTER if BEST_FIRST.index(new) < BEST_FIRST.index(old) else Kind.WORSE
            yield Change(kind, now, old, new, now.judgement.because)

    def of_figure(self, was: MeasureView, now: MeasureView) -> Iterator[Change]:
        old, new = was.current, now.current
        assert old and new
        if old.quarter == new.quarter:
            if old.result.value.printed != new.result.value.printed:
                because = f"the figure for {new.quarter.title} is another since {new.reported_in.title}"
                yield Change(Kind.FIGURE, now, old.result.value, new.result.value, because)
            return
        moved = since(now, old.quarter)
        times = f"{old.quarter.short} to {new.quarter.short}"
        is_neighbours = (old.quarter, new.quarter) == (self.before.quarter, self.now.quarter)
        because = moved.because if is_neighbours else f"{times}: {moved.because}"
        yield Change(Kind.FIGURE, now, old.result.value, new.result.value, because, movement=moved)

    def of_silence(
        self, was: MeasureView | ActionView, now: MeasureView | ActionView, not_due: bool
    ) -> Iterator[Change]:
        """It was reported, its priority's latest report covers the plan, and it is not in that report."""
        if not_due or now.latest is None or self.has_news(now.latest.quarter) or now.priority is None:
            return
        if isinstance(now, ActionView) and now.judgement.status in (Status.COMPLETED, Status.CANCELLED):
            return
        priority = next(new for _, new in self.priorities if new.id == now.priority.id)
        if self.is_covered(priority) and priority.is_of_this_quarter:
            last = f"last reported in {now.latest.quarter.title}"
            yield Change(Kind.NOT_REPORTED, now, was.judgement.status, None, last)

    def of_actions(self) -> Iterator[Change]:
        for was, now in self.actions:
            if was is None:
                yield Change(Kind.NEW_ACTION, now, None, now.judgement.status)
                continue
            if now.latest and self.has_news(now.latest.quarter):
                yield from self.of_action(was, now)
            yield from self.of_silence(was, now, False)

    def of_action(self, was: ActionView, now: ActionView) -> Iterator[Change]:
        old, new = was.judgement.status, now.judgement.status
        if old is not new and was.latest:
            kinds = {Status.COMPLETED: Kind.COMPLETED, Status.OVERDUE: Kind.OVERDUE}
            under_way = old is Status.NOT_STARTED and new in (Status.IN_PROGRESS, Status.CHECK_PROGRESS)
            kind = Kind.STARTED if under_way else kinds.get(new, Kind.ACTION)
            yield Change(kind, now, old, new, now.judgement.because)
        if was.progress is not None and now.progress is not None and was.progress.printed != now.progress.printed:
            yield Change(Kind.PROGRESS, now, was.progress, now.progress)

    def kept(self) -> tuple[tuple[Status, int], ...]:
        alike = [
            now.judgement.status
            for was, now in self.measures
            if was and was.current and now.current and was.judgement.status is now.judgement.status
        ]
        return tuple((status, alike.count(status)) for status in Status if status in alike)

    # ---- dates and promises ----

    def of_dates(self) -> Iterator[Change]:
        things: tuple[ActionView | MeasureView, ...] = (*self.now.actions, *self.now.measures)
        for thing in things:
            for chain in slips(thing):
                new = [one for one in chain.revisions if one.since and self.has_news(one.since)]
                if not new:
                    continue
                held = chain.dates[chain.dates.index(new[0]) - 1]
                first, last = held.due.last_day, chain.latest.due.last_day
                kind = Kind.SLIPPED if first and last and last > first else Kind.FORWARD
                agreed = "; ".join(one.agreed_by for one in new if one.agreed_by)
                yield Change(kind, thing, held.due, chain.latest.due, chain.total, agreed_by=agreed, chain=chain)

    def of_promises(self) -> Iterator[Change]:
        earlier = {_name(one): one for one in promises(self.before)}
        for now in promises(self.now):
            was = earlier.get(_name(now))
            step = now.kind is PromiseKind.NEXT_STEP
            if was is None or was.standing is not now.standing:
                kind = _changed_to(now.standing, step)
                if kind and (now.kept_in is None or self.has_news(now.kept_in)):
                    yield self.of_promise(kind, now)
            if was is None and step and now.standing not in (Kept.KEPT, Kept.NOT_MENTIONED, Kept.OVERDUE):
                yield self.of_promise(Kind.STEP_NEW, now)
            if now.before and self.has_news(now.said_in) and now.due:
                old = now.before[-1].fact
                is_later = old.last_day and now.last_day and old.last_day < now.last_day
                kind = Kind.SLIPPED if is_later else Kind.FORWARD
                yield Change(kind, now.about, old, now.due, what=now.title or now.kind.value)

    def of_promise(self, kind: Kind, promise: Promise) -> Change:
        return Change(kind, promise.about, None, promise.due, promise.because, promise.title or promise.kind.value)

    # ---- words ----

    def of_words(self) -> Iterator[Change]:
        for was, now in self.priorities:
            if was is not None:
                yield from self.of_version(Kind.TITLE, now, was.title, now.title, now.priority.title)
        for old, measure in self.measures:
            if old is None:
                continue
            of = measure.measure
            yield from self.of_version(Kind.TITLE, measure, old.title, measure.title, of.title)
            for kind, versions in ((Kind.DEFINITION, of.definition), (Kind.OWNER, of.owner)):
                yield from self.of_version(kind, measure, *self.then_and_now(versions), versions)
            if not _alike(old.target, measure.target):
                agreed = self.agreed(of.target)
                yield Change(Kind.TARGET, measure, old.target, measure.target, agreed_by=agreed)
        for then, action in self.actions:
            if then is not None:
                yield from self.of_version(Kind.TITLE, action, then.title, action.title, action.action.title)
                ratings = self.then_and_now(action.action.rating)
                if not _alike(*ratings):
                    yield Change(Kind.RATING, action, *ratings, agreed_by=self.agreed(action.action.rating))

    def of_version(
        self, kind: Kind, thing: Thing, was: str | None, now: str | None, versions: object
    ) -> Iterator[Change]:
        if _spaced(was or "") != _spaced(now or ""):
            yield Change(kind, thing, was, now, agreed_by=self.agreed(versions))

    def then_and_now(self, versions: Sequence[Version[_Of]]) -> tuple[_Of | None, _Of | None]:
        return in_force(tuple(versions), self.before.quarter), in_force(tuple(versions), self.now.quarter)

    def agreed(self, versions: object) -> str:
        """Who agreed the versions that came between the two."""
        assert isinstance(versions, tuple)
        new = [one for one in versions if self.before.quarter < one.since <= self.now.quarter and one.agreed_by]
        return "; ".join(one.agreed_by for one in new)

    # ---- risks and change requests ----

    def of_risks_and_requests(self) -> Iterator[Change]:
        for was, now in self.priorities:
            if was and was.latest and now.latest and self.has_news(now.latest.quarter):
                gone = self.is_covered(now)
                yield from _of_risks(now, was.latest.fact.risks, now.latest.fact.risks, gone)
                yield from _of_requests(now, was.latest.fact.change_requests_list, now.latest.fact.change_requests_list)
                old, new = was.latest.fact.change_requests, now.latest.fact.change_requests
                if old is not None and new is not None and _spaced(old) != _spaced(new):
                    yield Change(Kind.REQUEST_NEW, now, old.strip(), new.strip())
        for plan_was, plan in self.plans:
            if plan_was and plan_was.latest and plan.latest and self.has_news(plan.latest.quarter):
                gone = (plan.id, plan.latest.quarter) in self.covering
                yield from _of_risks(plan, plan_was.latest.fact.risks, plan.latest.fact.risks, gone)

    # ---- the rest ----

    def of_corrections(self) -> Iterator[Change]:
        things: tuple[MeasureView | ActionView, ...] = (*self.now.measures, *self.now.actions)
        named = {name: thing for thing in things for name in (thing.id, *thing.formerly)}
        for one in self.now.corrections:
            if one.date > self.before.quarter.last_day:
                thing = named.get(one.measure or one.action or "")
                yield Change(Kind.CORRECTION, thing, one.was, one.to, one.reason, correction=one)

    def not_covered(self) -> Iterator[PriorityView]:
        covers = {plan for held in self.now.held if held.quarter == self.now.quarter for plan in held.covers}
        for was, now in self.priorities:
            if was and was.is_of_this_quarter and not now.is_of_this_quarter and now.plan.id not in covers:
                yield now


def _pairs(before: Iterable[_View], now: Iterable[_View]) -> Iterator[tuple[_View | None, _View]]:
    earlier = {view.id: view for view in before}
    return ((earlier.get(view.id), view) for view in now)


def _name(promise: Promise) -> tuple[object, ...]:
    return promise.kind, type(promise.about), promise.about.id, promise.of, _spaced(promise.title).casefold()


def _changed_to(standing: Kept, step: bool) -> Kind | None:
    if standing is Kept.KEPT:
        return Kind.STEP_DONE if step else Kind.PROMISE_KEPT
    if standing is Kept.OVERDUE:
        return Kind.STEP_LATE if step else Kind.PROMISE_OVERDUE
    return Kind.STEP_GONE if standing is Kept.NOT_MENTIONED else None


def _of_risks(thing: Thing, old: Sequence[Risk], new: Sequence[Risk], may_be_gone: bool) -> Iterator[Change]:
    pairs, gone = _matched(old, new, lambda risk: (risk.title, risk.text))
    for was, now in pairs:
        words = now.title or now.text
        if was is None:
            yield Change(Kind.RISK_NEW, thing, None, now.text, what=now.title)
        elif _said(was) != _said(now):
            yield Change(Kind.RISK_CHANGED, thing, _said(was), _said(now), what=now.title and words)
    for risk in gone if may_be_gone else ():
        yield Change(Kind.RISK_GONE, thing, risk.text, None, what=risk.title)


def _said(risk: Risk) -> str:
    return "\n\n".join(part.strip() for part in (risk.text, risk.mitigation or "") if part.strip())


def _of_requests(thing: Thing, old: Sequence[ChangeRequest], new: Sequence[ChangeRequest]) -> Iterator[Change]:
    pairs, _ = _matched(old, new, lambda request: ("", request.text))
    for was, now in pairs:
        if was is None:
            yield Change(Kind.REQUEST_NEW, thing, None, now.text)
        if now.decision and (was is None or not was.decision):
            yield Change(Kind.REQUEST_DECIDED, thing, None, now.decision, what=_spaced(now.text))


def _matched(
    old: Sequence[_Listed], new: Sequence[_Listed], words: Callable[[_Listed], tuple[str, str]]
) -> tuple[list[tuple[_Listed | None, _Listed]], list[_Listed]]:
    """Each new thing with the old one that it is, and the old ones that are left.

    What has a title is known by it. What has none is known by its words, or by most of them.
    """
    left = [*old]
    pairs: list[tuple[_Listed | None, _Listed]] = []
    for thing in new:
        title, text = words(thing)
        best = max(left, key=lambda one: _likeness(words(one), (title, text)), default=None)
        if best is not None and _likeness(words(best), (title, text)) >= ALIKE:
            left.remove(best)
            pairs.append((best, thing))
        else:
            pairs.append((None, thing))
    return pairs, left


def _likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    if one[0] or other[0]:
        return 1.0 if _spaced(one[0]).casefold() == _spaced(other[0]).casefold() else 0.0
    return SequenceMatcher(None, _spaced(one[1]).split(), _spaced(other[1]).split(), autojunk=False).ratio()


def _alike(one: Value | None, other: Value | None) -> bool:
    """A blank is no target, and a target that a report does not repeat is not taken back by it."""
    old = one.printed if one is not None and one.reason is None else ""
    new = other.printed if other is not None and other.reason is None else ""
    return _spaced(old) == _spaced(new)


def _spaced(words: str) -> str:
    return " ".join(words.split())


# ---- in short ----


def in_short(found: Changes) -> tuple[str, ...]:
    """What changed as a few sentences, for the top of a page: counts alone."""
    told = []

    def count(kind: Kind, one: str, many: str) -> None:
        number = len(found.of(kind))
        if number:
            told.append(f"{number} {one if number == 1 else many}.")

    count(Kind.BETTER, "measure moved to a better status", "measures moved to a better status")
    count(Kind.WORSE, "measure moved to a worse status", "measures moved to a worse status")
    count(Kind.COMPLETED, "action was completed", "actions were completed")
    count(Kind.STARTED, "action was started", "actions were started")
    count(Kind.OVERDUE, "action is now overdue", "actions are now overdue")
    count(Kind.SLIPPED, "due date slipped", "due dates slipped")
    count(Kind.PROMISE_KEPT, "promise was kept", "promises were kept")
    count(Kind.PROMISE_OVERDUE, "promise is now overdue", "promises are now overdue")
    count(Kind.TARGET, "target was changed", "targets were changed")
    count(Kind.DEFINITION, "measure was defined anew", "measures were defined anew")
    count(Kind.RISK_NEW, "risk is new", "risks are new")
    count(Kind.NEW_MEASURE, "measure is new", "measures are new")
    figures = [one.movement for one in found.of(Kind.FIGURE) if one.movement]
    better = sum(1 for moved in figures if moved.direction is Direction.BETTER)
    worse = sum(1 for moved in figures if moved.direction is Direction.WORSE)
    if better or worse:
        told.append(
            f"Of {len(figures)} newer figures, {better or 'none'} moved the better way and {worse or 'none'} the worse."
            if len(figures) > 1
            else f"The 1 newer figure moved the {'better' if better else 'worse'} way."
        )
    return tuple(told)
