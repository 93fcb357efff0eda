"""When a quarter's time has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from quarterday.model import Release, Stage
from quarterday.periods import Quarter
from quarterday.release import LONDON, day_of, has_come, moment

Q1 = Quarter(2022, 1)


def release(day: date, at: time = time(9, 30)) -> Release:
    return Release(quarter=Q1, stage=Stage.CONFIRMED, date=day, time=at)


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [
        (date(2022, 3, 26), datetime(2022, 3, 26, 9, 30, tzinfo=UTC)),
        (date(2022, 3, 27), datetime(2022, 3, 27, 8, 30, tzinfo=UTC)),
        (date(2022, 10, 29), datetime(2022, 10, 29, 8, 30, tzinfo=UTC)),
        (date(2022, 10, 30), datetime(2022, 10, 30, 9, 30, tzinfo=UTC)),
    ],
)
def test_half_past_nine_is_by_london_s_clocks_before_and_after_they_change(day: date, in_utc: datetime) -> None:
    announced = release(day)
    assert moment(announced).astimezone(UTC) == in_utc
    assert moment(announced).tzinfo is LONDON
    assert not has_come((announced,), Q1, in_utc - timedelta(seconds=1))
    assert has_come((announced,), Q1, in_utc)


def test_of_an_hour_that_the_clocks_show_twice_the_first_counts() -> None:
    announced = release(date(2022, 10, 30), time(1, 30))
    assert not has_come((announced,), Q1, datetime(2022, 10, 30, 0, 29, tzinfo=UTC))
    assert has_come((announced,), Q1, datetime(2022, 10, 30, 0, 30, tzinfo=UTC))
    second = datetime(2022, 10, 30, 1, 10, tzinfo=LONDON, fold=1)
    assert has_come((announced,), Q1, second)


def test_an_hour_that_the_clocks_leave_out_comes_when_they_have_gone_forward() -> None:
    announced = release(date(2022, 3, 27), time(1, 30))
    assert not has_come((announced,), Q1, datetime(2022, 3, 27, 1, 29, tzinfo=UTC))
    assert has_come((announced,), Q1, datetime(2022, 3, 27, 1, 30, tzinfo=UTC))


def test_a_quarter_without_an_entry_is_free() -> None:
    announced = release(date(9000, 1, 1))
    assert has_come((announced,), Quarter(2022, 2), datetime(2022, 1, 1, tzinfo=UTC))
    assert has_come((), Q1, datetime(2022, 1, 1, tzinfo=UTC))


def test_the_day_of_a_moment_is_the_united_kingdom_s() -> None:
    assert day_of(datetime(2022, 8, 18, 23, 30, tzinfo=UTC)) == date(2022, 8, 19)
    assert day_of(datetime(2022, 12, 18, 23, 30, tzinfo=UTC)) == date(2022, 12, 18)
