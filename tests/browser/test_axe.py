"""Every kind of page has no fault that axe can find, in the light and in the dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ASKED = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}

# How light the ground of the page is, from 0 to 255: a scheme that was not taken up would be judged twice.
GROUND = """() => {
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}"""


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_no_fault(
    kind: str, scheme: str, width: int, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(width, color_scheme=scheme)
    page.goto(address(kind))
    ground = page.evaluate(GROUND)
    assert ground < 40 if scheme == "dark" else ground > 230
    found = Axe().run(page, options=ASKED)
    assert not found.response["violations"], found.generate_report()


def test_axe_finds_no_fault_in_what_the_search_found(
    reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(320, color_scheme="dark")
    page.goto(address("moray/search/?q=children"))
    page.locator(".qd-found__item").first.wait_for()
    found = Axe().run(page, options=ASKED)
    assert not found.response["violations"], found.generate_report()
