"""Data of an earlier schema are brought to today's, and nothing else in them changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from quarterday import migrations, model
from quarterday.__main__ import app
from quarterday.edition import edition
from quarterday.facts import facts
from quarterday.migrations import STEPS, Files, Step, renamed
from quarterday.problems import DataError
from quarterday.reading import read

COUNCIL = "data/council.yml"
PLAN = "data/plans/council-plan/clean-streets.yml"
OLD_PLAN = """# Made up, for the tests: there is no such council.
title: Clean streets
outcomes:
  - id: streets-are-clean
    title: Streets are clean
actions:   # there is one
  - id: buy-a-sweeper
    code:    A1
    title: "Buy a street sweeper"  # heading: not this one
    outcome: streets-are-clean
    until: 31/03/2024   # as agreed
measures:
  - id: streets-found-clean
    code: M1
    title: Streets found clean
    outcome: streets-are-clean
    "until": 31/03/2025
    polarity: higher
    target: 90%
"""
"""As it might have been written when ``due`` was called ``until``."""


def _due(files: Files) -> Files:
    plans = {name: files[name] for name in files if name.startswith("data/plans/")}
    changed = dict(renamed(plans, lambda _: True, ("actions",), "until", "due"))
    return changed | dict(renamed({**plans, **changed}, lambda _: True, ("measures",), "until", "due"))


def _ends(files: Files) -> Files:
    return renamed(files, lambda name: name.endswith("/plan.yml"), (), "finishes", "ends")


@pytest.fixture
def old(smallshire: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Smallshire as of schema 1, for a program that knows 3."""
    steps = (Step(1, "until is called due, as in the reports", _due), Step(2, "finishes is called ends", _ends))
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(model, "SCHEMA", 3)
    (smallshire / PLAN).write_text(OLD_PLAN, encoding="utf-8")
    yield smallshire


def migrate(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["migrate", "--site", str(site), *arguments])


def files_of(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in (site / "data").rglob("*") if p.is_file()}


def test_each_step_follows_the_one_before_and_the_last_ends_at_todays_schema() -> None:
    assert [step.since for step in STEPS] == list(range(1, model.SCHEMA))


def test_data_of_todays_schema_are_left_as_they_are(smallshire: Path) -> None:
    before = files_of(smallshire)
    done = migrate(smallshire, "--yes")
    assert (done.exit_code, done.stdout) == (
        0,
        "The data are of schema 1, which this program knows. There is nothing to do.\n",
    )
    assert files_of(smallshire) == before


def test_data_of_a_later_schema_say_that_the_program_is_too_old(smallshire: Path) -> None:
    path = smallshire / COUNCIL
    path.write_text(path.read_text(encoding="utf-8") + "schema: 3\nkey_of_the_future: 1\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index("schema: 3") + 1
    told = f"data/council.yml:{line}:9: this data folder is of schema 3, this program knows 1: update the program"
    with pytest.raises(DataError) as refused:
        read(smallshire)
    assert str(refused.value) == told
    assert migrate(smallshire).stderr.splitlines()[0] == told


@pytest.mark.parametrize("typed", ["0", "two", "1.0", "", "-1", "[1]"])
def test_a_schema_is_a_whole_number(typed: str, smallshire: Path) -> None:
    path = smallshire / COUNCIL
    path.write_text(f"schema: {typed}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    found = ", found a list" if typed == "[1]" else f", found '{typed}'"
    with pytest.raises(DataError) as refused:
        read(smallshire)
    assert [problem.message for problem in refused.value.problems] == [
        f"schema should be a whole number from 1 to 9999{found}"
    ]


def test_data_of_an_earlier_schema_are_not_read_and_the_command_is_named(old: Path) -> None:
    with pytest.raises(DataError) as refused:
        read(old)
    [told] = refused.value.problems
    assert told.message == (
        "this data folder is of schema 1, this program knows 3: bring it to that with quarterday migrate"
    )


def test_the_difference_is_shown_first_and_nothing_is_written(old: Path) -> None:
    before = files_of(old)
    done = migrate(old)
    assert (done.exit_code, files_of(old)) == (0, before)
    said = done.stdout.splitlines()
    assert said[:2] == ["1 to 2: until is called due, as in the reports", "2 to 3: finishes is called ends"]
    assert [line for line in said if line.startswith(("-", "+"))] == [
        *("--- data/council.yml", "+++ data/council.yml", "+schema: 3"),
        *(f"--- {PLAN}", f"+++ {PLAN}"),
        *("-    until: 31/03/2024   # as agreed", "+    due: 31/03/2024   # as agreed"),
        *('-    "until": 31/03/2025', '+    "due": 31/03/2025'),
    ]
    assert said[-1] == "Nothing is written yet. To write it: quarterday migrate --yes"


def test_what_is_written_has_every_comment_and_space_that_it_had(old: Path) -> None:
    others = {name: text for name, text in files_of(old).items() if name not in (COUNCIL, PLAN)}
    council = (old / COUNCIL).read_text(encoding="utf-8")
    done = migrate(old, "--yes")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "Brought data/ from schema 1 to 3: 2 files.")
    assert (old / PLAN).read_text(encoding="utf-8") == OLD_PLAN.replace("until", "due")
    assert (old / COUNCIL).read_text(encoding="utf-8") == f"{council}schema: 3\n"
    assert {name: text for name, text in files_of(old).items() if name not in (COUNCIL, PLAN)} == others
    assert migrate(old).stdout == "The data are of schema 3, which this program knows. There is nothing to do.\n"


def test_line_ends_and_the_mark_at_the_start_of_a_file_stay(old: Path) -> None:
    for name in (COUNCIL, PLAN):
        text = (old / name).read_bytes()
        (old / name).write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    migrate(old, "--yes")
    written = (old / PLAN).read_bytes()
    assert written == b"\xef\xbb\xbf" + OLD_PLAN.replace("until", "due").replace("\n", "\r\n").encode()
    assert (old / COUNCIL).read_bytes().endswith(b"\r\nschema: 3\r\n")


def test_data_that_were_brought_half_the_way_take_only_the_steps_that_are_left(old: Path) -> None:
    path = old / COUNCIL
    path.write_text(path.read_text(encoding="utf-8") + "schema: 2  # since June\n", encoding="utf-8")
    (old / PLAN).write_text(OLD_PLAN.replace("until", "due"), encoding="utf-8")
    done = migrate(old, "--yes")
    assert done.stdout.startswith("2 to 3: finishes is called ends\n")
    assert path.read_text(encoding="utf-8").endswith("schema: 3  # since June\n")


def test_where_a_thing_has_both_keys_nothing_is_written(old: Path) -> None:
    path = old / PLAN
    path.write_text(OLD_PLAN.replace("    polarity", "    due: 1/1/2025\n    polarity"), encoding="utf-8")
    before = files_of(old)
    done = migrate(old, "--yes")
    assert (done.exit_code, files_of(old)) == (1, before)
    assert done.stderr.splitlines()[0] == f"{PLAN}:17:5: 'until' is called 'due' now, and both are given"


def test_data_that_would_not_be_right_afterwards_are_not_written(old: Path) -> None:
    path = old / PLAN
    path.write_text(OLD_PLAN.replace("polarity: higher", "polarity: up"), encoding="utf-8")
    before = files_of(old)
    done = migrate(old, "--yes")
    assert (done.exit_code, files_of(old)) == (1, before)
    assert done.stderr.splitlines()[0] == (
        f"{PLAN}:18:15: polarity should be higher, lower or within range, found 'up'"
    )


def test_the_mark_is_no_fact_of_an_edition(smallshire: Path) -> None:
    before = edition(smallshire)
    path = smallshire / COUNCIL
    path.write_text(path.read_text(encoding="utf-8") + "schema: 1\n", encoding="utf-8")
    after = edition(smallshire)
    assert facts(after.data, after.quarter) == facts(before.data, before.quarter)
