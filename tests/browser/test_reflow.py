"""Nothing is cut off and no page scrolls sideways: on a narrow screen, with large text, with wide spacing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LARGE_TEXT = "html { font-size: 200% !important }"
# The distances of WCAG 2.2, success criterion 1.4.12.
WIDE_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""

STYLED = """(rules) => {
  const style = document.querySelector("style") ?? document.head.appendChild(document.createElement("style"));
  style.textContent = rules;
}"""

# Tables may scroll sideways in their own region; nothing else may.
TOO_WIDE = """() => {
  const found = [], width = document.documentElement.clientWidth;
  const over = document.scrollingElement.scrollWidth;
  if (over > width) found.push(`the page is ${over} wide, on a screen of ${width}`);
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest("svg, .qd-hidden, .qd-skip, .qd-scroll > *")) continue;
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    if (!words || !box.width || style.visibility === "hidden") continue;
    const name = `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent.trim().slice(0, 40)}`;
    if (box.right > width + 1 || box.left < -1) found.push(`past the edge: ${name}`);
    const cut = /hidden|clip/;
    if ((cut.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
      || (cut.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1)) found.push(`cut off: ${name}`);
  }
  return found;
}"""


def test_nothing_is_cut_off_or_scrolls_sideways(
    kind: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page, found = reader(320), dict[str, list[str]]()
    page.goto(address(kind))
    found["a narrow screen"] = page.evaluate(TOO_WIDE)
    page.emulate_media(forced_colors="active")
    found["forced colours"] = page.evaluate(TOO_WIDE)
    page.emulate_media(forced_colors="none", media="print")
    page.set_viewport_size({"width": 672, "height": 900})  # A4 less the margins of the stylesheet
    found["paper"] = page.evaluate(TOO_WIDE)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(STYLED, WIDE_SPACING)
    found["wide spacing"] = page.evaluate(TOO_WIDE)
    page.evaluate(STYLED, LARGE_TEXT)
    page.set_viewport_size({"width": 640, "height": 900})
    found["text twice as large"] = page.evaluate(TOO_WIDE)
    assert {where: faults for where, faults in found.items() if faults} == {}
