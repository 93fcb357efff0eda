"""With the Tab key alone: every stop is seen, named, in order and free, and nothing opens that was not asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.checks import keyboard

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 900, "light"), (320, 640, "dark")])
def test_a_page_can_be_walked_with_the_tab_key(
    kind: str, width: int, height: int, scheme: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(width, height, color_scheme=scheme)
    page.goto(address(kind))
    found = keyboard.faults(page)
    if width > 640:
        found += keyboard.under_the_mouse(page)
    assert found == [], "\n".join(found)
