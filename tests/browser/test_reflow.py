"""Nothing is cut off and only tables scroll sideways: narrow, widely spaced, large, in the reader's own colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.checks import reflow

pytestmark = pytest.mark.browser


def test_nothing_is_cut_off_or_scrolls_sideways(
    kind: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address(kind))
    found = reflow.faults(page)
    assert found == [], "\n".join(found)
