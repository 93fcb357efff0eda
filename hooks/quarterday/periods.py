"""Quarters of a financial year, which starts in April."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

NAME = re.compile(r"(\d{4})-(\d{2})-q([1-4])")
MONTHS = {1: ("April", "June"), 2: ("July", "September"), 3: ("October", "December"), 4: ("January", "March")}


class Quarter(NamedTuple):
    """``Quarter(2022, 2)`` is July to September 2022, named ``2022-23-q2``. They are in order, and quick to compare."""

    year: int
    number: int

    @classmethod
    @cache
    def named(cls, name: str) -> Quarter:
        """The quarter of a name such as ``2022-23-q2``.

        Raises ValueError where the name has another form, or its two years do not follow each other.
        """
        match = NAME.fullmatch(name)
        if not match or (int(match[1]) + 1) % 100 != int(match[2]) or not 1900 <= int(match[1]) <= 9998:
            raise ValueError("should be a quarter such as 2022-23-q2")
        return cls(int(match[1]), int(match[3]))

    @property
    def name(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02}-q{self.number}"

    @property
    def years(self) -> str:
        """The financial year, as ``2022/23``."""
        return f"{self.year}/{(self.year + 1) % 100:02}"

    @property
    def short(self) -> str:
        """For tables: ``Q2 2022/23``."""
        return f"Q{self.number} {self.years}"

    @property
    def title(self) -> str:
        """For prose: ``Quarter 2, 2022/23``."""
        return f"Quarter {self.number}, {self.years}"

    @property
    def months(self) -> str:
        """``July to September 2022``."""
        first, last = MONTHS[self.number]
        return f"{first} to {last} {self.last_day.year}"

    @property
    def first_day(self) -> date:
        if self.number == 4:
            return date(self.year + 1, 1, 1)
        return date(self.year, 3 * self.number + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def __str__(self) -> str:
        return self.name


def long_date(day: date) -> str:
    """A date in the form this site uses, ``31 March 2023``."""
    return f"{day.day} {day:%B %Y}"
