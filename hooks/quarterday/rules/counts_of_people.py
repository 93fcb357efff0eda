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


@dataclass(frozen=True)
class Reported:
    """One figure of a measure about people, or about staff alone."""

    subject: str
    place: Place
    of_staff: bool
    is_average: bool
    value: Value
    numerator: Value | None = None
    denominator: Value | None = None
    parts: tuple[Part, ...] = ()
    earlier: Value | None = None
    """The figure of the quarter before, in the same year, where figures are of the year so far."""

    @property
    def counts(self) -> Iterator[tuple[str, Value]]:
        """What counts people, each after the words that tell it from the figure itself."""
        if not self.is_average:
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
        if self.is_average:
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
        if self.value.kind is not Kind.RATIO:
            return self.numerator, self.denominator
        return parse(f"{self.value.numerator}"), parse(f"{self.value.denominator}")


def _left(what: str, first: Value, taken: Decimal | None, second: str) -> Iterator[Leftover]:
    if first.kind is Kind.NUMBER and first.number is not None and taken is not None:
        yield Leftover(what, first.printed, second, first.number - taken)


def reported(data: Data) -> Iterator[Reported]:
    """Results, baselines and the rows of the council's own lists, in the order of the files."""
    about = {measure.id: (measure, people) for measure in data.measures if (people := _of_whom(measure))}
    before = _by_quarter(data)
    for measure, people in about.values():
        if measure.baseline:
            yield _reported(measure, people, subject_of(measure), measure.baseline)
    for quarter in data.quarters:
        for priority in quarter.priorities:
            for report in priority.measures:
                if report.measure not in about:
                    continue
                measure, people = about[report.measure]
                subject = subject_of(measure, report.code, report.title)
                if report.baseline:
                    yield _reported(measure, people, subject, report.baseline)
                for result in report.results:
                    earlier = None
                    if measure.counting is Counting.CUMULATIVE and result.quarter.previous.year == result.quarter.year:
                        earlier = before.get((measure.id, result.quarter.previous))
                    yield _reported(measure, people, subject, result.value, result, earlier)
        for plan in quarter.plans:
            for row in plan.off_target.rows if plan.off_target else ():
                if row.measure in about:
                    measure, people = about[row.measure]
                    yield _reported(measure, people, subject_of(measure, row.code, row.title), row.value)


def subject_of(measure: Measure, code: str = "", title: str = "") -> str:
    """Its code and its title, as the report gives them or else the plan."""
    return f"{code or measure.code} {title or latest(measure.title)}".strip()


def _reported(
    measure: Measure,
    people: str,
    subject: str,
    value: Value,
    result: Result | None = None,
    earlier: Value | None = None,
) -> Reported:
    return Reported(
        subject,
        value.place or measure.place,
        people == "staff",
        bool(AVERAGE.search(latest(measure.title))),
        value,
        result.numerator if result else None,
        result.denominator if result else None,
        result.breakdown if result else (),
        earlier,
    )


def _by_quarter(data: Data) -> dict[tuple[str, Quarter], Value]:
    """The latest figure of each measure for each quarter."""
    return {
        (report.measure, result.quarter): result.value
        for quarter in sorted(data.quarters, key=lambda held: held.quarter)
        for priority in quarter.priorities
        for report in priority.measures
        for result in report.results
    }


def _of_whom(measure: Measure) -> str:
    """``people``, ``staff``, or nothing. A unit says it alone; else the title, the definition and what is divided."""
    if measure.sensitive:
        return "people"
    titles = [version.value for version in (*measure.title, *measure.definition)]
    words = [*titles, measure.numerator, measure.denominator] if measure.unit in IN_UNITS else [measure.unit]
    if any(map(names_people, words)):
        return "people"
    return "staff" if any(map(names_staff, words)) else ""
