"""Where a chart's lines, dots and bars stand. The only module that knows pygal.

pygal lays out and draws; of its SVG only the geometry is read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pygal
from pygal.etree import etree

# pygal would take lxml wherever it happens to be installed, and lxml writes a different tree.
etree.to_etree()

Spot = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int


@dataclass(frozen=True)
class Drawn:
    """What pygal drew of one series, in the coordinates of the picture."""

    dots: tuple[Spot, ...]
    strokes: tuple[tuple[Spot, ...], ...]
    bars: tuple[Box, ...]


class _Geometry:
    """A pygal chart that leaves out style and script, which cost more than the drawing and would be thrown away."""

    svg: Any

    def _draw(self) -> None:
        super()._draw()  # type: ignore[misc]  # this class stands before one of pygal's
        self.svg.pre_render = lambda: None


class _Lines(_Geometry, pygal.XY):  # type: ignore[misc]
    pass


class _Rows(_Geometry, pygal.HorizontalBar):  # type: ignore[misc]
    pass


class _Stacks(_Geometry, pygal.HorizontalStackedBar):  # type: ignore[misc]
    pass


def lines(
    frame: Frame,
    scale: Callable[[Decimal], float],
    results: Sequence[Sequence[Decimal | None]],
    *strokes: Sequence[tuple[float, Decimal]],
) -> tuple[list[Drawn], list[tuple[Spot, ...]]]:
    """The results with their dots, and every other stroke as one series, for pygal takes its time over each."""
    xs = [x for stroke in strokes for x, _ in stroke]
    chart = _Lines(**_bare(frame), xrange=(min(xs), max(xs)), allow_interruptions=True)
    for one in results:
        chart.add("", [(x, None if number is None else scale(number)) for x, number in enumerate(one)])
    others: list[tuple[float, float | None]] = []
    for stroke in strokes:
        others += [*((x, scale(number)) for x, number in stroke), (0, None)]
    chart.add("", others, show_dots=False)
    *drawn, rest = _drawn(chart, frame, len(results) + 1)
    return drawn, list(rest.strokes)


def rows(frame: Frame, scale: Callable[[Decimal], float], *series: Sequence[Decimal | None]) -> list[Drawn]:
    scaled = [[None if number is None else scale(number) for number in one] for one in series]
    known = [number for one in scaled for number in one if number is not None]
    chart = _Rows(**_bare(frame), range=(min(0.0, *known, 0.0), max(0.0, *known, 0.0) or 1.0))
    for one in scaled:
        chart.add("", one)
    return _drawn(chart, frame, len(series))


def stacks(frame: Frame, series: Sequence[Sequence[Decimal]]) -> list[Drawn]:
    longest = max(sum(row) for row in zip(*series, strict=True))
    chart = _Stacks(**_bare(frame), range=(0, float(longest)))
    for one in series:
        chart.add("", [float(number) for number in one])
    return _drawn(chart, frame, len(series))


def _bare(frame: Frame) -> dict[str, Any]:
    margins = {"margin_top": frame.top, "margin_right": frame.right, "margin_bottom": frame.bottom}
    shown = {"show_legend": False, "show_x_labels": False, "show_y_labels": False}
    return {"width": frame.width, "height": frame.height, "margin": 0, "margin_left": frame.left} | margins | shown


def _drawn(chart: Any, frame: Frame, count: int) -> list[Drawn]:
    groups: list[list[ET.Element]] = [[] for _ in range(count)]
    for group in chart.render_tree().iter("g"):
        if index := re.search(r"\bserie-(\d+)\b", group.get("class", "")):
            groups[int(index[1])].extend(group.iter())
    return [
        Drawn(
            dots=tuple(
                (frame.left + _read(mark, "cx"), frame.top + _read(mark, "cy"))
                for mark in group
                if mark.tag == "circle"
            ),
            strokes=tuple(
                tuple(
                    (frame.left + float(x), frame.top + float(y))
                    for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", mark.attrib["d"])
                )
                for mark in group
                if mark.tag == "path"
            ),
            bars=tuple(
                (
                    frame.left + _read(mark, "x"),
                    frame.top + _read(mark, "y"),
                    _read(mark, "width"),
                    _read(mark, "height"),
                )
                for mark in group
                if mark.tag == "rect"
            ),
        )
        for group in groups
    ]


def _read(mark: ET.Element, attribute: str) -> float:
    return float(mark.get(attribute, 0))  # pygal leaves out what is 0


def scale(numbers: Sequence[Decimal]) -> Callable[[Decimal], float]:
    """pygal counts in floats: a power of ten brings any figure within their reach, and moves nothing on the page."""
    greatest = max((number.adjusted() for number in numbers if number), default=0)
    return lambda number: float(number.scaleb(-greatest))


def tenths(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
