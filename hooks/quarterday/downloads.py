"""The data as files: one CSV of each kind and one JSON of everything, each value as printed and as a number."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from quarterday.changes import Changes
from quarterday.changes_in_words import COLUMNS, rows
from quarterday.diary import diary_of_promises
from quarterday.facts import of_each_quarter, of_plans
from quarterday.history import ReportedStatus
from quarterday.periods import Quarter
from quarterday.promises import Kept, Promise, PromiseKind
from quarterday.report import ActionView, MeasureView, PriorityView, Report
from quarterday.site import File, slug
from quarterday.status import Judgement, action_due
from quarterday.values import Value

Thing = TypeVar("Thing", MeasureView, ActionView)

MEASURE_COLUMNS = (
    "measure",
    "code",
    "title",
    "plan",
    "priority",
    "quarter",
    "result_as_printed",
    "result_number",
    "result_kind",
    "result_reason",
    "numerator",
    "denominator",
    "target_as_printed",
    "target_number",
    "baseline_as_printed",
    "baseline_number",
    "due_as_printed",
    "unit",
    "polarity_our_reading",
    "status_worked_out",
    "working",
    "status_in_report",
    "marks",
    "from_text",
    "reported_in",
    "note",
)
ACTION_COLUMNS = (
    "action",
    "code",
    "title",
    "plan",
    "priority",
    "quarter",
    "progress_as_printed",
    "progress_number",
    "due_as_printed",
    "due_day",
    "rating_as_printed",
    "status_in_report",
    "status_worked_out",
    "working",
    "update_quarter_as_printed",
    "update",
)
PROMISE_COLUMNS = (
    "kind",
    "promised_as_printed",
    "of_quarter",
    "measure",
    "action",
    "priority",
    "plan",
    "date_as_printed",
    "date_day",
    "said_in",
    "earlier_dates",
    "standing_worked_out",
    "working",
    "kept_in",
)


DIARY_OF_PROMISES = "calendar.ics"
FORMULA = frozenset("=+-@\t\r")
NEGATIVE = re.compile(r"-[£0-9.,]+%?")
"""A hyphen opens a figure, or what a spreadsheet takes for a sum, such as the first line of a list."""


def address_of_measure(measure: MeasureView) -> str:
    return f"data/measures/{slug(measure.id)}.csv"


CHANGES = "data/changes.csv"


def downloads(
    report: Report, promised: Sequence[Promise] = (), changed: Callable[[], Changes | None] = lambda: None
) -> tuple[File, ...]:
    """Every file of the data page, and the diary of what is ``promised``.

    ``changed``: what did since the quarter before, where one is held.
    """
    return tuple(_files(report, promised, changed))


def _files(report: Report, promised: Sequence[Promise], changed: Callable[[], Changes | None]) -> Iterator[File]:
    of_each = [File(address_of_measure(one), partial(_of_measure, one)) for one in report.measures]
    yield File("data/measures.csv", partial(_all_in_one, of_each))
    yield File("data/actions.csv", lambda: [table(ACTION_COLUMNS, _all(action_rows, report.actions))])
    if len(report.held) > 1:
        yield File(CHANGES, lambda: [_of_changes(changed())])
    yield File("data/quarterday.json", partial(whole, report))
    if promised:
        yield File("data/promises.csv", lambda: [table(PROMISE_COLUMNS, map(promise_row, promised))])
    if any(promise.standing is Kept.TO_COME for promise in promised):
        yield File(DIARY_OF_PROMISES, lambda: [diary_of_promises(report.council, report.quarter, promised)])
    yield from of_each


def _all(rows_of: Callable[[Thing], Iterable[dict[str, Any]]], things: Iterable[Thing]) -> Iterator[dict[str, Any]]:
    return (row for thing in things for row in rows_of(thing))


def _of_measure(measure: MeasureView) -> list[bytes]:
    return [table(MEASURE_COLUMNS, measure_rows(measure))]


def _all_in_one(of_each: Iterable[File]) -> Iterator[bytes]:
    """The rows of all, which are as they stand in the files of each, below one head."""
    head = table(MEASURE_COLUMNS, ())
    yield head
    for file in of_each:
        yield file.content.removeprefix(head)


def _of_changes(changed: Changes | None) -> bytes:
    return table(COLUMNS, (row.cells for row in rows(changed)) if changed else ())


def table(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """CSV as UTF-8 with a mark at its start, so that a spreadsheet shows a pound sign."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe(row[column]) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def size(file: File) -> str:
    """The size of a download, to be said beside its link."""
    return f"{max(1, round(file.length / 1024))} KB"


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula opens with an apostrophe, as spreadsheets write it."""
    if isinstance(cell, str) and cell[:1] in FORMULA and not NEGATIVE.fullmatch(cell):
        return "'" + cell
    return cell


def measure_rows(measure: MeasureView) -> list[dict[str, Any]]:
    """One row for each quarter's result, or one row where no result is held."""
    same = {
        "measure": measure.id,
        "code": measure.code,
        "title": measure.title,
        "plan": measure.plan.title,
        "priority": measure.priority.code or measure.priority.id if measure.priority else "",
        "unit": measure.measure.unit,
        "polarity_our_reading": measure.measure.polarity.value if measure.measure.polarity else "",
    }
    if not measure.series:
        return [
            _row(
                MEASURE_COLUMNS,
                same,
                _status(measure.judgement),
                _target(measure.target),
                _promised(measure.baseline, measure.due),
                _in_report(measure.reported),
                result_reason="not held",
            )
        ]
    return [
        _row(
            MEASURE_COLUMNS,
            same,
            _status(held.judgement),
            _target(held.target),
            _promised(held.baseline, held.due),
            _in_report(held.reported),
            quarter=held.quarter.name,
            result_as_printed=held.result.value.printed,
            result_number=_number(held.result.value),
            result_kind=held.result.value.kind.value,
            result_reason=held.result.value.reason.value if held.result.value.reason else "",
            numerator=_printed(held.result.numerator),
            denominator=_printed(held.result.denominator),
            marks="; ".join(mark.value for mark in held.marks),
            from_text="yes" if held.result.from_text else "no",
            reported_in=held.reported_in.name,
            note=held.result.note.strip(),
        )
        for held in measure.series
    ]


def action_rows(action: ActionView) -> list[dict[str, Any]]:
    """One row for each quarter's update, latest first; the status worked out is of the latest."""
    same = {
        "action": action.id,
        "code": action.code,
        "title": action.title,
        "plan": action.plan.title,
        "priority": action.priority.code or action.priority.id,
    }
    if not action.reports:
        return [_row(ACTION_COLUMNS, same, _status(action.judgement), due_as_printed=_printed(action.due))]
    return [
        _row(
            ACTION_COLUMNS,
            same,
            _status(action.judgement) if at == 0 else {},
            quarter=dated.quarter.name,
            progress_as_printed=_printed(dated.fact.progress),
            progress_number=_number(dated.fact.progress),
            due_as_printed=_printed(action_due(action.action, dated.fact, dated.quarter)),
            due_day=_day(action_due(action.action, dated.fact, dated.quarter)),
            rating_as_printed=_printed(dated.fact.rating),
            status_in_report=_printed(dated.fact.status),
            update_quarter_as_printed=dated.fact.update.printed_quarter if dated.fact.update else "",
            update=dated.fact.update.text.strip() if dated.fact.update else "",
        )
        for at, dated in enumerate(action.reports)
    ]


def promise_row(promise: Promise) -> dict[str, Any]:
    about = promise.about
    return _row(
        PROMISE_COLUMNS,
        {
            "measure": about.id if isinstance(about, MeasureView) else "",
            "action": about.id if isinstance(about, ActionView) else "",
            "priority": about.id if isinstance(about, PriorityView) else about.priority.id if about.priority else "",
        },
        kind=promise.kind.value,
        promised_as_printed=promise.words,
        of_quarter=promise.of.name if promise.of else "",
        plan=promise.plan.title,
        date_as_printed=_printed(promise.due),
        date_day=_day(promise.due),
        said_in=promise.said_in.name if promise.kind is not PromiseKind.MILESTONE else "",
        earlier_dates="; ".join(f"{dated.quarter.name}: {dated.fact.printed}" for dated in promise.before),
        standing_worked_out=promise.standing.word,
        working=promise.sentence,
        kept_in=promise.kept_in.name if promise.kept_in else "",
    )


def whole(report: Report) -> Iterator[bytes]:
    """Everything as JSON, in many parts: held as values, all of it would take three times the room."""
    of_quarters = ((name, [_json(fact)]) for name, fact in of_each_quarter(report.known, report.quarter))
    promised = ((key, [_json(part)]) for key, part in of_plans(report.known, report.quarter).items())
    members = {
        "council": [_json(report.council.name)],
        "quarter": [_json(report.quarter.name)],
        "quarters_held": _one_to_a_line(_of(held.quarter) for held in report.held),
        "licence": [_json(report.council.licence)],
        "note": [_json(report.council.demonstration)],
        "measures": _one_to_a_line(_all(measure_rows, report.measures)),
        "actions": _one_to_a_line(_all(action_rows, report.actions)),
        "facts": _object([*promised, ("quarters", _object(of_quarters))]),
    }
    return (part.encode() for part in _object(members.items(), ",\n", ("{\n", "\n}\n")))


def _object(
    members: Iterable[tuple[str, Iterable[str]]], between: str = ", ", within: tuple[str, str] = ("{", "}")
) -> Iterator[str]:
    yield within[0]
    for at, (key, parts) in enumerate(members):
        yield f"{between if at else ''}{_json(key)}: "
        yield from parts
    yield within[1]


def _one_to_a_line(items: Iterable[Any]) -> Iterator[str]:
    """Indented throughout, it takes ten times as long to write and nearly twice the room."""
    yield "[\n"
    for at, item in enumerate(items):
        yield (",\n" if at else "") + _json(item)
    yield "\n]"


def _json(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False)


def _of(quarter: Quarter) -> dict[str, str]:
    return {"name": quarter.name, "title": quarter.title, "months": quarter.months}


def _row(columns: tuple[str, ...], *given: dict[str, Any], **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(columns, "")
    for part in (*given, more):
        row.update(part)
    return row


def _status(judgement: Judgement) -> dict[str, str]:
    return {"status_worked_out": judgement.status.word, "working": judgement.sentence}


def _promised(baseline: Value | None, due: Value | None) -> dict[str, str]:
    return {
        "baseline_as_printed": _printed(baseline),
        "baseline_number": _number(baseline),
        "due_as_printed": _printed(due),
    }


def _in_report(reported: ReportedStatus) -> dict[str, str]:
    return {"status_in_report": _printed(reported.printed) or (reported.note if reported.status else "")}


def _target(target: Value | None) -> dict[str, str]:
    return {"target_as_printed": _printed(target), "target_number": _number(target)}


def _printed(value: Value | None) -> str:
    return value.printed if value else ""


def _number(value: Value | None) -> str:
    """Empty for a change relative to an earlier figure: 15 in "increase by 15%" is not a figure to compare with."""
    return "" if value is None or value.figure is None else format(value.figure, "f")


def _day(value: Value | None) -> str:
    if value is None or value.first_day is None or value.first_day != value.last_day:
        return ""
    return value.first_day.isoformat()
