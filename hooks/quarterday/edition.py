"""From a site's folder and a quarter's name to its ``Site``: the one path that every driver takes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from quarterday.checks import checked
from quarterday.model import Data
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.problems import DataError, Place, Problem
from quarterday.reading import read
from quarterday.report import latest_quarter, report
from quarterday.site import AddressTaken, Site, Standing

CHOSEN_BY = "MIKE_DOCS_VERSION"
"""The environment variable by which mike, and our own commands, say which quarter to build."""
STANDS = "QUARTERDAY_STANDS"
"""The environment variable by which our own commands say where the site they build will stand."""


@dataclass(frozen=True)
class Edition:
    """One quarter's site, and what the editor should be told of the data behind it."""

    quarter: Quarter
    data: Data
    site: Site
    warnings: tuple[Problem, ...]


def edition(folder: Path, quarter: str | None = None) -> Edition:
    """The edition of a quarter's name, else of the one that the environment chooses, else the latest.

    Raises DataError with everything that is wrong.
    """
    data = read(folder)
    warnings = checked(data)
    standing = Standing(os.environ.get(STANDS) or Standing.ALONE)
    chosen = _chosen(data, quarter or os.environ.get(CHOSEN_BY) or None)
    try:
        return Edition(chosen, data, site(report(data, chosen), standing), warnings)
    except AddressTaken as error:
        raise DataError([Problem(Place("data"), str(error))]) from error


def _chosen(data: Data, name: str | None) -> Quarter:
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
