"""The smallest pieces of a page."""

from __future__ import annotations

import pytest

from quarterday.cells import cell, figure_rows, line, signs, tag, value
from quarterday.history import ReportedStatus, SeriesResult
from quarterday.model import Mark, Result
from quarterday.periods import Quarter
from quarterday.status import Judgement, Status
from quarterday.values import parse

Q1, Q2 = Quarter(2022, 1), Quarter(2022, 2)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("52.3%", "<span data-as-printed>52.3%</span>"),
        ("<5", "<span data-as-printed>&lt;5</span>"),
        ("N/A", '<span data-as-printed>N/A</span> <span class="qd-nowrap">[z]</span>'),
        ("", 'Not reported <span class="qd-nowrap">[x]</span>'),
    ],
)
def test_a_value_is_as_printed_and_a_reason_for_none_has_its_key(printed: str, shown: str) -> None:
    assert value(parse(printed)) == shown


def test_a_value_that_is_not_held_is_said_to_be_missing_and_is_escaped() -> None:
    assert (value(None), value(None, "<none>")) == ("Not held here", "&lt;none&gt;")


@pytest.mark.parametrize(
    ("printed", "marks", "shown"),
    [
        ("1,234", (), '<td class="qd-num" data-as-printed>1,234</td>\n'),
        ("GOOD", (), '<td class="qd-end" data-as-printed>GOOD</td>\n'),
        ("+15% on 2021/22", (), '<td class="qd-end" data-as-printed>+15% on 2021/22</td>\n'),
        (
            "12",
            (Mark.PROVISIONAL,),
            '<td class="qd-num"><span data-as-printed>12</span> <span class="qd-nowrap">[p]</span></td>\n',
        ),
        ("", (), '<td class="qd-end">Not reported <span class="qd-nowrap">[x]</span></td>\n'),
    ],
)
def test_a_figure_stands_at_the_right_and_words_where_a_sentence_ends(
    printed: str, marks: tuple[Mark, ...], shown: str
) -> None:
    assert cell(parse(printed), marks) == shown


def test_a_cell_with_nothing_held_has_the_sign_of_that() -> None:
    assert cell(None) == '<td class="qd-num">[x]</td>\n'


def test_a_figure_that_is_taken_from_the_text_has_its_sign() -> None:
    assert cell(parse("12"), (), True).endswith(' <span class="qd-nowrap">[t]</span></td>\n')
    assert signs((Mark.LOW,), True) == ' <span class="qd-nowrap">[low]</span> <span class="qd-nowrap">[t]</span>'


def test_words_as_printed_and_a_status_are_escaped_and_named() -> None:
    assert line("Fish & chips") == "<span data-as-printed>Fish &amp; chips</span>"
    assert tag(Status.ON_TARGET) == '<span class="qd-tag qd-tag--good">On target</span>'
    assert tag(Status.NO_DATA, "plain") == '<span class="qd-tag qd-tag--none qd-tag--plain">No data</span>'


def test_the_row_of_the_quarter_itself_is_marked() -> None:
    series = [
        SeriesResult(
            quarter,
            Result(quarter=quarter, value=parse("3")),
            quarter,
            parse("2"),
            Judgement(Status.ON_TARGET, ""),
            None,
            None,
            ReportedStatus(None, "", None),
        )
        for quarter in (Q1, Q2)
    ]
    cells = (
        '<td class="qd-num" data-as-printed>3</td>\n<td class="qd-num" data-as-printed>2</td>\n'
        '<td><span class="qd-tag qd-tag--good">On target</span></td></tr>'
    )
    assert figure_rows(series, Q2) == (
        f'<tr><th scope="row">Quarter 1, 2022/23</th>\n{cells}'
        f'<tr class="qd-table__row--now"><th scope="row">Quarter 2, 2022/23</th>\n{cells}'
    )
