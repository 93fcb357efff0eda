"""The rules of a frozen edition: what may be published, over what, and when. Pure: given values, it gives reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from quarterday.corrections import without_what_was_withdrawn
from quarterday.facts import Difference
from quarterday.model import Correction, Data, Release
from quarterday.periods import Quarter, long_date
from quarterday.problems import Place, Problem
from quarterday.records import CalendarEntry, LedgerEntry, Shelf
from quarterday.release import has_come

LEDGER = Place("data/corrections.yml")
CALENDAR = Place("data/calendar.yml")


def rewritten(data: Data, shelf: Shelf) -> Iterator[Problem]:
    """What was made public and is written otherwise now: the ledger is append-only, a confirmed date is a promise."""
    yield from _entries_rewritten(data.corrections, shelf.corrections)
    yield from _dates_moved(data.calendar, shelf)


def _entries_rewritten(corrections: Sequence[Correction], published: Sequence[LedgerEntry]) -> Iterator[Problem]:
    now = {correction.id: correction for correction in corrections}
    kept = {one.id: LedgerEntry.of(one) for one in without_what_was_withdrawn(corrections)}
    for entry in published:
        if entry.id not in now:
            told = f"the correction '{entry.id}' was published, and has to stay; put it back as it was"
            yield Problem(LEDGER, told)
            continue
        for key in (name for name in LedgerEntry.model_fields if name != "title"):
            was, found = getattr(entry, key), getattr(kept[entry.id], key)
            if was != found and (key not in ("was", "to") or found is not None):
                shown = "from" if key == "was" else key
                told = f"the correction '{entry.id}' was published with {shown} '{was}', found '{found}'"
                yield Problem(now[entry.id].place, f"{told}; put it back, and add a new entry instead")


def _dates_moved(calendar: Sequence[Release], shelf: Shelf) -> Iterator[Problem]:
    now = {release.quarter.name: release for release in calendar}
    for entry in shelf.calendar:
        if entry.stage != "confirmed" or shelf.edition(entry.quarter):
            continue
        release = now.get(entry.quarter)
        if release is None:
            told = f"{entry.quarter} was confirmed for {long_date(entry.date)}, and has to stay in the calendar"
            yield Problem(CALENDAR, told)
        elif CalendarEntry.of(release) != entry and entry.date not in {moved.was for moved in release.moved}:
            told = f"{entry.quarter} was confirmed for {long_date(entry.date)} at {entry.time}, and is now otherwise"
            yield Problem(release.place, f"{told}; say why under moved, with from: {entry.date}")


def new_corrections(corrections: Iterable[Correction], quarter: Quarter, shelf: Shelf) -> tuple[Correction, ...]:
    """Entries about an edition that are not public yet."""
    known = {entry.id for entry in shelf.corrections}
    return tuple(one for one in corrections if one.quarter == quarter and one.id not in known)


def unexplained(
    differences: Iterable[Difference], quarter: Quarter, corrections: Sequence[Correction]
) -> list[Difference]:
    """Differences from the published edition that no correction in the ledger speaks of.

    A correction of an earlier quarter explains what this edition shows of that quarter; the frozen edition stays as
    it is, and its page at the root tells of the correction. A word that is added to the council's lists changes nothing
    that was printed. A measure or an action has to be named; an entry about
    a page explains whatever is neither.
    """
    changed = (one for one in differences if one.path[0] != "rules" or one.old is not None)
    return [one for one in changed if not any(_explains(entry, one, quarter) for entry in corrections)]


def _explains(entry: Correction, difference: Difference, quarter: Quarter) -> bool:
    about = difference.quarter or quarter
    if entry.quarter != about:
        return False
    if difference.measure or difference.action:
        return difference.measure == entry.measure and difference.action == entry.action
    return entry.page is not None


def held_back(quarter: Quarter, data: Data, shelf: Shelf, now: datetime) -> Quarter | None:
    """The quarter itself is due, but an earlier one is not: this one's edition would show its figures."""
    held = (one.quarter for one in data.quarters if one.quarter < quarter and not shelf.edition(one.quarter.name))
    return min((one for one in held if not has_come(data.calendar, one, now)), default=None)
