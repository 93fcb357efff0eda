"""The rows of an export, one at a time and as typed: CSV here, XLSX from ``workbooks``."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from quarterday.collecting import letters
from quarterday.incoming import NotTaken
from quarterday.mappings import Encoding, ExportMapping
from quarterday.workbooks import Stream, stream_sheet

LONGEST_LINE = 1024**2
"""Bytes; a longer one is no line of an export."""
MOST_COLUMNS = 1000


@dataclass(frozen=True)
class Row:
    """``line`` counts from 1, and is where the row starts."""

    line: int
    cells: tuple[str, ...]
    problems: Mapping[int, str] = field(default_factory=dict)
    """What is wrong with a cell, by its place in the row."""
    done: int = 0
    """How far into the table this is, as ``size`` counts."""


@dataclass(frozen=True)
class Table:
    """``name`` is how a place in it begins: ``export.csv`` or ``export.xlsx!Sheet1``."""

    name: str
    rows: Iterator[Row]
    size: int = 0
    is_sheet: bool = False

    def at(self, line: int, column: int) -> str:
        """A cell within the table: ``14:3``, the third cell of the row at line 14, or ``C14``."""
        return f"{letters(column + 1)}{line}" if self.is_sheet else f"{line}:{column + 1}"

    def place(self, line: int, column: int) -> str:
        return f"{self.name}{'!' if self.is_sheet else ':'}{self.at(line, column)}"


def table(path: Path, mapping: ExportMapping) -> Table:
    """The table of a file, by how its name ends. Raises NotTaken, and so does ``rows`` at what cannot be read."""
    if path.suffix.casefold() == ".xlsx":
        stream = stream_sheet(path, mapping.sheet, mapping.header_row)
        name = f"{path.name}!{stream.sheet}"
        return Table(name, _sheet_rows(name, stream), stream.last_row, is_sheet=True)
    if path.suffix.casefold() in (".csv", ".tsv", ".txt"):
        return Table(path.name, _csv_rows(path, mapping), path.stat().st_size)
    raise NotTaken([f"{path.name}: should be a .csv or an .xlsx file"])


def _sheet_rows(name: str, stream: Stream) -> Iterator[Row]:
    for number, cells in stream.rows:
        width = max(cells, default=0)
        if width > MOST_COLUMNS:
            raise NotTaken([f"{name}!{letters(width)}{number}: should be within the first {MOST_COLUMNS:,} columns"])
        texts = tuple(cells[at].text if at in cells else "" for at in range(1, width + 1))
        yield Row(number, texts, {at - 1: cell.problem for at, cell in cells.items() if cell.problem}, done=number)


def _csv_rows(path: Path, mapping: ExportMapping) -> Iterator[Row]:
    try:
        with path.open("rb") as file:
            # An encoding that nobody named is proven by reading all of the file, before anything of it is written.
            lines = _lines(file, path.name, mapping.encoding)
            reader = csv.reader(lines, delimiter=mapping.separator.sign, strict=True)
            while True:
                line = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise NotTaken([f"{path.name}:{line}:1: {_in_plain_words(error)}"]) from None
                if cells:
                    yield Row(line, tuple(cells), done=file.tell())
    except OSError as error:
        raise NotTaken([f"{path.name}: cannot be read: {error.strerror or error}"]) from None


def _lines(file: BinaryIO, name: str, encoding: Encoding | None) -> Iterator[str]:
    codec = "cp1252" if encoding is Encoding.CP1252 else "utf-8"
    number = 0
    while given := file.readline(LONGEST_LINE):
        number += 1
        if number == 1 and given.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise NotTaken([f"{name}: is UTF-16; save it as UTF-8"])
        if number == 1 and given.startswith(codecs.BOM_UTF8):
            if codec == "cp1252":
                raise NotTaken([f"{name}: says that it is UTF-8, and encoding in the mapping file says {codec}"])
            given = given.removeprefix(codecs.BOM_UTF8)
        if len(given) == LONGEST_LINE:
            raise NotTaken([f"{name}:{number}:1: the line is too long to be a row of figures"])
        try:
            yield given.decode(codec)
        except UnicodeDecodeError as error:
            at = f"{name}:{number}: byte {given[error.start]:02x} is not {codec}"
            raise NotTaken([f"{at}; encoding in the mapping file decides, such as cp1252 for Excel's"]) from None


def _in_plain_words(error: csv.Error) -> str:
    told = str(error)
    if "unexpected end" in told:
        return "a quote that is opened in this row is not closed"
    if "expected after" in told:
        return "there is text after a closing quote"
    if "field larger" in told:
        return f"has a cell of more than {csv.field_size_limit()} characters; is a quote not closed?"
    if "new-line" in told:
        return "the lines should end as on Windows or Unix"
    return "should be text, found U+0000" if "NUL" in told else f"cannot be read as CSV: {told}"
