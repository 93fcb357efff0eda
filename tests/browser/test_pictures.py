"""A change of looks is a decision: each kind of page is held against small pictures, light and dark, wide and narrow.

Renew them with ``pytest tests/browser/test_pictures.py --update-golden``, and look at the difference in review.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from browser.checks import pictures

pytestmark = pytest.mark.browser

KEPT = Path(__file__).parent / "pictures"

SAME = [
    pytest.param("", id="nothing at all"),
    pytest.param(":root .qd-page { transform: translate(0.3px, 0.3px) }", id="other antialiasing"),
]
# Of a page with statuses and counts: what was changed, by a rule of style.
CHANGES = [
    pytest.param(":root .qd-header { display: none }", id="no header"),
    pytest.param(":root .qd-counts { position: relative; top: 8px }", id="counts 8 px lower"),
    pytest.param(
        ":root .qd-tag--good { --qd-tag-ink: var(--qd-off-ink); --qd-tag-wash: var(--qd-off-wash);"
        " --qd-tag-mark: var(--qd-off-mark) }",
        id="a status in another colour",
    ),
    pytest.param(":root { --qd-paper: #ffffff; --qd-panel: #ffffff; color-scheme: light }", id="white in the dark"),
    pytest.param(":root { --qd-sea: #666666 }", id="grey bars and buttons"),
    pytest.param(":root .qd-h2 { font-size: 1.2em }", id="smaller headings"),
]

MOVES = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none" || style.scrollBehavior !== "auto";
}).map((element) => [element.localName, ...element.classList].join("."))"""


def name_of(kind: str) -> str:
    return kind.replace(",", "").replace(" ", "-") + ".webp"


@pytest.fixture
def opened(reader: Callable[..., Page], address: Callable[[str], str]) -> Callable[[str], Page]:
    """A page in the fonts of the pictures."""

    def open_(name: str) -> Page:
        page = reader()
        page.goto(address(name))
        missing = pictures.missing_fonts(page)
        assert not missing, f"{' and '.join(missing)} cannot be had. Run: sudo apt-get install -y fonts-liberation"
        return page

    return open_


def test_each_kind_of_page_looks_as_it_did(
    kind: str, opened: Callable[[str], Page], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    drawn, path = pictures.sheet(opened(kind)), KEPT / name_of(kind)
    if request.config.getoption("--update-golden"):
        pictures.keep(drawn, path)
    assert path.is_file(), f"there is no picture of this kind of page, {kind}; make it with pytest --update-golden"
    with Image.open(path) as file:
        kept = file.convert("RGB")
    faults = pictures.faults(drawn, kept)
    if faults:
        pictures.keep(drawn, tmp_path / "now.webp")
        pictures.keep(pictures.marked(drawn, kept), tmp_path / "differences.webp")
    assert not faults, "\n".join(
        [f"{kind} looks different:", *faults, f"was {path}", f"see {tmp_path}/now.webp and {tmp_path}/differences.webp"]
    )


@pytest.mark.parametrize("rules", SAME)
def test_a_page_is_like_itself(rules: str, opened: Callable[[str], Page]) -> None:
    page = opened("home")
    before = pictures.sheet(page)
    pictures.restyled(page, rules)
    assert pictures.faults(pictures.sheet(page), before) == []


@pytest.mark.parametrize("rules", CHANGES)
def test_a_page_that_looks_different_is_told_from_itself(rules: str, opened: Callable[[str], Page]) -> None:
    page = opened("home")
    before = pictures.sheet(page)
    pictures.restyled(page, rules)
    assert pictures.faults(pictures.sheet(page), before) != []


@pytest.mark.parametrize("name", ["home", "measure with a chart", "search"])
def test_nothing_moves_for_a_reader_who_asks_for_that(
    name: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    page.goto(address(name))
    assert page.evaluate(MOVES) == []
    pictures.restyled(page, ":root { scroll-behavior: smooth } :root .qd-brand { animation: 1s turn }")
    assert page.evaluate(MOVES) == ["html", "a.qd-brand"]
