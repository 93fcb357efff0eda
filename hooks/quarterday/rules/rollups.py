"""What a report says of a whole, a plan or a group of actions, against what it says of the parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from quarterday.model import Data, Row
from quarterday.phrases import all_of
from quarterday.problems import Place, Problem
from quarterday.rules.reported import plans
from quarterday.rules.rule import Rule, warning
from quarterday.values import Kind, Reason, Value

WHOLE = Decimal(100)


@dataclass(frozen=True)
class RollUp:
    """The progress of a whole, as its row prints it, and that of its parts by their codes."""

    subject: str
    printed: Value
    place: Place
    parts: tuple[tuple[str, Value | None], ...]
    has_all: bool
    """Every part is reported. One that is completed may be left out, and then nothing follows from the others."""

    @property
    def shares(self) -> list[Value]:
        return [value for _, value in self.parts if value is not None and value.kind is Kind.PERCENTAGE]

    @property
    def blanks(self) -> list[str]:
        return [name for name, value in self.parts if value is None or value.reason is Reason.NOT_REPORTED]

    @property
    def said(self) -> str:
        """The parts' progress, as printed."""
        return all_of(value.printed for value in self.shares)


def roll_ups_are_shares_like_their_parts(data: Data) -> Iterator[Problem]:
    """Moray prints '1' as the progress of SERV1, and 100%, 100%, 66% and 66% for its actions."""
    for one in _roll_ups(data):
        if one.printed.kind is Kind.NUMBER and 1 < len(one.shares) == len(one.parts):
            mean = f"{_mean(one.shares):.0f}"
            told = f"progress is printed '{one.printed.printed}', and that of its {len(one.parts)} parts {one.said}"
            right = f"with a mean of {mean}; is a % sign or a figure missing?"
            yield warning(one.place, one.subject, f"{one.printed.printed} of {one.said}", f"{told}, {right}")


def roll_ups_lie_between_their_parts(data: Data) -> Iterator[Problem]:
    """Moray's 72% for STRAT1 lies between the 47% and 100% of its actions. Outside, no mean of any kind could be."""
    for one in _roll_ups(data):
        if one.printed.kind is Kind.PERCENTAGE and one.has_all and 1 < len(one.shares) == len(one.parts):
            low, high = min(one.shares, key=_number), max(one.shares, key=_number)
            if not _number(low) - 1 < _number(one.printed) < _number(high) + 1:
                span = f"from {low.printed} to {high.printed}"
                told = f"progress is {one.printed.printed}, and that of its {len(one.parts)} parts {span}"
                yield warning(one.place, one.subject, f"{one.printed.printed}, {span}", f"{told}; which one holds?")


def roll_ups_do_not_reveal_a_blank(data: Data) -> Iterator[Problem]:
    """Moray's 38% for STRAT2, with 66% and 33% for two of its actions, says that the blank STRAT2.1 is 14 to 17.

    As their mean, rounded or cut off. The mean of the two alone is 49.5: there the blank would not be counted.
    """
    for one in _roll_ups(data):
        if one.printed.kind is not Kind.PERCENTAGE or not one.has_all:
            continue
        if len(one.blanks) != 1 or not one.shares or len(one.shares) + 1 != len(one.parts):
            continue
        if abs(_mean(one.shares) - _number(one.printed)) < 1:
            continue
        [blank], span = one.blanks, _must_be(_number(one.printed), [*map(_number, one.shares)])
        if span:
            told = f"progress is {one.printed.printed}, that of its other parts {one.said}, and of {blank} blank"
            right = f"as their mean it says that {blank} is {span}; should {blank} be reported?"
            about = f"{one.printed.printed} of {one.said} and a blank"
            yield warning(one.place, one.subject, about, f"{told}; {right}")


def _must_be(whole: Decimal, others: list[Decimal]) -> str:
    """The whole per cent of which the mean with the others is printed so; blank where none from 0 to 100 is."""
    count = Decimal(len(others) + 1)
    step = Decimal(1).scaleb(min(int(whole.as_tuple().exponent), 0))
    least = ((whole - step / 2) * count - sum(others)).to_integral_value(ROUND_CEILING)
    past = ((whole + step) * count - sum(others)).to_integral_value(ROUND_CEILING)
    low, high = max(least, Decimal(0)), min(past - 1, WHOLE)
    if low > high:
        return ""
    return f"{low}" if low == high else f"{low} to {high}"


def _number(share: Value) -> Decimal:
    assert share.number is not None  # every percentage has one
    return share.number


def _mean(shares: list[Value]) -> Decimal:
    return sum(map(_number, shares), Decimal(0)) / len(shares)


def _roll_ups(data: Data) -> Iterator[RollUp]:
    for plan in plans(data):
        rows = [(group.priority.code, group.subject, group.report.row) for group in plan.groups]
        parts = tuple((_short(code, subject), row.progress) for code, subject, row in rows if row)
        whole = plan.is_whole and len(parts) == len(rows)
        yield from _of(plan.subject, plan.report.row if plan.report else None, parts, whole)
        for group in plan.groups:
            actions = tuple((_short(of.action.code, of.subject), of.report.progress) for of in group.actions)
            yield from _of(group.subject, group.report.row, actions, group.is_whole)


def _of(subject: str, row: Row | None, parts: tuple[tuple[str, Value | None], ...], has_all: bool) -> Iterator[RollUp]:
    if row and row.progress:
        yield RollUp(subject, row.progress, row.progress.place or row.place, parts, has_all)


def _short(code: str, subject: str) -> str:
    return code or f"'{subject}'"


RULES: tuple[Rule, ...] = (
    roll_ups_are_shares_like_their_parts,
    roll_ups_lie_between_their_parts,
    roll_ups_do_not_reveal_a_blank,
)
