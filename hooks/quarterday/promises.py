"""What was promised by a date: figures, updates, next steps and milestones, and which of it was kept.

"Overdue" and "not mentioned again" may be said only where a later report covers the plan. Where none is held here,
that is what is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeVar

from quarterday.history import Dated
from quarterday.model import Milestone, NextStep, Plan, Result
from quarterday.periods import Quarter
from quarterday.phrases import in_one_line
from quarterday.report import ActionView, MeasureView, PriorityView, Report
from quarterday.slips import is_same
from quarterday.status import Shown, Status
from quarterday.values import Kind, Reason, Value, parse

Thing = TypeVar("Thing", MeasureView, ActionView, PriorityView)


class PromiseKind(Enum):
    DATA = "Figure"
    NEXT_UPDATE = "Next update"
    NEXT_STEP = "Next step"
    MILESTONE = "Milestone"


class Kept(Shown):
    """How a promise stands at the report's quarter."""

    OVERDUE = ("Overdue", "off")
    TO_COME = ("Still to come", "calm")
    NOT_MENTIONED = ("Not mentioned again", "near")
    NOT_KNOWN = ("Not known", "unknown")
    UNDATED = ("No single date", "none")
    KEPT = ("Kept", "good")


@dataclass(frozen=True)
class Promise:
    """``because`` completes the sentence "Overdue, because …"."""

    kind: PromiseKind
    words: str
    """What was promised, as printed: a step, a milestone, "Data available March 2023"."""
    due: Value | None
    said_in: Quarter
    """The quarter that gives this date: the report that first prints it, or a plan's first quarter here."""
    about: MeasureView | ActionView | PriorityView
    standing: Kept
    because: str
    kept_in: Quarter | None = None
    of: Quarter | None = None
    """The quarter whose figure is promised."""
    before: tuple[Dated[Value], ...] = ()
    """Earlier dates for the same, the first one first."""

    @property
    def plan(self) -> Plan:
        return self.about.plan

    @property
    def last_day(self) -> date | None:
        return self.due.last_day if self.due is not None else None

    @property
    def title(self) -> str:
        """What a step or a milestone is called; blank for a figure, whose words are its date."""
        return self.words if self.kind in (PromiseKind.NEXT_STEP, PromiseKind.MILESTONE) else ""

    @property
    def sentence(self) -> str:
        return f"{self.standing.word}, because {self.because}"


def promises(report: Report, only: Collection[str] | None = None) -> tuple[Promise, ...]:
    """Everything that was promised by a date up to the report's quarter, the soonest first and the undated last.

    ``only``: the ids of the measures, priorities and actions that are asked for, where it is not all.
    """
    teller = _Teller(report)
    found: list[Promise] = []

    def asked_for(things: Iterable[Thing]) -> Iterator[Thing]:
        return (one for one in things if only is None or one.id in only)

    for measure in asked_for(report.measures):
        found += teller.figures(measure)
        found += teller.updates(measure)
    for priority in asked_for(report.priorities):
        found += teller.steps(priority)
    for action in asked_for(report.actions):
        found += teller.milestones(action)
    return tuple(sorted(found, key=lambda one: (one.last_day is None, one.last_day or date.max)))


NO_LATER = "no later report on it is held here"


@dataclass(frozen=True)
class _Open:
    """A promise before it is known how it stands."""

    words: str
    due: Value | None
    said_in: Quarter
    of: Quarter | None = None
    before: tuple[Dated[Value], ...] = ()

    def moved(self, later: _Open) -> _Open:
        """The same promise as a later report gives it. A blank there is no date, and takes none back."""
        if later.due is None or later.due.reason:
            return replace(later, due=self.due, said_in=self.said_in, before=self.before)
        if self.due is None or self.due.reason:
            return replace(later, before=self.before)
        if is_same(self.due, later.due):
            return replace(later, said_in=self.said_in, before=self.before)
        return replace(later, before=(*self.before, Dated(self.said_in, self.due)))


class _Teller:
    def __init__(self, report: Report) -> None:
        self.quarter = report.quarter
        self.covering: dict[str, list[Quarter]] = {}
        for held in report.held:
            for plan in held.covers:
                self.covering.setdefault(plan, []).append(held.quarter)

    def covered_after(self, plan: Plan, said_in: Quarter, due: date) -> Quarter | None:
        """The first report that covers the plan, is later than the promise, and is of a quarter that ends after it."""
        return next((q for q in self.covering.get(plan.id, ()) if q > said_in and q.last_day > due), None)

    # ---- of measures ----

    def figures(self, view: MeasureView) -> Iterator[Promise]:
        """ "Data available March 2023", in place of a figure."""
        held: dict[Quarter, list[Dated[Result]]] = {quarter: [] for quarter in view.promised}
        for dated in reversed(view.reports) if held else ():
            for result in dated.fact.results:
                if result.quarter in held:
                    held[result.quarter].append(Dated(dated.quarter, result))
        for of, results in held.items():
            still: _Open | None = None
            for told in results:
                value = told.fact.value
                if value.reason is Reason.NOT_YET and value.promised:
                    again = _Open(value.printed, parse(value.promised), told.quarter, of)
                    still = still.moved(again) if still else again
                elif still and value.reason is None:
                    because = f"{told.quarter.title} reports {_quoted(value)}"
                    yield self.kept(PromiseKind.DATA, still, view, told.quarter, because)
                    still = None
            if still:
                yield self.standing(PromiseKind.DATA, still, view, f"gives no figure for {of.title}")

    def updates(self, view: MeasureView) -> Iterator[Promise]:
        """The date of the next update, on a report's own list of what is off target."""
        still: _Open | None = None
        for row in reversed(view.stated_off_target):
            about = row.fact.last_update_quarter or row.quarter
            if still and still.of is not None and about > still.of:
                yield self.kept(PromiseKind.NEXT_UPDATE, still, view, row.quarter, _updated(row.quarter, about))
                still = None
            due = row.fact.next_update
            if due is not None and not due.reason:
                again = _Open(due.printed, due, row.quarter, about)
                still = still.moved(again) if still else again
        if still is None or still.of is None:
            return
        for held in view.series:
            if held.reported_in > still.said_in and held.quarter > still.of and held.result.value.reason is None:
                because = _updated(held.reported_in, held.quarter)
                yield self.kept(PromiseKind.NEXT_UPDATE, still, view, held.reported_in, because)
                return
        yield self.standing(PromiseKind.NEXT_UPDATE, still, view, "gives no newer figure")

    # ---- of priorities and actions ----

    def steps(self, view: PriorityView) -> Iterator[Promise]:
        """Next steps, told apart by their titles. A step is done where a report says so, and not where it is gone."""
        listed: dict[str, list[Dated[NextStep]]] = {}
        for dated in reversed(view.reports):
            for step in dated.fact.next_steps:
                listed.setdefault(_folded(step.title), []).append(Dated(dated.quarter, step))
        for each in listed.values():
            yield self.step(view, each)

    def step(self, view: PriorityView, listed: list[Dated[NextStep]]) -> Promise:
        kind = PromiseKind.NEXT_STEP
        still: _Open | None = None
        for dated in listed:
            again = _Open(dated.fact.title, dated.fact.due, dated.quarter)
            still = still.moved(again) if still else again
        assert still
        last = listed[-1]
        done = last.fact.done
        if done is not None and is_done(done):
            return self.kept(kind, still, view, last.quarter, f"{last.quarter.title} reports {_quoted(done)}")
        covering = self.covering.get(view.plan.id, ())
        later = [dated.quarter for dated in reversed(view.reports) if dated.quarter > last.quarter]
        gone = next((quarter for quarter in later if quarter in covering), None)
        if gone:
            because = f"{gone.title} does not list it, and no report says that it was done"
            return _promise(kind, still, view, Kept.NOT_MENTIONED, because)
        due = still.due.last_day if still.due else None
        if due and due < last.quarter.last_day and last.quarter > still.said_in and last.quarter in covering:
            return _promise(kind, still, view, Kept.OVERDUE, f"{last.quarter.title} still lists it")
        return self.not_overdue(kind, still, view)

    def milestones(self, view: ActionView) -> Iterator[Promise]:
        for milestone in view.action.milestones:
            yield self.milestone(view, milestone)

    def milestone(self, view: ActionView, milestone: Milestone) -> Promise:
        kind = PromiseKind.MILESTONE
        first = view.reports[-1].quarter if view.reports else self.quarter
        still = _Open(milestone.title, milestone.due, first)
        for dated in reversed(view.reports):
            if _folded(milestone.title) in map(_folded, dated.fact.milestones_reached):
                because = f"{dated.quarter.title} reports that it was reached"
                return self.kept(kind, still, view, dated.quarter, because)
        if view.judgement.status is Status.CANCELLED:
            return _promise(kind, still, view, Kept.NOT_KNOWN, "its action was cancelled")
        if view.judgement.status is Status.COMPLETED and view.latest:
            because = f"{view.latest.quarter.title} reports its action as complete"
            return self.kept(kind, still, view, view.latest.quarter, because)
        due = still.due.last_day if still.due else None
        for dated in reversed(view.reports):
            is_covered = dated.quarter in self.covering.get(view.plan.id, ())
            if due and due < dated.quarter.last_day and is_covered:
                because = f"{dated.quarter.title} does not report that it was reached"
                return _promise(kind, still, view, Kept.OVERDUE, because)
        return self.not_overdue(kind, still, view)

    # ---- how they stand ----

    def kept(
        self, kind: PromiseKind, still: _Open, about: MeasureView | ActionView | PriorityView, by: Quarter, because: str
    ) -> Promise:
        return replace(_promise(kind, still, about, Kept.KEPT, because), kept_in=by)

    def standing(self, kind: PromiseKind, still: _Open, about: MeasureView, lacks: str) -> Promise:
        due = still.due.last_day if still.due else None
        shown = self.covered_after(about.plan, still.said_in, due) if due else None
        if shown:
            return _promise(kind, still, about, Kept.OVERDUE, f"{shown.title} {lacks}")
        return self.not_overdue(kind, still, about)

    def not_overdue(self, kind: PromiseKind, still: _Open, about: MeasureView | ActionView | PriorityView) -> Promise:
        due = still.due
        if due is None or due.reason:
            return _promise(kind, still, about, Kept.UNDATED, "no date is given")
        if due.last_day is None:
            return _promise(kind, still, about, Kept.UNDATED, f"“{due.printed}” is not one date")
        if due.last_day >= self.quarter.last_day:
            return _promise(kind, still, about, Kept.TO_COME, "its date is not before the end of this quarter")
        if due.last_day < still.said_in.first_day:
            because = f"its date had passed when {still.said_in.title} began, and {NO_LATER}"
            return _promise(kind, still, about, Kept.NOT_KNOWN, because)
        return _promise(kind, still, about, Kept.NOT_KNOWN, NO_LATER)


def _promise(
    kind: PromiseKind, still: _Open, about: MeasureView | ActionView | PriorityView, standing: Kept, because: str
) -> Promise:
    return Promise(
        kind, still.words, still.due, still.said_in, about, standing, because, of=still.of, before=still.before
    )


def is_done(done: Value) -> bool:
    """A blank is no answer, and neither is "No"."""
    return done.reason is None and not (done.kind is Kind.YES_NO and done.printed.strip().casefold() == "no")


def _updated(by: Quarter, of: Quarter) -> str:
    return f"{by.title} reports a figure for {of.title}" if by != of else f"{by.title} reports a figure"


def _quoted(value: Value) -> str:
    return f"“{value.printed}”" if value.figure is None else value.printed


def _folded(title: str) -> str:
    return in_one_line(title).casefold()


def about(thing: MeasureView | ActionView | PriorityView, found: Iterable[Promise]) -> tuple[Promise, ...]:
    """Those about one thing."""
    return tuple(one for one in found if type(one.about) is type(thing) and one.about.id == thing.id)


def by_standing(found: Iterable[Promise]) -> tuple[tuple[Kept, tuple[Promise, ...]], ...]:
    """Those that stand alike, what is overdue first and what was kept last."""
    every = tuple(found)
    groups = ((standing, tuple(one for one in every if one.standing is standing)) for standing in Kept)
    return tuple((standing, group) for standing, group in groups if group)
