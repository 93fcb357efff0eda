"""Search over all quarters, and the way to the latest one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.checks import axe
from browser.checks.policy import Watch
from browser.editions import LATEST, QUARTERS

pytestmark = pytest.mark.browser

MEASURE = "Household waste that is recycled"


def found(page: Page) -> list[tuple[str, str]]:
    """The words and the address of every page found, in their order."""
    expect(page.get_by_role("status")).to_contain_text("found for")
    more = page.get_by_role("button", name="Show more results")
    while more.is_visible():
        shown = page.locator(".qd-found__item").count()
        more.click()
        expect(page.locator(".qd-found__item")).not_to_have_count(shown)
    return [
        (link.inner_text(), str(link.evaluate("link => link.href")))
        for link in page.locator(".qd-found__title a").all()
    ]


def test_a_measure_is_found_in_every_edition_once_and_its_quarter_is_said(
    reader: Callable[..., Page], served: dict[str, str]
) -> None:
    page = reader()
    watch = Watch(page, served["root"])
    page.goto(f"{served['root']}quarters/")
    page.get_by_role("searchbox", name="Search this site").fill("waste")
    page.keyboard.press("Enter")
    results = found(page)
    measure = [(words, address) for words, address in results if words.startswith(MEASURE)]
    assert sorted(measure) == [
        (f"{MEASURE}, Quarter 1, 2022/23", f"{served['root']}2022-23-q1/measures/household-waste-recycled/"),
        (f"{MEASURE}, Quarter 2, 2022/23", f"{served['root']}2022-23-q2/measures/household-waste-recycled/"),
        (f"{MEASURE}, Quarter 4, 2021/22", f"{served['root']}2021-22-q4/measures/household-waste-recycled/"),
    ]
    assert not [address for _, address in results if "/latest/" in address or "-r1/" in address]
    assert watch.faults() == []


def test_a_quarter_can_be_chosen_and_its_index_alone_is_asked_for(
    reader: Callable[..., Page], served: dict[str, str]
) -> None:
    page = reader()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(served["root"])))
    page.goto(f"{served['root']}search/")
    page.get_by_role("searchbox").fill("waste")
    page.get_by_label("Look in").select_option("Quarter 1, 2022/23")
    page.get_by_role("button", name="Search").click()
    results = found(page)
    assert (
        f"{MEASURE}, Quarter 1, 2022/23",
        f"{served['root']}2022-23-q1/measures/household-waste-recycled/",
    ) in results
    assert {address.removeprefix(served["root"]).partition("/")[0] for _, address in results} == {"2022-23-q1"}
    expect(page.get_by_label("Look in")).to_have_value("2022-23-q1")
    expect(page).to_have_url(f"{served['root']}search/?q=waste&quarter=2022-23-q1")
    assert {name.partition("/")[0] for name in asked if "/pagefind/" in name} == {"2022-23-q1"}


def test_a_page_that_was_found_is_loaded_when_it_is_shown(reader: Callable[..., Page], served: dict[str, str]) -> None:
    page = reader()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.extend([request.url] * ("/fragment/" in request.url)))
    page.goto(f"{served['root']}search/?q=waste")
    expect(page.locator(".qd-found__item")).to_have_count(10)
    assert len(loaded) == 10
    page.get_by_role("button", name="Show more results").click()
    expect(page.locator(".qd-found__item")).to_have_count(20)
    assert len(loaded) == 20
    expect(page.locator(".qd-found__title a").nth(10)).to_be_focused()


def test_a_quarter_that_is_not_there_is_not_chosen(reader: Callable[..., Page], served: dict[str, str]) -> None:
    page = reader()
    page.goto(f"{served['root']}search/?q=waste&quarter=../elsewhere")
    results = found(page)
    assert {address.removeprefix(served["root"]).partition("/")[0] for _, address in results} >= set(QUARTERS)


def test_a_code_is_found_in_every_edition(reader: Callable[..., Page], served: dict[str, str]) -> None:
    page = reader()
    page.goto(f"{served['root']}search/?q=H1")
    expect(page.locator(".qd-found__title a").first).to_have_text(f"{MEASURE}, Quarter 2, 2022/23")


def test_what_nobody_wrote_is_not_found_in_any_quarter(reader: Callable[..., Page], served: dict[str, str]) -> None:
    page = reader()
    page.goto(f"{served['root']}search/?q=xylophone")
    expect(page.get_by_role("status")).to_contain_text("Nothing was found for “xylophone”.")


def test_axe_finds_no_fault_in_what_was_found_in_all_quarters(
    reader: Callable[..., Page], served: dict[str, str]
) -> None:
    page = reader(320, color_scheme="dark")
    page.goto(f"{served['root']}search/?q=waste")
    page.locator(".qd-found__item").first.wait_for()
    assert axe.faults(page, "dark") == []


@pytest.mark.parametrize("java_script", [True, False])
def test_without_javascript_each_quarter_s_a_to_z_is_one_link_away(
    java_script: bool, reader: Callable[..., Page], served: dict[str, str]
) -> None:
    page = reader(java_script_enabled=java_script)
    page.goto(f"{served['root']}search/")
    assert ("Searching needs JavaScript, which is off" in page.locator("main").inner_text()) is not java_script
    page.get_by_role("link", name="Quarter 4, 2021/22, A to Z").click()
    expect(page).to_have_url(f"{served['root']}2021-22-q4/search/#a-to-z")
    expect(page.get_by_role("heading", name="Measures and actions, A to Z")).to_be_visible()


@pytest.mark.parametrize("java_script", [True, False])
def test_the_bare_address_leads_to_the_latest_edition(
    java_script: bool, reader: Callable[..., Page], served: dict[str, str]
) -> None:
    page = reader(java_script_enabled=java_script)
    page.goto(served["root"], wait_until="commit")
    page.wait_for_url(f"{served['root']}latest/")
    expect(page.locator(".qd-eyebrow").first).to_contain_text("Quarter 2, 2022/23")
    assert LATEST == "2022-23-q2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_who_is_not_led_there_finds_the_link(
    scheme: str, reader: Callable[..., Page], folders: dict[str, Path], served: dict[str, str]
) -> None:
    html = (folders["root"] / "index.html").read_text(encoding="utf-8")
    page = reader(320, color_scheme=scheme)
    body = html.replace('<meta http-equiv="refresh" content="0; url=latest/">', "")
    page.route(served["root"], lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto(served["root"])
    assert axe.faults(page, scheme) == []
    page.get_by_role("link", name="Go to the latest quarter: Quarter 2, 2022/23").click()
    expect(page).to_have_url(f"{served['root']}latest/")


def test_what_is_not_found_at_any_depth_leads_on(reader: Callable[..., Page], served: dict[str, str]) -> None:
    page = reader()
    page.goto(f"{served['root']}2019-20-q1/measures/nothing/")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="All quarters").click()
    expect(page).to_have_url(f"{served['root']}quarters/")
