"""The rules of direction of travel, edge by edge."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterday.direction import (
    Direction,
    Movement,
    movement,
    since,
    since_baseline,
    since_last_year,
    since_previous,
    travel,
)
from quarterday.history import Dated, History
from quarterday.model import Data, Mark, Measure, MeasureReport, Plan, PlanKind, Polarity
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import MeasureView
from quarterday.values import Value, parse

HIGHER, LOWER, WITHIN = Polarity.HIGHER, Polarity.LOWER, Polarity.WITHIN_RANGE
BETTER, WORSE = Direction.BETTER, Direction.WORSE
SAME, NOT_REAL, CHANGED = Direction.NO_CHANGE, Direction.NO_REAL_CHANGE, Direction.CHANGED
CANNOT = Direction.CANNOT_SAY
Q2, Q1, LAST_YEAR = Quarter(2022, 2), Quarter(2022, 1), Quarter(2021, 2)
PLAN = Plan(id="council-plan", title="Council plan", kind=PlanKind.CORPORATE, name="Council plan")


def moved(now: str, then: str, polarity: Polarity | None, criterion: str = "", within: str = "") -> Movement:
    given = [parse(words) if words else None for words in (criterion, within)]
    return movement(parse(now), parse(then), polarity, *given)


@pytest.mark.parametrize(
    ("now", "then", "polarity", "criterion", "within", "direction", "because"),
    [
        ("43%", "41.8%", HIGHER, "", "", BETTER, "43% is above 41.8%, and higher is better"),
        ("41.8%", "43%", HIGHER, "", "", WORSE, "41.8% is below 43%, and higher is better"),
        ("9.9%", "11.8%", LOWER, "", "", BETTER, "9.9% is below 11.8%, and lower is better"),
        ("12", "11", LOWER, "", "", WORSE, "12 is above 11, and lower is better"),
        ("43.0%", "43%", HIGHER, "", "", SAME, "both figures are 43.0%"),
        ("12", "11", None, "", "", CHANGED, "12 is above 11, and nothing here says which way is better"),
        ("£1.1m", "£900,000", LOWER, "", "", WORSE, "£1.1m is above £900,000, and lower is better"),
        (
            "43.9%",
            "42%",
            HIGHER,
            "2",
            "",
            NOT_REAL,
            "43.9% is above 42% by less than 2 percentage points, which is the published limit of a real change",
        ),
        ("44%", "42%", HIGHER, "2", "", BETTER, "44% is above 42%, and higher is better"),
        ("40%", "42%", HIGHER, "2", "", WORSE, "40% is below 42%, and higher is better"),
        (
            "104",
            "100",
            None,
            "5%",
            "",
            NOT_REAL,
            "104 is above 100 by less than 5% of it, which is the published limit of a real change",
        ),
        ("105", "100", LOWER, "5%", "", WORSE, "105 is above 100, and lower is better"),
        ("95", "100", LOWER, "5%", "", BETTER, "95 is below 100, and lower is better"),
        ("11", "14", WITHIN, "", "10-12", BETTER, "11 is below 14, and within 10 to 12"),
        ("13", "14", WITHIN, "", "10-12", BETTER, "13 is below 14, and nearer to 10 to 12"),
        ("13", "11", WITHIN, "", "10-12", WORSE, "13 is above 11, and outside 10 to 12"),
        ("15", "13", WITHIN, "", "10-12", WORSE, "15 is above 13, and further from 10 to 12"),
        ("12", "10", WITHIN, "", "10-12", CHANGED, "12 is above 10, and both are within 10 to 12"),
        ("9", "13", WITHIN, "", "10-12", CHANGED, "9 is below 13, and both are as far from 10 to 12"),
        ("17", "16", WITHIN, "", "17", BETTER, "17 is above 16, and within 17"),
        ("13", "11", WITHIN, "", "", CHANGED, "13 is above 11, and no range to be within is given"),
        ("13", "11", WITHIN, "", "10%-12%", CHANGED, "13 is above 11, and no range to be within is given"),
        ("13", "11", WITHIN, "", "N/A", CHANGED, "13 is above 11, and no range to be within is given"),
        ("GOOD", "WEAK", HIGHER, "", "", CANNOT, "“GOOD” is not one number that can be compared"),
        (
            "12",
            "12 staff recruited",
            HIGHER,
            "",
            "",
            CANNOT,
            "“12 staff recruited” is not one number that can be compared",
        ),
        ("10-12", "9", HIGHER, "", "", CANNOT, "“10-12” is not one number that can be compared"),
        ("fewer than 5", "9", LOWER, "", "", CANNOT, "“fewer than 5” is not one number that can be compared"),
        ("+15% on 2021/22", "9%", HIGHER, "", "", CANNOT, "“+15% on 2021/22” is not one number that can be compared"),
        ("42/424", "10%", HIGHER, "", "", CANNOT, "“42/424” is not one number that can be compared"),
        ("43%", "43", HIGHER, "", "", CANNOT, "43% and 43 are not of one kind and unit"),
        ("3 days", "2 weeks", LOWER, "", "", CANNOT, "3 days and 2 weeks are not of one kind and unit"),
        ("suppressed", "9", LOWER, "", "", CANNOT, "no figure is reported"),
        ("9", "suppressed", LOWER, "", "", CANNOT, "no earlier figure is held here"),
    ],
)
def test_a_figure_moved_from_an_earlier_one(
    now: str, then: str, polarity: Polarity | None, criterion: str, within: str, direction: Direction, because: str
) -> None:
    found = moved(now, then, polarity, criterion, within)
    assert (found.direction, found.because) == (direction, because)


def test_there_is_no_direction_from_one_point() -> None:
    assert movement(parse("9"), None, HIGHER).sentence == ("Cannot be compared, because no earlier figure is held here")
    assert movement(None, parse("9"), HIGHER).sentence == "Cannot be compared, because no figure is reported"


figures = st.decimals(min_value=-10_000, max_value=10_000, places=2).map(lambda number: parse(f"{number:f}"))


@given(figures, figures)
def test_what_is_better_one_way_is_worse_the_other(one: Value, other: Value) -> None:
    there, back = movement(one, other, HIGHER).direction, movement(other, one, HIGHER).direction
    mirrored = movement(one, other, LOWER).direction
    assert {there, back} == {there, mirrored} or there is SAME
    assert (there is SAME) == (one.number == other.number)


@given(figures, figures, st.sampled_from([HIGHER, LOWER, None]), st.integers(0, 100))
def test_a_criterion_only_takes_claims_away(
    one: Value, other: Value, polarity: Polarity | None, criterion: int
) -> None:
    plain = movement(one, other, polarity)
    strict = movement(one, other, polarity, parse(str(criterion)))
    assert strict.direction in (plain.direction, NOT_REAL)


# ---- of a measure ----


@pytest.fixture(scope="module")
def small() -> Data:
    return read(Path(__file__).parent / "councils" / "smallshire")


def measure(data: Data, figures: Mapping[Quarter, Any], **planned: Any) -> MeasureView:
    """``figures`` are printed, or whole results."""
    results = [
        {"quarter": quarter, **(told if isinstance(told, dict) else {"value": parse(told)})}
        for quarter, told in figures.items()
    ]
    reported = MeasureReport.model_validate({"measure": "one", "results": results})
    of_it = Measure.model_validate({"id": "one", "title": "One", "polarity": "higher", **planned})
    history = History(of_it, data.council, Q2, (Dated(Q2, reported),), ())
    return MeasureView(of_it, PLAN, None, Q2, history)


def told(found: Movement) -> tuple[Direction, str]:
    return found.direction, found.because


def test_a_figure_is_compared_with_the_quarter_before_the_year_before_and_the_baseline(small: Data) -> None:
    view = measure(small, {LAST_YEAR: "40", Q1: "45", Q2: "43"}, baseline=parse("43"))
    assert told(since_previous(view)) == (WORSE, "43 is below 45, and higher is better")
    assert told(since_last_year(view)) == (BETTER, "43 is above 40, and higher is better")
    assert told(since_baseline(view)) == (SAME, "both figures are 43")
    found = since_previous(view)
    assert (found.then and found.then.printed, found.then_quarter) == ("45", Q1)


def test_only_the_very_quarter_before_is_the_quarter_before(small: Data) -> None:
    view = measure(small, {Quarter(2021, 4): "40", Q2: "43"})
    assert told(since_previous(view)) == (CANNOT, "no figure for Quarter 1, 2022/23 is held here")
    assert told(since(view, Quarter(2021, 4))) == (BETTER, "43 is above 40, and higher is better")


def test_a_blank_latest_figure_has_no_direction(small: Data) -> None:
    view = measure(small, {Q1: "45", Q2: "N/A"})
    assert told(since_previous(view)) == (CANNOT, "no figure is reported for Quarter 2, 2022/23")


def test_a_yearly_figure_is_compared_with_the_year_before(small: Data) -> None:
    view = measure(small, {LAST_YEAR: "40", Q1: "45", Q2: "43"}, frequency="yearly")
    assert told(since_previous(view)) == (BETTER, "43 is above 40, and higher is better")


def test_a_figure_counted_through_the_year_is_compared_with_the_same_part_of_another_alone(small: Data) -> None:
    view = measure(small, {LAST_YEAR: "40", Q1: "20", Q2: "43"}, counting="cumulative", baseline=parse("90"))
    assert told(since_previous(view)) == (
        CANNOT,
        "it is counted from the start of each year, so it grows from quarter to quarter",
    )
    assert told(since(view, Q1)) == (
        CANNOT,
        "it is counted from the start of each year, and the quarters are not the same part of it",
    )
    assert told(since_last_year(view)) == (BETTER, "43 is above 40, and higher is better")
    assert told(since_baseline(view)) == (CANNOT, "2022/23 is not over, and it is counted through the year")


def test_a_year_that_is_over_is_compared_with_the_baseline(small: Data) -> None:
    view = measure(small, {Quarter(2021, 4): "93"}, counting="cumulative", baseline=parse("90"))
    assert told(since_baseline(view)) == (BETTER, "93 is above 90, and higher is better")


def test_figures_of_two_definitions_are_not_compared(small: Data) -> None:
    definition = (
        {"from": LAST_YEAR, "value": "Streets seen to be clean."},
        {"from": Q2, "value": "Streets and paths seen to be clean."},
    )
    view = measure(small, {LAST_YEAR: "40", Q1: "45", Q2: "43"}, definition=definition)
    assert told(since_previous(view)) == (CANNOT, "what is counted was defined anew after Quarter 1, 2022/23")


def test_a_0_that_is_more_than_nothing_is_not_said_to_be_the_same_as_another(small: Data) -> None:
    low = {"value": parse("0%"), "marks": [Mark.LOW]}
    view = measure(small, {Q1: "0%", Q2: low}, baseline=parse("0%"))
    assert told(since_previous(view)) == (CANNOT, "a figure that is printed as 0 is more than nothing")
    assert told(since_baseline(view)) == (CANNOT, "a figure that is printed as 0 is more than nothing")
    assert told(since_previous(measure(small, {Q1: "5%", Q2: low}))) == (
        WORSE,
        "0% is below 5%, and higher is better",
    )


def test_a_measure_without_a_figure_or_a_baseline_says_so(small: Data) -> None:
    none = measure(small, {})
    for compare in (since_previous, since_last_year, since_baseline):
        assert told(compare(none)) == (CANNOT, "no figure is held here")
    assert told(since_baseline(measure(small, {Q2: "43"}))) == (CANNOT, "no baseline is reported")


def test_a_measure_has_a_criterion_of_its_own(small: Data) -> None:
    view = measure(small, {Q1: "45", Q2: "43"}, real_change=parse("3"))
    assert told(since_previous(view)) == (
        NOT_REAL,
        "43 is below 45 by less than 3, which is the published limit of a real change",
    )


def test_a_page_shows_no_direction_of_one_figure_alone(small: Data) -> None:
    assert travel(measure(small, {Q2: "9"})) == ()
    assert travel(measure(small, {Q2: "9"}, baseline=parse("N/A"))) == ()
    assert travel(measure(small, {})) == ()


def test_a_page_compares_with_the_quarter_before_the_year_before_and_the_baseline(small: Data) -> None:
    found = travel(measure(small, {LAST_YEAR: "7", Q1: "9", Q2: "8"}, baseline=parse("8")))
    assert [(against, moved.direction) for against, moved in found] == [
        ("Since the quarter before", WORSE),
        ("Since the same quarter of the year before", BETTER),
        ("Since the baseline", SAME),
    ]
    alone = travel(measure(small, {Q2: "8"}, baseline=parse("7")))
    assert [moved.direction for _, moved in alone] == [CANNOT, CANNOT, BETTER]


def test_a_yearly_measure_has_no_quarter_before(small: Data) -> None:
    found = travel(measure(small, {LAST_YEAR: "7", Q2: "8"}, frequency="yearly"))
    assert [against for against, _ in found] == ["Since the same quarter of the year before", "Since the baseline"]
