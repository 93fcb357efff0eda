"""The figures that are about people, each with what is printed beside it, and what a reader can take away from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from quarterday.model import Counting, Data, Measure, Part, Result
from quarterday.periods import Quarter
from quarterday.problems import Place
from quarterday.rules.small_numbers import names_people, names_staff
from quarterday.texts import latest
from quarterday.values import Kind, Value, parse

AVERAGE = re.compile(
    r"\b(?:average|mean|median|rate|score|cost)\b|^(?:days|hours|time|age)\b"
    r"|\b(?:days|hours|time) (?:to|taken|until|lost)\b",
    re.IGNORECASE,
)
"""What a title says of a figure that is no count."""
IN_UNITS = ("", "%")
"""A unit that does not say what is counted."""


@dataclass(frozen=True)
class Leftover:
    """What is left of one printed figure when another is taken away."""

    what: str
    first: str
    second: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class About:
    """What is the same of all figures of a measure about people, or about staff alone."""

    measure: Measure
    of_staff: bool
    is_average: bool

    @property
    def is_of_the_year_so_far(self) -> bool:
        return self.measure.counting is Counting.CUMULATIVE


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure of a measure about people, or about staff alone."""

    about: About
    value: Value
    result: Result | None = None
    """What is printed beside it, where it is a quarter's result."""
    code: str = ""
    title: str = ""
    earlier: Value | None = None
    """The figure of the quarter before, in the same year, where figures are of the year so far."""

    @property
    def subject(self) -> str:
        return subject_of(self.about.measure, self.code, self.title)

    @property
    def place(self) -> Place:
        return self.value.place or self.about.measure.place

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.result.breakdown if self.result else ()

    @property
    def counts(self) -> Iterator[tuple[str, Value]]:
        """What counts people, each after the words that tell it from the figure itself."""
        if not self.about.is_average:
            yield "", self.value
            for part in self.parts:
                yield f"{part.name} ", part.value
        for label, value in zip(("numerator ", "denominator "), self._ratio, strict=True):
            if value:
                yield label, value

    @property
    def shares(self) -> Iterator[tuple[str, Value]]:
        yield "", self.value
        for part in self.parts:
            yield f"{part.name} ", part.value

    @property
    def leftovers(self) -> Iterator[Leftover]:
        numerator, denominator = self._ratio
        if numerator and denominator:
            yield from _left("who are not among them", denominator, numerator.number, numerator.printed)
        if self.about.is_average:
            return
        for by in dict.fromkeys(part.by for part in self.parts):
            held = [part.value for part in self.parts if part.by == by]
            if all(value.kind is Kind.NUMBER and value.number is not None for value in held):
                number = sum((value.number for value in held if value.number is not None), Decimal(0))
                printed = " and ".join(value.printed for value in held)
                yield from _left(f"in no part of the breakdown by {by}", self.value, number, printed)
        if self.earlier:
            yield from _left("since the quarter before", self.value, self.earlier.number, self.earlier.printed)

    @property
    def _ratio(self) -> tuple[Value | None, Value | None]:
        if self.value.kind is Kind.RATIO:
            return parse(f"{self.value.numerator}"), parse(f"{self.value.denominator}")
        return (self.result.numerator, self.result.denominator) if self.result else (None, None)


def _left(what: str, first: Value, taken: Decimal | None, second: str) -> Iterator[Leftover]:
    if first.kind is Kind.NUMBER and first.number is not None and taken is not None:
        yield Leftover(what, first.printed, second, first.number - taken)


def reported(data: Data) -> Iterator[Reported]:
    """Results, baselines and the rows of the council's own lists, in the order of the files."""
    measures = {measure.id: about for measure in data.measures if (about := _about(measure))}
    before = _by_quarter(data, {name for name, about in measures.items() if about.is_of_the_year_so_far})
    for about in measures.values():
        if about.measure.baseline:
            yield Reported(about, about.measure.baseline)
    for quarter in data.quarters:
        for priority in quarter.priorities:
            for report in priority.measures:
                if not (of := measures.get(report.measure)):
                    continue
                if report.baseline:
                    yield Reported(of, report.baseline, code=report.code, title=report.title)
                for result in report.results:
                    earlier = None
                    if of.is_of_the_year_so_far and result.quarter.number > 1:
                        earlier = before.get((report.measure, result.quarter.previous))
                    yield Reported(of, result.value, result, report.code, report.title, earlier)
        for plan in quarter.plans:
            for row in plan.off_target.rows if plan.off_target else ():
                if of := measures.get(row.measure):
                    yield Reported(of, row.value, code=row.code, title=row.title)


def subject_of(measure: Measure, code: str = "", title: str = "") -> str:
    """Its code and its title, as the report gives them or else the plan."""
    return f"{code or measure.code} {title or latest(measure.title)}".strip()


def _by_quarter(data: Data, measures: set[str]) -> dict[tuple[str, Quarter], Value]:
    """The latest figure of each of these measures for each quarter."""
    return {
        (report.measure, result.quarter): result.value
        for quarter in sorted(data.quarters, key=lambda held: held.quarter)
        for priority in quarter.priorities
        for report in priority.measures
        if report.measure in measures
        for result in report.results
    }


def _about(measure: Measure) -> About | None:
    whom = _of_whom(measure)
    return About(measure, whom == "staff", bool(AVERAGE.search(latest(measure.title)))) if whom else None


def _of_whom(measure: Measure) -> str:
    """``people``, ``staff``, or nothing. A unit says it alone; else the title, the definition and what is divided."""
    if measure.sensitive:
        return "people"
    titles = [version.value for version in (*measure.title, *measure.definition)]
    words = [*titles, measure.numerator, measure.denominator] if measure.unit in IN_UNITS else [measure.unit]
    if any(map(names_people, words)):
        return "people"
    return "staff" if any(map(names_staff, words)) else ""
