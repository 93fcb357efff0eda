"""Without JavaScript the words are the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.checks import script_free

pytestmark = pytest.mark.browser


def test_the_words_of_a_page_are_the_same_without_javascript(
    kind: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    with_script, without = reader(), reader(java_script_enabled=False)
    for page in (with_script, without):
        page.goto(address(kind))
    found = script_free.faults(with_script, without)
    assert found == [], "\n".join(found)
    assert (with_script.locator("script").count() > 0) == (kind in ("search", "root search"))


def test_the_search_page_without_javascript_says_so_and_has_the_a_to_z(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(java_script_enabled=False)
    page.goto(address("search"))
    assert "Searching needs JavaScript, which is off in this browser." in page.locator("main").inner_text()
    assert page.locator(".qd-az__entry a:visible").count() > 30


def test_with_javascript_the_search_page_does_not_say_that_it_is_missing(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address("search"))
    assert "needs JavaScript" not in page.locator("main").inner_text()
