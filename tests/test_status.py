"""The rules of status, edge by edge."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from quarterday.model import Action, ActionReport, Contact, Council, Override, Polarity, Rules
from quarterday.model import ReportedStatus as Mapped
from quarterday.periods import Quarter
from quarterday.status import (
    ACTION_STATUSES,
    MEASURE_STATUSES,
    STATUS_WORDS,
    Judgement,
    Status,
    action_due,
    expected_by,
    how_rated,
    measure_status,
    overridden,
    progress_status,
    reported_status,
)
from quarterday.values import Kind, Reason, parse

HIGHER, LOWER, WITHIN = Polarity.HIGHER, Polarity.LOWER, Polarity.WITHIN_RANGE
ON, CLOSE, OFF = Status.ON_TARGET, Status.CLOSE_TO_TARGET, Status.OFF_TARGET
Q2 = Quarter(2022, 2)
RULES = Rules(behind_by=parse("20"), tolerance=parse("5%"))
COUNCIL = Council(
    name="Smallshire",
    area="Smallshire",
    licence="",
    contact=Contact(team="the performance team", email="performance@smallshire.example.org"),
    rules=RULES,
    statuses=(Mapped(printed="Stopped", means="cancelled"), Mapped(printed="0", means="completed")),
)


def judged(value: str, target: str, polarity: Polarity | None, tolerance: str = "0") -> Judgement:
    return measure_status(parse(value), parse(target), polarity, parse(tolerance))


# ---- measures ----


@pytest.mark.parametrize(
    ("polarity", "value", "target", "tolerance", "expected"),
    [
        (HIGHER, "95.1%", "95%", "2", ON),
        (HIGHER, "95%", "95%", "2", ON),
        (HIGHER, "95.0%", "95%", "0", ON),
        (HIGHER, "94.9%", "95%", "2", CLOSE),
        (HIGHER, "93%", "95%", "2", CLOSE),
        (HIGHER, "92.9%", "95%", "2", OFF),
        (HIGHER, "94.9%", "95%", "0", OFF),
        (LOWER, "4.9", "5", "1", ON),
        (LOWER, "5", "5", "1", ON),
        (LOWER, "5.1", "5", "1", CLOSE),
        (LOWER, "6", "5", "1", CLOSE),
        (LOWER, "6.001", "5", "1", OFF),
        (LOWER, "8.667", "5", "1", OFF),
        (WITHIN, "10", "10-12", "1", ON),
        (WITHIN, "11", "10-12", "1", ON),
        (WITHIN, "12", "10-12", "1", ON),
        (WITHIN, "12.5", "10-12", "1", CLOSE),
        (WITHIN, "13", "10-12", "1", CLOSE),
        (WITHIN, "13.1", "10-12", "1", OFF),
        (WITHIN, "9", "10-12", "1", CLOSE),
        (WITHIN, "8.9", "10-12", "1", OFF),
        (WITHIN, "17", "17", "0", ON),
        (WITHIN, "16", "17", "0", OFF),
        (WITHIN, "18", "17", "0", OFF),
        (HIGHER, "80%", "80%", "5%", ON),
        (HIGHER, "76%", "80%", "5%", CLOSE),
        (HIGHER, "75.9%", "80%", "5%", OFF),
        (LOWER, "£1.05m", "£1m", "5%", CLOSE),
        (LOWER, "£1.06m", "£1m", "5%", OFF),
        (HIGHER, "1,900", "2,000", "5%", CLOSE),
        (HIGHER, "1,899", "2,000", "5%", OFF),
        (HIGHER, "0", "17", "0", OFF),
        (HIGHER, "0", "0", "0", ON),
        (LOWER, "0", "2", "0", ON),
        (LOWER, "1", "0", "5%", OFF),
        (HIGHER, "-4%", "-2%", "5%", OFF),
        (HIGHER, "-2.1%", "-2%", "5%", CLOSE),
    ],
)
def test_a_figure_is_judged_by_its_distance_from_the_target_on_the_wrong_side(
    polarity: Polarity, value: str, target: str, tolerance: str, expected: Status
) -> None:
    assert judged(value, target, polarity, tolerance).status is expected


def test_a_percentage_as_tolerance_is_a_share_of_the_target_and_a_number_is_points() -> None:
    assert judged("46%", "50%", HIGHER, "5").status is CLOSE
    assert judged("46%", "50%", HIGHER, "5%").status is OFF
    assert judged("46%", "50%", HIGHER, "5").because == "46% is below 50%, within the tolerance of 5 points"
    assert judged("48%", "50%", HIGHER, "5%").because == "48% is below 50%, within the tolerance of 5% of the target"
    assert judged("48", "50", HIGHER, "5").because == "48 is below 50, within the tolerance of 5"


@pytest.mark.parametrize(
    ("value", "target", "polarity", "sentence"),
    [
        ("33.33%", "95%", HIGHER, "Off target, because 33.33% is below 95%"),
        ("8.667", "5", LOWER, "Off target, because 8.667 is above 5"),
        ("17", "17", HIGHER, "On target, because 17 is equal to 17"),
        ("3", "5", LOWER, "On target, because 3 is below 5"),
        ("11", "10-12", WITHIN, "On target, because 11 is within 10 to 12"),
        ("13", "10-12", WITHIN, "Off target, because 13 is above 10-12"),
    ],
)
def test_the_working_quotes_both_figures_as_printed(value: str, target: str, polarity: Polarity, sentence: str) -> None:
    assert judged(value, target, polarity).sentence == sentence


@pytest.mark.parametrize(
    ("value", "target", "polarity", "because"),
    [
        ("32", "increase 21/22 figs by 15%", HIGHER, "is relative to an earlier figure"),
        ("90%", "+15% on 2021/22", HIGHER, "is relative to an earlier figure"),
        ("46", "", HIGHER, "no target is reported"),
        ("0", "New Measure", HIGHER, "the target “New Measure” is not a number"),
        ("46", "Age 18", HIGHER, "the target “Age 18” is not a number"),
        ("46", "75", None, "whether a higher or a lower figure is better"),
        ("11", "10-12", HIGHER, "is a range, and the measure is not said to be one"),
        ("46", "75%", HIGHER, "46 and the target 75% are not in the same unit"),
        ("£46", "75", HIGHER, "£46 and the target 75 are not in the same unit"),
        ("3 days", "2 weeks", LOWER, "3 days and the target 2 weeks are not in the same unit"),
        ("12 staff recruited", "17", HIGHER, "“12 staff recruited” is not one number that can be compared"),
        ("GOOD", "GOOD", HIGHER, "“GOOD” is not one number that can be compared"),
        ("18 of 43", "50%", HIGHER, "“18 of 43” is not one number that can be compared"),
        ("10-12", "11", HIGHER, "“10-12” is not one number that can be compared"),
        ("31 March 2023", "31 March 2023", HIGHER, "“31 March 2023” is not one number that can be compared"),
        ("increase by 10%", "90%", HIGHER, "“increase by 10%” is not one number that can be compared"),
    ],
)
def test_what_cannot_be_compared_is_data_only_and_says_why(
    value: str, target: str, polarity: Polarity | None, because: str
) -> None:
    judgement = judged(value, target, polarity)
    assert judgement.status is Status.DATA_ONLY
    assert because in judgement.because


def test_a_figure_without_any_target_is_data_only() -> None:
    judgement = measure_status(parse("26%"), None, HIGHER, parse("2"))
    assert judgement == Judgement(Status.DATA_ONLY, "no target is reported")


@pytest.mark.parametrize(
    ("printed", "reason", "status", "because"),
    [
        ("Data available March 2023", Reason.NOT_YET, Status.NO_DATA, "the report prints “Data available March 2023”"),
        ("N/A", Reason.NOT_APPLICABLE, Status.NO_DATA, "the report prints “N/A”"),
        ("New measure", Reason.NEW_MEASURE, Status.NEW_MEASURE, "the report prints “New measure”"),
        ("*", Reason.SUPPRESSED, Status.NO_DATA, "the report prints “*”"),
        ("", Reason.NOT_REPORTED, Status.NO_DATA, "no figure is reported"),
    ],
)
def test_each_of_the_five_reasons_gives_no_data_or_new_measure(
    printed: str, reason: Reason, status: Status, because: str
) -> None:
    value = parse(printed)
    assert value.reason is reason
    assert measure_status(value, parse("90%"), HIGHER, parse("0")) == Judgement(status, because)


def test_the_five_reasons_above_are_all_there_are() -> None:
    assert len(Reason) == 5


def test_a_measure_without_a_result_has_no_data() -> None:
    assert measure_status(None, parse("5"), LOWER, parse("0")).sentence == "No data, because no result is held here"


def test_a_target_for_a_later_day_is_compared_now_and_said_to_be_to_come() -> None:
    def told(due: str) -> str:
        return measure_status(parse("46"), parse("75"), HIGHER, parse("0"), parse(due), Q2).because

    assert told("31/03/23") == "46 is below 75 (a target for 31 March 2023, which is still to come)"
    assert told("March 2023") == "46 is below 75 (a target for March 2023, which is still to come)"
    assert told("30/09/22") == "46 is below 75"
    assert told("01/10/22") != "46 is below 75"
    assert told("") == "46 is below 75"


# ---- actions ----


def stands(progress: str | None, due: str | None, quarter: Quarter = Q2, **more: object) -> Judgement:
    return progress_status(
        None if progress is None else parse(progress),
        None if due is None else parse(due),
        quarter,
        RULES,
        **more,  # type: ignore[arg-type]  # a table of tests gives one at a time
    )


@pytest.mark.parametrize(
    ("progress", "due", "expected"),
    [
        ("100%", "31-Mar- 2023", Status.COMPLETED),
        ("100%", "31-Mar- 2021", Status.COMPLETED),
        ("100.0%", "31-Mar- 2021", Status.COMPLETED),
        ("99.9%", "31-Mar- 2021", Status.OVERDUE),
        ("66%", "31-Mar- 2022", Status.OVERDUE),
        ("0%", "31-Mar- 2022", Status.OVERDUE),
        ("66%", "29 September 2022", Status.OVERDUE),
        ("66%", "30 September 2022", Status.IN_PROGRESS),
        ("66%", "1 October 2022", Status.IN_PROGRESS),
        ("66%", "September 2022", Status.IN_PROGRESS),
        ("66%", "August 2022", Status.OVERDUE),
        ("0%", "31-Mar- 2023", Status.NOT_STARTED),
        ("0.1%", "31-Mar- 2023", Status.IN_PROGRESS),
        ("", "31-Mar- 2022", Status.NOT_STATED),
        (None, "31-Mar- 2022", Status.NOT_STATED),
        ("N/A", "31-Mar- 2022", Status.NOT_STATED),
        ("1", "31-Mar- 2023", Status.NOT_STATED),
        ("1", "31-Mar- 2022", Status.NOT_STATED),
        ("100", "31-Mar- 2022", Status.NOT_STATED),
        ("nearly done", "31-Mar- 2022", Status.NOT_STATED),
        ("101%", "31-Mar- 2022", Status.NOT_STATED),
        ("-1%", "31-Mar- 2022", Status.NOT_STATED),
        ("100%", "", Status.NOT_STATED),
        ("60%", "", Status.NOT_STATED),
        ("60%", None, Status.NOT_STATED),
        ("60%", "Commence 3 rd quarter 2021", Status.NOT_STATED),
    ],
)
def test_an_action_stands_by_its_progress_and_its_due_date(
    progress: str | None, due: str | None, expected: Status
) -> None:
    assert stands(progress, due).status is expected


@pytest.mark.parametrize(
    ("progress", "due", "sentence"),
    [
        ("66%", "31-Mar- 2022", "Overdue, because 66% is below 100% and 31 March 2022 is before 30 September 2022"),
        ("66%", "August 2022", "Overdue, because 66% is below 100% and August 2022 is before 30 September 2022"),
        (
            "66%",
            "30/09/22",
            "In progress, because 66% is below 100% and 30 September 2022 is not before 30 September 2022",
        ),
        ("100%", "31-Mar- 2021", "Completed, because its progress is 100%"),
        ("", "31-Mar- 2022", "Not stated, because its progress is not reported"),
        ("1", "31-Mar- 2023", "Not stated, because its progress is printed “1”, which is not a percentage"),
        ("101%", "31-Mar- 2023", "Not stated, because its progress is printed “101%”, which is not from 0% to 100%"),
        ("100%", "", "Not stated, because its progress is 100% but its due date is not given"),
        ("60%", "soon", "Not stated, because its due date is printed “soon”, which is not one date"),
    ],
)
def test_the_working_of_an_action_is_a_whole_sentence(progress: str, due: str, sentence: str) -> None:
    assert stands(progress, due).sentence == sentence


def test_an_action_of_a_plan_that_the_report_does_not_cover_is_never_overdue() -> None:
    judgement = stands("66%", "31-Mar- 2022", covered=False)
    assert judgement == Judgement(Status.NOT_STATED, "this quarter’s report does not cover its plan")
    assert stands("100%", "31-Mar- 2022", covered=False).status is Status.COMPLETED


def test_progress_as_far_behind_as_the_rule_allows_is_in_progress_and_a_little_further_is_to_be_checked() -> None:
    # 1 April 2022 to 30 September 2022 is 183 days of the 366 to 1 April 2023: half of the time.
    starts = date(2022, 4, 1)
    assert expected_by(Q2, starts, parse("1 April 2023")) == Decimal(50)
    assert stands("30%", "1 April 2023", starts=starts).status is Status.IN_PROGRESS
    behind = stands("29.9%", "1 April 2023", starts=starts)
    assert behind.status is Status.CHECK_PROGRESS
    assert behind.because == (
        "29.9% is more than 20 points behind the 50% of its time that had passed on 30 September 2022"
    )


def test_progress_is_not_checked_where_the_start_of_the_plan_is_not_known() -> None:
    assert stands("1%", "1 April 2023").status is Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("starts", "due", "expected"),
    [
        (date(2022, 4, 1), "31 March 2022", None),
        (None, "31 March 2023", None),
        (date(2022, 4, 1), "soon", None),
        (date(2022, 10, 1), "31 March 2023", Decimal(0)),
        (date(2020, 4, 1), "31 March 2022", Decimal(100)),
        (date(2022, 4, 1), "30 September 2022", Decimal(100)),
    ],
)
def test_the_share_of_time_passed_is_from_nothing_to_all_or_not_known(
    starts: date | None, due: str, expected: Decimal | None
) -> None:
    assert expected_by(Q2, starts, parse(due)) == expected


def test_an_action_that_nobody_has_is_unassigned_unless_it_is_done_or_late() -> None:
    assert stands("56%", "31/03/24", unassigned=True).status is Status.UNASSIGNED
    assert stands("0%", "31/03/24", unassigned=True).status is Status.UNASSIGNED
    assert stands("100%", "31/03/24", unassigned=True).status is Status.COMPLETED
    assert stands("56%", "31/03/22", unassigned=True).status is Status.OVERDUE
    assert stands("", "31/03/24", unassigned=True).status is Status.NOT_STATED


def test_an_action_that_the_report_calls_cancelled_is_cancelled_whatever_its_progress() -> None:
    for progress in ("20%", "100%", "", "1"):
        assert (
            stands(progress, "31/03/22", printed=Status.CANCELLED).sentence == "Cancelled, because the report says so"
        )


def test_no_other_status_of_the_report_changes_ours() -> None:
    for status in set(Status) - {Status.CANCELLED}:
        assert stands("66%", "31-Mar- 2022", printed=status).status is Status.OVERDUE


# ---- the report's own status, and a person's ----


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Stopped", Status.CANCELLED),
        ("stopped", Status.CANCELLED),
        ("0", Status.COMPLETED),
        ("Overdue", Status.OVERDUE),
        ("Overdue; Neglected", None),
        ("", None),
    ],
)
def test_the_status_in_a_report_is_read_by_the_councils_own_words(printed: str, expected: Status | None) -> None:
    assert reported_status(parse(printed), COUNCIL) is expected


def test_a_report_without_a_status_cell_states_none() -> None:
    assert reported_status(None, COUNCIL) is None


def test_an_override_stands_in_place_of_the_rules_status_and_keeps_it() -> None:
    rule = Judgement(OFF, "82% is below 85%")
    override = Override(status="close to target", reason="The office was closed.", by="Head of Customer Service")
    judgement = overridden(rule, override)
    assert judgement.status is CLOSE
    assert judgement.by_rule is OFF
    assert judgement.override is override
    assert judgement.sentence == ("Close to target, because Head of Customer Service judged so: The office was closed")


def test_without_an_override_the_rules_judgement_stands() -> None:
    rule = Judgement(OFF, "82% is below 85%")
    assert overridden(rule, None) is rule


# ---- due dates ----


def action(*due: tuple[Quarter, str]) -> Action:
    versions = tuple({"from": since, "value": printed} for since, printed in due)
    return Action.model_validate({"id": "a", "title": "A", "due": versions})


def test_a_blank_due_date_in_the_report_is_not_filled_in_from_the_plan() -> None:
    planned = action((Quarter(2020, 1), "31/03/23"))
    blank = action_due(planned, ActionReport(action="a", due=parse("")), Q2)
    assert blank is not None and blank.reason is Reason.NOT_REPORTED


def test_where_the_report_has_no_such_cell_the_plans_date_of_that_quarter_holds() -> None:
    planned = action((Quarter(2020, 1), "31/03/22"), (Quarter(2022, 1), "31/03/24"))
    reported = ActionReport(action="a")
    assert action_due(planned, reported, Quarter(2021, 4)) == parse("31/03/22")
    assert action_due(planned, reported, Quarter(2022, 1)) == parse("31/03/24")
    assert action_due(planned, None, Quarter(2019, 4)) is None


# ---- the words ----


def test_every_status_is_told_in_a_word_of_its_own() -> None:
    assert len(STATUS_WORDS) == len(Status)
    assert set(MEASURE_STATUSES) | set(ACTION_STATUSES) == set(Status)


def test_the_printed_value_is_not_changed_by_being_judged() -> None:
    value = parse("33.330%")
    assert measure_status(value, parse("95%"), HIGHER, parse("0")).because == "33.330% is below 95%"
    assert value.kind is Kind.PERCENTAGE and value.printed == "33.330%"


@pytest.mark.parametrize(
    ("polarity", "tolerance", "like", "words"),
    [
        (
            HIGHER,
            "5%",
            "82%",
            "on target at the target or above it, close to target up to 5% of the target below it,"
            " and off target beyond that",
        ),
        (
            LOWER,
            "2",
            "82%",
            "on target at the target or below it, close to target up to 2 points above it, and off target beyond that",
        ),
        (
            WITHIN,
            "2",
            "82",
            "on target within the target, close to target up to 2 outside it, and off target beyond that",
        ),
        (LOWER, "0", "82", "on target at the target or below it, and off target above it"),
    ],
)
def test_the_rule_is_said_in_words(polarity: Polarity, tolerance: str, like: str, words: str) -> None:
    assert how_rated(polarity, parse(tolerance), parse(like)) == words
