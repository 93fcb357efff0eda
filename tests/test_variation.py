"""The rules of statistical process control, edge by edge, and against worked examples that others published."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterday.history import Dated, History
from quarterday.model import Data, Measure, MeasureReport, Plan, PlanKind
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import MeasureView, latest_quarter, report
from quarterday.values import parse
from quarterday.variation import Assurance, Cause, Rule, Variation, limits, signals, variation, why_not

HERE = Path(__file__).parent
FIRST = Quarter(2019, 1)
PLAN = Plan(id="council-plan", title="Council plan", kind=PlanKind.CORPORATE, name="Council plan")
STEADY = ("50", "52", "51", "49", "50", "52", "48", "51", "49", "50", "52", "48")


def numbers(*printed: str | int | None) -> list[Decimal | None]:
    return [None if one is None else Decimal(one) for one in printed]


def found_by(rule: Rule, given: Sequence[Decimal | None]) -> str:
    """A letter for each figure: above or rising, below or falling, and a stop where the rule finds nothing."""
    sides = [next((signal.high for signal in one if signal.rule is rule), None) for one in signals(given)]
    return "".join("." if high is None else "H" if high else "L" for high in sides)


# ---- worked examples that others published ----


def test_limits_are_those_that_the_spreadsheets_of_making_data_count_give() -> None:
    """NHS-R Community, NHSRplotthedots, vignette "Deviations from Excel defaults", part 1, with all ranges kept."""
    held = limits(numbers(1, 2, 1, 2, 10, *[1, 2] * 6, 1))
    told = [str(round(number, 2)) for number in (held.upper, held.mean, held.lower)]
    assert told == ["6.95", "1.94", "-3.06"]
    assert found_by(Rule.OUTSIDE, numbers(1, 2, 1, 2, 10, *[1, 2] * 6, 1)) == "....H............."


RANDOM = (
    "-0.56047565",
    "-0.23017749",
    "1.55870831",
    "0.07050839",
    "0.12928774",
    "1.71506499",
    "0.46091621",
    "-1.26506123",
    "-0.68685285",
    "-0.44566197",
    "1.22408180",
    "0.35981383",
    "0.40077145",
    "0.11068272",
    "-0.55584113",
    "1.78691314",
    "0.49785048",
    "-1.96661716",
    "0.70135590",
    "-0.47279141",
)


@pytest.mark.parametrize(
    ("fifteenth", "mean", "lower", "upper"),
    [("-0.55584113", "0.1416238", "-3.01138", "3.294627"), ("10", "0.6694159", "-4.596625", "5.935457")],
)
def test_limits_are_those_of_the_tests_of_nhsrplotthedots(fifteenth: str, mean: str, lower: str, upper: str) -> None:
    """NHSRplotthedots, tests of ``ptd_spc_standard``: ``rnorm(20)`` of seed 123, and an outlier."""
    held = limits(numbers(*RANDOM[:14], fifteenth, *RANDOM[15:]))
    for number, published in ((held.mean, mean), (held.lower, lower), (held.upper, upper)):
        assert abs(number - Decimal(published)) < Decimal("0.000001")


def test_limits_are_those_of_the_handbook_of_the_american_institute_of_standards() -> None:
    """NIST/SEMATECH e-Handbook, 6.3.2.2, which takes 3 / 1.128 and gives 50.81, 55.8041 and 45.8159."""
    held = limits(numbers("49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1"))
    assert held.mean == Decimal("50.81")
    assert abs(held.upper - Decimal("55.8041")) < Decimal("0.001")
    assert abs(held.lower - Decimal("45.8159")) < Decimal("0.001")


@pytest.mark.parametrize(
    ("given", "trend"),
    [
        ([1, 2, 3, 4, 5, 6], "......"),
        ([1, 2, 3, 4, 5, 6, 7], "HHHHHHH"),
        ([7, 6, 5, 4, 3, 2, 1], "LLLLLLL"),
        ([1, 2, 3, 3, 4, 5, 6], "......."),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], ".HHHHHHH."),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], ".LLLLLLL."),
    ],
)
def test_a_trend_is_seven_in_a_row_and_equal_neighbours_end_it(given: list[int], trend: str) -> None:
    """NHSRplotthedots, tests of ``ptd_seven_point_trend`` and ``ptd_part_of_seven_trend``."""
    assert found_by(Rule.TREND, numbers(*given)) == trend


def test_two_near_opposite_limits_are_not_two_of_three() -> None:
    """NHSRplotthedots, tests of ``ptd_spc_standard``, of its issue 143."""
    assert found_by(Rule.NEAR, numbers(*[1, -1] * 7, "5.5", "-5.5")) == "." * 16


# ---- edges of the rules ----


@pytest.mark.parametrize(
    ("given", "shift"),
    [
        ([9] * 6 + [1] * 6, "............"),
        ([9] * 7 + [1] * 7, "HHHHHHHLLLLLLL"),
        # The ninth is exactly on the mean of 5: it is of neither side, and six are left of seven.
        ([9] * 7 + [1] + [5] + [1] * 6, "HHHHHHH........"),
        # A gap ends a run, as nobody knows on which side it was.
        ([9] * 4 + [None] + [9] * 4 + [1] * 8, ".........LLLLLLLL"),
    ],
)
def test_a_shift_is_seven_in_a_row_on_one_side_of_the_mean(given: list[int | None], shift: str) -> None:
    """NHS England, Making Data Count: seven points, all above or all below the mean."""
    assert found_by(Rule.SHIFT, numbers(*given)) == shift


def test_a_gap_ends_a_trend() -> None:
    assert found_by(Rule.TREND, numbers(1, 2, 3, 4, None, 6, 7, 8, 9)) == "." * 9


def test_where_a_trend_turns_the_figure_between_is_of_the_one_that_follows() -> None:
    assert found_by(Rule.TREND, numbers(*range(1, 8), *range(6, 0, -1))) == "HHHHHH" + "L" * 7


@pytest.mark.parametrize(
    ("given", "near"),
    [
        (["6", "6", "0"], "HH."),
        (["6", "0", "6"], "H.H"),
        # The rule of Western Electric (1956): the third may be anywhere, on the other side of the mean too.
        (["6", "-6", "6"], "H.H"),
        # One outside the limits is beyond two thirds of the way to one.
        (["9", "6", "0"], "HH."),
        (["6", "0", "0"], "..."),
        (["6", None, "6"], "..."),
        ([None, "6", None], "..."),
    ],
)
def test_two_of_three_are_on_one_side_beyond_two_thirds_of_the_way(given: list[str | None], near: str) -> None:
    """The others swing so that the limits stay near ±8; ``near`` is above 5.3 or so."""
    swing = ["1.5", "-1.5"] * 30
    assert found_by(Rule.NEAR, numbers(*swing, *given, *swing))[60:63] == near


def test_two_figures_between_gaps_are_not_two_of_three() -> None:
    swing = ["1.5", "-1.5"] * 30
    assert found_by(Rule.NEAR, numbers(*swing, None, "6", "6", None, *swing)) == "." * 124


def test_a_figure_exactly_on_a_limit_is_not_outside_it() -> None:
    """134 figures with a mean of 0 and 133 ranges that add up to 50: the limits are ±2.66 × 50 / 133, which is ±1."""
    given = numbers(1, 0, *[1, -1, 0] * 12, *[0] * 95, -1)
    assert [limits(given).lower, limits(given).upper] == numbers(-1, 1)
    assert found_by(Rule.OUTSIDE, given) == "." * 134


def test_a_limit_is_near_from_two_thirds_of_the_way_to_it() -> None:
    held = limits(numbers(0, "1.5"))
    assert (held.mean, held.upper, held.near_upper) == (Decimal("0.75"), Decimal("4.74"), Decimal("3.41"))
    assert (held.lower, held.near_lower) == (Decimal("-3.24"), Decimal("-1.91"))


def test_figures_that_never_vary_have_no_signal() -> None:
    flat = numbers(*[7] * 12)
    assert limits(flat).lower == limits(flat).mean == limits(flat).upper == 7
    assert set(signals(flat)) == {()}


def test_no_range_is_taken_over_a_gap() -> None:
    assert limits(numbers(1, 2, None, 101, 102)).upper == Decimal("51.5") + Decimal("2.66")


def test_limits_need_two_neighbours() -> None:
    with pytest.raises(ValueError, match="limits need two figures that are neighbours"):
        limits(numbers(1, None, 2))


figures = st.lists(
    st.one_of(st.none(), st.decimals(min_value=-1000, max_value=1000, places=2)), min_size=2, max_size=40
).filter(lambda given: any(None not in two for two in pairwise(given)))


@given(figures, st.decimals(min_value=-1000, max_value=1000, places=2))
def test_figures_that_are_turned_over_or_moved_have_the_same_signals(given: list[Decimal | None], by: Decimal) -> None:
    plain = signals(given)
    turned = signals([None if one is None else by - one for one in given])
    assert [[(s.rule, not s.high) for s in one] for one in turned] == [[(s.rule, s.high) for s in one] for one in plain]
    assert all(not found for one, found in zip(given, plain, strict=True) if one is None)


@given(figures)
def test_the_mean_is_half_way_between_the_limits(given: list[Decimal | None]) -> None:
    held = limits(given)
    assert held.lower <= held.near_lower <= held.mean <= held.near_upper <= held.upper
    assert abs(held.lower + held.upper - 2 * held.mean) < Decimal("1e-20")


# ---- of a measure ----


@pytest.fixture(scope="module")
def small() -> Data:
    return read(HERE / "councils" / "smallshire")


def measure(data: Data, *printed: str, first: Quarter = FIRST, step: int = 1, **planned: Any) -> MeasureView:
    quarter = first
    results = []
    for one in printed:
        value = parse(one.removesuffix(" low"))
        results.append({"quarter": quarter, "value": value, "marks": ("low",) if one.endswith(" low") else ()})
        last = quarter
        for _ in range(step):
            quarter = quarter.next
    reported = MeasureReport.model_validate({"measure": "one", "results": results})
    if "target" in planned:
        planned["target"] = ({"from": FIRST, "value": parse(planned["target"])},)
    if "definition" in planned:
        planned["definition"] = tuple({"from": at, "value": words} for at, words in planned["definition"])
    of_it = Measure.model_validate({"id": "one", "title": "One", "polarity": "higher", **planned})
    return MeasureView(of_it, PLAN, None, last, History(of_it, data.council, last, (Dated(last, reported),), ()))


def found(view: MeasureView) -> Variation:
    held = variation(view)
    assert held is not None
    assert why_not(view) == ""
    return held


def test_under_twelve_figures_it_is_too_early_to_say(small: Data) -> None:
    """Making Data Count calls limits of fewer than twelve points trial limits."""
    assert variation(measure(small, *STEADY[:11])) is None
    assert why_not(measure(small, *STEADY[:11])) == "Too early to say, as 11 figures are held here, and 12 are needed"
    assert len(found(measure(small, *STEADY)).points) == 12


def test_quarters_in_a_row_of_which_the_rules_find_the_same_are_told_together_up_to_a_gap(small: Data) -> None:
    above = (
        "Above the upper limit; one of two in three near the upper limit; one of seven or more in a row above the mean"
    )
    held = found(measure(small, *["10"] * 7, *["90", "91"] * 4, "Suppressed", *["90", "91"] * 4))
    assert [(span.title, span.finds) for span in held.spans][1:] == [
        ("Quarter 4, 2020/21 to Quarter 3, 2022/23", above),
        ("Quarter 1, 2023/24 to Quarter 4, 2024/25", above),
    ]
    alone = found(measure(small, *STEADY, "90"))
    assert [(span.title, span.finds) for span in alone.spans][-1] == ("Quarter 1, 2022/23", "Above the upper limit")


def test_where_no_rule_finds_a_figure_that_is_told_of_all_of_them(small: Data) -> None:
    held = found(measure(small, *STEADY))
    assert [(span.title, span.finds) for span in held.spans] == [
        ("Quarter 1, 2019/20 to Quarter 4, 2021/22", "Nothing")
    ]


def test_one_figure_and_words_have_no_variation_to_speak_of(small: Data) -> None:
    assert why_not(measure(small, "50")) == ""
    assert why_not(measure(small, *["GOOD"] * 14)) == ""
    assert variation(measure(small, *["GOOD"] * 14)) is None


def test_words_and_what_is_held_back_are_no_figures_and_leave_a_gap(small: Data) -> None:
    held = found(measure(small, *STEADY[:6], "Suppressed", "Adequate", *STEADY[6:]))
    assert len(held.points) == 12
    assert held.limits.mean == found(measure(small, *STEADY)).limits.mean
    assert why_not(measure(small, *STEADY[:11], "Suppressed")).startswith(
        "Too early to say, as 11 figures are held here"
    )


def test_a_figure_printed_as_0_that_is_more_than_nothing_is_no_number(small: Data) -> None:
    assert why_not(measure(small, *STEADY[:11], "0 low")).startswith("Too early to say, as 11 figures")


def test_a_new_definition_begins_anew(small: Data) -> None:
    anew = ((FIRST, "Bins"), (Quarter(2019, 2), "Bins and boxes"))
    view = measure(small, "900", *STEADY, definition=anew)
    assert found(view).since == Quarter(2019, 2)
    assert found(view).limits.mean == found(measure(small, *STEADY)).limits.mean
    assert why_not(measure(small, *STEADY, definition=anew)) == (
        "Too early to say, as 11 figures are held here since it was defined anew in Quarter 2, 2019/20,"
        " and 12 are needed"
    )


@pytest.mark.parametrize(
    ("printed", "step", "planned", "why"),
    [
        (
            STEADY,
            1,
            {"counting": "cumulative"},
            "it is counted from the start of each year, so its quarters are not alike",
        ),
        ((*STEADY, "50%"), 1, {}, "its figures are not all of one kind and unit"),
        (STEADY, 2, {}, "most of its figures have none for the quarter before them"),
        (STEADY, 1, {"frequency": "yearly"}, "it is yearly, and its figures are not of one quarter of each year"),
    ],
)
def test_figures_that_are_not_alike_are_not_worked_out(
    small: Data, printed: Sequence[str], step: int, planned: dict[str, Any], why: str
) -> None:
    view = measure(small, *printed, step=step, **planned)
    assert why_not(view) == f"Not worked out, as {why}"
    assert variation(view) is None


def test_the_years_of_a_yearly_measure_are_neighbours(small: Data) -> None:
    held = found(measure(small, *STEADY, step=4, frequency="yearly"))
    assert held.limits == found(measure(small, *STEADY)).limits


RISEN = (*STEADY[:11], "60")


@pytest.mark.parametrize(
    ("printed", "polarity", "cause", "because"),
    [
        (STEADY, "higher", Cause.COMMON, "48 is within the limits, and part of no pattern that the rules look for"),
        (RISEN, "higher", Cause.IMPROVEMENT, "60 is above the upper limit, and higher is better"),
        (RISEN, "lower", Cause.CONCERN, "60 is above the upper limit, and lower is better"),
        (RISEN, None, Cause.HIGHER, "60 is above the upper limit, and nothing here says which way is better"),
        (RISEN, "within range", Cause.HIGHER, "60 is above the upper limit, and neither way is better by itself"),
        (
            ("60", "40", "60", "40", "60", "60", "49", "45", "49", "45", "49", "45", "49"),
            "higher",
            Cause.CONCERN,
            "49 is one of seven or more in a row below the mean, and higher is better",
        ),
    ],
)
def test_the_latest_figure_has_a_special_cause_or_none(
    small: Data, printed: Sequence[str], polarity: str | None, cause: Cause, because: str
) -> None:
    held = found(measure(small, *printed, polarity=polarity))
    assert (held.cause, held.because) == (cause, because)


@pytest.mark.parametrize(
    ("target", "polarity", "assurance", "because"),
    [
        ("40", "higher", Assurance.MET, "every figure within the limits meets the target of 40"),
        ("40", "lower", Assurance.MISSED, "every figure within the limits misses the target of 40"),
        ("60", "higher", Assurance.MISSED, "every figure within the limits misses the target of 60"),
        ("60", "lower", Assurance.MET, "every figure within the limits meets the target of 60"),
        ("50", "lower", Assurance.BY_CHANCE, "some figures within the limits meet the target of 50, and some miss it"),
        ("40-60", "within range", Assurance.MET, "every figure within the limits meets the target of 40 to 60"),
        ("60-70", "within range", Assurance.MISSED, "every figure within the limits misses the target of 60 to 70"),
        (
            "49-51",
            "within range",
            Assurance.BY_CHANCE,
            "some figures within the limits meet the target of 49 to 51, and some miss it",
        ),
        ("60", None, Assurance.NOT_SAID, "nothing here says whether a higher or a lower figure is better"),
        ("60%", "higher", Assurance.NOT_SAID, "48 and the target 60% are not in the same unit"),
        ("+5% on 2019/20", "higher", Assurance.NOT_SAID, None),
    ],
)
def test_a_target_is_met_missed_or_a_matter_of_chance(
    small: Data, target: str, polarity: str | None, assurance: Assurance, because: str | None
) -> None:
    """Making Data Count: the target is outside the limits on the better side, on the worse side, or between them."""
    held = found(measure(small, *STEADY, polarity=polarity, target=target))
    assert held.assurance is assurance
    assert because is None or held.assured_because == because


def test_without_a_target_nothing_is_assured(small: Data) -> None:
    held = found(measure(small, *STEADY))
    assert (held.assurance, held.assured_because) == (Assurance.NOT_SAID, "no target is reported")


def test_a_limit_exactly_on_the_target_meets_it_as_a_figure_would(small: Data) -> None:
    assert found(measure(small, *["50"] * 12, target="50")).assurance is Assurance.MET


def test_with_a_special_cause_the_limits_are_said_to_be_unsteady(small: Data) -> None:
    for target in ("90", "51", "9"):
        held = found(measure(small, *RISEN, target=target))
        assert held.assured_because.endswith("; with a special cause at work, the limits may not hold")


@pytest.mark.parametrize(
    ("printed", "mean"),
    [
        (("41.2%", "42.8%"), "42.00%"),
        (("£1.22M", "£1.25M"), "£1,235,000"),
        (("9", "12"), "10.5"),
        (("-9", "-9"), "−9.0"),
    ],
)
def test_the_mean_has_one_digit_more_than_the_figures(small: Data, printed: tuple[str, str], mean: str) -> None:
    held = found(measure(small, *printed * 6))
    assert held.shown(held.limits.mean) == mean


def test_every_measure_here_says_its_variation_or_why_not_or_has_nothing_that_varies() -> None:
    for site in (HERE.parent, HERE.parent / "examples/midlothian", HERE / "councils/exampleshire"):
        data = read(site)
        for view in report(data, latest_quarter(data)).measures:
            drawn = [held for held in view.series if held.result.value.figure is not None]
            assert (variation(view) is not None) + bool(why_not(view)) == (len(drawn) >= 2)
