"""A question is asked of what the data leave open, with its evidence, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsed import parsed
from quarterday import dividing, pages
from quarterday.addresses import address_of
from quarterday.model import Data
from quarterday.periods import Quarter
from quarterday.promises import promises
from quarterday.questions import Asked, questions
from quarterday.reading import read
from quarterday.report import PlanView, PriorityView, Report, latest_quarter, report

QUARTER = Quarter(2022, 2)
PLAN = "data/plans/council-plan/clean-streets.yml"
FIRST, SECOND = (f"data/quarters/2022-23-{quarter}/clean-streets.yml" for quarter in ("q1", "q2"))


def subjects(shown: Report) -> tuple[PriorityView | PlanView, ...]:
    return (*shown.priorities, *shown.plans)


def asked(data: Data, quarter: Quarter = QUARTER) -> dict[tuple[str, Asked], list[str]]:
    shown = report(data, quarter)
    return {
        (of.id, question.asked): [f"{one.thing.id}#{one.part}: {one.because}" for one in question.evidence]
        for of in subjects(shown)
        for question in questions(of, promises(shown))
    }


def spoil(folder: Path, path: str, was: str, now: str) -> None:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, now), encoding="utf-8")


def test_nothing_is_asked_where_the_data_leave_nothing_open(smallshire: Path) -> None:
    data = read(smallshire)
    assert asked(data) == {}
    shown = pages.site(report(data, QUARTER))
    for address in ("questions/", "priorities/clean-streets/"):
        [page] = [page.content for page in shown.pages if page.address == address]
        assert "Nothing is left open by the data." in parsed(page).text


def test_what_is_off_target_without_commentary_or_action_is_asked_after(smallshire: Path) -> None:
    spoil(smallshire, SECOND, "value: 92%", "value: 50%")
    [found] = asked(read(smallshire)).items()
    assert found == (
        ("clean-streets", Asked.UNEXPLAINED),
        [
            "streets-found-clean#status: 50% is below 90%. The report for Quarter 2, 2022/23 gives no commentary "
            "and no action being taken."
        ],
    )


@pytest.mark.parametrize("words", ["commentary: It snowed.", "action_taken: A second sweeper."])
def test_what_is_off_target_with_a_word_on_it_is_not_asked_after(smallshire: Path, words: str) -> None:
    spoil(smallshire, SECOND, "value: 92%", "value: 50%")
    spoil(smallshire, SECOND, "measure: streets-found-clean\n", f"measure: streets-found-clean\n    {words}\n")
    assert asked(read(smallshire)) == {}


def test_a_promise_that_the_plan_changed_since_the_report_before_is_asked_after(smallshire: Path) -> None:
    spoil(
        smallshire,
        PLAN,
        "target: 90%",
        "target:\n      - {from: 2022-23-q1, value: 95%}\n"
        "      - {from: 2022-23-q2, value: 90%, agreed_by: 'Streets committee, 1 July 2022.'}\n"
        "    definition:\n      - {from: 2022-23-q1, value: All streets}\n"
        "      - {from: 2022-23-q2, value: Main streets}",
    )
    data = read(smallshire)
    assert asked(data)["clean-streets", Asked.CHANGED] == [
        "streets-found-clean#definition: The definition was “All streets”, and is “Main streets” from "
        "Quarter 2, 2022/23. The plan does not say who agreed it.",
        "streets-found-clean#definition: The target was “95%”, and is “90%” from Quarter 2, 2022/23. "
        "Agreed by: Streets committee, 1 July 2022.",
    ]
    assert ("clean-streets", Asked.CHANGED) not in asked(data, Quarter(2022, 1))


def test_statuses_that_cannot_both_hold_are_asked_after(smallshire: Path) -> None:
    spoil(smallshire, SECOND, "measure: streets-found-clean\n", "measure: streets-found-clean\n    status: Behind\n")
    assert asked(read(smallshire)) == {
        ("clean-streets", Asked.DISAGREES): [
            "streets-found-clean#status: The report says off target, and our rule on target, because 92% is above 90%."
        ]
    }


def test_a_blank_cell_is_asked_after_and_one_whose_sign_was_lost_is_not(smallshire: Path, moray: Data) -> None:
    spoil(
        smallshire,
        SECOND,
        "progress: 20%",
        "progress: ''\n    due: ''\n    status: ''\n    status_note: its colour was lost",
    )
    assert asked(read(smallshire)) == {
        ("clean-streets", Asked.BLANK): [
            "buy-a-sweeper#progress: The progress and due date are blank in the report for Quarter 2, 2022/23."
        ]
    }
    assert not any("status" in because for found in asked(moray).values() for because in found)


def test_what_is_overdue_is_asked_after_in_a_quarter_that_covers_its_plan(smallshire: Path) -> None:
    spoil(smallshire, SECOND, "progress: 20%", "progress: 20%\n    due: 31 August 2022")
    quarter = "data/quarters/2022-23-q2/quarter.yml"
    assert asked(read(smallshire)) == {
        ("clean-streets", Asked.OVERDUE): [
            "buy-a-sweeper#progress: It is overdue, because 20% is below 100% and 31 August 2022 is before "
            "30 September 2022. The report’s due date is used; the plan prints “31/03/2024”."
        ]
    }
    spoil(smallshire, quarter, "covers:\n  - council-plan\n", "covers: []\n")
    assert asked(read(smallshire)) == {}


def test_moray_is_asked_of_nothing_that_this_site_lacks(moray: Data) -> None:
    found = {held.quarter: asked(moray, held.quarter) for held in moray.quarters}
    for quarter, questions_then in found.items():
        assert {kind for _, kind in questions_then} <= {Asked.BLANK, Asked.OVERDUE}
        blank = [one for (_, kind), told in questions_then.items() if kind is Asked.BLANK for one in told]
        assert all(f"in the report for {quarter.title}" in one for one in blank)
    [overdue] = [told for then in found.values() for (_, kind), told in then.items() if kind is Asked.OVERDUE]
    assert overdue == [
        "serv1-3#progress: It is overdue, because 66% is below 100% and 31 March 2022 is before 30 September 2022. "
        "The report’s due date is used; the plan prints “March 2023”."
    ]


@pytest.mark.parametrize("council", ["moray", "midlothian", "exampleshire"])
def test_each_question_leads_to_its_evidence(council: str, request: pytest.FixtureRequest) -> None:
    data: Data = request.getfixturevalue(council)
    for held in data.quarters:
        shown = report(data, held.quarter)
        found = [one for of in subjects(shown) for asks in questions(of) for one in asks.evidence]
        if not found:
            continue
        content = {page.address: page.content for page in pages.site(shown).pages}
        for one in found:
            assert f'id="{one.part}"' in content[address_of(one.thing)], (held.quarter, one.thing.id, one.part)


def test_a_page_too_heavy_is_divided_by_priority(midlothian: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown() -> dict[str, str]:
        found = pages.site(report(midlothian, latest_quarter(midlothian))).pages
        return {page.address: page.content for page in found if page.address.startswith("questions/")}

    assert [*shown()] == ["questions/"]
    monkeypatch.setattr(dividing, "MOST_WORDS", 1_000)
    found = shown()
    assert [*found] == [
        "questions/",
        "questions/priority-action-3/",
        "questions/priority-action-4/",
        "questions/priority-action-6/",
        "questions/plans/childrens-services/",
    ]
    assert "46 is below 75" in found["questions/priority-action-3/"] and "46 is below" not in found["questions/"]


def test_a_promise_that_lapsed_is_asked_after_where_a_later_report_covers_its_plan(smallshire: Path) -> None:
    for path, step in ((FIRST, "Ask the schools"), (SECOND, "Write to the schools")):
        with (smallshire / path).open("a", encoding="utf-8") as file:
            file.write(f"next_steps:\n  - title: {step}\n    due: 31/08/2022\n")
    assert asked(read(smallshire)) == {
        ("clean-streets", Asked.LAPSED): [
            "clean-streets#promises: Next step “Ask the schools”, for 31/08/2022. Quarter 2, 2022/23 does not list it,"
            " and no report says that it was done."
        ]
    }
    spoil(smallshire, "data/quarters/2022-23-q2/quarter.yml", "covers:\n  - council-plan", "covers: []")
    assert asked(read(smallshire)) == {}
