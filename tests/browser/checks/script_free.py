"""Faults that a reader without JavaScript meets."""

from __future__ import annotations

from collections import Counter

from playwright.sync_api import Page


def faults(with_script: Page, without: Page) -> list[str]:
    """What differs between a page and the same page where JavaScript is off. Only a ``noscript`` may say more."""
    said = [word for note in without.locator("noscript").all() for word in note.inner_text().split()]
    scripted, plain = Counter(_words(with_script)), Counter(_words(without)) - Counter(said)
    found = []
    if lost := scripted - plain:
        found.append(f"words that need JavaScript: {' '.join(list(lost)[:12])}")
    if more := plain - scripted:
        found.append(f"words that JavaScript takes away: {' '.join(list(more)[:12])}")
    if with_script.locator("script").count() and not said:
        found.append("a script runs, and nothing is said to those who have none")
    return found


def _words(page: Page) -> list[str]:
    return page.locator("body").inner_text().split()
