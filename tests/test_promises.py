"""What was promised by a date, and what may be said of it in which quarter."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from quarterday.model import Data, Plan, QuarterData
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.promises import Kept, Promise, PromiseKind, about, promises
from quarterday.reading import read
from quarterday.report import report
from quarterday.values import parse

Q1, Q2, Q3, Q4 = (Quarter(2022, number) for number in (1, 2, 3, 4))
NEXT_Q1 = Quarter(2023, 1)
QUARTERS = (Q1, Q2, Q3, Q4, NEXT_Q1)
NO_LATER = "no later report on it is held here"


@pytest.fixture(scope="module")
def small() -> Data:
    return read(Path(__file__).parent / "councils" / "smallshire")


def told(
    data: Data, reports: dict[Quarter, Any], *, at: Quarter = NEXT_Q1, covers: bool = True, plan_reports: Any = None
) -> list[Promise]:
    """The promises of a plan with one measure and one action, from what each quarter reports of its priority."""
    plan = Plan.model_validate(
        {
            "id": "plan",
            "title": "Plan",
            "name": "Plan",
            "kind": "corporate",
            "priorities": (
                {
                    "id": "streets",
                    "title": "Streets",
                    "measures": ({"id": "clean", "title": "Clean"},),
                    "actions": (
                        {
                            "id": "sweep",
                            "title": "Sweep",
                            "due": parse("31/03/2024"),
                            "milestones": ({"title": "Buy a sweeper", "due": parse("31/08/2022")},),
                        },
                    ),
                },
            ),
        }
    )
    quarters = tuple(
        QuarterData.model_validate(
            {
                "quarter": quarter,
                "covers": ("plan",) if covers else (),
                "plans": (plan_reports or {}).get(quarter, ()),
                "priorities": ({"priority": "streets", **given},),
            }
        )
        for quarter, given in reports.items()
    )
    made = data.model_copy(update={"plans": (plan,), "quarters": quarters, "corrections": ()})
    return list(promises(report(made, at)))


def figure(printed: str, quarter: Quarter = Q1) -> dict[str, Any]:
    return {"measures": ({"measure": "clean", "results": ({"quarter": quarter, "value": parse(printed)},)},)}


def step(due: str | None = None, done: str | None = None, title: str = "Ask the schools") -> dict[str, Any]:
    dates = {"due": due, "done": done}
    given = {key: parse(printed) for key, printed in dates.items() if printed is not None}
    return {"next_steps": ({"title": title, **given},)}


def action(**given: Any) -> dict[str, Any]:
    values = {key: parse(words) if isinstance(words, str) else words for key, words in given.items()}
    return {"actions": ({"action": "sweep", **values},)}


def stands(found: Promise) -> tuple[Kept, str]:
    return found.standing, found.because


def only(found: list[Promise], kind: PromiseKind) -> Promise:
    [one] = [promise for promise in found if promise.kind is kind]
    return one


# ---- figures ----

LATE = figure("Data available October 2022")


@pytest.mark.parametrize(
    ("reports", "at", "standing", "because"),
    [
        ({Q1: LATE}, Q1, Kept.TO_COME, "its date is not before the end of this quarter"),
        ({Q1: LATE, Q2: {}}, Q2, Kept.TO_COME, "its date is not before the end of this quarter"),
        ({Q1: LATE}, Q3, Kept.NOT_KNOWN, NO_LATER),
        ({Q1: LATE, Q3: {}}, Q3, Kept.OVERDUE, "Quarter 3, 2022/23 gives no figure for Quarter 1, 2022/23"),
        ({Q1: LATE, Q3: LATE}, Q3, Kept.OVERDUE, "Quarter 3, 2022/23 gives no figure for Quarter 1, 2022/23"),
        ({Q1: LATE, Q3: figure("43%")}, Q3, Kept.KEPT, "Quarter 3, 2022/23 reports 43%"),
        ({Q1: LATE, Q3: figure("GOOD")}, Q3, Kept.KEPT, "Quarter 3, 2022/23 reports “GOOD”"),
        ({Q1: LATE, Q3: {}, Q4: figure("43%")}, Q4, Kept.KEPT, "Quarter 4, 2022/23 reports 43%"),
        (
            {Q1: LATE, Q3: {}, Q4: figure("43%")},
            Q3,
            Kept.OVERDUE,
            "Quarter 3, 2022/23 gives no figure for Quarter 1, 2022/23",
        ),
        ({Q1: LATE, Q3: figure("")}, Q3, Kept.OVERDUE, "Quarter 3, 2022/23 gives no figure for Quarter 1, 2022/23"),
    ],
)
def test_a_promised_figure(small: Data, reports: dict[Quarter, Any], at: Quarter, standing: Kept, because: str) -> None:
    found = only(told(small, reports, at=at), PromiseKind.DATA)
    assert stands(found) == (standing, because)
    assert (found.words, found.of, found.said_in) == ("Data available October 2022", Q1, Q1)


def test_nothing_is_overdue_where_no_later_report_covers_the_plan(small: Data) -> None:
    found = only(told(small, {Q1: LATE, Q3: {}, Q4: {}}, at=Q4, covers=False), PromiseKind.DATA)
    assert stands(found) == (Kept.NOT_KNOWN, NO_LATER)


def test_a_figure_that_is_due_on_the_last_day_of_a_quarter_is_not_overdue_in_it(small: Data) -> None:
    reports = {Q1: figure("Data available December 2022"), Q3: {}}
    assert only(told(small, reports, at=Q3), PromiseKind.DATA).standing is Kept.TO_COME
    assert only(told(small, {**reports, Q4: {}}, at=Q4), PromiseKind.DATA).standing is Kept.OVERDUE


def test_a_date_that_is_put_off_is_one_promise_with_both_dates(small: Data) -> None:
    reports = {Q1: LATE, Q3: figure("Data available March 2023"), Q4: {}}
    found = only(told(small, reports, at=Q4), PromiseKind.DATA)
    assert (found.words, found.standing) == ("Data available March 2023", Kept.TO_COME)
    assert [(dated.quarter, dated.fact.printed) for dated in found.before] == [(Q1, "October 2022")]
    assert found.said_in == Q3
    later = only(told(small, {**reports, NEXT_Q1: {}}), PromiseKind.DATA)
    assert stands(later) == (Kept.OVERDUE, "Quarter 1, 2023/24 gives no figure for Quarter 1, 2022/23")


def test_each_quarters_figure_is_a_promise_of_its_own(small: Data) -> None:
    reports = {Q1: LATE, Q2: figure("Data available January 2023", Q2), Q3: figure("43%", Q1)}
    found = [one for one in told(small, reports, at=Q3) if one.kind is PromiseKind.DATA]
    assert [(one.of, one.standing) for one in found] == [(Q1, Kept.KEPT), (Q2, Kept.TO_COME)]


# ---- next updates ----


def row(next_update: str, about: Quarter, value: str = "5%") -> list[dict[str, Any]]:
    return [
        {
            "plan": "plan",
            "off_target": {
                "title": "Off target",
                "rows": (
                    {
                        "measure": "clean",
                        "value": parse(value),
                        "target": parse("9%"),
                        "next_update": parse(next_update),
                        "last_update_quarter": about,
                    },
                ),
            },
        }
    ]


def update(
    data: Data, at: Quarter, rows: dict[Quarter, Any], reports: dict[Quarter, Any], covers: bool = True
) -> list[Promise]:
    plan_reports = {quarter: tuple(given) for quarter, given in rows.items()}
    held = {quarter: reports.get(quarter, {}) for quarter in sorted({*rows, *reports})}
    found = told(data, held, at=at, plan_reports=plan_reports, covers=covers)
    return [one for one in found if one.kind is PromiseKind.NEXT_UPDATE]


def test_a_date_that_had_passed_when_it_was_printed_is_no_lapse(small: Data) -> None:
    [found] = update(small, Q2, {Q2: row("01 Apr 2018", Quarter(2017, 4))}, {})
    assert stands(found) == (
        Kept.NOT_KNOWN,
        "its date had passed when Quarter 2, 2022/23 began, and no later report on it is held here",
    )


def test_a_next_update_is_kept_by_a_figure_of_a_newer_quarter(small: Data) -> None:
    rows = {Q2: row("01 Nov 2022", Q1)}
    [found] = update(small, Q3, rows, {Q3: figure("43%", Q3)})
    assert stands(found) == (Kept.KEPT, "Quarter 3, 2022/23 reports a figure")
    [found] = update(small, Q3, rows, {Q3: figure("43%", Q2)})
    assert stands(found) == (Kept.KEPT, "Quarter 3, 2022/23 reports a figure for Quarter 2, 2022/23")
    [found] = update(small, Q3, rows, {Q3: {}})
    assert stands(found) == (Kept.OVERDUE, "Quarter 3, 2022/23 gives no newer figure")
    [found] = update(small, Q3, rows, {Q3: {}}, covers=False)
    assert stands(found) == (Kept.NOT_KNOWN, NO_LATER)


def test_a_list_with_a_newer_figure_keeps_the_promise_of_the_list_before(small: Data) -> None:
    first, second = update(small, Q3, {Q2: row("01 Nov 2022", Q1), Q3: row("01 Feb 2023", Q3)}, {})
    assert stands(first) == (Kept.KEPT, "Quarter 3, 2022/23 reports a figure")
    assert (first.kept_in, second.standing, second.words) == (Q3, Kept.TO_COME, "01 Feb 2023")


def test_a_list_with_the_old_figure_and_another_date_puts_the_promise_off(small: Data) -> None:
    [found] = update(small, Q3, {Q2: row("01 Nov 2022", Q1), Q3: row("01 Feb 2023", Q1)}, {})
    assert (found.words, [dated.fact.printed for dated in found.before]) == ("01 Feb 2023", ["01 Nov 2022"])


# ---- next steps ----

SWEPT = {"achievements": "Swept."}


@pytest.mark.parametrize(
    ("reports", "at", "standing", "because"),
    [
        ({Q1: step("31/12/2022")}, Q1, Kept.TO_COME, "its date is not before the end of this quarter"),
        ({Q1: step("30/06/2022")}, Q1, Kept.TO_COME, "its date is not before the end of this quarter"),
        ({Q1: step("29/06/2022")}, Q1, Kept.NOT_KNOWN, NO_LATER),
        ({Q1: step("31/08/2022")}, Q2, Kept.NOT_KNOWN, NO_LATER),
        ({Q1: step("31/08/2022"), Q2: step("31/08/2022")}, Q2, Kept.OVERDUE, "Quarter 2, 2022/23 still lists it"),
        ({Q1: step("31/08/2022"), Q2: step()}, Q2, Kept.OVERDUE, "Quarter 2, 2022/23 still lists it"),
        (
            {Q1: step("31/08/2022"), Q2: step("31/08/2022", "Completed")},
            Q2,
            Kept.KEPT,
            "Quarter 2, 2022/23 reports “Completed”",
        ),
        ({Q1: step("31/08/2022"), Q2: step("31/08/2022", "No")}, Q2, Kept.OVERDUE, "Quarter 2, 2022/23 still lists it"),
        (
            {Q1: step("31/08/2022"), Q2: SWEPT},
            Q2,
            Kept.NOT_MENTIONED,
            "Quarter 2, 2022/23 does not list it, and no report says that it was done",
        ),
        ({Q1: step("31/08/2022"), Q2: {}}, Q2, Kept.NOT_KNOWN, NO_LATER),
        ({Q1: step()}, Q1, Kept.UNDATED, "no date is given"),
        ({Q1: step("Ongoing")}, Q1, Kept.UNDATED, "“Ongoing” is not one date"),
    ],
)
def test_a_next_step(small: Data, reports: dict[Quarter, Any], at: Quarter, standing: Kept, because: str) -> None:
    assert stands(only(told(small, reports, at=at), PromiseKind.NEXT_STEP)) == (standing, because)


def test_a_step_is_not_gone_where_the_later_report_does_not_cover_the_plan(small: Data) -> None:
    found = told(small, {Q1: step("31/08/2022"), Q2: SWEPT}, at=Q2, covers=False)
    assert stands(only(found, PromiseKind.NEXT_STEP)) == (Kept.NOT_KNOWN, NO_LATER)


def test_a_step_that_is_put_off_has_both_dates_and_is_not_overdue_by_the_first(small: Data) -> None:
    reports = {Q1: step("31/08/2022"), Q2: step("31 March 2023", title="Ask  the Schools")}
    found = only(told(small, reports, at=Q2), PromiseKind.NEXT_STEP)
    assert (found.standing, [dated.fact.printed for dated in found.before]) == (Kept.TO_COME, ["31/08/2022"])


# ---- milestones ----


@pytest.mark.parametrize(
    ("reports", "at", "standing", "because"),
    [
        ({Q1: action(progress="10%")}, Q1, Kept.TO_COME, "its date is not before the end of this quarter"),
        ({Q1: action(progress="10%")}, Q2, Kept.NOT_KNOWN, NO_LATER),
        (
            {Q1: {}, Q2: action(progress="10%")},
            Q2,
            Kept.OVERDUE,
            "Quarter 2, 2022/23 does not report that it was reached",
        ),
        (
            {Q1: action(milestones_reached=("Buy a sweeper",)), Q2: action(progress="10%")},
            Q2,
            Kept.KEPT,
            "Quarter 1, 2022/23 reports that it was reached",
        ),
        ({Q2: action(progress="100%")}, Q2, Kept.KEPT, "Quarter 2, 2022/23 reports its action as complete"),
        ({Q2: action(status="Cancelled", progress="10%")}, Q2, Kept.NOT_KNOWN, "its action was cancelled"),
    ],
)
def test_a_milestone(small: Data, reports: dict[Quarter, Any], at: Quarter, standing: Kept, because: str) -> None:
    assert stands(only(told(small, reports, at=at), PromiseKind.MILESTONE)) == (standing, because)


# ---- the reports that come with it ----


def test_the_soonest_is_first_and_what_has_no_date_is_last(small: Data) -> None:
    reports = {Q1: {**step("31/12/2023"), **LATE}, Q2: step(title="Write to them")}
    found = told(small, reports, at=Q2)
    assert [one.words for one in found] == [
        "Buy a sweeper",
        "Data available October 2022",
        "Ask the schools",
        "Write to them",
    ]
    assert [one.words for one in about(found[1].about, found)] == ["Data available October 2022"]


def test_nothing_that_moray_or_midlothian_promised_is_made_to_look_broken(moray: Data, midlothian: Data) -> None:
    lapsed = (Kept.OVERDUE, Kept.NOT_MENTIONED)
    for data in (moray, midlothian):
        for held in data.quarters:
            assert not [one for one in promises(report(data, held.quarter)) if one.standing in lapsed]


def test_midlothians_promised_figures_are_to_come_and_its_old_dates_not_known(midlothian: Data) -> None:
    found = promises(report(midlothian, Q2))
    assert [(one.words, one.standing) for one in found if one.kind is PromiseKind.NEXT_UPDATE] == [
        ("01 Apr 2018", Kept.NOT_KNOWN),
        ("01 Jul 2021", Kept.NOT_KNOWN),
        ("01 Jan 2023", Kept.TO_COME),
        ("01 Jan 2023", Kept.TO_COME),
        ("01 Jan 2023", Kept.TO_COME),
    ]
    figures = [one for one in found if one.kind is PromiseKind.DATA]
    assert len(figures) == 9
    assert {(one.words, one.standing) for one in figures} == {("Data available March 2023", Kept.TO_COME)}


# ---- the page ----


def page(data: Data, address: str) -> str:
    [found] = [page for page in site(report(data, Q2)).pages if page.address == address]
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", found.content)))


def test_the_page_counts_and_lists_each_promise_with_how_it_stands(midlothian: Data) -> None:
    words = page(midlothian, "promises/")
    assert "12 Still to come 2 Not known" in words
    assert (
        "Date 1 April 2018 (printed 01 Apr 2018 ) Next update Number of families who a referred to Family Group"
        " Decision Making Its date had passed when Quarter 2, 2022/23 began, and no later report on it is held here."
        " Said in Quarter 2, 2022/23."
    ) in words
    assert "Promises 14 promises: 12 still to come and 2 not known." in page(midlothian, "")


def test_a_promise_stands_on_the_page_of_what_it_is_about(midlothian: Data) -> None:
    words = page(midlothian, "measures/families-referred-to-family-group-decision-making/")
    assert "Not known , because its date had passed when Quarter 2, 2022/23 began" in words


def test_a_council_that_promised_nothing_with_a_date_is_told_so(moray: Data) -> None:
    shown = site(report(moray, Quarter(2020, 3)))
    [found] = [page for page in shown.pages if page.address == "promises/"]
    assert "No report held here promises a figure, an update, a next step or a milestone." in found.content
    assert not [file for file in shown.files if file.address in ("data/promises.csv", "calendar.ics")]


def test_the_diary_has_a_day_for_each_promise_to_come_and_the_same_name_in_each_edition(exampleshire: Data) -> None:
    diaries = {}
    for quarter in (Quarter(2021, 4), Q2):
        [file] = [file for file in site(report(exampleshire, quarter)).files if file.address == "calendar.ics"]
        events = Calendar.from_ical(file.content).walk("VEVENT")
        diaries[quarter] = {str(event["SUMMARY"]): event for event in events}
    told = "Milestone: 400 homes insulated"
    then, now = diaries[Quarter(2021, 4)][told], diaries[Q2][told]
    assert now.decoded("DTSTART") == date(2023, 3, 31)
    assert then["UID"] == now["UID"]


def test_the_file_has_each_promise_with_its_working(exampleshire: Data) -> None:
    [file] = [file for file in site(report(exampleshire, Q2)).files if file.address == "data/promises.csv"]
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(row["promised_as_printed"], row["standing_worked_out"], row["kept_in"]) for row in rows] == [
        ("First 200 homes insulated", "Kept", "2021-22-q1"),
        ("Data available July 2021", "Kept", "2021-22-q1"),
        ("400 homes insulated", "Still to come", ""),
    ]
    assert rows[0]["working"] == "Kept, because Quarter 1, 2021/22 reports that it was reached"


def test_promises_of_some_things_are_those_of_all_that_are_about_them(exampleshire: Data) -> None:
    shown = report(exampleshire, max(held.quarter for held in exampleshire.quarters))
    every = promises(shown)
    [first, *others] = {one.about.id for one in every}
    assert others
    assert promises(shown, only={first}) == tuple(one for one in every if one.about.id == first)
    assert promises(shown, only=()) == ()
