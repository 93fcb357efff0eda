"""Every chart, as the browser draws it, shows the figures of its table, and the check of that sees each fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.checks import charts

pytestmark = pytest.mark.browser

LINE = "exampleshire/measures/clean-streets/"
SEVERAL = "exampleshire/measures/calls-answered/"
BARS = "exampleshire/measures/days-to-complete-a-repair/"
STACKED = "exampleshire/measures/"
ONE = "midlothian/measures/stage-1-complaints-complete-in-time/"


def with_charts(folders: dict[str, Path]) -> Iterator[str]:
    """The pages of every site that have a chart."""
    for council, folder in folders.items():
        for page in sorted(folder.rglob("*.html")):
            if "<figcaption" in page.read_text(encoding="utf-8"):
                yield f"{council}/{page.relative_to(folder).as_posix().removesuffix('index.html')}"


def test_there_are_charts_of_every_kind_to_look_at(folders: dict[str, Path]) -> None:
    found = set(with_charts(folders))
    assert {LINE, SEVERAL, BARS, STACKED, ONE} <= found
    assert {page.split("/")[0] for page in found} == set(folders) - {
        "root"
    }  # the pages above the editions draw nothing


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 640, 320])
def test_no_chart_of_any_site_has_a_fault(
    scheme: str, width: int, folders: dict[str, Path], reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page, found = reader(width, color_scheme=scheme), dict[str, list[str]]()
    for name in with_charts(folders):
        page.goto(address(name))
        found[name] = charts.faults(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_chart_on_paper_has_no_fault(reader: Callable[..., Page], address: Callable[[str], str]) -> None:
    page = reader(672, color_scheme="dark")  # A4 less the margins of the stylesheet; paper is light all the same
    page.emulate_media(media="print")
    for name in (LINE, SEVERAL, BARS, STACKED, ONE):
        page.goto(address(name))
        assert charts.faults(page) == [], name


SEEDED = {
    "a gap is joined": (
        LINE,
        """() => { const line = document.querySelector(".qd-chart__line"), d = line.getAttribute("d");
        line.setAttribute("d", d.replaceAll("m", "l")); }""",
        "over a gap",
    ),
    "a point is too high": (
        LINE,
        """() => { const dots = document.querySelector(".qd-chart__points"), parts = dots.getAttribute("d").split("h0");
        const lower = (part, by) => part.replace(/ ?-?[\\d.]+$/, (y) => ` ${Number(y) + by}`);
        [parts[2], parts[3]] = [lower(parts[2], -9), lower(parts[3], 9)];
        dots.setAttribute("d", parts.join("h0")); }""",
        "from where the axis puts it",
    ),
    "the only point is too high": (
        ONE,
        """() => { const point = document.querySelector(".qd-chart__now");
        point.setAttribute("cy", Number(point.getAttribute("cy")) - 20); }""",
        "33.33% is drawn",
    ),
    "a target is drawn too low": (
        ONE,
        """() => document.querySelector(".qd-chart__target").setAttribute("d", "M58 120L534 120")""",
        "the line of “Target 95%” is",
    ),
    "a bar is too long": (
        BARS,
        """() => document.querySelector(".qd-chart__bar").setAttribute("width", 300)""",
        "the bar of 4.5 is",
    ),
    "a bar does not begin at zero": (
        BARS,
        """() => { const bar = document.querySelector(".qd-chart__bar");
        bar.setAttribute("x", Number(bar.getAttribute("x")) + 40); }""",
        "do not all begin at zero",
    ),
    "a part of a stacked bar is too long": (
        STACKED,
        """() => document.querySelector(".qd-chart__share").setAttribute("width", 300)""",
        "px long, and should be",
    ),
    "the count of a part is missing": (
        STACKED,
        """() => [...document.querySelectorAll("figure text")].filter((text) => text.textContent === "2")
        .forEach((text) => text.remove())""",
        "the part of 2 has no count",
    ),
    "a figure differs in the table": (
        LINE,
        """() => { document.querySelectorAll("[data-chart] tbody tr")[3].cells[1].textContent = "12%"; }""",
        "12% is drawn",
    ),
    "a figure of one of several series differs in the table": (
        SEVERAL,
        """() => { document.querySelectorAll("[data-chart$=by-1] tbody tr")[3].cells[2].textContent = "12%"; }""",
        "12% is drawn",
    ),
    "a mark is left out": (
        LINE,
        """() => { const dots = document.querySelector(".qd-chart__points"), d = dots.getAttribute("d");
        dots.setAttribute("d", d.slice(0, d.lastIndexOf("m"))); }""",
        "and those of the table are",
    ),
    "a triangle is too high": (
        SEVERAL,
        """() => { const one = document.querySelector(".qd-chart__special"), d = one.getAttribute("d");
        one.setAttribute("d", d.replace(/ ([\\d.]+)/, (_, y) => ` ${Number(y) - 9}`)); }""",
        "from where the axis puts it",
    ),
    "the rows are turned about": (
        LINE,
        """() => { const body = document.querySelector("[data-chart] tbody");
        [...body.rows].reverse().forEach((row) => body.append(row)); }""",
        "from where the axis puts it",
    ),
    "the rules find a figure that is drawn as any other": (
        SEVERAL,
        """() => { document.querySelector("[data-found-in] tbody th").textContent = "Quarter 2, 2019/20"; }""",
        "triangle, and its table differs",
    ),
    "the message says another figure": (
        LINE,
        """() => { document.querySelector("figcaption span").textContent = "The figure rose to 99% in the end"; }""",
        "its message says 99%",
    ),
    "the caption is removed": (LINE, """() => document.querySelector("figcaption").remove()""", "no figcaption"),
    "the name is removed": (
        LINE,
        """() => document.querySelector(".qd-chart").removeAttribute("aria-label")""",
        "it has no aria-label",
    ),
    "the role is removed": (LINE, """() => document.querySelector(".qd-chart").removeAttribute("role")""", "its role"),
    "a screen reader reads the parts": (
        LINE,
        """() => document.querySelector(".qd-chart > g").removeAttribute("aria-hidden")""",
        "a screen reader reads its parts: g",
    ),
    "a title opens on hover": (
        LINE,
        """() => document.querySelector(".qd-chart > g").insertAdjacentHTML("afterbegin", "<title>43</title>")""",
        "<title> is in the drawing",
    ),
    "the table is not tied": (
        LINE,
        """() => document.querySelector("table[data-chart]").removeAttribute("data-chart")""",
        "no table is tied",
    ),
    "the table is tied to nothing": (
        LINE,
        """() => document.querySelector("table[data-chart]").setAttribute("data-chart", "lost")""",
        "belongs to the chart lost",
    ),
    "something stands between chart and table": (
        LINE,
        """() => document.querySelector("figure").insertAdjacentHTML("afterend", "<p>Between</p>")""",
        "does not come straight after",
    ),
    "a label is too pale": (
        LINE,
        """() => { document.querySelector("figure text").style.fill = "#aaa"; }""",
        "has a contrast of 2.",
    ),
    "a point is too pale": (
        LINE,
        """() => { document.querySelector(".qd-chart__points").style.stroke = "#bbb"; }""",
        "the mark of 88% has a contrast of 1.",
    ),
    "a line can be seen through": (
        LINE,
        """() => { document.querySelector(".qd-chart__line").style.opacity = "0.2"; }""",
        "qd-chart__line has a contrast of 1.",
    ),
    "a label is too small": (
        LINE,
        """() => { document.querySelector("figure text").style.fontSize = "6px"; }""",
        "px high",
    ),
    "a label is turned": (
        LINE,
        """() => document.querySelector("figure text").setAttribute("transform", "rotate(45 60 60)")""",
        "is turned",
    ),
    "two labels are over each other": (
        LINE,
        """() => { const [one, other] = document.querySelectorAll("figure text");
        other.setAttribute("y", one.getAttribute("y")); }""",
        "are over each other",
    ),
    "a label runs out of the picture": (
        LINE,
        """() => document.querySelector("figure text").setAttribute("x", 5)""",
        "runs out of the picture",
    ),
    "lines are told apart by colour alone": (
        SEVERAL,
        """() => document.querySelectorAll("[data-series] path").forEach((line) => {
        line.style.strokeDasharray = "none"; })""",
        "told apart by colour alone",
    ),
    "a line has no name in the picture": (
        SEVERAL,
        """() => [...document.querySelectorAll("figure text")].filter((text) => text.textContent === "Hills")
        .forEach((text) => text.remove())""",
        "the series Hills is not named in the picture",
    ),
}


@pytest.mark.parametrize("fault", SEEDED)
def test_the_check_sees(fault: str, reader: Callable[..., Page], address: Callable[[str], str]) -> None:
    name, spoil, said = SEEDED[fault]
    page = reader()
    page.goto(address(name))
    assert charts.faults(page) == []
    page.evaluate(spoil)
    assert [found for found in charts.faults(page) if said in found], charts.faults(page)
