"""What is drawn of a measure is what was reported, and the sentence beside it says no more than the figures."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from parsed import Element, parsed
from quarterday.figures import chart_of, months
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import latest_quarter, report
from quarterday.variation import variation

TESTS = Path(__file__).parent
FOLDERS = {
    "moray": TESTS.parent,
    "midlothian": TESTS.parent / "examples" / "midlothian",
    "exampleshire": TESTS / "councils" / "exampleshire",
}
FIGURE = re.compile(r"£?\d+(?:,\d{3})*(?:\.\d+)?[%A-Za-z]*")
WHEN = re.compile(r"Quarter \d, \d{4}/\d\d|\d{4}/\d\d")


@cache
def pages(council: str) -> dict[str, str]:
    data = read(FOLDERS[council])
    return {page.address: page.content for page in site(report(data, latest_quarter(data))).pages}


def page(council: str, address: str) -> str:
    return pages(council)[address]


def drawn_of(smallshire: Path, first: str, second: str) -> str:
    for quarter, value in (("q1", first), ("q2", second)):
        (smallshire / f"data/quarters/2022-23-{quarter}/clean-streets.yml").write_text(
            f"measures:\n  - measure: streets-found-clean\n    baseline: increase by 5%\n    results:\n"
            f"      - {{quarter: 2022-23-{quarter}, value: {value}}}\n",
            encoding="utf-8",
        )
    data = read(smallshire)
    pages = {page.address: page.content for page in site(report(data, latest_quarter(data))).pages}
    return pages["measures/streets-found-clean/"]


def test_results_of_two_units_and_changes_from_an_earlier_figure_are_not_drawn(smallshire: Path) -> None:
    assert "<figure" in drawn_of(smallshire, "80%", "90%")
    assert "Baseline 5%" not in drawn_of(smallshire, "80%", "90%")
    assert "<figure" not in drawn_of(smallshire, "£4", "250%")
    assert "<figure" not in drawn_of(smallshire, "decrease by 6%", "increase by 5%")


def test_a_gap_in_a_chart_is_marked_with_the_key_of_what_is_missing() -> None:
    assert ">[x]</text>" in page("exampleshire", "measures/clean-streets/")
    assert ">[x]</text>" not in page("exampleshire", "measures/calls-answered/").split("</figure>")[0]


@pytest.mark.parametrize("council", FOLDERS)
def test_every_figure_in_the_words_of_a_chart_is_in_its_table(council: str) -> None:
    seen = 0
    for address, content in pages(council).items():
        tree = parsed(content)
        tables = {table.attributes.get("data-chart"): table for table in tree.all("table")}
        for figure in tree.all("figure"):
            caption, svg = (child for child in figure.children if isinstance(child, Element))
            [said, what] = caption.all("span")
            assert said.text and what.text, address
            table = tables[figure.attributes["id"]]
            found_in = [
                one for one in tree.all("table") if one.attributes.get("data-found-in") == figure.attributes["id"]
            ]
            both = [table, *found_in]
            held = {found for one in both for cell in one.all("td") for found in FIGURE.findall(cell.text)}
            quarters = " ".join(cell.text for one in both for cell in one.all("th"))
            name = svg.attributes["aria-label"]
            kind, _, rest = name.partition(". ")
            for figure_said in (*FIGURE.findall(WHEN.sub("", said.text)), *FIGURE.findall(WHEN.sub("", rest))):
                assert figure_said in held or f"{figure_said} quarter" in name, (address, figure_said)
            for quarter in WHEN.findall(said.text):
                assert quarter in quarters, (address, quarter)
            assert re.match(
                "Line chart|Bar chart|Stacked bar chart|Chart of one figure|Statistical process control chart", kind
            ), name
            assert said.text.removesuffix(".") in name and name.endswith(
                ("The table below has every figure.", "every count.")
            )
            seen += 1
    assert seen >= 5


@pytest.mark.parametrize("council", FOLDERS)
def test_every_chart_is_a_figure_with_its_own_id_caption_drawing_and_table(council: str) -> None:
    for address, content in pages(council).items():
        tree = parsed(content)
        figures = tree.all("figure")
        tied = [table.attributes["data-chart"] for table in tree.all("table") if "data-chart" in table.attributes]
        assert tied == [figure.attributes["id"] for figure in figures], address
        assert len(set(tied)) == len(tied)
        for figure in figures:
            caption, svg = (child for child in figure.children if isinstance(child, Element))
            assert (caption.tag, svg.tag) == ("figcaption", "svg")
            assert "qd-chart" in svg.attributes["class"].split()
        # What is drawn for the eye only is no chart.
        charts = [svg for svg in tree.all("svg") if "qd-chart" in svg.attributes.get("class", "").split()]
        assert len(charts) == len(figures), address


def parts_of(smallshire: Path, first: dict[str, str], second: dict[str, str]) -> str:
    for quarter, parts in (("q1", first), ("q2", second)):
        lines = "".join(f"          - {{by: Area, name: {name}, value: {value}}}\n" for name, value in parts.items())
        (smallshire / f"data/quarters/2022-23-{quarter}/clean-streets.yml").write_text(
            "measures:\n  - measure: streets-found-clean\n    results:\n"
            f"      - quarter: 2022-23-{quarter}\n        value: 80%\n"
            + (f"        breakdown:\n{lines}" if lines else ""),
            encoding="utf-8",
        )
    data = read(smallshire)
    made = {page.address: page.content for page in site(report(data, latest_quarter(data))).pages}
    return made["measures/streets-found-clean/"].partition("by-1")[2]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_two_to_four_parts_over_two_quarters_are_lines(smallshire: Path, count: int) -> None:
    parts = {f"Area {letter}": f"{number}%" for number, letter in enumerate("ABCD"[:count], 1)}
    drawn = parts_of(smallshire, parts, parts)
    assert drawn.count("qd-chart__series") == count


def test_five_parts_are_a_table_and_no_lines(smallshire: Path) -> None:
    parts = {f"Area {letter}": "1%" for letter in "ABCDE"}
    assert parts_of(smallshire, parts, parts) == ""


def test_parts_of_one_quarter_are_bars_and_a_row_each(smallshire: Path) -> None:
    drawn = parts_of(smallshire, {}, {f"Area {letter}": f"{ord(letter)}%" for letter in "ABCDEF"})
    assert drawn.count("qd-chart__bar") == 6
    rows = parsed(drawn[drawn.index("<tbody>") : drawn.index("</tbody>") + 8]).all("tr")
    assert [row.all("th")[0].text for row in rows] == [f"Area {letter}" for letter in "ABCDEF"]


def test_parts_of_two_units_and_parts_without_figures_are_not_drawn(smallshire: Path) -> None:
    assert parts_of(smallshire, {"A": "1%", "B": "2%"}, {"A": "£1", "B": "2%"}) == ""
    assert parts_of(smallshire, {"A": "1%", "B": "N/A"}, {"A": "2%", "B": "N/A"}) == ""


def test_parts_that_share_the_highest_figure_are_both_named(smallshire: Path) -> None:
    drawn = parts_of(smallshire, {"A": "1%", "B": "2%"}, {"North": "9%", "Coast": "9%", "Hills": "2%"})
    assert drawn == ""  # five parts in all
    drawn = parts_of(smallshire, {}, {"North": "9%", "Coast": "9%", "Hills": "2%"})
    assert "the highest figure was 9%, for North and Coast, and the lowest 2%, for Hills" in drawn
    assert "the 2 figures were all 9%" in parts_of(smallshire, {}, {"North": "9%", "Coast": "9%"})
    assert "the 2 figures were all 9% and 9.0%" in parts_of(smallshire, {}, {"North": "9%", "Coast": "9.0%"})


def test_a_figure_with_nothing_to_stand_beside_is_not_drawn(smallshire: Path) -> None:
    assert "<figure" not in drawn_of(smallshire, "soon", "90 streets")


def test_counts_by_status_are_of_every_measure_and_only_where_there_is_more_than_one_priority() -> None:
    tree = parsed(page("exampleshire", "measures/"))
    [table] = [table for table in tree.all("table") if table.attributes.get("data-chart")]
    *rows, last = [[int(cell.text) for cell in row.all("td")] for row in table.all("tr")[1:]]
    listed = [table for table in tree.all("table") if "data-chart" not in table.attributes]
    for numbers, shown in zip((*rows, last), (*([one] for one in listed), listed), strict=True):
        words = [row.all("td")[-1].all("span")[0].text for one in shown for row in one.all("tr")[1:]]
        counts = [words.count(status) for status in ("On target", "Close to target", "Off target")]
        assert numbers == [*counts, len(words) - sum(counts), len(words)]
    assert tree.all("figcaption")[0].text.startswith(f"Of {last[-1]} measures, {last[2]} are off target")
    assert "<figure" not in page("moray", "measures/")  # nothing can be judged


def test_months_name_their_year_once_where_it_is_one() -> None:
    assert months(Quarter(2022, 2), Quarter(2022, 2)) == "July to September 2022"
    assert months(Quarter(2019, 3), Quarter(2022, 2)) == "October 2019 to September 2022"


def test_a_chart_has_every_limit_of_a_variation_that_is_worked_out() -> None:
    exampleshire = read(FOLDERS["exampleshire"])
    [view] = [m for m in report(exampleshire, latest_quarter(exampleshire)).measures if m.id == "calls-answered"]
    found = variation(view)
    assert found is not None
    chart = chart_of(view, "Exampleshire", found)
    assert chart is not None
    assert chart.what.endswith(". The mean, the limits and the triangles are worked out here")
    assert (
        "The mean is 76.1%, and the limits are 66.2% and 86.0%. Rules find the figures of 4 quarters. "
        "The table below has every figure."
    ) in chart.drawing
    assert "Baseline" not in chart.drawing
    alone = chart_of(view, "Exampleshire")
    assert alone is not None
    assert "qd-chart__mean" not in alone.drawing
    dots, special = (re.findall(rf'qd-chart__{kind}" d="(.*?)"', chart.drawing)[0] for kind in ("points", "special"))
    assert (dots.count("h0"), special.count("h-12"), chart.drawing.count("<circle")) == (7, 4, 1)
