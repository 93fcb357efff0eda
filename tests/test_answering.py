"""An answer to a warning is found, written down and read again by the command, so that nobody copies by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quarterday import findings
from quarterday.answering import FILE, MOST, command, refusal
from quarterday.model import Data
from quarterday.problems import Place, Problem, Severity
from quarterday.rules.rule import warning
from test_checking import run

REPORT = "data/quarters/2022-23-q2/clean-streets.yml"
EARLIER = "data/quarters/2022-23-q1/clean-streets.yml"
CLEAN = "STREETS Streets found clean"


def figures_agree(_: Data) -> Iterator[Problem]:
    yield warning(Place(REPORT, 10, 9), CLEAN, "91% and\n92%", "one says 91%, the other 92%")
    yield warning(Place(REPORT, 12, 9), "SICK Days lost", "8.667", "eight is not nine")
    yield warning(Place(REPORT, 12, 9), "SICK Days lost", "9: so #3", "nine is not eight")
    yield warning(Place(EARLIER, 4), "TIPS Fly-tips", "7", "seven")
    yield warning(Place(REPORT, 4), "TIPS Fly-tips", "7", "seven")


@pytest.fixture
def council(smallshire: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(findings, "RULES", (figures_agree,))
    monkeypatch.chdir(smallshire)
    return smallshire


def acknowledge(name: str, *more: str) -> str:
    by = ("--by", "Performance officer", "--why", "The report prints both: see page 3.")
    done = run("acknowledge", "figures-agree", name, *by, *more)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def refused(*arguments: str) -> list[str]:
    done = run("acknowledge", *arguments, "--by", "Performance officer", "--why", "The report prints both.")
    assert (done.exit_code, done.stdout) == (1, "")
    return done.stderr.splitlines()


def entries(council: Path) -> str:
    return (council / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [CLEAN, "STREETS", "streets found", f"{REPORT}:10:9", f"{REPORT}:10"])
def test_a_warning_is_named_by_its_subject_or_its_place_or_a_part_of_it(council: Path, name: str) -> None:
    told = acknowledge(name)
    assert entries(council) == (
        "# yaml-language-server: $schema=../../../../schemas/acknowledged.json\n"
        "acknowledged:\n"
        "  - rule: figures-agree\n"
        f"    subject: {CLEAN}\n"
        "    about: 91% and 92%\n"
        "    by: Performance officer\n"
        "    why: 'The report prints both: see page 3.'\n"
        f"    date: {date.today()}\n"
    )
    assert told.splitlines()[:2] == ["Wrote to data/acknowledged.yml:", "  rule: figures-agree"]
    assert told.splitlines()[-1] == "4 warnings left to answer."


def test_a_new_file_names_its_schema_only_where_the_council_s_own_file_does(council: Path) -> None:
    path = council / "data" / "council.yml"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    acknowledge("STREETS")
    assert entries(council).startswith("acknowledged:\n")


def test_an_answer_is_added_at_the_end_and_the_rest_stays_as_it_was(council: Path) -> None:
    acknowledge("STREETS")
    before = "# What we decided\r\n" + entries(council).replace("\n", "\r\n").replace("by:", "by:  ")
    (council / FILE).write_bytes(f"{before}# the last\r\n".encode())
    acknowledge("TIPS")
    after = (council / FILE).read_bytes().decode()
    assert after.startswith(before.replace("by:  ", "by:"))
    assert after.count("\r\n") == after.count("\n") == 16
    assert after.endswith(f"why: 'The report prints both: see page 3.'\r\n    date: {date.today()}\r\n")


def test_one_answer_is_for_the_same_words_in_every_file_unless_a_place_is_named(council: Path) -> None:
    acknowledge(f"{REPORT}:4:1")
    assert f"    file: {REPORT}\n" in entries(council)
    acknowledge("TIPS")
    assert entries(council).count("    file: ") == 2
    (council / FILE).unlink()
    assert acknowledge("TIPS").endswith("\n3 warnings left to answer.\n")
    assert "file:" not in entries(council)


def test_where_more_than_one_is_meant_they_are_listed(council: Path) -> None:
    assert refused("figures-agree", "SICK") == [
        f"{REPORT}:12:9: eight is not nine [figures-agree]",
        f"{REPORT}:12:9: nine is not eight [figures-agree]",
        f"2 warnings are meant by 'SICK'. Name one by its place, such as {REPORT}:12:9; where two are alike, add"
        " --about with its words.",
    ]
    assert not (council / FILE).exists()
    acknowledge("SICK", "--about", "9: so #3")
    assert "about: '9: so #3'\n" in entries(council)


def test_what_is_not_there_to_be_answered_is_told_with_what_is(council: Path) -> None:
    assert refused("figures-agree", "ROADS")[-1] == (
        "No warning of figures-agree is about 'ROADS'. Those it has are above."
    )
    assert refused("dates-agree", "STREETS") == [
        "No warning of a rule 'dates-agree' is left to answer. Rules with warnings to answer: figures-agree."
    ]
    acknowledge("STREETS")
    assert refused("figures-agree", "STREETS")[-1] == (
        "What 'STREETS' means is acknowledged already, in data/acknowledged.yml."
    )


@pytest.mark.parametrize(
    ("by", "why", "told"),
    [
        ("j.smith@smallshire.example", "It stays.", "should be a post, such as Performance officer"),
        (" ", "It stays.", "should be words on one line"),
        ("Performance officer", "", "should be words on one line"),
        ("Performance officer", "It\x07stays.", "should be words on one line"),
    ],
)
def test_an_answer_needs_a_post_and_a_reason(council: Path, by: str, why: str, told: str) -> None:
    done = run("acknowledge", "figures-agree", "STREETS", "--by", by, "--why", why)
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert not (council / FILE).exists()


def test_the_command_that_a_check_ends_with_means_the_one_warning(council: Path) -> None:
    left = tuple(replace(one, rule="figures-agree") for one in figures_agree(None))  # type: ignore[arg-type]
    ready = "quarterday acknowledge figures-agree"
    ask = "--by 'YOUR POST' --why 'WHY IT STAYS'"
    assert [command(one, left) for one in left] == [
        f"{ready} '{CLEAN}' {ask}",
        f"{ready} {REPORT}:12:9 --about 8.667 {ask}",
        f"{ready} {REPORT}:12:9 --about '9: so #3' {ask}",
        f"{ready} 'TIPS Fly-tips' {ask}",
        f"{ready} 'TIPS Fly-tips' {ask}",
    ]
    assert command(left[0], left, council / "data").endswith(f"{ask} --site data")


def test_a_refusal_lists_the_first_and_counts_the_rest(council: Path) -> None:
    many = [Problem(Place(REPORT, at), "no", Severity.WARNING, "a-rule", f"S{at:02}") for at in range(1, MOST + 4)]
    lines = refusal(many)
    assert lines[MOST - 1] == f"{REPORT}:{MOST}:1: no [a-rule]"
    assert lines[MOST:] == (
        "and 3 more. To list them all: quarterday check",
        "23 warnings to answer before anything is published: correct what each is about, or acknowledge it.",
        "To acknowledge the first: quarterday acknowledge a-rule S01 --by 'YOUR POST' --why 'WHY IT STAYS'",
    )
