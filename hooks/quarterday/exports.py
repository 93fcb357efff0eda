"""One row of another system's export, by its mapping: values for ``data/``, or questions. Nothing is guessed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from quarterday.amending import Step
from quarterday.entries import UNPRINTABLE
from quarterday.incoming import Incoming, NotTaken
from quarterday.mappings import (
    OF_A_QUARTER,
    PERIOD,
    Blank,
    DecimalSign,
    Differs,
    ExportMapping,
    GoesTo,
    OtherNames,
    period_of,
)
from quarterday.model import Data, Measure, MeasureReport, Polarity
from quarterday.periods import Quarter
from quarterday.phrases import all_of, in_one_line, one_of
from quarterday.tables import Row, Table
from quarterday.values import WORDS_FOR_NONE, Kind, Reason, Value, parse

FIGURES = frozenset({"value", "numerator", "denominator", "target", "baseline"})
PROSE = frozenset({"commentary", "action_taken"})
OF_A_RESULT = ("value", "numerator", "denominator")
OF_A_NEW_MEASURE = ("unit", "polarity", "definition", "data_source")
MOST_SHOWN = 3
"""Places, and different words, that stand for all of one kind of question."""
LONGEST_ID = 100
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&(?:[a-z]{2,6}|#\d{1,5});")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,](?=\d)")
DECIMAL_COMMA = re.compile(r"\d,(?:\d{1,2}|\d{4,})(?!\d)|\d,\d{3}(?=,\d{1,2}(?!\d))")
READ_AS_FIGURES = (Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.RATE, Kind.RANGE, Kind.DURATION, Kind.RELATIVE)


@dataclass(frozen=True)
class Wanted:
    """What was asked for beside the mapping."""

    quarter: Quarter | None = None
    """This one alone, or all that the export has."""
    reported_in: Quarter | None = None
    """The quarter whose report gives all results; each its own unless given."""
    add_measures: bool = False


@dataclass
class _Group:
    places: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    beside: str = ""
    count: int = 0
    others: bool = False


class Questions:
    """One line for each kind of question and column, however many cells it is about."""

    def __init__(self, table: Table, mapping: str) -> None:
        self.table = table
        self.mapping = mapping
        self.groups: dict[tuple[int, str, str], _Group] = {}
        self.first: dict[tuple[int, str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self.groups)

    def ask(
        self, line: int, column: int, told: str, found: str | None = None, *, beside: str = "", decides: str = ""
    ) -> None:
        """``decides`` names keys of the mapping; with ``!`` in front, it is a whole clause."""
        key = (column, told, decides)
        group = self.groups.get(key)
        if group is None:
            group = self.groups[key] = _Group(beside=beside)
            self.first[key] = self.table.place(line, column)
        group.count += 1
        if len(group.places) < MOST_SHOWN:
            group.places.append(self.table.at(line, column))
        if found is not None and _short(found) not in group.found:
            if len(group.found) < MOST_SHOWN:
                group.found.append(_short(found))
            else:
                group.others = True

    def lines(self) -> list[str]:
        return [self._line(key, group) for key, group in self.groups.items()]

    def _line(self, key: tuple[int, str, str], group: _Group) -> str:
        _, told, decides = key
        words = f"{self.first[key]}: {told}"
        if group.found:
            quoted = [f"'{typed}'" for typed in group.found]
            words += f", found {', '.join(quoted)} and others" if group.others else f", found {all_of(quoted)}"
        words += group.beside
        if group.count > 1:
            more = ", …" if group.count > len(group.places) else ""
            words += f" ({group.count:,} cells: {', '.join(group.places)}{more})"
        if decides:
            words += f"; {decides[1:]}" if decides.startswith("!") else f"; {decides} in {self.mapping} decides"
        return UNPRINTABLE.sub("\ufffd", words)  # nothing in a stranger's file can steer a terminal


@dataclass(frozen=True)
class _Reads:
    """A column that is read, into a field of a quarter or, without one, of the row's own or of the plan."""

    field: str
    column: int
    quarter: Quarter | None = None
    to_plan: bool = False
    of_latest: bool = False
    """Of the last quarter that has a value in its row."""


@dataclass(frozen=True)
class _Known:
    """A measure of the plan, or one that this import adds to it."""

    id: str
    code: str
    title: str
    plan: str
    priority: str
    """Blank for a measure of the plan itself."""
    unit: str = ""
    measure: Measure | None = None

    @property
    def subject(self) -> str:
        return f"{self.code} {self.title}".strip()


class _Measures:
    """By id, code and exact title."""

    def __init__(self, data: Data) -> None:
        self.by_id: dict[str, _Known] = {}
        self.by_code: defaultdict[str, list[_Known]] = defaultdict(list)
        self.by_title: defaultdict[str, list[_Known]] = defaultdict(list)
        self.taken: set[str] = set()
        for plan in data.plans:
            for measure in plan.measures:
                self.add_of_plan(plan.id, "", measure)
            for priority in plan.priorities:
                for measure in priority.measures:
                    self.add_of_plan(plan.id, priority.id, measure)

    def add_of_plan(self, plan: str, priority: str, measure: Measure) -> None:
        titles = dict.fromkeys(version.value for version in measure.title)
        latest = max(measure.title, key=lambda version: version.since).value
        self.add(_Known(measure.id, measure.code, latest, plan, priority, measure.unit, measure), *titles)
        self.taken.update(measure.formerly)

    def add(self, known: _Known, *titles: str) -> None:
        self.by_id[known.id] = known
        self.taken.add(known.id)
        if known.code:
            self.by_code[known.code].append(known)
        for title in dict.fromkeys(map(in_one_line, titles or (known.title,))):
            self.by_title[title].append(known)

    def new_id(self, given: str, code: str, title: str) -> str:
        base = slug(given) or slug(title) or slug(code) or "measure"
        with_code = f"{base}-{slug(code)}" if slug(code) else base
        for name in (base, with_code, *(f"{base[: LONGEST_ID - 7]}-{number}" for number in range(2, 10**6))):
            if len(name) <= LONGEST_ID and name not in self.taken:
                return name
        raise AssertionError("a million measures have one name")


def slug(words: str) -> str:
    """Printed words as an id: small letters, figures and single hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:LONGEST_ID].strip("-")


class Import:
    """What one export brings. ``left_out`` counts what was not taken, in words, once all is read."""

    def __init__(self, table: Table, mapping: ExportMapping, shown_as: str, data: Data, wanted: Wanted) -> None:
        self.table = table
        self.mapping = mapping
        self.shown_as = shown_as
        self.data = data
        self.wanted = wanted
        self.left_out: Counter[str] = Counter()
        self.added: set[str] = set()
        """The ids of measures that go into the plan."""
        self.questions = Questions(table, shown_as)
        self.measures = _Measures(data)
        self.folders = {quarter.quarter for quarter in data.quarters}
        self.standing: dict[tuple[Quarter, str], MeasureReport] = {
            (quarter.quarter, report.measure): report
            for quarter in data.quarters
            for priority in quarter.priorities
            for report in priority.measures
        }
        self.own_reasons = {_folded(words.printed): words for words in data.council.reasons}
        self.given_reasons = {_folded(words.printed): words for words in mapping.reasons}
        self.reasons: dict[str, Reason] = {
            **{folded: Reason(words.reason) for folded, words in self.own_reasons.items()},
            **{folded: words.reason for folded, words in self.given_reasons.items()},
        }
        self.asked_for_folders: set[Quarter] = set()
        """In this row."""
        self.names: tuple[str, ...] = ()
        self.reads: tuple[_Reads, ...] = ()
        self.identity: dict[str, int] = {}
        self.period_column: int | None = None

    def incoming(self) -> Iterator[Incoming]:
        """Every value with its place, row by row. Raises NotTaken with all questions, once every row is read."""
        muddles = list(self._reasons_that_disagree())
        if muddles:
            raise NotTaken(muddles)
        header = self._header()
        self._lay_out(header)
        if self.questions:
            raise NotTaken(self.questions.lines())  # under the wrong columns, every row would ask again
        yield from self._new_reasons()
        for row in self.table.rows:
            yield from self._row(row)
        if self.questions:
            raise NotTaken(self.questions.lines())

    # ---- what words mean ----

    def _reasons_that_disagree(self) -> Iterator[str]:
        """The mapping may not give a word another meaning than the whole site does."""
        for folded, words in self.given_reasons.items():
            own = self.own_reasons.get(folded)
            means = Reason(own.reason) if own else WORDS_FOR_NONE.get(folded)
            if means is not None and means is not words.reason:
                where = f"in {own.place}" if own else "on this site"
                told = f"'{words.printed}' means {means.value} {where}, found '{words.reason.value}'"
                yield f"{words.place}: {told}"

    def _new_reasons(self) -> Iterator[Incoming]:
        """Words that the site has no meaning for yet go into ``council.yml``, so that pages explain them."""
        for folded, words in self.given_reasons.items():
            if folded not in self.own_reasons and folded not in WORDS_FOR_NONE:
                steps: tuple[Step, ...] = ("reasons", ("printed", words.printed), "reason")
                yield Incoming(str(words.place), "data/council.yml", steps, words.reason.value, words.printed)

    # ---- the header ----

    def _header(self) -> Row:
        for row in self.table.rows:
            if row.line >= self.mapping.header_row:
                return row
        raise NotTaken([f"{self.table.name}: there is no header; header_row in {self.shown_as} says where it is"])

    def _lay_out(self, header: Row) -> None:
        self.names = tuple(in_one_line(cell) for cell in header.cells)
        for column_at, problem in header.problems.items():
            self.questions.ask(header.line, column_at, f"the name of the column {problem}")
        columns = self.mapping.columns.named
        used: set[int] = set()
        reads: list[_Reads] = []
        for name, column in columns.items():
            if PERIOD in column.column:
                across = list(self._across(name, column.column, header))
                used.update(read.column for read in across)
                reads += across
                continue
            at = self._column(column.column, name, header)
            if at is None:
                continue
            used.add(at)
            if name == "period":
                self.period_column = at
            elif name in OF_A_QUARTER:
                reads.append(_Reads(name, at, to_plan=column.goes_to is GoesTo.PLAN))
            else:
                self.identity[name] = at
        self._ask_about_other_columns(header, used)
        quarters = sorted({read.quarter for read in reads if read.quarter})
        self.reads = tuple(
            one
            for read in reads
            for one in (
                [replace(read, quarter=quarter) for quarter in quarters]
                if columns[read.field].goes_to is GoesTo.EACH
                else [replace(read, of_latest=columns[read.field].goes_to is GoesTo.LATEST)]
            )
        )
        if self.wanted.quarter is None and self.period_column is None and not quarters and not self.questions:
            told = f"the mapping {self.shown_as} names no period; say which quarter this is with --quarter"
            raise NotTaken([f"{self.table.name}: {told}"])

    def _column(self, name: str, key: str, header: Row) -> int | None:
        places = [at for at, found in enumerate(self.names) if found == in_one_line(name)]
        if len(places) == 1:
            return places[0]
        if places:
            again = self.table.at(header.line, places[0])
            told = f"the column '{name}' is there twice, first at {again}"
            self.questions.ask(header.line, places[1], told, decides=f"columns: {key}")
            return None
        close = difflib.get_close_matches(name, self.names, n=1)
        hint = f" (did you mean '{close[0]}'?)" if close else ""
        if len(self.names) == 1 and not self.table.is_sheet:
            hint = " (the header has one column alone: is separator right?)"
        told = f"there should be a column '{name}'{hint}"
        self.questions.ask(header.line, 0, told, decides=f"columns: {key}")
        return None

    def _across(self, key: str, form: str, header: Row) -> Iterator[_Reads]:
        periods = self.mapping.periods
        before, _, after = in_one_line(form).partition(PERIOD)
        first: dict[Quarter, int] = {}
        for at, name in enumerate(self.names):
            if not (name.startswith(before) and name.endswith(after) and len(name) > len(before + after)):
                continue
            quarter = period_of(name[len(before) : len(name) - len(after)], periods) if periods else None
            if quarter is None:
                continue
            if quarter in first:
                again = self.table.at(header.line, first[quarter])
                told = f"the column '{name}' is of {quarter.name}, as is the one at {again}"
                self.questions.ask(header.line, at, told, decides=f"columns: {key}")
            first.setdefault(quarter, at)
            yield _Reads(key, at, quarter)
        if not first:
            told = f"there should be a column such as '{form}' for a quarter"
            self.questions.ask(header.line, 0, told, decides=f"columns: {key} or periods")
        elif self.wanted.quarter and self.wanted.quarter not in first and key == "value":
            self.questions.ask(header.line, 0, f"there is no column of values for {self.wanted.quarter.name}")

    def _ask_about_other_columns(self, header: Row, used: set[int]) -> None:
        left_out = {in_one_line(name) for name in self.mapping.leave_out}
        left_out |= {
            in_one_line(column.column) for column in self.mapping.columns.named.values()
        }  # asked about already
        for at, name in enumerate(self.names):
            if at in used or name in left_out or not name:
                continue
            if self.mapping.other_columns is None:
                told = f"the column '{name}' is not in the mapping"
                self.questions.ask(header.line, at, told, decides="columns, leave_out or other_columns")

    # ---- a row ----

    def _row(self, row: Row) -> Iterator[Incoming]:
        cells = row.cells
        if not any(cell.strip() for cell in cells) and not row.problems:
            return
        if len(cells) != len(self.names):
            if len(cells) > len(self.names) or not self.table.is_sheet:
                told = f"the row should have {len(self.names)} cells, as the header has"
                self.questions.ask(row.line, 0, told, f"{len(cells)}")
                return
            cells = cells + ("",) * (len(self.names) - len(cells))
        if {in_one_line(cells[at]) for key, at in self.identity.items() if key in ("id", "code", "title")} & {
            *self.mapping.leave_out_rows
        }:
            self.left_out["rows that leave_out_rows names"] += 1
            return
        cells = tuple(cell.strip() for cell in cells)
        if self._is_unreadable(row, cells):
            return
        quarter = self.wanted.quarter
        if self.period_column is not None:
            found = self._period(row, cells)
            if found is None:
                return
            if quarter and found != quarter:
                self.left_out["values of other quarters"] += sum(bool(cells[read.column]) for read in self.reads)
                return
            quarter = found
        known = self._measure(row, cells)
        if known is None:
            return
        if not known.priority:
            told = "is a measure of the plan itself, and no report has a place for its figures"
            self._ask_of_row(row, told, known.subject)
            return
        if known.measure is None and known.id not in self.added:
            self.added.add(known.id)
            yield from self._new_measure(row, cells, known)
        names = self._other_names(row, cells, known)
        self.asked_for_folders.clear()
        reported: set[Quarter] = set()
        for read in self.reads:
            if read.to_plan:
                self._compare_with_plan(row, cells[read.column], read, known)
                continue
            of = self._latest(row, cells, read) if read.of_latest else read.quarter or quarter
            if of is not None:
                for one in self._reported(row, cells, read, known, of):
                    reported.add(of)
                    yield one
        if self.wanted.reported_in is None:
            for of in sorted(reported):
                yield from self._names_as_printed(row, names, known, of)

    def _latest(self, row: Row, cells: tuple[str, ...], of: _Reads) -> Quarter | None:
        quarters = [
            read.quarter for read in self.reads if read.field == "value" and read.quarter and cells[read.column]
        ]
        if not quarters and cells[of.column]:
            told = f"{self._name(of.column)} is of the latest quarter, and the row has no value"
            self.questions.ask(row.line, of.column, told, decides=f"goes_to of columns: {of.field}")
        return max(quarters, default=None)

    def _is_unreadable(self, row: Row, cells: tuple[str, ...]) -> bool:
        """A cell that is read and cannot be kept. A column that is left out may hold anything."""
        unreadable = False
        columns = {read.column for read in self.reads} | {*self.identity.values()}
        if self.period_column is not None:
            columns.add(self.period_column)
        for at in sorted(columns):
            found = UNPRINTABLE.search(cells[at])
            if at in row.problems:
                told, found_there, words = row.problems[at].partition(", found ")
                self.questions.ask(row.line, at, f"{self._name(at)} {told}", beside=found_there + words)
                unreadable = True
            elif found:
                told = f"{self._name(at)} should be printable characters"
                self.questions.ask(row.line, at, told, f"U+{ord(found[0]):04X}")
                unreadable = True
        return unreadable

    def _name(self, column: int) -> str:
        return _short(self.names[column])

    def _ask_of_row(
        self, row: Row, told: str, found: str | None = None, *, beside: str = "", decides: str = ""
    ) -> None:
        at = min(at for key, at in self.identity.items() if key in ("id", "code", "title"))
        self.questions.ask(row.line, at, told, found, beside=beside, decides=decides)

    def _period(self, row: Row, cells: tuple[str, ...]) -> Quarter | None:
        periods, at = self.mapping.periods, self.period_column
        if periods is None or at is None:
            return None
        printed = in_one_line(cells[at])
        if printed in periods.leave_out:
            self.left_out["rows of periods that are left out"] += 1
            return None
        quarter = period_of(printed, periods)
        if quarter is None:
            told = f"{self._name(at)} should be a quarter such as '{periods.form}'"
            self.questions.ask(row.line, at, told, printed, decides="also or leave_out of periods")
        return quarter

    # ---- which measure ----

    def _measure(self, row: Row, cells: tuple[str, ...]) -> _Known | None:
        given = {key: in_one_line(cells[at]) for key, at in self.identity.items()}
        name, code, title = (given.get(key, "") for key in ("id", "code", "title"))
        if not (name or code or title):
            self._ask_of_row(row, "the row has figures, and names no measure", decides="leave_out_rows or columns")
            return None
        titled = [one for one in self.measures.by_title.get(title, ()) if not (code and one.code and one.code != code)]
        candidates = (
            [self.measures.by_id[name]] if name in self.measures.by_id else [],
            self.measures.by_code.get(code, []),
            titled,
        )
        held = next((found for found in candidates if found), [])
        if not held:
            return self._to_add(row, cells, name, code, title)
        if len(held) > 1:
            told = "fits more than one measure of the plan"
            fitting = f", which are {all_of(one.id for one in held)}"
            self._ask_of_row(row, told, title or code, beside=fitting, decides="columns: code or id")
            return None
        [known] = held
        other = next((found for found in candidates if found and known not in found), None)
        if other:
            told, beside = "the row names two measures", f", which are {known.id} and {other[0].id}"
            self._ask_of_row(row, told, " ".join(filter(None, (name, code, title))), beside=beside)
            return None
        return known

    def _other_names(self, row: Row, cells: tuple[str, ...], known: _Known) -> list[tuple[str, str, int]]:
        """Key, words and column of a code or a title that the plan prints otherwise, where they are to be kept."""
        if known.measure is None:
            return []
        ours = {"code": [known.code], "title": [in_one_line(version.value) for version in known.measure.title]}
        others = []
        for key, words in ours.items():
            at = self.identity.get(key)
            if at is None or not cells[at] or in_one_line(cells[at]) in words or words == [""]:
                continue
            if self.mapping.other_names is None:
                beside = f" where {known.measure.place} has '{_short(words[-1])}'"
                told = f"{self._name(at)} differs from the plan"
                self.questions.ask(row.line, at, told, cells[at], beside=beside, decides="other_names")
            elif self.mapping.other_names is OtherNames.AS_PRINTED:
                others.append((key, cells[at], at))
            else:
                self.left_out["codes and titles that differ from the plan"] += 1
        return others

    def _names_as_printed(
        self, row: Row, names: list[tuple[str, str, int]], known: _Known, quarter: Quarter
    ) -> Iterator[Incoming]:
        file = f"data/quarters/{quarter.name}/{known.priority}.yml"
        for key, typed, at in names:
            steps: tuple[Step, ...] = ("measures", ("measure", known.id), key)
            yield Incoming(self.table.place(row.line, at), file, steps, typed, known.subject)

    def _to_add(self, row: Row, cells: tuple[str, ...], name: str, code: str, title: str) -> _Known | None:
        subject = f"{code} {title}".strip() or name
        told = "is in no plan"
        if not self.wanted.add_measures:
            self._ask_of_row(row, told, subject, decides="!--add-measures makes it")
            return None
        if not title:
            self._ask_of_row(row, "is in no plan, and a new measure needs a title", subject, decides="columns: title")
            return None
        priority = self._priority_of_new(row, cells)
        if priority is None:
            return None
        unit = in_one_line(cells[self.identity["unit"]]) if "unit" in self.identity else ""
        known = _Known(self.measures.new_id(name, code, title), code, title, *priority, unit)
        self.measures.add(known)
        return known

    def _priority_of_new(self, row: Row, cells: tuple[str, ...]) -> tuple[str, str] | None:
        new = self.mapping.new_measures
        plan = next((plan for plan in self.data.plans if new and plan.id == new.plan), None)
        if new is None or plan is None:
            what = f"there is no plan '{new.plan}' for new measures" if new else "new measures have no plan to go to"
            self._ask_of_row(row, what, decides="new_measures: plan")
            return None
        at = self.identity.get("priority")
        printed = in_one_line(cells[at]) if at is not None else ""
        if at is None or (not printed and new.priority):
            if new.priority in {priority.id for priority in plan.priorities}:
                return plan.id, str(new.priority)
            self._ask_of_row(
                row, f"new measures have no priority of the plan '{plan.id}'", decides="new_measures: priority"
            )
            return None
        meant = next((one.priority for one in self.mapping.priorities if one.printed == printed), "")
        found = [
            priority.id
            for priority in plan.priorities
            if (meant or printed) == priority.id
            or (not meant and printed and printed in (priority.code, *(version.value for version in priority.title)))
        ]
        if len(found) == 1:
            return plan.id, found[0]
        many = "more than one priority" if found else "no priority"
        told = f"{self._name(at)} fits {many} of the plan '{plan.id}'"
        self.questions.ask(row.line, at, told, printed, decides="priorities")
        return None

    def _new_measure(self, row: Row, cells: tuple[str, ...], known: _Known) -> Iterator[Incoming]:
        file = f"data/plans/{known.plan}/{known.priority}.yml"
        thing: tuple[Step, ...] = ("measures", ("id", known.id))
        new = self.mapping.new_measures
        since = new.since if new else None

        def goes(column: int, typed: str, *steps: Step) -> Incoming:
            subject = f"{known.subject} (a new measure, {known.id})"
            return Incoming(self.table.place(row.line, column), file, (*thing, *steps), typed, subject)

        if known.code:
            yield goes(self.identity["code"], known.code, "code")
        titled: tuple[Step, ...] = ("title", ("from", since.name), "value") if since else ("title",)
        yield goes(self.identity["title"], known.title, *titled)
        for key in OF_A_NEW_MEASURE:
            at = self.identity.get(key)
            if at is None or not cells[at]:
                continue
            typed = self._polarity(row, cells[at], at) if key == "polarity" else cells[at]
            if typed:
                yield goes(at, typed, key)
        for read in self.reads:
            if not read.to_plan:
                continue
            kept = self._kept(row, cells, read, known)
            if kept and kept[0]:
                yield goes(read.column, kept[0], read.field)

    def _polarity(self, row: Row, printed: str, at: int) -> str:
        means = {one.printed: one.means.value for one in self.mapping.polarities}
        words = [polarity.value for polarity in Polarity]
        if printed in means or printed in words:
            return means.get(printed, printed)
        self.questions.ask(row.line, at, f"{self._name(at)} should be {one_of(words)}", printed, decides="polarities")
        return ""

    # ---- what was reported ----

    def _reported(
        self, row: Row, cells: tuple[str, ...], read: _Reads, known: _Known, quarter: Quarter
    ) -> Iterator[Incoming]:
        typed = cells[read.column]
        if self.wanted.quarter and quarter != self.wanted.quarter:
            self.left_out["values of other quarters"] += bool(typed)
            return
        folder = self.wanted.reported_in or quarter
        at = read.column
        if folder < quarter:
            told = f"{self._name(at)} is of {quarter.name}, after the quarter of --reported-in"
            if typed:
                self.questions.ask(row.line, at, told)
            return
        if folder not in self.folders:
            if typed and folder not in self.asked_for_folders:
                self.asked_for_folders.add(folder)
                told = f"there is no folder data/quarters/{folder.name}"
                makes = f"!quarterday new-quarter {folder.name} makes it, or --quarter takes one quarter alone"
                self.questions.ask(
                    row.line, at if self.period_column is None else self.period_column, told, decides=makes
                )
            return
        if folder != quarter and read.field not in OF_A_RESULT:
            self.left_out["words and targets of earlier quarters, for which a later report has no place"] += bool(typed)
            return
        kept = self._kept(row, cells, read, known)
        if kept is None:
            return
        typed, quote = kept
        report, old = self._standing(read.field, known, folder, quarter)
        if old is not None and in_one_line(_words(old)) != in_one_line(typed):
            if self.mapping.differs_from_published is Differs.KEEP_OURS:
                self.left_out["values that differ from what data/ has"] += 1
                return
            if self.mapping.differs_from_published is None:
                where = old.place if isinstance(old, Value) and old.place else report.place if report else ""
                told = f"{self._name(at)} differs from what data/ has for {quarter.name}"
                has = f"'{_short(_words(old))}'" if _words(old) else "a blank"
                beside = f" where {where} has {has}"
                self.questions.ask(row.line, at, told, typed, beside=beside, decides="differs_from_published")
                return
        file = f"data/quarters/{folder.name}/{known.priority}.yml"
        thing: tuple[Step, ...] = ("measures", ("measure", known.id))
        result: tuple[Step, ...] = ("results", ("quarter", quarter.name))
        inner: tuple[Step, ...] = (*result, read.field) if read.field in OF_A_RESULT else (read.field,)
        place = self.table.place(row.line, at)
        yield Incoming(place, file, (*thing, *inner), typed, known.subject, blank=not typed)
        if quote:
            yield Incoming(place, file, (*thing, *result, "quote"), quote, known.subject)

    def _standing(
        self, key: str, known: _Known, folder: Quarter, quarter: Quarter
    ) -> tuple[MeasureReport | None, Value | str | None]:
        """What ``data/`` has already, in the report to be written or else in the quarter's own; None for nothing."""
        for report in (self.standing.get((folder, known.id)), self.standing.get((quarter, known.id))):
            if report is None:
                continue
            if key in OF_A_RESULT:
                result = next((result for result in report.results if result.quarter == quarter), None)
                found: Value | str | None = getattr(result, key) if result else None
            else:
                found = getattr(report, key) or None
            if found is not None:
                return report, found
        return None, None

    def _compare_with_plan(self, row: Row, typed: str, read: _Reads, known: _Known) -> None:
        """What is promised changes by a person's hand, with who agreed it; an import never does that."""
        if known.measure is None or not typed:
            return
        given = getattr(known.measure, read.field)
        versions = [given] if isinstance(given, Value) else [version.value for version in given or ()]
        if typed in [version.printed for version in versions]:
            return
        if self.mapping.differs_from_plan is not None:
            self.left_out["values that differ from the plan"] += 1
            return
        has = f"'{versions[-1].printed}'" if versions else "none"
        beside = f" where {(versions[-1].place if versions else None) or known.measure.place} has {has}"
        told = f"{self._name(read.column)} differs from the plan"
        self.questions.ask(row.line, read.column, told, typed, beside=beside, decides="differs_from_plan")

    def _kept(self, row: Row, cells: tuple[str, ...], read: _Reads, known: _Known) -> tuple[str, str] | None:
        """The words to write, and those that were typed where they are others; None where nothing is written."""
        typed, at = cells[read.column], read.column
        if not typed:
            return self._blank(row, read)
        if read.field in PROSE and (tag := TAG.search(typed)) and self.mapping.html is None:
            self.questions.ask(row.line, at, f"{self._name(at)} has HTML tags", tag[0], decides="html")
            return None
        if read.field not in FIGURES:
            return typed, ""
        ask = self.questions.ask
        name = self._name(at)
        value = parse(typed, reasons=self.reasons)
        if value.kind is Kind.NONE:
            if _folded(typed) not in self.reasons and Kind.NONE not in self.mapping.kinds:
                told = f"{name} has words for no figure, and the mapping does not say which"
                ask(row.line, at, told, typed, decides="reasons")
                return None
            return typed, ""
        quote = ""
        if (
            self.mapping.decimal_sign is DecimalSign.COMMA
            and BETWEEN_DIGITS.search(typed)
            and value.kind is not Kind.DATE
        ):
            pointed = BETWEEN_DIGITS.sub(lambda sign: "." if sign[0] == "," else ",", typed)
            value = parse(pointed)
            if value.kind not in READ_AS_FIGURES:
                ask(row.line, at, f"{name} should have a decimal comma", typed, decides="decimal_sign")
                return None
            if read.field != "value":
                told = f"{name} has a decimal comma, and data/ has no place to keep it as typed beside the figure"
                ask(row.line, at, told, typed, decides="!write it in the export with a decimal point")
                return None
            typed, quote = pointed, typed
        elif value.kind is Kind.TEXT and DECIMAL_COMMA.search(typed):
            ask(row.line, at, f"{name} should have a decimal point", typed, decides="decimal_sign")
            return None
        if value.kind not in self.mapping.kinds:
            if value.kind is Kind.TEXT:
                ask(row.line, at, f"{name} should be a figure", typed, decides="reasons or kinds")
            else:
                ask(row.line, at, f"{name} reads as {_a_kind(value.kind)}", typed, decides="kinds")
            return None
        bare = value.kind is Kind.NUMBER and read.field not in ("numerator", "denominator")
        if bare and self._unit(cells, known) == "%" and self.mapping.bare_percentages is None:
            ask(row.line, at, f"{name} has no % sign, and its unit is %", typed, decides="bare_percentages")
            return None
        return typed, quote

    def _unit(self, cells: tuple[str, ...], known: _Known) -> str:
        return (in_one_line(cells[self.identity["unit"]]) if "unit" in self.identity else "") or known.unit

    def _blank(self, row: Row, read: _Reads) -> tuple[str, str] | None:
        if read.field in PROSE:
            return None
        decided: Blank | None = getattr(self.mapping.blank, read.field)
        if decided is None:
            told = f"{self._name(read.column)} is blank"
            self.questions.ask(row.line, read.column, told, decides=f"blank: {read.field}")
        elif decided is Blank.LEAVE_OUT:
            self.left_out["blank cells"] += 1
        return ("", "") if decided is Blank.KEEP else None


def _words(old: Value | str) -> str:
    return old.printed if isinstance(old, Value) else old


def _a_kind(kind: Kind) -> str:
    mass = (Kind.MONEY, Kind.YES_NO)
    return kind.value if kind in mass else f"a {kind.value}"


def _folded(words: str) -> str:
    return in_one_line(words).casefold()


def _short(typed: str) -> str:
    line = in_one_line(typed)
    return line if len(line) <= 60 else f"{line[:59]}…"
