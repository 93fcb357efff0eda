"""What is written is what is read back, and all else in the file is as a person left it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterday.amending import Amendment, amended, written
from quarterday.entries import UNPRINTABLE, entries_of
from quarterday.problems import DataError

PROJECT = Path(__file__).parents[1]
FILE = """# Figures from the report
title: Streets   # as printed
measures:
  # the first
  - measure: streets-found-clean
    results:
      - quarter: 2022-23-q2
        value: 92%
  - measure: sick-days
    commentary: |
      Fewer than before.
"""


@pytest.mark.parametrize(
    "path",
    sorted(
        p.relative_to(PROJECT).as_posix() for p in [*PROJECT.glob("data/**/*.yml"), *PROJECT.glob("examples/**/*.yml")]
    ),
)
def test_a_file_that_is_not_changed_says_the_same(path: str) -> None:
    text = (PROJECT / path).read_text(encoding="utf-8")
    assert entries_of(amended(text, ()), path) == entries_of(text, path)
    assert [line for line in text.splitlines() if line.lstrip().startswith("#")] == [
        line for line in amended(text, ()).splitlines() if line.lstrip().startswith("#")
    ]


def test_a_value_is_put_where_its_steps_lead_and_the_rest_is_untouched() -> None:
    steps = ("measures", ("measure", "streets-found-clean"), "results", ("quarter", "2022-23-q2"), "value")
    assert amended(FILE, [Amendment(steps, "92.50%")]) == FILE.replace("92%", "92.50%")


def test_a_thing_that_is_not_there_is_added_at_the_end() -> None:
    steps = ("measures", ("measure", "fly-tips"), "results", ("quarter", "2022-23-q2"))
    assert amended(FILE, [Amendment(steps, {"value": "1,017"})]) == (
        FILE + "  - measure: fly-tips\n    results:\n      - quarter: 2022-23-q2\n        value: 1,017\n"
    )


def test_a_file_that_can_be_read_and_not_be_written_to_is_told_where() -> None:
    with pytest.raises(DataError) as told:
        amended("title: Streets\n\t\nmeasures:\n", (), "data/a.yml")
    assert str(told.value) == (
        "data/a.yml:2:1: cannot be written to until this is put right:"
        " found character '\\t' that cannot start any token"
    )


def test_a_thing_is_added_one_past_the_last_of_a_list() -> None:
    steps = ("measures", ("measure", "sick-days"), "marks", 0)
    assert amended(FILE, [Amendment(steps, "low"), Amendment(("measures", 2), {"measure": "fly-tips"})]) == (
        FILE + "    marks:\n      - low\n  - measure: fly-tips\n"
    )


def test_a_figure_is_written_as_it_was_typed() -> None:
    for typed in ("1.10", "007", "yes", "2022-11-01", "£34, 908", "1e3", "~", "10-12"):
        assert written({"value": typed}) == f"value: {typed}\n"


def test_a_text_that_yaml_would_read_otherwise_is_quoted() -> None:
    assert written({"value": "% of children"}) == "value: '% of children'\n"
    assert written({"value": "Service: the bill"}) == "value: 'Service: the bill'\n"
    assert written({"value": "=1+1"}) == "value: =1+1\n"


def test_nothing_is_written_as_nothing() -> None:
    assert written({"value": "", "words": []}) == "value:\nwords: []\n"


LINE = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40).filter(
    lambda text: not UNPRINTABLE.search(text) and text == text.strip()
)


@given(LINE)
def test_any_line_is_read_back_as_it_was(typed: str) -> None:
    assert entries_of(written({"value": typed}), "x.yml") == {"value": typed}


@given(st.lists(LINE.filter(bool), min_size=2, max_size=4))
def test_any_lines_are_read_back_as_they_were(lines: list[str]) -> None:
    typed = "\n".join(lines) + "\n"
    read = entries_of(written({"value": typed}), "x.yml")
    assert isinstance(read, dict) and str(read["value"]).rstrip("\n") == typed.rstrip("\n")
