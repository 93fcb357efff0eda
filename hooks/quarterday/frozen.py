"""The rules of a frozen edition: what may be published, over what, and when. Pure: given values, it gives reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from quarterday.corrections import REMOVED, without_what_was_withdrawn
from quarterday.facts import Difference
from quarterday.model import Correction, CorrectionKind, Data, Release
from quarterday.periods import Quarter, long_date
from quarterday.problems import Place, Problem
from quarterday.records import CalendarEntry, LedgerEntry, Shelf
from quarterday.release import has_come

LEDGER = Place("data/corrections.yml")
CALENDAR = Place("data/calendar.yml")
Entry = tuple[Correction, Collection[str]]
"""A correction, and the ids that its measure or action has and had."""


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
        if kept[entry.id].reason == REMOVED:
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


def named(corrections: Iterable[Correction], data: Data) -> list[Entry]:
    """Corrections with every id of their measure or action: a thing may have been renamed since."""
    ids = [{measure.id, *measure.formerly} for measure in data.measures]
    ids += [{action.id, *action.formerly} for action in data.actions]
    return [
        (one, {name for held in ids if (one.measure or one.action) in held for name in held} or {one.measure or ""})
        for one in corrections
    ]


def unexplained(differences: Iterable[Difference], quarter: Quarter, entries: Sequence[Entry]) -> list[Difference]:
    """Differences from a published edition that no correction speaks of.

    ``entries``: the corrections that the edition does not include yet; one that it has explains no second change.
    One of an earlier quarter explains what this edition shows of that quarter: the edition stays frozen, and its page
    at the root tells of it. A measure or an action has to be named; an entry about a page explains what is neither.
    """
    return [
        one
        for one in differences
        if not _is_free(one) and not any(_explains(entry, names, one, quarter) for entry, names in entries)
    ]


def _is_free(difference: Difference) -> bool:
    """What changes nothing that was printed: a new word in the council's lists, an editor's note, an older quarter."""
    path = difference.path
    is_new = difference.old is None
    return path[-1] == "editors_note" or (is_new and (path[0] == "rules" or (path[0] == "quarters" and len(path) == 2)))


def _explains(entry: Correction, names: Collection[str], difference: Difference, quarter: Quarter) -> bool:
    if entry.quarter != (difference.quarter or quarter):
        return False
    if difference.measure:
        return entry.measure is not None and difference.measure in names
    if difference.action:
        return entry.action is not None and difference.action in names
    return entry.page is not None


def not_so(added: Sequence[Entry], differences: Sequence[Difference], quarter: Quarter) -> Iterator[Problem]:
    """New corrections of a measure or an action that the data do not bear out.

    The first ``from`` should be in what was published and the last ``to`` in what takes its place. A withdrawal says
    neither, but something has to be gone.
    """
    for about in dict.fromkeys((entry.measure, entry.action) for entry, _ in added if not entry.page):
        mine = [(entry, names) for entry, names in added if (entry.measure, entry.action) == about]
        first, last = mine[0][0], mine[-1][0]
        found = [one for one in differences if _explains(first, mine[0][1], one, quarter)]
        if last.kind is CorrectionKind.WITHDRAWAL:
            if not found:
                told = "removes nothing; take what is withdrawn out of data/ first"
                yield Problem(last.place, f"the withdrawal '{last.id}' {told}")
        elif not any((first.was or "") in (one.old or "") and (last.to or "") in (one.new or "") for one in found):
            told = f"the correction '{last.id}' says from '{first.was}' to '{last.to}'"
            yield Problem(last.place, f"{told}, and nothing in the data of {about[0] or about[1]} changes so")


def remedy(difference: Difference, quarter: Quarter) -> str:
    """What an editor may do about an unexplained difference."""
    thing = difference.path[-1].split(" ")[0]
    if difference.old is None and difference.path[0] == "plans" and thing in ("measure", "action", "priority"):
        return "give what is new in a plan a title with from: and the first quarter that has it"
    if difference.old is None and difference.path[0] == "plans" and (thing == "outcome" or len(difference.path) == 2):
        return "give what is new in a plan from: and the first quarter that has it"
    what = "page: the address of the page that shows it"
    if difference.measure or difference.action:
        what = f"measure: {difference.measure}" if difference.measure else f"action: {difference.action}"
    return f"give data/corrections.yml an entry with quarter: {difference.quarter or quarter} and {what}"


def held_back(quarter: Quarter, data: Data, shelf: Shelf, now: datetime) -> Quarter | None:
    """The quarter itself is due, but an earlier one is not: this one's edition would show its figures."""
    held = (one.quarter for one in data.quarters if one.quarter < quarter and not shelf.edition(one.quarter.name))
    return min((one for one in held if not has_come(data.calendar, one, now)), default=None)
