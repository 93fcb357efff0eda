"""Faults that axe can find in a page, as it is drawn just now."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
ASKED = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}

FOUND = """async (asked) => (await axe.run(document, asked)).violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id}: ${node.target.join(" ")}: ${rule.help}: ${node.html.slice(0, 120)}`))"""

# How light the ground of the page is, from 0 to 255: a scheme that was not taken up would be judged twice.
GROUND = """() => {
  const [red, green, blue, seen] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  return seen === 0 ? 255 : 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}"""


def faults(page: Page, scheme: str) -> list[str]:
    ground = page.evaluate(GROUND)
    if not (ground > 230 if scheme == "light" else ground < 40):
        return [f"asked for in the {scheme}, the page is drawn on a ground of {ground:.0f} out of 255"]
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_source())
    found: list[str] = page.evaluate(FOUND, ASKED)
    return found


def version() -> str:
    return str(json.loads(SOURCE.with_name("package.json").read_text(encoding="utf-8"))["version"])


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")
