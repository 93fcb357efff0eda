"""Workbooks: written so that nothing in them can run, and read as typed. The only module that knows openpyxl.

What a stranger sends is measured before it is read, and nothing in it is worked out: a formula is a problem.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from quarterday.collecting import (
    CHOICES,
    ID,
    NOTES,
    Book,
    Cell,
    Collection,
    Column,
    Sheet,
    Table,
    letters,
    notes,
)
from quarterday.entries import UNPRINTABLE
from quarterday.incoming import NotTaken
from quarterday.model import Council
from quarterday.periods import long_date
from quarterday.phrases import all_of

HEAVIEST = 10 * 1024**2
"""Bytes of a file; a lead's workbook has about 20 thousand."""
LARGEST = 30 * 1024**2
"""Bytes of all its parts, unpacked."""
MOST_TAGS = 100_000
"""Of XML in all its parts; a cell has about three."""

HEAVIEST_EXPORT = 40 * 1024**2
LARGEST_EXPORT = 150 * 1024**2
MOST_TAGS_EXPORT = 8_000_000
"""Of an export: 100,000 rows of a dozen columns have half of each."""
DAMAGED = "cannot be read as a workbook; open it, save it as .xlsx, and try again"

TEXT = "@"
"""The format of a cell that keeps what is typed: ``10-12`` is no date, and ``1.10`` keeps its nought."""
GIVEN = PatternFill("solid", fgColor="F0F0F0")
HEAD = PatternFill("solid", fgColor="1F3A5F")
HEAD_ASKED = PatternFill("solid", fgColor="0B5D3B")
LINE = Side(style="thin", color="8C8C8C")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
FACE = "Arial"
LINE_HEIGHT = 14
"""Points, for letters of 11."""
ROOM = 5 * LINE_HEIGHT
"""Points for what a lead types; a row with a height of its own does not grow."""
HIGHEST = 409
"""Points; no spreadsheet has a higher row."""
TOP = Alignment(vertical="top", wrap_text=True)


# ---- written ----


def workbook(asked: Collection, lead: str, council: Council) -> bytes:
    """The workbook of one lead."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = f"{council.name}: {asked.quarter.title}, {lead or 'no lead'}"
    book.properties.creator = council.name
    book.properties.language = council.language
    _notes(book.create_sheet(NOTES), asked, lead, council)
    tables = asked.of(lead)
    places = _choices(book, tables)
    for at, table in enumerate(tables, 1):
        _table(book.create_sheet(table.name, at), table, places)
    book.active = 0
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _notes(sheet: Worksheet, asked: Collection, lead: str, council: Council) -> None:
    title = _put(sheet, 1, 1, NOTES)
    title.font = Font(name=FACE, size=16, bold=True)
    title.alignment = Alignment()
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 96
    for row, (label, words) in enumerate(notes(asked, lead, council), 3):
        _put(sheet, row, 1, label).font = Font(name=FACE, size=11, bold=True)
        _put(sheet, row, 2, words)
        sheet.row_dimensions[row].height = _height([(words, 110)], LINE_HEIGHT + 4)
    sheet.sheet_view.showGridLines = False
    _protected(sheet)
    _on_paper(sheet, landscape=False)


def _choices(book: Workbook, tables: tuple[Table, ...]) -> dict[str, str]:
    """Where the choices of each heading stand. In a list of their own, words may have commas and be long."""
    sheet = book.create_sheet(CHOICES)
    places: dict[str, str] = {}
    for column in (column for table in tables for column in table.asked if column.choices):
        at = len(places) + 1
        for row, words in enumerate((column.heading, *column.choices), 1):
            _put(sheet, row, at, words)
        places[column.heading] = f"{CHOICES}!${letters(at)}$2:${letters(at)}${len(column.choices) + 1}"
    sheet.sheet_state = "hidden"
    _protected(sheet)
    return places


def _table(sheet: Worksheet, table: Table, places: dict[str, str]) -> None:
    columns = (Column(ID, 8), *table.locked, *table.asked)
    first_asked = 2 + len(table.locked)
    for at, column in enumerate(columns, 1):
        head = _put(sheet, 1, at, column.heading)
        head.font = Font(name=FACE, size=11, bold=True, color="FFFFFF")
        head.fill = HEAD_ASKED if at >= first_asked else HEAD
        head.border = BOX
        sheet.column_dimensions[letters(at)].width = column.width
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT + 4
    for number, row in enumerate(table.rows, 2):
        given = (row.id, *row.locked)
        for at, words in enumerate((*given, *(asked.standing.rstrip("\n") for asked in row.asked)), 1):
            cell = _put(sheet, number, at, words)
            cell.border = BOX
            if at >= first_asked:
                cell.protection = Protection(locked=False)
            else:
                cell.fill = GIVEN
        widths = (column.width for column in columns)
        said = (*given, *(asked.standing for asked in row.asked))
        sheet.row_dimensions[number].height = _height(zip(said, widths, strict=True), ROOM)
    for at, column in enumerate(table.asked, first_asked):
        sheet.add_data_validation(_offered(column, places, f"{letters(at)}2:{letters(at)}{len(table.rows) + 1}"))
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "D2"
    sheet.print_title_rows = "1:1"
    _protected(sheet)
    _on_paper(sheet, landscape=True)


def _offered(column: Column, places: dict[str, str], cells: str) -> DataValidation:
    rule = DataValidation(allow_blank=True, showInputMessage=True, promptTitle=column.heading[:32], prompt=column.hint)
    if column.choices:
        rule.type, rule.formula1 = "list", places[column.heading]
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = "Not in the list", "Choose from the list, or leave the cell empty."
    rule.add(cells)
    return rule


def _put(sheet: Worksheet, row: int, column: int, words: str) -> Any:
    """Text as text, whatever it begins with: a spreadsheet never takes it for a formula, a number or a date."""
    cell: Any = sheet.cell(row, column)
    cell.number_format = TEXT
    cell.font = Font(name=FACE, size=11)
    cell.alignment = TOP
    if words:
        cell.value = words
        cell.data_type = "s"
        if words[0] in "=+-@\t":
            cell.quotePrefix = True
    return cell


def _height(cells: Iterable[tuple[str, int]], least: int) -> int:
    """Points that a row needs for its words: not every program makes a row as high as they are."""
    lines = (sum(ceil(len(line) / width) or 1 for line in words.split("\n")) for words, width in cells)
    return max(least, min(HIGHEST, LINE_HEIGHT * max(lines) + 4))


def _protected(sheet: Worksheet) -> None:
    """Without a password: it keeps a busy person from a slip, and nobody from what they mean to do."""
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False


def _on_paper(sheet: Worksheet, landscape: bool) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 8 if landscape else 9  # A3 or A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.8, footer=0.4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer: Any = sheet.oddFooter
    footer.left.text = "&A"
    footer.right.text = "Page &P of &N"


# ---- read ----


def read_workbook(path: Path) -> Book:
    """Every cell that has something in it, as text, or what is wrong with it. Never raises for what a file holds."""
    try:
        given = path.read_bytes() if path.stat().st_size <= HEAVIEST else None
    except OSError as error:
        return _refused(path, f"cannot be read: {error.strerror or error}")
    if given is None:
        return _refused(path, f"should be smaller than {HEAVIEST // 1024**2} MB")
    why = _unsafe(given)
    if why:
        return _refused(path, why)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Book(path.name, tuple(_sheets(path.name, given)))
    except _Refused as error:
        return _refused(path, str(error))
    except Exception:  # a damaged file makes openpyxl raise errors of every kind
        return _refused(path, DAMAGED)


class _Refused(Exception):
    """The file may be sound, but is not one to take figures from."""


def _refused(path: Path, why: str) -> Book:
    return Book(path.name, problems=(f"{path.name}: {why}",))


def _unsafe(given: bytes, largest: int = LARGEST, most_tags: int = MOST_TAGS) -> str:
    """Why the file is not to be opened at all, found without unpacking more than is allowed."""
    if given.startswith(b"\xd0\xcf\x11\xe0"):
        return "has a password, or is of an old kind of Excel; save it as .xlsx without a password"
    try:
        with zipfile.ZipFile(BytesIO(given)) as parts:
            names = {part.filename.casefold() for part in parts.infolist()}
            if len(names) != len(parts.infolist()):
                return "has two parts of one name, so it cannot be told what it says"
            if sum(part.file_size for part in parts.infolist()) > largest:
                return f"should unpack to less than {largest // 1024**2} MB"
            if "mimetype" in names and b"opendocument" in parts.read("mimetype"):
                return "should be saved as an Excel workbook (.xlsx)"
            if any(name.endswith(("vbaproject.bin", ".xlm")) or "macrosheets/" in name for name in names):
                return "has macros; save it as .xlsx without them"
            if any("externallinks/" in name for name in names):
                return "has links to other workbooks; paste their figures as text, and save it again"
            if sum(_tags(parts, name) for name in parts.namelist()) > most_tags:
                return "has too many cells" + ("; a workbook for one lead has far fewer" if largest == LARGEST else "")
    except Exception:  # zipfile tells a damaged file by many errors
        return "is not a workbook; save it as .xlsx"
    return ""


def _tags(parts: zipfile.ZipFile, name: str) -> int:
    with parts.open(name) as part:
        return sum(piece.count(b"<") for piece in iter(lambda: part.read(1024**2), b""))


class _Cells(WorkSheetParser):
    """openpyxl's own reader of a sheet, which gives the cells that are there and no others.

    Its worksheet fills up what lies between two cells: with one cell in the last row, that is a million rows.
    """

    def parse_formula(self, element: Any) -> str:
        return "="  # it is a problem whatever it says


def _sheets(name: str, given: bytes) -> Iterator[Sheet]:
    book = load_workbook(BytesIO(given), read_only=True, keep_links=False)
    for sheet in book.worksheets:
        place = f"{name}!{_clean(sheet.title)}"
        source: Any = sheet
        with source._get_source() as stream:
            cells = _cells(book, source, stream)
            found: dict[tuple[int, int], Cell] = {}
            for _, row in cells.parse():
                for one in row:
                    if one["value"] is not None:
                        at = (one["row"], one["column"])
                        cell = _cell(f"{place}!{letters(at[1])}{at[0]}", ReadOnlyCell(source, **one))
                        if at in found:
                            raise _Refused(f"the cell {cell.place} is given twice")
                        if cell.text or cell.problem:
                            found[at] = cell
            for merged in cells.merged_cells.mergeCell if cells.merged_cells else ():
                column, top, *_ = range_boundaries(str(merged.ref))
                if column and top:
                    told = f"the cells {merged.ref} are merged; take them apart"
                    found[top, column] = Cell(f"{place}!{letters(column)}{top}", problem=told)
        yield Sheet(place, sheet.title, found)


def _cells(book: Any, source: Any, stream: Any) -> _Cells:
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    return _Cells(stream, source._shared_strings, epoch=book.epoch, **formats)


def _cell(place: str, cell: ReadOnlyCell) -> Cell:
    kind: str = cell.data_type
    value: Any = cell.value
    if kind == "f":
        return Cell(place, problem="should be words or figures, found a formula; type what it shows")
    if kind == "e":
        return Cell(place, problem=f"should be words or figures, found the error {_clean(value)}")
    if isinstance(value, bool):
        return Cell(place, problem=f"should be text, found the logical value {str(value).upper()}; type it as text")
    if isinstance(value, (date, time, timedelta)):
        # A spreadsheet makes a date of 10-12 by itself, and shows one date in as many ways as there are countries.
        what = f"the date {long_date(value)}" if isinstance(value, date) else f"the time {value}"
        return Cell(place, problem=f"should be text, found {what}, as the spreadsheet took it{_TYPE_AGAIN}")
    if isinstance(value, (int, float)):
        shown = shown_number(value, str(cell.number_format))
        if shown is None:
            told = f"should be text, found the number {value!r} in the format '{_clean(cell.number_format)}'"
            return Cell(place, problem=told + _TYPE_AGAIN)
        return Cell(place, shown)
    text = _CARRIAGE_RETURN.sub("\n", str(value))
    unprintable = UNPRINTABLE.search(text)
    if unprintable:
        return Cell(place, problem=f"should be printable characters, found U+{ord(unprintable[0]):04X}")
    return Cell(place, text)


def _clean(words: object) -> str:
    """What a stranger wrote, as it can be told: nothing in it can steer a terminal."""
    return UNPRINTABLE.sub("\ufffd", str(words))


_TYPE_AGAIN = "; format the cell as text and type it again"
_CARRIAGE_RETURN = re.compile("_x000D_\n?")
"""As Excel writes the line ends of another system."""
_PLAIN_FORMAT = re.compile(r'(?P<pounds>"?£"?|\[\$£(?:-[0-9A-F]+)?\])?(?P<commas>#,##)?0(?P<places>\.0+)?(?P<cent>%)?')


def shown_number(value: float, number_format: str) -> str | None:
    """A number as the spreadsheet shows it, or None where that is unclear or is not the whole number.

    A spreadsheet keeps 15 digits. Where a format shows fewer than there are, what is shown was rounded.
    """
    exact = Decimal(format(value, ".15g")) + 0
    if not exact.is_finite() or abs(exact) >= 10**15 or (exact and abs(exact) < Decimal("1e-9")):
        return None
    if number_format in ("General", TEXT):
        return f"{exact:f}"
    first, *others = number_format.split(";")
    match = _PLAIN_FORMAT.fullmatch(first)
    # Another form for figures below zero, or for nought, may hide the figure or its sign.
    if match is None or (others and exact <= 0):
        return None
    scaled = exact * 100 if match["cent"] else exact
    places = len(match["places"] or ".") - 1
    if scaled != round(scaled, places):
        return None
    sign = "-" if scaled < 0 else ""
    pounds, cent = "£" if match["pounds"] else "", "%" if match["cent"] else ""
    return f"{sign}{pounds}{abs(scaled):{',' if match['commas'] else ''}.{places}f}{cent}"


# ---- read as a stream ----


@dataclass(frozen=True)
class Stream:
    """One sheet of an export. ``rows`` gives each row's number with its cells by column, both from 1."""

    sheet: str
    rows: Iterator[tuple[int, dict[int, Cell]]]
    last_row: int
    """As the sheet says; 0 where it does not."""


def stream_sheet(path: Path, wanted: str, header_row: int) -> Stream:
    """A sheet by its name, or the only one. Raises NotTaken, and so do ``rows`` where the sheet is damaged."""
    try:
        given = path.read_bytes() if path.stat().st_size <= HEAVIEST_EXPORT else None
    except OSError as error:
        raise NotTaken([f"{path.name}: cannot be read: {error.strerror or error}"]) from None
    if given is None:
        raise NotTaken([f"{path.name}: should be smaller than {HEAVIEST_EXPORT // 1024**2} MB"])
    why = _unsafe(given, LARGEST_EXPORT, MOST_TAGS_EXPORT)
    if why:
        raise NotTaken([f"{path.name}: {why}"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(given), read_only=True, keep_links=False)
        titles = [sheet.title for sheet in book.worksheets]
    except Exception:  # a damaged file makes openpyxl raise errors of every kind
        raise NotTaken([f"{path.name}: {DAMAGED}"]) from None
    if wanted not in titles and (wanted or len(titles) != 1):
        there = all_of(f"'{_clean(title)}'" for title in titles) if titles else "no sheet"
        asked = f"there is no sheet '{wanted}'" if wanted else "there are several sheets"
        raise NotTaken([f"{path.name}: {asked}, found {there}; sheet in the mapping file decides"])
    sheet: Any = book.worksheets[titles.index(wanted or titles[0])]
    return Stream(
        _clean(sheet.title),
        _streamed(f"{path.name}!{_clean(sheet.title)}", book, sheet, header_row),
        sheet.max_row or 0,
    )


def _streamed(place: str, book: Any, sheet: Any, header_row: int) -> Iterator[tuple[int, dict[int, Cell]]]:
    try:
        with sheet._get_source() as stream:
            cells = _cells(book, sheet, stream)
            before = 0
            for number, row in _quietly(cells.parse()):
                found: dict[int, Cell] = {}
                for one in row:
                    if one["value"] is None:
                        continue
                    column = one["column"]
                    if column in found or number <= before or one["row"] != number:
                        raise NotTaken([f"{place}!{letters(column)}{number}: the cell is given twice"])
                    cell = _cell(f"{place}!{letters(column)}{number}", ReadOnlyCell(sheet, **one))
                    if cell.text or cell.problem:
                        found[column] = cell
                before = number
                yield number, found
            merged = [str(found.ref) for found in cells.merged_cells.mergeCell] if cells.merged_cells else []
            told = [ref for ref in merged if int(range_boundaries(ref)[3] or 0) >= header_row]
            if told:
                also = f", as are {len(told) - 1} more places" if len(told) > 1 else ""
                raise NotTaken([f"{place}: the cells {told[0]} are merged{also}; take them apart"])
    except NotTaken:
        raise
    except Exception:
        raise NotTaken([f"{place}: {DAMAGED}"]) from None


def _quietly(rows: Iterator[Any]) -> Iterator[Any]:
    """Without openpyxl's warnings, and with everyone else's: they are held back during each step alone."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row = next(rows, None)
        if row is None:
            return
        yield row
