"""What ``check`` finds is told in four forms, to those who can do something about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from quarterday import findings
from quarterday.__main__ import app
from quarterday.model import Data
from quarterday.problems import Place, Problem
from quarterday.rules.rule import note, warning
from quarterday.terminal import counting

REPORT = "data/quarters/2022-23-q2/clean-streets.yml"
NO_REPORT = (
    "data/quarters/2022-23-q2/quarter.yml:2:1: 2022-23-q2 covers the plan 'council-plan'"
    " but has no report on the priority 'clean-streets' [what-a-quarter-covers-is-reported-in-it]"
)
ANSWER = """acknowledged:
  - rule: figures-agree
    subject: STREETS Streets found clean
    about: 91% and 92%
    by: Performance officer
    why: The report prints both.
    date: 2022-11-20
"""
HOSTILE = "</code><script>alert(1)</script> [bold]& \x1b[31m"


def figures_agree(_: Data) -> Iterator[Problem]:
    yield warning(Place(REPORT, 10, 9), "STREETS Streets found clean", "91% and\n92%", "one says 91%, the other 92%")
    yield note(Place(REPORT, 2), "STREETS", "", "a note")


def words_are_printed(_: Data) -> Iterator[Problem]:
    yield warning(Place(REPORT, 3), HOSTILE, HOSTILE, f"found '{HOSTILE}'")


@pytest.fixture
def council(smallshire: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Smallshire, where one rule finds one warning and one note, and where the commands are run."""
    monkeypatch.setattr(findings, "RULES", (figures_agree,))
    monkeypatch.chdir(smallshire)
    return smallshire


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(app, [*arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def as_json() -> Any:
    done = run("check", "--format", "json")
    assert done.stderr == ""
    return json.loads(done.stdout)


# ---- for a terminal ----


def test_text_has_a_line_for_each_warning_a_table_by_rule_and_the_next_step(council: Path) -> None:
    done = run("check")
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        f"{REPORT}:10:9: one says 91%, the other 92% [figures-agree]",
        "rule            to answer   acknowledged   notes",
        "────────────────────────────────────────────────",
        "figures-agree           1              0       1",
        "1 of these is not listed above. To list everything: quarterday check --all",
        "1 warning to answer before anything is published: correct what it is about, or acknowledge it.",
        "To acknowledge it: quarterday acknowledge figures-agree 'STREETS Streets found clean'"
        " --by 'YOUR POST' --why 'WHY IT STAYS'",
    ]


def test_text_lists_all_with_what_each_is_where_it_is_asked_for(council: Path) -> None:
    (council / "data" / "acknowledged.yml").write_text(ANSWER)
    assert run("check").stdout.splitlines()[0].startswith("rule ")
    assert run("check", "--all").stdout.splitlines()[:2] == [
        f"{REPORT}:2:1: a note [figures-agree] (note)",
        f"{REPORT}:10:9: one says 91%, the other 92% [figures-agree] (acknowledged)",
    ]


def test_text_says_that_the_data_can_be_published_once_all_is_acknowledged(council: Path) -> None:
    (council / "data" / "acknowledged.yml").write_text(ANSWER)
    done = run("check", "--strict")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "The data can be published: 24 pages for Quarter 2, 2022/23."


def test_a_terminal_alone_has_colours(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in run("check").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[33m" in run("check").stdout


def test_what_was_typed_is_no_instruction_to_the_terminal(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "RULES", (words_are_printed,))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    said = run("check").stdout
    assert "</script> [bold]& \N{REPLACEMENT CHARACTER}[31m' " in said.splitlines()[0].replace("\x1b[33m", "")
    assert "\x1b[31m" not in said.splitlines()[0]


def test_what_the_files_do_not_say_together_is_a_finding_with_the_name_of_its_check(council: Path) -> None:
    (council / REPORT).unlink()
    done = run("check")
    assert done.exit_code == 0
    assert NO_REPORT in done.stdout.splitlines()
    assert run("check", "--strict").exit_code == 1


def test_a_long_sentence_is_a_note(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "RULES", ())
    file = council / REPORT
    sentence = "Streets " + "were " * 29 + "clean."
    file.write_text(f"{file.read_text(encoding='utf-8')}achievements: {sentence}\n", encoding="utf-8")
    assert [one for one in run("check").stdout.splitlines() if "sentence of 31" in one] == []
    [found] = as_json()["findings"]
    assert (found["rule"], found["severity"]) == ("sentences-are-short", "note")
    assert found["message"].startswith("achievements has a sentence of 31 words: 'Streets were were")
    assert run("check", "--strict").exit_code == 0


# ---- for programs ----


def test_json_has_every_finding_and_nothing_else(council: Path) -> None:
    (council / "data" / "acknowledged.yml").write_text(ANSWER)
    assert as_json() == {
        "findings": [
            {
                "rule": "figures-agree",
                "severity": "note",
                "subject": "STREETS",
                "place": f"{REPORT}:2:1",
                "message": "a note",
                "acknowledged": False,
            },
            {
                "rule": "figures-agree",
                "severity": "warning",
                "subject": "STREETS Streets found clean",
                "place": f"{REPORT}:10:9",
                "message": "one says 91%, the other 92%",
                "acknowledged": True,
            },
        ]
    }


def test_json_has_every_error_with_the_name_of_what_should_be_true(council: Path) -> None:
    (council / REPORT).write_text("achievments: Cleaner.\n")
    [found] = as_json()["findings"]
    assert (found["rule"], found["severity"], found["place"]) == ("files-can-be-read", "error", f"{REPORT}:1:1")
    (council / REPORT).write_text("achievements: Cleaner.\nmeasures:\n  - measure: no-such\n    results: []\n")
    [found] = as_json()["findings"]
    assert found["rule"] == "reports-are-about-what-was-promised"
    assert run("check", "--format", "json").exit_code == 1


def test_json_is_valid_where_there_are_no_data_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [found] = as_json()["findings"]
    assert found["place"] == "data/council.yml:1:1"


# ---- for a lead ----


class Read(HTMLParser):
    """The elements of a page, what they refer to, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.targets += [value or "" for name, value in attrs if name in ("href", "src", "aria-labelledby")]
        self.ids |= {value or "" for name, value in attrs if name == "id"}

    def handle_data(self, data: str) -> None:
        self.words += data


def test_html_names_the_priority_the_lead_the_line_and_what_it_says(council: Path) -> None:
    done = run("check", "--format", "html")
    words = " ".join(Read(done.stdout).words.split())
    assert done.exit_code == 0
    for told in (
        "What the check found: Smallshire Council",
        "Quarter 2, 2022/23",
        "1 thing to look at before anything is published.",
        "one says 91%, the other 92% About: STREETS Streets found clean",
        f"figures-agree, {REPORT}:10:9",
        "Clean streets, notes: 1",
    ):
        assert told in words
    line = (council / REPORT).read_text().splitlines()[9].strip()
    assert f"Line 10 of the file says: {line}" in words


def test_html_needs_nothing_beside_it_and_runs_nothing(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "RULES", (figures_agree, words_are_printed))
    file = council / REPORT
    lines = file.read_text(encoding="utf-8").replace(
        "Streets were 2% cleaner.", "<script>alert(2)</script> <b>clean</b>"
    )
    file.write_text(lines, encoding="utf-8")
    read = Read(run("check", "--format", "html").stdout)
    assert {"script", "link", "img", "iframe", "b"}.isdisjoint(read.elements)
    assert "Line 3 of the file says: text: <script>alert(2)</script> <b>clean</b>" in read.words
    assert {target.removeprefix("#") for target in read.targets} <= read.ids
    assert read.words.count("</code><script>alert(1)</script> [bold]&") == 2
    assert (read.elements.count("main"), read.elements.count("h1"), read.elements.count("caption")) == (1, 1, 1)


def test_html_of_data_that_cannot_be_read_says_what_to_correct(council: Path) -> None:
    (council / REPORT).write_text("achievments: Cleaner.\n")
    done = run("check", "--format", "html")
    assert done.exit_code == 1
    assert "1 thing to correct. Nothing can be built or published before." in Read(done.stdout).words


def test_html_is_written_to_a_file_whole_or_not_at_all(council: Path) -> None:
    done = run("check", "--format", "html", "--to", "found.html")
    assert (done.exit_code, done.stdout) == (0, "Wrote found.html\n")
    assert (council / "found.html").read_text(encoding="utf-8") == run("check", "--format", "html").stdout
    missing = run("check", "--format", "html", "--to", "none/found.html")
    assert (missing.exit_code, missing.stderr) == (
        1,
        "none/found.html: No such file or directory. Nothing was written.\n",
    )


def test_a_file_is_written_for_html_alone(council: Path) -> None:
    done = run("check", "--to", "found.html")
    assert done.exit_code == 2
    assert re.search(r"goes with\s+--format html", done.stderr)
    assert not (council / "found.html").exists()


# ---- for the shell ----


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands(shell: str) -> None:
    done = CliRunner().invoke(app, [], env={"_QUARTERDAY_COMPLETE": f"source_{shell}"}, prog_name="quarterday")
    assert done.exit_code == 0
    assert "_QUARTERDAY_COMPLETE=complete_" in done.stdout


# ---- while it lasts ----


def test_long_work_has_a_bar_in_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work() -> str:
        with counting("Building editions", 3) as done:
            for _ in range(3):
                done()
        said = capsys.readouterr()
        assert said.out == ""
        return said.err

    assert work() == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    assert "Building editions" in work()
