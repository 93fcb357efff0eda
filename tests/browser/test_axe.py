"""No page has a fault that axe can find, in the light and in the dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.checks import axe
from browser.kinds import PUBLISHED, SITES, addresses, read_by_the_gate
from browser.record import READ, Run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("council", PUBLISHED)
def test_axe_finds_no_fault_in_any_page(
    council: str,
    scheme: str,
    folders: dict[str, Path],
    served: dict[str, str],
    reader: Callable[..., Page],
    record_property: Callable[[str, object], None],
) -> None:
    page, found = reader(color_scheme=scheme), list[str]()
    read = read_by_the_gate(addresses(folders[council]), date.today().toordinal())
    assert read
    for address in read:
        page.goto(served[council] + address)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{address}, {scheme}, {width} px: {fault}" for fault in axe.faults(page, scheme)]
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
        views=2 * len(read),
        faults=len(found),
    )
    record_property(READ, asdict(run))


def test_axe_finds_no_fault_in_what_the_search_found(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(320, color_scheme="dark")
    page.goto(address("moray/search/?q=children"))
    page.locator(".qd-found__item").first.wait_for()
    found = axe.faults(page, "dark")
    assert found == [], "\n".join(found)
