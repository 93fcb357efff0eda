"""What a sentence says of a figure is in the data, or is the exact difference of two figures that have one."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterday.history import Dated, History
from quarterday.model import Data, Mark, Measure, MeasureReport, Plan, PlanKind
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import MeasureView, latest_quarter, report
from quarterday.sentences import about_action, about_measure, about_priority, difference
from quarterday.values import Kind, parse

QUARTER = Quarter(2022, 2)
PLAN = Plan(id="council-plan", title="Council plan", kind=PlanKind.CORPORATE, name="Council plan")
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@pytest.fixture(scope="module")
def small() -> Data:
    return read(Path(__file__).parent / "councils" / "smallshire")


def measure(data: Data, value: str, target: str | None = None, unit: str = "", **more: Any) -> MeasureView:
    """A measure with one figure; ``more`` is of its result, but for ``baseline``, ``due`` and ``earlier`` figures."""
    earlier = more.pop("earlier", {})
    own = {key: more.pop(key) for key in ("baseline", "due") if key in more}
    results = [{"quarter": quarter, "value": parse(was)} for quarter, was in earlier.items()]
    reported = MeasureReport.model_validate(
        {
            "measure": "one",
            "target": None if target is None else parse(target),
            "results": (*results, {"quarter": QUARTER, "value": parse(value), **more}),
            **{key: parse(printed) for key, printed in own.items()},
        }
    )
    planned = Measure.model_validate({"id": "one", "title": "One", "unit": unit, "polarity": "higher"})
    history = History(planned, data.council, QUARTER, (Dated(QUARTER, reported),), ())
    return MeasureView(planned, PLAN, None, QUARTER, history)


@pytest.mark.parametrize(
    ("value", "target", "unit", "said"),
    [
        ("32", "43", "families", "is 32 families, 11 below the target of 43."),
        ("32", "43", "", "is 32, 11 below the target of 43."),
        ("43", "43", "", "is 43, equal to the target of 43."),
        ("1", "3", "families", "is 1 (families), 2 below the target of 3."),
        ("4", None, "per 1,000 people", "is 4 per 1,000 people."),
        ("1", None, "per 1,000 people", "is 1 per 1,000 people."),
        ("12", None, "£000s", "is 12 (£000s)."),
        ("33.33%", "95%", "%", "is 33.33%, 61.67 percentage points below the target of 95%."),
        ("94%", "95%", "", "is 94%, 1 percentage point below the target of 95%."),
        ("66", "70", "%", "is 66 (%), 4 percentage points below the target of 70."),
        ("8.0", "7", "days", "is 8.0 days, 1.0 above the target of 7."),
        ("6 days", "5 days", "", "is 6 days, 1 day above the target of 5 days."),
        ("1 week 3 days", "5 days", "", "is 1 week 3 days, 5 days above the target of 5 days."),
        ("£1.38M", "£1.3M", "", "is £1.38M, £0.08M above the target of £1.3M."),
        ("£2 million", "£1.25 million", "", "is £2 million, £0.75 million above the target of £1.25 million."),
        ("£950k", "£1.38M", "", "is £950k, £430,000 below the target of £1.38M."),
        ("£34.50", "£1,200", "", "is £34.50, £1,165.50 below the target of £1,200."),
        ("90", "85-95", "", "is 90, within the target of 85 to 95."),
        ("80", "85-95", "", "is 80, below the target of 85 to 95."),
        ("80", "85%-95%", "", "is 80, and the target is 85% to 95%."),
        ("32", "43%", "", "is 32, and the target is 43%."),
        ("32", "+15% on 2021/22", "", "is 32, and the target is “+15% on 2021/22”."),
        ("32", "Age 18", "", "is 32, and the target is “Age 18”."),
        ("GOOD", "VERY GOOD", "", "is “GOOD”, and the target is “VERY GOOD”."),
        ("42/424", "50/424", "", "is 42/424, and the target is 50/424."),
        ("12 staff recruited", "New measure", "staff", "is “12 staff recruited”."),
        ("32", "", "", "is 32."),
        ("32", "Suppressed", "", "is 32."),
    ],
)
def test_a_sentence_says_what_the_kind_of_its_figures_bears(
    small: Data, value: str, target: str | None, unit: str, said: str
) -> None:
    assert about_measure(measure(small, value, target, unit)) == f"The figure for Quarter 2, 2022/23 {said}"


def test_the_baseline_is_said_and_not_subtracted_from(small: Data) -> None:
    assert about_measure(measure(small, "32", "43", "families", baseline="79")).endswith(" The baseline was 79.")
    assert "baseline" not in about_measure(measure(small, "32", "43", baseline=""))
    assert "baseline" not in about_measure(measure(small, "32", "43", baseline="New measure"))


def test_a_target_for_a_day_still_to_come_is_said_with_it(small: Data) -> None:
    assert about_measure(measure(small, "32", "43", due="31 March 2023")).endswith(
        " the target of 43 for 31 March 2023."
    )
    assert about_measure(measure(small, "32", "43", due="31 July 2022")).endswith(" the target of 43.")


@pytest.mark.parametrize("printed", ["", "N/A", "New measure", "Suppressed", "*", "Data available March 2023"])
def test_nothing_is_said_where_there_is_a_reason_for_no_figure(small: Data, printed: str) -> None:
    assert about_measure(measure(small, printed, "43", baseline="79", earlier={Quarter(2022, 1): "30"})) == ""


def test_a_figure_held_back_or_banded_has_no_difference(small: Data) -> None:
    low = measure(small, "0", "3", marks=(Mark.LOW,))
    assert about_measure(low) == "The figure for Quarter 2, 2022/23 is 0, and the target is 3."
    assert (
        about_measure(measure(small, "5-9", "12"))
        == "The figure for Quarter 2, 2022/23 is 5 to 9, and the target is 12."
    )
    assert difference(parse("*"), parse("12")) == difference(parse("12"), parse("5-9")) == ""


plain = st.decimals(min_value=-9999999, max_value=9999999, places=2).map(lambda number: f"{number:,}")
printed = st.one_of(
    plain,
    plain.map(lambda number: f"{number}%"),
    plain.filter(lambda number: not number.startswith("-")).map(lambda number: f"£{number}"),
    plain.filter(lambda number: not number.startswith("-")).map(lambda number: f"{number} days"),
    st.integers(0, 99999).map(str),
    st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda two: f"{min(two)}-{max(two)}"),
    st.tuples(st.integers(0, 99), st.integers(1, 99)).map(lambda two: f"{two[0]}/{two[1]}"),
    st.sampled_from(["GOOD", "Yes", "*", "N/A", "", "12 staff recruited", "+15% on 2021/22", "increase by 5%"]),
)


@given(value=printed, target=printed, baseline=printed, before=printed)
def test_every_number_is_printed_or_is_the_exact_difference_of_two(
    small: Data, value: str, target: str, baseline: str, before: str
) -> None:
    view = measure(small, value, target, baseline=baseline, earlier={Quarter(2022, 1): before})
    said = about_measure(view).replace("Quarter 2, 2022/23", "")
    if parse(value).reason:
        assert said == ""
        return
    numbers = {text for text in FIGURE.findall(" ".join((value, target, baseline)))}
    one, other = parse(value), parse(target)
    alike = one.kind is other.kind and one.unit == other.unit and one.kind is not Kind.RELATIVE
    if alike and one.number is not None and other.number is not None:
        numbers.add(f"{abs(one.number - other.number):,}")
    assert {*FIGURE.findall(said)} <= numbers
    assert not re.search(r"\b(rose|fell|better|worse|improved|late|overdue)\b", said)


@given(one=plain, other=plain, sign=st.sampled_from(["", "%"]))
def test_the_difference_added_to_the_lower_figure_gives_the_higher(one: str, other: str, sign: str) -> None:
    apart = Decimal(difference(parse(one + sign), parse(other + sign)).split()[0].replace(",", ""))
    numbers = sorted(Decimal(text.replace(",", "")) for text in (one, other))
    assert numbers[0] + apart == numbers[1]


def test_the_progress_of_an_action_stands_beside_the_share_of_its_time(exampleshire: Data, moray: Data) -> None:
    told = {about_action(view) for view in report(exampleshire, QUARTER).actions}
    assert {
        "",
        "Progress in Quarter 2, 2022/23 is 100%.",
        "Progress in Quarter 2, 2022/23 is 35%. "
        "By its end, 70% of the time to the due date, 31 March 2024, had passed.",
    } <= told
    before = report(moray, Quarter(2021, 1)).actions
    assert {about_action(view) for view in before if view.latest is None} <= {""}


def test_a_priority_is_told_by_how_many_are_in_each_status(midlothian: Data, exampleshire: Data, moray: Data) -> None:
    told = {view.id: about_priority(view) for view in report(exampleshire, QUARTER).priorities}
    assert told["homes-and-streets"] == (
        "Of 5 measures, 1 is on target, 1 is close to target, 2 are off target and 1 has no data. "
        "Of 4 actions, 1 is completed, 1 is in progress, 1 is not started and 1 is overdue."
    )
    told = {view.id: about_priority(view) for view in report(midlothian, QUARTER).priorities}
    assert told["priority-action-3"] == "The one measure is off target."
    assert told["priority-action-7"] == "All 5 measures have no data."
    assert "overdue" not in "".join(about_priority(view) for view in report(moray, Quarter(2021, 1)).priorities)


@pytest.mark.parametrize("council", ["moray", "midlothian", "exampleshire"])
def test_what_is_said_of_a_real_measure_has_its_own_figure(council: str, request: pytest.FixtureRequest) -> None:
    data: Data = request.getfixturevalue(council)
    for view in report(data, latest_quarter(data)).measures:
        said = about_measure(view)
        assert bool(said) == bool(view.current and not view.current.result.value.reason)
        if said and view.current:
            assert view.current.result.value.printed in said and view.current.quarter.title in said
