"""Due dates that were changed, and how far."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quarterday.model import Action, Data
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import ActionView, MeasureView, latest_quarter, report
from quarterday.slips import PLAN, REPORTS, Chain, apart, due_dates, is_same, slips
from quarterday.values import parse

Q1, Q2 = Quarter(2022, 1), Quarter(2022, 2)


@pytest.fixture(scope="module")
def small() -> Data:
    return read(Path(__file__).parent / "councils" / "smallshire")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("31/12/2022", "01/01/2023", "1 day later"),
        ("31/12/2022", "31/03/2023", "90 days later"),
        ("31/03/2023", "31/12/2022", "90 days earlier"),
        ("March 2023", "April 2023", "1 month later"),
        ("March 2023", "June 2024", "15 months later"),
        ("March 2023", "30/06/2023", ""),
        ("31/12/2022", "31 Dec 2022", ""),
        ("Ongoing", "31/12/2022", ""),
        ("31/12/2022", "", ""),
    ],
)
def test_two_dates_are_apart_where_both_are_days_or_both_are_months(first: str, last: str, said: str) -> None:
    assert apart(parse(first), parse(last)) == said


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("31/03/2023", "March 2023", True),
        ("31/03/2023", "31-Mar-2023", True),
        ("30/03/2023", "March 2023", False),
        ("Ongoing", "Ongoing ", True),
        ("Ongoing", "31/03/2023", False),
    ],
)
def test_a_month_is_the_same_promise_as_its_last_day(one: str, other: str, same: bool) -> None:
    assert is_same(parse(one), parse(other)) is same


def sweeper(data: Data, due: Any, printed: dict[Quarter, str], at: Quarter = Q2) -> ActionView:
    """Smallshire's action with other due dates."""

    def changed(given: Any) -> Any:
        return given.model_copy(update={"due": due})

    plans = tuple(
        plan.model_copy(
            update={
                "priorities": tuple(
                    one.model_copy(update={"actions": tuple(map(changed, one.actions))}) for one in plan.priorities
                )
            }
        )
        for plan in data.plans
    )
    quarters = tuple(
        held.model_copy(
            update={
                "priorities": tuple(
                    one.model_copy(
                        update={
                            "actions": tuple(
                                action.model_copy(
                                    update={"due": parse(printed[held.quarter]) if held.quarter in printed else None}
                                )
                                for action in one.actions
                            )
                        }
                    )
                    for one in held.priorities
                )
            }
        )
        for held in data.quarters
    )
    shown = report(data.model_copy(update={"plans": plans, "quarters": quarters}), at)
    return next(view for view in shown.actions if view.reports)


def versions(*given: tuple[Quarter, str, str]) -> Any:
    due = tuple({"from": since, "value": parse(printed), "agreed_by": by} for since, printed, by in given)
    return Action.model_validate({"id": "one", "title": "One", "due": due}).due


def dates(chain: Chain) -> list[tuple[str, Quarter | None, str]]:
    return [(one.due.printed, one.since, one.agreed_by) for one in chain.dates]


def test_a_plans_dates_are_told_with_who_agreed_each_and_how_far_the_last_is(small: Data) -> None:
    due = versions(
        (Quarter(2021, 1), "30/06/2022", ""),
        (Quarter(2021, 4), "30/09/2022", "Council, 1 March 2022"),
        (Q2, "31/12/2022", "Council, 6 September 2022"),
        (Quarter(2022, 3), "31/03/2023", "not known yet"),
    )
    [chain] = slips(sweeper(small, due, {}))
    assert (chain.of, chain.total, chain.is_later) == (PLAN, "184 days later", True)
    assert dates(chain) == [
        ("30/06/2022", None, ""),
        ("30/09/2022", Quarter(2021, 4), "Council, 1 March 2022"),
        ("31/12/2022", Q2, "Council, 6 September 2022"),
    ]


def test_the_reports_dates_are_a_chain_of_their_own_and_a_blank_takes_none_back(small: Data) -> None:
    due = versions((Quarter(2021, 1), "31/03/2024", ""))
    view = sweeper(small, due, {Q1: "30/06/2022", Q2: "30/09/2022"})
    [chain] = slips(view)
    assert (chain.of, dates(chain)) == (REPORTS, [("30/06/2022", Q1, ""), ("30/09/2022", Q2, "")])
    assert [one.of for one in due_dates(view)] == [PLAN, REPORTS]
    assert not slips(sweeper(small, due, {Q1: "30/06/2022", Q2: ""}))


def test_a_date_that_is_brought_forward_is_told_and_is_not_later(small: Data) -> None:
    due = versions((Quarter(2021, 1), "March 2024", ""), (Q2, "January 2024", ""))
    [chain] = slips(sweeper(small, due, {}))
    assert (chain.total, chain.is_later) == ("2 months earlier", False)


def test_a_plan_and_a_report_that_disagree_have_not_slipped(moray: Data, midlothian: Data) -> None:
    for data in (moray, midlothian):
        shown = report(data, latest_quarter(data))
        views: tuple[ActionView | MeasureView, ...] = (*shown.actions, *shown.measures)
        for view in views:
            for chain in slips(view):
                assert len({one.since for one in chain.dates}) > 1
