"""The figures that are held back, and whether a reader can work them out from those that are published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from quarterday.corrections import without_what_was_withdrawn
from quarterday.model import Counting, Data, Measure, Result
from quarterday.periods import Quarter
from quarterday.problems import Place
from quarterday.rules.counts_of_people import AVERAGE, subject_of
from quarterday.solving import MOST, Bounds, Contradiction, Relation, narrowed, not_below, share, total
from quarterday.texts import latest
from quarterday.values import Kind, Reason, Value, parse

Name = tuple[Quarter, str, str]
"""A quarter, the breakdown (blank for the measure as a whole), and the part, ``value``, ``numerator`` …"""
FEWER = re.compile(
    r"(?:<|fewer than|less than|under|below) ?([0-9]{1,4})|([0-9]{1,4}) or (?:fewer|less|under)", re.IGNORECASE
)
WHOLE = ""


@dataclass(frozen=True)
class Cell:
    """One figure of a measure, as the latest report has it."""

    name: Name
    value: Value
    place: Place
    printed_at: tuple[Place, ...] = ()
    """Where a figure stands in its place that is not held back."""

    @property
    def label(self) -> str:
        quarter, by, part = self.name
        what = f"'{part}' of '{by}'" if by else f"the {'figure' if part == 'value' else part}"
        return f"{what} for {quarter.short}"

    @property
    def is_held_back(self) -> bool:
        return is_held_back(self.value)

    def bounds(self, least: int) -> Bounds | None:
        """What a reader knows of it; None where it is no whole number. ``least`` is what at least is held back."""
        value = self.value
        if found := band(value):
            return max(found[0], least), found[1]
        if value.reason:
            return (least if value.reason is Reason.SUPPRESSED else 0), MOST
        if value.kind is Kind.NUMBER and value.number is not None and value.number >= 0 and value.number % 1 == 0:
            return int(value.number), int(value.number)
        return None


def is_held_back(value: Value) -> bool:
    return value.reason is Reason.SUPPRESSED or band(value) is not None


def band(value: Value) -> Bounds | None:
    """The ends of ``1-4``, ``<5`` or ``fewer than 5``."""
    if value.kind is Kind.RANGE and not value.unit and value.low is not None and value.high is not None:
        return (int(value.low), int(value.high)) if value.low % 1 == value.high % 1 == 0 else None
    match = FEWER.fullmatch(" ".join(value.printed.split())) if value.kind is Kind.TEXT else None
    if match is None:
        return None
    return (0, int(match[1]) - 1) if match[1] else (0, int(match[2]))


@dataclass(frozen=True)
class Puzzle:
    """A measure of which something is held back, as a reader sees it."""

    subject: str
    cells: dict[Name, Cell]
    adds_up: bool
    only_grows: bool
    more_held_back: frozenset[Name] = field(default_factory=frozenset)

    @property
    def printed_elsewhere(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.is_held_back and cell.printed_at]

    @cached_property
    def _hidden(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.is_held_back or cell.name in self.more_held_back]

    def worked_out(self) -> list[Cell]:
        """What is held back, and can be one figure only."""
        for least in (1, 0):
            try:
                found = self._narrowed(least)
            except Contradiction:
                continue
            return [cell for cell in self._hidden if self._is_known(cell, found)]
        return []

    def second_to_hold_back(self, quarter: Quarter, by: str) -> Cell | None:
        """The smallest printed figure without which nothing of one breakdown is worked out: a part, else the whole."""
        near = [cell for cell in self.cells.values() if cell.name[0] == quarter and cell.name[1] in (by, WHOLE)]
        parts = [cell for cell in self.cells.values() if cell.name[0] == quarter] if by == WHOLE else near
        printed = [cell for cell in parts if cell not in self._hidden and cell.value.number and not cell.value.reason]
        for cell in sorted(printed, key=lambda cell: (cell.name[1] == WHOLE, cell.value.number)):
            if not any(known.name[:2] == (quarter, by) for known in self.holding_back(cell.name).worked_out()):
                return cell
        return None

    def holding_back(self, name: Name) -> Puzzle:
        more = self.more_held_back | {name}
        return Puzzle(self.subject, self.cells, self.adds_up, self.only_grows, more)

    def _is_known(self, cell: Cell, found: dict[Name, Bounds]) -> bool:
        quarter, by, part = cell.name
        if cell.name in found:
            low, high = found[cell.name]
            if low == high:
                return True
        if by or part != "value" or cell.value.kind is Kind.RANGE:
            return False
        # A share that is held back is known from what it is a share of.
        halves = [found.get((quarter, WHOLE, half)) for half in ("numerator", "denominator")]
        return all(half is not None and half[0] == half[1] for half in halves)

    def _narrowed(self, least: int) -> dict[Name, Bounds]:
        known: dict[Name, Bounds] = {}
        for name, cell in self.cells.items():
            bounds = (least, MOST) if name in self.more_held_back else cell.bounds(least)
            if bounds is not None:
                known[name] = bounds
        # A breakdown that does not add up, such as one of averages, tells nothing.
        held = [relation for group in self._relations(known) if _agrees(known, group) for relation in group]
        return narrowed(known, held)

    def _relations(self, known: dict[Name, Bounds]) -> Iterator[list[Relation[Name]]]:
        quarters = sorted({quarter for quarter, _, _ in self.cells})
        for quarter in quarters:
            value = (quarter, WHOLE, "value")
            groups: dict[str, list[Name]] = {}
            for name in self.cells:
                if name[0] == quarter and name[1]:
                    groups.setdefault(name[1], []).append(name)
            for parts in groups.values():
                if self.adds_up and value in known and all(part in known for part in parts):
                    yield [total(value, parts)]
            part, whole = (quarter, WHOLE, "numerator"), (quarter, WHOLE, "denominator")
            if part in known and whole in known:
                printed = self.cells.get(value)
                if printed and value not in self.more_held_back and printed.value.kind is Kind.PERCENTAGE:
                    yield [*share(part, whole, *_rounded(printed.value))]
                yield [not_below(whole, part)]
        if self.only_grows:
            for one, other in pairwise(quarters):
                names = (one, WHOLE, "value"), (other, WHOLE, "value")
                if one.year == other.year and all(name in known for name in names):
                    yield [not_below(names[1], names[0])]


def _agrees(known: dict[Name, Bounds], relations: list[Relation[Name]]) -> bool:
    try:
        narrowed(known, relations)
    except Contradiction:
        return False
    return True


def _rounded(share_: Value) -> tuple[Fraction, Fraction]:
    """What a printed percentage was before it was rounded, or cut short, as a part of one."""
    assert share_.number is not None
    exponent = share_.number.as_tuple().exponent
    assert isinstance(exponent, int)
    step = Fraction(10) ** min(exponent, 0)
    printed = Fraction(share_.number)
    return (printed - step / 2) / 100, (printed + step) / 100


def puzzles(data: Data) -> Iterator[Puzzle]:
    """Each measure of which a figure is held back."""
    measures = {measure.id: measure for measure in data.measures}
    wanted = _held_back_of(data) & measures.keys()
    cells: dict[str, dict[Name, list[Cell]]] = {}
    for quarter in sorted(data.quarters, key=lambda held: held.quarter):
        for priority in quarter.priorities:
            for report in priority.measures:
                if report.measure in wanted:
                    for result in report.results:
                        for cell in _cells(result):
                            cells.setdefault(report.measure, {}).setdefault(cell.name, []).append(cell)
        for plan in quarter.plans:
            for row in plan.off_target.rows if plan.off_target else ():
                name = (row.last_update_quarter or quarter.quarter, WHOLE, "value")
                cell = Cell(name, row.value, row.value.place or row.place)
                cells.setdefault(row.measure, {}).setdefault(name, []).append(cell)
    for entry in without_what_was_withdrawn(data.corrections):
        for words in (entry.was, entry.to):
            if entry.measure and words:
                name = (entry.quarter, WHOLE, "value")
                cells.setdefault(entry.measure, {}).setdefault(name, []).insert(
                    0, Cell(name, parse(words), entry.place)
                )
    for measure, held in cells.items():
        latest_of = {name: _latest(found) for name, found in held.items()}
        if measure in wanted and any(cell.is_held_back for cell in latest_of.values()):
            yield _puzzle(measures[measure], latest_of)


def _held_back_of(data: Data) -> set[str]:
    """The measures of which anything is held back anywhere. Most have nothing that needs a closer look."""
    found = {
        entry.measure
        for entry in without_what_was_withdrawn(data.corrections)
        for words in (entry.was, entry.to)
        if entry.measure and words and is_held_back(parse(words))
    }
    for quarter in data.quarters:
        for priority in quarter.priorities:
            found |= {
                report.measure
                for report in priority.measures
                if any(is_held_back(value) for result in report.results for _, _, value in _printed(result))
            }
        for plan in quarter.plans:
            rows = plan.off_target.rows if plan.off_target else ()
            found |= {row.measure for row in rows if row.measure and is_held_back(row.value)}
    return found


def _puzzle(measure: Measure, cells: dict[Name, Cell]) -> Puzzle:
    adds_up = not AVERAGE.search(latest(measure.title))
    return Puzzle(subject_of(measure), cells, adds_up, measure.counting is Counting.CUMULATIVE)


def _cells(result: Result) -> Iterator[Cell]:
    def cell(by: str, part: str, value: Value) -> Cell:
        return Cell((result.quarter, by, part), value, value.place or result.place)

    for by, part, value in _printed(result):
        yield cell(by, part, value)
        if value is result.value and value.kind is Kind.RATIO:
            yield cell(WHOLE, "numerator", parse(f"{value.numerator}"))
            yield cell(WHOLE, "denominator", parse(f"{value.denominator}"))


def _printed(result: Result) -> Iterator[tuple[str, str, Value]]:
    """Each figure of a result, after the breakdown and the part that it is of."""
    yield WHOLE, "value", result.value
    if result.numerator:
        yield WHOLE, "numerator", result.numerator
    if result.denominator:
        yield WHOLE, "denominator", result.denominator
    for part in result.breakdown:
        yield part.by, part.name, part.value


def _latest(found: list[Cell]) -> Cell:
    """Of several reports the last; but what one of them holds back is held back."""
    held = [cell for cell in found if cell.is_held_back]
    if not held:
        return found[-1]
    printed = tuple(cell.place for cell in found if not cell.is_held_back and not cell.value.reason)
    return Cell(held[-1].name, held[-1].value, held[-1].place, printed)
