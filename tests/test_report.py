"""An edition of a quarter: the latest that was known by then, and nothing later."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from weakref import ref

import pytest

from quarterday.model import Data, Link, Outcome, in_force
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import ActionView, MeasureView, PriorityView, Report, latest_quarter, report
from quarterday.status import Status

Q3_2020, Q1_2021, Q1_2022, Q2_2022 = Quarter(2020, 3), Quarter(2021, 1), Quarter(2022, 1), Quarter(2022, 2)


def measure(shown: Report, name: str) -> MeasureView:
    return next(view for view in shown.measures if view.id == name)


def action(shown: Report, name: str) -> ActionView:
    return next(view for view in shown.actions if view.id == name)


def priority(shown: Report, name: str) -> PriorityView:
    return next(view for view in shown.priorities if view.id == name)


def every_quarter(data: Data) -> list[Quarter]:
    return sorted(held.quarter for held in data.quarters)


# ---- nothing later ----


def test_an_edition_holds_no_report_of_a_later_quarter(exampleshire: Data, moray: Data) -> None:
    for data in (exampleshire, moray):
        for quarter in every_quarter(data):
            shown = report(data, quarter)
            told = [
                *(dated.quarter for view in shown.plans for dated in view.reports),
                *(dated.quarter for view in shown.priorities for dated in view.reports),
                *(dated.quarter for view in shown.actions for dated in view.reports),
                *(dated.quarter for view in shown.measures for dated in view.reports),
                *(dated.quarter for view in shown.measures for dated in view.stated_off_target),
                *(dated.quarter for dated in shown.committee_reports),
                *(held.quarter for view in shown.measures for held in view.series),
                *(held.reported_in for view in shown.measures for held in view.series),
                *(held.quarter for held in shown.held),
            ]
            assert max(told, default=quarter) <= quarter
            assert all(later > quarter for later in shown.later)
            assert len(shown.held) + len(shown.later) == len(data.quarters)


def test_no_page_of_an_earlier_edition_has_a_word_of_a_later_update(moray: Data) -> None:
    shown = site(report(moray, Q1_2021))
    written = "".join(page.content for page in shown.pages) + "".join(file.content.decode() for file in shown.files)
    later = [held for held in moray.quarters if held.quarter > Q1_2021]
    updates = [
        fact.update.text.strip().splitlines()[0]
        for held in later
        for found in held.priorities
        for fact in (*found.actions, *((found.row,) if found.row else ()))
        if fact.update
    ]
    assert len(updates) == 15
    for words in (
        "2022-23-q2",
        "Q2 2022/23",
        "Quarter 2, 2022/23",
        "67.6%",
        "41.8%",
        "Graded care profile",
        "Overdue,",
    ):
        assert words not in written
    assert [line for line in updates if re.sub(r"\W+", " ", line)[-60:] in re.sub(r"\W+", " ", written)] == []


def test_the_same_words_are_in_the_edition_that_they_belong_to(moray: Data) -> None:
    shown = site(report(moray, Q2_2022))
    written = "".join(page.content for page in shown.pages)
    for words in ("Q2 2022/23", "Quarter 2, 2022/23", "67.6%", "41.8%", "Graded care profile"):
        assert words in written


def test_no_page_of_any_edition_names_a_quarter_after_it_as_reported(exampleshire: Data) -> None:
    for quarter in (Quarter(2019, 3), Q1_2021, Q1_2022):
        later = [other.short for other in every_quarter(exampleshire) if other > quarter]
        for page in site(report(exampleshire, quarter)).pages:
            assert [name for name in later if name in page.content] == [], page.address


def test_the_reports_to_date_are_those_of_each_quarter_by_itself_the_latest_first(
    exampleshire: Data, moray: Data
) -> None:
    for data in (exampleshire, moray):
        latest = every_quarter(data)[-1]
        shown = list(report(data, latest).to_date())
        assert [one.quarter for one in shown] == every_quarter(data)[::-1]
        for one in shown:
            alone = report(data, one.quarter)
            assert [view.reports for view in one.measures] == [view.reports for view in alone.measures]
            assert [view.judgement for view in one.measures] == [view.judgement for view in alone.measures]
            assert (one.known, one.later) == (alone.known, alone.later)


def test_an_earlier_report_goes_when_it_was_looked_at(moray: Data) -> None:
    """Those of forty quarters would take as much room as the figures."""
    latest = report(moray, every_quarter(moray)[-1])
    earlier = ref(latest.at(every_quarter(moray)[0]))
    gc.collect()
    assert earlier() is None


def test_a_quarter_before_all_reports_holds_nothing(exampleshire: Data) -> None:
    shown = report(exampleshire, Quarter(2019, 2))
    assert shown.held == ()
    assert {view.judgement.status for view in shown.measures} == {Status.NO_DATA}
    assert {view.judgement.status for view in shown.actions} == {Status.NOT_STATED}


def test_the_latest_quarter_is_the_last_that_has_a_folder(moray: Data, midlothian: Data, exampleshire: Data) -> None:
    assert [latest_quarter(data) for data in (moray, midlothian, exampleshire)] == [Q2_2022] * 3


# ---- the latest on or before ----


def test_the_latest_update_on_or_before_the_quarter_comes_first_and_the_earlier_ones_below(exampleshire: Data) -> None:
    quarters = every_quarter(exampleshire)
    for quarter in quarters:
        told = [dated.quarter for dated in action(report(exampleshire, quarter), "insulate-homes").reports]
        assert told == [other for other in reversed(quarters) if other <= quarter]


def test_in_a_quarter_without_a_report_of_a_priority_the_one_before_stands_with_its_own_quarter(moray: Data) -> None:
    view = priority(report(moray, Q2_2022), "building-a-better-future")
    assert view.latest is not None
    assert view.latest.quarter == Q1_2021
    assert not view.is_of_this_quarter
    assert priority(report(moray, Q1_2021), "building-a-better-future").is_of_this_quarter


def test_an_edition_between_two_reports_shows_the_first(exampleshire: Data) -> None:
    missing = Quarter(2022, 3)
    assert missing not in every_quarter(exampleshire)
    view = measure(report(exampleshire, missing), "clean-streets")
    assert view.latest is not None and view.current is not None
    assert view.latest.quarter == view.current.quarter == Q2_2022
    assert not priority(report(exampleshire, missing), "homes-and-streets").covered


def test_results_stand_in_the_order_of_their_quarters(exampleshire: Data, moray: Data) -> None:
    for data in (exampleshire, moray):
        for view in report(data, Q2_2022).measures:
            quarters = [held.quarter for held in view.series]
            assert quarters == sorted(set(quarters))


def test_a_figure_that_came_late_stands_in_its_own_quarter_with_the_quarter_that_told_it(exampleshire: Data) -> None:
    late = next(
        held
        for held in measure(report(exampleshire, Q2_2022), "council-tax-arrears").series
        if held.quarter == Quarter(2020, 4)
    )
    assert (late.result.value.printed, late.reported_in) == ("£1.66M", Q1_2021)


def test_a_figure_that_came_late_is_not_known_in_the_quarter_before(exampleshire: Data) -> None:
    view = measure(report(exampleshire, Quarter(2020, 4)), "council-tax-arrears")
    assert "£1.66M" not in [held.result.value.printed for held in view.series]


# ---- what was promised, by quarter ----


@pytest.mark.parametrize(
    ("quarter", "target"),
    [
        (Quarter(2019, 3), "45%"),
        (Quarter(2019, 4), "45%"),
        (Quarter(2020, 1), "48%"),
        (Quarter(2021, 1), "52%"),
        (Quarter(2021, 4), "52%"),
        (Quarter(2022, 1), "55%"),
        (Quarter(2022, 2), "55%"),
    ],
)
def test_each_result_is_held_against_the_target_of_its_own_quarter(
    exampleshire: Data, quarter: Quarter, target: str
) -> None:
    def held_against(edition: Quarter) -> str | None:
        series = measure(report(exampleshire, edition), "household-waste-recycled").series
        found = next(held.target for held in series if held.quarter == quarter)
        return found.printed if found else None

    assert held_against(quarter) == held_against(Q2_2022) == target
    shown = measure(report(exampleshire, quarter), "household-waste-recycled").target
    assert shown is not None and shown.printed == target


@pytest.mark.parametrize(
    ("quarter", "due", "status"),
    [
        (Quarter(2020, 4), "31/03/2022", Status.CHECK_PROGRESS),
        (Q1_2021, "31/03/2024", Status.IN_PROGRESS),
    ],
)
def test_an_action_is_judged_by_the_due_date_that_held_then(
    exampleshire: Data, quarter: Quarter, due: str, status: Status
) -> None:
    view = action(report(exampleshire, quarter), "one-phone-number")
    assert view.due is not None and view.due.printed == due
    assert view.judgement.status is status


def test_a_report_that_prints_its_own_due_date_is_shown_beside_the_plans(moray: Data) -> None:
    """Trap: the plan and the report have swapped these two dates. Both are published."""
    shown = report(moray, Q2_2022)
    dates = {
        name: (view.due.printed, planned.printed)
        for name in ("serv1-3", "serv1-4")
        if (view := action(shown, name)).due and (planned := in_force(view.action.due, Q2_2022))
    }
    assert dates == {"serv1-3": ("31-Mar- 2022", "March 2023"), "serv1-4": ("31-Mar- 2023", "March 2022")}


# ---- status ----


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("serv1-3", "Overdue, because 66% is below 100% and 31 March 2022 is before 30 September 2022"),
        ("serv1-1", "Completed, because its progress is 100%"),
        ("serv1-2", "Not stated, because its progress is 100% but its due date is not given"),
        ("strat2-1", "Not stated, because its progress is not reported"),
        ("strat1-4", "Completed, because its progress is 100%"),
        ("strat1-2", "In progress, because 83% is below 100% and 31 March 2023 is not before 30 September 2022"),
        (
            "strat1-1",
            "Check progress, because 47% is more than 20 points behind the 83% of its time that had passed on "
            "30 September 2022",
        ),
    ],
)
def test_the_status_of_each_real_action_is_worked_out_with_its_sentence(moray: Data, name: str, sentence: str) -> None:
    assert action(report(moray, Q2_2022), name).judgement.sentence == sentence


def test_the_counts_of_the_real_actions_are_those_of_a_count_by_hand(moray: Data) -> None:
    statuses = [view.judgement.status for view in report(moray, Q2_2022).actions]
    assert {status: statuses.count(status) for status in set(statuses)} == {
        Status.COMPLETED: 2,
        Status.IN_PROGRESS: 5,
        Status.CHECK_PROGRESS: 2,
        Status.OVERDUE: 1,
        Status.NOT_STATED: 2,
    }


def test_the_reports_own_status_is_stated_for_one_real_action_and_never_filled_in(moray: Data) -> None:
    stated = {view.code: view.reported.status for view in report(moray, Q2_2022).actions if view.reported.status}
    assert stated == {"SERV1.1": Status.COMPLETED}


def test_the_rows_of_groups_and_of_the_plan_are_as_printed_with_no_status(moray: Data) -> None:
    """STRAT1 and the plan print no due date, SERV1 prints 1 without a unit: nothing is worked out for any."""
    shown = report(moray, Q2_2022)
    rows = {}
    for name in ("strat1", "strat2", "serv1"):
        latest = priority(shown, name).latest
        assert latest is not None
        rows[name] = latest.fact.row
    plan = next(view for view in shown.plans if view.id == "service-2020-23").latest
    assert plan is not None
    rows["plan"] = plan.fact.row
    printed = {
        name: (row.progress.printed, row.due.printed if row.due else None, row.status.printed if row.status else None)
        for name, row in rows.items()
        if row and row.progress
    }
    assert printed == {
        "strat1": ("72%", "", ""),
        "strat2": ("38%", "31-Mar- 2023", ""),
        "serv1": ("1", "31-Mar- 2023", ""),
        "plan": ("60%", "", ""),
    }


def test_no_page_of_a_group_or_of_the_plan_gives_it_a_status_of_ours(moray: Data) -> None:
    pages = {page.address: page.content for page in site(report(moray, Q2_2022)).pages}
    groups = [(f"priorities/{name}/", "whole") for name in ("strat1", "strat2", "serv1")]
    for address, part in (("plans/service-2020-23/", "overall"), *groups):
        row = pages[address].split(f'id="{part}"')[1].split("</section>")[0]
        assert "Not stated" in row
        for word in ("Overdue", "In progress", "Check progress", "Completed", "Not started"):
            assert f">{word}<" not in row


def test_before_the_first_report_of_an_action_nothing_is_said_of_it(moray: Data) -> None:
    for quarter in (Q3_2020, Q1_2021):
        assert {view.judgement.status for view in report(moray, quarter).actions} == {Status.NOT_STATED}
        assert all(view.latest is None for view in report(moray, quarter).actions)


def test_a_plan_that_no_report_of_the_quarter_covers_has_nothing_overdue(exampleshire: Data) -> None:
    held = tuple(quarter.model_copy(update={"covers": ()}) for quarter in exampleshire.quarters)
    uncovered = exampleshire.model_copy(update={"quarters": held})
    covered_statuses = {view.judgement.status for view in report(exampleshire, Q2_2022).actions}
    assert Status.OVERDUE in covered_statuses
    assert Status.OVERDUE not in {view.judgement.status for view in report(uncovered, Q2_2022).actions}


def test_a_made_up_action_of_each_kind_stands_as_the_rule_says(exampleshire: Data) -> None:
    statuses = {view.id: view.judgement.status for view in report(exampleshire, Q2_2022).actions}
    assert statuses == {
        "insulate-homes": Status.IN_PROGRESS,
        "new-recycling-centre": Status.COMPLETED,
        "report-a-repair": Status.OVERDUE,
        "empty-homes-grant": Status.NOT_STARTED,
        "one-phone-number": Status.CHECK_PROGRESS,
        "app-for-staff": Status.CANCELLED,
        "plain-letters": Status.UNASSIGNED,
        "library-hubs": Status.NOT_STATED,
    }


def test_a_made_up_measure_of_each_kind_stands_as_the_rule_says(exampleshire: Data) -> None:
    statuses = {view.id: view.judgement.status for view in report(exampleshire, Q2_2022).measures}
    assert statuses == {
        "household-waste-recycled": Status.CLOSE_TO_TARGET,
        "days-to-complete-a-repair": Status.ON_TARGET,
        "homes-insulated-this-year": Status.OFF_TARGET,
        "clean-streets": Status.OFF_TARGET,
        "young-people-in-temporary-housing": Status.NO_DATA,
        "calls-answered": Status.CLOSE_TO_TARGET,
        "nursery-places-taken": Status.ON_TARGET,
        "council-tax-arrears": Status.OFF_TARGET,
        "buildings-made-easier-to-enter": Status.DATA_ONLY,
        "forms-finished-online": Status.DATA_ONLY,
    }


def test_an_override_keeps_what_the_rule_said(exampleshire: Data) -> None:
    judgement = measure(report(exampleshire, Q2_2022), "calls-answered").judgement
    assert (judgement.status, judgement.by_rule) == (Status.CLOSE_TO_TARGET, Status.OFF_TARGET)
    assert judgement.override is not None and judgement.override.by == "Head of Customer Service"


def test_the_reports_own_words_for_a_measure_stand_beside_ours(exampleshire: Data) -> None:
    view = measure(report(exampleshire, Q2_2022), "clean-streets")
    assert view.reported.printed is not None and view.reported.printed.printed == "Nearly there"
    assert view.reported.status is Status.CLOSE_TO_TARGET
    assert view.judgement.status is Status.OFF_TARGET


def test_a_stated_list_of_what_is_off_target_gives_the_figure_of_the_quarter_it_names(midlothian: Data) -> None:
    view = measure(report(midlothian, Q2_2022), "service-priority-actions-on-target")
    assert [(held.quarter, held.result.value.printed) for held in view.series] == [(Quarter(2020, 4), "78.26%")]


def test_a_stated_list_does_not_take_the_place_of_a_figure_in_a_table(midlothian: Data) -> None:
    view = measure(report(midlothian, Q2_2022), "families-referred-to-family-group-decision-making")
    assert view.target is not None and view.target.printed == "increase 21/22 figs by 15%"
    assert [row.fact.target.printed for row in view.stated_off_target] == ["43"]
    assert view.judgement.status is Status.DATA_ONLY


# ---- the golden thread ----


def test_the_golden_thread_leads_from_an_action_to_what_it_serves(moray: Data) -> None:
    shown = report(moray, Q2_2022)
    ends = [shown.served_by(link) for link in action(shown, "strat2-1").serves]
    found = {(end.plan.id, end.priority.id if end.priority else None) for end in ends if end}
    assert found == {("loip", "building-a-better-future"), ("corporate", "our-people")}


def test_the_golden_thread_leads_back_to_every_action_that_serves(moray: Data) -> None:
    shown = report(moray, Q2_2022)
    for view in shown.actions:
        for end in (shown.served_by(link) for link in view.serves):
            assert end is not None
            if end.priority:
                assert view in shown.actions_serving(end.priority)
    codes = {view.code for view in shown.actions_serving(priority(shown, "building-a-better-future"))}
    assert codes == {*(f"STRAT1.{n}" for n in range(1, 6)), *(f"STRAT2.{n}" for n in range(1, 4))}


def test_what_serves_nothing_is_on_no_thread(moray: Data) -> None:
    shown = report(moray, Q2_2022)
    assert [view.serves for view in shown.actions if view.code.startswith("SERV1")] == [()] * 4
    assert shown.actions_serving(priority(shown, "serv1")) == ()


def test_a_thread_to_nowhere_has_no_end(moray: Data) -> None:
    assert report(moray, Q2_2022).served_by(Link(plan="no-such-plan")) is None


# ---- committee reports ----


def test_every_committee_report_to_date_is_in_each_later_edition(moray: Data) -> None:
    for quarter in (Q3_2020, Q1_2021, Q2_2022):
        papers = report(moray, quarter).committee_reports
        assert [(dated.quarter, dated.fact.id) for dated in papers] == [(Q3_2020, "performance-framework")]
    assert report(moray, Quarter(2020, 2)).committee_reports == ()


def test_the_latest_report_on_a_plan_comes_first(exampleshire: Data) -> None:
    (last,) = [found for held in exampleshire.quarters if held.quarter == Q2_2022 for found in held.plans]
    held = tuple(quarter.model_copy(update={"plans": (last,)}) for quarter in exampleshire.quarters)
    (plan,) = report(exampleshire.model_copy(update={"quarters": held}), Q1_2022).plans
    told = [dated.quarter for dated in plan.reports]
    assert told == sorted((quarter for quarter in every_quarter(exampleshire) if quarter <= Q1_2022), reverse=True)


# ---- both sides of a disagreement, and what only one document prints ----


def test_a_measure_on_the_reports_own_list_is_off_target_in_the_report_whatever_we_work_out(midlothian: Data) -> None:
    listed = measure(report(midlothian, Q2_2022), "families-referred-to-family-group-decision-making")
    assert listed.reported.status is Status.OFF_TARGET
    assert listed.reported.note == "on the report’s list of measures off target, Quarter 2, 2022/23"
    assert listed.judgement.status is Status.DATA_ONLY


def test_a_measure_on_no_list_and_with_no_cell_has_no_status_in_the_report(midlothian: Data) -> None:
    assert measure(report(midlothian, Q2_2022), "families-offered-an-income-assessment").reported.status is None


def test_what_was_first_promised_after_a_quarter_is_not_in_its_edition(moray: Data) -> None:
    before, after = report(moray, Q1_2021), report(moray, Q2_2022)
    new_actions = {view.id for view in after.actions} - {view.id for view in before.actions}
    new_measures = {view.id for view in after.measures} - {view.id for view in before.measures}
    assert new_actions == {"strat2-2", "strat2-3"}
    assert "kinship-care-share" in new_measures and "children-on-register" not in new_measures
    assert priority(before, "strat2").title == "(L) Children live in safe and supportive families"
    assert priority(after, "strat2").title == "Children and young people are safe and free from harm"


def test_priorities_stand_in_the_order_of_their_plan(moray: Data) -> None:
    plan = next(view for view in report(moray, Q2_2022).plans if view.id == "service-2020-23")
    assert [view.id for view in plan.priorities] == ["strat1", "strat2", "serv1"]


def test_a_plan_was_reported_in_the_latest_quarter_of_any_of_its_priorities(moray: Data) -> None:
    plans = {view.id: view.reported_in for view in report(moray, Q2_2022).plans}
    assert plans == {"corporate": None, "loip": Q1_2021, "service-2020-23": Q2_2022}


# ---- what one report says is of its own quarter ----


def spoilt(smallshire: Path, **files: str) -> Data:
    for name, text in files.items():
        quarter = name.replace("_", "-")
        (smallshire / f"data/quarters/2022-23-{quarter}/clean-streets.yml").write_text(text, encoding="utf-8")
    return read(smallshire)


def reported(quarter: str, value: str, more: str) -> str:
    return (
        "measures:\n  - measure: streets-found-clean\n"
        f"    results:\n      - quarter: 2022-23-{quarter}\n        value: {value}\n{more}"
    )


def test_a_later_reports_due_date_baseline_and_status_do_not_change_an_earlier_quarters(smallshire: Path) -> None:
    data = spoilt(
        smallshire,
        q1=reported("q1", "80%", "    due: 30/06/2022\n    baseline: 2%\n    status: Behind\n"),
        q2=reported("q2", "80%", "    due: 31/03/2024\n    baseline: 1%\n    status: Amberish\n"),
    )
    first, second = measure(report(data, Q2_2022), "streets-found-clean").series
    assert (first.due, first.baseline, first.reported.printed) != (second.due, second.baseline, second.reported.printed)
    assert first.due is not None and first.due.printed == "30/06/2022"
    assert first.baseline is not None and first.baseline.printed == "2%"
    assert first.reported.status is Status.OFF_TARGET and second.reported.status is None
    assert not first.judgement.early and second.judgement.early


def test_a_persons_judgement_is_of_the_quarter_it_was_made_in(smallshire: Path) -> None:
    judged = "    override: {status: on target, reason: Snow, by: Head of Streets}\n"
    data = spoilt(smallshire, q1=reported("q1", "80%", judged), q2=reported("q2", "80%", ""))
    shown = measure(report(data, Q2_2022), "streets-found-clean")
    assert [held.judgement.status for held in shown.series] == [Status.ON_TARGET, Status.OFF_TARGET]
    assert shown.judgement.status is Status.OFF_TARGET


def test_the_status_a_report_prints_is_not_replaced_by_a_list_of_what_is_off_target(smallshire: Path) -> None:
    listed = (
        "covers: [council-plan]\nplans:\n  - plan: council-plan\n    off_target:\n"
        "      title: Off target\n      rows:\n"
        "        - {measure: streets-found-clean, value: 80%, target: 90%}\n"
    )
    (smallshire / "data/quarters/2022-23-q1/quarter.yml").write_text(listed, encoding="utf-8")
    data = spoilt(smallshire, q1=reported("q1", "80%", ""), q2=reported("q2", "95%", "    status: Amberish\n"))
    shown = measure(report(data, Q2_2022), "streets-found-clean").reported
    assert shown.printed is not None and shown.printed.printed == "Amberish" and shown.status is None
    data = spoilt(smallshire, q2=reported("q2", "95%", ""))
    assert measure(report(data, Q2_2022), "streets-found-clean").reported.status is None


# ---- marks ----


def marks(data: Data, quarter: Quarter, name: str) -> dict[str, list[str]]:
    series = measure(report(data, quarter), name).series
    return {str(held.quarter): [mark.value for mark in held.marks] for held in series if held.marks}


def test_a_figure_that_a_later_report_prints_otherwise_is_revised(exampleshire: Data) -> None:
    assert marks(exampleshire, Q2_2022, "council-tax-arrears") == {
        "2022-23-q1": ["revised"],
        "2022-23-q2": ["provisional"],
    }
    assert marks(exampleshire, Q1_2022, "council-tax-arrears") == {}


def test_a_figure_that_came_late_is_no_revised_one(exampleshire: Data) -> None:
    late = next(
        held for held in measure(report(exampleshire, Q2_2022), "council-tax-arrears").series if held.result.note
    )
    assert late.marks == ()


def test_no_edition_shows_an_outcome_a_plan_or_a_word_before_its_first_quarter(exampleshire: Data) -> None:
    first, before = Quarter(2022, 2), Quarter(2022, 1)
    plan = exampleshire.plans[0]
    priority = plan.priorities[0]
    outcome = Outcome.model_validate({"id": "new-outcome", "title": "New", "from": first})
    priorities = tuple(
        held.model_copy(update={"outcomes": (*held.outcomes, outcome)}) if held == priority else held
        for held in plan.priorities
    )
    another = plan.model_copy(update={"id": "another", "since": first, "priorities": (), "measures": ()})
    word = exampleshire.council.glossary[0].model_copy(update={"term": "New word", "since": first})
    council = exampleshire.council.model_copy(update={"glossary": (*exampleshire.council.glossary, word)})
    plans = (plan.model_copy(update={"priorities": priorities}), another)
    data = exampleshire.model_copy(update={"council": council, "plans": plans})

    def shown(quarter: Quarter) -> tuple[bool, bool, bool]:
        made = report(data, quarter)
        outcomes = {one.id for view in made.priorities for one in view.priority.outcomes}
        terms = {term.term for term in made.council.glossary}
        return "new-outcome" in outcomes, "another" in {view.id for view in made.plans}, "New word" in terms

    assert shown(before) == (False, False, False)
    assert shown(first) == (True, True, True)
