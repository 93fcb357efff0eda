"""The living pages above the editions: what they say, and that nothing unpublished is on them."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from parsed import Element, parsed
from quarterday.model import Data, Moved, Release, SignedOff, Stage
from quarterday.periods import Quarter
from quarterday.policy import REFERRER, policy
from quarterday.records import LedgerEntry, Shelf, Shelved, Signature, Superseded, TakenDown
from quarterday.root import root
from quarterday.site import Site

SITE_URL = "https://example.org/performance/"
COUNTS = {"actions": {"Completed": 2, "Overdue": 1}, "measures": {"On target": 3, "Off target": 1}}


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


Q3, Q4, Q1, Q2 = (
    Shelved(quarter="2021-22-q3", published=at(2022, 2, 18), counts=COUNTS),
    Shelved(
        quarter="2021-22-q4",
        published=at(2022, 5, 20),
        corrected=at(2022, 9, 6),
        signed_off=Signature(by="Head of Performance", date=date(2022, 5, 18)),
        counts=COUNTS,
        superseded=(Superseded(name="2021-22-q4-r1", published=at(2022, 5, 20), replaced=at(2022, 9, 6)),),
    ),
    Shelved(quarter="2022-23-q1", published=at(2022, 8, 19), counts=COUNTS),
    Shelved(quarter="2022-23-q2", published=at(2022, 11, 18), refreshed=at(2023, 1, 10), counts=COUNTS),
)
CALLS = LedgerEntry(
    id="calls-q4",
    date=date(2022, 9, 5),
    quarter="2021-22-q4",
    kind="correction",
    measure="calls-answered",
    was="82.1%",
    to="81.2%",
    reason="Two figures were exchanged.",
)
REPAIRS = LedgerEntry(
    id="repairs-q4",
    date=date(2022, 9, 6),
    quarter="2021-22-q4",
    kind="late data",
    action="mend-roofs",
    was="",
    to="=11",
    reason="The figures were late.",
)
WITHDRAWN = LedgerEntry(
    id="w-q4",
    date=date(2022, 9, 6),
    quarter="2021-22-q4",
    kind="withdrawal",
    measure="rent-arrears",
    reason="To protect people.",
)
DOWN = TakenDown(
    quarter="2021-22-q2", published=at(2021, 11, 19), taken_down=at(2021, 11, 20), reason="Committee had not seen it."
)
SHELF = Shelf(editions=(Q3, Q4, Q1, Q2), taken_down=(DOWN,), corrections=(CALLS, REPAIRS, WITHDRAWN))
CALENDAR = (
    Release(
        quarter=Quarter(2022, 3),
        stage=Stage.CONFIRMED,
        date=date(2023, 6, 16),
        time=time(9, 30),
        committee="Performance Committee",
        committee_date=date(2023, 6, 27),
        moved=(
            Moved.model_validate({"from": date(2023, 2, 17), "reason": "Staff were ill."}),
            Moved.model_validate({"from": date(2023, 3, 17), "reason": "The committee moved."}),
        ),
    ),
    Release(quarter=Quarter(2022, 4), stage=Stage.PROVISIONAL, date=date(2023, 12, 19)),
    Release(
        quarter=Quarter(2022, 2),
        stage=Stage.CONFIRMED,
        date=date(2022, 11, 18),
        committee_date=date(2022, 11, 29),
        signed_off=SignedOff(by="Head of Performance", date=date(2022, 11, 16)),
    ),
)


@pytest.fixture(scope="module")
def site(exampleshire: Data) -> Site:
    return root(exampleshire.council, CALENDAR, SHELF, SITE_URL)


def page(site: Site, address: str) -> Element:
    """A page's body, as a tree."""
    content = next(page.content for page in site.pages if page.address == address)
    return parsed(f"<body>{content}</body>")


def words(site: Site, address: str) -> str:
    return " ".join(page(site, address).text.split())


def file(site: Site, address: str) -> str:
    return next(file.content for file in site.files if file.address == address).decode("utf-8-sig")


def links(site: Site, address: str) -> set[str]:
    return {link.attributes["href"] for link in page(site, address).all("a")}


def test_there_is_a_page_for_every_quarter_published_taken_down_or_to_come(site: Site) -> None:
    assert [page.address for page in site.pages] == [
        "quarters/",
        "quarters/2021-22-q2/",
        "quarters/2021-22-q3/",
        "quarters/2021-22-q4/",
        "quarters/2022-23-q1/",
        "quarters/2022-23-q2/",
        "quarters/2022-23-q3/",
        "quarters/2022-23-q4/",
        "2021-22-q2/",
        "corrections/",
        "calendar/",
        "search/",
    ]
    assert not site.with_docs


def test_nothing_but_its_date_is_said_of_a_quarter_to_come(site: Site) -> None:
    assert words(site, "quarters/2022-23-q3/") == (
        "October to December 2022 Quarter 3, 2022/23: corrections and later editions This quarter is not published "
        "yet. It is to be published on 16 June 2023 at 09:30 (confirmed), for the Performance Committee of 27 June "
        "2023. The latest quarter is Quarter 2, 2022/23."
    )
    told = "\n".join(page.content for page in site.pages)
    assert "2022-23-q3/measures" not in told and 'href="../2022-23-q3/"' not in told


def test_all_quarters_stand_newest_first_with_the_latest_marked(site: Site) -> None:
    titles = [heading.text for heading in page(site, "quarters/").all("h2", "h3")]
    assert titles == [
        *("2022/23", "Quarter 2, 2022/23", "Quarter 1, 2022/23"),
        *("2021/22", "Quarter 4, 2021/22", "Quarter 3, 2021/22"),
        *("To come", "Quarter 3, 2022/23", "Quarter 4, 2022/23"),
        *("Taken down", "Quarter 2, 2021/22"),
    ]
    told = words(site, "quarters/")
    assert told.count("The latest quarter") == 1
    assert "July to September 2022 The latest quarter Published on 18 November 2022, for the committee of" in told
    assert "Published on 20 May 2022. Signed off by Head of Performance on 18 May 2022." in told
    assert "Actions, worked out here: 2 Completed 1 Overdue Measures, worked out here: 3 On target 1 Off target" in told
    assert "3 corrections, the last on 6 September 2022" in told
    assert "Published on 19 November 2021, and taken down on 20 November 2021. Why: Committee had not seen it." in told
    assert "To be published on 19 December 2023 at 09:30 (provisional)." in told
    assert {"../2022-23-q2/", "../2021-22-q4/", "../quarters/2021-22-q4/"} <= links(site, "quarters/")
    assert "../2021-22-q2/" not in links(site, "quarters/")


def test_a_count_by_a_word_that_is_no_longer_ours_is_told_as_it_was_published(exampleshire: Data) -> None:
    older = Q1.model_copy(update={"counts": {"measures": {"On track": 2, "On target": 1}}})
    told = words(root(exampleshire.council, (), Shelf(editions=(older,)), SITE_URL), "quarters/")
    assert "Measures, worked out here: 2 On track 1 On target" in told


def test_a_quarter_s_page_tells_its_corrections_and_keeps_what_was_first_published(site: Site) -> None:
    told = words(site, "quarters/2021-22-q4/")
    assert "Quarter 4, 2021/22 is not the latest quarter. The latest is Quarter 2, 2022/23." in told
    assert "First published 20 May 2022 Last corrected 6 September 2022" in told
    assert (
        "Measure calls-answered. Published as “82.1%”. Corrected to “81.2%”. Why: Two figures were exchanged." in told
    )
    assert "Action mend-roofs. Published as blank. Corrected to “=11”. Why: The figures were late." in told
    assert "Quarter 4, 2021/22, as published on 20 May 2022, replaced on 6 September 2022" in told
    assert {
        "../../2021-22-q4/",
        "../../latest/",
        "../../2021-22-q4/measures/calls-answered/",
        "../../2021-22-q4/actions/mend-roofs/",
        "../../2021-22-q4-r1/",
    } == links(site, "quarters/2021-22-q4/")


def test_a_withdrawal_is_told_with_its_day_and_reason_and_never_what_it_was(site: Site) -> None:
    for address in ("quarters/2021-22-q4/", "corrections/"):
        assert "Something was removed from this edition. What it was is not said. Why: To protect people." in words(
            site, address
        )
    told = [page.content for page in site.pages] + [file(site, "corrections.csv")]
    assert not [text for text in told if "rent-arrears" in text]


def test_a_later_correction_reaches_the_readers_of_editions_already_frozen(site: Site) -> None:
    """Quarter 1 was published before Quarter 4 was corrected, and Quarter 2 after it."""
    told = words(site, "quarters/2022-23-q1/")
    assert "These corrections came after it was published, so its own pages do not have them." in told
    assert "Published as “82.1%”. Corrected to “81.2%”." in told
    for later in ("quarters/2022-23-q2/", "quarters/2021-22-q3/", "quarters/2021-22-q4/"):
        assert "Later corrections to earlier quarters" not in words(site, later)


@pytest.mark.parametrize(
    ("published", "corrected", "dated", "is_told"),
    [
        # By the moment it was published where that is known, not by the day that is written in it.
        (at(2022, 9, 6, 8), at(2022, 9, 6, 9), date(2022, 9, 1), True),
        (at(2022, 9, 6, 10), at(2022, 9, 6, 9), date(2022, 9, 6), False),
        # An edition that was since taken down has no moment: its reader is told once too often rather than never.
        (at(2022, 9, 6, 10), None, date(2022, 9, 6), True),
        (at(2022, 9, 7), None, date(2022, 9, 6), False),
    ],
)
def test_which_corrections_an_edition_was_too_early_for(
    published: datetime, corrected: datetime | None, dated: date, is_told: bool, exampleshire: Data
) -> None:
    before = Q4.model_copy(update={"corrected": corrected, "superseded": ()})
    editions = (*([before] if corrected else []), Q1.model_copy(update={"published": published}))
    shelf = Shelf(editions=editions, corrections=(CALLS.model_copy(update={"date": dated}),))
    told = words(root(exampleshire.council, (), shelf, SITE_URL), "quarters/2022-23-q1/")
    assert ("Later corrections to earlier quarters" in told) is is_told


def test_an_edition_that_was_taken_down_says_when_and_why_and_links_to_none_of_it(site: Site) -> None:
    assert words(site, "quarters/2021-22-q2/") == (
        "July to September 2021 Quarter 2, 2021/22: corrections and later editions This quarter is not published now: "
        "it was taken down. The latest quarter is Quarter 2, 2022/23. Taken down Published on 19 November 2021, and "
        "taken down on 20 November 2021. Why: Committee had not seen it."
    )


@pytest.mark.parametrize(("announced", "is_to_come"), [(date(2021, 11, 20), False), (date(2021, 11, 30), True)])
def test_a_quarter_that_was_published_too_early_is_still_to_come(
    announced: date, is_to_come: bool, exampleshire: Data
) -> None:
    again = Release(quarter=Quarter(2021, 2), stage=Stage.CONFIRMED, date=announced, time=time(9, 0))
    site = root(exampleshire.council, (again,), SHELF, SITE_URL)
    said = "It is to be published again on 30 November 2021 at 09:00 (confirmed)."
    assert (said in words(site, "quarters/2021-22-q2/")) is is_to_come
    assert ("To be published on" in words(site, "quarters/")) is is_to_come
    assert "Why: Committee had not seen it." in words(site, "quarters/")


def test_a_refreshed_edition_says_when_it_was_built_again(site: Site) -> None:
    assert (
        "Built again 10 January 2023, with newer page designs and the same figures and words of the report."
        in words(site, "quarters/2022-23-q2/")
    )


def test_the_corrections_are_a_download_too_as_printed(site: Site) -> None:
    rows = list(csv.DictReader(io.StringIO(file(site, "corrections.csv"))))
    assert [row["id"] for row in rows] == ["w-q4", "repairs-q4", "calls-q4"]
    assert rows[1]["published_as"] == "" and rows[1]["corrected_to"] == "'=11"
    assert rows[2] == {
        "id": "calls-q4",
        "date": "2022-09-05",
        "quarter": "2021-22-q4",
        "kind": "correction",
        "measure": "calls-answered",
        "action": "",
        "page": "",
        "published_as": "82.1%",
        "corrected_to": "81.2%",
        "reason": "Two figures were exchanged.",
    }


@pytest.mark.parametrize(
    ("of", "said", "link"),
    [
        ("/", "The quarter at a glance.", "../2021-22-q4/"),
        ("plans/loip/", "Page plans/loip/.", "../2021-22-q4/plans/loip/"),
    ],
)
def test_a_correction_of_a_page_leads_to_it(of: str, said: str, link: str, exampleshire: Data) -> None:
    entry = CALLS.model_copy(update={"measure": None, "page": of})
    site = root(exampleshire.council, (), SHELF.model_copy(update={"corrections": (entry,)}), SITE_URL)
    assert said.removesuffix(".") in words(site, "corrections/")
    assert link in links(site, "corrections/")


def test_a_moved_date_is_told_with_each_reason(site: Site) -> None:
    told = words(site, "calendar/")
    assert "Quarter 3, 2022/23 17 February 2023 17 March 2023 Staff were ill." in told
    assert "Quarter 3, 2022/23 17 March 2023 16 June 2023 The committee moved." in told
    assert "Quarter 4, 2022/23 January to March 2023 19 December 2023, provisional 09:30 No date is given" in told
    assert "Quarter 2, 2022/23 18 November 2022 Committee of 29 November 2022" in told


def test_the_dates_are_a_calendar_file_in_utc_that_stays_the_same(site: Site, exampleshire: Data) -> None:
    written = file(site, "calendar.ics")
    assert written == file(root(exampleshire.council, CALENDAR[::-1], SHELF, SITE_URL), "calendar.ics")
    events = Calendar.from_ical(written).walk("VEVENT")
    assert [str(event["uid"]) for event in events] == [
        "2022-23-q2@example.org",
        "2022-23-q3@example.org",
        "2022-23-q4@example.org",
    ]
    moved = events[1]
    assert moved["dtstart"].to_ical() == b"20230616T083000Z"
    assert (moved["sequence"], str(moved["status"])) == (2, "CONFIRMED")
    assert str(moved["url"]) == f"{SITE_URL}quarters/2022-23-q3/"
    assert str(moved["description"]) == (
        "This date is confirmed. For the Performance Committee of 27 June 2023. Moved from 17 March 2023: The "
        "committee moved."
    )
    assert [event["dtstamp"].to_ical() for event in events] == [
        b"20221001T000000Z",
        b"20230101T000000Z",
        b"20230401T000000Z",
    ]
    assert events[2]["dtstart"].to_ical() == b"20231219T093000Z"
    assert str(events[2]["status"]) == "TENTATIVE"


def test_the_first_page_leads_to_the_latest_quarter_without_a_script(site: Site) -> None:
    html = file(site, "index.html")
    assert '<meta http-equiv="refresh" content="0; url=latest/">' in html
    assert '<a href="latest/">Go to the latest quarter: Quarter 2, 2022/23</a>' in html
    assert '<link rel="canonical" href="https://example.org/performance/2022-23-q2/">' in html
    assert f'http-equiv="Content-Security-Policy" content="{policy()}"'.replace("'", "&#39;") in html
    assert f'<meta name="referrer" content="{REFERRER}">' in html
    assert html.startswith('<!doctype html>\n<html lang="en-GB">')
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)


def test_the_shelf_itself_is_published_byte_for_byte(site: Site) -> None:
    assert file(site, "editions.json") == SHELF.written()


def test_a_crawler_is_led_to_every_edition_and_kept_from_superseded_copies(site: Site) -> None:
    robots = file(site, "robots.txt")
    assert re.findall(r"^(?!#)\S.*", robots, re.M) == [
        "User-agent: *",
        "Disallow: /performance/2021-22-q4-r1/",
        "Sitemap: https://example.org/performance/sitemap.xml",
    ]
    assert re.findall("<loc>(.*)</loc>", file(site, "sitemap.xml")) == [
        f"{SITE_URL}{name}"
        for name in (
            "sitemap-root.xml",
            "2022-23-q2/sitemap.xml",
            "2022-23-q1/sitemap.xml",
            "2021-22-q4/sitemap.xml",
            "2021-22-q3/sitemap.xml",
        )
    ]
    ours = [f"{SITE_URL}{page.address}" for page in site.pages if page.address not in ("search/", "2021-22-q2/")]
    assert re.findall("<loc>(.*)</loc>", file(site, "sitemap-root.xml")) == ours


def test_without_an_address_of_its_own_a_site_has_no_sitemap(exampleshire: Data) -> None:
    site = root(exampleshire.council, CALENDAR, SHELF, "")
    assert "sitemap.xml" not in {file.address for file in site.files}
    assert "Sitemap:" not in file(site, "robots.txt")
    assert "canonical" not in file(site, "index.html")
    assert "Disallow: /2021-22-q4-r1/" in file(site, "robots.txt")


def test_an_empty_shelf_says_that_nothing_is_published_and_leads_nowhere(exampleshire: Data) -> None:
    site = root(exampleshire.council, CALENDAR[:1], Shelf(), SITE_URL)
    assert "No quarter is published yet" in words(site, "")
    assert "index.html" not in {file.address for file in site.files}
    assert "No quarter is published yet." in words(site, "quarters/")
    assert words(site, "corrections/") == "Corrections No published quarter has been corrected."
    said = "".join(page.content for page in site.pages) + str(site.frame)
    assert "latest/" not in said
    assert "Disallow:\n" in file(site, "robots.txt")


HARM = '<img src=x onerror="alert(1)">'


def test_what_people_wrote_is_shown_as_words_and_never_as_markup(exampleshire: Data) -> None:
    council = exampleshire.council.model_copy(update={"name": HARM})
    calendar = tuple(
        release.model_copy(
            update={"committee": HARM, "moved": tuple(m.model_copy(update={"reason": HARM}) for m in release.moved)}
        )
        for release in CALENDAR
    )
    harmed = {"was": HARM, "to": HARM, "reason": HARM}
    shelf = Shelf(
        editions=(Q4.model_copy(update={"signed_off": Signature(by=HARM, date=date(2022, 5, 18))}),),
        taken_down=(DOWN.model_copy(update={"reason": HARM}),),
        corrections=tuple(entry.model_copy(update=harmed) for entry in (CALLS, WITHDRAWN)),
    )
    site = root(council, calendar, shelf, SITE_URL)
    made = {page.address: page.content for page in site.pages} | {"index.html": file(site, "index.html")}
    assert {address for address, html in made.items() if "<img" in html} == set()
    for address in (
        "quarters/",
        "quarters/2021-22-q4/",
        "quarters/2021-22-q2/",
        "corrections/",
        "calendar/",
        "index.html",
    ):
        assert "&lt;img src=x onerror=" in made[address], address


def test_only_the_root_leads_to_the_latest_quarter(site: Site) -> None:
    assert [(entry.title, entry.address) for entry in site.frame.nav] == [
        ("Latest quarter", "latest/"),
        ("All quarters", "quarters/"),
        ("Corrections", "corrections/"),
        ("When published", "calendar/"),
    ]
    assert site.frame.statement == "latest/accessibility/"


def test_without_a_script_the_search_leads_to_the_a_to_z_of_each_quarter(site: Site) -> None:
    assert {f"../{quarter}/search/#a-to-z" for quarter in ("2022-23-q2", "2022-23-q1", "2021-22-q4", "2021-22-q3")} == (
        links(site, "search/")
    )
    options = [(option.attributes["value"], option.text) for option in page(site, "search/").all("option")]
    assert options[:2] == [("", "All quarters"), ("2022-23-q2", "Quarter 2, 2022/23")]
