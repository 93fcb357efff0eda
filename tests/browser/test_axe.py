"""No page has a fault that axe can find, in the light and in the dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.checks import axe
from browser.checks.reflow import STYLED
from browser.kinds import PUBLISHED, SITES, addresses, read_by_the_gate
from browser.record import READ, Run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("council", PUBLISHED)
def test_axe_finds_no_fault_in_any_page(
    council: str,
    folders: dict[str, Path],
    served: dict[str, str],
    reader: Callable[..., Page],
    record_property: Callable[[str, object], None],
) -> None:
    page, found = reader(), list[str]()
    page.add_init_script(axe.source())  # the browser keeps it compiled from page to page
    read = read_by_the_gate(addresses(folders[council]), date.today().toordinal())
    assert read
    for address in read:
        page.goto(served[council] + address)
        found += [f"{address}, {fault}" for fault in axe.everywhere(page)]
    assert found == [], "\n".join(found)
    if council not in SITES:
        return  # the root has no statement of its own
    with_it = page.context.browser
    assert with_it is not None
    run = Run(
        site=SITES[council],
        on=date.today().isoformat(),
        tools=f"axe-core {axe.version()} in Chromium {with_it.version.partition('.')[0]}",
        pages=len(read),
        views=len(read) * len(axe.SCHEMES) * len(axe.WIDTHS),
        faults=len(found),
    )
    record_property(READ, asdict(run))


def test_the_rules_of_colour_are_all_that_axe_has_in_that_category(reader: Callable[..., Page]) -> None:
    page = reader()
    page.evaluate(axe.source())
    rules = page.evaluate("(tags) => axe.getRules(tags).map(({ruleId, tags}) => [ruleId, tags])", axe.TAGS)
    asked = {rule for rule, tags in rules if "cat.color" in tags and not {"experimental", "deprecated"} & {*tags}}
    assert asked == {*axe.OF_COLOUR}


@pytest.mark.parametrize(
    ("in_the_dark", "named"),
    [
        ("main h1 { color: rgb(60, 60, 60) !important }", "color-contrast: h1"),
        ("main h1 { display: none }", "page-has-heading-one: html"),
    ],
    ids=["a colour", "a heading that is not there"],
)
def test_a_fault_of_the_dark_alone_is_named_with_its_views(
    in_the_dark: str, named: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(bypass_csp=True)
    page.goto(address("moray/glossary/"))
    page.evaluate(STYLED, f"@media (prefers-color-scheme: dark) {{ {in_the_dark} }}")
    found = axe.everywhere(page)
    assert [fault.partition(f": {named}")[0] for fault in found if named in fault] == ["dark, 1280 px", "dark, 320 px"]


def test_axe_finds_no_fault_in_what_the_search_found(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(320, color_scheme="dark")
    page.goto(address("moray/search/?q=children"))
    page.locator(".qd-found__item").first.wait_for()
    found = axe.faults(page, "dark")
    assert found == [], "\n".join(found)
