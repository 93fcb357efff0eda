"""When a quarter's time has come: the announced moment of each edition, on the clocks of the United Kingdom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from quarterday.model import Release
from quarterday.periods import Quarter

LONDON = ZoneInfo("Europe/London")

Releases = tuple[Release, ...]


def release_of(calendar: Releases, quarter: Quarter) -> Release | None:
    return next((release for release in calendar if release.quarter == quarter), None)


def moment(release: Release) -> datetime:
    """The announced moment, on London's clocks; of an hour that they show twice, the first."""
    return datetime.combine(release.date, release.time, LONDON)


def has_come(calendar: Releases, quarter: Quarter, now: datetime) -> bool:
    """Whether a quarter may be published at a moment. A quarter that the calendar does not name is free."""
    release = release_of(calendar, quarter)
    # Two times of one zone would be compared by what the clock shows, which is not an order when it is put back.
    return release is None or now.astimezone(UTC) >= moment(release).astimezone(UTC)


def day_of(when: datetime) -> date:
    """The day of a moment in the United Kingdom."""
    return when.astimezone(LONDON).date()
