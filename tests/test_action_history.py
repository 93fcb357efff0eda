"""An action's progress over the quarters, beside a straight line to its due date."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from quarterday.action_history import history, progress_chart
from quarterday.model import Data
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.report import ActionView, report
from quarterday.values import parse

Q2 = Quarter(2022, 2)


def view(data: Data, name: str, at: Quarter = Q2) -> ActionView:
    return next(one for one in report(data, at).actions if one.id == name)


def text(data: Data, address: str) -> str:
    [page] = [page for page in site(report(data, Q2)).pages if page.address == address]
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content)))


def reported(data: Data, name: str, quarter: Quarter, **given: Any) -> Data:
    """With other words in one quarter's report on an action."""

    def changed(held: Any) -> Any:
        if held.quarter != quarter:
            return held
        return held.model_copy(update={"priorities": tuple(map(of_priority, held.priorities))})

    def of_priority(priority: Any) -> Any:
        return priority.model_copy(update={"actions": tuple(map(of_action, priority.actions))})

    def of_action(action: Any) -> Any:
        return action.model_copy(update=given) if action.action == name else action

    return data.model_copy(update={"quarters": tuple(map(changed, data.quarters))})


def test_each_report_stands_beside_the_time_that_had_passed_at_its_end(exampleshire: Data) -> None:
    found = history(view(exampleshire, "insulate-homes"))
    told = [(one.quarter.name, one.progress.printed if one.progress else "", str(one.expected)) for one in found]
    assert (told[0], told[-1], len(told)) == (("2019-20-q3", "10%", "15"), ("2022-23-q2", "59%", "70"), 12)


def test_the_line_goes_to_the_due_date_that_each_report_gives(exampleshire: Data) -> None:
    moved = reported(exampleshire, "insulate-homes", Q2, due=parse("31/03/2025"))
    *earlier, last = history(view(moved, "insulate-homes"))
    assert (str(earlier[-1].expected), str(last.expected)) == ("65", "58")
    undated = reported(exampleshire, "insulate-homes", Q2, due=parse(""))
    assert history(view(undated, "insulate-homes"))[-1].expected is None


def test_the_chart_says_where_progress_began_and_where_it_is(exampleshire: Data) -> None:
    drawn = progress_chart(view(exampleshire, "insulate-homes"), "Exampleshire")
    assert drawn is not None
    assert drawn.message == (
        "Progress was 10% in Quarter 3, 2019/20 and 59% in Quarter 2, 2022/23,"
        " when 70% of the time to the due date had passed"
    )
    assert drawn.what == (
        "Progress as reported, and the time that had passed worked out here, Exampleshire,"
        " October 2019 to September 2022"
    )


def test_one_report_has_no_chart_and_neither_have_words(exampleshire: Data, moray: Data) -> None:
    first = view(exampleshire, "insulate-homes", Quarter(2019, 3))
    assert progress_chart(first, "Exampleshire") is None
    assert all(progress_chart(one, "Moray") is None for one in report(moray, Q2).actions)
    worded = exampleshire
    for held in exampleshire.quarters[1:]:
        worded = reported(worded, "insulate-homes", held.quarter, progress=parse("On track"))
    assert progress_chart(view(worded, "insulate-homes"), "Exampleshire") is None


def test_a_report_between_that_gives_no_share_is_a_gap_and_not_a_nought(exampleshire: Data) -> None:
    gap = reported(exampleshire, "insulate-homes", Quarter(2021, 4), progress=parse("On track"))
    drawn = progress_chart(view(gap, "insulate-homes"), "Exampleshire")
    assert drawn is not None
    progress, passed = re.findall(r'data-series="(?:Progress|Time passed)">(.*?)</g>', str(drawn.drawing), re.DOTALL)
    dots = [re.findall(r'points--\d" d="(.*?)"', of_it)[0].count("h0") for of_it in (progress, passed)]
    assert dots == [11, 12]


def test_a_page_has_each_report_in_order_and_says_whose_the_line_is(exampleshire: Data) -> None:
    words = text(exampleshire, "actions/insulate-homes/")
    assert "Quarter 3, 2019/20 10% 15% 31 March 2024 Quarter 4, 2019/20 16% 20%" in words
    assert "“time passed” is worked out here: a straight line from the plan’s start to the due date" in words


def test_a_due_date_that_slipped_is_told_with_each_date_and_how_far(exampleshire: Data) -> None:
    moved = reported(exampleshire, "insulate-homes", Quarter(2021, 4), due=parse("31/03/2024"))
    moved = reported(moved, "insulate-homes", Q2, due=parse("30/06/2024"))
    words = text(moved, "actions/insulate-homes/")
    assert (
        "Due dates in the reports Date First given Agreed by"
        " 31 March 2024 (printed 31/03/2024 ) Quarter 4, 2021/22 The original date"
        " 30 June 2024 (printed 30/06/2024 ) Quarter 2, 2022/23 Not given [x]"
    ) in words
    assert "the latest date is 91 days later than the first." in words
    assert "Due dates that were changed" not in text(exampleshire, "actions/insulate-homes/")
