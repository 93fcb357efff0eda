"""A chart, as the browser draws it, shows the figures of its table, in words that can be read on a phone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MARKS = """() => [...document.querySelectorAll("figure.qd-chart")].map((figure) => ({
  marks: [...figure.querySelectorAll("[data-value]")].map((mark) => ({
    printed: mark.dataset.value, bar: mark.tagName === "rect", box: mark.getBoundingClientRect().toJSON(),
  })),
  rows: [...document.querySelectorAll(`[data-chart="${figure.id}"] tbody tr`)].map((row) => row.cells[1])
    .map((cell) => (cell.querySelector("[data-as-printed]") ?? cell).innerText.trim()),
}))"""
LABELS = """() => [...document.querySelectorAll(".qd-chart__svg")].map((svg) => [...svg.querySelectorAll("text")]
  .filter((text) => text.getClientRects().length && getComputedStyle(text).display !== "none")
  .map((text) => ({
    words: text.textContent, box: text.getBoundingClientRect().toJSON(),
    size: parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
  })))"""


def charts(folders: dict[str, Path]) -> list[str]:
    """The measures of Exampleshire that have a chart."""
    pages = (folders["exampleshire"] / "measures").glob("*/index.html")
    return sorted(page.parent.name for page in pages if '<figure class="qd-chart"' in page.read_text(encoding="utf-8"))


def number(printed: str) -> Decimal | None:
    digits = "".join(sign for sign in printed if sign.isdigit() or sign in ".-")
    return Decimal(digits) if digits and not printed.startswith("[") else None


def over_each_other(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """The box of a text is higher than its letters, so a quarter of a line is let pass."""
    a, b = one["box"], other["box"]
    across = min(a["right"], b["right"]) - max(a["left"], b["left"])
    down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    return bool(across > 1 and down > 0.25 * min(a["height"], b["height"]))


def test_there_are_charts_to_look_at(folders: dict[str, Path]) -> None:
    assert len(charts(folders)) >= 5


def test_the_marks_are_the_results_of_the_table_and_as_high(
    folders: dict[str, Path], reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader()
    for measure in charts(folders):
        page.goto(address(f"exampleshire/measures/{measure}/"))
        for chart in page.evaluate(MARKS):
            marks, rows = chart["marks"], [row for row in chart["rows"] if number(row) is not None]
            # Time runs from left to right in a chart, and from the latest down in a table.
            assert [mark["printed"] for mark in marks] == rows[::-1], measure
            lengths = [
                mark["box"]["width"] if mark["bar"] else -mark["box"]["y"] - mark["box"]["height"] / 2 for mark in marks
            ]
            figures = [float(number(mark["printed"]) or 0) for mark in marks]
            low, high = min(figures), max(figures)
            if low < high:
                least, most = lengths[figures.index(low)], lengths[figures.index(high)]
                for figure, length in zip(figures, lengths, strict=True):
                    assert length == pytest.approx(least + (most - least) * (figure - low) / (high - low), abs=1), (
                        measure
                    )


@pytest.mark.parametrize("width", [1280, 640, 320])
def test_the_words_of_a_chart_can_be_read_and_keep_clear_of_each_other(
    width: int, folders: dict[str, Path], reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(width)
    for measure in charts(folders):
        page.goto(address(f"exampleshire/measures/{measure}/"))
        for labels in page.evaluate(LABELS):
            assert [label["words"] for label in labels if label["size"] < 10.5] == [], measure
            assert [
                label["words"] for label in labels if label["box"]["right"] > width or label["box"]["left"] < 0
            ] == [], measure
            pairs = [(a, b) for index, a in enumerate(labels) for b in labels[index + 1 :]]
            assert [(a["words"], b["words"]) for a, b in pairs if over_each_other(a, b)] == [], measure
