"""The covering report as a value, and as HTML: what people must write is never made up, and what is printed stays."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from quarterday.changes import changes
from quarterday.changes_in_words import rows
from quarterday.charts import Point, line
from quarterday.charts_on_paper import LOOKS, on_paper
from quarterday.model import CoveringReport, Data, StandingImplication
from quarterday.paper import TO_BE_COMPLETED, Block, Paper, Part, Picture, Table, Whose, Words, paper, summary
from quarterday.paper_html import html
from quarterday.periods import Quarter
from quarterday.report import report

STYLES = Path(__file__).parents[1] / "overrides" / "stylesheets" / "quarterday.css"
Q2 = Quarter(2022, 2)
BY_PEOPLE = (
    *("Report to", "Date", "By", "Reference", "1 Reason for report", "2 Recommendation", "3 Background"),
    "(a) Corporate plan and Local Outcomes Improvement Plan (LOIP)",
    *("(b) Policy and legal", "(c) Financial", "(d) Risk", "(e) Staffing", "(f) Property"),
    *("(g) Equalities and socio-economic impact", "(h) Consultations"),
    *("6 Conclusion", "Author of report", "Background papers"),
)


def every(parts: tuple[Part, ...]) -> list[Part]:
    return [found for part in parts for found in (part, *every(part.parts))]


def blocks(of: Paper) -> list[Block]:
    return [block for part in every((*of.parts, *of.appendices)) for block in part.blocks]


def with_words(data: Data, covering: CoveringReport) -> Data:
    return data.model_copy(update={"covering": covering})


def part(of: Paper, title: str) -> Part:
    return next(found for found in every((*of.parts, *of.appendices)) if found.title == title)


def test_what_nobody_has_written_is_to_be_completed_and_nothing_is_made_up(exampleshire: Data) -> None:
    made = paper(report(exampleshire, Q2))
    assert made.to_complete == BY_PEOPLE
    for name in BY_PEOPLE[4:]:
        [only] = next(one for one in every(made.parts) if one.heading == name).blocks
        assert isinstance(only, Words)
        assert (only.text, only.whose) == (TO_BE_COMPLETED, Whose.MISSING)


def test_words_that_are_given_stand_as_typed_with_a_number_for_each_paragraph(exampleshire: Data) -> None:
    given = CoveringReport(
        committee="Policy Committee",
        reason="To tell how it goes.\n\nAnd why:\n\n- one\n- two",
        implications=(StandingImplication(letter="(c)", title="Money", text="None arise."),),
    )
    made = paper(report(with_words(exampleshire, given), Q2))
    assert made.about[0] == ("Report to", Words("Policy Committee", Whose.PRINTED))
    assert part(made, "Reason for report").blocks == (
        Words("To tell how it goes.", Whose.PRINTED, "1.1"),
        Words("And why:\n\n- one\n- two", Whose.PRINTED, "1.2"),
    )
    assert part(made, "Money") == Part("Money", "(c)", (Words("None arise.", Whose.PRINTED),))
    assert [name for name in BY_PEOPLE if name not in made.to_complete] == [
        *("Report to", "1 Reason for report", "(c) Financial")
    ]


def test_a_committee_report_that_is_held_gives_its_own_words_and_numbers(moray: Data) -> None:
    found = report(moray, Quarter(2020, 3))
    [dated] = found.committee_reports
    made = paper(found, dated.fact)
    assert made.title == "CHILDREN AND FAMILIES AND JUSTICE SOCIAL WORK SERVICES PERFORMANCE FRAMEWORK"
    assert [one.heading for one in made.parts] == [
        "1 REASON FOR REPORT",
        "2 RECOMMENDATION",
        "3 BACKGROUND",
        "4 SUMMARY OF IMPLICATIONS",
        "5 CONCLUSION",
        "Author of report",
        "Performance in the quarter",
    ]
    assert [one.number for one in part(made, "SUMMARY OF IMPLICATIONS").parts] == [
        f"({letter})" for letter in "abcdefgh"
    ]
    assert made.to_complete == ()


def test_a_chart_stands_straight_before_the_table_of_its_figures(
    exampleshire: Data, moray: Data, midlothian: Data
) -> None:
    pictures = 0
    for data in (exampleshire, moray, midlothian):
        for one in every(paper(report(data, Q2)).appendices):
            for at, block in enumerate(one.blocks):
                if isinstance(block, Picture):
                    pictures += 1
                    assert isinstance(one.blocks[at + 1], Table)
                    assert block.name
    assert pictures == 6


def test_no_cell_is_blank_and_every_sign_has_its_key(exampleshire: Data, moray: Data, midlothian: Data) -> None:
    for data in (exampleshire, moray, midlothian):
        for held in data.quarters:
            for block in blocks(paper(report(data, held.quarter))):
                if isinstance(block, Table):
                    assert {len(row) for row in block.rows} == {len(block.heads)}
                    cells = [cell for row in block.rows for cell in row]
                    assert all(cell.strip() for cell in cells)
                    signs = {sign for cell in cells for sign in re.findall(r"\[(?:x|z|c|p|r|t|low)\]", cell)}
                    assert signs <= {sign for sign, _ in block.key}, block.caption


def test_no_two_tables_have_one_caption(exampleshire: Data, moray: Data, midlothian: Data) -> None:
    for data in (exampleshire, moray, midlothian):
        captions = [block.caption for block in blocks(paper(report(data, Q2))) if isinstance(block, Table)]
        assert len(captions) == len({*captions})


def test_what_is_not_held_is_never_called_late(moray: Data) -> None:
    """The LOIP was reported on in Quarter 1, 2021/22 alone, and the report of the quarter does not cover it."""
    made = paper(report(moray, Q2))
    of_it = part(made, "Building a better future for our children & young people in Moray")
    told = [block.text for block in of_it.blocks if isinstance(block, Words) and block.whose is Whose.OURS]
    assert "The latest report held here is that of Quarter 1, 2021/22; no later report is held here." in told
    assert not re.search(r"\b(late|lapsed|overdue|dropped|broken|no update)\b", " ".join(told).lower())


def test_what_changed_is_since_the_last_quarter_that_is_held(moray: Data, exampleshire: Data) -> None:
    titles = [one.title for one in paper(report(moray, Q2)).appendices]
    assert titles == [
        "Summary of the quarter",
        "Off target",
        "What changed since Quarter 1, 2021/22",
        "Each priority",
    ]
    before, now = report(exampleshire, Quarter(2022, 1)), report(exampleshire, Q2)
    found = part(paper(now), "What changed since Quarter 1, 2022/23")
    told = [block for block in found.blocks if isinstance(block, Table)]
    assert sum(len(block.rows) for block in told) == len([*rows(changes(before, now))])
    assert ("insulate-homes", "Not shown", "Not shown") in [row[:3] for row in told[-1].rows], "it was withdrawn"


def test_where_no_earlier_quarter_is_held_nothing_is_compared(midlothian: Data) -> None:
    assert part(paper(report(midlothian, Q2)), "What changed").blocks == (
        Words("No earlier quarter is held here, so nothing can be compared."),
    )


def test_a_priority_without_a_report_is_named_and_has_no_part(moray: Data) -> None:
    of_all = part(paper(report(moray, Q2)), "Each priority")
    assert of_all.blocks[0] == Words(
        "No report is held here on Our People: Opportunity for people to be the best they can be."
    )


def test_the_summary_for_the_chair_is_all_of_one_part_each(exampleshire: Data) -> None:
    made = summary(report(exampleshire, Q2))
    assert [one.title for one in made.parts] == ["Where things stand", "Furthest from target", "Each priority"]
    assert made.to_complete == ()
    assert made.parts[0].blocks[0] == Words(
        "Of 7 measures with figures and targets that can be compared, 3 are off target and 2 close to it. For 1 of them"
        " the target is for a day still to come."
    )


def test_where_no_measure_can_be_judged_none_is_said_to_be_on_target(moray: Data) -> None:
    assert summary(report(moray, Q2)).parts[1].blocks == (Words("No measure can be judged, so none is listed."),)


def test_the_page_needs_nothing_beside_it_and_runs_nothing(exampleshire: Data) -> None:
    page = html(paper(report(exampleshire, Q2)))
    assert not re.search(r"<(script|link|img|iframe|object)\b| (src|style|on\w+)=|url\(|@import", page)
    assert "default-src 'none'" in page
    assert page.count("<h1") == 1
    assert page.count(f"<mark>{TO_BE_COMPLETED}</mark>") == len(BY_PEOPLE)


def test_hostile_words_are_words(exampleshire: Data) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    given = CoveringReport(
        committee=hostile, subject=hostile, reason=hostile, background=f"![x](http://example.org/{hostile})"
    )
    page = html(paper(report(with_words(exampleshire, given), Q2)))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("kind", ["qd-chart__line", "qd-chart__points", "qd-chart__now", "qd-chart__label--y"])
def test_a_chart_has_its_looks_in_the_drawing(kind: str) -> None:
    drawn = line(
        [Point("Q1 2022/23", Decimal(1), "1"), Point("Q2 2022/23", Decimal(2), "2", now=True)], name="Two", unit=""
    )
    svg = ET.fromstring(on_paper(drawn, "Two figures"))
    assert svg.get("aria-label") == svg.findtext("{http://www.w3.org/2000/svg}title") == "Two figures"
    assert not [mark for mark in svg.iter() if mark.get("class") or mark.get("style")]
    assert any(LOOKS[kind].items() <= mark.attrib.items() for mark in svg.iter())


def test_a_chart_stands_on_one_page_of_a4(midlothian: Data) -> None:
    for block in blocks(paper(report(midlothian, Q2))):
        if isinstance(block, Picture):
            svg = ET.fromstring(on_paper(block.chart.drawing, block.name))
            assert float(svg.get("height", "0")) <= 780
            assert float(svg.get("width", "0")) <= 560


def test_the_colours_of_a_chart_are_those_of_the_stylesheet() -> None:
    colours = {value for looks in LOOKS.values() for value in looks.values() if value.startswith("#")}
    light = STYLES.read_text(encoding="utf-8").partition("prefers-color-scheme: dark")[0]
    assert colours - {"#ffffff"} <= set(re.findall(r"#[0-9a-f]{6}", light))
