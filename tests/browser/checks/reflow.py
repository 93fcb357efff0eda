"""Faults of a page that is read narrow, large, widely spaced, in the reader's own colours, or on paper."""

from __future__ import annotations

from playwright.sync_api import Page

LARGE_TEXT = "html { font-size: 200% !important }"
# The distances of WCAG 2.2, success criterion 1.4.12.
WIDE_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""

# A sheet made by script is let in by a policy that refuses <style>.
STYLED = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""

# A table may scroll sideways, in a region that has a name and takes the focus; nothing else may.
CUT_OFF = """() => {
  const found = new Set(), width = document.documentElement.clientWidth, over = document.scrollingElement.scrollWidth;
  const start = (element) => element.textContent.trim().replace(/\\s+/g, " ").slice(0, 40);
  const named = (element) => `<${element.localName}> “${start(element)}”`;
  if (over > width) found.add(`the page is ${over} wide, on a screen of ${width}`);
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text; (text = words.nextNode());) {
    const holder = text.parentElement;
    if (!text.data.trim() || holder.closest("svg, script, style, noscript")) continue;
    if (getComputedStyle(holder).visibility === "hidden") continue;
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter((line) => line.width > 1);
    if (!lines.length) continue;
    const left = Math.min(...lines.map((line) => line.left)), right = Math.max(...lines.map((line) => line.right));
    const top = Math.min(...lines.map((line) => line.top)), bottom = Math.max(...lines.map((line) => line.bottom));
    // The box of a letter is higher than the letter.
    const slack = lines[0].height / 4;
    let scrolled = false;
    for (let above = holder; above && above !== document.body; above = above.parentElement) {
      const style = getComputedStyle(above), box = above.getBoundingClientRect();
      if (style.clipPath === "inset(50%)") { scrolled = true; break; } // words for screen readers alone
      const across = left < box.left - 1 || right > box.right + 1;
      if (/auto|scroll/.test(style.overflowX) && above.scrollWidth > above.clientWidth + 1) {
        const name = above.getAttribute("aria-label") || above.getAttribute("aria-labelledby");
        const region = above.getAttribute("role") === "region" && above.tabIndex === 0 && name;
        if (!region || !above.querySelector("table")) found.add(`scrolls sideways: ${named(above)}`);
        scrolled = true;
      }
      if (/hidden|clip/.test(style.overflowX) && across && !scrolled) found.add(`cut off: ${named(holder)}`);
      if (/hidden|clip/.test(style.overflowY) && (top < box.top - slack || bottom > box.bottom + slack))
        found.add(`cut off: ${named(holder)}`);
    }
    if (!scrolled && (left < -1 || right > width + 1)) found.add(`past the edge: ${named(holder)}`);
  }
  return [...found];
}"""


def faults(page: Page) -> list[str]:
    """The page is left as it was, at the size it had."""
    size, found = page.viewport_size, list[str]()

    def look(how: str, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        found.extend(f"{how}: {fault}" for fault in page.evaluate(CUT_OFF))

    look("320 px wide", 320)
    page.emulate_media(forced_colors="active")
    look("forced colours", 320)
    page.emulate_media(forced_colors="none", media="print")
    look("as wide as paper", 672)  # A4 less the margins of the stylesheet
    page.emulate_media(media="null")
    page.evaluate(STYLED, WIDE_SPACING)
    look("wide spacing", 320)
    look("wide spacing, wide screen", 1280)
    page.evaluate(STYLED, LARGE_TEXT)
    look("text at 200%", 640)
    look("text at 200%, wide screen", 1280)
    page.evaluate(STYLED, "")
    if size:
        page.set_viewport_size(size)
    return found
