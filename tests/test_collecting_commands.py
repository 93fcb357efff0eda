"""A quarter is collected and taken back as a performance officer would do it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from quarterday.__main__ import app
from test_incoming import files_of

FILE = "data/quarters/2022-23-q3/clean-streets.yml"


@pytest.fixture
def desk(smallshire: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with an empty quarter 3, whose action and measure have leads."""
    plan = smallshire / "data/plans/council-plan/clean-streets.yml"
    text = plan.read_text().replace("    due: 31/03/2024\n", "    due: 31/03/2024\n    lead: Head of Fleet\n")
    plan.write_text(text.replace("    polarity: higher\n", "    polarity: higher\n    owner: Head of Streets\n"))
    quarter = smallshire / "data/quarters/2022-23-q3"
    quarter.mkdir()
    (quarter / "quarter.yml").write_text("covers:\n  - council-plan\n")
    monkeypatch.chdir(smallshire)
    return smallshire


def run(*arguments: str) -> tuple[int, list[str]]:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output.splitlines()


def fill(path: str, **values: Any) -> None:
    book = load_workbook(path)
    for name, value in values.items():
        sheet, place = name.split("_")
        book[sheet][place].value = value
    book.save(path)


def test_collect_writes_a_workbook_for_each_lead(desk: Path) -> None:
    assert run("collect", "2022-23-q3", "--to", "asked") == (
        0,
        [
            "asked/2022-23-q3-head-of-fleet.xlsx: 1 action",
            "asked/2022-23-q3-head-of-streets.xlsx: 1 measure",
            "Wrote 2 workbooks. When they are back: quarterday import FILE... --quarter 2022-23-q3",
        ],
    )
    assert sorted(path.name for path in (desk / "asked").iterdir()) == [
        "2022-23-q3-head-of-fleet.xlsx",
        "2022-23-q3-head-of-streets.xlsx",
    ]


def test_collect_overwrites_nothing(desk: Path) -> None:
    run("collect", "2022-23-q3", "--to", "asked")
    before = files_of(desk)
    assert run("collect", "2022-23-q3", "--to", "asked") == (
        1,
        ["asked is there already; name a new folder, so that nothing in it is overwritten."],
    )
    assert files_of(desk) == before


def test_import_shows_the_difference_and_writes_nothing_until_it_is_told_to(desk: Path) -> None:
    run("collect", "2022-23-q3", "--to", "asked")
    fleet, streets = "asked/2022-23-q3-head-of-fleet.xlsx", "asked/2022-23-q3-head-of-streets.xlsx"
    fill(fleet, Actions_I2="35%", Actions_L2="Two bids came in.")
    fill(streets, Measures_J2="93.10%")
    before = files_of(desk)
    shown = [
        FILE,
        "  A1 Buy a street sweeper",
        '    progress: nothing -> "35%"',
        '    update quarter: nothing -> "2022-23-q3"',
        '    update text: nothing -> "Two bids came in."',
        "  M1 Streets found clean",
        '    results 2022-23-q3 value: nothing -> "93.10%"',
    ]
    assert run("import", fleet, streets, "--quarter", "2022-23-q3") == (
        0,
        [*shown, "4 values in 1 file would change. To write them, add --yes"],
    )
    assert files_of(desk) == before
    assert run("import", fleet, streets, "--quarter", "2022-23-q3", "--yes") == (
        0,
        [*shown, "Wrote 4 values to 1 file. Next: quarterday check"],
    )
    assert (desk / FILE).read_text() == (
        "actions:\n"
        "  - action: buy-a-sweeper\n"
        "    progress: 35%\n"
        "    update:\n"
        "      quarter: 2022-23-q3\n"
        "      text: Two bids came in.\n"
        "measures:\n"
        "  - measure: streets-found-clean\n"
        "    results:\n"
        "      - quarter: 2022-23-q3\n"
        "        value: 93.10%\n"
    )
    assert run("import", fleet, streets, "--quarter", "2022-23-q3", "--yes") == (
        0,
        ["Nothing differs from what data/ has. Nothing was written."],
    )


def test_a_second_collection_shows_both_words_and_keeps_what_people_wrote(desk: Path) -> None:
    written = "# from the depot\nactions:\n  - action: buy-a-sweeper   # ordered\n    progress: 35%\n"
    (desk / FILE).write_text(written)
    run("collect", "2022-23-q3", "--to", "asked")
    fleet = "asked/2022-23-q3-head-of-fleet.xlsx"
    fill(fleet, Actions_I2="40%")
    code, lines = run("import", fleet, "--quarter", "2022-23-q3", "--yes")
    assert (code, lines[2]) == (0, '    progress: "35%" -> "40%"')
    assert (desk / FILE).read_text() == written.replace("35%", "40%")


def test_one_bad_file_spoils_nothing_and_everything_is_told(desk: Path) -> None:
    run("collect", "2022-23-q3", "--to", "asked")
    fleet, streets = "asked/2022-23-q3-head-of-fleet.xlsx", "asked/2022-23-q3-head-of-streets.xlsx"
    fill(fleet, Actions_I2="35%", Actions_K2="a\tb")
    fill(streets, Measures_J2="=40+2", Measures_C2="Streets found dirty")
    Path("asked/notes.xlsx").write_text("figures to follow")
    before = files_of(desk)
    assert run("import", fleet, streets, "asked/notes.xlsx", "--quarter", "2022-23-q3", "--yes") == (
        1,
        [
            "2022-23-q3-head-of-streets.xlsx!Measures!J2: should be words or figures, found a formula;"
            " type what it shows",
            "2022-23-q3-head-of-streets.xlsx!Measures!C2: should be 'Streets found clean', as in data/,"
            " for this cell is locked; found 'Streets found dirty'",
            "notes.xlsx: is not a workbook; save it as .xlsx",
            "3 problems in what came back. Nothing was written.",
        ],
    )
    assert files_of(desk) == before


def test_a_figure_and_a_reason_for_none_are_refused_together(desk: Path) -> None:
    run("collect", "2022-23-q3", "--to", "asked")
    streets = "asked/2022-23-q3-head-of-streets.xlsx"
    fill(streets, Measures_J2="93%", Measures_K2="suppressed")
    code, lines = run("import", streets, "--quarter", "2022-23-q3")
    assert (code, lines[0]) == (
        1,
        "2022-23-q3-head-of-streets.xlsx!Measures!K2: results 2022-23-q3 value of M1 Streets found clean should be one"
        " value, but 2022-23-q3-head-of-streets.xlsx!Measures!J2 says '93%'",
    )


def test_a_quarter_that_is_not_there_is_to_be_made_first(desk: Path) -> None:
    run("collect", "2022-23-q4", "--to", "asked")
    fleet = "asked/2022-23-q4-head-of-fleet.xlsx"
    fill(fleet, Actions_I2="35%")
    assert run("import", fleet, "--quarter", "2022-23-q4") == (
        1,
        [
            "data/quarters/2022-23-q4: there is no such quarter yet; make it with: quarterday new-quarter 2022-23-q4",
            "1 problem in what came back. Nothing was written.",
        ],
    )


def test_a_place_that_cannot_be_written_is_told(desk: Path) -> None:
    Path("full").write_text("")
    assert run("collect", "2022-23-q3", "--to", "full/asked") == (1, ["full/asked cannot be written: File exists"])


def test_a_quarter_by_another_name_is_refused(desk: Path) -> None:
    told = "QUARTER should be a quarter such as 2022-23-q2, found 'Q3'"
    assert run("collect", "Q3", "--to", "asked") == (1, [told])
    assert not (desk / "asked").exists()
