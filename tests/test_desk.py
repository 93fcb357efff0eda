"""A quarter from its first day to its edition, as a performance officer and a service lead go through it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from councils_in_git import Council, new_council

pytestmark = pytest.mark.slow
QUARTER = "2022-23-q3"
REPORT = f"data/quarters/{QUARTER}/clean-streets.yml"
BOOK = f"{QUARTER}-no-lead.xlsx"
OFFICE = shutil.which("soffice") or "soffice"


def done(council: Council, *arguments: str) -> str:
    result = council.quarterday(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def filled_in(book: Path, **values: str) -> None:
    """As a lead does it, and saves it with LibreOffice."""
    workbook: Any = load_workbook(book)
    for name, value in values.items():
        sheet, place = name.split("_")
        workbook[sheet][place] = value
    workbook.save(book)
    home = f"-env:UserInstallation={(book.parent.parent / 'office').as_uri()}"
    saved = book.parent / "saved"
    command = [OFFICE, "--headless", home, "--convert-to", "xlsx", "--outdir", str(saved), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (saved / book.name).replace(book)


def test_a_quarter_goes_from_its_first_day_to_its_edition(tmp_path: Path) -> None:
    council = new_council(tmp_path)
    asked = tmp_path / "asked"
    assert "1 action, 1 measure" in done(council, "new-quarter", QUARTER)
    assert "The data can be published" in done(council, "check")
    done(council, "collect", QUARTER, "--to", str(asked))
    book = asked / BOOK
    filled_in(
        book,
        Actions_I2="45%",
        Actions_J2="In progress",
        Actions_L2="The tender closed in November.",
        Measures_J2="87%",
        Measures_M2="One child was hurt by a sweeper.",
    )
    before = (council.folder / REPORT).read_bytes()
    shown = done(council, "import", str(book), "--quarter", QUARTER)
    assert 'results 2022-23-q3 value: nothing -> "87%"' in shown
    assert (council.folder / REPORT).read_bytes() == before
    done(council, "import", str(book), "--quarter", QUARTER, "--yes")
    council.edit(f"data/quarters/{QUARTER}/quarter.yml", "covers: []", "covers: [council-plan]")
    council.commit("Report the third quarter")

    refused = council.quarterday("publish", QUARTER)
    assert refused.exit_code == 1
    assert "commentary counts fewer than 5 people: 'One child'" in refused.output
    assert council.tip == ""
    rule, subject = "words-do-not-count-few-people", "M1 Streets found clean"
    done(council, "acknowledge", rule, subject, "--by", "Head of Streets", "--why", "The family agreed to it.")
    council.commit("Say why it stays")
    done(council, "check", "--strict")
    council.publish(QUARTER)
    page = council.published(f"{QUARTER}/measures/streets-found-clean/index.html")
    assert "87%" in page and "One child was hurt by a sweeper." in page
    assert "The tender closed in November." in council.published(f"{QUARTER}/actions/buy-a-sweeper/index.html")
