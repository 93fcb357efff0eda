"""What the shelf of editions is after a change, and which copies are kept or go. Pure: from values to values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from quarterday.corrections import without_what_was_withdrawn
from quarterday.model import Correction, CorrectionKind, Data, in_force
from quarterday.periods import Quarter
from quarterday.records import CalendarEntry, EditionRecord, LedgerEntry, Shelf, Shelved, Superseded, TakenDown


@dataclass(frozen=True)
class Shelving:
    """The shelf afterwards, the superseded copies to make (name: edition), and the names that go."""

    shelf: Shelf
    copies: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def calendar_of(data: Data) -> tuple[CalendarEntry, ...]:
    return tuple(map(CalendarEntry.of, data.calendar))


def with_editions(
    shelf: Shelf,
    records: Iterable[EditionRecord],
    data: Data,
    now: datetime,
    withdrawn_from: Quarter | None = None,
    site: str = ".",
) -> Shelving:
    """New editions, and corrected ones whose earlier state is kept as a copy.

    ``withdrawn_from``: the earliest quarter from which something was withdrawn. Copies of it and of all later quarters
    may show what was removed, so they go, and none is made.
    """
    editions = {edition.quarter: edition for edition in shelf.editions}
    copies: dict[str, str] = {}
    removed: list[str] = []
    public = {entry.id for entry in shelf.corrections}
    gone_quarters = {taken.quarter for taken in shelf.taken_down}
    public |= {
        one.id
        for one in data.corrections
        if one.kind is CorrectionKind.WITHDRAWAL and one.quarter.name in gone_quarters
    }
    for record in records:
        public |= {*record.corrections}
        before = editions.get(record.quarter)
        if before is None:
            editions[record.quarter] = Shelved(
                quarter=record.quarter,
                published=now,
                signed_off=record.signed_off,
                counts=record.counts,
                digest=record.digest,
                facts=record.facts,
                removed_copies=tuple(n for t in shelf.taken_down if t.quarter == record.quarter for n in t.copies),
            )
            continue
        kept, gone = before.superseded, before.removed_copies
        if withdrawn_from and before.when >= withdrawn_from:
            removed += [held.name for held in kept]
            gone = (*gone, *(held.name for held in kept))
            kept = ()
        else:
            name = f"{record.quarter}-r{len(kept) + len(gone) + 1}"
            copies[name] = record.quarter
            since = before.corrected or before.published
            kept = (*kept, Superseded(name=name, published=since, replaced=now, digest=before.digest))
        editions[record.quarter] = before.model_copy(
            update={
                "corrected": now,
                "refreshed": None,
                "signed_off": record.signed_off,
                "counts": record.counts,
                "digest": record.digest,
                "facts": record.facts,
                "superseded": kept,
                "removed_copies": gone,
            }
        )
    changed = {
        "site": site,
        "editions": tuple(sorted(editions.values(), key=lambda edition: edition.when)),
        "corrections": _ledger(data, public),
        "calendar": calendar_of(data),
    }
    return Shelving(shelf.model_copy(update=changed), copies, tuple(removed))


def _ledger(data: Data, public: set[str]) -> tuple[LedgerEntry, ...]:
    ledger = without_what_was_withdrawn(data.corrections)
    return tuple(LedgerEntry.of(one, _title(one, data)) for one in ledger if one.id in public)


def _title(correction: Correction, data: Data) -> str:
    """What the corrected measure or action is called in its quarter; of a withdrawal it is not said."""
    if correction.kind is CorrectionKind.WITHDRAWAL:
        return ""
    titles = [measure.title for measure in data.measures if measure.id == correction.measure]
    titles += [action.title for action in data.actions if action.id == correction.action]
    return next((in_force(title, correction.quarter) or "" for title in titles), "")


def with_refreshed(shelf: Shelf, records: Iterable[EditionRecord], now: datetime) -> Shelf:
    """Editions built again with newer templates."""
    renewed = {record.quarter: {"digest": record.digest, "facts": record.facts} for record in records}
    editions = tuple(
        edition.model_copy(update={"refreshed": now, **renewed[edition.quarter]})
        if edition.quarter in renewed
        else edition
        for edition in shelf.editions
    )
    return shelf.model_copy(update={"editions": editions})


def without(shelf: Shelf, edition: Shelved, reason: str, now: datetime) -> Shelving:
    """An edition taken down, with its copies."""
    copies = (*edition.removed_copies, *(copy.name for copy in edition.superseded))
    told = TakenDown(quarter=edition.quarter, published=edition.published, taken_down=now, reason=reason, copies=copies)
    changed = {
        "editions": tuple(one for one in shelf.editions if one != edition),
        "taken_down": (*shelf.taken_down, told),
    }
    names = (edition.quarter, *(copy.name for copy in edition.superseded))
    return Shelving(shelf.model_copy(update=changed), removed=names)
