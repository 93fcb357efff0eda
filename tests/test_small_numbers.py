"""A count of people is found in words as in figures, and a number of anything else is left alone."""

from __future__ import annotations

from time import perf_counter

import pytest

from quarterday.rules.small_numbers import counted


def found(text: str) -> list[tuple[str, int]]:
    return [(one.phrase, one.number) for one in counted(text)]


@pytest.mark.parametrize(
    ("text", "phrase", "number"),
    [
        ("One child was registered due to domestic abuse concerns.", "One child", 1),
        ("Five children were deregistered.", "Five children", 5),
        ("A further two children already on the register.", "two children", 2),
        ("1,204 children were registered.", "1,204 children", 1204),
        ("During the quarter five children were registered.", "five children", 5),
        ("There were 2 new Kinship carer approvals.", "2 new Kinship carer approvals", 2),
        ("There are 27 Care Experienced Young People.", "27 Care Experienced Young People", 27),
        ("Two of our young people moved.", "Two of our young people", 2),
        ("Three of the 18 siblings moved.", "Three of the 18 siblings", 3),
        ("X3 families have started.", "X3 families", 3),
        ("We have met carers (x3).", "carers (x3)", 3),
        ("In the quarter 3 children were moved.", "3 children", 3),
        ("The number of children on the register has reduced by one from the last quarter.", "reduced by one", 1),
        ("There was a fall of two since the children moved.", "fall of two", 2),
        ("Of 43 children, none moved. Two were removed.", "Two were removed", 2),
    ],
)
def test_a_count_of_people_is_found(text: str, phrase: str, number: int) -> None:
    assert (phrase, number) in found(text)


def test_two_counts_in_a_sentence_are_two() -> None:
    text = "Five children were registered due to Parental Alcohol Misuse concerns and four were deregistered."
    assert found(text) == [("Five children", 5), ("four were deregistered", 4)]


def test_a_share_tells_the_rest_too() -> None:
    assert found("40 of the 43 children were seen.") == [
        ("40 of the 43 children", 40),
        ("43 children", 43),
        ("40 of the 43", 3),
    ]
    assert found("At the end 42/43 (97.7%) children were seen.") == [("42/43", 1), ("42/43", 42)]


@pytest.mark.parametrize("words", ["Three workers", "Three family group decision making workers", "One family worker"])
def test_staff_are_told_apart_from_families(words: str) -> None:
    [one] = counted(f"{words} now in post.")
    assert (one.phrase, one.staff) == (words, True)


@pytest.mark.parametrize(
    "text",
    [
        "Two of the four Service Actions have completed and one remains on target.",
        "4 workshops led by the Regional Improvement Advisor undertaken with Child Poverty Group.",
        "Two more joiners started in May.",
        "Eight of 22 services answer on the number.",
        "A 2 day course for supervisors and carers.",
        "Children of stage 1 families are seen.",
        "One in four children is poor.",
        "From 1 to 4 children were moved.",
        "Between one and four children were moved.",
        "We saw 1-4 children.",
        "No one child should wait.",
        "Three child protection meetings were held.",
        "One child protection meeting was held.",
        "The number of days that children wait has reduced by two weeks.",
        "The share of children has reduced by 2%.",
        "There are 3 children's homes and two young people's centres.",
        "It is read by 2022/23 children.",
        "Costs of £3 children paid.",
    ],
)
def test_a_number_of_anything_else_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_very_long_sentence_is_read_at_once() -> None:
    text = "3 carers and 4/5 children " * 4000 + "9" * 5000 + " children"
    before = perf_counter()
    assert len(counted(text)) >= 8000
    assert perf_counter() - before < 2
