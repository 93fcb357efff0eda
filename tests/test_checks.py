"""Each check is a sentence about ``data/``: it holds of Smallshire, and one spoilt fact makes it false."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday import checks
from quarterday.checks import CHECKS, Check, check, checked
from quarterday.edition import edition
from quarterday.problems import DataError, Severity
from quarterday.reading import read

PLAN = "data/plans/council-plan/plan.yml"
PRIORITY = "data/plans/council-plan/clean-streets.yml"
SECOND = "data/plans/council-plan/safe-streets.yml"
QUARTER = "data/quarters/2022-23-q2/quarter.yml"
REPORT = "data/quarters/2022-23-q2/clean-streets.yml"
LEDGER = "data/corrections.yml"
CALENDAR = "data/calendar.yml"
RELEASE = "editions:\n  - quarter: 2022-23-q3\n    stage: confirmed\n    date: 2023-02-24\n"


def entry(day: str, quarter: str = "2022-23-q2", what: str = "measure: streets-found-clean") -> str:
    """A ledger with one correction."""
    return (
        f"corrections:\n  - id: of-{day}\n    date: {day}\n    quarter: {quarter}\n    kind: correction\n    {what}\n"
        "    from: 91%\n    to: 92%\n    reason: A street was counted twice.\n"
    )


SPOILT: list[tuple[Check, str, str, str, str]] = [
    (
        checks.ids_are_unique,
        PRIORITY,
        "measures:\n",
        "measures:\n  - id: streets-found-clean\n    title: Streets found clean\n",
        "18:5",
    ),
    (checks.links_lead_somewhere, PRIORITY, "plan: council-plan", "plan: corporate-plan", "13:9"),
    (checks.reports_are_about_what_was_promised, REPORT, "action: buy-a-sweeper", "action: buy-a-brush", "5:5"),
    (checks.nothing_is_reported_before_it_happened, REPORT, "quarter: 2022-23-q2", "quarter: 2022-23-q3", "10:9"),
    (
        checks.a_part_is_given_once,
        REPORT,
        "        value: 92%\n",
        "        value: 92%\n        breakdown:\n          - {by: Area, name: North, value: 1}\n"
        "          - {by: Area, name: North, value: 2}\n",
        "14:13",
    ),
    (checks.statuses_are_known, "data/council.yml", "means: off target", "means: late", "11:5"),
    (checks.rules_are_numbers, "data/council.yml", "behind_by: 20", "behind_by: much", "14:14"),
    (
        checks.what_is_reported_had_been_promised,
        PRIORITY,
        "    title: Buy a street sweeper\n",
        "    title:\n      - from: 2022-23-q2\n        value: Buy a street sweeper\n",
        "5:5",
    ),
    (
        checks.milestones_reached_are_planned,
        REPORT,
        "action: buy-a-sweeper\n",
        "action: buy-a-sweeper\n    milestones_reached: [Order placed]\n",
        "5:5",
    ),
    (
        checks.a_promise_has_one_version_a_quarter,
        PRIORITY,
        "    target: 90%\n",
        "    target:\n      - {from: 2022-23-q1, value: 90%}\n      - {from: 2022-23-q1, value: 80%}\n",
        "24:9",
    ),
    (checks.a_plan_orders_its_own_priorities, PLAN, "- clean-streets", "- clean-street", "2:1"),
    (
        checks.a_plan_is_reported_once_a_quarter,
        QUARTER,
        "  - council-plan\n",
        "  - council-plan\nplans:\n  - plan: council-plan\n  - plan: council-plan\n",
        "6:5",
    ),
    (checks.what_a_quarter_covers_is_reported_in_it, SECOND, "", "title: Safe\n", "2:1"),
    (
        checks.former_ids_are_in_use_no_more,
        PRIORITY,
        "    title: Buy a street sweeper\n",
        "    title: Buy a street sweeper\n    formerly: [buy-a-broom, buy-a-sweeper]\n",
        "7:5",
    ),
    (checks.corrections_are_of_what_is_held, LEDGER, "", entry("2022-11-01", quarter="2021-22-q4"), "2:5"),
    (
        checks.corrections_are_added_at_the_end,
        LEDGER,
        "",
        entry("2022-11-02") + entry("2022-11-01").removeprefix("corrections:\n"),
        "10:5",
    ),
    (
        checks.the_calendar_says_one_thing_of_each_quarter,
        CALENDAR,
        "",
        f"{RELEASE}    moved:\n      - from: 2023-02-24\n        reason: Later.\n",
        "6:9",
    ),
    (checks.an_edition_comes_after_its_quarter, CALENDAR, "", RELEASE.replace("2023-02-24", "2022-12-31"), "2:5"),
]

SENTENCES = [
    "an id is given once",
    "a link leads somewhere",
    "a report is about what was promised",
    "nothing is reported before it happened",
    "a part is given once",
    "a status is known",
    "a rule is a number",
    "what is reported had been promised",
    "a milestone that was reached is planned",
    "a promise has one version a quarter",
    "a plan orders its own priorities",
    "a plan is reported once a quarter",
    "what a quarter covers is reported in it",
    "a former id is in use no more",
    "a correction is of what is held",
    "a correction is added at the end",
    "the calendar says one thing of each quarter",
    "an edition comes after its quarter",
]


def spoil(site: Path, file: str, right: str, wrong: str) -> None:
    path = site / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


def test_smallshire_has_no_problem(smallshire: Path) -> None:
    assert check(read(smallshire)) == ()


def test_every_check_has_its_row_below() -> None:
    assert [row[0] for row in SPOILT] == list(CHECKS)


@pytest.mark.parametrize(("sentence", "file", "right", "wrong", "where"), SPOILT, ids=SENTENCES)
def test_a_spoilt_fact_is_found_by_its_check_alone(
    sentence: Check, file: str, right: str, wrong: str, where: str, smallshire: Path
) -> None:
    spoil(smallshire, file, right, wrong)
    data = read(smallshire)
    found = {rule: list(rule(data)) for rule in CHECKS}
    assert [rule for rule in CHECKS if found[rule]] == [sentence]
    first = "data/quarters/2022-23-q1"
    told_at = str(found[sentence][0].place)
    assert told_at in (f"{file}:{where}", f"{first}/quarter.yml:{where}", f"{first}/clean-streets.yml:{where}")


def test_a_warning_stops_nothing_and_is_handed_on(smallshire: Path) -> None:
    spoil(smallshire, SECOND, "", "title: Safe streets\n")
    told = [
        "data/quarters/2022-23-q1/quarter.yml:2:1: 2022-23-q1 covers the plan 'council-plan' "
        "but has no report on the priority 'safe-streets'",
        "data/quarters/2022-23-q2/quarter.yml:2:1: 2022-23-q2 covers the plan 'council-plan' "
        "but has no report on the priority 'safe-streets'",
    ]
    assert [str(problem) for problem in checked(read(smallshire))] == told
    assert [str(problem) for problem in edition(smallshire).warnings] == told


def test_where_there_are_errors_the_warnings_wait(smallshire: Path) -> None:
    spoil(smallshire, SECOND, "", "title: Safe streets\n")
    spoil(smallshire, PLAN, "- clean-streets", "- clean-street")
    with pytest.raises(DataError) as told:
        checked(read(smallshire))
    assert [problem.severity for problem in told.value.problems] == [Severity.ERROR]


def test_a_result_for_an_earlier_quarter_may_come_late(smallshire: Path) -> None:
    spoil(smallshire, REPORT, "quarter: 2022-23-q2", "quarter: 2021-22-q4")
    assert check(read(smallshire)) == ()


def test_problems_are_told_in_the_order_of_the_files(smallshire: Path) -> None:
    spoil(smallshire, REPORT, "action: buy-a-sweeper", "action: buy-a-brush")
    spoil(smallshire, PRIORITY, "plan: council-plan", "plan: corporate-plan")
    spoil(smallshire, "data/council.yml", "means: off target", "means: late")
    with pytest.raises(DataError) as told:
        checked(read(smallshire))
    assert [problem.place.path for problem in told.value.problems] == ["data/council.yml", PRIORITY, REPORT]


def test_a_correction_may_name_a_thing_by_its_former_id_and_home_by_a_slash(smallshire: Path) -> None:
    spoil(smallshire, PRIORITY, "    title: Streets found clean\n", "    title: Clean\n    formerly: [litter]\n")
    for what in ("measure: litter", "measure: streets-found-clean", "page: /", "page: plans/council-plan/"):
        (smallshire / LEDGER).write_text(entry("2022-11-01", what=what), encoding="utf-8")
        assert check(read(smallshire)) == (), what


def test_two_corrections_of_one_day_may_follow_each_other(smallshire: Path) -> None:
    second = entry("2022-11-01").removeprefix("corrections:\n").replace("of-", "more-of-")
    (smallshire / LEDGER).write_text(entry("2022-11-01") + second, encoding="utf-8")
    assert check(read(smallshire)) == ()


def test_an_edition_may_be_signed_off_on_its_day_and_no_later(smallshire: Path) -> None:
    for day, problems in (("2023-02-24", 0), ("2023-02-25", 1)):
        signed = f"    signed_off:\n      by: Head of Performance\n      date: {day}\n"
        (smallshire / CALENDAR).write_text(RELEASE + signed, encoding="utf-8")
        assert len(check(read(smallshire))) == problems


def test_a_date_before_the_quarter_ends_is_a_warning_alone(smallshire: Path) -> None:
    (smallshire / CALENDAR).write_text(RELEASE.replace("2023-02-24", "2022-12-31"), encoding="utf-8")
    assert [str(problem) for problem in checked(read(smallshire))] == [
        "data/calendar.yml:2:5: date should be after 31 December 2022, the last day of the quarter, found '2022-12-31'"
    ]
