"""What a screen reader is told of a page: roles, names and words, in order."""

from __future__ import annotations

import re

from playwright.sync_api import Page

NAMED = {"region", "navigation", "complementary", "link", "button", "heading", "table", "img", "searchbox"}
LINE = re.compile(r"^\s*- '?(?P<role>[a-z]+)(?P<name> \"(?:[^\"\\]|\\.)*\"| /.*/)?")
# Drawn signs, which a voice reads as "check mark" or skips: words must say it.
SIGN = re.compile("[✓✔✗✘●■▲▼◐★→←↑↓¶]")


def words_of(page: Page) -> str:
    """The page as it is told. Addresses are left out: nobody hears them."""
    told = page.locator("body").aria_snapshot()
    return "".join(f"{line}\n" for line in told.splitlines() if not line.lstrip().startswith("- /url:"))


def faults(said: str) -> list[str]:
    found = [f"a sign is read out: {sign}" for sign in sorted(set(SIGN.findall(said)))]
    for line in said.splitlines():
        told = LINE.match(line)
        if told and told["role"] in NAMED and not told["name"]:
            found.append(f"{'an' if told['role'] == 'img' else 'a'} {told['role']} has no name")
    return found
