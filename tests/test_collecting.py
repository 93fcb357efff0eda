"""Each lead is asked for what they own, and what comes back is held against what was sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quarterday.collecting import Book, Cell, Collection, Sheet, came_back, collection, letters, name_of, notes
from quarterday.incoming import Incoming
from quarterday.model import Data
from quarterday.periods import Quarter
from quarterday.reading import read

NEXT = Quarter(2022, 3)
NO_LEAD = ""


def sent(asked: Collection, lead: str, data: Data) -> Book:
    """What the workbook of a lead holds, as it was sent."""
    sheets = [
        Sheet(
            "a.xlsx!How to fill this in",
            "How to fill this in",
            {
                (row, column): Cell(f"a.xlsx!How to fill this in!{letters(column)}{row}", words)
                for row, both in enumerate(notes(asked, lead, data.council), 3)
                for column, words in enumerate(both, 1)
            },
        )
    ]
    for table in asked.of(lead):
        rows = [table.headings, *((row.id, *row.locked, *(one.standing for one in row.asked)) for row in table.rows)]
        place = f"a.xlsx!{table.name}"
        cells = {
            (at, column): Cell(f"{place}!{letters(column)}{at}", words)
            for at, row in enumerate(rows, 1)
            for column, words in enumerate(row, 1)
            if words
        }
        sheets.append(Sheet(place, table.name, cells))
    return Book("a.xlsx", tuple(sheets))


def with_cells(book: Book, sheet: str, **cells: str | Cell | None) -> Book:
    """Filled in, or spoilt: ``J2="60%"``."""
    sheets = []
    for one in book.sheets:
        held = dict(one.cells)
        for name, words in cells.items() if one.name == sheet else ():
            column, row = name.rstrip("0123456789"), int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            at = (row, next(number for number in range(1, 99) if letters(number) == column))
            held.pop(at, None)
            if words is not None:
                held[at] = words if isinstance(words, Cell) else Cell(f"{one.place}!{name}", words)
        sheets.append(replace(one, cells=held))
    return replace(book, sheets=tuple(sheets))


@pytest.fixture
def asked(exampleshire: Data) -> Collection:
    return collection(exampleshire, NEXT)


@pytest.fixture
def housing(asked: Collection, exampleshire: Data) -> Book:
    return sent(asked, "Head of Housing", exampleshire)


def told(book: Book, asked: Collection) -> list[str]:
    return list(came_back(book, asked)[1])


def test_each_lead_is_asked_for_what_they_own_in_the_plan(asked: Collection) -> None:
    owned = {lead: [row.subject for table in asked.of(lead) for row in table.rows] for lead in asked.leads}
    assert owned["Head of Housing"] == [
        "1.1 Insulate 600 council homes",
        "1.3 Let tenants report a repair on the website",
        "1.4 Offer a grant to bring empty homes into use",
        "H2 Average days to complete a repair that is not urgent",
        "H3 Council homes insulated in the year so far",
        "H5 Young people in temporary housing",
    ]
    assert "1.3 Let tenants report a repair on the website" in owned["Head of Digital"]
    assert asked.leads[-1] == NO_LEAD
    assert owned[NO_LEAD] == ["2.3 Rewrite the fifty letters we send most"]


def test_everything_in_force_is_asked_of_somebody(asked: Collection) -> None:
    everything = {row.id for table in asked.tables for row in table.rows}
    assert {row.id for lead in asked.leads for table in asked.of(lead) for row in table.rows} == everything
    assert len(everything) == 6 + 10


def test_an_action_that_is_over_is_not_asked_for_and_is_told(asked: Collection, exampleshire: Data) -> None:
    assert [row.subject for row in asked.over] == [
        "2.2 Build an app for staff who visit homes",
        "1.2 Open a recycling centre for the coast",
    ]
    told = dict(notes(asked, "Head of Digital", exampleshire.council))
    assert told["Not asked for"] == (
        "Completed or cancelled when last reported: 2.2 Build an app for staff who visit homes"
    )


def test_what_was_last_reported_stands_beside_the_empty_cells(asked: Collection) -> None:
    actions, measures = asked.tables
    row = next(row for row in actions.rows if row.id == "insulate-homes")
    assert dict(zip((column.heading for column in actions.locked), row.locked, strict=True)) == {
        "Code": "1.1",
        "Action": "Insulate 600 council homes",
        "Due": "31/03/2024",
        "Last reported": "Q2 2022/23",
        "Progress then": "59%",
        "Status then": "",
        "Words then": "355 homes are done. Work has begun in the northern villages.",
    }
    assert [one.standing for one in row.asked] == ["", "", "", ""]
    row = next(row for row in measures.rows if row.id == "council-tax-arrears")
    assert dict(zip((column.heading for column in measures.locked), row.locked, strict=True)) == {
        "Code": "A3",
        "Measure": "Council tax arrears",
        "Unit": "",
        "Target": "£1.30M",
        "How often": "quarterly",
        "Last reported": "Q2 2022/23",
        "Figure then": "£1.38M",
        "Commentary then": "More households asked to spread what they owe over two years.",
    }


def test_where_the_plan_gives_no_due_date_the_one_last_reported_is_shown(moray: Data) -> None:
    actions, _ = collection(moray, NEXT).tables
    due = {row.code: row.locked[2] for row in actions.rows}
    assert (due["STRAT1.1"], due["SERV1.3"]) == ("31-Mar- 2023", "March 2023")


def test_what_is_held_already_stands_in_the_cells_to_fill_in(exampleshire: Data) -> None:
    actions, _ = collection(exampleshire, Quarter(2022, 2)).tables
    row = next(row for row in actions.rows if row.id == "app-for-staff")
    assert [one.standing for one in row.asked] == [
        "20%",
        "Stopped",
        "",
        "The council decided on 21 June 2021 not to go on with the app.\n",
    ]


def test_the_choices_are_the_councils_own_words(moray: Data, exampleshire: Data) -> None:
    choices = {column.heading: column.choices for table in collection(moray, NEXT).tables for column in table.asked}
    assert choices["Status this quarter"] == (
        "Cancelled",
        "Overdue",
        "Neglected",
        "Unassigned",
        "Check Progress",
        "Not Started",
        "In Progress",
        "Assigned",
        "Completed",
    )
    assert choices["Or why there is none"] == (
        "Choose an item.",
        "not yet available",
        "not applicable",
        "new measure",
        "suppressed",
        "not reported",
    )


def test_a_council_without_words_of_its_own_chooses_from_ours(smallshire: Path) -> None:
    actions, measures = collection(read(smallshire), NEXT).tables
    assert actions.asked[1].choices[:3] == ("Completed", "In progress", "Not started")
    assert "Not stated" not in actions.asked[1].choices
    assert measures.asked[2].choices == ("Behind",)


def test_a_workbook_is_named_after_its_lead() -> None:
    assert name_of("Head of Housing & Homes") == "head-of-housing-homes"
    assert name_of("../../etc") == "etc"
    assert name_of("") == name_of("…") == "no-lead"


def test_a_column_is_named_as_spreadsheets_name_it() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_a_workbook_that_comes_back_as_it_was_sent_says_nothing(housing: Book, asked: Collection) -> None:
    assert came_back(housing, asked) == ((), ())


def test_what_is_filled_in_goes_to_its_place_in_the_quarter(housing: Book, asked: Collection) -> None:
    filled = with_cells(housing, "Actions", I2="61%", L4="- The grant is open.")
    filled = with_cells(filled, "Measures", J2="8.10", K4="suppressed")
    found, problems = came_back(filled, asked)
    file = "data/quarters/2022-23-q3/homes-and-streets.yml"
    grant, repair = (
        "1.4 Offer a grant to bring empty homes into use",
        "H2 Average days to complete a repair that is not urgent",
    )
    results = ("results", ("quarter", "2022-23-q3"), "value")
    assert problems == ()
    assert found == (
        Incoming(
            "a.xlsx!Actions!I2",
            file,
            ("actions", ("action", "insulate-homes"), "progress"),
            "61%",
            "1.1 Insulate 600 council homes",
        ),
        Incoming(
            "a.xlsx!Actions!L4",
            file,
            ("actions", ("action", "empty-homes-grant"), "update", "quarter"),
            "2022-23-q3",
            grant,
        ),
        Incoming(
            "a.xlsx!Actions!L4",
            file,
            ("actions", ("action", "empty-homes-grant"), "update", "text"),
            "- The grant is open.",
            grant,
        ),
        Incoming(
            "a.xlsx!Measures!J2", file, ("measures", ("measure", "days-to-complete-a-repair"), *results), "8.10", repair
        ),
        Incoming(
            "a.xlsx!Measures!K4",
            file,
            ("measures", ("measure", "young-people-in-temporary-housing"), *results),
            "suppressed",
            "H5 Young people in temporary housing",
        ),
    )


def test_a_cell_that_was_left_as_it_stood_says_nothing(exampleshire: Data) -> None:
    asked = collection(exampleshire, Quarter(2022, 2))
    back = sent(asked, "Head of Housing", exampleshire)
    assert came_back(back, asked) == ((), ())
    found, _ = came_back(with_cells(back, "Actions", I2="60%"), asked)
    assert [(one.place, one.typed) for one in found] == [("a.xlsx!Actions!I2", "60%")]


def test_a_reason_beside_a_figure_that_was_left_gives_both_to_be_decided(exampleshire: Data) -> None:
    asked = collection(exampleshire, Quarter(2022, 2))
    back = with_cells(sent(asked, "Head of Housing", exampleshire), "Measures", K2="suppressed")
    found, _ = came_back(back, asked)
    assert [(one.place, one.typed) for one in found] == [
        ("a.xlsx!Measures!J2", "8.0"),
        ("a.xlsx!Measures!K2", "suppressed"),
    ]


def test_words_that_no_cell_has_room_for_are_left_out_of_it(exampleshire: Data) -> None:
    long = "x" * 40_000
    quarters = []
    for held in exampleshire.quarters:
        priorities = []
        for priority in held.priorities:
            reports = [one.model_copy(update={"commentary": long}) for one in priority.measures]
            priorities.append(priority.model_copy(update={"measures": tuple(reports)}))
        quarters.append(held.model_copy(update={"priorities": tuple(priorities)}))
    data = exampleshire.model_copy(update={"quarters": tuple(quarters)})
    now, after = collection(data, Quarter(2022, 2)).tables[1], collection(data, NEXT).tables[1]
    assert {row.asked[-1].standing for row in now.rows} == {""}
    assert {row.locked[-1] for row in after.rows} == {"x" * 32_000 + " […]"}


def test_rows_and_columns_may_stand_in_any_order(housing: Book, asked: Collection) -> None:
    filled = with_cells(housing, "Actions", I2="61%")
    turned = []
    for sheet in filled.sheets:
        if sheet.name == "Actions":
            places = {at: (at[0] if at[0] == 1 else 20 - at[0], 30 - at[1]) for at in sheet.cells}
            sheet = replace(sheet, cells={places[at]: replace(cell) for at, cell in sheet.cells.items()})
        turned.append(sheet)
    assert came_back(replace(filled, sheets=tuple(turned)), asked) == came_back(filled, asked)


def test_the_spaces_and_line_ends_that_programs_add_to_locked_cells_do_not_count(
    housing: Book, asked: Collection
) -> None:
    assert told(with_cells(housing, "Actions", C2="Insulate 600 council homes \n"), asked) == []


def test_everything_that_is_wrong_is_told_at_once(housing: Book, asked: Collection) -> None:
    spoilt = with_cells(
        housing,
        "Actions",
        A3="build-castles",
        F2="95%",
        G2="In progress",
        H4=None,
        I4=Cell("a.xlsx!Actions!I4", problem="should be words or figures, found a formula; type what it shows"),
        D9="and this",
    )
    assert told(spoilt, asked) == [
        "a.xlsx!Actions!I4: should be words or figures, found a formula; type what it shows",
        "a.xlsx!Actions!F2: should be '59%', as in data/, for this cell is locked; found '95%'",
        "a.xlsx!Actions!G2: should be empty, as in data/, for this cell is locked; found 'In progress'",
        "a.xlsx!Actions!A3: there is no action 'build-castles' to report for 2022-23-q3",
        "a.xlsx!Actions!H4: should be 'Waiting for the budget of 2023/24.', as in data/, for this cell is locked;"
        " found nothing",
        "a.xlsx!Actions!A9: there is something in this row, so its hidden cell should have the id of the action",
    ]


def test_a_heading_that_is_missing_unknown_or_given_twice_is_told(housing: Book, asked: Collection) -> None:
    spoilt = with_cells(housing, "Measures", J1="Figure", K1="Unit", L1=None, L3="Behind", P3="by the way")
    assert told(spoilt, asked) == [
        "a.xlsx!Measures!J1: 'Figure' is no heading of this sheet",
        "a.xlsx!Measures!K1: the heading 'Unit' is given twice",
        "a.xlsx!Measures!L1: there is something in this column, so it should have a heading",
        "a.xlsx!Measures!P1: there is something in this column, so it should have a heading",
        "a.xlsx!Measures: the heading 'Figure this quarter' is missing",
        "a.xlsx!Measures: the heading 'Or why there is none' is missing",
        "a.xlsx!Measures: the heading 'RAG this quarter' is missing",
    ]


def test_a_workbook_of_another_quarter_is_refused_with_that_alone(housing: Book, exampleshire: Data) -> None:
    assert told(housing, collection(exampleshire, Quarter(2022, 2))) == [
        "a.xlsx!How to fill this in!B3: this workbook should be of 2022-23-q2, found '2022-23-q3'"
    ]


def test_a_workbook_that_is_none_of_ours_is_refused(asked: Collection) -> None:
    stranger = Book("b.xlsx", (Sheet("b.xlsx!Sheet1", "Sheet1", {(1, 1): Cell("b.xlsx!Sheet1!A1", "x")}),))
    assert told(stranger, asked) == [
        "b.xlsx: the sheet 'How to fill this in' should say which quarter the workbook is of"
    ]


def test_words_on_a_sheet_of_the_leads_own_are_not_dropped_in_silence(housing: Book, asked: Collection) -> None:
    mine = Sheet("a.xlsx!My notes", "My notes", {(1, 1): Cell("a.xlsx!My notes!A1", "x")})
    assert told(replace(housing, sheets=(*housing.sheets, mine)), asked) == [
        "a.xlsx!My notes: this sheet is not one of ours; move what counts to Actions or Measures, and delete it"
    ]
    assert told(replace(housing, sheets=(housing.sheets[0],)), asked) == [
        "a.xlsx: should have a sheet Actions or Measures"
    ]
