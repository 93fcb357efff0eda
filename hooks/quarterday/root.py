"""The living pages above the editions: what is published, corrected, taken down and to come.

They are built anew at each publication, so they alone may say which quarter is the latest. They are made of the shelf
and the calendar, and know nothing of a quarter that is not published but its announced date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from quarterday.diary import diary
from quarterday.downloads import size, table
from quarterday.frames import environment, framed
from quarterday.languages import marked
from quarterday.model import Council, Release
from quarterday.periods import Quarter
from quarterday.policy import REFERRER, policy
from quarterday.records import SHELF, LedgerEntry, Shelf, Shelved
from quarterday.release import day_of, moment, release_of
from quarterday.site import Entry, File, FooterGroup, Frame, Page, Site, slug
from quarterday.status import STATUS_WORDS, Status

LATEST = "latest/"
"""A copy of the latest edition, which each publication puts in place."""
LEDGER = "corrections.csv"
DIARY = "calendar.ics"
LEDGER_COLUMNS = (
    "id",
    "date",
    "quarter",
    "kind",
    "measure",
    "action",
    "page",
    "published_as",
    "corrected_to",
    "reason",
)


def root(council: Council, calendar: tuple[Release, ...], shelf: Shelf, site_url: str) -> Site:
    """Every living page and file. Without ``site_url`` there is no sitemap, whose addresses must be whole."""
    return _Root(council, calendar, shelf, site_url and f"{site_url.rstrip('/')}/").site()


@dataclass(frozen=True)
class Published:
    """An edition on the shelf, with all that is told of it now."""

    shelved: Shelved
    is_latest: bool
    release: Release | None
    corrections: tuple[LedgerEntry, ...]
    """The latest first."""

    @property
    def quarter(self) -> Quarter:
        return self.shelved.when

    @property
    def first_published(self) -> date:
        """The day of its first publication: a correction has a day of its own."""
        return day_of(min([self.shelved.published, *(copy.published for copy in self.shelved.superseded)]))

    @property
    def counts(self) -> dict[str, list[tuple[int, str, Status | None]]]:
        """What is counted, and how many are in each status. A word that is no longer ours has no shape."""
        return {
            what: [(number, word, STATUS_WORDS.get(word.lower())) for word, number in words.items()]
            for what, words in self.shelved.counts.items()
        }


@dataclass(frozen=True)
class Move:
    """A confirmed date that was changed."""

    quarter: Quarter
    was: date
    to: date
    reason: str


class _Root:
    """Renders; holds nothing that changes but Jinja's own environment."""

    def __init__(self, council: Council, calendar: tuple[Release, ...], shelf: Shelf, site_url: str) -> None:
        self.council = council
        self.calendar = tuple(sorted(calendar, key=lambda release: release.quarter))
        self.shelf = shelf
        self.site_url = site_url
        self.published = tuple(map(self._published, sorted(shelf.editions, key=lambda e: e.when, reverse=True)))
        self.latest = next(iter(self.published), None)
        self.ledger = _latest_first(shelf.corrections)
        self.taken_down = tuple(taken for taken in shelf.taken_down if shelf.edition(taken.quarter) is None)
        self.to_come = tuple(filter(self._is_to_come, self.calendar))
        self.files = self._downloads()
        self.environment = environment(council)
        self.environment.filters |= {"day_of": day_of}
        self.environment.globals |= {
            "published": self.published,
            "latest": self.latest,
            "to_come": self.to_come,
            "taken_down": self.taken_down,
            "quarter_named": Quarter.named,
            "living": living,
            "place_of": place_of,
            "has_edition": lambda entry: shelf.edition(entry.quarter) is not None,
            "size": self.size,
        }

    def site(self) -> Site:
        pages = tuple(self.pages())
        return Site(self.frame(), pages, (*self.files.values(), *self._unframed(pages)), with_docs=False)

    def frame(self) -> Frame:
        latest = (Entry("Latest quarter", LATEST, "latest"),) if self.latest else ()
        ours = (
            Entry("All quarters", "quarters/", "quarters"),
            Entry("Corrections", "corrections/", "corrections"),
            Entry("When published", "calendar/", "calendar"),
        )
        about = (
            Entry("About", f"{LATEST}about/"),
            Entry("How we rate performance", f"{LATEST}how-we-rate/"),
            Entry("Data and downloads", f"{LATEST}data/"),
            Entry("Accessibility statement", f"{LATEST}accessibility/"),
        )
        return framed(
            self.council,
            quarter_title="",
            quarter_months="",
            year_title="",
            year=(),
            nav=(*latest, *ours),
            footer=(
                FooterGroup("Every quarter", (*latest, *ours, Entry("Search all quarters", "search/"))),
                *((FooterGroup("About this site", about),) if self.latest else ()),
            ),
            statement=f"{LATEST}accessibility/" if self.latest else "",
        )

    def page(
        self,
        address: str,
        title: str,
        template: str,
        section: str,
        crumbs: Iterable[tuple[str, str]] = (),
        **given: Any,
    ) -> Page:
        def draw() -> str:
            content = self.environment.get_template(template).render(here=address, title=title, **given)
            return marked(content, self.council.other_languages)

        trail = tuple(crumbs)
        return Page(
            address,
            title,
            draw,
            f"{title}. {self.council.name}.",
            section,
            (*trail, (title, address)) if trail else (),
        )

    def pages(self) -> Iterable[Page]:
        if not self.latest:
            now = "now" if self.taken_down else "yet"
            yield self.page("", f"No quarter is published {now}", "root_nothing.html.j2", "home")
        years = groupby(self.published, key=lambda edition: edition.quarter.years)
        yield self.page(
            "quarters/",
            "All quarters",
            "root_quarters.html.j2",
            "quarters",
            years=[(year, tuple(editions)) for year, editions in years],
        )
        for quarter in self._quarters():
            yield self._quarter(quarter)
        yield from self._gone()
        yield self.page("corrections/", "Corrections", "root_corrections.html.j2", "corrections", ledger=self.ledger)
        yield self.page(
            "calendar/", "When each quarter is published", "root_calendar.html.j2", "calendar", moves=self._moves()
        )
        yield self.page("search/", "Search all quarters", "root_search.html.j2", "search")

    def _gone(self) -> Iterable[Page]:
        """What stands at an address that had pages once: of an edition taken down, of a copy that had to go."""
        for taken in self.taken_down:
            quarter = Quarter.named(taken.quarter)
            title = f"{quarter.title} was taken down"
            yield self.page(f"{quarter}/", title, "root_gone.html.j2", "gone", quarter=quarter, taken=taken)
        copies = {name: edition.quarter for edition in self.published for name in edition.shelved.removed_copies}
        copies |= {name: Quarter.named(taken.quarter) for taken in self.taken_down for name in taken.copies}
        for name, quarter in copies.items():
            title = f"An earlier copy of {quarter.title} was removed"
            yield self.page(f"{name}/", title, "root_gone.html.j2", "gone", quarter=quarter, taken=None)

    def _is_to_come(self, release: Release) -> bool:
        """Not published; or taken down before its time, which is then still to come."""
        name = release.quarter.name
        taken = (taken.taken_down for taken in self.taken_down if taken.quarter == name)
        return self.shelf.edition(name) is None and all(moment(release) > when for when in taken)

    def _quarters(self) -> list[Quarter]:
        """On the shelf, taken down or to come, or named by a correction."""
        shelf = self.shelf
        named = {r.quarter for held in (shelf.editions, shelf.taken_down, shelf.corrections) for r in held}
        return sorted({*map(Quarter.named, named), *(release.quarter for release in self.to_come)})

    def _quarter(self, quarter: Quarter) -> Page:
        edition = next((edition for edition in self.published if edition.quarter == quarter), None)
        return self.page(
            living(quarter),
            f"{quarter.title}: corrections and later editions",
            "root_quarter.html.j2",
            "quarters",
            crumbs=(("All quarters", "quarters/"),),
            quarter=quarter,
            edition=edition,
            release=release_of(self.calendar, quarter),
            taken=tuple(taken for taken in self.shelf.taken_down if taken.quarter == quarter.name),
            corrections=_latest_first(self.shelf.corrections_of(quarter.name)),
            unseen=self._unseen(edition) if edition else (),
        )

    def _unseen(self, edition: Published) -> tuple[LedgerEntry, ...]:
        """Corrections of earlier quarters that were published after this edition, which shows those quarters too."""
        made = edition.shelved.corrected or edition.shelved.published
        earlier = (entry for entry in self.ledger if Quarter.named(entry.quarter) < edition.quarter)
        return tuple(entry for entry in earlier if self._is_after(entry, made))

    def _is_after(self, entry: LedgerEntry, made: datetime) -> bool:
        """An entry has the day of its decision; it was published with the first edition from that day on."""
        corrected = self.shelf.edition(entry.quarter)
        times = [] if corrected is None else [copy.replaced for copy in corrected.superseded]
        if corrected and corrected.corrected:
            times.append(corrected.corrected)
        published = min((time for time in times if day_of(time) >= entry.date), default=None)
        return published > made if published else entry.date >= day_of(made)

    def _published(self, shelved: Shelved) -> Published:
        return Published(
            shelved,
            shelved == self.shelf.latest,
            release_of(self.calendar, shelved.when),
            _latest_first(self.shelf.corrections_of(shelved.quarter)),
        )

    def _moves(self) -> list[Move]:
        return [
            Move(release.quarter, moved.was, to, moved.reason)
            for release in self.calendar
            for moved, to in zip(release.moved, [*(m.was for m in release.moved[1:]), release.date], strict=False)
        ]

    def _downloads(self) -> dict[str, File]:
        files = (
            File(SHELF, lambda: [self.shelf.written().encode()]),
            File(LEDGER, lambda: [table(LEDGER_COLUMNS, map(_row, self.ledger))]),
            File(DIARY, lambda: [diary(self.council.name, self.calendar, self.site_url)]),
        )
        return {file.address: file for file in files}

    def size(self, address: str) -> str:
        return size(self.files[address])

    def _unframed(self, pages: Iterable[Page]) -> Iterable[File]:
        """The way from the bare address to the latest edition, and what crawlers read."""
        if self.latest:
            yield self._rendered("index.html", "root_redirect.html.j2")
        superseded = [copy for edition in self.shelf.editions for copy in edition.superseded]
        path = urlsplit(self.site_url).path or "/"
        yield self._rendered("robots.txt", "root_robots.txt.j2", path=path, superseded=superseded)
        if self.site_url:
            addresses = [page.address for page in pages if page.section not in ("search", "gone")]
            yield self._rendered("sitemap.xml", "root_sitemap_index.xml.j2")
            yield self._rendered("sitemap-root.xml", "root_sitemap.xml.j2", addresses=addresses)

    def _rendered(self, address: str, template: str, **given: Any) -> File:
        def draw() -> list[bytes]:
            made = self.environment.get_template(template).render(
                here="", site_url=self.site_url, policy=policy(), referrer=REFERRER, **given
            )
            return [f"{made.strip()}\n".encode()]

        return File(address, draw)


def living(quarter: Quarter) -> str:
    """The address of a quarter's page of corrections and later editions."""
    return f"quarters/{quarter.name}/"


def place_of(entry: LedgerEntry) -> tuple[str, str]:
    """What was corrected, and its address in the edition."""
    edition = f"{entry.quarter}/"
    if entry.measure:
        return entry.title or f"Measure {entry.measure}", f"{edition}measures/{slug(entry.measure)}/"
    if entry.action:
        return entry.title or f"Action {entry.action}", f"{edition}actions/{slug(entry.action)}/"
    page = (entry.page or "").strip("/")
    return (f"Page {page}/", f"{edition}{page}/") if page else ("The quarter at a glance", edition)


def _latest_first(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """By date; of one day, the last that was written first."""
    return tuple(sorted(reversed(tuple(entries)), key=lambda entry: entry.date, reverse=True))


def _row(entry: LedgerEntry) -> dict[str, str]:
    """Of a withdrawal, what it was about stays blank."""
    about = {} if entry.is_withdrawal else {"measure": entry.measure, "action": entry.action, "page": entry.page}
    given = {
        "id": entry.id,
        "date": entry.date.isoformat(),
        "quarter": entry.quarter,
        "kind": entry.kind,
        **about,
        "published_as": entry.was,
        "corrected_to": entry.to,
        "reason": entry.reason,
    }
    return {column: given.get(column) or "" for column in LEDGER_COLUMNS}
