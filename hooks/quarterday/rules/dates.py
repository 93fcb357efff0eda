"""Dates and periods that do not agree with the quarter, or with themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from quarterday.model import ActionReport, Data, Frequency, Row, Update
from quarterday.periods import Quarter, long_date
from quarterday.problems import Place, Problem
from quarterday.rules.reported import Listed, OfPlan, OfPriority, groups, plans, quoted, words
from quarterday.rules.rule import Rule, note, warning
from quarterday.status import Status, reported_status
from quarterday.values import Value, parse

SPAN = re.compile(r"(?:Q[1-4] )?(?<![\d/.,£-])(\d{3}|\d{5})/(\d{2})(?![\d/%]|[.,]\d)")
"""Years of which a figure was left out, or typed twice: ``020/21``, ``Q2 202/23``."""


@dataclass(frozen=True)
class Labelled:
    """A quarter that is printed beside a text or a figure."""

    subject: str
    printed: str
    quarter: Quarter | None
    place: Place
    is_complete: bool = False
    next_update: Value | None = None
    may_be_old: int = 0
    """Quarters: a yearly figure has no newer one for a year."""


def updates_are_of_the_quarter_reported(data: Data) -> Iterator[Problem]:
    """Midlothian's report for Q2 2022/23 gives CSPC.MPI.03 a figure of Q4 2020/21; Moray's has for SERV1.1, which is
    completed, an update of Q1 2021/22, and for SERV1.2 one of Q4 2021/22.

    What is completed has no newer update to wait for; it may have no place in the report any more.
    """
    for plan in plans(data):
        for one in _labelled(plan):
            if not plan.covered or one.quarter is None or _since(one.quarter, plan.quarter) <= one.may_be_old:
                continue
            before = _since(one.quarter, plan.quarter)
            quarters = f"{before} quarter{'s' if before != 1 else ''}"
            age = f"latest update is of '{one.printed}', {quarters} before the one reported"
            if one.is_complete:
                told = f"{age}, and the action is completed; does it still belong in the report?"
                yield note(one.place, one.subject, one.printed, told)
            else:
                due = one.next_update
                gone = due is not None and due.last_day is not None and due.last_day < plan.quarter.first_day
                also = f" (the next was due {quoted(due)})" if gone and due else ""
                told = f"{age}{also}; is there a newer one, or should it say why there is none?"
                yield warning(one.place, one.subject, one.printed, told)


def years_are_spelt_right(data: Data) -> Iterator[Problem]:
    """Moray prints 'Q2 202/23' over its update on SERV1, and 'CSP annual report 020/21' under a risk of the LOIP."""
    for plan in plans(data):
        told: set[tuple[str, str]] = set()
        for of, place, text in words(plan):
            for match in SPAN.finditer(text) if "/" in text else ():
                years = meant(match[1], match[2])
                if years and (of.subject, match[0]) not in told:
                    told.add((of.subject, match[0]))
                    looks = f"year looks misspelt in '{match[0]}'"
                    yield warning(place, of.subject, match[0], _of(looks, f"should it be {years}?"))


def quarters_are_printed_in_one_way(data: Data) -> Iterator[Problem]:
    """Moray's report prints 'Q2 2022/2023' for STRAT1.3, and 'Q2 2022/23' everywhere else."""
    for plan in plans(data):
        labelled = [one for one in _labelled(plan) if one.printed and not _misspelt(one.printed)]
        forms = Counter(_form(one.printed) for one in labelled)
        if len(forms) < 2:
            continue
        [(usual, count)] = forms.most_common(1)
        if count <= len(labelled) / 2 or count < 3:
            continue
        example = next(one.printed for one in labelled if _form(one.printed) == usual)
        for one in labelled:
            if _form(one.printed) != usual:
                told = f"quarter is printed as '{one.printed}', and {count} times in this report as '{example}'"
                yield note(one.place, one.subject, one.printed, f"{told}; should it be the same?")


def promised_dates_are_not_past(data: Data) -> Iterator[Problem]:
    """Midlothian's report for Q2 2022/23 says that the next update on 22/23.CSPC.4a is due 01 Apr 2018."""
    for plan in plans(data):
        if plan.covered:
            yield from _stale_rows(plan)
            for group in plan.groups:
                yield from _stale_figures(group)
                yield from _stale_steps(group)


def due_dates_of_actions_to_do_are_not_past(data: Data) -> Iterator[Problem]:
    """Moray's report for July to September 2022 prints 31-Mar-2022 as the due date of SERV1.3, with 66% done.

    Only a date that the report itself prints: it was written after that day. A date in the plan stays as it was
    promised, and the page says that the action is overdue.
    """
    stated = (Status.OVERDUE, Status.CANCELLED, Status.COMPLETED)
    for group in groups(data):
        for item in group.actions if group.covered else ():
            due, progress = item.report.due, item.report.progress
            status = reported_status(item.report.status, data.council)
            if _is_before(due, group.quarter) and not _is_complete(progress) and status not in stated:
                assert due is not None
                done = "progress is not reported"
                if progress is not None and not progress.reason:
                    done = f"progress is {progress.printed}"
                told = f"due date {quoted(due)} is before the quarter, and {done}"
                right = "should the report give a new date, or say that it is overdue?"
                place, about = due.place or item.report.place, f"{due.printed} and {done}"
                yield warning(place, item.subject, about, _of(told, right))


def due_dates_of_measures_are_not_past(data: Data) -> Iterator[Problem]:
    """Midlothian prints 31/03/22 for two of its care services in a report for Q2 2022/23, and 31/03/23 for the others.

    Also of a date in the plan: the target was for that day, and none has been agreed since.
    """
    for group in groups(data):
        dues = [(item, item.due) for item in group.measures if item.due] if group.covered else []
        later = Counter(due.printed for _, due in dues if due.last_day and not _is_before(due, group.quarter))
        [(usual, count)] = later.most_common(1) or [("", 0)]
        also = f", and {count} others here have '{usual}'" if count > 1 else ""
        for item, due in dues:
            if _is_before(due, group.quarter):
                place = item.report.due.place if item.report.due else None
                told = _of(
                    f"due date {quoted(due)} is before the quarter{also}", "is it the date of an earlier target?"
                )
                yield warning(place or item.report.place, item.subject, due.printed, told)


def _labelled(plan: OfPlan) -> Iterator[Labelled]:
    if plan.report and plan.report.row:
        yield from _update(plan.subject, plan.report.row.update, plan.report.row)
    for listed in plan.listed:
        row = listed.row
        if row.last_update or row.last_update_quarter:
            printed = row.last_update or (row.last_update_quarter.short if row.last_update_quarter else "")
            quarter, due, age = row.last_update_quarter, row.next_update, _may_be_old(listed)
            yield Labelled(listed.subject, printed, quarter, row.place, next_update=due, may_be_old=age)
    for group in plan.groups:
        if group.report.row:
            yield from _update(group.subject, group.report.row.update, group.report.row)
        for item in group.actions:
            yield from _update(item.subject, item.report.update, item.report)


def _update(subject: str, update: Update | None, of: Row | ActionReport) -> Iterator[Labelled]:
    if update and (update.printed_quarter or update.quarter):
        printed = update.printed_quarter or (update.quarter.short if update.quarter else "")
        yield Labelled(subject, printed, update.quarter, update.place, _is_complete(of.progress))


def _may_be_old(listed: Listed) -> int:
    return 4 if listed.measure.frequency is Frequency.YEARLY else 0


def _stale_rows(plan: OfPlan) -> Iterator[Problem]:
    for listed in plan.listed:
        row = listed.row
        last = row.last_update_quarter
        is_old = last is not None and _since(last, plan.quarter) > _may_be_old(listed)
        if not is_old and _is_before(row.next_update, plan.quarter):
            yield _stale("next update is due", row.next_update, plan.quarter, listed.subject, row.place)


def _stale_figures(group: OfPriority) -> Iterator[Problem]:
    for item in group.measures:
        for result in item.report.results:
            if result.value.promised and _is_before(parse(result.value.promised), group.quarter):
                yield _stale("figure is promised as", result.value, group.quarter, item.subject, result.place)


def _stale_steps(group: OfPriority) -> Iterator[Problem]:
    for step in group.report.next_steps:
        if _is_before(step.due, group.quarter):
            yield _stale(f"next step '{step.title}' is due", step.due, group.quarter, group.subject, step.place)


def _stale(what: str, promised: Value | None, quarter: Quarter, subject: str, place: Place) -> Problem:
    assert promised is not None
    told = f"{what} {quoted(promised)}, before {quarter.short} began on {long_date(quarter.first_day)}"
    return warning(promised.place or place, subject, promised.printed, _of(told, "is there a newer date?"))


def _of(told: str, right: str) -> str:
    return f"{told}; {right}"


def _is_before(due: Value | None, quarter: Quarter) -> bool:
    """The whole of the date is over when the quarter begins."""
    return due is not None and due.last_day is not None and due.last_day < quarter.first_day


def _is_complete(progress: Value | None) -> bool:
    if progress is None:
        return False
    return (progress.unit == "%" and progress.number == 100) or progress.printed.casefold() in ("complete", "completed")


def _since(earlier: Quarter, later: Quarter) -> int:
    """How many quarters."""
    return 4 * (later.year - earlier.year) + later.number - earlier.number


def _misspelt(printed: str) -> bool:
    return any(meant(match[1], match[2]) for match in SPAN.finditer(printed))


def meant(first: str, second: str) -> str:
    """The years of which one figure was lost, or is there twice; blank where no such years end in the second."""
    for century in ("20", "19"):
        year = str(int(century + second) - 1)
        longer, shorter = sorted((year, first), key=len, reverse=True)
        if any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))):
            return f"{year}/{second}"
    return ""


def _form(printed: str) -> str:
    return re.sub(r"\d", "0", printed)


RULES: tuple[Rule, ...] = (
    updates_are_of_the_quarter_reported,
    years_are_spelt_right,
    quarters_are_printed_in_one_way,
    promised_dates_are_not_past,
    due_dates_of_actions_to_do_are_not_past,
    due_dates_of_measures_are_not_past,
)
