"""Two editions are compared by everything that they were made from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quarterday.downloads import downloads
from quarterday.facts import Difference, differences, digests, facts
from quarterday.model import Data
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import latest_quarter, report

TARGET = "plans, council-plan, clean-streets, measure streets-found-clean, target"
Q2 = Quarter(2022, 2)
REPORT = "data/quarters/2022-23-q2/clean-streets.yml"
PLAN = "data/plans/council-plan/clean-streets.yml"


def facts_of(site: Path, quarter: Quarter = Q2) -> dict[str, Any]:
    return facts(read(site), quarter)


def changed(site: Path, file: str, *replaced: tuple[str, str], quarter: Quarter = Q2) -> list[str]:
    """What differs in a quarter's edition once words of a file are others."""
    before = facts_of(site, quarter)
    path = site / file
    words = path.read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in words
        words = words.replace(old, new, 1)
    path.write_text(words, encoding="utf-8")
    return [str(difference) for difference in differences(before, facts_of(site, quarter))]


def test_the_facts_of_an_edition_are_written_as_in_its_files(smallshire: Path) -> None:
    made = facts_of(smallshire, Quarter(2022, 1))
    assert made["rules"] == {
        "reasons": [{"printed": "Held back", "reason": "suppressed"}],
        "statuses": [{"printed": "Behind", "means": "off target"}],
        "rules": {"behind_by": "20", "tolerance": "5%"},
    }
    assert made["quarters"] == {
        "2022-23-q1": {
            "quarter": "2022-23-q1",
            "covers": ["council-plan"],
            "priorities": [
                {
                    "priority": "clean-streets",
                    "headline": {"text": "Streets were 1% cleaner."},
                    "actions": [{"action": "buy-a-sweeper", "progress": "10%"}],
                    "measures": [
                        {
                            "measure": "streets-found-clean",
                            "results": [{"quarter": "2022-23-q1", "value": "91%"}],
                        }
                    ],
                }
            ],
        }
    }
    (plan,) = made["plans"].values()
    assert {key: plan[key] for key in plan if key != "priorities"} == {
        "id": "council-plan",
        "title": "A Small Plan",
        "kind": "corporate",
        "name": "Council plan",
        "starts": "2022-04-01",
        "ends": "2025-03-31",
        "order": ["clean-streets"],
    }


def test_a_cell_that_is_blank_is_a_fact_and_one_that_is_not_there_is_none(exampleshire: Data) -> None:
    quarter = facts(exampleshire, Quarter(2022, 2))["quarters"]["2022-23-q2"]
    answers = next(held for held in quarter["priorities"] if held["priority"] == "answers-and-access")
    hubs = next(action for action in answers["actions"] if action["action"] == "library-hubs")
    assert hubs == {"action": "library-hubs", "progress": ""}


def test_a_plan_has_the_versions_known_at_the_quarter_and_nothing_first_promised_later(
    exampleshire: Data, moray: Data
) -> None:
    plan = facts(exampleshire, Quarter(2021, 1))["plans"]["council-plan"]
    homes = next(priority for priority in plan["priorities"] if priority["id"] == "homes-and-streets")
    waste = next(measure for measure in homes["measures"] if measure["id"] == "household-waste-recycled")
    assert [version["from"] for version in waste["target"]] == ["2019-20-q1", "2020-21-q1", "2021-22-q1"]
    later = json.dumps(facts(moray, Quarter(2021, 1)))
    assert "kinship-care-share" not in later
    assert "kinship-care-share" in json.dumps(facts(moray, Quarter(2022, 2)))


def test_no_later_quarter_is_in_the_facts_of_an_edition(exampleshire: Data, moray: Data, midlothian: Data) -> None:
    for data in (exampleshire, moray, midlothian):
        held = sorted(quarter.quarter.name for quarter in data.quarters)
        for name in held:
            made = facts(data, Quarter.named(name))
            assert list(made["quarters"]) == [other for other in held if other <= name]


def test_the_whole_edition_as_data_has_its_facts(exampleshire: Data) -> None:
    shown = report(exampleshire, latest_quarter(exampleshire))
    (whole,) = [file for file in downloads(shown) if file.address == "data/quarterday.json"]
    assert json.loads(whole.content)["facts"] == facts(exampleshire, shown.quarter)


def test_the_same_data_differ_in_nothing(exampleshire: Data, moray: Data, midlothian: Data) -> None:
    for data in (exampleshire, moray, midlothian):
        made = facts(data, latest_quarter(data))
        assert differences(made, json.loads(json.dumps(made))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            REPORT,
            "value: 92%",
            "value: 91.9%",
            "quarters, 2022-23-q2, clean-streets, measure streets-found-clean, result 2022-23-q2, value:"
            " was '92%', is '91.9%'",
        ),
        (
            REPORT,
            "value: 92%",
            "value: 92%\n        note: Seen twice.",
            "quarters, 2022-23-q2, clean-streets, measure streets-found-clean, result 2022-23-q2, note:"
            " is new, 'Seen twice.'",
        ),
        (
            REPORT,
            "    progress: 20%\n",
            "",
            "quarters, 2022-23-q2, clean-streets, actions: was 'action: buy-a-sweeper; progress: 20%', is gone",
        ),
        (
            REPORT,
            "progress: 20%",
            "progress:",
            "quarters, 2022-23-q2, clean-streets, action buy-a-sweeper, progress: was '20%', is ''",
        ),
        (
            PLAN,
            "target: 90%",
            "target: 95%",
            "plans, council-plan, clean-streets, measure streets-found-clean, target: was '90%', is '95%'",
        ),
        (
            PLAN,
            "    outcome: streets-are-clean\n    due",
            "    outcome: streets-are-clean\n    in_plan: no\n    due",
            "plans, council-plan, clean-streets, action buy-a-sweeper, in_plan: is new, 'no'",
        ),
        ("data/council.yml", "tolerance: 5%", "tolerance: 4%", "rules, rules, tolerance: was '5%', is '4%'"),
        (
            "data/quarters/2022-23-q2/committee/streets-paper.yml",
            "To show a paper.",
            "To show a paper that says a good deal more than there is room for in one line of a message.",
            "quarters, 2022-23-q2, committee report streets-paper, section Reason for the report, paragraph 1, text:"
            " was 'To show a paper.',"
            " is 'To show a paper that says a good deal more than there is room for in one line o…'",
        ),
    ],
)
def test_a_difference_says_where_it_is_what_was_and_what_is(
    file: str, old: str, new: str, told: str, smallshire: Path
) -> None:
    assert changed(smallshire, file, (old, new)) == [told]


def test_what_a_later_quarter_reports_does_not_change_an_earlier_edition(smallshire: Path) -> None:
    assert changed(smallshire, REPORT, ("92%", "91.9%"), quarter=Quarter(2022, 1)) == []


def test_the_order_of_things_that_have_names_is_no_difference() -> None:
    first, second = {"quarter": "2022-23-q1", "value": "1"}, {"quarter": "2022-23-q2", "value": "2"}
    assert differences({"results": [first, second]}, {"results": [second, first]}) == []


def test_things_that_share_a_name_are_told_apart_by_their_places() -> None:
    north, twice = {"title": "Cost", "text": "a"}, {"title": "Cost", "text": "b"}
    found = differences({"risks": [north, twice]}, {"risks": [north, {**twice, "text": "c"}]})
    assert found == [Difference(("risk 2", "text"), "b", "c")]


def test_a_thing_that_is_gone_is_told_once_and_whole() -> None:
    gone = {"results": [{"quarter": "2022-23-q1", "value": "1", "marks": ["provisional", "low"]}]}
    (told,) = differences(gone, {"results": []})
    assert told == Difference(("result 2022-23-q1",), "quarter: 2022-23-q1; value: 1; marks: provisional, low", None)


def test_a_new_id_that_names_the_old_one_is_no_difference(smallshire: Path) -> None:
    before = facts_of(smallshire)
    for path in (smallshire / "data").rglob("clean-streets.yml"):
        words = path.read_text(encoding="utf-8").replace("streets-found-clean", "clean").replace("buy-a-sweeper", "buy")
        words = words.replace("  - id: clean\n", "  - id: clean\n    formerly: [streets-found-clean]\n")
        words = words.replace("  - id: buy\n", "  - id: buy\n    formerly: [buy-a-sweeper]\n")
        path.write_text(words, encoding="utf-8")
    after = facts_of(smallshire)
    assert after != before
    assert differences(before, after) == []


def test_an_id_that_is_new_and_one_that_was_divided_are_differences(smallshire: Path) -> None:
    before = facts_of(smallshire)
    plan = (smallshire / PLAN).read_text(encoding="utf-8")
    twice = "measures:\n  - {id: north, title: North, formerly: [streets-found-clean]}\n"
    one = plan.replace("id: streets-found-clean\n", "id: south\n    formerly: [streets-found-clean]\n")
    (smallshire / PLAN).write_text(one.replace("measures:\n", twice), encoding="utf-8")
    for path in (smallshire / "data" / "quarters").rglob("clean-streets.yml"):
        path.write_text(path.read_text().replace("streets-found-clean", "south"), encoding="utf-8")
    paths = {difference.path[:4] for difference in differences(before, facts_of(smallshire))}
    assert {path[-1] for path in paths if path[0] == "plans"} == {
        "measure streets-found-clean",
        "measure south",
        "measure north",
    }


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        ([("2022-23-q1", "90%")], []),
        ([("2022-23-q1", "90%"), ("2022-23-q3", "95%")], []),
        (
            [("2022-23-q2", "90%")],
            [f"{TARGET}: was '90%', is 'from: 2022-23-q2; value: 90%'"],
        ),
        (
            [("2022-23-q1", "91%"), ("2022-23-q3", "95%")],
            [f"{TARGET}: was '90%', is '91%'"],
        ),
    ],
)
def test_a_promise_that_gains_a_later_version_is_the_same_promise_before_it(
    versions: list[tuple[str, str]], told: list[str], smallshire: Path
) -> None:
    listed = "".join(f"\n      - from: {quarter}\n        value: {value}" for quarter, value in versions)
    assert changed(smallshire, PLAN, ("target: 90%", f"target:{listed}")) == told


def test_measures_that_were_put_together_are_differences() -> None:
    def plan(*measures: dict[str, Any]) -> dict[str, Any]:
        return {"plans": {"council-plan": {"measures": list(measures)}}}

    found = differences(plan({"id": "coast"}, {"id": "hills"}), plan({"id": "both", "formerly": ["coast", "hills"]}))
    assert [difference.path[-1] for difference in found] == ["measure coast", "measure hills", "measure both"]


def test_a_digest_is_the_same_while_the_facts_are(moray: Data, exampleshire: Data) -> None:
    for data in (moray, exampleshire):
        quarters = [held.quarter for held in data.quarters]
        together = digests(data, quarters)
        for quarter in quarters:
            known = data.model_copy(update={"quarters": tuple(q for q in data.quarters if q.quarter <= quarter)})
            assert digests(known, [quarter]) == {quarter: together[quarter]}
        assert len({*together.values()}) == len(quarters)


def test_a_digest_tells_one_changed_word_from_its_quarter_on(smallshire: Path) -> None:
    first, second = Quarter(2022, 1), Quarter(2022, 2)
    before = digests(read(smallshire), (first, second))
    report = smallshire / "data/quarters/2022-23-q2/clean-streets.yml"
    report.write_text(report.read_text(encoding="utf-8").replace("92%", "92.0%"), encoding="utf-8")
    after = digests(read(smallshire), (first, second))
    assert after[first] == before[first]
    assert after[second] != before[second]
    plan = smallshire / "data/plans/council-plan/clean-streets.yml"
    first_version, second_version = "{from: 2020-21-q1, value: Buy a sweeper}", "{from: 2022-23-q2, value: Buy two}"
    words = f"    title:\n      - {first_version}\n      - {second_version}\n"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("    title: Buy a street sweeper\n", words), encoding="utf-8"
    )
    promised = digests(read(smallshire), (first, second))
    assert facts(read(smallshire), first)["plans"] != facts(read(smallshire), second)["plans"]
    assert len({promised[first], after[first], promised[second], after[second]}) == 4


def test_the_limits_of_small_numbers_are_no_fact_of_an_edition(smallshire: Path) -> None:
    new = "rules:\n  disclosure_threshold: 10\n  disclosure_denominator: 20\n"
    assert changed(smallshire, "data/council.yml", ("rules:\n", new)) == []
