"""What is drawn of a measure is what was reported, and the sentence beside it says no more than the figures."""

from __future__ import annotations

from pathlib import Path

from quarterday.figures import chart_of
from quarterday.model import Data
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import latest_quarter, report


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


def test_a_gap_in_a_chart_is_marked_with_the_key_of_what_is_missing(exampleshire: Data) -> None:
    drawn = {measure.id: chart_of(measure) or "" for measure in report(exampleshire, Quarter(2022, 2)).measures}
    assert ">[x]</text>" in drawn["clean-streets"]
    assert ">[x]</text>" not in drawn["calls-answered"]
