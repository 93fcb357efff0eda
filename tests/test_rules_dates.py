"""Dates, periods and promises: what the real reports say twice or too late, and where there is nothing to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday.model import Data
from quarterday.problems import Problem
from quarterday.reading import read
from quarterday.rules import agreement, dates
from quarterday.rules.rule import Rule
from test_checks import PRIORITY, QUARTER, REPORT, spoil

RULES = (*agreement.RULES, *dates.RULES)
ACTION = "  - action: buy-a-sweeper\n"
MEASURE = "  - measure: streets-found-clean\n"
OWN = "  - council-plan\n"
STREETS = "M1 Streets found clean"


def listed(row: str) -> str:
    """A report with its own list of what is off target."""
    more = "".join(f"          {line}\n" for line in row.splitlines())
    head = "plans:\n  - plan: council-plan\n    off_target:\n      title: Off target\n      rows:\n"
    return f"{OWN}{head}        - measure: streets-found-clean\n{more}"


def update(quarter: str, printed: str, text: str = "Words.", progress: str = "progress: 20%") -> str:
    label = f"      quarter: {quarter}\n      printed_quarter: {printed}\n"
    return f"{ACTION}    {progress}\n    update:\n{label}      text: {text}\n"


REAL: list[tuple[Rule, str, str, list[str]]] = [
    (
        agreement.due_dates_agree,
        "moray",
        "SERV1.3 Initiate the three work streams within the transformational change programme"
        " - Our commissioning model changes",
        ["the plan says 'March 2023'", "the report '31-Mar- 2022' (31-Mar-2022,", "swapped with SERV1.4"],
    ),
    (
        agreement.due_dates_agree,
        "moray",
        "SERV1.4 Initiate the three work streams within the transformational change programme"
        " - Our children return to Moray",
        ["the plan says 'March 2022'", "the report '31-Mar- 2023' (31-Mar-2023,", "swapped with SERV1.3"],
    ),
    (agreement.due_dates_agree, "moray", "SERV1.1 ", ["'April 2021'", "'31-Mar- 2021' (31-Mar-2021,"]),
    (agreement.due_dates_agree, "moray", "SERV1.2 ", ["the plan says 'March 2022'", "the report is blank"]),
    (agreement.ratings_agree, "moray", "SERV1.1 ", ["the plan says '1'", "the report is blank"]),
    (
        agreement.targets_agree,
        "midlothian",
        "22/23.CSPC.4a Number of families who a referred to Family Group Decision Making",
        ["'increase 21/22 figs by 15%'", "'43'", "+15% on the baseline 79 is 90.85"],
    ),
    (
        agreement.a_measure_is_printed_once,
        "moray",
        "service plan, Reduction in the % of children on the Child Protection Register as a result of Parental"
        " Substance Misuse concerns.",
        ["is printed twice in the service plan, first at data/plans/service-2020-23/strat2.yml:"],
    ),
    (dates.years_are_spelt_right, "moray", "SERV1 ", ["'Q2 202/23'", "2022/23?"]),
    (
        dates.years_are_spelt_right,
        "moray",
        "LOIP, Building a better future for our children & young people in Moray",
        ["'020/21'", "2020/21?"],
    ),
    (
        dates.quarters_are_printed_in_one_way,
        "moray",
        "STRAT1.3 ",
        ["'Q2 2022/2023'", "13 times in this report as 'Q2 2022/23'"],
    ),
    (
        dates.updates_are_of_the_quarter_reported,
        "moray",
        "SERV1.1 ",
        ["'Q1 2021/22', 5 quarters before the one reported, and the action is completed"],
    ),
    (dates.updates_are_of_the_quarter_reported, "moray", "SERV1.2 ", ["'Q4 2021/22', 2 quarters before"]),
    (
        dates.updates_are_of_the_quarter_reported,
        "midlothian",
        "CSPC.MPI.03 ",
        ["'Q4 2020/21', 6 quarters before", "the next was due '01 Jul 2021'"],
    ),
    (dates.promised_dates_are_not_past, "midlothian", "22/23.CSPC.4a ", ["'01 Apr 2018'", "1 July 2022"]),
    (dates.due_dates_of_actions_to_do_are_not_past, "moray", "SERV1.3 ", ["31-Mar-2022", "progress is 66%"]),
    (
        dates.due_dates_of_measures_are_not_past,
        "midlothian",
        "service plan, Hawthorn Family Learning Centre will provide high quality care and support",
        ["'31/03/22'", "3 others here have '31/03/23'"],
    ),
    (
        dates.due_dates_of_measures_are_not_past,
        "midlothian",
        "service plan, Young People's Care Homes will provide high quality care and support",
        ["'31/03/22'"],
    ),
]

Edit = tuple[str, str, str]
PROGRESS = f"{ACTION}    progress: 20%\n"
DUE = "    due: 31/03/2024\n"
OF_PLAN = "    row:\n      update: {quarter: 2022-23-q2, printed_quarter: Quarter 2, text: Words.}\n"
OF_GROUP = "row:\n  update: {quarter: 2022-23-q2, printed_quarter: Quarter 2, text: Words.}\n"
IN_ONE_WAY: list[Edit] = [
    (QUARTER, OWN, listed("value: 92%\ntarget: 90%\nlast_update: Quarter 2") + OF_PLAN),
    (REPORT, "actions:\n", f"{OF_GROUP}actions:\n"),
]

SPOILT: list[tuple[Rule, list[Edit], str]] = [
    (
        agreement.due_dates_agree,
        [(REPORT, ACTION, f"{ACTION}    due: 30-Apr- 2024\n")],
        f"{REPORT}:6:10: due date differs: the plan says '31/03/2024' ({PRIORITY}:11), the report '30-Apr- 2024' "
        f"(30-Apr-2024, {REPORT}:6); which one holds?",
    ),
    (
        agreement.ratings_agree,
        [(PRIORITY, DUE, f"{DUE}    rating: 2\n"), (REPORT, ACTION, f"{ACTION}    rating: 3\n")],
        f"{REPORT}:6:13: priority rating differs: the plan says '2' ({PRIORITY}:12), the report '3' ({REPORT}:6); "
        "which one holds?",
    ),
    (
        agreement.targets_agree,
        [(REPORT, MEASURE, f"{MEASURE}    target: 95%\n")],
        f"{REPORT}:9:13: target differs: the plan says '90%' ({PRIORITY}:22), the report '95%' ({REPORT}:9); "
        "which one holds?",
    ),
    (
        agreement.figures_of_one_measure_agree,
        [(QUARTER, OWN, listed("value: 82%\ntarget: 90%"))],
        f"{QUARTER}:10:18: figure differs: the report's row says '92%' ({REPORT}:11), its list of what is off target "
        f"'82%' ({QUARTER}:10); which one holds?",
    ),
    (
        agreement.a_measure_is_printed_once,
        [(PRIORITY, "measures:\n", "measures:\n  - id: streets-again\n    title: Streets  found clean\n")],
        f"{PRIORITY}:18:5: the measure 'Streets found clean' is printed twice in the corporate plan, first at "
        f"{PRIORITY}:16; should one say what else it counts?",
    ),
    (
        dates.updates_are_of_the_quarter_reported,
        [(REPORT, PROGRESS, update("2022-23-q1", "Q1 2022/23"))],
        f"{REPORT}:8:7: latest update is of 'Q1 2022/23', 1 quarter before the one reported; is there a newer one, or "
        "should it say why there is none?",
    ),
    (
        dates.years_are_spelt_right,
        [(REPORT, PROGRESS, update("2022-23-q2", "Q2 2022/23", "Bought in 20222/23."))],
        f"{REPORT}:8:7: year looks misspelt in '20222/23'; should it be 2022/23?",
    ),
    (
        dates.quarters_are_printed_in_one_way,
        [*IN_ONE_WAY, (REPORT, PROGRESS, update("2022-23-q2", "Q2 2022/23"))],
        f"{REPORT}:10:7: quarter is printed as 'Q2 2022/23', and 3 times in this report as 'Quarter 2'; should it be "
        "the same?",
    ),
    (
        dates.promised_dates_are_not_past,
        [(REPORT, "value: 92%", "value: Data available June 2022")],
        f"{REPORT}:11:16: figure is promised as 'Data available June 2022', before Q2 2022/23 began on 1 July 2022; "
        "is there a newer date?",
    ),
    (
        dates.due_dates_of_actions_to_do_are_not_past,
        [(PRIORITY, DUE, ""), (REPORT, ACTION, f"{ACTION}    due: 30/06/2022\n")],
        f"{REPORT}:6:10: due date '30/06/2022' is before the quarter, and progress is 20%; should the report give a "
        "new date, or say that it is overdue?",
    ),
    (
        dates.due_dates_of_measures_are_not_past,
        [(REPORT, MEASURE, f"{MEASURE}    due: 30/06/2022\n")],
        f"{REPORT}:9:10: due date '30/06/2022' is before the quarter; is it the date of an earlier target?",
    ),
]

EARLIER = """    due:
      - {from: 2022-23-q1, value: 31/03/2023}
      - {from: 2022-23-q2, value: 31/03/2024}
"""
NOT_COVERED = (QUARTER, f"covers:\n{OWN}", "covers: []\n")
OLD = (REPORT, PROGRESS, update("2022-23-q1", "Q1 2022/23"))
OVERDUE = (REPORT, ACTION, f"{ACTION}    due: 30/06/2022\n")

YEARLY = (PRIORITY, "    polarity: higher\n", "    polarity: higher\n    frequency: yearly\n")
CUMULATIVE = (PRIORITY, "    polarity: higher\n", "    polarity: higher\n    counting: cumulative\n")

SILENT: list[tuple[str, Rule, list[Edit]]] = [
    ("a day is in its month", agreement.due_dates_agree, [(REPORT, ACTION, f"{ACTION}    due: March 2024\n")]),
    ("words cannot be compared", agreement.due_dates_agree, [(REPORT, ACTION, f"{ACTION}    due: When funded\n")]),
    ("the plan gives no date", agreement.due_dates_agree, [(PRIORITY, DUE, ""), OVERDUE]),
    (
        "the version in force is compared",
        agreement.due_dates_agree,
        [(PRIORITY, DUE, EARLIER), (REPORT, ACTION, f"{ACTION}    due: 31/03/2024\n")],
    ),
    (
        "a target is the same in other words",
        agreement.targets_agree,
        [(REPORT, MEASURE, f"{MEASURE}    target: 90 per cent\n")],
    ),
    (
        "a column that the report never fills",
        agreement.due_dates_agree,
        [(REPORT, ACTION, f"{ACTION}    due:\n")],
    ),
    (
        "a share of the year's target",
        agreement.targets_agree,
        [CUMULATIVE, (REPORT, MEASURE, f"{MEASURE}    target: 45%\n")],
    ),
    (
        "a change that gives the other target",
        agreement.targets_agree,
        [(REPORT, MEASURE, f"{MEASURE}    baseline: 78.3%\n    target: increase by 15%\n")],
    ),
    (
        "a change from what is not known",
        agreement.targets_agree,
        [(REPORT, MEASURE, f"{MEASURE}    target: increase by 15%\n")],
    ),
    (
        "a listed figure is of an earlier quarter",
        agreement.figures_of_one_measure_agree,
        [(QUARTER, OWN, listed("value: 82%\ntarget: 90%\nlast_update_quarter: 2022-23-q1"))],
    ),
    (
        "a measure that the report alone prints",
        agreement.a_measure_is_printed_once,
        [(PRIORITY, "measures:\n", "measures:\n  - id: again\n    title: Streets found clean\n    in_plan: no\n")],
    ),
    ("an old update of a plan that is not covered", dates.updates_are_of_the_quarter_reported, [NOT_COVERED, OLD]),
    (
        "a yearly figure has no newer one",
        dates.updates_are_of_the_quarter_reported,
        [YEARLY, (QUARTER, OWN, listed("value: 82%\ntarget: 90%\nlast_update_quarter: 2021-22-q2"))],
    ),
    (
        "a ratio and a range are no years",
        dates.years_are_spelt_right,
        [(REPORT, PROGRESS, update("2022-23-q2", "Q2 2022/23", "From 120/424 to 142/424, 2020/23, 21/22, 142/24."))],
    ),
    (
        "two ways and neither is usual",
        dates.quarters_are_printed_in_one_way,
        [IN_ONE_WAY[1], (REPORT, PROGRESS, update("2022-23-q2", "Q2 2022/23"))],
    ),
    (
        "a promise for the quarter's first days",
        dates.promised_dates_are_not_past,
        [(REPORT, "value: 92%", "value: Data available July 2022")],
    ),
    (
        "due on the quarter's first day",
        dates.due_dates_of_actions_to_do_are_not_past,
        [(REPORT, ACTION, f"{ACTION}    due: 01/07/2022\n")],
    ),
    (
        "due before the quarter and completed",
        dates.due_dates_of_actions_to_do_are_not_past,
        [OVERDUE, (REPORT, "progress: 20%", "progress: 100%")],
    ),
    (
        "due before the quarter and completed in words",
        dates.due_dates_of_actions_to_do_are_not_past,
        [OVERDUE, (REPORT, "progress: 20%", "progress: Complete")],
    ),
    (
        "due before the quarter and said to be overdue",
        dates.due_dates_of_actions_to_do_are_not_past,
        [(REPORT, ACTION, f"{ACTION}    due: 30/06/2022\n    status: Overdue\n")],
    ),
    (
        "due before a quarter that does not cover the plan",
        dates.due_dates_of_actions_to_do_are_not_past,
        [OVERDUE, NOT_COVERED],
    ),
    (
        "a measure due in the quarter",
        dates.due_dates_of_measures_are_not_past,
        [(REPORT, MEASURE, f"{MEASURE}    due: 31/07/2022\n")],
    ),
]


def found(rule: Rule, site: Path, edits: list[Edit]) -> list[Problem]:
    for file, right, wrong in edits:
        spoil(site, file, right, wrong)
    return list(rule(read(site)))


@pytest.mark.parametrize(
    ("rule", "council", "subject", "words"), REAL, ids=[f"{row[0].__name__}: {row[2][:24]}" for row in REAL]
)
def test_the_real_reports_have_it(
    rule: Rule, council: str, subject: str, words: list[str], moray: Data, midlothian: Data
) -> None:
    told = [one for one in rule({"moray": moray, "midlothian": midlothian}[council]) if one.subject.startswith(subject)]
    [message] = [one.message for one in told]
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(("rule", "edits", "told"), SPOILT, ids=[row[0].__name__ for row in SPOILT])
def test_a_spoilt_fact_is_found_by_its_rule_alone(rule: Rule, edits: list[Edit], told: str, smallshire: Path) -> None:
    assert [str(one) for one in found(rule, smallshire, edits)] == [told]
    data = read(smallshire)
    assert [one for one in RULES if list(one(data))] == [rule]


@pytest.mark.parametrize(("rule", "edits"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_there_is_nothing_to_say(rule: Rule, edits: list[Edit], smallshire: Path) -> None:
    assert found(rule, smallshire, edits) == []


def test_every_rule_has_its_row() -> None:
    assert [row[0] for row in SPOILT] == list(RULES)


def test_clean_councils_are_left_alone(smallshire: Path, exampleshire: Data) -> None:
    for data in (read(smallshire), exampleshire):
        assert [one for rule in RULES for one in rule(data)] == []


def test_a_report_that_prints_an_earlier_version_is_told_so(smallshire: Path) -> None:
    spoil(smallshire, PRIORITY, DUE, EARLIER)
    [problem] = found(agreement.due_dates_agree, smallshire, [(REPORT, ACTION, f"{ACTION}    due: 31/03/2023\n")])
    assert ", as the plan did from Q1 2022/23; which one holds?" in problem.message


def test_a_figure_is_too_old_where_a_year_has_passed(smallshire: Path) -> None:
    row = listed("value: 82%\ntarget: 90%\nnext_update: May 2022\nlast_update_quarter: 2021-22-q1")
    [problem] = found(dates.updates_are_of_the_quarter_reported, smallshire, [YEARLY, (QUARTER, OWN, row)])
    assert "'Q1 2021/22', 5 quarters before the one reported (the next was due 'May 2022')" in problem.message
    assert list(dates.promised_dates_are_not_past(read(smallshire))) == []


def test_what_is_found_says_the_words_it_is_about(smallshire: Path) -> None:
    [problem] = found(agreement.targets_agree, smallshire, [(REPORT, MEASURE, f"{MEASURE}    target: 95%\n")])
    assert (problem.subject, problem.about) == (STREETS, "90% and 95%")


def test_years_are_read_where_a_figure_was_lost_or_typed_twice() -> None:
    assert [dates.meant(*years.split("/")) for years in ("202/23", "020/21", "20222/23", "199/00", "142/24")] == [
        "2022/23",
        "2020/21",
        "2022/23",
        "1999/00",
        "",
    ]
