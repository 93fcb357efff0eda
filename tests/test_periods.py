"""Quarters of a financial year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterday.periods import Quarter, long_date

QUARTERS = st.builds(Quarter, st.integers(1900, 9997), st.integers(1, 4))


def test_the_quarter_before_q1_is_q4_of_the_year_before() -> None:
    assert Quarter(2025, 1).previous == Quarter(2024, 4)


def test_the_quarter_after_q4_is_q1_of_the_next_year() -> None:
    assert Quarter(2022, 4).next == Quarter(2023, 1)


@pytest.mark.parametrize(
    ("number", "first", "last", "months"),
    [
        (1, date(2022, 4, 1), date(2022, 6, 30), "April to June 2022"),
        (2, date(2022, 7, 1), date(2022, 9, 30), "July to September 2022"),
        (3, date(2022, 10, 1), date(2022, 12, 31), "October to December 2022"),
        (4, date(2023, 1, 1), date(2023, 3, 31), "January to March 2023"),
    ],
)
def test_a_financial_year_starts_in_april(number: int, first: date, last: date, months: str) -> None:
    quarter = Quarter(2022, number)
    assert (quarter.first_day, quarter.last_day, quarter.months) == (first, last, months)


def test_a_quarter_is_shown_in_full_in_prose_and_short_in_tables() -> None:
    quarter = Quarter(2022, 2)
    assert (quarter.title, quarter.short, quarter.years) == ("Quarter 2, 2022/23", "Q2 2022/23", "2022/23")
    assert (str(quarter), quarter.name) == ("2022-23-q2", "2022-23-q2")


def test_the_year_after_1999_is_written_00() -> None:
    assert Quarter(1999, 4).name == "1999-00-q4"
    assert Quarter.named("1999-00-q4").last_day == date(2000, 3, 31)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2022-q2",
        "2022-23-Q2",
        "2022-24-q2",
        "2022-23-q0",
        "2022-23-q5",
        "202-23-q2",
        "2022/23-q2",
        " 2022-23-q2",
        "2022-23-q2\n",
        "0000-01-q1",
        "9999-00-q4",
    ],
)
def test_a_name_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="should be a quarter such as 2022-23-q2"):
        Quarter.named(name)


def test_a_date_is_written_with_its_month_in_words() -> None:
    assert long_date(date(2023, 3, 1)) == "1 March 2023"


@given(QUARTERS)
def test_a_name_leads_back_to_its_quarter(quarter: Quarter) -> None:
    assert Quarter.named(quarter.name) == quarter


@given(QUARTERS)
def test_quarters_follow_each_other_without_a_gap(quarter: Quarter) -> None:
    assert quarter.next.previous == quarter
    assert quarter < quarter.next
    assert quarter.last_day + timedelta(days=1) == quarter.next.first_day


@given(QUARTERS, QUARTERS)
def test_quarters_sort_as_their_days_do(one: Quarter, other: Quarter) -> None:
    assert (one < other) == (one.first_day < other.first_day)


@given(st.text())
def test_any_other_text_is_refused_as_a_name(text: str) -> None:
    try:
        assert Quarter.named(text).name == text
    except ValueError as error:
        assert str(error) == "should be a quarter such as 2022-23-q2"
