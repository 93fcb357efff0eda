"""The announced dates, and those of promises, as calendar files for a diary. The only module that knows iCalendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from quarterday.model import Council, Release, Stage
from quarterday.periods import Quarter, long_date
from quarterday.promises import Kept, Promise
from quarterday.release import moment
from quarterday.site import slug

STATUS = {Stage.PROVISIONAL: "TENTATIVE", Stage.CONFIRMED: "CONFIRMED"}


def diary(council_name: str, calendar: tuple[Release, ...], site_url: str) -> bytes:
    """An event for each edition in the calendar, in UTC. The same data give the same bytes."""
    made = _calendar(f"{council_name}: performance")
    host = urlsplit(site_url).hostname or slug(council_name)
    for release in sorted(calendar, key=lambda release: release.quarter):
        made.add_component(_event(release, host, site_url))
    written: bytes = made.to_ical()
    return written


def diary_of_promises(council: Council, quarter: Quarter, found: Iterable[Promise]) -> bytes:
    """A day for each promise whose date is still to come, by a quarter's edition. The same data give the same bytes."""
    made = _calendar(f"{council.name}: promised by {quarter.title}")
    for promise in found:
        if promise.standing is Kept.TO_COME and promise.last_day is not None:
            made.add_component(_promise(promise, promise.last_day, quarter, slug(council.name)))
    written: bytes = made.to_ical()
    return written


def _calendar(name: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Quarterday//Quarterly performance//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    return made


def _promise(promise: Promise, day: date, quarter: Quarter, host: str) -> Event:
    # The same promise keeps its name in each quarter's file, and when its date is moved.
    named = (promise.kind.value, promise.about.id, str(promise.of or ""), promise.title)
    event = Event()
    event.add("uid", f"{hashlib.sha256(repr(named).encode()).hexdigest()[:32]}@{host}")
    event.add("dtstamp", datetime.combine(quarter.next.first_day, time(), UTC))
    event.add("sequence", len(promise.before))
    event.add("dtstart", day)
    event.add("summary", f"{promise.kind.value}: {promise.title or promise.about.title}")
    event.add("transp", "TRANSPARENT")
    event.add("description", f"{promise.about.title}. Printed as “{promise.words}” in {promise.said_in.title}.")
    return event


def _event(release: Release, host: str, site_url: str) -> Event:
    event = Event()
    event.add("uid", f"{release.quarter.name}@{host}")
    # A day of building would make each build another file; a diary takes a later SEQUENCE for news.
    event.add("dtstamp", datetime.combine(release.quarter.next.first_day, time(), UTC))
    event.add("sequence", len(release.moved))
    event.add("dtstart", moment(release).astimezone(UTC))
    event.add("summary", f"{release.quarter.title}: performance published")
    event.add("status", STATUS[release.stage])
    event.add("transp", "TRANSPARENT")
    event.add("description", _description(release))
    if site_url:
        event.add("url", f"{site_url}quarters/{release.quarter.name}/")
    return event


def _description(release: Release) -> str:
    told = [f"This date is {release.stage.value}."]
    if release.committee_date:
        told.append(f"For the {release.committee or 'committee'} of {long_date(release.committee_date)}.")
    if release.moved:
        last = release.moved[-1]
        told.append(f"Moved from {long_date(last.was)}: {last.reason}")
    return " ".join(told)
