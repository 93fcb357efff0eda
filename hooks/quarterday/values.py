"""What a printed figure, date or word evaluates to, kept beside the words as printed. What is unclear is text."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from sys import intern
from types import MappingProxyType

from quarterday.problems import Place


class Kind(Enum):
    NUMBER = "number"
    PERCENTAGE = "percentage"
    MONEY = "money"
    RATIO = "ratio"
    RATE = "rate"
    DURATION = "duration"
    DATE = "date"
    RANGE = "range"
    GRADE = "grade"
    YES_NO = "yes or no"
    TEXT = "text"
    RELATIVE = "relative to the baseline"
    NONE = "no value"


class Reason(Enum):
    """Why there is no figure."""

    NOT_YET = "not yet available"
    NOT_APPLICABLE = "not applicable"
    NEW_MEASURE = "new measure"
    SUPPRESSED = "suppressed"
    NOT_REPORTED = "not reported"

    @property
    def key(self) -> str:
        """The shorthand of the Government Statistical Service for tables."""
        return {"SUPPRESSED": "[c]", "NOT_APPLICABLE": "[z]", "NEW_MEASURE": "[z]"}.get(self.name, "[x]")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a range, a ratio and a date are made of: two figures, or two days."""

    low: Decimal | None = None
    high: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    first_day: date | None = None
    last_day: date | None = None


NO_PARTS = Parts()


@dataclass(frozen=True, slots=True)
class Value:
    """``printed`` is what the report says; all else is read from it, and is None where it cannot be.

    Money is in pounds, a percentage is 67.6 for ``67.6%``, and ``number`` of a change is below zero for a decrease.
    A date that prints only a month spans it: ``first_day`` and ``last_day`` differ.
    """

    printed: str
    kind: Kind
    number: Decimal | None = None
    unit: str = ""
    promised: str = ""
    reason: Reason | None = None
    # Most figures have no parts, and a large council has hundreds of thousands of figures.
    parts: Parts = NO_PARTS
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def figure(self) -> Decimal | None:
        """The number, where it is one to draw or to compare: a change from an earlier figure is not."""
        return None if self.kind is Kind.RELATIVE else self.number

    @property
    def low(self) -> Decimal | None:
        return self.parts.low

    @property
    def high(self) -> Decimal | None:
        return self.parts.high

    @property
    def numerator(self) -> Decimal | None:
        return self.parts.numerator

    @property
    def denominator(self) -> Decimal | None:
        return self.parts.denominator

    @property
    def first_day(self) -> date | None:
        return self.parts.first_day

    @property
    def last_day(self) -> date | None:
        return self.parts.last_day


ANY_CASE = re.IGNORECASE | re.ASCII

LONGEST = 28
"""Digits that arithmetic keeps exactly; a longer run of digits is text."""

PLAIN = r"(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.[0-9]+)?"
WHOLE = r"(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)"
SPAN = r"(?:[0-9]{2}|[0-9]{4})/(?:[0-9]{2}|[0-9]{4})"
PER_CENT = r"(?: ?%| per ?cent)"

NUMBER = re.compile(rf"(-?{PLAIN})")
PERCENTAGE = re.compile(rf"(-?{PLAIN}){PER_CENT}", ANY_CASE)
MONEY = re.compile(
    r"(-?)£ ?(-?(?:[1-9][0-9]{0,2}(?:, ?[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?) ?(k|m|bn|thousand|million|billion)?",
    ANY_CASE,
)
SCALES = {"": 0, "k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
RATIO = re.compile(rf"({WHOLE})(?: ?(/) ?| of | out of )({WHOLE})", ANY_CASE)
RATE = re.compile(rf"({PLAIN}) (per {WHOLE}(?: [a-z]+){{0,4}})", ANY_CASE)
RANGE = re.compile(rf"(£?)({PLAIN})(%?)(?: ?[-–] ?| to )(£?)({PLAIN})(%?)", ANY_CASE)
ONE_DURATION = re.compile(
    rf"({PLAIN}) ?((?:working )?days?|(?:calendar )?days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|seconds?)",
    ANY_CASE,
)
TWO_DURATIONS = re.compile(r"([1-9][0-9]{0,3}) ([a-z]+),?(?: and)? ([0-9]{1,2}) ([a-z]+)", ANY_CASE)
SHORT_UNITS = {"hr": "hour", "hrs": "hours", "min": "minute", "mins": "minutes"}
IN_SMALLER = {("years", "months"): 12, ("weeks", "days"): 7, ("days", "hours"): 24, ("hours", "minutes"): 60}
RISE = re.compile(
    rf"(increase|decrease|reduce)(?: {SPAN})?(?: fig(?:s|ure|ures)?\.?)? by ({PLAIN}){PER_CENT}", ANY_CASE
)
CHANGE = re.compile(rf"([+-]) ?({PLAIN}){PER_CENT} (?:on|from|over|above|below)(?: the)? (?:{SPAN}|baseline)", ANY_CASE)

DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?(?: ?- ?| )([a-z]+)\.?,?(?: ?- ?| )([0-9]{4})", ANY_CASE)
DAY_MONTH_SHORT_YEAR = re.compile(r"([0-9]{1,2})-([a-z]+)-([0-9]{2})", ANY_CASE)
MONTH_YEAR = re.compile(r"([a-z]+)\.?(?: ?- ?| )([0-9]{4})", ANY_CASE)
FIGURES = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
MONTHS = ["january", "february", "march", "april", "may", "june"]
MONTHS += ["july", "august", "september", "october", "november", "december"]
MONTH = {name: number for number, full in enumerate(MONTHS, 1) for name in (full, full[:3])} | {"sept": 9}

PROMISE = re.compile(
    r"(?:(?:the )?(?:data|figures?|results?) )?(?:(?:will|to) be |is |are |not )?available (?:(?:in|from|by|on) )?(.+)",
    ANY_CASE,
)
GRADES = frozenset({"EXCELLENT", "VERY GOOD", "GOOD", "ADEQUATE", "WEAK", "UNSATISFACTORY"})
"""The six-point scale of the Care Inspectorate."""

WORDS_FOR_NONE = {
    "": Reason.NOT_REPORTED,
    "n/a": Reason.NOT_APPLICABLE,
    "na": Reason.NOT_APPLICABLE,
    "*": Reason.SUPPRESSED,
    "[c]": Reason.SUPPRESSED,
    "[x]": Reason.NOT_REPORTED,
    "[z]": Reason.NOT_APPLICABLE,
    **{reason.value: reason for reason in Reason},
}


def parse(printed: str, *, reasons: Mapping[str, Reason] = MappingProxyType({}), place: Place | None = None) -> Value:
    """Evaluate one printed cell. ``reasons`` are this council's own words for "no figure", which come first."""
    printed = intern(str(printed))
    found = _evaluated(printed, tuple(reasons.items()))
    # One by one, for replace() takes longer than to evaluate the cell.
    return Value(printed, found.kind, found.number, found.unit, found.promised, found.reason, found.parts, place)


@lru_cache(maxsize=100_000)
def _evaluated(printed: str, reasons: tuple[tuple[str, Reason], ...]) -> Value:
    """Reports print the same few figures many times: each is worked out once, and its parts are kept once."""
    words = " ".join(printed.split())
    return _none(words, dict(reasons)) or _date(words) or _figure(words)


def _none(words: str, reasons: Mapping[str, Reason]) -> Value | None:
    folded = words.casefold()
    own = {" ".join(text.split()).casefold(): reason for text, reason in reasons.items()}
    match = PROMISE.fullmatch(words)
    promised = match[1] if match and _date(match[1]) else ""
    reason = own.get(folded) or WORDS_FOR_NONE.get(folded) or (Reason.NOT_YET if promised else None)
    if reason is None:
        return None
    return Value(words, Kind.NONE, reason=reason, promised=promised if reason is Reason.NOT_YET else "")


def _date(words: str) -> Value | None:
    if match := ISO.fullmatch(words):
        return _day(words, match[3], int(match[2]), match[1])
    if match := FIGURES.fullmatch(words):
        return _day(words, match[1], int(match[3]), match[4])
    if match := DAY_MONTH_YEAR.fullmatch(words) or DAY_MONTH_SHORT_YEAR.fullmatch(words):
        return _day(words, match[1], MONTH.get(match[2].casefold(), 0), match[3])
    match = MONTH_YEAR.fullmatch(words)
    month = MONTH.get(match[1].casefold(), 0) if match else 0
    if match and month and int(match[2]) > 0:
        year = int(match[2])
        last = date(year, month, monthrange(year, month)[1])
        return Value(words, Kind.DATE, parts=Parts(first_day=date(year, month, 1), last_day=last))
    return None


def _day(words: str, day: str, month: int, year: str) -> Value | None:
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None
    return Value(words, Kind.DATE, parts=Parts(first_day=found, last_day=found))


def _figure(words: str) -> Value:
    text = Value(words, Kind.TEXT)
    if sum(map(str.isdigit, words)) > LONGEST:
        return text
    if words.casefold() in ("yes", "no"):
        return Value(words, Kind.YES_NO)
    if words in GRADES:
        return Value(words, Kind.GRADE)
    signed = words.replace("\N{MINUS SIGN}", "-")
    if match := NUMBER.fullmatch(signed):
        return Value(words, Kind.NUMBER, number=_decimal(match[1]))
    if match := PERCENTAGE.fullmatch(signed):
        return Value(words, Kind.PERCENTAGE, number=_decimal(match[1]), unit="%")
    if match := MONEY.fullmatch(signed):
        if match[1] and match[2].startswith("-"):
            return text
        return Value(words, Kind.MONEY, number=_decimal(match[1] + match[2], (match[3] or "").casefold()), unit="£")
    if match := RATIO.fullmatch(words):
        if match[2] and _looks_like_years(match[1], match[3]):
            return text
        parts = Parts(numerator=_decimal(match[1]), denominator=_decimal(match[3]))
        return Value(words, Kind.RATIO, parts=parts)
    if match := RATE.fullmatch(words):
        return Value(words, Kind.RATE, number=_decimal(match[1]), unit=match[2])
    if match := CHANGE.fullmatch(signed):
        return Value(words, Kind.RELATIVE, number=_decimal(match[1].strip("+") + match[2]), unit="%")
    if match := RISE.fullmatch(words):
        sign = "" if match[1].casefold() == "increase" else "-"
        return Value(words, Kind.RELATIVE, number=_decimal(sign + match[2]), unit="%")
    return _range(words) or _duration(words) or text


def _range(words: str) -> Value | None:
    match = RANGE.fullmatch(words)
    if not match:
        return None
    pounds, first, first_sign, pounds_again, last, last_sign = match.groups()
    low, high = _decimal(first), _decimal(last)
    muddled = (pounds_again and not pounds) or (first_sign and not last_sign) or (pounds and last_sign)
    if muddled or low > high or (_looks_like_years(first, last) and len(first) == 4):
        return None
    return Value(words, Kind.RANGE, unit=pounds or last_sign, parts=Parts(low=low, high=high))


def _duration(words: str) -> Value | None:
    if match := ONE_DURATION.fullmatch(words):
        return Value(words, Kind.DURATION, number=_decimal(match[1]), unit=_unit(match[2]))
    if match := TWO_DURATIONS.fullmatch(words):
        smaller = _unit(match[4])
        times = IN_SMALLER.get((_unit(match[2]), smaller))
        if times:
            return Value(words, Kind.DURATION, number=Decimal(int(match[1]) * times + int(match[3])), unit=smaller)
    return None


def _unit(word: str) -> str:
    """The plural, whatever the report prints: ``day``, ``hrs`` are days, hours."""
    word = SHORT_UNITS.get(word.casefold(), word.casefold())
    return word if word.endswith("s") else word + "s"


def _looks_like_years(first: str, last: str) -> bool:
    """``21/22``, ``2021/22``, ``2019-2022``: more likely years than figures."""
    if first.isdigit() and last.isdigit() and len(first) == len(last) == 2:
        return int(last) == int(first) + 1
    return bool(re.fullmatch("(19|20)[0-9]{2}", first) and re.fullmatch("(19|20)?[0-9]{2}", last))


def _decimal(figures: str, scale: str = "") -> Decimal:
    plain = Decimal(figures.replace(",", "").replace(" ", "") + f"e{SCALES[scale]}")
    return Decimal(format(plain, "f"))
