"""With the Tab key alone: every stop is seen, in order, and none holds the reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

pages = pytest.mark.parametrize("name", ["home", "priority", "measure with a chart", "search"])

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const all = [...document.querySelectorAll("*")], box = at.getClientRects()[0], style = getComputedStyle(at);
  // A table may be higher than the screen, and only a part of it is seen.
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const seen = document.elementFromPoint(box.x + box.width / 2, (top + bottom) / 2);
  return {
    place: all.indexOf(at),
    name: at.textContent.trim().slice(0, 40) || at.getAttribute("aria-label") || at.name,
    seen: box.width > 1 && bottom > top && !!seen && (at.contains(seen) || seen.contains(at)),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    hidden: !!at.closest("[aria-hidden=true], [hidden], [inert]"),
  };
}"""
STOPS_THERE_ARE = """() => [...document.querySelectorAll("a[href], button, input, [tabindex='0']")]
  .filter((element) => element.getClientRects().length).length"""


def stops(page: Page) -> list[dict[str, Any]]:
    """Every stop from the top of the page to the end of it."""
    found: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (found and stop["place"] == found[0]["place"]):
            break
        found.append(stop)
    return found


@pages
def test_the_first_stop_leads_past_the_header(
    name: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address(name))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pages
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_stop_is_seen_and_none_is_a_trap(
    name: str, width: int, scheme: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(width, 640, color_scheme=scheme)
    page.goto(address(name))
    found = stops(page)
    assert len(found) == page.evaluate(STOPS_THERE_ARE)
    assert [stop["place"] for stop in found] == sorted(stop["place"] for stop in found)
    assert [stop["name"] for stop in found if not stop["seen"] or stop["hidden"] or stop["outline"] < 2] == []
