"""What misses its target stands worst first, with what the reports say of it and no more."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parsed import parsed
from quarterday import dividing, pages
from quarterday.missed import ORDER, Missed, disagreements, missed
from quarterday.model import Data
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import latest_quarter, report
from quarterday.status import Status

QUARTER = Quarter(2022, 2)
PLAN = "data/plans/council-plan/clean-streets.yml"


def of_five(smallshire: Path) -> list[Missed]:
    """Five measures more: off by half and by a tenth, off a target to come and one of 0, and close to target."""
    more = {
        "near": ("18", "20", ""),
        "close": ("19.9", "20", "    tolerance: 1\n"),
        "to-come": ("1", "20", "    due: 31 March 2023\n"),
        "no-share": ("4", "0", "    polarity: lower\n"),
        "far": ("10", "20", ""),
    }
    plan, told = smallshire / PLAN, smallshire / "data/quarters/2022-23-q2/clean-streets.yml"
    written, said = plan.read_text(encoding="utf-8"), told.read_text(encoding="utf-8")
    for name, (value, target, lines) in more.items():
        polarity = "" if "polarity" in lines else "    polarity: higher\n"
        tolerance = "" if "tolerance" in lines else "    tolerance: 0\n"
        written += f"  - id: {name}\n    title: {name}\n    target: {target}\n{polarity}{tolerance}{lines}"
        said += f"  - measure: {name}\n    results:\n      - {{quarter: 2022-23-q2, value: {value}}}\n"
    plan.write_text(written, encoding="utf-8")
    told.write_text(said, encoding="utf-8")
    return list(missed(report(read(smallshire), QUARTER)))


def test_the_worst_stands_first_by_the_published_rule(smallshire: Path) -> None:
    found = of_five(smallshire)
    assert [one.measure.id for one in found] == ["far", "near", "no-share", "to-come", "close"]
    assert [one.share for one in found] == [50, 10, None, 95, Decimal("0.5")]
    assert [one.gap for one in found] == ["10", "2", "4", "19", "0.1"]
    assert len(ORDER) == 4


def test_the_share_says_that_it_is_rounded(exampleshire: Data) -> None:
    found = {one.measure.id: one for one in missed(report(exampleshire, QUARTER))}
    assert found["council-tax-arrears"].gap == "£0.08M"
    assert found["council-tax-arrears"].share_of_target == "6.2% of the target, to one decimal place"


def test_how_long_counts_figures_that_are_held_and_no_others(exampleshire: Data, midlothian: Data) -> None:
    found = {one.measure.id: one.for_how_long for one in missed(report(exampleshire, QUARTER))}
    assert found["council-tax-arrears"] == (
        "In each of the 10 figures since Quarter 1, 2020/21; that of Quarter 4, 2019/20 was on target."
    )
    assert found["clean-streets"] == (
        "In the figure of Quarter 2, 2022/23 alone; that of Quarter 1, 2022/23 was on target."
    )
    told = {one.for_how_long for one in missed(report(midlothian, QUARTER))}
    assert told == {
        f"The only figure held here is of Quarter {quarter}, so how long is not known."
        for quarter in ("2, 2022/23", "4, 2020/21")
    }


def test_a_quarter_without_a_figure_is_said_to_have_none(smallshire: Path) -> None:
    told = smallshire / "data/quarters/2022-23-q2/clean-streets.yml"
    said = told.read_text(encoding="utf-8").replace("92%", "50%")
    before = "      - {quarter: 2021-22-q4, value: 60%}\n      - {quarter: 2021-22-q3, value: N/A}\n"
    before += "      - {quarter: 2021-22-q1, value: 61%}\n      - {quarter: 2020-21-q4, value: 95%}\n"
    first = smallshire / "data/quarters/2022-23-q1/clean-streets.yml"
    first.write_text(
        "measures:\n  - measure: streets-found-clean\n    results:\n"
        + before
        + "      - {quarter: 2022-23-q1, value: ''}\n",
        encoding="utf-8",
    )
    told.write_text(said, encoding="utf-8")
    [one] = missed(report(read(smallshire), QUARTER))
    assert one.for_how_long == (
        "In each of the 3 figures since Quarter 1, 2021/22; that of Quarter 4, 2020/21 was on target. "
        "3 quarters between them have no figure here."
    )


def test_moray_misses_no_target_since_none_is_printed(moray: Data) -> None:
    assert [missed(report(moray, held.quarter)) for held in moray.quarters] == [()] * 3


def test_where_the_reports_list_and_our_rule_differ_both_are_given(midlothian: Data, exampleshire: Data) -> None:
    shown = report(midlothian, QUARTER)
    found = [one for plan in shown.plans for one in disagreements(plan, shown)]
    told = {one.measure.id: (one.listed and one.listed.target.printed, one.judgement.status) for one in found}
    assert told == {
        "families-referred-to-family-group-decision-making": ("43", Status.DATA_ONLY),
        "families-organising-their-own-support": (None, Status.OFF_TARGET),
        "families-offered-an-income-assessment": (None, Status.OFF_TARGET),
    }
    shown = report(exampleshire, QUARTER)
    assert [one for plan in shown.plans for one in disagreements(plan, shown)] == []


def off_target(data: Data) -> dict[str, str]:
    shown = pages.site(report(data, latest_quarter(data)))
    return {page.address: page.content for page in shown.pages if page.address.startswith("off-target/")}


def test_the_page_quotes_the_officer_or_says_that_the_report_gives_nothing(
    exampleshire: Data, midlothian: Data
) -> None:
    told = parsed(off_target(exampleshire)["off-target/"]).text
    assert "More households asked to spread what they owe over two years." in told
    assert "Calls for the coast go to the north office when all its lines are busy." in told
    assert "The report for Quarter 2, 2022/23 gives none." in told
    told = parsed(off_target(midlothian)["off-target/"]).text
    assert "The report has this measure on its list alone, without words." in told
    assert "Off target: value 32, target 43" in told and "Not listed" in told


def test_a_page_too_heavy_is_divided_by_priority(exampleshire: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [*off_target(exampleshire)] == ["off-target/"]
    monkeypatch.setattr(dividing, "MOST_WORDS", 12_000)
    monkeypatch.setattr(pages, "MOST_SHOWN", 2)
    found = off_target(exampleshire)
    assert [*found] == ["off-target/", "off-target/answers-and-access/", "off-target/homes-and-streets/"]
    first = parsed(found["off-target/"]).text
    assert "The worst 2 of 5 are shown, and the rest by priority below." in first
    assert "More households" not in first and "More households" in found["off-target/answers-and-access/"]
    rows = [[cell.text for cell in row.all("td")] for row in parsed(found["off-target/"]).all("tr")]
    assert rows[1:] == [["1", "1", "1"], ["2", "1", "1"]]


def test_a_priority_too_heavy_for_a_page_has_several(smallshire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_five(smallshire)
    monkeypatch.setattr(dividing, "MOST_WORDS", 5_000)
    found = off_target(read(smallshire))
    part = "off-target/clean-streets/"
    assert [*found] == ["off-target/", part, f"{part}part-2/", f"{part}part-3/"]
    headings = [[head.text for head in parsed(found[address]).all("h3")] for address in [*found][1:]]
    assert headings == [["far", "near"], ["no-share", "to-come"], ["close"]]
    assert "(part 2 of 3)" in parsed(found[f"{part}part-2/"]).text


def test_words_too_long_for_the_list_are_led_to(smallshire: Path) -> None:
    told = smallshire / "data/quarters/2022-23-q2/clean-streets.yml"
    said = told.read_text(encoding="utf-8").replace("92%", "50%")
    words = "It snowed. " * 4_000
    told.write_text(said.rstrip("\n") + f"\n    commentary: {words.strip()}\n", encoding="utf-8")
    found = off_target(read(smallshire))
    assert [*found] == ["off-target/"]
    assert "It snowed." not in found["off-target/"] and '#commentary"' in found["off-target/"]
    assert "Gap 40 percentage points" in " ".join(parsed(found["off-target/"]).text.split())


def test_the_direction_of_travel_is_told_where_there_is_one_and_else_why_not(
    exampleshire: Data, midlothian: Data
) -> None:
    found = {one.measure.id: one.travel for one in missed(report(exampleshire, QUARTER))}
    told = {against: movement.sentence for against, movement in found["household-waste-recycled"]}
    assert told["Against the baseline"] == "Better, because 54.1% is above 40.0%, and higher is better"
    assert [*told] == ["Against the quarter before", "Against a year before", "Against the baseline"]
    found = {one.measure.id: one.travel for one in missed(report(midlothian, QUARTER))}
    assert [(against, movement.sentence) for against, movement in found["stage-1-complaints-complete-in-time"]] == [
        ("Against the quarter before", "Cannot be compared, because no figure for Quarter 1, 2022/23 is held here")
    ]
    assert "Against the quarter before: Cannot be compared" in parsed(off_target(midlothian)["off-target/"]).text
