"""Without JavaScript the words are the same; and no page asks another host for anything, or keeps anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STORED = """() => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split(";").filter(Boolean),
]"""


def listen(page: Page, hosts: tuple[str, ...]) -> list[str]:
    """Everything that goes wrong on a page from now on, and every request to a host that is not one of these."""
    faults: list[str] = []

    def tell(wrong: bool, what: str) -> None:
        if wrong:
            faults.append(what)

    page.on("request", lambda request: tell(not request.url.startswith((*hosts, "data:")), request.url))
    page.on("requestfailed", lambda request: tell(True, f"{request.url}: {request.failure}"))
    page.on("response", lambda response: tell(not response.ok, f"{response.url}: {response.status}"))
    page.on("console", lambda message: tell(message.type == "error", message.text))
    page.on("pageerror", lambda error: tell(True, error.message))
    return faults


def words(page: Page) -> list[str]:
    return page.locator("body").inner_text().split()


def test_the_words_of_a_page_are_the_same_without_javascript(
    kind: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    with_script, without = reader(), reader(java_script_enabled=False)
    for page in (with_script, without):
        page.goto(address(kind))
    # Only the search says that it needs JavaScript.
    said = [word for note in without.locator("noscript").all() for word in note.inner_text().split()]
    assert sorted(words(without)) == sorted(words(with_script) + said)
    assert (with_script.locator("script").count() > 0) == (kind == "search") == bool(said)


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


def test_a_page_loads_without_fault_asks_no_other_host_and_keeps_nothing(
    kind: str, reader: Callable[..., Page], address: Callable[[str], str], served: dict[str, str]
) -> None:
    page = reader()
    faults = listen(page, tuple(served.values()))
    page.goto(address(kind))
    assert page.evaluate(STORED) == []
    assert page.context.cookies() == []
    assert faults == []


def test_a_search_asks_no_other_host_and_keeps_nothing(
    reader: Callable[..., Page], address: Callable[[str], str], served: dict[str, str]
) -> None:
    page = reader()
    faults = listen(page, (served["moray"],))
    page.goto(address("moray/search/?q=children"))
    page.locator(".qd-found__item").first.wait_for()
    assert page.evaluate(STORED) == []
    assert page.context.cookies() == []
    assert faults == []
