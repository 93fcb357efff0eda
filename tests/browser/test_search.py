"""Search: from the field on every page to what was found, for a word and for a code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_field_in_the_header_leads_to_what_was_found(
    reader: Callable[..., Page], address: Callable[[str], str], served: dict[str, str]
) -> None:
    page = reader()
    page.goto(address("measure"))
    page.get_by_role("searchbox", name="Search this site").fill("neglect")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served['moray']}search/?q=neglect")
    expect(page.get_by_role("searchbox")).to_have_value("neglect")
    expect(page.locator(".qd-found__item").first).to_contain_text("neglect", ignore_case=True)
    page.locator(".qd-found__title a").first.click()
    expect(page.locator("main")).to_contain_text("neglect", ignore_case=True)


def test_the_number_of_pages_found_is_announced(reader: Callable[..., Page], address: Callable[[str], str]) -> None:
    page = reader()
    page.goto(address("moray/search/?q=neglect"))
    expect(page.get_by_role("status")).to_contain_text("found for “neglect”.")
    announced = int(page.get_by_role("status").inner_text().split()[0])
    more = page.get_by_role("button", name="Show more results")
    while more.is_visible():
        shown = page.locator(".qd-found__item").count()
        more.click()
        expect(page.locator(".qd-found__item")).not_to_have_count(shown)
    assert page.locator(".qd-found__item").count() == announced


@pytest.mark.parametrize(
    ("council", "code", "found"),
    [
        ("midlothian", "22/23.CSPC.4a", "measures/families-referred-to-family-group-decision-making/"),
        ("midlothian", "cspc.4a", "measures/families-referred-to-family-group-decision-making/"),
        ("moray", "STRAT2.1", "actions/strat2-1/"),
        ("moray", "strat2.1", "actions/strat2-1/"),
        ("midlothian", "priority action 2", "priorities/priority-action-2/"),
    ],
)
def test_a_code_is_found_first(
    council: str,
    code: str,
    found: str,
    reader: Callable[..., Page],
    address: Callable[[str], str],
    served: dict[str, str],
) -> None:
    page = reader()
    page.goto(served[council])
    page.get_by_role("searchbox", name="Search this site").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("found for")
    first = page.locator(".qd-found__title a").first
    assert first.evaluate("link => link.href") == served[council] + found


def test_what_nobody_wrote_is_not_found_and_the_a_to_z_is_offered(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address("moray/search/?q=xylophone"))
    expect(page.get_by_role("status")).to_contain_text("Nothing was found for “xylophone”.")
    assert page.locator(".qd-found__item").count() == 0


def test_what_is_searched_for_is_words_and_never_markup(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address("moray/search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"))
    expect(page.get_by_role("status")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0


def test_the_field_on_the_search_page_searches_again(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address("moray/search/?q=neglect"))
    page.get_by_role("searchbox").fill("foster")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("found for “foster”.")
    expect(page).to_have_title("foster - Search, and A to Z | Moray Council performance")


def test_a_search_waits_neither_for_all_names_of_the_a_to_z_nor_for_their_places(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address("moray/search/"))
    last = page.locator(".qd-az__entry").last
    page.evaluate("() => document.querySelector('.qd-az').classList.add('qd-az--long')")
    follows = "(name) => document.querySelector('script[async]').compareDocumentPosition(name)"
    assert last.evaluate(follows) == 4  # Node.DOCUMENT_POSITION_FOLLOWING
    laid_out = "(name) => name.checkVisibility({ contentVisibilityAuto: true })"
    assert not last.evaluate(laid_out)
    last.scroll_into_view_if_needed()
    page.wait_for_function(laid_out, arg=last.element_handle())
