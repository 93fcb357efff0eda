"""What a new quarter starts from: its files, what is left out of them, and what falls due in it.

An entry that has no key but its name reports nothing, so a quarter that nobody has filled in yet says nothing of
anything. Earlier words stand in comments alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from quarterday import promises
from quarterday.amending import written
from quarterday.model import (
    ActionReport,
    Data,
    Fact,
    Frequency,
    MeasureReport,
    NextStep,
    OffTargetList,
    OffTargetRow,
    OutcomeReport,
    Part,
    PlanReport,
    PriorityReport,
    QuarterData,
    Rag,
    ReportPaper,
    Result,
    Risk,
    in_force,
)
from quarterday.periods import Quarter
from quarterday.phrases import in_one_line
from quarterday.promises import Kept, PromiseKind
from quarterday.report import ActionView, MeasureView, PlanView, PriorityView, Report, latest_quarter, report
from quarterday.status import Status, is_whole
from quarterday.values import Value

NOT_OWED = (Kept.KEPT, Kept.NOT_MENTIONED)
"""What was kept, and what a later report no longer lists."""
ENDED = (Status.COMPLETED, Status.CANCELLED)
LONGEST = 60
"""Characters of an earlier quarter's words in a comment; more of them would be copied again by somebody."""
KEPT: dict[type[Fact], tuple[str, ...]] = {
    Rag: ("of",),
    Risk: ("title",),
    NextStep: ("title",),
    OffTargetRow: ("measure",),
    Part: ("by", "name"),
}
"""The keys that say which thing of a list it is. The others are empty, with their earlier words beside them."""
ANEW: dict[type[Fact], tuple[str, ...]] = {
    QuarterData: ("paper",),
    ReportPaper: ("title", "period"),
    PlanReport: ("headline", "row", "counts_note", "risks_label", "risks", "off_target"),
    PriorityReport: (
        *("headline", "row", "rag", "achievements_label", "achievements", "plans_label", "plans"),
        *("risks_label", "risks", "change_requests", "next_steps_label", "next_steps"),
    ),
    OutcomeReport: ("rag",),
    ActionReport: ("rating", "due", "progress", "status", "update"),
    MeasureReport: ("due", "target", "baseline", "results", "status", "commentary", "action_taken"),
    OffTargetList: ("title", "rows"),
    OffTargetRow: ("measure", "value", "target", "next_update", "last_update"),
    Result: ("quarter", "value", "numerator", "denominator", "breakdown"),
}
"""The keys that are asked for again, where the last report gave them; of a kind that is not named, all of them."""
QUARTER_FILE = "quarter.yml"
NEVER = ("place", "code", "headings", "desired_outcomes", "status_note", "progress_note", "editors_note")
"""What a report prints each time alike, and what an editor wrote of one report alone."""


class NotNew(Exception):
    """A quarter that cannot be made. Its words say why."""


@dataclass(frozen=True)
class Promise:
    """Something that was to be there by a date."""

    by: date
    told: str
    file: str


@dataclass(frozen=True)
class NewQuarter:
    """The files of a quarter's folder by their names, and what a person should look at."""

    quarter: Quarter
    before: Quarter
    files: dict[str, str]
    carried: dict[str, int]
    """How many of each kind: ``{"action": 8}``."""
    left_out: tuple[str, ...]
    doubtful: tuple[str, ...]
    """What is carried, and may not be wanted."""
    undated: tuple[str, ...]
    """The measures that are carried because nothing says how often they are due."""
    promises: tuple[Promise, ...]


def rolled(data: Data, name: str) -> NewQuarter:
    """Raises NotNew where the name is none, or of a quarter that is held or before the last that is."""
    try:
        quarter = Quarter.named(name)
    except ValueError as error:
        raise NotNew(f"the new quarter {error}, found '{name}'") from error
    before = latest_quarter(data)
    if any(held.quarter == quarter for held in data.quarters):
        raise NotNew(f"data/quarters/{name} is there already, and nothing of it was changed")
    if quarter < before:
        raise NotNew(
            f"{name} is before {before}, the last quarter held here: a new one starts from what came before it"
        )
    return _Roller(quarter, before, report(data, quarter)).rolled()


class _Roller:
    def __init__(self, quarter: Quarter, before: Quarter, known: Report) -> None:
        self.quarter = quarter
        self.before = before
        self.known = known
        self.last = next(held for held in known.held if held.quarter == before)

    def rolled(self) -> NewQuarter:
        promises = tuple(sorted(self.promises(), key=lambda promise: (promise.by, promise.file, promise.told)))
        files = {QUARTER_FILE: self.quarter_file(_of(QUARTER_FILE, promises))}
        for view in self.priorities():
            files[_file_of(view)] = self.priority_file(view, _of(_file_of(view), promises))
        actions = [action for view in self.priorities() for action in view.actions]
        measures = [measure for view in self.priorities() for measure in view.measures]
        due = [measure for measure in measures if not self.not_due(measure)]
        latest = [view.latest.fact for view in self.priorities() if view.latest]
        risks = [len(plan.latest.fact.risks) for plan in self.known.plans if plan.latest]
        carried = {
            "action": sum(1 for action in actions if not ended(action)),
            "measure": len(due),
            "risk": sum(risks) + sum(len(told.risks) for told in latest),
            "next step": sum(len(told.next_steps) for told in latest),
        }
        left_out = (*map(ended, actions), *map(self.not_due, measures))
        doubtful = (*map(_contradicted, actions), *map(_unplaced, due))
        undated = tuple(_subject(one) for one in due if one.measure.frequency in (None, Frequency.OTHER))
        return NewQuarter(
            self.quarter,
            self.before,
            files,
            carried,
            tuple(filter(None, left_out)),
            tuple(filter(None, doubtful)),
            undated,
            promises,
        )

    def priorities(self) -> Iterator[PriorityView]:
        """All that were ever reported here, and those of the plans that the quarter before is about."""
        for plan in self.known.plans:
            of_the_last = plan.id in self.last.covers or plan.reported_in == self.before
            yield from (view for view in plan.priorities if view.latest or of_the_last)

    def not_due(self, view: MeasureView) -> str:
        """Why a measure is left out: it is yearly, and its figures are for another quarter."""
        if view.measure.frequency is not Frequency.YEARLY or not view.series:
            return ""
        if any(one.quarter.number == self.quarter.number for one in view.series):
            return ""
        return f"{_subject(view)}: it is yearly, and its last figure is for {view.series[-1].quarter.short}"

    # ---- the files ----

    def quarter_file(self, due: list[str]) -> str:
        entries = [line for plan in self.known.plans if plan.latest for line in self.plan_entry(plan)]
        covered = f"# {self.before.title} covered: {', '.join(self.last.covers)}" if self.last.covers else ""
        return _text(
            f"# {self.quarter.title} ({self.quarter.months}), made from {self.before.title}.",
            *_listed("Falls due:", due),
            *_commented(self.anew(self.last, self.before)),
            "# The plans whose reports are in. Until one is named here, no page says that an update of it is missing.",
            covered,
            "covers: []",
            "plans:" if entries else "",
            *entries,
        )

    def plan_entry(self, plan: PlanView) -> list[str]:
        assert plan.latest
        return _entry("plan", plan.id, plan.plan.title, self.anew(plan.latest.fact, plan.latest.quarter))

    def priority_file(self, view: PriorityView, due: list[str]) -> str:
        latest = view.latest
        lists = {
            "outcomes": [line for entry in self.outcome_entries(view) for line in entry],
            "actions": [line for one in view.actions if not ended(one) for line in self.action_entry(one)],
            "measures": [line for one in view.measures if not self.not_due(one) for line in self.measure_entry(one)],
        }
        gone = (*map(ended, view.actions), *map(self.not_due, view.measures))
        return _text(
            f"# {self.quarter.title} ({self.quarter.months}): {in_one_line(view.title)}",
            f"# Last reported in {latest.quarter.title}." if latest and latest.quarter != self.before else "",
            "# An entry with nothing under it reports nothing yet. To fill in a key, take away the # before it.",
            "# A key that is left empty then was blank in the report.",
            *_listed("Falls due:", due),
            *_listed("Left out:", filter(None, gone)),
            *_commented(self.anew(latest.fact, latest.quarter) if latest else ["headline:", "  text:"]),
            *(line for key, lines in lists.items() if lines for line in (f"{key}:", *lines)),
            "" if any(lists.values()) else "actions: []",
        )

    def outcome_entries(self, view: PriorityView) -> Iterator[list[str]]:
        titles = {outcome.id: outcome.title for outcome in view.priority.outcomes}
        for one in view.latest.fact.outcomes if view.latest else ():
            assert view.latest
            keys = [*self.anew(one, view.latest.quarter), "passages:", "  - text:"]
            yield _entry("outcome", one.outcome, titles.get(one.outcome, ""), keys)

    def action_entry(self, view: ActionView) -> list[str]:
        keys = self.anew(view.latest.fact, view.latest.quarter) if view.latest else ["progress:"]
        if "update:" not in keys:
            keys += ["update:", f"  quarter: {self.quarter}", "  text:"]
        return _entry("action", view.id, _subject(view) + _beside("due", view.due), keys)

    def measure_entry(self, view: MeasureView) -> list[str]:
        keys = self.anew(view.latest.fact, view.latest.quarter) if view.latest else []
        if "results:" not in keys:
            keys = ["results:", f"  - quarter: {self.quarter}", "    value:", *keys]
        target = _beside("target", in_force(view.measure.target, self.quarter))
        return _entry("measure", view.id, _subject(view) + target, keys)

    def anew(self, fact: Fact, when: Quarter) -> list[str]:
        """The keys that a report gave, empty, with what it said beside each."""
        lines: list[str] = []
        for name, field in type(fact).model_fields.items():
            if name in fact.model_fields_set and name not in NEVER and name in ANEW.get(type(fact), (name,)):
                kept = name in KEPT.get(type(fact), ())
                lines += self.key(field.alias or name, getattr(fact, name), when, kept, isinstance(fact, Risk))
        return lines

    def key(self, key: str, given: object, when: Quarter, kept: bool, by_its_words: bool) -> list[str]:
        if isinstance(given, Fact):
            return [f"{key}:", *_indented(self.anew(given, when))]
        if isinstance(given, tuple) and given and isinstance(given[0], Fact):
            # Of several results the last is the one that another follows.
            things = [max(given, key=lambda one: one.quarter)] if key == "results" else given
            return [f"{key}:", *(line for one in things for line in _item(self.anew(one, _time(one, when))))]
        if key == "quarter":
            return [f"{key}: {self.quarter}"]
        if kept and isinstance(given, str):
            return written({key: given}).splitlines()
        words = _words(given)
        if len(words) > LONGEST:
            words = f"{words[:LONGEST].rsplit(' ', 1)[0]} …" if by_its_words else ""
        said = f"{when.short}: {words or 'blank'}" if words or not _words(given) else ""
        return [f"{key}:  # {said}" if said else f"{key}:"]

    # ---- what falls due ----

    def promises(self) -> Iterator[Promise]:
        known = {view.id for view in self.priorities()}
        for view in self.priorities():
            for action in view.actions:
                if not ended(action):
                    yield from self.promise(action.due, f"{_subject(action)}: due ", _file_of(view))
        for one in promises.promises(self.known):
            priority = one.about if isinstance(one.about, PriorityView) else one.about.priority
            file = f"{priority.id}.yml" if priority else QUARTER_FILE
            if one.standing not in NOT_OWED and (priority is None or priority.id in known):
                yield from self.promise(one.due, _told(one), file, one.kind is not PromiseKind.DATA)

    def promise(self, due: Value | None, told: str, file: str, quoted: bool = True) -> Iterator[Promise]:
        """Where its date is by the end of the quarter; what was missed before is still owed."""
        if due is not None and due.last_day is not None and due.last_day <= self.quarter.last_day:
            yield Promise(due.last_day, told + (in_one_line(due.printed) if quoted else ""), file)


def _told(promise: promises.Promise) -> str:
    if isinstance(promise.about, PriorityView):
        return f"next step “{in_one_line(promise.title)}”: due "
    subject = _subject(promise.about)
    if promise.kind is PromiseKind.DATA and promise.of:
        return f"{subject}: figure for {promise.of.short}, “{in_one_line(promise.words)}”"
    if promise.kind is PromiseKind.MILESTONE:
        return f"{subject}: milestone “{in_one_line(promise.title)}”, due "
    return f"{subject}: next update due "


def ended(view: ActionView) -> str:
    """Why an action is left out; "" where it is open.

    A person's judgement decides, else the report's own status, else the rule's, else its progress alone.
    """
    judged, said = view.judgement, view.reported.status
    if judged.override is None and said is not None:
        if said not in ENDED or view.reported.printed is None:
            return ""
        return f"{_subject(view)}: {said.word}, because the report says “{in_one_line(view.reported.printed.printed)}”"
    if judged.status in ENDED:
        return f"{_subject(view)}: {judged.sentence}"
    if judged.override is None and is_whole(view.progress):
        return f"{_subject(view)}: its progress is 100%"
    return ""


def _contradicted(view: ActionView) -> str:
    if is_whole(view.progress) and not ended(view):
        return f"{_subject(view)}: its progress is 100%, and its status {_status(view)}"
    return ""


def _status(view: ActionView) -> str:
    said = view.judgement.override is None and view.reported.status
    return said.word if said else view.judgement.status.word


def _unplaced(view: MeasureView) -> str:
    if view.measure.frequency is Frequency.YEARLY and not view.series:
        return f"{_subject(view)}: it is yearly, and no figure here tells for which quarter"
    return ""


def _subject(view: ActionView | MeasureView) -> str:
    return in_one_line(f"{view.code} {view.title}")


def _of(file: str, promises: Iterable[Promise]) -> list[str]:
    return [promise.told for promise in promises if promise.file == file]


def _file_of(view: PriorityView) -> str:
    return f"{view.id}.yml"


def _beside(what: str, value: Value | None) -> str:
    return f"; {what} {in_one_line(value.printed)}" if value is not None and value.printed.strip() else ""


def _words(given: object) -> str:
    """A figure, words or several, on one line."""
    if isinstance(given, Value):
        return in_one_line(given.printed)
    if isinstance(given, tuple):
        return in_one_line("; ".join(map(_words, given)))
    return in_one_line(str(given)) if isinstance(given, str | Quarter) else ""


def _time(one: Fact, otherwise: Quarter) -> Quarter:
    return one.quarter if isinstance(one, Result) else otherwise


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _item(lines: list[str]) -> list[str]:
    return [f"  {'- ' if at == 0 else '  '}{line}" for at, line in enumerate(lines)]


def _commented(lines: Iterable[str]) -> list[str]:
    return [f"# {line}" for line in lines]


def _listed(heading: str, told: Iterable[str]) -> list[str]:
    found = [f"# - {one}" for one in told]
    return [f"# {heading}", *found] if found else []


def _entry(key: str, name: str, told: str, keys: Iterable[str]) -> list[str]:
    # Its title is on its own line: a comment above would be taken for the end of the entry before.
    return [f"  - {key}: {name}  # {in_one_line(told)}", *(f"    # {line}" for line in keys)]


def _text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines if line)
