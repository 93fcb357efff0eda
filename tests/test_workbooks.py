"""Nothing in a workbook of ours can run, and what a lead types in it is read as typed, or not at all."""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from quarterday.collecting import Book, Cell, Collection, came_back, collection, name_of
from quarterday.entries import UNPRINTABLE
from quarterday.incoming import Incoming
from quarterday.model import Data
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.workbooks import LARGEST, MOST_TAGS, read_workbook, shown_number, workbook

NEXT = Quarter(2022, 3)
LEAD = "Head of Housing"
ACTIONS = "xl/worksheets/sheet2.xml"


@pytest.fixture(scope="session")
def asked(exampleshire: Data) -> Collection:
    return collection(exampleshire, NEXT)


@pytest.fixture(scope="session")
def sent(asked: Collection, exampleshire: Data) -> bytes:
    return workbook(asked, LEAD, exampleshire.council)


@pytest.fixture
def fill(sent: bytes, tmp_path: Path) -> Callable[..., Path]:
    """The workbook with values by sheet and cell, as a person's program saves them: text as text."""

    def filled(**values: Any) -> Path:
        book = load_workbook(BytesIO(sent))
        for name, value in values.items():
            sheet, place = name.split("_")
            cell: Any = book[sheet][place]
            cell.value = value
            if isinstance(value, str) and not value.startswith("=FORMULA"):
                cell.data_type = "s"
        path = tmp_path / "housing.xlsx"
        book.save(path)
        return path

    return filled


def cells(book: Book) -> dict[str, Cell]:
    return {cell.place: cell for sheet in book.sheets for cell in sheet.cells.values()}


def typed(found: tuple[Incoming, ...]) -> dict[str, str]:
    return {one.place.partition("!")[2]: one.typed for one in found if one.steps[-1] != "quarter"}


def with_part(given: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(given)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in {*old.namelist(), name}:
            new.writestr(
                part, change(old.read(part) if part in old.namelist() else b"") if part == name else old.read(part)
            )
    return stream.getvalue()


# ---- what is sent ----


def test_only_the_cells_to_fill_in_are_unlocked(sent: bytes) -> None:
    book = load_workbook(BytesIO(sent))
    for sheet in book.worksheets:
        assert sheet.protection.sheet and not sheet.protection.password
        for row in sheet.iter_rows():
            for cell in row:
                heading = str(sheet.cell(1, cell.column or 1).value)
                open_ = heading.endswith(" this quarter") or heading in ("Or why there is none", "Note on the status")
                assert cell.protection.locked != (open_ and cell.row != 1 and sheet.title in ("Actions", "Measures"))


def test_every_cell_keeps_what_is_typed(sent: bytes) -> None:
    book = load_workbook(BytesIO(sent))
    assert {cell.number_format for sheet in book.worksheets for row in sheet.iter_rows() for cell in row} <= {
        "@",
        "General",
    }
    assert {
        cell.number_format for name in ("Actions", "Measures") for row in book[name].iter_rows() for cell in row
    } == {"@"}


def test_a_drop_down_offers_the_choices_and_takes_no_others(sent: bytes) -> None:
    book = load_workbook(BytesIO(sent))
    rules = {rule.promptTitle: rule for rule in book["Measures"].data_validations.dataValidation}
    why = rules["Or why there is none"]
    assert (why.type, str(why.sqref), why.showErrorMessage) == ("list", "K2:K4", True)
    offered = [cell.value for [cell] in book["Choices"][str(why.formula1).partition("!")[2].replace("$", "")]]
    assert offered[-5:] == ["not yet available", "not applicable", "new measure", "suppressed", "not reported"]
    assert rules["Figure this quarter"].prompt == "As it should be printed, such as 92%, £1.3M or 42/424."


def test_a_workbook_can_be_read_by_everybody(sent: bytes) -> None:
    book = load_workbook(BytesIO(sent))
    assert book.properties.title == "Exampleshire Council (made up): Quarter 3, 2022/23, Head of Housing"
    assert book.properties.language == "en-GB"
    assert book.sheetnames == ["How to fill this in", "Actions", "Measures", "Choices"]
    assert book.active is not None and book.active.title == "How to fill this in"
    for name in ("Actions", "Measures"):
        sheet = book[name]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("D2", "$1:$1")
        assert sheet.column_dimensions["A"].hidden
        assert not sheet.merged_cells.ranges
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("start", ["=1+1", "+44 1234", "-5%", "@SUM(A1)", "=cmd|'/c calc'!A0", "#N/A"])
def test_words_of_ours_never_become_a_formula(start: str, smallshire: Path) -> None:
    plan = smallshire / "data/plans/council-plan/clean-streets.yml"
    plan.write_text(plan.read_text().replace("title: Buy a street sweeper", f'title: "{start}"'))
    data = read(smallshire)
    given = workbook(collection(data, NEXT), "", data.council)
    cell = load_workbook(BytesIO(given))["Actions"]["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (start, "s", start[0] in "=+-@")
    with zipfile.ZipFile(BytesIO(given)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


# ---- what comes back ----


def test_what_is_typed_comes_back_as_typed(fill: Callable[..., Path], asked: Collection) -> None:
    path = fill(Actions_I2="10-12", Actions_L3="- one\n- two", Measures_J2="1.10", Measures_M3="=1+1 is two")
    found, problems = came_back(read_workbook(path), asked)
    assert problems == ()
    assert typed(found) == {
        "Actions!I2": "10-12",
        "Actions!L3": "- one\n- two",
        "Measures!J2": "1.10",
        "Measures!M3": "=1+1 is two",
    }


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
            lambda text: text.strip() and not UNPRINTABLE.search(text) and "x005F_" not in text
        ),
        min_size=6,
        max_size=6,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_come_back_as_typed(fill: Callable[..., Path], asked: Collection, words: list[str]) -> None:
    places = ("Actions_I2", "Actions_K3", "Actions_L4", "Measures_J2", "Measures_J3", "Measures_M4")
    found, problems = came_back(read_workbook(fill(**dict(zip(places, words, strict=True)))), asked)
    assert problems == ()
    assert list(typed(found).values()) == words


OFFICE = shutil.which("soffice") or "soffice"


def test_a_workbook_comes_back_from_libreoffice_as_it_was_filled_in(
    fill: Callable[..., Path], asked: Collection, tmp_path: Path
) -> None:
    """A real lead's program: the workbook is opened and saved as its own kind of file, and as .xlsx again."""
    words = {
        "Actions_I2": "10-12",
        "Actions_J2": "In progress",
        "Actions_K2": "+44 is no formula",
        "Actions_L2": "- 12 homes\n- “Two” more   \n\n=1+1 & <done>",
        "Actions_I3": "007",
        "Measures_J2": "1.10",
        "Measures_M2": "31/03/2023",
        "Measures_J3": "£34, 908",
        "Measures_K4": "suppressed",
    }
    path = fill(**words)
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    for kind, source in (("ods", path), ("xlsx", tmp_path / "saved" / "housing.ods")):
        command = [OFFICE, "--headless", home, "--convert-to", kind, "--outdir", str(tmp_path / "saved"), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    found, problems = came_back(read_workbook(tmp_path / "saved" / "housing.xlsx"), asked)
    assert problems == ()
    assert typed(found) == {place.replace("_", "!"): text for place, text in words.items()}
    back = load_workbook(tmp_path / "saved" / "housing.xlsx")
    assert all(sheet.protection.sheet for sheet in back.worksheets)
    assert len(back["Measures"].data_validations.dataValidation) == 4


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (5, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (1901, "@", "1901"),
        (-3.5, "General", "-3.5"),
        (1e-7, "General", "0.0000001"),
        (0.0, "General", "0"),
        (1.1, "0.00", "1.10"),
        (0.92, "0%", "92%"),
        (0.925, "0.0%", "92.5%"),
        (0.07 * 100, "0", "7"),
        (1017, "#,##0", "1,017"),
        (1300000.5, '"£"#,##0.00', "£1,300,000.50"),
        (1300000, "[$£-809]#,##0", "£1,300,000"),
        (-4, "0", "-4"),
        # What is shown is not all of the figure, or it is unclear how it is shown.
        (0.925, "0%", None),
        (1.15, "0.0", None),
        (-4, "0;(0)", None),
        (0, '0;-0;"none"', None),
        (5, '0" days"', None),
        (5, "0.00E+00", None),
        (1e300, "General", None),
        (1e-300, "General", None),
        (float("inf"), "General", None),
    ],
)
def test_a_number_is_read_as_it_is_shown_or_not_at_all(value: float, number_format: str, shown: str | None) -> None:
    assert shown_number(value, number_format) == shown


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_in_a_plain_cell_is_the_one_that_was_typed(number: Any) -> None:
    plain = f"{number:f}".rstrip("0").rstrip(".")
    assert shown_number(float(number), "General") == ("0" if plain in ("-0", "") else plain)


def test_what_is_no_plain_text_or_number_is_told_at_its_cell(fill: Callable[..., Path]) -> None:
    path = fill(
        Actions_I2="=FORMULA()", Actions_I3=True, Actions_L2=date(2022, 12, 10), Measures_J2=0.925, Measures_J3=0.92
    )
    book = load_workbook(path)
    book["Measures"]["J2"].number_format = book["Measures"]["J3"].number_format = "0%"
    book["Measures"]["J4"].value = "#DIV/0!"
    book["Measures"]["J4"].data_type = "e"
    book.save(path)
    found = cells(read_workbook(path))
    told = {place.partition("!")[2]: cell.problem for place, cell in found.items() if cell.problem}
    again = "; format the cell as text and type it again"
    assert told == {
        "Actions!I2": "should be words or figures, found a formula; type what it shows",
        "Actions!I3": "should be text, found the logical value TRUE; type it as text",
        "Actions!L2": f"should be text, found the date 10 December 2022, as the spreadsheet took it{again}",
        "Measures!J2": f"should be text, found the number 0.925 in the format '0%'{again}",
        "Measures!J4": "should be words or figures, found the error #DIV/0!",
    }
    assert found["housing.xlsx!Measures!J3"].text == "92%"


def test_the_line_ends_of_excel_are_line_ends(fill: Callable[..., Path]) -> None:
    found = cells(read_workbook(fill(Actions_L2="one_x000D_\ntwo")))
    assert found["housing.xlsx!Actions!L2"].text == "one\ntwo"


def test_nothing_a_stranger_wrote_can_steer_the_terminal(fill: Callable[..., Path]) -> None:
    path = fill(Actions_L2="\u009b2J", Actions_L3="a\u202eb")
    book = load_workbook(path)
    book.create_sheet("\u009b2J")["A1"] = "x"
    book.save(path)
    found = cells(read_workbook(path))
    assert found["housing.xlsx!Actions!L2"].problem == "should be printable characters, found U+009B"
    assert found["housing.xlsx!Actions!L3"].problem == "should be printable characters, found U+202E"
    assert "housing.xlsx!\ufffd2J!A1" in found


def test_merged_cells_are_told(fill: Callable[..., Path], asked: Collection) -> None:
    path = fill()
    book = load_workbook(path)
    book["Actions"].merge_cells("K3:L4")
    book.save(path)
    assert came_back(read_workbook(path), asked)[1] == (
        "housing.xlsx!Actions!K3: the cells K3:L4 are merged; take them apart",
    )


# ---- what a stranger might send ----


def refused(path: Path, given: bytes) -> str:
    path.write_bytes(given)
    started = time.process_time()
    book = read_workbook(path)
    assert time.process_time() - started < 2
    assert book.sheets == ()
    [problem] = book.problems
    return problem.removeprefix(f"{path.name}: ")


def plain(change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    book = Workbook()
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_is_not_a_safe_workbook_is_refused_unread(tmp_path: Path, sent: bytes) -> None:
    path = tmp_path / "x.xlsx"
    assert refused(path, b"Code,Figure\r\n") == "is not a workbook; save it as .xlsx"
    assert refused(path, sent[:3000]) == "is not a workbook; save it as .xlsx"
    assert refused(path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == (
        "has a password, or is of an old kind of Excel; save it as .xlsx without a password"
    )
    assert refused(path, with_part(sent, "mimetype", lambda _: b"application/vnd.oasis.opendocument.spreadsheet")) == (
        "should be saved as an Excel workbook (.xlsx)"
    )
    assert refused(path, with_part(sent, "xl/vbaProject.bin", lambda _: b"x")) == (
        "has macros; save it as .xlsx without them"
    )
    assert refused(path, with_part(sent, "xl/externalLinks/externalLink1.xml", lambda _: b"<x/>")) == (
        "has links to other workbooks; paste their figures as text, and save it again"
    )
    assert refused(path, with_part(sent, ACTIONS, lambda _: b"<sheetData>")) == (
        "cannot be read as a workbook; open it, save it as .xlsx, and try again"
    )
    assert refused(path, bytes(11 * 1024**2)) == "should be smaller than 10 MB"
    assert read_workbook(tmp_path / "none.xlsx").problems == ("none.xlsx: cannot be read: No such file or directory",)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, sent: bytes) -> None:
    path = tmp_path / "x.xlsx"
    bomb = with_part(sent, ACTIONS, lambda _: bytes(LARGEST + 1))
    assert len(bomb) < 100_000
    assert refused(path, bomb) == "should unpack to less than 30 MB"
    many = b"<c r='A1'/>" * (MOST_TAGS + 1)
    assert refused(path, with_part(sent, ACTIONS, lambda _: many)) == (
        "has too many cells; a workbook for one lead has far fewer"
    )
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert refused(path, with_part(sent, ACTIONS, lambda _: entities)) == (
        "cannot be read as a workbook; open it, save it as .xlsx, and try again"
    )


@pytest.mark.parametrize(
    "extra",
    [
        '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>',
        '<row r="900"><c r="A900"><f t="shared" ref="A900:B999" si="0">'
        + "A1+" * 9000
        + "A1</f></c>"
        + "</row>"
        + "".join(f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/></c></row>' for n in range(901, 1200))
        + "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
    ids=["last-cell", "formulas", "merged", "linked"],
)
def test_a_sheet_as_large_as_sheets_can_be_is_read_at_once(tmp_path: Path, sent: bytes, extra: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(with_part(sent, ACTIONS, lambda part: part.replace(b"</sheetData>", extra.encode())))
    started = time.process_time()
    book = read_workbook(path)
    assert time.process_time() - started < 2
    assert book.problems == ()
    if "XFD1048576" in extra and "ref" not in extra:
        assert cells(book)["x.xlsx!Actions!XFD1048576"].text == "x"


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_workbook_gives_words_and_never_an_error(
    tmp_path: Path, sent: bytes, asked: Collection, data: st.DataObject
) -> None:
    with zipfile.ZipFile(BytesIO(sent)) as parts:
        name = data.draw(st.sampled_from(sorted(parts.namelist())))

    def damaged(part: bytes) -> bytes:
        at = data.draw(st.integers(0, len(part)))
        return part[:at] + data.draw(st.binary(max_size=8)) + part[at + data.draw(st.integers(0, 40)) :]

    path = tmp_path / "x.xlsx"
    path.write_bytes(with_part(sent, name, damaged))
    came_back(read_workbook(path), asked)


def test_the_workbooks_of_all_leads_can_be_read_back(moray: Data, exampleshire: Data, tmp_path: Path) -> None:
    for data in (moray, exampleshire):
        everything = collection(data, NEXT)
        for lead in everything.leads:
            path = tmp_path / f"{name_of(lead)}.xlsx"
            path.write_bytes(workbook(everything, lead, data.council))
            assert came_back(read_workbook(path), everything) == ((), ())
