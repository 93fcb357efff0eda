"""The yearly report is drafted from what the year's quarters reported, and leaves the assessment to people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quarterday.__main__ import app
from quarterday.annual import NotDrafted, annual
from quarterday.model import Data
from quarterday.paper import Paper, Part, Table, Whose, Words

TESTS = Path(__file__).parent
PROJECT = TESTS.parent


def every_part(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from every_part(part.parts)


def words(paper: Paper, title: str) -> list[str]:
    [part] = [one for one in every_part(paper.parts) if one.title == title]
    return [f"{one.label}: {one.text}".removeprefix(": ") for one in part.blocks if isinstance(one, Words)]


def tables(paper: Paper, title: str) -> list[Table]:
    [part] = [one for one in every_part(paper.parts) if one.title == title]
    return [one for one in part.blocks if isinstance(one, Table)]


SAFE = "Children live in safe and supportive families"
HEARD = (
    "Children and young people live in communities where their voice is heard and they are built up to be"
    " all they can be;"
)


def test_a_draft_says_which_quarters_it_is_made_of_and_which_are_not_held(moray: Data) -> None:
    assert words(annual(moray, "2021-22"), "About this report") == [
        "This is the yearly progress report under section 8 of the Community Empowerment (Scotland) Act 2015, for the"
        " year from 1 April 2021.",
        "It is drafted from the reports of Quarter 1, 2021/22.",
        "No report on this plan is held here for Quarter 2, 2021/22, Quarter 3, 2021/22 and Quarter 4, 2021/22."
        " That is a statement about what is held here, and not about the work.",
        "Words of the reports are quoted as printed. How a figure moved is worked out by published rules.",
    ]


def test_a_year_that_reports_another_plan_alone_makes_no_lapse_of_it(moray: Data) -> None:
    paper = annual(moray, "2022-23")
    assert not [text for text in words(paper, "About this report") if text.startswith("It is drafted")]
    assert words(paper, "How communities took part")[1:] == ["No report of 2022/23 on this plan is held here."]
    assert words(paper, HEARD) == [
        "To be completed: has there been any improvement in this outcome in 2022/23?",
        "The plan has no measure of this outcome.",
        "No action is linked to this outcome.",
    ]


def test_every_outcome_has_a_place_for_the_assessment_and_so_has_participation(moray: Data) -> None:
    paper = annual(moray, "2021-22")
    assert len(paper.to_complete) == 5
    missing = [
        block.text
        for part in every_part(paper.parts)
        for block in part.blocks
        if isinstance(block, Words) and block.whose is Whose.MISSING
    ]
    assert all(text.startswith("To be completed") for text in missing)


def test_what_was_told_of_an_outcome_is_quoted_and_what_was_not_is_said(moray: Data) -> None:
    paper = annual(moray, "2021-22")
    assert "The report of Quarter 1, 2021/22 prints no progress on this outcome." in words(paper, HEARD)
    [part] = [one for one in every_part(paper.parts) if one.title == SAFE]
    quoted = [block for block in part.blocks if isinstance(block, Words) and block.whose is Whose.PRINTED]
    assert quoted and all(block.label.endswith("Q1 2021/22") for block in quoted)


def test_the_golden_thread_reaches_the_outcome_in_the_years_report(moray: Data) -> None:
    [table] = tables(annual(moray, "2022-23"), SAFE)
    assert table.caption == f"Actions of every plan that serve “{SAFE}”"
    assert [row[0].split(" ")[0] for row in table.rows] == ["STRAT2.1", "STRAT2.2", "STRAT2.3"]


def test_a_measure_has_each_quarters_figure_and_how_it_moved_in_the_year(exampleshire: Data) -> None:
    paper = annual(exampleshire, "2021-22", "council-plan")
    [table] = [
        one for one in tables(paper, "Warm homes and clean streets") if one.caption.startswith("Measures in 2021/22")
    ]
    assert table.heads == ("Measure", "Baseline", "Q1", "Q2", "Q3", "Q4", "Target")
    [row] = [row for row in table.rows if row[0] == "Household waste that is recycled"]
    assert row == ("Household waste that is recycled", "40.0%", "47.3%", "49.0%", "50.4%", "49.8%", "52%")
    told = words(paper, "Warm homes and clean streets")
    assert told[:3] == [
        "To be completed: has there been any improvement in this priority in 2021/22?",
        "Household waste that is recycled, Q4 2021/22: Against a year before: Better, because 49.8% is above 46.2%, and"
        " higher is better.",
        "Household waste that is recycled, Q4 2021/22: Against the baseline: Better, because 49.8% is above 40.0%, and"
        " higher is better.",
    ]


@pytest.mark.parametrize(
    ("council", "year", "plan", "said"),
    [
        (".", "2022", "", "the year should be such as 2022-23, found '2022'"),
        (".", "2022-24", "", "the year should be such as 2022-23, found '2022-24'"),
        (
            ".",
            "2019-20",
            "",
            "no quarter of 2019-20 is held here; there are quarters of 2020-21, 2021-22 and 2022-23",
        ),
        (".", "2022-23", "lop", "--plan should be one of corporate, loip, service-2020-23, found 'lop'"),
        (
            "tests/councils/exampleshire",
            "2022-23",
            "",
            "there is no LOIP among the plans: name a plan with --plan, one of council-plan",
        ),
    ],
)
def test_a_report_that_cannot_be_drafted_says_why(
    council: str, year: str, plan: str, said: str, tmp_path: Path
) -> None:
    asked = ["annual", year, "--site", str(PROJECT / council), "--format", "html", "--to", str(tmp_path / "papers")]
    done = CliRunner().invoke(app, [*asked, *(["--plan", plan] if plan else [])])
    assert (done.exit_code, done.stderr.strip()) == (1, said)
    assert not (tmp_path / "papers").exists()


def test_more_than_one_loip_has_to_be_chosen_from(moray: Data) -> None:
    [loip] = [plan for plan in moray.plans if plan.id == "loip"]
    two = moray.model_copy(update={"plans": (*moray.plans, loip.model_copy(update={"id": "loip-2030"}))})
    with pytest.raises(
        NotDrafted, match="there is more than one LOIP: name a plan with --plan, one of loip, loip-2030"
    ):
        annual(two, "2022-23")


def test_the_command_writes_a_page_and_lists_what_people_have_to_write(tmp_path: Path) -> None:
    asked = ["annual", "2021-22", "--site", str(PROJECT), "--format", "html", "--to", str(tmp_path)]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[1:] == [
        "To be completed:",
        f"  {HEARD}",
        "  The emotional and mental wellbeing of children and young people is improved",
        "  The impact of poverty on children, young people and families is mitigated",
        f"  {SAFE}",
        "  3 How communities took part",
    ]
    page = (tmp_path / "progress-report-2021-22.html").read_text(encoding="utf-8")
    assert "<mark>To be completed: has there been any improvement in this outcome in 2021/22?</mark>" in page
    assert "Draft. What people have still to write is marked." in page
