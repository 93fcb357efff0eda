"""What changed between two quarters is all told, and nothing that one of them has no report of is called a change."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quarterday.__main__ import app
from quarterday.changes import Changes, Fate, changes, difference, likeness, status_direction
from quarterday.changes_in_words import in_short, rows, text
from quarterday.direction import Direction
from quarterday.model import Data, Plan, QuarterData
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import latest_quarter, report
from quarterday.status import Status
from quarterday.values import parse

FIRST, SECOND, THIRD = Quarter(2022, 1), Quarter(2022, 2), Quarter(2022, 3)
PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def small() -> Data:
    return read(PROJECT / "tests" / "councils" / "smallshire")


PRINTED = ("target", "due", "progress", "status", "rating", "baseline")


def values(given: Any, key: str = "", printed: bool = False) -> Any:
    """Cells as the reader of YAML would give them: ``value`` is printed, but for that of a version of a title."""
    if isinstance(given, dict):
        return {
            name: values(item, name, name in PRINTED or (name == "value" and (printed or key != "title")))
            for name, item in given.items()
        }
    if isinstance(given, list):
        return tuple(values(item, key, printed) for item in given)
    return parse(given) if printed and isinstance(given, str) else given


def plan(**priority: Any) -> Plan:
    given = {"id": "streets", "title": "Clean streets", **values(priority)}
    return Plan.model_validate(
        {"id": "plan", "title": "Plan", "kind": "corporate", "name": "Plan", "priorities": (given,)}
    )


def quarter(at: Quarter, covered: bool = True, **priority: Any) -> QuarterData:
    """One quarter's report on the priority; without a key, its report has nothing on it."""
    told = ({"priority": "streets", **values(priority)},) if priority else ()
    return QuarterData.model_validate({"quarter": at, "covers": ("plan",) if covered else (), "priorities": told})


def compared(data: Data, of: Plan, *held: QuarterData) -> Changes:
    made = data.model_copy(update={"plans": (of,), "quarters": held, "corrections": ()})
    return changes(report(made, held[0].quarter), report(made, held[-1].quarter))


RECYCLED = {"id": "recycled", "title": "Waste recycled", "polarity": "higher", "target": "50%", "tolerance": parse("2")}


def result(at: Quarter, value: str, **more: Any) -> dict[str, Any]:
    return {"measure": "recycled", "results": [{"quarter": at, "value": value}], **more}


# ---- statuses and figures ----


@pytest.mark.parametrize(
    ("then", "now", "direction"),
    [
        (Status.OFF_TARGET, Status.CLOSE_TO_TARGET, Direction.BETTER),
        (Status.ON_TARGET, Status.OFF_TARGET, Direction.WORSE),
        (Status.ON_TARGET, Status.NO_DATA, Direction.CHANGED),
        (Status.CHECK_PROGRESS, Status.COMPLETED, Direction.BETTER),
        (Status.IN_PROGRESS, Status.OVERDUE, Direction.WORSE),
        (Status.NOT_STARTED, Status.IN_PROGRESS, Direction.CHANGED),
        (Status.IN_PROGRESS, Status.CANCELLED, Direction.CHANGED),
    ],
)
def test_a_status_is_better_or_worse_only_where_both_are_in_the_published_order(
    then: Status, now: Status, direction: Direction
) -> None:
    assert status_direction(then, now) is direction


def test_a_measure_that_moves_is_told_with_both_statuses_and_both_figures(small: Data) -> None:
    found = compared(
        small,
        plan(measures=[RECYCLED]),
        quarter(FIRST, measures=[result(FIRST, "44%")]),
        quarter(SECOND, measures=[result(SECOND, "51%")]),
    )
    (moved,) = found.statuses
    assert (moved.then, moved.now, moved.direction) == (Status.OFF_TARGET, Status.ON_TARGET, Direction.BETTER)
    (figure,) = found.figures
    assert figure.then and (figure.then.result.value.printed, figure.now.result.value.printed) == ("44%", "51%")
    assert in_short(found) == ("1 measure has a better status.", "1 figure moved: 1 is better.")


def test_the_same_figure_again_is_no_change(small: Data) -> None:
    found = compared(
        small,
        plan(measures=[RECYCLED]),
        quarter(FIRST, measures=[result(FIRST, "51%")]),
        quarter(SECOND, measures=[result(SECOND, "51%")]),
    )
    assert found.are_none
    assert in_short(found) == ("Nothing has changed since Quarter 1, 2022/23.",)


def test_a_figure_that_a_later_report_prints_otherwise_is_revised_and_no_movement(small: Data) -> None:
    again = {
        "measure": "recycled",
        "results": [{"quarter": FIRST, "value": "45%"}, {"quarter": SECOND, "value": "46%"}],
    }
    found = compared(
        small,
        plan(measures=[RECYCLED]),
        quarter(FIRST, measures=[result(FIRST, "44%")]),
        quarter(SECOND, measures=[again]),
    )
    told = [(row.change, row.then, row.now) for row in rows(found)]
    assert told == [("figure", "45%", "46%"), ("revised figure", "44%", "45%")]


def test_the_report_s_own_status_has_a_list_of_its_own(small: Data) -> None:
    found = compared(
        small,
        plan(measures=[RECYCLED]),
        quarter(FIRST, measures=[result(FIRST, "51%", status="Green")]),
        quarter(SECOND, measures=[result(SECOND, "51%", status="Amber")]),
    )
    (printed,) = found.printed
    assert (printed.then, printed.now) == ("Green", "Amber")
    assert not found.statuses


def test_a_colour_of_a_section_is_compared_as_printed(small: Data) -> None:
    found = compared(
        small,
        plan(),
        quarter(FIRST, rag=[{"of": "Overall", "value": "Green"}]),
        quarter(SECOND, rag=[{"of": "Overall", "value": "Red"}]),
    )
    assert [(one.of, one.then, one.now) for one in found.printed] == [("Overall", "Green", "Red")]


# ---- new and gone ----


def test_a_measure_that_the_next_report_on_its_plan_leaves_out_is_gone_from_it(small: Data) -> None:
    other = {"measure": "other", "results": [{"quarter": SECOND, "value": "3"}]}
    of = plan(measures=[RECYCLED, {"id": "other", "title": "Other"}])
    first = quarter(FIRST, measures=[result(FIRST, "51%")])
    found = compared(small, of, first, quarter(SECOND, measures=[other]))
    assert [one.about.id for one in found.gone] == ["recycled"]
    assert [(one.about.id, one.because) for one in found.came] == [
        ("other", "its first figure here is for Quarter 2, 2022/23")
    ]


@pytest.mark.parametrize("covered", [(True, False), (False, True), (False, False)])
def test_nothing_is_gone_or_overdue_or_past_its_date_where_a_quarter_does_not_cover_the_plan(
    small: Data, covered: tuple[bool, bool]
) -> None:
    of = plan(measures=[RECYCLED], actions=[{"id": "bins", "title": "Buy bins", "due": "30/06/2022"}])
    first = quarter(
        FIRST,
        covered[0],
        measures=[result(FIRST, "51%")],
        risks=[{"title": "Fuel", "text": "It costs more."}],
        next_steps=[{"title": "Order bins", "due": "31/08/2022"}, {"title": "Ask residents"}],
    )
    second = quarter(
        SECOND,
        covered[1],
        actions=[{"action": "bins", "progress": "50%"}],
        next_steps=[{"title": "Order bins", "due": "31/08/2022"}],
    )
    found = compared(small, of, first, second)
    if not covered[1]:
        assert not found.overdue
        assert not found.listed
        assert not found.promises
    assert not found.gone


def test_a_yearly_measure_that_is_not_due_is_not_gone(small: Data) -> None:
    found = compared(
        small,
        plan(measures=[{**RECYCLED, "frequency": "yearly"}]),
        quarter(FIRST, measures=[result(FIRST, "51%")]),
        quarter(SECOND, achievements="Streets were swept."),
    )
    assert not found.gone


def test_what_was_gone_already_is_not_told_again(small: Data) -> None:
    of = plan(measures=[RECYCLED])
    first, second = quarter(FIRST, measures=[result(FIRST, "51%")]), quarter(SECOND, achievements="Swept.")
    third = quarter(THIRD, achievements="Swept again.")
    data = small.model_copy(update={"plans": (of,), "quarters": (first, second, third), "corrections": ()})
    assert changes(report(data, FIRST), report(data, THIRD)).gone
    assert not changes(report(data, SECOND), report(data, THIRD)).gone


def test_what_a_report_between_the_two_quarters_still_has_is_gone_from_the_later(small: Data) -> None:
    of = plan(measures=[RECYCLED])
    first, second = (quarter(at, measures=[result(at, "51%")]) for at in (FIRST, SECOND))
    found = compared(small, of, first, second, quarter(THIRD, achievements="Swept again."))
    assert [(one.about.id, one.because) for one in found.gone] == [
        (
            "recycled",
            "the report for Quarter 1, 2022/23 has it, and the one for Quarter 3, 2022/23, "
            "which covers its plan, has not",
        )
    ]


def test_an_action_that_was_completed_between_the_two_quarters_is_not_gone(small: Data) -> None:
    of = plan(actions=[{"id": "bins", "title": "Buy bins", "due": "31/03/2023"}])
    first = quarter(FIRST, actions=[{"action": "bins", "progress": "50%"}])
    second = quarter(SECOND, actions=[{"action": "bins", "progress": "100%"}])
    found = compared(small, of, first, second, quarter(THIRD, achievements="Swept again."))
    assert [one.about.id for one in found.completed] == ["bins"]
    assert not found.gone


def test_a_measure_of_a_later_version_of_the_plan_is_new(small: Data) -> None:
    new = {"id": "litter", "title": [{"from": SECOND, "value": "Litter"}]}
    found = compared(
        small,
        plan(measures=[RECYCLED, new]),
        quarter(FIRST, measures=[result(FIRST, "51%")]),
        quarter(SECOND, measures=[result(SECOND, "51%")]),
    )
    assert in_short(found) == ("1 measure is new.",)


# ---- actions and due dates ----


def test_actions_are_completed_started_and_overdue(small: Data) -> None:
    def at(name: str, progress: str) -> dict[str, str]:
        return {"action": name, "progress": progress}

    names = ("done", "begun", "late")
    due = {"done": "31/03/2023", "begun": "31/03/2023", "late": "31/08/2022"}
    found = compared(
        small,
        plan(actions=[{"id": name, "title": name, "due": due[name]} for name in names]),
        quarter(FIRST, actions=[at("done", "90%"), at("begun", "0%"), at("late", "50%")]),
        quarter(SECOND, actions=[at("done", "100%"), at("begun", "10%"), at("late", "60%")]),
    )
    assert [one.about.id for one in found.completed] == ["done"]
    assert [one.about.id for one in found.started] == ["begun"]
    assert [one.about.id for one in found.overdue] == ["late"]
    assert "1 action was completed, 1 was started and 1 has become overdue." in in_short(found)
    assert [(one.then and one.then.printed, one.now.printed) for one in found.progress] == [
        ("90%", "100%"),
        ("0%", "10%"),
        ("50%", "60%"),
    ]


def test_a_due_date_that_slipped_is_told_with_the_original_each_revision_and_who_agreed(small: Data) -> None:
    due = [
        {"from": Quarter(2021, 1), "value": "30/06/2022"},
        {"from": FIRST, "value": "31/12/2022", "agreed_by": "Council, 1 May 2022"},
        {"from": SECOND, "value": "31/03/2023"},
    ]
    action = {"action": "bins", "progress": "50%"}
    found = compared(
        small,
        plan(actions=[{"id": "bins", "title": "Bins", "due": due}]),
        quarter(FIRST, actions=[action]),
        quarter(SECOND, actions=[action]),
    )
    (moved,) = found.dues
    assert moved.is_later
    row = next(row for row in rows(found) if row.change == "due date")
    assert row.direction == "90 days later"
    assert row.note == (
        "the plan: first 30/06/2022; 31/12/2022 from Quarter 1, 2022/23, agreed by Council, 1 May 2022; "
        "31/03/2023 from Quarter 2, 2022/23, who agreed it is not held here; 274 days later than the original"
    )


def test_a_due_date_that_only_the_reports_print_otherwise_is_said_by_the_reports(small: Data) -> None:
    found = compared(
        small,
        plan(actions=[{"id": "bins", "title": "Bins", "due": "31/03/2023"}]),
        quarter(FIRST, actions=[{"action": "bins", "progress": "50%", "due": "31/03/2023"}]),
        quarter(SECOND, actions=[{"action": "bins", "progress": "50%", "due": "30/06/2023"}]),
    )
    assert [(one.chain.of, one.is_later) for one in found.dues] == [("the reports", True)]


def test_reports_that_print_the_plan_s_own_new_date_tell_it_once(small: Data) -> None:
    due = [{"from": FIRST, "value": "31/12/2022"}, {"from": SECOND, "value": "31/03/2023"}]
    found = compared(
        small,
        plan(actions=[{"id": "bins", "title": "Bins", "due": due}]),
        quarter(FIRST, actions=[{"action": "bins", "progress": "50%", "due": "31/12/2022"}]),
        quarter(SECOND, actions=[{"action": "bins", "progress": "50%", "due": "31/03/2023"}]),
    )
    assert [one.chain.of for one in found.dues] == ["the plan"]
    assert in_short(found) == ("1 due date is later.",)


def test_a_month_and_its_last_day_are_one_due_date(small: Data) -> None:
    found = compared(
        small,
        plan(actions=[{"id": "bins", "title": "Bins"}]),
        quarter(FIRST, actions=[{"action": "bins", "progress": "50%", "due": "March 2023"}]),
        quarter(SECOND, actions=[{"action": "bins", "progress": "50%", "due": "31/03/2023"}]),
    )
    assert found.are_none


# ---- words ----


def test_a_target_and_a_title_with_another_version_stand_side_by_side(small: Data) -> None:
    anew = {
        **RECYCLED,
        "title": [{"from": FIRST, "value": "Waste recycled"}, {"from": SECOND, "value": "Waste recycled or composted"}],
        "target": [
            {"from": FIRST, "value": "50%"},
            {"from": SECOND, "value": "55%", "agreed_by": "Council, 2 July 2022"},
        ],
    }
    found = compared(
        small,
        plan(measures=[anew]),
        quarter(FIRST, measures=[result(FIRST, "60%")]),
        quarter(SECOND, measures=[result(SECOND, "60%")]),
    )
    title, target = found.reworded
    assert (title.what, title.words) == ("title", ((), ("or composted",)))
    assert (target.then, target.now, target.agreed_by) == ("50%", "55%", "Council, 2 July 2022")
    assert in_short(found) == ("1 title was reworded and 1 target was changed.",)


def test_the_difference_of_two_texts_is_the_runs_of_words_that_one_alone_has() -> None:
    assert difference("care experienced children and young people", "cared experienced young people") == (
        ("care", "children and"),
        ("cared",),
    )
    assert likeness("The same words here.", "the same  words here.") == 1


# ---- risks, change requests and next steps ----


def fates(found: Changes) -> list[tuple[str, Fate, str]]:
    return [(one.kind, one.fate, one.title) for one in found.listed]


def test_risks_are_matched_by_title_and_else_by_nearly_the_same_text(small: Data) -> None:
    long = "A shortage of drivers may mean that bins are collected a day late in some of the rural areas."
    found = compared(
        small,
        plan(),
        quarter(
            FIRST, risks=[{"title": "Fuel", "text": "It costs more."}, {"text": long}, {"title": "Ice", "text": "-"}]
        ),
        quarter(
            SECOND,
            risks=[
                {"title": "Fuel", "text": "It costs much more."},
                {"text": long.replace("a day", "two days")},
                {"title": "Staff", "text": "Two posts are empty."},
            ],
        ),
    )
    assert fates(found) == [
        ("risk", Fate.CHANGED, "Fuel"),
        ("risk", Fate.CHANGED, ""),
        ("risk", Fate.NEW, "Staff"),
        ("risk", Fate.GONE, "Ice"),
    ]
    assert in_short(found) == ("2 risks were reworded, 1 risk is new and 1 risk is no longer listed.",)


def test_a_change_request_is_new_and_then_decided(small: Data) -> None:
    found = compared(
        small,
        plan(),
        quarter(FIRST, change_requests_list=[{"text": "Move the date to June."}]),
        quarter(
            SECOND,
            change_requests_list=[
                {"text": "Move the date to June.", "decision": "Agreed."},
                {"text": "Drop a measure."},
            ],
        ),
    )
    assert [(kind, fate) for kind, fate, _ in fates(found)] == [
        ("change request", Fate.DECIDED),
        ("change request", Fate.NEW),
    ]


def test_next_steps_are_moved_or_new_and_as_promises_overdue_done_or_not_mentioned_again(small: Data) -> None:
    found = compared(
        small,
        plan(),
        quarter(
            FIRST,
            next_steps=[
                {"title": "Order bins", "due": "31/08/2022"},
                {"title": "Hire drivers", "due": "31/08/2022"},
                {"title": "Ask residents"},
                {"title": "Paint the depot", "due": "31/08/2022"},
                {"title": "Write to all of the households on the coast road"},
            ],
        ),
        quarter(
            SECOND,
            next_steps=[
                {"title": "Order bins", "due": "31/10/2022"},
                {"title": "Hire drivers", "due": "31/08/2022"},
                {"title": "Paint the depot", "due": "31/08/2022", "done": parse("Done")},
                {"title": "Write to most of the households on the coast road"},
                {"title": "Buy paint"},
            ],
        ),
    )
    assert fates(found) == [
        ("next step", Fate.MOVED, "Order bins"),
        ("next step", Fate.CHANGED, "Write to most of the households on the coast road"),
        ("next step", Fate.NEW, "Buy paint"),
    ]
    assert sorted((one.promise.words, one.promise.standing.word) for one in found.promises) == [
        ("Ask residents", "Not mentioned again"),
        ("Hire drivers", "Overdue"),
        ("Paint the depot", "Kept"),
    ]
    assert "1 promise was kept, 1 is overdue and 1 is not mentioned again." in in_short(found)


def test_a_promise_that_was_broken_before_is_not_told_again(small: Data) -> None:
    listed = [{"title": "Hire drivers", "due": "31/08/2022"}]
    held = [quarter(at, next_steps=listed) for at in (FIRST, SECOND, THIRD)]
    data = small.model_copy(update={"plans": (plan(),), "quarters": held, "corrections": ()})
    assert changes(report(data, FIRST), report(data, SECOND)).promises
    assert changes(report(data, SECOND), report(data, THIRD)).are_none


# ---- what cannot be compared ----


def test_a_priority_without_an_earlier_report_is_not_compared_and_no_change(small: Data) -> None:
    found = compared(
        small, plan(measures=[RECYCLED]), quarter(FIRST), quarter(SECOND, measures=[result(SECOND, "44%")])
    )
    assert found.are_none
    assert [one.because for one in found.not_compared] == [
        "no report on it is held here for Quarter 1, 2022/23 or before"
    ]
    assert in_short(found) == ("Nothing that can be compared with Quarter 1, 2022/23 has changed.",)


@pytest.mark.parametrize(
    ("covered", "said"),
    [
        (True, "the report for Quarter 2, 2022/23 has nothing on it"),
        (False, "no later report is held here than that for Quarter 1, 2022/23"),
    ],
)
def test_only_a_quarter_that_covers_a_plan_has_nothing_on_a_priority(small: Data, covered: bool, said: str) -> None:
    first = quarter(FIRST, risks=[{"title": "Fuel", "text": "It costs more."}], measures=[result(FIRST, "44%")])
    found = compared(small, plan(measures=[RECYCLED]), first, quarter(SECOND, covered))
    assert [one.because for one in found.not_compared] == [said]
    assert not found.listed


def test_a_plan_that_had_ended_is_said_to_have(small: Data) -> None:
    old = plan(measures=[RECYCLED]).model_copy(update={"ends": date(2022, 6, 30)})
    found = compared(small, old, quarter(FIRST, measures=[result(FIRST, "44%")]), quarter(SECOND, covered=False))
    assert [one.because for one in found.not_compared] == [
        "its plan was to end by Quarter 2, 2022/23, and no later report is held here"
    ]


def test_nothing_in_moray_s_papers_looks_broken_by_what_is_not_held_here(
    moray: Data, golden: Callable[[str, str], None]
) -> None:
    told = text(changes(report(moray, Quarter(2021, 1)), report(moray, Quarter(2022, 2))))
    for word in ("overdue", "late", "lapsed", "dropped", "broken", "no longer"):
        assert f" {word} " not in told.replace("no later", "").casefold()
    golden("changes-moray-2021-22-q1-to-2022-23-q2.txt", told)


def test_the_later_quarter_comes_second(moray: Data) -> None:
    shown = report(moray, Quarter(2022, 2))
    with pytest.raises(ValueError, match="2022-23-q2 is not after 2022-23-q2"):
        changes(shown, shown)


# ---- the command ----


def command(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["changes", *arguments])
    return done.exit_code, done.output


EXAMPLESHIRE = str(PROJECT / "tests" / "councils" / "exampleshire")


def test_the_command_compares_any_two_quarters_in_each_form(tmp_path: Path) -> None:
    two = ("2019-20-q3", "2022-23-q2", "--site", EXAMPLESHIRE)
    status, told = command(*two)
    assert status == 0
    assert told.startswith("What changed from Quarter 3, 2019/20 to Quarter 2, 2022/23\n\n3 measures have a better")
    status, told = command(*two, "--format", "json")
    made = json.loads(told)
    assert (made["from"], made["to"]) == ("2019-20-q3", "2022-23-q2")
    assert "due date" in {row["change"] for row in made["changes"]}
    table = tmp_path / "changes.csv"
    assert command(*two, "--format", "csv", "--to", str(table))[0] == 0
    assert table.read_text(encoding="utf-8-sig").startswith("change,about,id,code,title,plan,priority,then,now")


@pytest.mark.parametrize(
    ("two", "said"),
    [
        (
            ("spring", "2031-32-q1"),
            "FROM should be a quarter such as 2022-23-q2, found 'spring'\n"
            "TO should be a quarter that is held here (2022-23-q1, 2022-23-q2), found '2031-32-q1'\n",
        ),
        (("2022-23-q2", "2022-23-q1"), "FROM should be before TO, found '2022-23-q2' and '2022-23-q1'\n"),
        (("2022-23-q2", "2022-23-q2"), "FROM should be before TO, found '2022-23-q2' and '2022-23-q2'\n"),
    ],
)
def test_the_command_tells_all_that_is_wrong_with_the_quarters(two: tuple[str, str], said: str) -> None:
    assert command(*two, "--site", str(PROJECT / "tests" / "councils" / "smallshire")) == (1, said)


def test_the_command_writes_a_page_by_itself_without_a_link() -> None:
    status, told = command("2019-20-q3", "2022-23-q2", "--site", EXAMPLESHIRE, "--format", "html")
    assert status == 0
    assert told.startswith("<!DOCTYPE html>")
    assert "What changed since Quarter 3, 2019/20" in told
    assert "href" not in told


# ---- the pages ----


def pages(data: Data, at: Quarter | None = None) -> dict[str, str]:
    shown = report(data, at or latest_quarter(data))
    return {page.address: page.content for page in site(shown).pages}


def test_home_and_each_priority_say_what_changed_and_lead_to_all_of_it(exampleshire: Data) -> None:
    made = pages(exampleshire)
    assert "3 measures have a better status, 2 have a worse one and 1 has another that is neither." in made[""]
    assert "1 action has become overdue." in made["priorities/homes-and-streets/"]
    assert "1 action has become overdue." not in made["priorities/answers-and-access/"]
    for page in ("", "priorities/homes-and-streets/"):
        assert "Everything that changed since Quarter 1, 2022/23" in made[page]


def test_there_is_a_page_for_the_eight_quarters_before_and_for_the_first(exampleshire: Data) -> None:
    made = {address for address in pages(exampleshire) if address.startswith("changes/")}
    since = ("2021-22-q4", "2021-22-q3", "2021-22-q2", "2021-22-q1", "2020-21-q4", "2020-21-q3", "2020-21-q2")
    assert made == {"changes/", "changes/since-2019-20-q3/", *(f"changes/since-{name}/" for name in since)}


def test_the_first_quarter_says_that_no_earlier_one_is_held(exampleshire: Data, midlothian: Data) -> None:
    for made in (pages(midlothian), pages(exampleshire, Quarter(2019, 3))):
        for page in ("", "changes/"):
            assert "No earlier quarter is held here, so nothing can be compared." in made[page]


def test_a_priority_that_is_not_compared_says_why(moray: Data) -> None:
    made = pages(moray)
    said = "Not compared with Quarter 1, 2021/22: "
    assert (
        f"{said}no later report is held here than that for Quarter 1, 2021/22."
        in made["priorities/building-a-better-future/"]
    )
    assert "no report on it is held here for Quarter 1, 2021/22 or before." in made["priorities/serv1/"]


def test_words_that_were_taken_out_and_put_in_stand_beside_both_versions(moray: Data) -> None:
    page = pages(moray)["changes/"]
    assert "<del data-as-printed>(L)</del>; <del data-as-printed>live in</del>" in page
    assert "<span data-as-printed>(L) Children live in safe and supportive families</span>" in page


def test_a_page_of_very_many_changes_stays_light_and_the_file_has_all(small: Data) -> None:
    names = [f"m{number}" for number in range(400)]
    of = plan(measures=[{**RECYCLED, "id": name, "title": f"Waste recycled in area {name}"} for name in names])

    def held(at: Quarter, value: str) -> QuarterData:
        return quarter(at, measures=[{"measure": name, "results": [{"quarter": at, "value": value}]} for name in names])

    made = small.model_copy(
        update={"plans": (of,), "quarters": (held(FIRST, "44%"), held(SECOND, "51%")), "corrections": ()}
    )
    shown = site(report(made, SECOND))
    page = next(page.content for page in shown.pages if page.address == "changes/")
    assert len(page.encode()) < 50 * 1024
    assert "400 figures changed, which are too many for one page." in page
    file = next(file.content for file in shown.files if file.address == "data/changes.csv")
    assert len(file.decode("utf-8-sig").splitlines()) == 801
