"""What was said of a measure over time is as printed, in its order, and says who agreed it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quarterday.history import Dated, History
from quarterday.model import Data, Measure, MeasureReport, Plan, PlanKind
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import MeasureView, latest_quarter, report
from quarterday.values import Value, parse
from quarterday.versions import versions

HERE = Path(__file__).parent
Q1, Q2, Q3 = Quarter(2022, 1), Quarter(2022, 2), Quarter(2022, 3)
PLAN = Plan(id="council-plan", title="Council plan", kind=PlanKind.CORPORATE, name="Council plan")


@pytest.fixture(scope="module")
def small() -> Data:
    return read(HERE / "councils" / "smallshire")


def told(data: Data, *reported: tuple[Quarter, dict[str, Any]], **planned: Any) -> dict[str, list[tuple[object, ...]]]:
    of_it = Measure.model_validate({"id": "one", "title": "One", **planned})
    reports = tuple(
        Dated(quarter, MeasureReport.model_validate({"measure": "one", **fact})) for quarter, fact in reversed(reported)
    )
    view = MeasureView(of_it, PLAN, None, Q2, History(of_it, data.council, Q2, reports, ()))
    return {
        one.name: [
            (
                said.since,
                said.words.printed if isinstance(said.words, Value) else said.words,
                said.agreed_by or said.in_report,
            )
            for said in one.said
        ]
        for one in versions(view)
    }


def test_one_wording_that_nobody_agreed_is_no_history(small: Data) -> None:
    assert told(small, (Q2, {"title": "One"}), definition="Bins", owner="Head of Waste") == {}


def test_one_wording_that_somebody_agreed_says_who(small: Data) -> None:
    agreed = ({"from": Q1, "value": parse("45%"), "agreed_by": "The council, 20 June 2022"},)
    assert told(small, target=agreed) == {"Target": [(Q1, "45%", "The council, 20 June 2022")]}


def test_each_version_stands_at_its_quarter_and_none_after_the_edition(small: Data) -> None:
    words = tuple({"from": quarter, "value": text} for quarter, text in ((Q1, "Bins"), (Q2, "Boxes"), (Q3, "Bags")))
    assert told(small, definition=words) == {"Definition": [(Q1, "Bins", False), (Q2, "Boxes", False)]}


def test_a_report_that_prints_other_words_than_the_plan_stands_beside_it(small: Data) -> None:
    found = told(
        small,
        (Q1, {"target": parse("90%"), "title": "One"}),
        (Q2, {"target": parse("90 per cent"), "title": "First"}),
        target=({"from": Quarter(1900, 1), "value": parse("90%")},),
    )
    assert found == {
        "Title": [(None, "One", False), (Q2, "First", True)],
        "Target": [(None, "90%", False), (Q2, "90 per cent", True)],
    }


def test_a_blank_in_a_report_is_what_it_printed(small: Data) -> None:
    found = told(small, (Q2, {"target": parse("")}), target=({"from": Q1, "value": parse("5")},))
    assert found == {"Target": [(Q1, "5", False), (Q2, "", True)]}


def test_exampleshire_says_who_agreed_each_target() -> None:
    data = read(HERE / "councils" / "exampleshire")
    [view] = [m for m in report(data, latest_quarter(data)).measures if m.id == "household-waste-recycled"]
    [targets] = [one for one in versions(view) if one.name == "Target"]
    assert [(said.since and said.since.name, said.agreed_by) for said in targets.said] == [
        ("2019-20-q1", "Exampleshire Council, 24 June 2019"),
        ("2020-21-q1", "Exampleshire Council, 22 June 2020"),
        ("2021-22-q1", "Exampleshire Council, 21 June 2021"),
        ("2022-23-q1", "Exampleshire Council, 20 June 2022"),
    ]


def test_a_version_that_was_agreed_again_in_the_same_words_is_kept(small: Data) -> None:
    again = ({"from": Q1, "value": parse("5")}, {"from": Q2, "value": parse("5"), "agreed_by": "The council"})
    assert told(small, target=again) == {"Target": [(Q1, "5", False), (Q2, "5", "The council")]}


def test_targets_that_stand_beside_more_than_eight_figures_are_counted_and_those_agreed_are_told(small: Data) -> None:
    quarters = [Quarter(2020, number) for number in (1, 2, 3, 4)] + [Quarter(2021, number) for number in (1, 2, 3, 4)]
    agreed = ({"from": Q1, "value": parse("6"), "agreed_by": "The council"},)

    def targets(*without_figure: Quarter) -> tuple[int, list[str]]:
        of_it = Measure.model_validate({"id": "one", "title": "One", "target": agreed})
        reports = []
        for number, quarter in enumerate((*quarters, Q1)):
            results = [] if quarter in without_figure else [{"quarter": quarter, "value": parse("1")}]
            fact = {"measure": "one", "target": parse(f"{number} days"), "results": results}
            reports.append(Dated(quarter, MeasureReport.model_validate(fact)))
        view = MeasureView(of_it, PLAN, None, Q2, History(of_it, small.council, Q2, tuple(reversed(reports)), ()))
        [told] = versions(view)
        return told.beside, [said.words.printed for said in told.said if isinstance(said.words, Value)]

    assert targets() == (9, ["6"])
    assert targets(quarters[0])[0] == 0
    assert len(targets(quarters[0])[1]) == 10


def test_plan_and_reports_stand_in_the_order_of_their_quarters(small: Data) -> None:
    later = ({"from": Quarter(2021, 1), "value": parse("5")}, {"from": Q2, "value": parse("7")})
    found = told(small, (Q1, {"target": parse("6")}), (Q2, {"target": parse("8")}), target=later)
    assert found == {
        "Target": [(Quarter(2021, 1), "5", False), (Q1, "6", True), (Q2, "7", False), (Q2, "8", True)],
    }
