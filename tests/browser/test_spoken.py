"""What a screen reader is told of each kind of page, word for word, so that it is read in review.

Renew with ``pytest tests/browser/test_spoken.py --update-golden``, and read the difference aloud.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.checks import spoken
from browser.kinds import KINDS

pytestmark = pytest.mark.browser

KEPT = Path(__file__).parent / "spoken"
LAST_TEST = re.compile(r'(?<=- heading "Preparation of this accessibility statement" \[level=2\]\n)(?:    .*\n)+')
"""It changes with each run that is recorded, and its words are tested with the statement's."""


def test_each_kind_of_page_says_what_it_said(
    kind: str, reader: Callable[..., Page], address: Callable[[str], str], request: pytest.FixtureRequest
) -> None:
    page, path = reader(), KEPT / (kind.replace(",", "").replace(" ", "-") + ".yml")
    page.goto(address(kind))
    said = LAST_TEST.sub("    - text: …\n", spoken.words_of(page))
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert path.is_file(), f"{kind} has not been read yet; make {path} with pytest --update-golden"
    assert said == path.read_text(encoding="utf-8"), f"{kind} says something else; see pytest --update-golden"


def test_each_kind_of_page_is_said_well(kind: str, reader: Callable[..., Page], address: Callable[[str], str]) -> None:
    page = reader()
    page.goto(address(kind))
    assert spoken.faults(spoken.words_of(page)) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        ("document.querySelector('main section').removeAttribute('aria-labelledby')", None),
        ("document.querySelector('main section h2').id = 'elsewhere'", "a region has no name"),
        ("document.querySelector('nav').removeAttribute('aria-label')", "a navigation has no name"),
        ("document.querySelector('main a').textContent = ''", "a link has no name"),
        ("document.querySelector('main h2').textContent = ''", "a heading has no name"),
        ("document.querySelector('.qd-brand__mark').outerHTML = '<img src=\"x.png\">'", "an img has no name"),
        ("document.querySelector('.qd-tally').outerHTML = '<p>✓✓✓</p>'", "a sign is read out: ✓"),
    ],
)
def test_what_is_said_badly_is_told(
    spoil: str, fault: str | None, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address("home"))
    page.evaluate(spoil)
    found = spoken.faults(spoken.words_of(page))
    assert found == [] if fault is None else fault in found


def test_neither_our_version_nor_the_last_test_is_kept() -> None:
    kept = "".join(path.read_text(encoding="utf-8") for path in KEPT.glob("*.yml"))
    assert kept and not re.search(r"quarterday \d|in \d+ views", kept, re.IGNORECASE)


def test_nothing_is_kept_of_a_kind_that_is_gone() -> None:
    assert {path.stem for path in KEPT.glob("*.yml")} == {kind.replace(",", "").replace(" ", "-") for kind in KINDS}
