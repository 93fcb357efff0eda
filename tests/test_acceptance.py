"""Every fact of the five reports is on the page where a reader would look for it, and no blank is filled in.

The lists in ``tests/acceptance/`` were read from the reports. They know nothing of ``data/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parsed import Element, parsed
from quarterday.pages import site
from quarterday.reading import read
from quarterday.report import latest_quarter, report

TESTS = Path(__file__).parent
FOLDERS = {"moray": TESTS.parent, "midlothian": TESTS.parent / "examples" / "midlothian"}
STATUS = re.compile(r"\b(completed|on target|off target|in progress|overdue|green|amber|red)\b", re.IGNORECASE)


def listed(name: str) -> list[Any]:
    text = (TESTS / "acceptance" / f"{name}.yml").read_text(encoding="utf-8")
    found: list[Any] = yaml.load(text, yaml.BaseLoader)
    return found


@cache
def pages(council: str) -> dict[str, Element]:
    data = read(FOLDERS[council])
    return {page.address: parsed(page.content) for page in site(report(data, latest_quarter(data))).pages}


@cache
def words_of(council: str, address: str) -> str:
    """The page's words; then again, one at a time, what the page marks as printed."""
    page = pages(council)[address]
    printed = [element.text for element in page.everything() if "data-as-printed" in element.attributes]
    return folded(" | ".join([page.text, *printed]))


def folded(text: str) -> str:
    """Quotation marks and a space before a full stop do not count; every figure and letter does."""
    for was, now in (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-")):
        text = text.replace(was, now)
    return re.sub(r" ([.,;:])", r"\1", " ".join(text.split()))


def holds(text: str, words: str) -> bool:
    """Whether a folded text has the words, and not as a part of a longer word or figure."""
    wanted = folded(words)
    if wanted not in text:
        return False
    return re.search(rf"(?<![\w£.,/]){re.escape(wanted)}(?![\w%/]|[.,]\d)", text) is not None


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def with_headings(page: Element, *tags: str) -> Iterator[tuple[tuple[str, ...], Element]]:
    """Elements in the order of the page, each with the headings that it stands under."""
    above: dict[str, str] = {}
    for element in page.all(*HEADINGS, *tags):
        if element.tag in HEADINGS:
            above = {tag: text for tag, text in above.items() if tag < element.tag} | {element.tag: element.text}
        if element.tag in tags:
            yield tuple(above.values()), element


def pairs_of(page: Element, under: str = "") -> list[tuple[str, str]]:
    """Each label of a list of facts, and what stands beside it."""
    found = []
    label = ""
    for headings, element in with_headings(page, "dt", "dd"):
        if element.tag == "dt":
            label = folded(element.text)
        elif any(heading.startswith(under) for heading in headings):
            found.append((label, folded(element.text)))
    return found


def rows_of(page: Element) -> list[list[str]]:
    return [[folded(cell.text) for cell in row.all("th", "td")] for row in page.all("tr")]


def shows_row(page: Element, wanted: list[str]) -> bool:
    first, *rest = wanted
    return any(
        row and holds(row[0], first) and all(holds(cell, words) for cell, words in zip(row[1:], rest, strict=False))
        for row in rows_of(page)
        if len(row) > len(rest)
    )


def missing(council: str, entry: Any) -> list[str]:
    address = entry["page"]
    page, words = pages(council)[address], words_of(council, address)
    pairs = pairs_of(page)
    found = [f"words: {text}" for text in entry.get("words", []) if not holds(words, text)]
    for label, text in entry.get("pairs", {}).items():
        if not any(holds(name, label) and holds(beside, text) for name, beside in pairs):
            found.append(f"pair: {label} = {text}; found {[beside for name, beside in pairs if holds(name, label)]}")
    found += [f"row: {row}" for row in entry.get("rows", []) if not shows_row(page, row)]
    return found


ENTRIES = [
    pytest.param(council, entry, id=f"{council}-{number}-{entry['page']}")
    for council in FOLDERS
    for number, entry in enumerate(listed(council))
]


@pytest.mark.parametrize(("council", "entry"), ENTRIES)
def test_every_fact_of_the_reports_is_on_its_page_as_printed(council: str, entry: Any) -> None:
    assert missing(council, entry) == []


def at_blank(page: Element, blank: Any) -> list[str]:
    """What the page says where the report's cell is blank."""
    under = blank.get("under", "")
    if "label" in blank:
        said = [text for label, text in pairs_of(page, under) if label == blank["label"]]
        # A note that follows is a second thing said of the same label.
        return said[:1]
    if "row" in blank:
        return [cell for table in page.all("table") for cell in cells(table, blank["row"], blank["column"])]
    lines = ((headings, element.text) for headings, element in with_headings(page, "p", "li"))
    return [
        text
        for headings, text in lines
        if text.startswith(blank["line"]) and any(heading.startswith(under) for heading in headings)
    ][:1]


def cells(table: Element, row: str, column: str) -> list[str]:
    head, *body = [[cell.text for cell in line.all("th", "td")] for line in table.all("tr")]
    return [line[head.index(column)] for line in body if column in head and line[0].startswith(row)]


BLANKS = [
    pytest.param(blank, id=f"{blank['page']}-{blank.get('label') or blank.get('row') or blank['line']}")
    for blank in listed("blanks")
]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_of_the_reports_is_told_as_a_blank_and_never_filled_in(blank: Any) -> None:
    said = at_blank(pages(blank["council"])[blank["page"]], blank)
    assert len(said) == 1
    assert blank["shows"] in said[0]
    if "label" in blank or "row" in blank:
        assert said[0].startswith(blank["shows"])
        assert not re.search(r"\d", said[0])
    assert not STATUS.search(said[0])


def test_the_lists_are_long_enough_to_mean_something() -> None:
    facts = [entry for council in FOLDERS for entry in listed(council)]
    words = sum(len(entry.get("words", [])) + len(entry.get("pairs", {})) for entry in facts)
    cells_listed = sum(len(row) - 1 for entry in facts for row in entry.get("rows", []))
    assert words + cells_listed > 900
    assert len(BLANKS) == 62


def test_the_gauges_and_histories_that_are_lost_have_no_column_of_their_own() -> None:
    table = pages("midlothian")["off-target/"].all("table")[0]
    assert [cell.text for cell in table.all("th", "td")[:5]] == [
        "Code and title",
        "Value",
        "Target",
        "Next update due",
        "Last update",
    ]
    assert len(table.all("tr")) == 6


def test_the_recovery_passage_is_no_next_step_because_the_report_gives_it_no_date() -> None:
    page = pages("moray")["priorities/building-a-better-future/"]
    found = [headings for headings, _ in with_headings(page, *HEADINGS) if "COVID-19 Recovery" in headings[-1]]
    assert len(found) == 1
    assert "Next Steps / Targets" not in found[0]


def test_a_request_for_change_that_says_none_is_printed() -> None:
    page = pages("moray")["priorities/building-a-better-future/"]
    said = [element.text for headings, element in with_headings(page, "p") if headings[-1:] == ("Change requests",)]
    assert said == ["None"]


def test_the_only_e_mail_address_on_any_page_is_the_one_for_readers() -> None:
    found = {
        address.strip(".,")
        for council in FOLDERS
        for page in pages(council).values()
        for address in re.findall(r"\S+@\S+", page.text)
    }
    assert found == {f"feedback@{council}.example.org" for council in FOLDERS}
