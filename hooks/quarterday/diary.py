"""The announced dates as a calendar file that a diary can follow. The only module that knows iCalendar."""

from __future__ import annotations

from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from quarterday.model import Release, Stage
from quarterday.periods import long_date
from quarterday.release import moment
from quarterday.site import slug

STATUS = {Stage.PROVISIONAL: "TENTATIVE", Stage.CONFIRMED: "CONFIRMED"}


def diary(council_name: str, calendar: tuple[Release, ...], site_url: str) -> bytes:
    """An event for each edition in the calendar, in UTC. The same data give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//Quarterday//Quarterly performance//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{council_name}: performance")
    host = urlsplit(site_url).hostname or slug(council_name)
    for release in sorted(calendar, key=lambda release: release.quarter):
        made.add_component(_event(release, host, site_url))
    written: bytes = made.to_ical()
    return written


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
