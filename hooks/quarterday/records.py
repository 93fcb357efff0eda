"""What is written beside published pages: the record of an edition, and of all that stands on the published branch.

They are public: ``edition.json`` in each edition and ``editions.json`` at the root. They are also the only memory
of what was published: everything that is said of an edition in retrospect is read from them.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from quarterday.model import Correction, CorrectionKind, Release
from quarterday.periods import Quarter

EDITION = "edition.json"
"""Stands in each edition."""
SHELF = "editions.json"
"""Stands at the root of the published branch."""

Counts = dict[str, dict[str, int]]
"""``{"measures": {"On target": 3}}``: how many are in each status, by the word shown for it."""


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def written(self) -> str:
        """As a file: stable, and easy to compare line by line."""
        return self.model_dump_json(indent=1) + "\n"


class Signature(Record):
    """Who let the edition be published: a post."""

    by: str
    date: date


class EditionRecord(Record):
    """``edition.json``: what an edition was made from, and the SHA-256 of every other file in it."""

    quarter: str
    published: datetime
    refreshed: datetime | None = None
    """When it was last built again with newer templates from the same data."""
    data_commit: str
    generator: str
    generator_commit: str
    lock: str
    """SHA-256 of the file of pinned packages; "" where there is none, or it was built with others."""
    signed_off: Signature | None = None
    corrections: tuple[str, ...] = ()
    """The ids of the corrections that it includes: to this quarter, and to the earlier ones that it shows."""
    counts: Counts
    facts: str = ""
    """SHA-256 of everything it was made from, by which it is known that the data have not changed since."""
    files: dict[str, str]

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.written().encode()).hexdigest()


class LedgerEntry(Record):
    """A correction as it was published; ``title`` is of the measure or action, and blank for a withdrawal,
    which does not say what it was about."""

    id: str
    date: date
    quarter: str
    kind: str
    measure: str | None = None
    action: str | None = None
    page: str | None = None
    was: str | None = None
    to: str | None = None
    reason: str
    title: str = ""

    @classmethod
    def of(cls, correction: Correction, title: str = "") -> LedgerEntry:
        about = {"measure", "action", "page"} if correction.kind is CorrectionKind.WITHDRAWAL else set()
        return cls(
            **correction.model_dump(exclude={"place", "quarter", "kind", "withdraws", *about}),
            quarter=correction.quarter.name,
            kind=correction.kind.value,
            title=title,
        )

    @property
    def about(self) -> tuple[str | None, str | None, str | None]:
        return self.measure, self.action, self.page

    @property
    def is_withdrawal(self) -> bool:
        return self.kind == CorrectionKind.WITHDRAWAL.value


class CalendarEntry(Record):
    """A date that was announced."""

    quarter: str
    stage: str
    date: date
    time: str

    @classmethod
    def of(cls, release: Release) -> CalendarEntry:
        return cls(
            quarter=release.quarter.name,
            stage=release.stage.value,
            date=release.date,
            time=f"{release.time:%H:%M}",
        )


class Superseded(Record):
    """An edition as it stood before a correction, kept under a name such as ``2022-23-q2-r1``."""

    name: str
    published: datetime
    replaced: datetime
    digest: str = ""


class Shelved(Record):
    """One quarter's edition on the published branch."""

    quarter: str
    published: datetime
    corrected: datetime | None = None
    refreshed: datetime | None = None
    signed_off: Signature | None = None
    counts: Counts
    digest: str = ""
    """SHA-256 of its ``edition.json``, which has those of all its other files."""
    facts: str = ""
    """As in its ``edition.json``."""
    draft: bool = False
    """In a preview alone: it is not published."""
    superseded: tuple[Superseded, ...] = ()
    removed_copies: tuple[str, ...] = ()
    """Names of superseded copies that a withdrawal took away."""

    @property
    def when(self) -> Quarter:
        return Quarter.named(self.quarter)


class TakenDown(Record):
    """An edition that was published by mistake."""

    quarter: str
    published: datetime
    taken_down: datetime
    reason: str
    copies: tuple[str, ...] = ()
    """The names of its superseded copies, which went with it and are not given again."""


class Shelf(Record):
    """``editions.json``: everything on the published branch, the oldest quarter first."""

    site: str = ""
    """The folder of the site in its repository, which no other site may publish over; "." for the top."""
    editions: tuple[Shelved, ...] = ()
    taken_down: tuple[TakenDown, ...] = ()
    corrections: tuple[LedgerEntry, ...] = ()
    calendar: tuple[CalendarEntry, ...] = ()

    @property
    def latest(self) -> Shelved | None:
        return max(self.editions, key=lambda edition: edition.when, default=None)

    def edition(self, quarter: str) -> Shelved | None:
        return next((edition for edition in self.editions if edition.quarter == quarter), None)

    def corrections_of(self, quarter: str) -> tuple[LedgerEntry, ...]:
        return tuple(entry for entry in self.corrections if entry.quarter == quarter)
