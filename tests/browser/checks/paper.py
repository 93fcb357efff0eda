"""Faults of a page on paper: what is lost from it, and what has no use there."""

from __future__ import annotations

import subprocess

from playwright.sync_api import Page

# The year in four says which quarter the paper is of, and stays.
PRINTED = """() => {
  const found = [], shown = (element) => element.checkVisibility({
    contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true,
  }) && element.getBoundingClientRect().height > 1;
  const start = (element) => element.textContent.trim().replace(/\\s+/g, " ").slice(0, 40);
  const named = (element) => `<${element.localName}> “${start(element)}”`;
  for (const element of document.querySelectorAll("nav:not(.qd-year), form, input, button, .qd-skip"))
    if (shown(element)) found.push(`of no use on paper: ${named(element)}`);
  for (const head of document.querySelectorAll("table thead"))
    if (getComputedStyle(head).display !== "table-header-group")
      found.push(`the heads of a table do not repeat: ${named(head.parentElement.caption ?? head)}`);
  for (const details of document.querySelectorAll("details"))
    for (const part of details.querySelectorAll(":scope > :not(summary)"))
      if (!shown(part)) found.push(`closed on paper: ${named(details)}`);
  for (const tag of document.querySelectorAll(".qd-tag"))
    if (!shown(tag) || parseFloat(getComputedStyle(tag).fontSize) < 6) found.push(`a status is lost: ${named(tag)}`);
  return found;
}"""

# Links that lead about the page and forms have no use on paper, and a page may leave them out there.
WORDS = """() => {
  const found = [], words = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text; (text = words.nextNode());) {
    if (text.parentElement.closest("nav, form, noscript, script, svg, .qd-aside__title, .qd-section--search")) continue;
    found.push(...text.data.split(/\\s+/).filter(Boolean));
  }
  return found;
}"""


def faults(page: Page) -> list[str]:
    """The page is left on the screen, as it was."""
    on_screen = page.evaluate(WORDS)
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(PRINTED)
    printed = "".join(_words_of(page.pdf(format="A4", prefer_css_page_size=True)).split())
    page.emulate_media(media="null")
    lost = [word for word in dict.fromkeys(on_screen) if word not in printed]
    return found + ([f"words lost on paper: {' '.join(lost[:12])}"] if lost else [])


def _words_of(pdf: bytes) -> str:
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return read.stdout.decode()
