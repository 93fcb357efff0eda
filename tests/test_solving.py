"""What can be worked out is worked out, and nothing is called certain that is not."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterday.solving import MOST, Contradiction, Relation, narrowed, not_below, share, total

UNKNOWN = (1, MOST)


def test_one_part_held_back_is_the_total_less_the_others() -> None:
    figures = {"all": (45, 45), "north": UNKNOWN, "coast": (30, 30), "hills": (12, 12)}
    assert narrowed(figures, [total("all", ["north", "coast", "hills"])])["north"] == (3, 3)


def test_two_parts_held_back_hide_each_other_unless_both_are_one() -> None:
    figures = {"all": (45, 45), "north": UNKNOWN, "coast": UNKNOWN, "hills": (40, 40)}
    assert narrowed(figures, [total("all", ["north", "coast", "hills"])])["north"] == (1, 4)
    assert narrowed({**figures, "hills": (43, 43)}, [total("all", ["north", "coast", "hills"])])["coast"] == (1, 1)


def test_a_total_held_back_is_the_sum_of_its_parts_in_any_breakdown() -> None:
    figures = {"all": UNKNOWN, "north": (2, 2), "coast": (1, 1), "boys": UNKNOWN, "girls": (1, 1)}
    found = narrowed(figures, [total("all", ["north", "coast"]), total("all", ["boys", "girls"])])
    assert (found["all"], found["boys"]) == ((3, 3), (2, 2))


def test_a_share_and_its_whole_tell_the_part() -> None:
    figures = {"part": UNKNOWN, "whole": (43, 43)}
    assert narrowed(figures, share("part", "whole", Fraction("0.4175"), Fraction("0.419")))["part"] == (18, 18)


def test_a_figure_that_only_grows_is_held_between_its_neighbours() -> None:
    figures = {"q1": (6, 6), "q2": UNKNOWN, "q3": (6, 6)}
    assert narrowed(figures, [not_below("q2", "q1"), not_below("q3", "q2")])["q2"] == (6, 6)


def test_equations_are_solved_together() -> None:
    sums = [total("x", ["a", "b"]), total("y", ["b", "c"]), total("z", ["a", "c"])]
    figures = {"x": (30, 30), "y": (50, 50), "z": (40, 40), "a": UNKNOWN, "b": UNKNOWN, "c": UNKNOWN}
    found = narrowed(figures, sums)
    assert (found["a"], found["b"], found["c"]) == ((10, 10), (20, 20), (30, 30))


def test_parts_that_are_more_than_the_whole_contradict_it() -> None:
    with pytest.raises(Contradiction):
        narrowed({"all": (3, 3), "a": (2, 2), "b": (2, 9)}, [total("all", ["a", "b"])])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(*[st.integers(-1, 1)] * 3, st.integers(-3, 6), st.integers(0, 2)), min_size=1, max_size=4),
)
def test_a_figure_is_known_if_every_answer_agrees_and_only_then(given_: list[tuple[int, ...]]) -> None:
    relations = [
        Relation(
            {name: Fraction(t) for name, t in zip("abc", row[:3], strict=True) if t},
            Fraction(row[3]),
            Fraction(row[3] + row[4]),
        )
        for row in given_
    ]
    figures = dict.fromkeys("abc", (0, 4))
    answers = [
        dict(zip("abc", one, strict=True))
        for one in product(range(5), repeat=3)
        if all(
            relation.low <= sum(t * one["abc".index(str(name))] for name, t in relation.times.items()) <= relation.high
            for relation in relations
        )
    ]
    try:
        found = narrowed(figures, relations)
    except Contradiction:
        assert not answers
        return
    for name, (low, high) in found.items():
        values = {answer[str(name)] for answer in answers}
        if values:
            assert low <= min(values) and max(values) <= high
            if len(values) == 1:
                assert low == high
