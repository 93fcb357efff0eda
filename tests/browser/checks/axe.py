"""Faults that axe can find in a page, as it is drawn just now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ASKED = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""All that axe asks of colours: what of its category ``cat.color`` is in the tags above."""
ASKED_OF_COLOUR = {"runOnly": {"type": "rule", "values": OF_COLOUR}, "resultTypes": ["violations"]}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1280, 320)

FOUND = """async (asked) => (await axe.run(document, asked)).violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id}: ${node.target.join(" ")}: ${rule.help}: ${node.html.slice(0, 120)}`))"""

# How light the ground of the page is, from 0 to 255: a scheme that was not taken up would be judged twice.
GROUND = """() => {
  const [red, green, blue, seen] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  return seen === 0 ? 255 : 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}"""

# All that a rule of axe may read of a page as it is drawn, but for its colours.
DRAWN = """() => [...document.querySelectorAll("*")].map((element) => {
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  return [box.x, box.y, box.width, box.height, element.scrollWidth, element.scrollHeight, style.display,
    style.visibility, style.opacity, style.position, style.zIndex, style.overflow, style.clip, style.clipPath,
    style.transform, style.fontSize, style.fontWeight, style.fontStyle, style.textIndent, style.pointerEvents].join();
}).join(" ")"""


def everywhere(page: Page) -> list[str]:
    """Faults of a page that has just been opened: in the light and in the dark, wide and narrow.

    Where nothing but colours differs in the dark, only the rules of colours are asked there: all others would be told
    the same. A page of which more differs is asked everything.
    """
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        seen: set[str] = set()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            drawn = page.evaluate(DRAWN)
            asked = ASKED_OF_COLOUR if drawn in seen else ASKED
            seen.add(drawn)
            found += [f"{scheme}, {width} px: {fault}" for fault in faults(page, scheme, asked)]
    return found


def faults(page: Page, scheme: str, asked: Mapping[str, object] = ASKED) -> list[str]:
    ground = page.evaluate(GROUND)
    if not (ground > 230 if scheme == "light" else ground < 40):
        return [f"asked for in the {scheme}, the page is drawn on a ground of {ground:.0f} out of 255"]
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(source())
    found: list[str] = page.evaluate(FOUND, asked)
    return found


def version() -> str:
    return str(json.loads(SOURCE.with_name("package.json").read_text(encoding="utf-8"))["version"])


@cache
def source() -> str:
    return SOURCE.read_text(encoding="utf-8")
