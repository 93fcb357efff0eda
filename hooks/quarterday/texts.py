"""Every text of the data, wherever it stands, with the plan, action or measure that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple, get_args

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

DOCUMENTS = frozenset((Plan, QuarterData, PlanReport, PriorityReport, CommitteeReport))
SUBJECTS = frozenset((*PROMISED, *REPORTED, *DOCUMENTS, Outcome, Paragraph, Implication))
"""The facts that say what is spoken of, in them and below them; most facts do not."""

Names = Mapping[tuple[str, str], tuple[str, str]]
"""The code and the title of each thing that is promised, by its kind and its id; its plan, where it has no code."""


class Text(NamedTuple):
    """What stands after one key, or in one line of a list. There are three to a figure: they are quick to make."""

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


class _Same:
    """Data that are the same only if they are one: to compare two by what they hold would be to read all of it."""

    def __init__(self, data: Data) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.data is other.data

    def __hash__(self) -> int:
        return id(self.data)


def texts(data: Data) -> tuple[Text, ...]:
    """Every text of all files, in the order of the model. They are kept for the next who asks of the same data."""
    return _texts(_Same(data))


@lru_cache(maxsize=1)
def _texts(of: _Same) -> tuple[Text, ...]:
    names = _names(of.data)
    found: list[Text] = []
    for key in type(of.data).model_fields:
        for thing in _parts(getattr(of.data, key)):
            _read(thing, NOWHERE, "", "", "", names, found)
    return tuple(found)


def _read(fact: Fact, place: Place, name: str, subject: str, document: str, names: Names, found: list[Text]) -> None:
    # A title that never changed was written without a version of its own, and stands where its action does.
    place = fact.place if fact.place is not NOWHERE else place
    if type(fact) in SUBJECTS:
        subject = _subject(fact, subject, names)
        document = subject if type(fact) in DOCUMENTS else document
    held = vars(fact)
    for key, alias, has_words in _keys(type(fact)):
        given = held[key]
        if given is None or given == "" or given == ():
            continue
        for part in _parts(given) if isinstance(given, tuple) else (given,):
            if isinstance(part, str):
                if part and has_words:
                    found.append(Text(part, alias or name, fact, place, subject or place.path, document))
            elif isinstance(part, Value):
                if part.printed:
                    at = part.place or place
                    found.append(Text(part.printed, alias or name, fact, at, subject or at.path, document, True))
            elif part is not None:
                _read(part, place, alias or name, subject, document, names, found)


def _parts(given: Any) -> Iterator[Any]:
    if isinstance(given, tuple):
        for part in given:
            yield from _parts(part)
    else:
        yield given


@cache
def _keys(kind: type[Fact]) -> tuple[tuple[str, str, bool], ...]:
    """The keys of a fact that can hold a text: the key, its name in the files, and whether it is one of words."""
    # What a version says is what its key says: a title, or a target.
    return tuple(
        (key, "" if key == "value" and issubclass(kind, Version) else field.alias or key, is_words(field))
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
        kind = f"{KINDS[plan.kind]},"
        names["plan", plan.id] = (kind, plan.title)
        for priority in plan.priorities:
            names["priority", priority.id] = (priority.code or kind, latest(priority.title))
            names |= {("action", one.id): (one.code or kind, latest(one.title)) for one in priority.actions}
            names |= {("measure", one.id): (one.code or kind, latest(one.title)) for one in priority.measures}
        names |= {("measure", one.id): (one.code or kind, latest(one.title)) for one in plan.measures}
    return names


def latest(title: Words) -> str:
    """Its words in the newest version; blank where there is none."""
    return max(title, key=lambda version: version.since).value if title else ""


def _subject(fact: Fact, above: str, names: Names) -> str:
    if isinstance(fact, (Plan, Priority, Action, Measure)):
        return " ".join(names[PROMISED[type(fact)], fact.id]).strip()
    if what := REPORTED.get(type(fact)):
        code, title = names.get((what, getattr(fact, what)), ("", ""))
        return f"{getattr(fact, 'code', '') or code} {getattr(fact, 'title', '') or title}".strip()
    match fact:
        case Outcome(title=title):
            return title
        case CommitteeReport(subject=subject):
            return f"committee report, {subject}"
        case Paragraph(number=number) if number:
            return f"{above}, {number}"
        case Implication(letter=letter):
            return f"{above}, {letter}"
        case QuarterData(quarter=quarter):
            return f"report for {quarter.short}"
    return above
