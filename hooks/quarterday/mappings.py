"""What another system's export looks like: the mapping files in ``imports/``, and every decision an officer took."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from quarterday.entries import Mapping, Text
from quarterday.fields import Count, Line, Period, Said, Slug, text
from quarterday.model import Fact, Polarity
from quarterday.periods import Quarter
from quarterday.problems import DataError, Problem
from quarterday.reading import as_fact
from quarterday.values import Kind, Reason

PERIOD = "{period}"
"""Stands in the name of a column for the period that is printed there."""
YEARS = r"(?P<first>\d{4}|\d{2}) ?[/–-] ?(?P<second>\d{4}|\d{2})"


OF_A_QUARTER = frozenset(
    {"value", "numerator", "denominator", "target", "baseline", "due", "status", "commentary", "action_taken"}
)
"""Fields of what was reported."""
OF_THE_PLAN_TOO = frozenset({"target", "baseline", "due"})
"""Fields that a plan promises, and a report may print again."""


class Encoding(Enum):
    UTF_8 = "utf-8"
    UTF_8_SIG = "utf-8-sig"
    CP1252 = "cp1252"


class Separator(Enum):
    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    BAR = "bar"

    @property
    def sign(self) -> str:
        return {"COMMA": ",", "SEMICOLON": ";", "TAB": "\t", "BAR": "|"}[self.name]


class DecimalSign(Enum):
    POINT = "point"
    COMMA = "comma"


class GoesTo(Enum):
    """Where a column goes that is printed once for several periods. The latest is the last with a value in its row."""

    PLAN = "plan"
    LATEST = "latest quarter"
    EACH = "each quarter"


class Blank(Enum):
    LEAVE_OUT = "leave out"
    KEEP = "keep blank"


class Differs(Enum):
    KEEP_OURS = "keep ours"
    TAKE_THEIRS = "take theirs"


class OtherNames(Enum):
    KEEP_OURS = "keep ours"
    AS_PRINTED = "as printed"


class KeepOurs(Enum):
    KEEP_OURS = "keep ours"


class AsTyped(Enum):
    AS_TYPED = "as typed"


class Others(Enum):
    LEAVE_OUT = "leave out"


class Column(Fact):
    """The name of a column, as its header prints it."""

    column: Said
    goes_to: GoesTo | None = None


def _column(given: Any) -> Any:
    """A name alone is enough for most columns."""
    return Mapping({"column": given}.items(), given.place, {}) if isinstance(given, Text) else given


Named = Annotated[Column | None, BeforeValidator(_column)]


class Columns(Fact):
    """Field → column. A measure is known by ``id``, else by ``code``, else by ``title``."""

    id: Named = None
    code: Named = None
    title: Named = None
    period: Named = None
    value: Named = None
    numerator: Named = None
    denominator: Named = None
    target: Named = None
    baseline: Named = None
    due: Named = None
    status: Named = None
    commentary: Named = None
    action_taken: Named = None
    priority: Named = None
    unit: Named = None
    polarity: Named = None
    definition: Named = None
    data_source: Named = None

    @property
    def named(self) -> dict[str, Column]:
        """Field → column, of those that are given."""
        fields = ((field, getattr(self, field)) for field in type(self).model_fields if field != "place")
        return {field: column for field, column in fields if column is not None}


class PrintedPeriod(Fact):
    printed: Said
    quarter: Period


def _form(given: Any) -> str:
    form = text(given)
    if form.count("{q}") != 1 or form.count("{year}") != 1:
        raise ValueError("should have {q} and {year} in it once, such as Q{q} {year}")
    return form


class Periods(Fact):
    """How the export prints a quarter: ``{q}`` is 1 to 4, ``{year}`` a financial year such as 2022/23."""

    form: Annotated[str, BeforeValidator(_form)]
    also: tuple[PrintedPeriod, ...] = ()
    leave_out: tuple[Line, ...] = ()


class WhereBlank(Fact):
    """What an empty cell of each field says."""

    value: Blank | None = None
    numerator: Blank | None = None
    denominator: Blank | None = None
    target: Blank | None = None
    baseline: Blank | None = None
    due: Blank | None = None
    status: Blank | None = None


class PrintedReason(Fact):
    """Words where there is no figure, and which of the five reasons they mean."""

    printed: Said
    reason: Reason


class PrintedPolarity(Fact):
    printed: Said
    means: Polarity


class PrintedPriority(Fact):
    printed: Said
    priority: Slug


class NewMeasures(Fact):
    """Where measures go that are not in the plan yet."""

    plan: Slug
    priority: Slug | None = None
    since: Period | None = None


class ExportMapping(Fact):
    """One kind of export."""

    columns: Columns
    decimal_sign: DecimalSign
    encoding: Encoding | None = None
    separator: Separator = Separator.COMMA
    sheet: Line = ""
    header_row: Count = 1
    periods: Periods | None = None
    leave_out: tuple[Line, ...] = ()
    other_columns: Others | None = None
    leave_out_rows: tuple[Line, ...] = ()
    kinds: tuple[Kind, ...] = (Kind.NUMBER, Kind.PERCENTAGE)
    reasons: tuple[PrintedReason, ...] = ()
    blank: WhereBlank = WhereBlank()
    bare_percentages: AsTyped | None = None
    html: AsTyped | None = None
    differs_from_published: Differs | None = None
    differs_from_plan: KeepOurs | None = None
    other_names: OtherNames | None = None
    polarities: tuple[PrintedPolarity, ...] = ()
    priorities: tuple[PrintedPriority, ...] = ()
    new_measures: NewMeasures | None = None


def mapping(path: Path, shown_as: str) -> ExportMapping:
    """A mapping file. Raises DataError with everything that is wrong with it."""
    read = as_fact(ExportMapping, path, shown_as)
    problems = list(_muddles(read))
    if problems:
        raise DataError(problems)
    return read


def _muddles(read: ExportMapping) -> Iterator[Problem]:
    """What its keys say together."""
    columns, place = read.columns.named, read.columns.place
    across = {field for field, column in columns.items() if PERIOD in column.column}
    if not {"id", "code", "title"} & {*columns}:
        yield Problem(place, "columns should have an id, a code or a title, by which a measure is known")
    if not OF_A_QUARTER & {*columns}:
        yield Problem(place, "columns should have something that is reported, such as a value")
    for field in sorted(across - OF_A_QUARTER):
        told = f"{field} should be the name of one column, found '{columns[field].column}'"
        yield Problem(columns[field].place, told)
    if across and "period" in columns:
        told = f"period should be left out, where the names of columns have {PERIOD}"
        yield Problem(columns["period"].place, told)
    if (across or "period" in columns) and read.periods is None:
        yield Problem(place, "periods should say how the export prints a quarter")
    for field, column in columns.items():
        if column.goes_to and field not in OF_A_QUARTER:
            yield Problem(column.place, f"{field} goes nowhere; leave goes_to out")
        elif column.goes_to is GoesTo.PLAN and field not in OF_THE_PLAN_TOO:
            yield Problem(column.place, f"{field} is of a quarter, and cannot go to the plan")
        elif column.goes_to in (GoesTo.LATEST, GoesTo.EACH) and (field in across or not across):
            yield Problem(column.place, f"{field} has a period of its own, so it goes there; leave goes_to out")
        elif across and field in OF_A_QUARTER - across and column.goes_to is None:
            right = (
                "goes_to with plan, latest quarter or each quarter"
                if field in OF_THE_PLAN_TOO
                else ("goes_to with latest quarter or each quarter")
            )
            yield Problem(column.place, f"{field} is printed once for several periods; should have {right}")


def period_of(printed: str, periods: Periods) -> Quarter | None:
    """The quarter that a printed period names, or None where neither ``form`` nor ``also`` has it."""
    words = " ".join(printed.split())
    for also in periods.also:
        if words == also.printed:
            return also.quarter
    match = _pattern(periods.form).fullmatch(words)
    if not match:
        return None
    first, second = match["first"], match["second"]
    year = int(first) + (2000 if len(first) == 2 else 0)
    follows = int(second) == (year + 1) % 10 ** len(second) and len(second) <= len(first)
    return Quarter(year, int(match["q"])) if follows and 1900 <= year <= 9998 else None


@cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"(\{q\}|\{year\})", " ".join(form.split()))
    return re.compile("".join({"{q}": "(?P<q>[1-4])", "{year}": YEARS}.get(part, re.escape(part)) for part in parts))
