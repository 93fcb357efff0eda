"""The data as files that a spreadsheet and a program both read rightly."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from quarterday.downloads import (
    ACTION_COLUMNS,
    MEASURE_COLUMNS,
    action_rows,
    address_of_measure,
    downloads,
    measure_rows,
    table,
)
from quarterday.model import Data
from quarterday.periods import Quarter
from quarterday.report import Report, latest_quarter, report

Row = dict[str, str]


def rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def latest(data: Data) -> Report:
    return report(data, latest_quarter(data))


def files(data: Data) -> dict[str, bytes]:
    return {file.address: file.content for file in downloads(latest(data))}


@pytest.fixture(scope="module")
def measures(moray: Data, midlothian: Data, exampleshire: Data) -> list[Row]:
    return [row for data in (moray, midlothian, exampleshire) for row in rows(files(data)["data/measures.csv"])]


def one(found: list[Row], **wanted: str) -> Row:
    (row,) = [row for row in found if wanted.items() <= row.items()]
    return row


def test_a_csv_opens_with_the_mark_by_which_a_spreadsheet_knows_a_pound_sign() -> None:
    made = table(("a", "b"), [{"a": "£34, 908", "b": "‘live’"}])
    assert made == b'\xef\xbb\xbfa,b\r\n"\xc2\xa334, 908",\xe2\x80\x98live\xe2\x80\x99\r\n'


def test_every_line_of_a_csv_ends_as_the_standard_says(moray: Data) -> None:
    """RFC 4180."""
    for address, content in files(moray).items():
        if address.endswith(".csv"):
            assert content.startswith(b"\xef\xbb\xbf")
            assert content.endswith(b"\r\n")
            assert content.count(b"\xef\xbb\xbf") == 1


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 131", "'+44 131"),
        ("@here", "'@here"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("- Referrals: 10", "'- Referrals: 10"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("-4.5%", "-4.5%"),
        ("-4", "-4"),
        ("-£1,200", "-£1,200"),
        ("£34, 908", "£34, 908"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text_and_no_other(cell: str, written: str) -> None:
    assert rows(table(("cell", "x"), [{"cell": cell, "x": "1"}])) == [{"cell": written, "x": "1"}]


def test_no_cell_of_any_file_is_a_formula(moray: Data, midlothian: Data, exampleshire: Data) -> None:
    for data in (moray, midlothian, exampleshire):
        for address, content in files(data).items():
            if address.endswith(".csv"):
                cells = [cell for row in rows(content) for cell in row.values()]
                assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")]
                assert not [cell for cell in cells if cell.startswith(("- ", "-="))]


def test_a_true_zero_is_0_and_a_blank_is_empty(measures: list[Row]) -> None:
    zero = one(measures, measure="kinship-carers-attending-engagement-sessions", quarter="2022-23-q2")
    blank = one(measures, measure="kinship-carers-attending-engagement-sessions", quarter="2022-23-q1")
    assert (zero["result_as_printed"], zero["result_number"], zero["result_reason"]) == ("0", "0", "")
    assert (blank["result_as_printed"], blank["result_number"], blank["result_reason"]) == ("", "", "not reported")


@pytest.mark.parametrize(
    ("measure", "quarter", "expected"),
    [
        ("days-to-respond-to-stage-1-complaints", "2022-23-q2", ("8.667", "8.667", "number", "")),
        ("stage-1-complaints-complete-in-time", "2022-23-q2", ("33.33%", "33.33", "percentage", "")),
        ("service-priority-actions-on-target", "2020-21-q4", ("78.26%", "78.26", "percentage", "")),
        ("funding-and-resources-in-place", "2022-23-q2", ("12 staff recruited", "", "text", "")),
        ("single-point-of-access-in-place", "2022-23-q2", ("N/A", "", "no value", "not applicable")),
        (
            "average-age-in-continuing-care",
            "2022-23-q2",
            ("Data available March 2023", "", "no value", "not yet available"),
        ),
        ("council-tax-arrears", "2022-23-q2", ("£1.38M", "1380000", "money", "")),
        ("young-people-in-temporary-housing", "2022-23-q2", ("Suppressed", "", "no value", "suppressed")),
        ("days-to-complete-a-repair", "2022-23-q2", ("8.0", "8.0", "number", "")),
    ],
)
def test_a_result_stands_as_printed_and_as_a_number_only_where_it_is_one(
    measures: list[Row], measure: str, quarter: str, expected: tuple[str, ...]
) -> None:
    row = one(measures, measure=measure, quarter=quarter)
    columns = ("result_as_printed", "result_number", "result_kind", "result_reason")
    assert tuple(row[column] for column in columns) == expected


def test_targets_and_baselines_stand_as_printed_beside_their_numbers(measures: list[Row]) -> None:
    row = one(measures, measure="families-referred-to-family-group-decision-making", quarter="2022-23-q2")
    assert row["target_as_printed"] == "increase 21/22 figs by 15%"
    assert (row["baseline_as_printed"], row["baseline_number"]) == ("79", "79")
    assert row["code"] == "22/23.CSPC.4a"
    assert row["due_as_printed"] == "31/03/23"


def test_a_measure_without_a_result_has_a_row_that_says_so(moray: Data) -> None:
    row = one(rows(files(moray)["data/measures.csv"]), measure="fostering-households")
    assert row["result_reason"] == "not held"
    assert row["result_as_printed"] == row["result_number"] == row["quarter"] == ""


def test_figures_from_the_text_are_told_from_those_of_a_table(moray: Data) -> None:
    found = rows(files(moray)["data/measures.csv"])
    assert {row["from_text"] for row in found if row["measure"] == "register-domestic-abuse-share"} == {"yes"}


def test_a_status_that_was_overridden_is_the_one_in_the_file(exampleshire: Data) -> None:
    row = one(rows(files(exampleshire)["data/measures.csv"]), measure="calls-answered", quarter="2022-23-q2")
    assert row["status_worked_out"] == "Close to target"
    assert row["working"].startswith("Close to target, because Head of Customer Service judged so:")


def test_actions_stand_with_their_progress_due_date_and_both_statuses(moray: Data) -> None:
    found = rows(files(moray)["data/actions.csv"])
    late = one(found, code="SERV1.3")
    assert (late["progress_as_printed"], late["progress_number"]) == ("66%", "66")
    assert (late["due_as_printed"], late["due_day"]) == ("31-Mar- 2022", "2022-03-31")
    assert (late["status_in_report"], late["status_worked_out"]) == ("", "Overdue")
    done = one(found, code="SERV1.1")
    assert (done["status_in_report"], done["status_worked_out"]) == ("0", "Completed")
    blank = one(found, code="STRAT2.1")
    assert (blank["progress_as_printed"], blank["progress_number"], blank["due_day"]) == ("", "", "")
    assert blank["status_worked_out"] == "Not stated"


def test_only_the_latest_update_of_an_action_has_a_status_worked_out(exampleshire: Data) -> None:
    found = [row for row in rows(files(exampleshire)["data/actions.csv"]) if row["action"] == "insulate-homes"]
    assert [row["quarter"] for row in found] == sorted((row["quarter"] for row in found), reverse=True)
    assert [bool(row["status_worked_out"]) for row in found] == [True] + [False] * (len(found) - 1)


def test_every_measure_has_a_file_of_its_own_with_its_rows_of_the_whole(exampleshire: Data) -> None:
    made = files(exampleshire)
    whole = rows(made["data/measures.csv"])
    for view in latest(exampleshire).measures:
        assert rows(made[address_of_measure(view)]) == [row for row in whole if row["measure"] == view.id]


def test_the_rows_hold_every_column_and_no_other(exampleshire: Data, moray: Data) -> None:
    for data in (exampleshire, moray):
        shown = latest(data)
        assert {tuple(row) for view in shown.measures for row in measure_rows(view)} == {MEASURE_COLUMNS}
        assert {tuple(row) for view in shown.actions for row in action_rows(view)} == {ACTION_COLUMNS}


def test_the_json_holds_the_same_rows_as_the_csv(moray: Data, midlothian: Data) -> None:
    for data in (moray, midlothian):
        made = files(data)
        held: dict[str, Any] = json.loads(made["data/quarterday.json"])
        assert held["council"] == data.council.name
        assert held["quarter"] == latest_quarter(data).name
        assert len(held["measures"]) == len(rows(made["data/measures.csv"]))
        assert len(held["actions"]) == len(rows(made["data/actions.csv"]))
        assert [row["result_as_printed"] for row in held["measures"]] == [
            row["result_as_printed"].removeprefix("'") for row in rows(made["data/measures.csv"])
        ]


def test_the_json_is_read_by_people_too(moray: Data) -> None:
    made = files(moray)["data/quarterday.json"]
    assert not made.startswith(b"\xef\xbb\xbf")
    assert "–".encode() in made and b"\\u2013" not in made


def test_the_files_of_an_earlier_quarter_hold_nothing_later(moray: Data) -> None:
    for file in downloads(report(moray, Quarter(2021, 1))):
        assert b"2022-23-q2" not in file.content
        # The council's own key of statuses stands beside the data, and is of no quarter.
        assert file.address == "data/quarterday.json" or b"Overdue" not in file.content


def test_a_target_relative_to_an_earlier_figure_is_no_number(midlothian: Data) -> None:
    """An analyst would take 15 in "increase 21/22 figs by 15%" for a target of 15 families."""
    rows = [row for view in report(midlothian, latest_quarter(midlothian)).measures for row in measure_rows(view)]
    relative = {
        row["target_as_printed"]: row["target_number"] for row in rows if "crease 21/22" in row["target_as_printed"]
    }
    assert len(relative) == 3 and set(relative.values()) == {""}


def test_what_is_marked_of_a_figure_has_a_column(measures: list[Row]) -> None:
    arrears = {row["quarter"]: row["marks"] for row in measures if row["measure"] == "council-tax-arrears"}
    assert {quarter: marks for quarter, marks in arrears.items() if marks} == {
        "2022-23-q1": "revised",
        "2022-23-q2": "provisional",
    }
