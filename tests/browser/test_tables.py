"""Every table of every page can be heard, cell by cell, and its figures line up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.checks import tables
from browser.kinds import PUBLISHED, addresses, read_by_the_gate

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("council", PUBLISHED)
def test_no_table_has_a_cell_that_says_nothing(
    council: str, folders: dict[str, Path], served: dict[str, str], reader: Callable[..., Page]
) -> None:
    page, found, seen = reader(), list[str](), 0
    for address in read_by_the_gate(addresses(folders[council]), date.today().toordinal()):
        page.goto(served[council] + address)
        seen += page.locator("table").count()
        found += [f"{address}: {fault}" for fault in tables.faults(page)]
    assert found == [], "\n".join(found)
    assert seen > 2
