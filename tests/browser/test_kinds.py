"""The gate reads a page of every kind there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.kinds import (
    ALL_UP_TO,
    KINDS,
    MADE_BY,
    MADE_BY_ROOT,
    NOWHERE,
    PARTS,
    PUBLISHED,
    ROOT,
    addresses,
    made_by,
    read_by_the_gate,
)

TEMPLATES = Path(__file__).parents[2] / "hooks" / "quarterday" / "templates"


def test_every_template_that_makes_a_page_has_its_addresses() -> None:
    templates = {path.name.removesuffix(".html.j2") for path in TEMPLATES.glob("*.html.j2")}
    assert templates - PARTS - NOWHERE == set(MADE_BY | MADE_BY_ROOT) - {"docs", "404"}


def test_there_is_a_page_of_every_kind_that_is_made() -> None:
    kinds = [address.partition("/") for address in KINDS.values()]
    assert {made_by(address, site) for site, _, address in kinds} == set(MADE_BY | MADE_BY_ROOT)


@pytest.mark.parametrize("council", PUBLISHED)
def test_every_page_is_of_a_kind_that_is_known(council: str, folders: dict[str, Path]) -> None:
    pages = addresses(folders[council])
    assert ("" in pages) is (council != ROOT) and "404.html" in pages
    assert [page for page in pages if made_by(page, council) is None] == []


def test_a_page_that_nobody_has_heard_of_is_of_no_kind() -> None:
    assert made_by("corrections/one/") is None
    assert made_by("measures/one/two/") is None


def test_a_site_of_up_to_150_pages_is_read_whole() -> None:
    pages = [f"measures/{number}/" for number in range(ALL_UP_TO)]
    assert read_by_the_gate(pages, 5) == pages


def test_of_a_larger_site_a_page_of_each_kind_is_read_each_day_and_every_page_in_ten_days() -> None:
    pages = ["", "measures/", *(f"measures/{number}/" for number in range(200)), "search/"]
    days = [read_by_the_gate(pages, day) for day in range(738_000, 738_010)]
    assert all({"", "measures/", "measures/0/", "search/"} <= set(read) for read in days)
    assert all(20 <= len(read) <= 26 for read in days)
    assert {page for read in days for page in read} == set(pages)
