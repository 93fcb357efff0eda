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
    "a promise has one version a quarter",
    "a plan orders its own priorities",
    "a plan is reported once a quarter",
    "what a quarter covers is reported in it",
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
