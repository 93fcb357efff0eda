"""From a site's folder and a quarter's name to its ``Site``: the one path that every driver takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quarterday.checks import checked
from quarterday.environment import CHOSEN_BY, SHELVED_IN, STANDS
from quarterday.findings import findings, unanswered
from quarterday.model import Data
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.problems import DataError, Place, Problem
from quarterday.reading import Remembered, read
from quarterday.records import Shelf
from quarterday.report import latest_quarter, report
from quarterday.root import root
from quarterday.site import AddressTaken, Site, Standing


@dataclass(frozen=True)
class Made:
    """What a driver builds, its name, and what the editor should be told of the data behind it."""

    title: str
    site: Site
    within: str = ""
    """The folder it stands in, such as ``2022-23-q2/``: each edition is canonical to itself."""
    ask: Callable[[], tuple[Problem, ...]] = tuple

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What nobody has answered yet."""
        return self.ask()


@dataclass(frozen=True)
class Edition:
    """One quarter's site, and what the editor should be told of the data behind it."""

    quarter: Quarter
    data: Data
    site: Site

    @cached_property
    def findings(self) -> tuple[Problem, ...]:
        return findings(self.data)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What nobody has answered yet: it stops ``publish``, and no build."""
        return unanswered(self.findings)


def made(folder: Path, site_url: str = "", remembered: Remembered | None = None) -> Made:
    """What the environment asks for: the root, where it names a shelf, else an edition.

    ``remembered``: what was read of the files when it was made last.

    Raises DataError with everything that is wrong.
    """
    shelf = os.environ.get(SHELVED_IN)
    if shelf:
        # What the files say together was checked for the editions on the shelf.
        data, held = read(folder), Shelf.model_validate_json(Path(shelf).read_bytes())
        return Made("the pages above all quarters", root(data.council, data.calendar, held, site_url))
    one = edition(folder, remembered=remembered)
    if one.site.frame.standing is Standing.ALONE:
        return Made(one.quarter.title, one.site, ask=lambda: one.warnings)
    # What publishes or previews many has asked once for all.
    return Made(one.quarter.title, one.site, f"{one.quarter.name}/")


def edition(folder: Path, quarter: str | None = None, remembered: Remembered | None = None) -> Edition:
    """The edition of a quarter's name, else of the one that the environment chooses, else the latest.

    Raises DataError with everything that is wrong.
    """
    data = read(folder, remembered)
    checked(data)
    standing = Standing(os.environ.get(STANDS) or Standing.ALONE)
    of = chosen(data, quarter or os.environ.get(CHOSEN_BY) or None)
    try:
        return Edition(of, data, site(report(data, of), standing))
    except AddressTaken as error:
        raise DataError([Problem(Place("data"), str(error), rule="addresses-are-taken-once")]) from error


def chosen(data: Data, name: str | None) -> Quarter:
    """The quarter of that name, else the latest. Raises DataError where it is none, or none is held of it."""
    if name is None:
        return latest_quarter(data)
    held = sorted(q.quarter.name for q in data.quarters)
    try:
        quarter = Quarter.named(name)
    except ValueError as error:
        raise DataError([Problem(Place("data/quarters"), f"the quarter to build {error}, found '{name}'")]) from error
    if quarter.name not in held:
        there = ", ".join(held)
        raise DataError([Problem(Place("data/quarters"), f"there is no folder for {name}; there are {there}")])
    return quarter
