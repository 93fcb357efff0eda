"""What a check says on GitHub: notes beside the lines, and a page for those who edit in the browser."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest
from markdown import markdown

from quarterday.entries import entries_of
from quarterday.github import MOST, Checkout, annotation, checkout, summary, typed
from quarterday.problems import Place, Problem, Severity
from test_command import REPORT, quarterday

FOUND = Problem(Place("data/plans/loip/children.yml", 14, 15), "polarity should be higher or lower, found 'down'")
LOOK = Problem(
    Place("data/quarters/2022-23-q2/quarter.yml", 2),
    "there is no report",
    Severity.WARNING,
    "reports-are-there",
    "2022-23-q2",
    "a: b",
)
ON_A_BRANCH = Checkout("", "https://github.com/council/performance/blob/patch-1")
RUN = {
    "GITHUB_WORKSPACE": "/run/council",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "council/performance",
    "GITHUB_SHA": "1234abcd",
    "GITHUB_REF_NAME": "7/merge",
}
BREAKING_OUT = [
    "a\nb ::error file=x::y",
    "::add-mask::x\r\n::stop-commands::y",
    "##[add-mask]x",
    "100%0A::error::x %25",
    "<script>alert(1)</script><img src=x onerror=y>",
    "</code></pre><h1>Approved</h1>",
    "[press](https://evil.example.org) ![x](https://evil.example.org/x.png)",
    "**b** _i_ `c` ~~s~~ # h\n\n# H\n\n- item\n\n| a | b |\n|---|---|\n",
    "www.evil.example.org https://evil.example.org me@evil.example.org <https://evil.example.org>",
    "&lt;b&gt; &#60;b&#62; \\*x\\* \\",
    "@council/leaders #12 $x^2$ :tada:",
]


def nothing(place: Place) -> str:
    return ""


def test_a_note_names_the_file_the_line_and_the_column() -> None:
    assert annotation(FOUND, Checkout()) == (
        "::error file=data/plans/loip/children.yml,line=14,col=15::polarity should be higher or lower, found 'down'"
    )
    assert annotation(LOOK, Checkout("examples/midlothian")) == (
        "::warning file=examples/midlothian/data/quarters/2022-23-q2/quarter.yml,line=2,col=1::there is no report"
    )


def test_the_signs_of_a_command_are_written_otherwise_in_a_note() -> None:
    problem = Problem(Place("data/a,b:c%.yml", 1, 1), "found '50%\r\n::error::x'")
    assert annotation(problem, Checkout()) == (
        "::error file=data/a%2Cb%3Ac%25.yml,line=1,col=1::found '50%25%0D%0A::error::x'"
    )


@pytest.mark.parametrize("text", BREAKING_OUT)
def test_a_note_is_one_line_whatever_was_typed(text: str) -> None:
    note = annotation(Problem(Place("data/council.yml"), text), Checkout())
    assert len(note.splitlines()) == 1
    given = note.removeprefix("::error file=data/council.yml,line=1,col=1::")
    assert given.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") == text


def test_the_page_says_what_to_correct_where_and_how() -> None:
    page = summary([FOUND], "", ON_A_BRANCH, lambda place: "    polarity: down  # our reading")
    assert html.unescape(page) == (
        "## 1 thing to correct\n\n"
        "Nothing on the public website has changed. The data can be published when it is right.\n\n"
        "1. **[data/plans/loip/children.yml, line 14]"
        "(https://github.com/council/performance/blob/patch-1/data/plans/loip/children.yml#L14)**: "
        "polarity should be higher or lower, found 'down'"
        "<br>The line says: <code>polarity: down <span>#</span> our reading</code>\n\n"
        "### What to do next\n\n"
        "1. Press the name of the file above: it opens at the line.\n"
        "2. Press the pencil (“Edit this file”), correct the line, and press “Commit changes…”.\n"
        "3. The check runs again by itself, within a few minutes. When all is right, it shows a green tick.\n"
    )


def test_the_page_without_an_address_names_the_file_and_the_line() -> None:
    page = html.unescape(summary([FOUND, FOUND], "", Checkout(), nothing))
    assert "## 2 things to correct\n" in page
    assert "when they are right" in page
    assert "1. **data/plans/loip/children.yml, line 14**: polarity" in page
    assert "1. Open the file named above.\n" in page


def test_the_page_of_good_data_says_so_and_counts_what_stops_nothing() -> None:
    note = replace(LOOK, severity=Severity.NOTE)
    page = summary(
        [note, replace(LOOK, acknowledged=True)], "The data can be published: 12 pages.", Checkout(), nothing
    )
    assert html.unescape(page) == (
        "## Nothing to correct\n\n"
        "The data can be published: 12 pages.\n\n"
        "1 thing acknowledged, and 1 note: they stop nothing.\n"
    )


def test_the_page_says_what_to_answer_and_has_the_lines_of_the_answer() -> None:
    page = summary([LOOK], "", ON_A_BRANCH, nothing)
    assert html.unescape(page) == (
        "## 1 thing to answer\n\n"
        "Nothing on the public website has changed. Nothing is published until it is corrected or acknowledged.\n\n"
        "1. **[data/quarters/2022-23-q2/quarter.yml, line 2]"
        "(https://github.com/council/performance/blob/patch-1/data/quarters/2022-23-q2/quarter.yml#L2)**: "
        "there is no report\n\n"
        "### What to do next\n\n"
        "1. Press the name of the file above: it opens at the line.\n"
        "2. Press the pencil (“Edit this file”), correct the line, and press “Commit changes…”.\n"
        "3. The check runs again by itself, within a few minutes. When all is right, it shows a green tick.\n\n"
        "What is right as it stands needs a reason. Add its lines to data/acknowledged.yml, with your post after “by:”"
        " and the reason after “why:”.\n\n"
        "<pre>acknowledged:\n  - rule: reports-are-there\n    subject: 2022-23-q2\n    about: 'a: b'\n"
        f"    by:\n    why:\n    date: {date.today()}</pre>\n"
    )


def test_the_page_lists_many_things_and_counts_the_rest() -> None:
    page = summary([FOUND] * (MOST + 3), "", Checkout(), nothing)
    assert f"## {MOST + 3} things to correct" in page
    assert f"\n{MOST + 1}. and 3 more, which the log of this run has\n" in page
    assert page.count("polarity") == MOST


class Read(HTMLParser):
    """What a browser would make of a page: its elements, its links and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.links: set[str | None] = set()
        self.words = ""
        self.feed(markdown(page, extensions=["tables", "fenced_code"]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links |= {value for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_note_of_the_data_is_a_notice_there() -> None:
    assert annotation(replace(LOOK, severity=Severity.NOTE), Checkout()).startswith("::notice file=")


@pytest.mark.parametrize("text", BREAKING_OUT)
def test_what_is_copied_from_the_page_is_the_answer_as_it_has_to_be(text: str) -> None:
    about = " ".join(text.split())
    page = summary([replace(LOOK, about=text)], "", ON_A_BRANCH, nothing)
    read = Read(page)
    assert read.elements <= {"h2", "h3", "p", "ol", "li", "strong", "a", "br", "code", "span", "pre"}
    [entry] = cast(Any, entries_of(read.words[read.words.index("acknowledged:") :], ""))["acknowledged"]
    assert (entry["about"], entry["by"], entry["why"]) == (about, "", "")


@pytest.mark.parametrize("text", BREAKING_OUT)
def test_what_was_typed_is_words_on_the_page_and_nothing_else(text: str) -> None:
    problem = Problem(Place("data/(x)[y]*.yml", 3), text)
    page = summary([problem, problem], "", ON_A_BRANCH, lambda place: text)
    read = Read(page)
    assert read.elements <= {"h2", "h3", "p", "ol", "li", "strong", "a", "br", "code", "span"}
    assert read.links == {f"{ON_A_BRANCH.address}/data/%28x%29%5By%5D%2A.yml#L3"}
    assert read.words.count(" ".join(text.split())) == 4
    # GitHub makes more of plain text than Markdown does: nothing is left for it, either.
    item = page.split("**: ", 1)[1].split("<br>")[0]
    assert re.fullmatch(r"[\w\s',-]*", re.sub(r"&#\d+;|<span>[@#$]</span>", "", item))


def test_a_long_line_is_quoted_from_its_start() -> None:
    page = summary([FOUND], "", Checkout(), lambda place: "x" * 161)
    assert f"<code>{'x' * 160}…</code>" in page


def test_links_lead_to_the_branch_of_the_pull_request_even_in_somebody_s_own_copy(tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    head = {"ref": "fix #1", "repo": {"full_name": "officer/performance"}}
    event.write_text(json.dumps({"pull_request": {"head": head}}))
    at = checkout(Path("/run/council"), {**RUN, "GITHUB_EVENT_PATH": str(event)})
    assert at.link(Place("data/a b.yml", 3)) == (
        "https://github.com/officer/performance/blob/fix%20%231/data/a%20b.yml#L3"
    )


@pytest.mark.parametrize("event", ["{}", '{"pull_request": {"head": {"ref": "gone", "repo": null}}}', ""])
def test_links_lead_to_the_branch_else_to_the_commit(event: str, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(event)
    told = {**RUN, "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    assert checkout(Path("/run/council"), told).address == "https://github.com/council/performance/blob/1234abcd"
    told |= {"GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "main"}
    assert checkout(Path("/run/council"), told).address == "https://github.com/council/performance/blob/main"


def test_a_site_in_a_folder_of_the_repository_is_named_from_the_top() -> None:
    assert checkout(Path("/run/council/examples/midlothian"), RUN).folder == "examples/midlothian"
    assert checkout(Path("/run/council"), RUN).folder == ""
    assert checkout(Path("/run/council"), {}).address == ""


def test_a_line_is_given_as_it_was_typed(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("x: 1\n  y:  012 \n")
    assert [typed(tmp_path, Place("a.yml", line)) for line in (1, 2, 3)] == ["x: 1", "  y:  012 ", ""]
    assert typed(tmp_path, Place("none.yml")) == ""


def test_a_check_for_github_tells_every_error_and_ends_with_status_1(smallshire: Path, tmp_path: Path) -> None:
    (smallshire / REPORT).write_text("achievments: Cleaner.\n")
    page = tmp_path / "summary.md"
    page.write_text("before\n")
    told = quarterday("check", "--format", "github", folder=smallshire, GITHUB_STEP_SUMMARY=str(page))
    assert (told.returncode, told.stderr) == (1, "")
    assert told.stdout == (
        f"::error file={REPORT},line=1,col=1::'achievments' is not a key here; did you mean 'achievements'?\n"
    )
    assert html.unescape(page.read_text()).startswith(
        "before\n## 1 thing to correct\n\n"
        "Nothing on the public website has changed. The data can be published when it is right.\n\n"
        f"1. **{REPORT}, line 1**: 'achievments' is not a key here; did you mean 'achievements'?"
        "<br>The line says: <code>achievments: Cleaner.</code>\n"
    )


def test_a_check_for_github_with_a_warning_ends_with_status_0_unless_it_is_strict(
    smallshire: Path, tmp_path: Path
) -> None:
    (smallshire / REPORT).unlink()
    page = tmp_path / "summary.md"
    told = quarterday("check", "--format", "github", folder=smallshire, GITHUB_STEP_SUMMARY=str(page))
    assert (told.returncode, told.stderr) == (0, "")
    note, outcome = told.stdout.splitlines()
    assert note.startswith("::warning file=data/quarters/2022-23-q2/quarter.yml,line=2,col=1::2022-23-q2 covers")
    assert outcome.startswith("1 warning to answer before anything is published: ")
    assert page.read_text().startswith("## 1 thing to answer\n")
    done = quarterday("check", "--format", "github", "--strict", folder=smallshire, GITHUB_STEP_SUMMARY="")
    assert done.returncode == 1
