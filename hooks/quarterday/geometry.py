"""Where a chart's lines, dots and bars stand. The only module that knows pygal.

Lines stand where pygal's own view puts them. Bars, which are few, are drawn by pygal, and their places read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

import pygal
from pygal.etree import etree
from pygal.view import Box as Bounds
from pygal.view import View

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
    """One series of results in the coordinates of the picture; a stroke ends where a result is missing."""

    dots: tuple[Spot, ...]
    strokes: tuple[tuple[Spot, ...], ...]


class _Geometry:
    """A pygal chart that leaves out style and script, which cost more than the drawing and would be thrown away."""

    svg: Any

    def _draw(self) -> None:
        super()._draw()  # type: ignore[misc]  # this class stands before one of pygal's
        self.svg.pre_render = lambda: None


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
    """The results, one at each whole number from 0, and every other stroke, all on the axes that hold them.

    A whole chart of pygal's takes 20 times as long as its view, and puts every mark in the same place.
    """
    scaled = [[None if number is None else scale(number) for number in one] for one in results]
    others = [[(x, scale(number)) for x, number in stroke] for stroke in strokes]
    place = _view(
        frame,
        [x for stroke in others for x, _ in stroke],
        [y for one in scaled for y in one if y is not None] + [y for stroke in others for _, y in stroke],
    )
    drawn = []
    for one in scaled:
        runs = groupby(enumerate(one), key=lambda at: at[1] is not None)
        joined = [tuple(place(x, y) for x, y in run if y is not None) for known, run in runs if known]
        dots = tuple(spot for run in joined for spot in run)
        drawn.append(Drawn(dots, tuple(run for run in joined if len(run) > 1)))
    return drawn, [tuple(place(x, y) for x, y in stroke) for stroke in others]


def _view(frame: Frame, xs: Sequence[float], ys: Sequence[float]) -> Callable[[float, float], Spot]:
    """pygal's own, with its little air round the axes."""
    bounds = Bounds()
    bounds.xmin, bounds.xmax, bounds.ymin, bounds.ymax = min(xs), max(xs), min(ys), max(ys)
    view = View(frame.width - frame.left - frame.right, frame.height - frame.top - frame.bottom, bounds)
    return lambda x, y: (frame.left + view.x(x), frame.top + view.y(y))


def rows(frame: Frame, scale: Callable[[Decimal], float], *series: Sequence[Decimal | None]) -> list[list[Box]]:
    scaled = [[None if number is None else scale(number) for number in one] for one in series]
    known = [number for one in scaled for number in one if number is not None]
    chart = _Rows(**_bare(frame), range=(min(0.0, *known, 0.0), max(0.0, *known, 0.0) or 1.0))
    for one in scaled:
        chart.add("", one)
    return _bars(chart, frame, len(series))


def stacks(frame: Frame, series: Sequence[Sequence[Decimal]]) -> list[list[Box]]:
    longest = max(sum(row) for row in zip(*series, strict=True))
    chart = _Stacks(**_bare(frame), range=(0, float(longest)))
    for one in series:
        chart.add("", [float(number) for number in one])
    return _bars(chart, frame, len(series))


def _bare(frame: Frame) -> dict[str, Any]:
    margins = {"margin_top": frame.top, "margin_right": frame.right, "margin_bottom": frame.bottom}
    shown = {"show_legend": False, "show_x_labels": False, "show_y_labels": False}
    return {"width": frame.width, "height": frame.height, "margin": 0, "margin_left": frame.left} | margins | shown


def _bars(chart: Any, frame: Frame, count: int) -> list[list[Box]]:
    """The bars of each series."""
    found: list[list[Box]] = [[] for _ in range(count)]
    for group in chart.render_tree().iter("g"):
        if index := re.search(r"\bserie-(\d+)\b", group.get("class", "")):
            found[int(index[1])].extend(_box(mark, frame) for mark in group.iter("rect"))
    return found


def _box(mark: ET.Element, frame: Frame) -> Box:
    x, y, width, height = (_read(mark, name) for name in ("x", "y", "width", "height"))
    return frame.left + x, frame.top + y, width, height


def _read(mark: ET.Element, attribute: str) -> float:
    return float(mark.get(attribute, 0))  # pygal leaves out what is 0


def scale(numbers: Sequence[Decimal]) -> Callable[[Decimal], float]:
    """pygal counts in floats: a power of ten brings any figure within their reach, and moves nothing on the page."""
    greatest = max((number.adjusted() for number in numbers if number), default=0)
    return lambda number: float(number.scaleb(-greatest))


def tenths(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
