"""Every text is read, with the place it stands in and what it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday.model import Data
from quarterday.reading import read
from quarterday.texts import Text, texts

REPORT = "data/quarters/2022-23-q2/clean-streets.yml"


def with_words(data: Data, words: str) -> Text:
    [text] = [text for text in texts(data) if text.words == words]
    return text


@pytest.mark.parametrize(
    ("words", "subject", "document"),
    [
        ("A Small Plan", "corporate plan, A Small Plan", "corporate plan, A Small Plan"),
        ("Clean streets", "corporate plan, Clean streets", "corporate plan, A Small Plan"),
        ("Streets are clean", "Streets are clean", "corporate plan, A Small Plan"),
        ("Buy a street sweeper", "A1 Buy a street sweeper", "corporate plan, A Small Plan"),
        ("20%", "A1 Buy a street sweeper", "corporate plan, Clean streets"),
        ("92%", "M1 Streets found clean", "corporate plan, Clean streets"),
        ("Smallshire", "data/council.yml", ""),
    ],
)
def test_a_text_is_about_the_nearest_thing_with_a_title(
    words: str, subject: str, document: str, smallshire: Path
) -> None:
    text = with_words(read(smallshire), words)
    assert (text.subject, text.document) == (subject, document)


def test_a_report_is_about_what_it_prints_and_else_about_what_the_plan_does(moray: Data) -> None:
    text = with_words(moray, "66% is as printed, and so are 12 and 18.\n")
    assert (
        text.subject
        == "service plan, % of brother and sisters remaining together within the same Foster Care placement."
    )
    about = {text.subject for text in texts(moray) if text.document.startswith("SERV1 ")}
    assert any(one.startswith("SERV1.3 ") and one.endswith("Our commissioning model changes") for one in about)


def test_a_paragraph_of_a_committee_report_is_told_by_its_number(moray: Data) -> None:
    subjects = {text.subject for text in texts(moray) if text.subject.startswith("committee report")}
    paper = "committee report, CHILDREN AND FAMILIES AND JUSTICE SOCIAL WORK SERVICES PERFORMANCE FRAMEWORK"
    assert {paper, f"{paper}, 3.10", f"{paper}, h"} <= subjects


def test_a_figure_stands_at_its_own_place(smallshire: Path) -> None:
    text = with_words(read(smallshire), "92%")
    assert (text.is_figure, text.key, str(text.place)) == (True, "value", f"{REPORT}:11:16")


def test_lists_and_the_cells_of_a_table_are_read(moray: Data) -> None:
    words = [text.words for text in texts(moray) if text.key == "rows"]
    assert words == ["Choose an item."] * 5


@pytest.mark.parametrize(
    ("typed", "reported"),
    [
        ("achievements: Swept.\n", True),
        ("editors_note: Swept.\n", False),
        ("row: {status: '', status_note: Swept.}\n", False),
        ("row: {update: {text: Swept.}}\n", True),
    ],
)
def test_what_the_editor_says_is_not_reported(typed: str, reported: bool, smallshire: Path) -> None:
    file = smallshire / REPORT
    file.write_text(file.read_text(encoding="utf-8") + typed, encoding="utf-8")
    assert with_words(read(smallshire), "Swept.").is_reported is reported


def test_headlines_and_the_councils_own_file_are_not_reported(smallshire: Path) -> None:
    data = read(smallshire)
    assert not with_words(data, "Streets were 2% cleaner.").is_reported
    assert not with_words(data, "Smallshire").is_reported
