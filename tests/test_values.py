"""What a printed cell evaluates to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterday.problems import Place
from quarterday.values import Kind, Reason, parse


@pytest.mark.parametrize(
    ("printed", "kind", "number", "unit"),
    [
        ("1", Kind.NUMBER, "1", ""),
        ("0", Kind.NUMBER, "0", ""),
        ("2212", Kind.NUMBER, "2212", ""),
        ("1,234", Kind.NUMBER, "1234", ""),
        ("148.37", Kind.NUMBER, "148.37", ""),
        ("8.667", Kind.NUMBER, "8.667", ""),
        ("6.0", Kind.NUMBER, "6.0", ""),
        ("3.10", Kind.NUMBER, "3.10", ""),
        (" 18 ", Kind.NUMBER, "18", ""),
        ("-5", Kind.NUMBER, "-5", ""),
        ("−5", Kind.NUMBER, "-5", ""),
        ("67.6%", Kind.PERCENTAGE, "67.6", "%"),
        ("0%", Kind.PERCENTAGE, "0", "%"),
        ("-2.5%", Kind.PERCENTAGE, "-2.5", "%"),
        ("15 per cent", Kind.PERCENTAGE, "15", "%"),
        ("£34, 908", Kind.MONEY, "34908", "£"),
        ("£34,908", Kind.MONEY, "34908", "£"),
        ("£19,276,000", Kind.MONEY, "19276000", "£"),
        ("£57K", Kind.MONEY, "57000", "£"),
        ("£256k", Kind.MONEY, "256000", "£"),
        ("£0.5million", Kind.MONEY, "500000", "£"),
        ("£6.5M", Kind.MONEY, "6500000", "£"),
        ("£1.2bn", Kind.MONEY, "1200000000", "£"),
        ("-£5.50", Kind.MONEY, "-5.50", "£"),
        ("£-5", Kind.MONEY, "-5", "£"),
        ("3.2 per 1,000", Kind.RATE, "3.2", "per 1,000"),
        ("3.2 per 1,000 population", Kind.RATE, "3.2", "per 1,000 population"),
        ("5 days", Kind.DURATION, "5", "days"),
        ("1 day", Kind.DURATION, "1", "days"),
        ("5 working days", Kind.DURATION, "5", "working days"),
        ("18 months", Kind.DURATION, "18", "months"),
        ("3 hrs", Kind.DURATION, "3", "hours"),
        ("2 hours 30 minutes", Kind.DURATION, "150", "minutes"),
        ("+15% on 2021/22", Kind.RELATIVE, "15", "%"),
        ("-10% on 21/22", Kind.RELATIVE, "-10", "%"),
        ("increase 21/22 figs by 15%", Kind.RELATIVE, "15", "%"),
        ("Increase 21/22 figs by 10%", Kind.RELATIVE, "10", "%"),
        ("increase 21/22 fig by 15%", Kind.RELATIVE, "15", "%"),
        ("Reduce by 10%", Kind.RELATIVE, "-10", "%"),
    ],
)
def test_a_figure_has_a_number_and_a_unit(printed: str, kind: Kind, number: str, unit: str) -> None:
    value = parse(printed)
    assert (value.kind, str(value.number), value.unit) == (kind, number, unit)


@pytest.mark.parametrize("printed", ["6.0", "6", "6.00"])
def test_a_number_keeps_its_printed_precision(printed: str) -> None:
    assert str(parse(printed).number) == printed


@pytest.mark.parametrize(
    ("printed", "numerator", "denominator"),
    [
        ("42/424", 42, 424),
        ("42 / 424", 42, 424),
        ("18 of 43", 18, 43),
        ("1,018 out of 2,043", 1018, 2043),
        ("0/0", 0, 0),
    ],
)
def test_a_ratio_keeps_both_its_figures_and_is_not_divided(printed: str, numerator: int, denominator: int) -> None:
    value = parse(printed)
    assert (value.numerator, value.denominator) == (Decimal(numerator), Decimal(denominator))
    assert (value.kind, value.number) == (Kind.RATIO, None)


@pytest.mark.parametrize(
    ("printed", "low", "high", "unit"),
    [
        ("10-12", 10, 12, ""),
        ("10–12", 10, 12, ""),
        ("10 to 12", 10, 12, ""),
        ("10-12%", 10, 12, "%"),
        ("£5 - £6", 5, 6, "£"),
    ],
)
def test_a_range_has_two_ends(printed: str, low: int, high: int, unit: str) -> None:
    value = parse(printed)
    assert (value.low, value.high, value.unit) == (Decimal(low), Decimal(high), unit)
    assert (value.kind, value.number) == (Kind.RANGE, None)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("31-Mar- 2023", date(2023, 3, 31)),
        ("31-Mar-23", date(2023, 3, 31)),
        ("31/03/23", date(2023, 3, 31)),
        ("31/03/2023", date(2023, 3, 31)),
        ("03/04/23", date(2023, 4, 3)),
        ("01 Apr 2018", date(2018, 4, 1)),
        ("18 NOVEMBER 2020", date(2020, 11, 18)),
        ("31 March 2023", date(2023, 3, 31)),
        ("1st Sept 2022", date(2022, 9, 1)),
        ("2023-03-31", date(2023, 3, 31)),
        ("29 February 2024", date(2024, 2, 29)),
    ],
)
def test_a_date_with_a_day_is_that_day(printed: str, day: date) -> None:
    value = parse(printed)
    assert (value.kind, value.first_day, value.last_day) == (Kind.DATE, day, day)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("March 2023", date(2023, 3, 1), date(2023, 3, 31)),
        ("Dec 2021", date(2021, 12, 1), date(2021, 12, 31)),
        ("February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("April 2021", date(2021, 4, 1), date(2021, 4, 30)),
    ],
)
def test_a_date_without_a_day_spans_its_month(printed: str, first: date, last: date) -> None:
    value = parse(printed)
    assert (value.kind, value.first_day, value.last_day) == (Kind.DATE, first, last)


@pytest.mark.parametrize(
    ("printed", "kind"),
    [("GOOD", Kind.GRADE), ("VERY GOOD", Kind.GRADE), ("Yes", Kind.YES_NO), ("No", Kind.YES_NO), ("no", Kind.YES_NO)],
)
def test_a_grade_or_an_answer_is_one_word_alone(printed: str, kind: Kind) -> None:
    value = parse(printed)
    assert (value.kind, value.number) == (kind, None)


@pytest.mark.parametrize(
    "printed",
    [
        "12 staff recruited",
        "Age 18",
        "80% of Kinship carers one event",
        "Care inspection Grading of GOOD",
        "good enough",
        "March 2023 with milestone annual improvements.",
        "March 2021 March 2023",
        "Submission to Scottish Government by Dec 2021",
        "Commence 3 rd quarter 2021",
        "Increase by 10% the number of families",
        "Three family support workers",
        "X3 workers",
        "(x10)",
        "None",
        "N/A at this time",
        "42/424, 9.9%",
        "11/43 (25.6%)",
        "Q2 202/23",
        "2020/23",
        "2020-23",
        "2019-2022",
        "21/22",
        "2021/22",
        "12-10",
        "10%-12",
        "92,0",
        "34, 908",
        "012",
        "1e5",
        "1_000",
        "0x1F",
        "NaN",
        "Infinity",
        "-Infinity",
        "٣",
        "½",
        "5%%",
        "<5",
        "+5",
        "-",
        "--5",
        "-£-5",
        "£",
        "£57KK",
        "31 February 2023",
        "31/02/23",
        "2024-13-45",
        "March 0000",
        "5 apples",
        "3 weeks 2 hours",
        "£0.5mıllıon",
    ],
)
def test_what_is_unclear_is_text(printed: str) -> None:
    value = parse(printed)
    assert (value.kind, value.number, value.low, value.first_day) == (Kind.TEXT, None, None, None)
    assert value.printed == printed


@pytest.mark.parametrize(
    ("printed", "reason", "key"),
    [
        ("", Reason.NOT_REPORTED, "[x]"),
        (" \n", Reason.NOT_REPORTED, "[x]"),
        ("N/A", Reason.NOT_APPLICABLE, "[z]"),
        ("n/a", Reason.NOT_APPLICABLE, "[z]"),
        ("NA", Reason.NOT_APPLICABLE, "[z]"),
        ("Not  applicable", Reason.NOT_APPLICABLE, "[z]"),
        ("New Measure", Reason.NEW_MEASURE, "[z]"),
        ("Data available March 2023", Reason.NOT_YET, "[x]"),
        ("Not yet available", Reason.NOT_YET, "[x]"),
        ("[c]", Reason.SUPPRESSED, "[c]"),
        ("*", Reason.SUPPRESSED, "[c]"),
        ("Suppressed", Reason.SUPPRESSED, "[c]"),
        ("[x]", Reason.NOT_REPORTED, "[x]"),
        ("[z]", Reason.NOT_APPLICABLE, "[z]"),
    ],
)
def test_words_for_no_figure_say_why(printed: str, reason: Reason, key: str) -> None:
    value = parse(printed)
    assert (value.kind, value.reason, value.number, value.printed) == (Kind.NONE, reason, None, printed)
    assert reason.key == key


@pytest.mark.parametrize(
    ("printed", "promised"),
    [
        ("Data available March 2023", "March 2023"),
        ("Available 31/03/23", "31/03/23"),
        ("Data will be available in Dec 2022", "Dec 2022"),
        ("Not yet available", ""),
    ],
)
def test_a_promised_date_is_kept_in_its_words(printed: str, promised: str) -> None:
    assert (parse(printed).reason, parse(printed).promised) == (Reason.NOT_YET, promised)


def test_available_without_a_date_is_text() -> None:
    assert parse("Available to all families").kind is Kind.TEXT


def test_a_councils_own_words_come_first() -> None:
    reasons = {"N/A at  this time": Reason.NOT_YET, "N/A": Reason.NOT_REPORTED, "0": Reason.SUPPRESSED}
    assert parse("n/a at this time", reasons=reasons).reason is Reason.NOT_YET
    assert parse("N/A", reasons=reasons).reason is Reason.NOT_REPORTED
    assert parse("0", reasons=reasons).number is None
    assert parse("New Measure", reasons=reasons).reason is Reason.NEW_MEASURE


def test_zero_is_a_number_and_blank_is_not() -> None:
    assert parse("0").number == Decimal(0)
    assert parse("").number is None


def test_more_digits_than_arithmetic_keeps_are_text() -> None:
    assert parse("9" * 28).number == Decimal("9" * 28)
    assert parse("9" * 5000).kind is Kind.TEXT


def test_where_a_value_stands_is_no_part_of_its_worth() -> None:
    assert parse("5", place=Place("a.yml", 1, 2)) == parse("5")
    assert parse("5", place=Place("a.yml", 1, 2)).place == Place("a.yml", 1, 2)


CELLS = st.text() | st.text(alphabet="0123456789.,/-–−+%£ kKmMıſ KabperdaysofMarchDec\n", max_size=24)


@given(CELLS)
def test_any_text_is_kept_as_printed(printed: str) -> None:
    value = parse(printed)
    assert value.printed == printed
    assert (value.kind is Kind.NONE) == (value.reason is not None)
    assert (value.kind is Kind.DATE) == (value.first_day is not None) == (value.last_day is not None)


@given(CELLS)
def test_no_number_is_infinite(printed: str) -> None:
    value = parse(printed)
    for figure in (value.number, value.low, value.high, value.numerator, value.denominator):
        assert figure is None or figure.is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_number_is_exactly_what_is_printed(number: Decimal) -> None:
    assert parse(f"{number:f}").number == number
    assert parse(f"{number:,f}%").number == number


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_is_the_same_however_it_is_printed(day: date) -> None:
    for printed in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}", f"{day:%d-%b- %Y}"):
        assert parse(printed).first_day == day, printed


def test_the_parts_of_a_figure_printed_twice_are_kept_once() -> None:
    first, second = (parse("".join("67.6%"), place=Place(file, 1, 1)) for file in ("a.yml", "b.yml"))
    assert first.printed is second.printed and first.number is second.number
    assert (first.place, second.place) == (Place("a.yml", 1, 1), Place("b.yml", 1, 1))


def test_a_word_for_no_figure_is_of_the_council_that_is_read() -> None:
    assert parse("pending", reasons={"Pending": Reason.NOT_YET}).reason is Reason.NOT_YET
    assert parse("pending").kind is Kind.TEXT
    assert parse("pending", reasons={"Pending": Reason.SUPPRESSED}).reason is Reason.SUPPRESSED
