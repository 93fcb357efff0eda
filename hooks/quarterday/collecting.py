"""What each service lead is asked for, for one quarter, beside what was last reported; and what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from quarterday.amending import Step
from quarterday.incoming import Incoming
from quarterday.model import Action, ActionReport, Council, Data, Measure, MeasureReport, Priority, in_force
from quarterday.periods import Quarter
from quarterday.phrases import all_of
from quarterday.report import ActionView, report
from quarterday.rolling import ended
from quarterday.status import ACTION_STATUSES, MEASURE_STATUSES, STATUS_WORDS, Status
from quarterday.values import Reason, Value

NO_LEAD = "no-lead"
ID = "Id"
"""The heading of the hidden column by which a row is known, in whatever order."""
NOTES = "How to fill this in"
CHOICES = "Choices"
"""The hidden sheet that has what each drop-down offers."""
OF_QUARTER = "Quarter"
"""What stands before the quarter's name, on the sheet of notes."""
MOST_IN_A_CELL = 32_000
"""Characters; Excel has room for 32,767."""


@dataclass(frozen=True)
class Column:
    heading: str
    width: int
    """In characters."""
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Asked:
    """One cell to fill in: where its words go, what stands there now, and what is written with them."""

    steps: tuple[Step, ...]
    standing: str = ""
    also: tuple[tuple[tuple[Step, ...], str], ...] = ()


@dataclass(frozen=True)
class Row:
    """One action or measure: the cells that are locked, and those to fill in, in the order of their columns."""

    id: str
    code: str
    title: str
    leads: tuple[str, ...]
    file: str
    locked: tuple[str, ...]
    asked: tuple[Asked, ...]

    @property
    def subject(self) -> str:
        return f"{self.code} {self.title}".strip()


@dataclass(frozen=True)
class Table:
    """One sheet."""

    name: str
    what: str
    locked: tuple[Column, ...]
    asked: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return (ID, *(column.heading for column in (*self.locked, *self.asked)))


@dataclass(frozen=True)
class Collection:
    """All that is asked for a quarter, and the actions that are over."""

    quarter: Quarter
    tables: tuple[Table, ...]
    over: tuple[Row, ...]

    @property
    def leads(self) -> tuple[str, ...]:
        """As first printed, by name; the blank one, for what has no lead, comes last."""
        everyone = [lead for table in self.tables for row in table.rows for lead in row.leads or ("",)]
        by_name = {name_of(lead): lead for lead in reversed(everyone)}
        return tuple(by_name[name] for name in sorted(by_name, key=lambda name: (name == NO_LEAD, name)))

    def of(self, lead: str) -> tuple[Table, ...]:
        """The sheets of one lead: those that have a row."""
        tables = (
            Table(table.name, table.what, table.locked, table.asked, _owned(table.rows, lead)) for table in self.tables
        )
        return tuple(table for table in tables if table.rows)

    def over_of(self, lead: str) -> tuple[Row, ...]:
        return _owned(self.over, lead)


@dataclass(frozen=True)
class Cell:
    """One cell of a workbook that came back, as text; or what is wrong with it."""

    place: str
    text: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet that have something in them, by row and column, from 1."""

    place: str
    name: str
    cells: dict[tuple[int, int], Cell]

    def at(self, row: int, column: int) -> Cell:
        return self.cells.get((row, column)) or Cell(f"{self.place}!{letters(column)}{row}")


@dataclass(frozen=True)
class Book:
    """A workbook that came back, and what is wrong with it as a whole."""

    name: str
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[str, ...] = ()


def collection(data: Data, quarter: Quarter) -> Collection:
    """What is asked for a quarter: the actions and measures of its priorities, but for actions that have ended."""
    return _Collecting(data, quarter).collection


def name_of(lead: str) -> str:
    """Of the workbook's file: ``head-of-housing``. Leads that differ in capitals and signs alone share one."""
    words = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in lead.lower()).split()
    return "-".join(words)[:80] or NO_LEAD


def came_back(book: Book, asked: Collection) -> tuple[tuple[Incoming, ...], tuple[str, ...]]:
    """What was filled in, and everything that is wrong with the workbook."""
    problems = list(book.problems)
    found: list[Incoming] = []
    tables = {table.name: table for table in asked.tables}
    if not problems:
        problems += _of_another_quarter(book, asked.quarter)
    if problems:
        return (), tuple(problems)
    for sheet in book.sheets:
        if sheet.name in tables:
            reading = _Reading(sheet, tables[sheet.name], asked.quarter)
            found += reading.incoming
            problems += reading.problems
        elif sheet.name != NOTES and sheet.cells and sheet.name != CHOICES:
            names = " or ".join(tables)
            problems.append(f"{sheet.place}: this sheet is not one of ours; move what counts to {names}, and delete it")
    if not problems and not any(sheet.name in tables for sheet in book.sheets):
        problems.append(f"{book.name}: should have a sheet {' or '.join(tables)}")
    return tuple(found), tuple(problems)


class _Reading:
    """One sheet that came back, held against what was sent."""

    def __init__(self, sheet: Sheet, table: Table, quarter: Quarter) -> None:
        self.sheet = sheet
        self.table = table
        self.rows = {row.id: row for row in table.rows}
        self.quarter = quarter
        self.incoming: list[Incoming] = []
        self.problems: list[str] = []
        for at in sorted(sheet.cells):
            if sheet.cells[at].problem:
                self.tell(sheet.cells[at], sheet.cells[at].problem)
        columns = self.columns()
        if all(heading in columns for heading in table.headings):
            filled = {row for (row, _), cell in sheet.cells.items() if cell.text.strip()}
            for row in sorted(filled - {1}):
                self.row(row, columns)

    def columns(self) -> dict[str, int]:
        """The column of each heading. What is missing, unknown or given twice is told."""
        columns: dict[str, int] = {}
        for column in sorted({column for _, column in self.sheet.cells}):
            heading = self.sheet.at(1, column)
            if heading.problem:
                continue
            if not heading.text:
                self.tell(heading, "there is something in this column, so it should have a heading")
            elif heading.text not in self.table.headings:
                self.tell(heading, f"'{_short(heading.text)}' is no heading of this sheet")
            elif heading.text in columns:
                self.tell(heading, f"the heading '{heading.text}' is given twice")
            else:
                columns[heading.text] = column
        for missing in (heading for heading in self.table.headings if heading not in columns):
            self.problems.append(f"{self.sheet.place}: the heading '{missing}' is missing")
        return columns

    def row(self, number: int, columns: dict[str, int]) -> None:
        name = self.sheet.at(number, columns[ID])
        if name.text not in self.rows:
            why = f"there is no {self.table.what} '{name.text}' to report for {self.quarter}"
            missing = f"there is something in this row, so its hidden cell should have the id of the {self.table.what}"
            if not name.problem:
                self.tell(name, why if name.text else missing)
            return
        row = self.rows[name.text]
        for column, text in zip(self.table.locked, row.locked, strict=True):
            cell = self.sheet.at(number, columns[column.heading])
            if not cell.problem and _plain(cell.text) != _plain(text):
                right = f"should be '{_short(text)}'" if text else "should be empty"
                has = f"found '{_short(cell.text)}'" if cell.text else "found nothing"
                self.tell(cell, f"{right}, as in data/, for this cell is locked; {has}")
        cells = [self.sheet.at(number, columns[column.heading]) for column in self.table.asked]
        said = [(cell, asked) for cell, asked in zip(cells, row.asked, strict=True) if cell.text.strip()]
        new = {asked.steps for cell, asked in said if _plain(cell.text) != _plain(asked.standing)}
        for cell, asked in said:
            # A cell that was left as it was says nothing, but beside a reason why there is no figure.
            for steps, typed in (*asked.also, (asked.steps, cell.text)) if asked.steps in new else ():
                self.incoming.append(Incoming(cell.place, row.file, steps, typed, row.subject))

    def tell(self, cell: Cell, problem: str) -> None:
        self.problems.append(f"{cell.place}: {problem}")


def _of_another_quarter(book: Book, quarter: Quarter) -> Iterator[str]:
    """A workbook that says no quarter could be of any."""
    for sheet in book.sheets:
        if sheet.name == NOTES:
            for row, column in sheet.cells:
                if column == 1 and sheet.at(row, 1).text == OF_QUARTER:
                    cell = sheet.at(row, 2)
                    if cell.text != quarter.name:
                        yield f"{cell.place}: this workbook should be of {quarter}, found '{_short(cell.text)}'"
                    return
    yield f"{book.name}: the sheet '{NOTES}' should say which quarter the workbook is of"


class _Collecting:
    def __init__(self, data: Data, quarter: Quarter) -> None:
        self.data = data
        self.quarter = quarter
        self.held = sorted((held for held in data.quarters if held.quarter <= quarter), key=lambda held: held.quarter)
        self.over: list[Row] = []

    @property
    def collection(self) -> Collection:
        council = self.data.council
        actions = tuple(row for priority in self.priorities for row in self.actions(priority))
        measures = tuple(self.measure(priority, one) for priority in self.priorities for one in priority.measures)
        tables = (
            Table("Actions", "action", ACTION_COLUMNS, _action_answers(council), actions),
            Table(
                "Measures",
                "measure",
                MEASURE_COLUMNS,
                _measure_answers(council),
                tuple(row for row in measures if row is not None),
            ),
        )
        return Collection(self.quarter, tables, tuple(self.over))

    @cached_property
    def priorities(self) -> tuple[Priority, ...]:
        """Those in force that the quarter has a file for, and those of the plans that were covered last.

        A quarter that was just begun covers nothing yet.
        """
        covers = next((held.covers for held in reversed(self.held) if held.covers), ())
        begun = {report.priority for held in self.held if held.quarter == self.quarter for report in held.priorities}
        return tuple(
            priority
            for plan in self.data.plans
            if plan.since is None or plan.since <= self.quarter
            for priority in plan.priorities
            if (plan.id in covers or priority.id in begun) and in_force(priority.title, self.quarter) is not None
        )

    @cached_property
    def views(self) -> dict[str, ActionView]:
        return {view.id: view for view in report(self.data, self.quarter).actions}

    def actions(self, priority: Priority) -> Iterator[Row]:
        for action in priority.actions:
            title = in_force(action.title, self.quarter)
            if title is None:
                continue
            now, before = self.action_now(action), self.action_before(action)
            row = self.action(priority, action, title, now, before)
            if now is None and action.id in self.views and ended(self.views[action.id]):
                self.over.append(row)
            else:
                yield row

    def action(
        self,
        priority: Priority,
        action: Action,
        title: str,
        now: ActionReport | None,
        before: tuple[Quarter, ActionReport] | None,
    ) -> Row:
        last = before[1] if before else None
        steps: tuple[Step, ...] = ("actions", ("action", action.id))
        update = (*steps, "update")
        return Row(
            action.id,
            action.code,
            title,
            action.lead or (),
            self.file(priority),
            (
                action.code,
                title,
                # To read alone: some plans give no date, and their reports do.
                _printed(in_force(action.due, self.quarter)) or _printed(last.due if last else None),
                before[0].short if before else "",
                _printed(last.progress if last else None),
                _printed(last.status if last else None),
                _cut(last.update.text if last and last.update else ""),
            ),
            (
                Asked((*steps, "progress"), _printed(now.progress if now else None)),
                Asked((*steps, "status"), _printed(now.status if now else None)),
                Asked((*steps, "status_note"), _standing(now.status_note if now else "")),
                Asked(
                    (*update, "text"),
                    _standing(now.update.text if now and now.update else ""),
                    (((*update, "quarter"), self.quarter.name),),
                ),
            ),
        )

    def measure(self, priority: Priority, measure: Measure) -> Row | None:
        title = in_force(measure.title, self.quarter)
        if title is None:
            return None
        now, before = self.measure_now(measure), self.measure_before(measure)
        of_now = next((result for result in now.results if result.quarter == self.quarter), None) if now else None
        last = before[1] if before else None
        figure = max(last.results, key=lambda result: result.quarter) if last and last.results else None
        when = figure.quarter if figure else before[0] if before else None
        owner = in_force(measure.owner, self.quarter)
        steps: tuple[Step, ...] = ("measures", ("measure", measure.id))
        value = Asked(
            (*steps, "results", ("quarter", self.quarter.name), "value"), _printed(of_now.value if of_now else None)
        )
        frequency = measure.frequency.value if measure.frequency else ""
        return Row(
            measure.id,
            measure.code,
            title,
            (owner,) if owner else (),
            self.file(priority),
            (
                measure.code,
                title,
                measure.unit,
                _printed(in_force(measure.target, self.quarter)),
                frequency,
                when.short if when else "",
                _printed(figure.value if figure else None),
                _cut(last.commentary if last else ""),
            ),
            (
                value,
                Asked(value.steps),
                Asked((*steps, "status"), _printed(now.status if now else None)),
                Asked((*steps, "commentary"), _standing(now.commentary if now else "")),
            ),
        )

    def file(self, priority: Priority) -> str:
        return f"data/quarters/{self.quarter}/{priority.id}.yml"

    def action_reports(self, action: Action) -> Iterator[tuple[Quarter, ActionReport]]:
        for held in reversed(self.held):
            for priority in held.priorities:
                yield from ((held.quarter, one) for one in priority.actions if one.action == action.id)

    def measure_reports(self, measure: Measure) -> Iterator[tuple[Quarter, MeasureReport]]:
        for held in reversed(self.held):
            for priority in held.priorities:
                yield from ((held.quarter, one) for one in priority.measures if one.measure == measure.id)

    def action_now(self, action: Action) -> ActionReport | None:
        return next((one for quarter, one in self.action_reports(action) if quarter == self.quarter), None)

    def action_before(self, action: Action) -> tuple[Quarter, ActionReport] | None:
        return next((both for both in self.action_reports(action) if both[0] < self.quarter), None)

    def measure_now(self, measure: Measure) -> MeasureReport | None:
        return next((one for quarter, one in self.measure_reports(measure) if quarter == self.quarter), None)

    def measure_before(self, measure: Measure) -> tuple[Quarter, MeasureReport] | None:
        return next((both for both in self.measure_reports(measure) if both[0] < self.quarter), None)


ACTION_COLUMNS = (
    Column("Code", 12),
    Column("Action", 36),
    Column("Due", 16),
    Column("Last reported", 13),
    Column("Progress then", 14),
    Column("Status then", 14),
    Column("Words then", 60),
)
MEASURE_COLUMNS = (
    Column("Code", 12),
    Column("Measure", 36),
    Column("Unit", 10),
    Column("Target", 14),
    Column("How often", 12),
    Column("Last reported", 13),
    Column("Figure then", 14),
    Column("Commentary then", 50),
)


def _action_answers(council: Council) -> tuple[Column, ...]:
    return (
        Column("Progress this quarter", 14, hint="As it should be printed, such as 60%."),
        Column("Status this quarter", 18, _statuses(council, ACTION_STATUSES), "Choose from the list."),
        Column("Note on the status", 24, hint="Only where the status needs a word of explanation."),
        Column("Update this quarter", 60, hint="What was done, and what comes next, in plain words."),
    )


def _measure_answers(council: Council) -> tuple[Column, ...]:
    known = [reason.value for reason in Reason]
    reasons = tuple(dict.fromkeys([*(words.printed for words in council.reasons), *known]))
    return (
        Column("Figure this quarter", 16, hint="As it should be printed, such as 92%, £1.3M or 42/424."),
        Column("Or why there is none", 20, reasons, "Only where there is no figure. Choose from the list."),
        Column("RAG this quarter", 18, _statuses(council, MEASURE_STATUSES), "Choose from the list."),
        Column("Commentary this quarter", 60, hint="What the figure means, in plain words."),
    )


def _statuses(council: Council, those: tuple[Status, ...]) -> tuple[str, ...]:
    """The council's own words for these, else ours. A sign, or two words for one, is no word to choose."""
    printed = (one.printed for one in council.statuses if STATUS_WORDS.get(one.means) in those)
    words = tuple(dict.fromkeys(word for word in printed if word.replace(" ", "").isalpha()))
    return words or tuple(status.word for status in those if status is not Status.NOT_STATED)


def _owned(rows: Iterable[Row], lead: str) -> tuple[Row, ...]:
    name = name_of(lead)
    return tuple(row for row in rows if name in {name_of(one) for one in row.leads or ("",)})


def _printed(value: Value | None) -> str:
    return value.printed if value else ""


def _standing(words: str) -> str:
    """A cell cannot hold more, and one that is left empty changes nothing."""
    return words if len(words) <= MOST_IN_A_CELL else ""


def _cut(words: str) -> str:
    """Words to read beside the empty cells, as far as a cell has room."""
    words = words.rstrip("\n")
    return words if len(words) <= MOST_IN_A_CELL else f"{words[:MOST_IN_A_CELL]} […]"


def _plain(text: str) -> str:
    """Programs differ in the line ends of a cell, and in the spaces at its end."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def letters(column: int) -> str:
    """Of a column, as spreadsheets name them: 28 is ``AB``."""
    before, last = divmod(column - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


def notes(asked: Collection, lead: str, council: Council) -> tuple[tuple[str, str], ...]:
    """What the first sheet says: a heading or a label, and the words beside it."""
    names = all_of(table.name for table in asked.of(lead))
    over = "; ".join(row.subject for row in asked.over_of(lead))
    return (
        (OF_QUARTER, asked.quarter.name),
        ("That is", f"{asked.quarter.title} ({asked.quarter.months})"),
        ("Council", council.name),
        ("For", lead or "actions and measures without a lead in the plan"),
        ("", ""),
        ("1", f"Fill in the white cells on the right of: {names}. All other cells are locked."),
        (
            "2",
            "The grey cells have what the plan says, and what was last reported. To read a long text whole, choose"
            " its cell: the bar above the sheet has it.",
        ),
        ("3", "Leave a cell empty where you have nothing to say. An empty cell changes nothing."),
        ("4", "Type each figure as it should be printed, such as 92%, £1.3M, 10-12 or 42/424. Nothing is rounded."),
        ("5", "Where there is no figure, choose the reason in “Or why there is none”. Leave the figure empty then."),
        ("6", "To take back a figure that stands in a white cell, delete it and choose a reason."),
        ("7", "Start a new line in a cell with Alt and Enter. A line that starts with “- ” becomes a bullet point."),
        ("8", "Use words and figures, not formulas. Excel may mark a figure with a green corner: leave it."),
        ("9", "Give posts, not people’s names. Take care with small numbers that could point to a person."),
        ("10", "Save it as an Excel workbook (.xlsx), and send it back."),
        *((("Not asked for", f"Completed or cancelled when last reported: {over}"),) if over else ()),
    )
