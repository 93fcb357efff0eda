"""Every text of the data, wherever it stands, with the plan, action or measure that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from quarterday.entries import NOWHERE
from quarterday.fields import is_words
from quarterday.model import (
    Action,
    ActionReport,
    CommitteeReport,
    Data,
    Fact,
    Headline,
    Implication,
    Measure,
    MeasureReport,
    OffTargetRow,
    Outcome,
    Paragraph,
    Plan,
    PlanKind,
    PlanReport,
    Priority,
    PriorityReport,
    QuarterData,
    Version,
    Words,
)
from quarterday.problems import Place
from quarterday.values import Value

KINDS = {PlanKind.LOIP: "LOIP", PlanKind.CORPORATE: "corporate plan", PlanKind.SERVICE: "service plan"}
OURS = frozenset(("editors_note", "note", "status_note", "progress_note", "counts_note", "headline", "appendices"))
"""Keys in which the editor speaks, and not the report."""

PROMISED: dict[type, str] = {Plan: "plan", Priority: "priority", Action: "action", Measure: "measure"}
REPORTED: dict[type, str] = {
    PlanReport: "plan",
    PriorityReport: "priority",
    ActionReport: "action",
    MeasureReport: "measure",
    OffTargetRow: "measure",
}
"""What each of these facts reports on, which is the name of the key that says so."""

Names = Mapping[tuple[str, str], tuple[str, str]]
"""The code and the title of each thing that is promised, by its kind and its id."""


@dataclass(frozen=True, slots=True)
class Text:
    """What stands after one key, or in one line of a list."""

    words: str
    key: str
    of: Fact
    """The fact whose key it is."""
    place: Place
    subject: str
    """What it is about, by its code and its title: ``SERV1.3 Our commissioning model changes``."""
    document: str
    """The plan, or the part of a quarter's report, that it stands in; blank in the other files."""
    is_figure: bool = False
    """It stands where a figure or a date is expected."""

    @property
    def is_reported(self) -> bool:
        """The words are the plan's or the report's, and not the editor's."""
        return bool(self.document) and self.key not in OURS and not isinstance(self.of, Headline)


def texts(data: Data) -> Iterator[Text]:
    """Every text of all files, in the order of the model."""
    names = _names(data)
    for key in type(data).model_fields:
        for thing in _parts(getattr(data, key)):
            yield from _in(thing, NOWHERE, "", "", "", names)


def _in(fact: Fact, place: Place, name: str, subject: str, document: str, names: Names) -> Iterator[Text]:
    # A title that never changed was written without a version of its own, and stands where its action does.
    place = fact.place if fact.place is not NOWHERE else place
    subject, document = _subject(fact, subject, names), _document(fact, document, names)
    for key, alias, has_words in _keys(type(fact)):
        named = name if key == "value" and isinstance(fact, Version) else alias
        for part in _parts(getattr(fact, key)):
            if isinstance(part, Fact):
                yield from _in(part, place, named, subject, document, names)
            elif isinstance(part, Value):
                if part.printed:
                    at = part.place or place
                    yield Text(part.printed, named, fact, at, subject or at.path, document, is_figure=True)
            elif has_words and part:
                yield Text(part, named, fact, place, subject or place.path, document)


def _parts(given: Any) -> Iterator[Any]:
    if isinstance(given, tuple):
        for part in given:
            yield from _parts(part)
    elif given is not None:
        yield given


@cache
def _keys(kind: type[Fact]) -> tuple[tuple[str, str, bool], ...]:
    """The keys of a fact that can hold a text: the key, its name in the files, and whether it is one of words."""
    return tuple(
        (key, field.alias or key, is_words(field))
        for key, field in kind.model_fields.items()
        if is_words(field) or _can_hold_text(field.annotation)
    )


def _can_hold_text(kind: Any) -> bool:
    if isinstance(kind, type) and issubclass(kind, (Fact, Value)):
        return True
    return any(map(_can_hold_text, get_args(kind)))


def _names(data: Data) -> Names:
    names = {}
    for plan in data.plans:
        names["plan", plan.id] = ("", subject_of_plan(plan))
        for priority in plan.priorities:
            names["priority", priority.id] = (priority.code or f"{KINDS[plan.kind]},", latest(priority.title))
            names |= {("action", one.id): (one.code, latest(one.title)) for one in priority.actions}
        for measure in (*plan.measures, *(one for priority in plan.priorities for one in priority.measures)):
            names["measure", measure.id] = (measure.code, latest(measure.title))
    return names


def subject_of_plan(plan: Plan) -> str:
    """Such as ``service plan, Children and Families Service Plan 2020-23``."""
    return f"{KINDS[plan.kind]}, {plan.title}"


def latest(title: Words) -> str:
    """Its words in the newest version; blank where there is none."""
    return max(title, key=lambda version: version.since).value if title else ""


def _subject(fact: Fact, above: str, names: Names) -> str:
    if isinstance(fact, (Plan, Priority, Action, Measure)):
        return " ".join(names[PROMISED[type(fact)], fact.id]).strip()
    if what := REPORTED.get(type(fact)):
        code, title = names.get((what, getattr(fact, what)), ("", ""))
        return f"{getattr(fact, 'code', '') or code} {getattr(fact, 'title', '') or title}".strip()
    if isinstance(fact, Outcome):
        return fact.title
    if isinstance(fact, CommitteeReport):
        return f"committee report, {fact.subject}"
    if isinstance(fact, Paragraph) and fact.number:
        return f"{above}, {fact.number}"
    if isinstance(fact, Implication):
        return f"{above}, {fact.letter}"
    if isinstance(fact, QuarterData):
        return f"report for {fact.quarter.short}"
    return above


def _document(fact: Fact, above: str, names: Names) -> str:
    of_its_own = (Plan, QuarterData, PlanReport, PriorityReport, CommitteeReport)
    return _subject(fact, above, names) if isinstance(fact, of_its_own) else above
