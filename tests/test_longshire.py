"""Of a large made-up council, all that changes in its last quarter is told, and nothing else."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

import pytest
from typer.testing import CliRunner

import longshire
from longshire import BEFORE, FIRST, LAST, LEDGER, NO_REPORT, NOT_COVERED, PROMISES, REPLACED, XMR
from made_once import MadeOnce
from parsed import Element, parsed
from quarterday.__main__ import app
from quarterday.changes import Changes, changes
from quarterday.changes_in_words import in_short, rows
from quarterday.direction import Direction, since_previous
from quarterday.findings import findings
from quarterday.missed import missed
from quarterday.model import Data, Frequency, Polarity
from quarterday.pages import site as made_site
from quarterday.paper import Table, Words, paper
from quarterday.paper import summary as chair
from quarterday.periods import Quarter
from quarterday.promises import Kept, promises
from quarterday.questions import Asked, questions
from quarterday.reading import read
from quarterday.report import MeasureView, Report, report
from quarterday.status import Status
from quarterday.summary import summary
from quarterday.values import Kind, Reason
from quarterday.variation import Rule, variation


@pytest.fixture(scope="session")
def site(made_once: MadeOnce) -> Path:
    return made_once("longshire", longshire.council)


@pytest.fixture(scope="session")
def data(site: Path) -> Data:
    return read(site)


@pytest.fixture(scope="session")
def before(data: Data) -> Report:
    return report(data, BEFORE)


@pytest.fixture(scope="session")
def now(data: Data) -> Report:
    return report(data, LAST)


@pytest.fixture(scope="session")
def found(before: Report, now: Report) -> Changes:
    return changes(before, now)


def told(found: Changes) -> Counter[tuple[str, str, str, str]]:
    return Counter((row.change, row.cells["id"] or row.name, row.then, row.now) for row in rows(found))


def named(now: Report) -> dict[str, MeasureView]:
    return {measure.id: measure for measure in now.measures}


# ---- the council itself ----


def test_longshire_is_large_and_nothing_is_found_in_its_data(data: Data) -> None:
    assert len(data.quarters) == 40
    current = [plan for plan in data.plans if plan.id != "first-corporate"]
    assert (len(current), sum(len(plan.priorities) for plan in current)) == (3, 12)
    assert all(len(one.measures) >= 12 and len(one.actions) == 6 for plan in current for one in plan.priorities)
    assert findings(data) == ()


def test_longshire_has_every_kind_of_value_and_of_measure(data: Data) -> None:
    values = [
        result.value
        for quarter in data.quarters
        for priority in quarter.priorities
        for measure in priority.measures
        for result in measure.results
    ]
    assert {value.kind for value in values} >= {Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.TEXT}
    assert {value.reason for value in values} >= {
        Reason.NOT_YET,
        Reason.NOT_APPLICABLE,
        Reason.NEW_MEASURE,
        Reason.SUPPRESSED,
    }
    assert {measure.polarity for measure in data.measures} == {*Polarity, None}
    assert Frequency.YEARLY in {measure.frequency for measure in data.measures}
    assert any(measure.formerly for measure in data.measures)


# ---- what changed ----


def test_what_changed_is_what_was_planted_and_nothing_else(found: Changes) -> None:
    planted = Counter((one.change, one.about, one.then, one.now) for one in LEDGER)
    assert told(found) == planted


def test_what_changed_of_the_priorities_is_all_that_changed_in_them(found: Changes, now: Report) -> None:
    parts: Counter[tuple[str, str, str, str]] = Counter()
    for priority in now.priorities:
        parts += told(found.of(priority))
    outside = {"correction", "not compared"}
    kept = {one: number for one, number in told(found).items() if one[0] not in outside}
    assert {one: number for one, number in parts.items() if one[0] not in outside} == kept


def test_a_due_date_that_slipped_twice_has_all_its_dates_and_who_agreed_them(found: Changes) -> None:
    notes = {row.cells["id"]: row.note for row in rows(found) if row.change == "due date"}
    assert notes["bins-sign"] == (
        "the plan: first 31/12/2021; 31/12/2022 from Quarter 3, 2021/22, agreed by Longshire Council, 9 November 2021; "
        "30/06/2023 from Quarter 3, 2022/23, agreed by Longshire Council, 12 October 2022; "
        "546 days later than the original"
    )


def test_a_measure_that_was_dropped_is_told_between_any_two_quarters(data: Data, now: Report) -> None:
    for quarter in (FIRST, REPLACED, BEFORE):
        gone = changes(report(data, quarter), now).gone
        assert [one.about.id for one in gone] == ["playgrounds-swings"], quarter


@pytest.mark.parametrize("quarter", [NO_REPORT, *NOT_COVERED, REPLACED], ids=str)
def test_nothing_is_late_or_gone_in_a_quarter_that_does_not_cover_the_plan(data: Data, quarter: Quarter) -> None:
    covers = next(held.covers for held in data.quarters if held.quarter == quarter)
    found = changes(report(data, quarter.previous), report(data, quarter))
    compared = {row.cells["plan"] for row in rows(found) if row.change not in ("not compared", "correction")}
    assert compared <= set(covers)
    assert not found.gone
    for shown in promises(report(data, quarter)):
        assert shown.standing not in (Kept.OVERDUE, Kept.NOT_MENTIONED)


def test_a_quarter_with_no_report_is_compared_with_nothing_and_says_why(data: Data) -> None:
    found = changes(report(data, NO_REPORT.previous), report(data, NO_REPORT))
    assert found.are_none
    assert {one.about.id: one.because for one in found.not_compared} == {
        "loip": "no later report is held here than that for Quarter 3, 2019/20",
        "corporate": "no later report is held here than that for Quarter 3, 2019/20",
        "service": "no later report is held here than that for Quarter 4, 2019/20",
        "first-corporate": "its plan was to end by Quarter 1, 2020/21, and no later report is held here",
    }


def test_a_plan_that_was_replaced_midway_is_compared_with_nothing_and_is_not_overdue(data: Data, now: Report) -> None:
    found = changes(report(data, REPLACED.previous), report(data, REPLACED))
    assert {one.about.id: one.because for one in found.not_compared} == {
        "first-corporate": "its plan was to end by Quarter 1, 2017/18, and no later report is held here",
        "corporate": "the plan is first shown after Quarter 4, 2016/17",
    }
    left = {one.id: one.judgement.status for one in now.actions if one.plan.id == "first-corporate"}
    assert Status.OVERDUE not in left.values()
    assert left["canals-open"] is Status.IN_PROGRESS


# ---- what changed, as a reader sees it ----

SECTIONS = {
    "statuses": (longshire.MEASURE_STATUS,),
    "figures": ("figure", "first figure", "revised figure"),
    "actions": (longshire.ACTION_STATUS,),
    "progress": ("progress",),
    "printed": ("Overall, as printed",),
    "due": ("due date",),
    "promises": ("promise: kept", "promise: overdue", "promise: not mentioned again"),
    "reworded": ("title", "definition", "target"),
    "risks": ("risk: new", "risk: changed", "risk: no longer listed"),
    "requests": ("change request: new", "change request: decided"),
    "steps": ("next step: new", "next step: date moved"),
    "came": ("new measure", "measure no longer reported"),
    "apart": ("not compared",),
}
"""The parts of the page of changes, and which changes each of them has. Corrections are counted there, and linked."""


@pytest.fixture(scope="session")
def pages(made_once: MadeOnce, now: Report) -> dict[str, str]:
    """The content of each page by its address."""

    def fill(folder: Path) -> None:
        made = {page.address: page.content for page in made_site(now).pages}
        (folder / "pages.json").write_text(json.dumps(made), encoding="utf-8")

    held: dict[str, str] = json.loads((made_once("longshire-pages", fill) / "pages.json").read_text(encoding="utf-8"))
    return held


def items(part: Element) -> list[tuple[str, str]]:
    """Of each row or item of a part the id of what it is about, and its words."""
    found = [row for row in part.all("tr") if getattr(row.parent, "tag", "") != "thead"]
    found += [item for item in part.all("li") if "qd-changes__item" in item.attributes.get("class", "")]
    found += [one for one in part.all("section") if "qd-outcome" in one.attributes.get("class", "")]
    return [(one.all("a")[0].attributes["href"].rstrip("/").split("/")[-1], one.text) for one in found]


def test_the_page_of_changes_has_all_that_was_planted_and_nothing_else(pages: dict[str, str]) -> None:
    page = parsed(pages["changes/"])
    parts = {
        one.attributes["aria-labelledby"]: one for one in page.all("section") if "aria-labelledby" in one.attributes
    }
    assert set(parts) == {*SECTIONS, "corrected", "others"}
    assert {one.change for one in LEDGER} == {kind for kinds in SECTIONS.values() for kind in kinds} | {"correction"}
    for name, kinds in SECTIONS.items():
        planted = [one for one in LEDGER if one.change in kinds]
        shown = items(parts[name])
        assert sorted(about for about, _ in shown) == sorted(one.about for one in planted), name
        for one in planted:
            words = [" ".join(part.split()) for side in (one.then, one.now) for part in side.split("\n\n") if part]
            assert any(about == one.about and all(part in text for part in words) for about, text in shown), one
    assert parts["corrected"].text.startswith("Corrections 1 correction made after 30 September 2022")


def test_each_priority_says_in_short_what_changed_in_it(pages: dict[str, str], found: Changes, now: Report) -> None:
    for priority in now.priorities:
        text = parsed(pages[f"priorities/{priority.id}/"]).text
        for sentence in in_short(found.of(priority)):
            assert sentence in text, priority.id


def test_home_says_in_short_what_changed(pages: dict[str, str], found: Changes) -> None:
    text = parsed(pages[""]).text
    assert all(sentence in text for sentence in in_short(found))


def test_no_page_of_forty_quarters_is_heavy_and_every_link_of_changes_leads_somewhere(pages: dict[str, str]) -> None:
    heaviest = max((len(gzip.compress(content.encode())), address) for address, content in pages.items())
    assert heaviest[0] < 40 * 1024, heaviest
    for address in (one for one in pages if one.startswith("changes/")):
        for link in parsed(pages[address]).all("a"):
            there, _, _ = urljoin(f"/{address}", link.attributes["href"]).partition("#")
            assert there.removeprefix("/") in pages or there.endswith(".csv"), (address, there)


# ---- promises, directions, what is off target, questions ----


def test_every_promise_that_was_planted_is_told_as_it_stands(now: Report) -> None:
    found = [(one.kind.value, one.about.id, one.words, one.standing.word) for one in promises(now)]
    assert sorted(found) == sorted(PROMISES)


@pytest.mark.parametrize(
    ("measure", "direction"),
    [
        ("bridges-on-time", Direction.BETTER),
        ("ferries-on-time", Direction.WORSE),
        ("parks-days", Direction.WORSE),
        ("roads-on-time", Direction.NO_REAL_CHANGE),
        ("roads-upheld", Direction.NO_CHANGE),
        ("museums-visits", Direction.CHANGED),
        ("harbours-opened", Direction.CANNOT_SAY),
        ("footpaths-benches", Direction.CANNOT_SAY),
        ("forests-faults", Direction.CANNOT_SAY),
    ],
)
def test_a_measure_moves_as_it_was_planted(now: Report, measure: str, direction: Direction) -> None:
    assert since_previous(named(now)[measure]).direction is direction


@pytest.mark.parametrize(
    ("measure", "rule"), [*zip(XMR, (Rule.OUTSIDE, Rule.SHIFT, Rule.TREND, Rule.NEAR), strict=True)]
)
def test_each_pattern_of_variation_is_found_where_it_was_planted(now: Report, measure: str, rule: Rule) -> None:
    start, pattern = XMR[measure]
    planted = longshire.quarters()[start : start + len(pattern)]
    varied = variation(named(now)[measure])
    assert varied
    signalled = {one.quarter for one in varied.points if rule in [signal.rule for signal in one.signals]}
    # No figure was reported for the quarter that covers no plan; and of two in three, the third is near no limit.
    expected = {one for one in planted if one != NO_REPORT}
    assert signalled & expected == (expected - {planted[1]} if rule is Rule.NEAR else expected)


def test_what_is_off_target_is_what_was_planted_worst_first(now: Report) -> None:
    assert [(one.measure.id, one.judgement.status.word) for one in missed(now)] == [
        ("ferries-on-time", "Off target"),
        ("lamps-cost", "Close to target"),
    ]


def test_the_questions_are_of_what_was_planted(now: Report) -> None:
    held = promises(now)
    asked = {
        (question.asked, evidence.thing.id)
        for priority in now.priorities
        for question in questions(priority, held)
        for evidence in question.evidence
    }
    changed = {one.about for one in LEDGER if one.change in ("title", "definition", "target", "due date")}
    lapsed = {about for _, about, _, standing in PROMISES if standing in ("Overdue", "Not mentioned again")}
    expected = {(Asked.CHANGED, one) for one in changed} | {(Asked.LAPSED, one) for one in lapsed}
    assert asked == expected | {(Asked.OVERDUE, "libraries-map")}


def test_a_priority_is_summed_up_with_what_other_plans_do_for_it(now: Report) -> None:
    sums = {priority.id: summary(priority, now) for priority in now.priorities}
    (outcome,) = sums["parks"].outcomes
    assert (len(outcome.measures), len(outcome.actions)) == (12, 6)
    assert [(by.plan, len(by.actions)) for by in outcome.serving] == [("Longshire service plan", 12)]
    assert [(by.plan, len(by.actions)) for by in sums["parks"].serving] == [("Longshire service plan", 12)]
    assert not sums["roads"].outcomes[0].serving and not sums["roads"].serving


# ---- as it is printed, on pages and in papers ----


def test_a_step_that_is_done_is_told_beside_it_as_printed(pages: dict[str, str]) -> None:
    text = parsed(pages["priorities/museums/"]).text
    assert "Due date 30/11/2022 Count the keys Done: Completed" in text
    assert "Wind the clocks Done" not in text


def test_the_paper_has_each_change_request_with_its_decision_and_each_step_that_is_done(now: Report) -> None:
    (of_all,) = (part for part in paper(now).appendices if part.title == "Each priority")
    of = {part.title: part.blocks for part in of_all.parts}
    told = [(block.label, block.text) for block in of["Roads"] if isinstance(block, Words)]
    assert told[told.index(("Change request", "Paint the bridge green and not blue.")) :] == [
        ("Change request", "Paint the bridge green and not blue."),
        ("Decision", "Agreed on 12 October 2022."),
        ("Change request", "Use one kind of stone."),
        ("Decision", "Agreed on 3 May 2022."),
        ("Change request", "Move the date for signs to 2024."),
    ]
    (steps,) = (block for block in of["Museums"] if isinstance(block, Table) and block.caption.startswith("Next steps"))
    assert steps.heads == ("Step", "Due", "Done", "Comments")
    assert steps.rows[:2] == (
        ("Count the keys", "30/11/2022", "Completed", "None"),
        ("Air the attic", "31/03/2023", "[x]", "None"),
    )


@pytest.mark.parametrize(
    ("quarter", "said"),
    [
        (
            LAST,
            "For 2 of 14 priorities, no report of this quarter is held here, so the last one held is counted.",
        ),
        (
            NO_REPORT,
            "For 14 of 14 priorities, no report of this quarter is held here, so the last one held is counted.",
        ),
    ],
    ids=str,
)
def test_the_summary_for_the_chair_says_where_it_counts_earlier_figures(
    data: Data, quarter: Quarter, said: str
) -> None:
    where = chair(report(data, quarter)).parts[0]
    assert where.blocks[1] == Words(said)


# ---- what cannot be asked for ----


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("annual", "2030-31"), "no quarter of 2030-31 is held here; there are quarters of 2012-13, 2013-14,"),
        (("paper", "2030-31-q1"), "data/quarters:1:1: there is no folder for 2030-31-q1; there are 2012-13-q4,"),
    ],
    ids=["annual", "paper"],
)
def test_what_is_not_held_is_told_in_words(site: Path, arguments: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(app, [*arguments, "--site", str(site), "--format", "html"])
    assert done.exit_code == 1
    assert done.stderr.startswith(said)
