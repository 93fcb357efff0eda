"""Small numbers of people are told of before they are published, and so is what gives away one that is held back."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from quarterday.findings import findings, unanswered
from quarterday.model import Data
from quarterday.problems import Problem
from quarterday.reading import read
from quarterday.rules import disclosure
from quarterday.rules.disclosure import smallest_denominator
from quarterday.values import parse

REPORT = "data/quarters/2022-23-q2/clean-streets.yml"
PLAN = "data/plans/council-plan/clean-streets.yml"
RULES = [rule.__name__.replace("_", "-") for rule in disclosure.RULES]
REASON = "; say in acknowledged.yml why it is published, or write suppressed or a band such as 1-4"


def told(data: Data) -> list[Problem]:
    return [one for one in findings(data) if one.rule in RULES]


def messages(site: Path, results: str, *, measure: str = "unit: children", words: str = "") -> list[str]:
    """What is told of a made-up measure with these results, and of these words."""
    with (site / PLAN).open("a", encoding="utf-8") as plan:
        plan.write(f"  - id: children-in-care\n    code: C1\n    title: Children in care\n    {measure}\n")
    with (site / REPORT).open("a", encoding="utf-8") as report:
        report.write(f"  - measure: children-in-care\n    results:\n{indent(results, '      ')}\n")
        report.write(f"    commentary: {words}\n" if words else "")
    return [one.message for one in told(read(site))]


def result(value: str, *, quarter: str = "2022-23-q2", more: str = "", **parts: str) -> str:
    lines = [f"- quarter: {quarter}", f"  value: {value}", *([f"  {more}"] if more else [])]
    if parts:
        lines.append("  breakdown:")
        lines += [f"    - {{by: Area, name: {name}, value: {value}}}" for name, value in parts.items()]
    return "\n".join(lines)


def test_nothing_is_found_where_nothing_is_small(exampleshire: Data, smallshire: Path) -> None:
    assert (told(exampleshire), told(read(smallshire))) == ([], [])


def test_the_small_numbers_of_moray_are_found(moray: Data) -> None:
    assert [(one.subject.split()[0], one.about) for one in told(moray)] == [
        ("STRAT1.3", "2 new Kinship carer approvals"),
        ("STRAT2.1", "reduced by one, One child"),
        ("STRAT2.2", "four were deregistered, two children, two children"),
        ("STRAT2.3", "One child, three children, Two of our social work trainers"),
    ]


def test_a_quotation_of_the_same_words_is_not_told_again(moray: Data) -> None:
    [found] = [one for one in told(moray) if one.subject.startswith("STRAT2.1")]
    assert found.message == (
        "text counts fewer than 5 people: 'reduced by one', 'One child'; say in acknowledged.yml why they are"
        " published, or write 'fewer than 5'; the same words stand at data/quarters/2022-23-q2/strat2.yml:86 and"
        " data/quarters/2022-23-q2/strat2.yml:98"
    )


def test_the_small_bases_of_midlothian_are_found(midlothian: Data) -> None:
    found = [one for one in told(midlothian) if one.severity.value == "warning"]
    assert [(one.subject.split()[0], one.message.partition(";")[0]) for one in found] == [
        ("CS.SPSO.04.1", "'8.667' can be an average of 3, which is under 10"),
        ("CS.SPSO.05.1", "'33.33%' can be a share of 3, which is under 10"),
        ("CS.SPSO.05.3", "'85.71%' can be a share of 7, which is under 10"),
    ]


def test_a_count_of_staff_is_a_note(midlothian: Data) -> None:
    found = [one for one in told(midlothian) if one.severity.value == "note"]
    assert [one.about for one in found] == [
        "leader (x1), worker (x1)",
        "One worker",
        "Three family group decision making workers",
        "X3 workers",
        "Three workers",
    ]
    assert found[3].message == (
        "achievements counts fewer than 5 of the staff: 'X3 workers'; is that as public as their posts?"
    )


@pytest.mark.parametrize(("value", "small"), [("0", False), ("1", True), ("4", True), ("5", False), ("4%", False)])
def test_a_count_is_small_from_one_to_below_the_threshold(value: str, small: bool, smallshire: Path) -> None:
    expected = [f"a count of people under 5: '{value}'{REASON}"] if small else []
    assert messages(smallshire, result(value)) == expected


def test_a_council_may_have_another_threshold(smallshire: Path) -> None:
    council = smallshire / "data" / "council.yml"
    council.write_text(council.read_text("utf-8").replace("rules:", "rules:\n  disclosure_threshold: 6"), "utf-8")
    assert messages(smallshire, result("5"), words="Five children came.") == [
        "commentary counts fewer than 6 people: 'Five children'; say in acknowledged.yml why they are published,"
        " or write 'fewer than 6'",
        f"a count of people under 6: '5'{REASON}",
    ]


@pytest.mark.parametrize(
    ("measure", "small"),
    [
        ("unit: children", True),
        ("unit: places", False),
        ("sensitive: yes", True),
        ("unit: '%'", True),
        ("unit: staff", True),
    ],
)
def test_a_measure_is_about_people_by_its_unit_or_its_title_or_its_mark(
    measure: str, small: bool, smallshire: Path
) -> None:
    assert len(messages(smallshire, result("3"), measure=measure)) == small


@pytest.mark.parametrize(
    ("title", "small"),
    [
        ("Children seen within 5 days", True),
        ("Average age of children in care", False),
        ("Days to answer a child", False),
        ("Number of children whose homes were found in time", True),
    ],
)
def test_an_average_or_a_time_is_no_count(title: str, small: bool, smallshire: Path) -> None:
    found = messages(smallshire, result("3"), measure=f"definition: {title}")
    assert found == [f"a count of people under 5: '3'{REASON}"]
    plan = smallshire / PLAN
    plan.write_text(plan.read_text("utf-8").replace("title: Children in care", f"title: {title}"), "utf-8")
    assert len(told(read(smallshire))) == small


def test_all_small_counts_of_a_result_are_told_at_once(smallshire: Path) -> None:
    given = result("9", more="numerator: 2", North="3", Coast="6")
    assert messages(smallshire, given) == [f"a count of people under 5: North '3' and numerator '2'{REASON}"]


@pytest.mark.parametrize("value", ["1-4", "<5", "fewer than 5", "suppressed", "1 to 4"])
def test_a_band_or_a_figure_held_back_is_no_count(value: str, smallshire: Path) -> None:
    assert messages(smallshire, result(value)) == []


@pytest.mark.parametrize(
    ("printed", "of"),
    [
        ("33.33%", 3),
        ("85.71%", 7),
        ("8.667", 3),
        ("66.6%", 3),
        ("66.7%", 3),
        ("78.26%", 23),
        ("41.8%", 43),
        ("50.0%", 2),
        ("66%", None),
        ("100.0%", None),
        ("8.6", None),
        ("0.3333333333333333333333333333", None),
        ("9999999999999999999999999.99", None),
    ],
)
def test_decimals_show_the_smallest_number_that_a_share_can_be_of(printed: str, of: int | None) -> None:
    assert smallest_denominator(parse(printed)) == of


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "33.33% of carers came, and 85.7 per cent of children.",
            "commentary: '33.33%' can be a share of 3 and '85.7 per cent' can be a share of 7, which is under 10;"
            " say in acknowledged.yml why it is published, or leave it out",
        ),
        ("41.8% of children came.", None),
        ("33.33% of streets were clean.", None),
    ],
)
def test_a_share_in_words_is_read_as_one_in_a_table(words: str, message: str | None, smallshire: Path) -> None:
    assert messages(smallshire, result("9"), words=words) == ([message] if message else [])


def test_what_the_reports_of_the_examples_say_is_answered(moray: Data, midlothian: Data) -> None:
    assert [one for data in (moray, midlothian) for one in told(data) if unanswered((one,))] == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            result("97.7%", more="numerator: 42\n  denominator: 43"),
            "'43' less '42' leaves fewer than 5 people who are not among them",
        ),
        (result("40/43"), "'43' less '40' leaves fewer than 5 people who are not among them"),
        (
            result("45", North="30", Coast="12"),
            "'45' less '30 and 12' leaves fewer than 5 people in no part of the breakdown by Area",
        ),
    ],
)
def test_what_is_left_over_is_told(given: str, message: str, smallshire: Path) -> None:
    assert messages(smallshire, given) == [message + REASON]


@pytest.mark.parametrize(("counting", "small"), [("cumulative", True), ("snapshot", False)])
def test_two_quarters_of_the_year_so_far_tell_what_came_between(counting: str, small: bool, smallshire: Path) -> None:
    given = f"{result('11', quarter='2022-23-q1')}\n{result('12')}"
    found = messages(smallshire, given, measure=f"unit: children\n    counting: {counting}")
    expected = [f"'12' less '11' leaves fewer than 5 people since the quarter before{REASON}"] if small else []
    assert found == expected


HELD = "can be worked out from the figures printed beside it; hold back"
ENOUGH = "too, the smallest that is enough"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            result("45", North="suppressed", Coast="12", Hills="30"),
            f"'North' of 'Area' for Q2 2022/23 {HELD} 'Coast' of 'Area' for Q2 2022/23 {ENOUGH}",
        ),
        (
            # A 0 is printed, so each of the two is at least 1.
            result("32", North="suppressed", Coast="suppressed", Hills="30"),
            f"'North' of 'Area' for Q2 2022/23 and 'Coast' of 'Area' for Q2 2022/23 {HELD} 'Hills' of"
            f" 'Area' for Q2 2022/23 {ENOUGH}",
        ),
        (
            result("suppressed", North="20", Coast="10"),
            f"the figure for Q2 2022/23 {HELD} 'Coast' of 'Area' for Q2 2022/23 {ENOUGH}",
        ),
        (
            result("46", North="<5", Coast="30", Hills="15"),
            f"'North' of 'Area' for Q2 2022/23 {HELD} 'Hills' of 'Area' for Q2 2022/23 {ENOUGH}",
        ),
        (
            result("41.8%", more="numerator: suppressed\n  denominator: 43"),
            f"the numerator for Q2 2022/23 {HELD} the figure for Q2 2022/23 {ENOUGH}",
        ),
    ],
)
def test_what_is_held_back_is_not_a_total_less_the_rest(given: str, message: str, smallshire: Path) -> None:
    assert messages(smallshire, given) == [message]


@pytest.mark.parametrize(
    "given",
    [
        result("45", North="suppressed", Coast="suppressed", Hills="30"),
        result("suppressed", North="suppressed", Coast="10"),
        result("45", North="suppressed", Coast="not reported", Hills="30"),
        result("41%", more="numerator: suppressed\n  denominator: suppressed"),
        result("14.2", North="suppressed", Coast="10.5"),
    ],
)
def test_what_cannot_be_worked_out_is_not_told(given: str, smallshire: Path) -> None:
    assert messages(smallshire, given) == []


def test_a_figure_held_back_in_one_report_is_printed_in_no_other(smallshire: Path) -> None:
    given = f"{result('suppressed', quarter='2022-23-q1')}\n{result('20')}"
    with (smallshire / "data/quarters/2022-23-q1/clean-streets.yml").open("a", encoding="utf-8") as report:
        report.write("  - measure: children-in-care\n    results:\n      - quarter: 2022-23-q1\n        value: 8\n")
    assert messages(smallshire, given) == [
        "the figure for Q1 2022/23 is held back here, and printed at data/quarters/2022-23-q1/clean-streets.yml:15;"
        " take it out there too"
    ]


CORRECTION = """corrections:
  - id: one
    date: 2022-11-20
    quarter: 2022-23-q2
    kind: correction
    measure: children-in-care
    from: 3
    to: suppressed
    reason: It was too small.
"""
WITHDRAWAL = """  - id: two
    date: 2022-11-21
    quarter: 2022-23-q2
    kind: withdrawal
    measure: children-in-care
    reason: To protect people.
"""


def test_the_ledger_does_not_give_what_is_held_back(smallshire: Path) -> None:
    ledger = smallshire / "data" / "corrections.yml"
    ledger.write_text(CORRECTION, encoding="utf-8")
    assert messages(smallshire, result("suppressed")) == [
        "the figure for Q2 2022/23 is held back here, and printed at data/corrections.yml:2; take it out there too"
    ]
    ledger.write_text(CORRECTION + WITHDRAWAL, encoding="utf-8")
    assert told(read(smallshire)) == []


def test_no_message_says_what_it_is_that_is_held_back(smallshire: Path) -> None:
    [message] = messages(smallshire, result("4345", North="suppressed", Coast="1002", Hills="2030"))
    assert "1313" not in message
