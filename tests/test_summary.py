"""The progress summary of a priority gathers all that works for it, from every plan, and says what is not there."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from quarterday.model import Action, Data, Link, PriorityReport
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.report import PriorityView, Report, latest_quarter, report
from quarterday.summary import Summary, summary
from quarterday.values import parse

Q1_2021, Q2_2022 = Quarter(2021, 1), Quarter(2022, 2)


def of(shown: Report, name: str) -> PriorityView:
    return next(view for view in shown.priorities if view.id == name)


def loip(data: Data) -> Summary:
    shown = report(data, Q2_2022)
    return summary(of(shown, "building-a-better-future"), shown)


def text(data: Data, address: str) -> str:
    [page] = [page for page in site(report(data, Q2_2022)).pages if page.address == address]
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content)))


def test_the_loips_priority_has_what_other_plans_do_for_it_under_the_outcome_that_is_served(moray: Data) -> None:
    found = loip(moray)
    under = {one.outcome.id: [a.code for group in one.serving for a in group.actions] for one in found.outcomes}
    assert under == {
        "voice-is-heard": [],
        "emotional-and-mental-wellbeing": [],
        "impact-of-poverty": [],
        "safe-and-supportive-families": ["STRAT2.1", "STRAT2.2", "STRAT2.3"],
    }
    whole = [action.code for group in found.serving for action in group.actions]
    assert whole and not set(whole) & set(under["safe-and-supportive-families"])
    assert {group.plan for group in found.serving} == {"Service plan"}


def test_every_action_that_serves_a_priority_is_there_once_for_each_outcome_it_serves(moray: Data) -> None:
    shown = report(moray, Q2_2022)
    for view in shown.priorities:
        found = summary(view, shown)
        groups = (*found.serving, *(group for one in found.outcomes for group in one.serving))
        assert {a.id for group in groups for a in group.actions} == {a.id for a in shown.actions_serving(view)}


def test_an_action_that_serves_two_outcomes_stands_under_both(moray: Data) -> None:
    links = tuple(
        Link(plan="loip", priority="building-a-better-future", outcome=name)
        for name in ("impact-of-poverty", "voice-is-heard")
    )

    def changed(action: Action) -> Action:
        return action.model_copy(update={"serves": links, "outcome": None}) if action.id == "strat1-1" else action

    def priorities(given: Any) -> Any:
        return given.model_copy(update={"actions": tuple(map(changed, given.actions))})

    plans = tuple(
        plan.model_copy(update={"priorities": tuple(map(priorities, plan.priorities))}) for plan in moray.plans
    )
    found = loip(moray.model_copy(update={"plans": plans}))
    under = {
        one.outcome.id for one in found.outcomes for group in one.serving for a in group.actions if a.id == "strat1-1"
    }
    assert under == {"impact-of-poverty", "voice-is-heard"}


def test_what_was_expected_by_now_is_not_said_without_a_date_for_the_whole(moray: Data) -> None:
    found = loip(moray)
    assert found.whole is not None
    assert (found.whole.expected, found.whole.why_not) == (None, "the report gives no date for the whole")
    assert "what was expected by now cannot be said, because the report gives no date for the whole." in text(
        moray, "priorities/building-a-better-future/"
    )


def given_a_whole(data: Data, **row: str) -> Summary:
    """Exampleshire's first priority with a row of its own; its plan starts on 1 April 2019."""

    def changed(reported: PriorityReport) -> PriorityReport:
        values = {key: parse(words) for key, words in row.items()}
        return PriorityReport.model_validate({**dict(reported), "row": values})

    quarters = tuple(
        held.model_copy(update={"priorities": tuple(map(changed, held.priorities))}) for held in data.quarters
    )
    shown = report(data.model_copy(update={"quarters": quarters}), latest_quarter(data))
    return summary(shown.priorities[0], shown)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"progress": "60%", "due": "31/03/2023"}, ("88", "")),
        ({"progress": "60%", "due": ""}, ("None", "the report gives no date for the whole")),
        ({"progress": "60%", "due": "Ongoing"}, ("None", "the report gives no date for the whole")),
    ],
)
def test_progress_of_the_whole_stands_beside_the_time_that_had_passed(
    exampleshire: Data, row: dict[str, str], said: tuple[str, str]
) -> None:
    found = given_a_whole(exampleshire, **row)
    assert found.whole is not None
    assert (str(found.whole.expected), found.whole.why_not) == said


def test_a_whole_without_progress_has_nothing_beside_it(exampleshire: Data) -> None:
    assert given_a_whole(exampleshire, progress="", due="31/03/2023").whole is None


def test_what_a_loip_report_lacks_is_said_and_a_colour_that_was_lost_is_not_lacking(moray: Data) -> None:
    assert loip(moray).blank == ("measures", "how communities took part")
    assert "The report for Quarter 1, 2021/22 has nothing here on: measures how communities took part" in text(
        moray, "priorities/building-a-better-future/"
    )


def test_a_plan_of_another_kind_and_a_priority_without_a_report_lack_nothing(moray: Data, midlothian: Data) -> None:
    for data in (moray, midlothian):
        shown = report(data, latest_quarter(data))
        for view in shown.priorities:
            if view.id != "building-a-better-future":
                assert summary(view, shown).blank == ()
    early = report(moray, Quarter(2020, 3))
    assert all(summary(view, early).blank == () for view in early.priorities)
