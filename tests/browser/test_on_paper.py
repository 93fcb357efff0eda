"""A page on paper has all its words and all its statuses, and nothing that is of use on a screen alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.checks import paper

pytestmark = pytest.mark.browser


def test_a_printed_page_has_all_its_words_and_nothing_to_press(
    kind: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address(kind))
    found = paper.faults(page)
    assert found == [], "\n".join(found)
