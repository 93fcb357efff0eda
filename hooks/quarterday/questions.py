"""What the data leaves open of a priority, as questions a member might ask. No opinion, and each with its evidence.

A blank cell whose sign or colour is known to have been lost on the way to this site is no question to the council.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from quarterday.model import ActionReport, MeasureReport, PriorityReport, Version
from quarterday.periods import Quarter
from quarterday.phrases import all_of, opening
from quarterday.promises import Kept, Promise
from quarterday.report import ActionView, MeasureView, PlanView, PriorityView, disagreeing_due
from quarterday.rules.statuses import CONTRADICTED
from quarterday.status import Status
from quarterday.values import Reason, Value

Thing = MeasureView | ActionView | PriorityView


class Asked(Enum):
    """What is asked of one thing and of several, in the order of a page."""

    UNEXPLAINED = (
        "Why is this off target, and what is being done?",
        "Why are these off target, and what is being done?",
    )
    OVERDUE = ("By when will this be done?", "By when will these be done?")
    LAPSED = ("What became of this promise?", "What became of these promises?")
    CHANGED = ("Why was this changed?", "Why were these changed?")
    DISAGREES = ("Which of its two statuses holds?", "Which of their two statuses holds?")
    BLANK = ("What belongs in what is blank?", "What belongs in what is blank?")


PARTS = {
    "definition": "what is counted",
    "figures": "figures",
    "printed": "as printed",
    "progress": "progress",
    "promises": "promises",
    "requests": "change requests",
    "sides": "plan and report",
    "status": "status",
}
"""What a part of a page is called in a link to it, so that no two links with the same words lead apart."""


@dataclass(frozen=True)
class Evidence:
    """What the data has of one thing; ``part`` is where its page shows it."""

    thing: Thing
    part: str
    because: str

    @property
    def where(self) -> str:
        return PARTS[self.part]


@dataclass(frozen=True)
class Question:
    asked: Asked
    evidence: tuple[Evidence, ...]

    @property
    def words(self) -> str:
        one, several = self.asked.value
        return one if len({id(found.thing) for found in self.evidence}) == 1 else several


def questions(of: PriorityView | PlanView, promised: Iterable[Promise] = ()) -> tuple[Question, ...]:
    """What is left open of a priority, or of the measures that a plan has outside its priorities.

    ``promised``: every promise of the report; those that lapsed are asked of.
    """
    actions: tuple[ActionView, ...] = of.actions if isinstance(of, PriorityView) else ()
    whole = (of,) if isinstance(of, PriorityView) else ()
    found = {
        Asked.UNEXPLAINED: [*_unexplained(of.measures)],
        Asked.OVERDUE: [*_overdue(actions)],
        Asked.LAPSED: [*_lapsed((*whole, *of.measures, *actions), promised)],
        Asked.CHANGED: [*_changed((*of.measures, *actions))],
        Asked.DISAGREES: [*_disagreeing((*of.measures, *actions))],
        Asked.BLANK: [*_blank((*whole, *of.measures, *actions))],
    }
    return tuple(Question(asked, tuple(evidence)) for asked, evidence in found.items() if evidence)


def _unexplained(measures: Iterable[MeasureView]) -> Iterator[Evidence]:
    """Off target, where the report that gives the figure has neither commentary nor action."""
    for view in measures:
        held, judged = view.current, view.judgement
        if held is None or judged.status is not Status.OFF_TARGET or judged.override:
            continue
        told = [dated.fact for dated in view.reports if dated.quarter >= held.quarter]
        if any(fact.commentary.strip() or fact.action_taken.strip() for fact in told):
            continue
        gives = f"The report for {held.reported_in.title} gives no commentary and no action being taken."
        yield Evidence(view, "status", f"{opening(judged.because)}. {gives}")


def _overdue(actions: Iterable[ActionView]) -> Iterator[Evidence]:
    """Overdue by our rule, which says so in a quarter that covers the plan alone, and as the quarter reports it."""
    for view in actions:
        if view.judgement.status is Status.OVERDUE and view.latest and view.latest.quarter == view.quarter:
            planned = disagreeing_due(view)
            other = f" The report’s due date is used; the plan prints “{planned.printed}”." if planned else ""
            yield Evidence(view, "progress", f"It is overdue, because {view.judgement.because}.{other}")


def _lapsed(things: Sequence[Thing], promised: Iterable[Promise]) -> Iterator[Evidence]:
    """Overdue, or not mentioned again: both are said only where a later report covers the plan."""
    ours = {(type(thing), thing.id) for thing in things}
    for one in promised:
        if one.standing in (Kept.OVERDUE, Kept.NOT_MENTIONED) and (type(one.about), one.about.id) in ours:
            when = f", for {one.due.printed}" if one.due is not None and one.title else ""
            yield Evidence(one.about, "promises", f"{one.kind.value} “{one.words}”{when}. {opening(one.because)}.")


def _changed(things: Iterable[MeasureView | ActionView]) -> Iterator[Evidence]:
    """What the plan promises otherwise than at the report before: title, definition, target and due date."""
    for view in things:
        before = next((dated.quarter for dated in view.reports if dated.quarter < view.quarter), None)
        if before is None:
            continue
        promised: dict[str, tuple[Version[str] | Version[Value], ...]]
        if isinstance(view, MeasureView):
            planned = view.measure
            promised = {
                "title": planned.title,
                "definition": planned.definition,
                "target": planned.target,
                "due date": planned.due,
            }
            part = "definition"
        else:
            promised = {"title": view.action.title, "due date": view.action.due}
            part = "sides"
        for name, versions in promised.items():
            if told := _change(name, versions, before, view.quarter):
                yield Evidence(view, part, told)


def _change(name: str, versions: Sequence[Version[str] | Version[Value]], before: Quarter, now: Quarter) -> str:
    then, new = _version(versions, before), _version(versions, now)
    if then is None or new is None or _printed(then) == _printed(new):
        return ""
    agreed = f"Agreed by: {new.agreed_by.rstrip('.')}." if new.agreed_by else "The plan does not say who agreed it."
    was, is_now = (f"“{words}”" if words else "blank" for words in (_printed(then), _printed(new)))
    return f"The {name} was {was}, and is {is_now} from {new.since.title}. {agreed}"


def _version(
    versions: Sequence[Version[str] | Version[Value]], quarter: Quarter
) -> Version[str] | Version[Value] | None:
    held = [version for version in versions if version.since <= quarter]
    return max(held, key=lambda version: version.since) if held else None


def _printed(version: Version[str] | Version[Value]) -> str:
    return version.value.printed if isinstance(version.value, Value) else version.value


def _disagreeing(things: Iterable[MeasureView | ActionView]) -> Iterator[Evidence]:
    """A status in the report that cannot be true as well as ours; shades between the two are a council's own."""
    for view in things:
        judged, stated = view.judgement, view.reported.status
        if stated is None or judged.override or judged.early:
            continue
        if judged.status in CONTRADICTED.get(stated, ()):
            ours = f"our rule {judged.status.word.lower()}, because {judged.because}"
            part = "status" if isinstance(view, MeasureView) else "progress"
            yield Evidence(view, part, f"The report says {stated.word.lower()}, and {ours}.")


def _blank(things: Iterable[Thing]) -> Iterator[Evidence]:
    """The cells that the latest report has and leaves blank."""
    for view in things:
        if view.latest is None:
            continue
        blank = [*_blank_cells(view.latest.fact)]
        if isinstance(view, MeasureView) and view.current and view.current.reported_in == view.latest.quarter:
            blank += ["figure"] if _is_blank(view.current.result.value) else []
        if blank:
            are = "is" if len(blank) == 1 else "are"
            told = f"The {all_of(blank)} {are} blank in the report for {view.latest.quarter.title}."
            yield Evidence(view, _part(view, blank), told)


def _blank_cells(fact: MeasureReport | ActionReport | PriorityReport) -> Iterator[str]:
    if isinstance(fact, PriorityReport):
        yield from (f"status of “{rag.of}”" for rag in fact.rag if _is_blank(rag.value) and not rag.note)
        if fact.change_requests is not None and not fact.change_requests.strip():
            yield "space for change requests"
        return
    if isinstance(fact, MeasureReport):
        cells = {"target": fact.target, "due date": fact.due, "baseline": fact.baseline}
    else:
        cells = {"progress": fact.progress, "due date": fact.due, "priority rating": fact.rating}
    yield from (name for name, value in cells.items() if _is_blank(value))
    if _is_blank(fact.status) and not fact.status_note:
        yield "status"


def _is_blank(value: Value | None) -> bool:
    """A cell that the report has, with nothing in it. A cell that it does not have is no blank."""
    return value is not None and value.reason is Reason.NOT_REPORTED


def _part(view: Thing, blank: Sequence[str]) -> str:
    if isinstance(view, MeasureView):
        return "status" if blank == ["status"] else "figures" if blank == ["figure"] else "printed"
    if isinstance(view, ActionView):
        return "progress" if "progress" in blank or "status" in blank else "sides"
    return "requests" if blank == ["space for change requests"] else "status"
