"""The accessibility statement: the model's words, and no claim beyond what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parsed import parsed
from quarterday.model import Accessibility, AutomaticTest, Data
from quarterday.pages import site
from quarterday.report import latest_quarter, report
from quarterday.statement import compliance, last_tested, who_tested

FULLY = "This website is fully compliant with the Web Content Accessibility Guidelines version 2.2 AA standard."
PARTIALLY = (
    "This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, "
    "due to {} listed below."
)
NOT = (
    "This website is not compliant with the Web Content Accessibility Guidelines version 2.2 AA standard. "
    "The non-accessible sections are detailed below."
)
BARRIER = {"what": "The map has no words.", "criterion": "1.1.1 Non-text Content", "not_fixed_because": "It is old."}
BURDEN = {"what": "Papers of 2012.", "why": "They are 400 scans."}
DAY = date(2026, 11, 2)


def audit(finding: str) -> dict[str, Any]:
    return {"by": "Invented Access Ltd", "on": date(2026, 8, 27), "how": "By hand.", "finding": finding}


def found(faults: int = 0, **more: Any) -> Accessibility:
    run = {"on": DAY, "by": "the tests", "tools": "axe-core", "pages": 20, "views": 80, "faults": faults}
    return Accessibility.model_validate({"prepared": DAY, "reviewed": DAY, "last_test": run, **more})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"audit": audit("fully compliant")}, FULLY),
        ({"audit": audit("fully compliant"), "barriers": [BARRIER]}, PARTIALLY.format("the non-compliances")),
        ({"audit": audit("fully compliant"), "burdens": [BURDEN]}, PARTIALLY.format("the exemptions")),
        ({"barriers": [BARRIER]}, PARTIALLY.format("the non-compliances")),
        ({"barriers": [BARRIER], "burdens": [BURDEN]}, PARTIALLY.format("the non-compliances and exemptions")),
        ({"audit": audit("partially compliant"), "barriers": [BARRIER]}, PARTIALLY.format("the non-compliances")),
        ({"audit": audit("not compliant"), "barriers": [BARRIER]}, NOT),
        (
            {"audit": audit("fully compliant"), "barriers": [BARRIER], "faults": 3},
            PARTIALLY.format("the non-compliances"),
        ),
    ],
)
def test_the_sentence_of_compliance_is_the_true_one(given: dict[str, Any], said: str) -> None:
    assert compliance(found(**given)) == said


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"audit": audit("partially compliant")},
        {"audit": audit("not compliant")},
        {"audit": audit("fully compliant"), "faults": 1},
    ],
)
def test_what_supports_no_sentence_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="should list under barriers what some people cannot use"):
        found(**given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"audit": audit("fully compliant") | {"by": " "}}, "should not be blank"),
        ({"audit": audit("fully compliant") | {"how": ""}}, "should not be blank"),
        (
            {"audit": audit("fully compliant") | {"on": date(2099, 1, 1)}},
            "reviewed should be the day of the audit, or after",
        ),
        ({"barriers": [BARRIER], "reviewed": date(2026, 11, 1)}, "reviewed should be the day of prepared, or after it"),
    ],
)
def test_an_audit_by_nobody_in_no_way_or_still_to_come_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        found(**given)


def test_an_audit_outweighs_the_automatic_test_in_who_tested_and_when() -> None:
    by_people = found(audit=audit("fully compliant"))
    assert (last_tested(by_people), who_tested(by_people)) == (date(2026, 8, 27), "Invented Access Ltd")
    by_machine = found(barriers=[BARRIER])
    assert (last_tested(by_machine), who_tested(by_machine)) == (DAY, "the tests")


def words(data: Data) -> str:
    shown = site(report(data, latest_quarter(data)))
    return parsed(next(page.content for page in shown.pages if page.address == "accessibility/")).text


def test_a_statement_without_an_audit_says_that_no_person_made_one(moray: Data) -> None:
    said = words(moray)
    assert "Accessibility statement for Moray Council performance" in said
    assert "The Quarterday project is committed to making its website accessible" in said
    assert "Moray Council is committed" not in said
    assert "No person has audited this website." in said
    assert "The test was carried out by the project’s own automatic tests." in said
    assert "Disproportionate burden" not in said


def test_a_statement_with_an_audit_says_who_when_and_how(exampleshire: Data) -> None:
    said = words(exampleshire)
    assert "last tested on 27 August 2026 against the WCAG 2.2 AA standard" in said
    assert "The test was carried out by Invented Access Ltd (made up)." in said
    assert "Two people read twelve pages with a keyboard alone, with a screen reader and at 400% zoom." in said
    assert "No person has audited" not in said
    assert "This may fail WCAG 2.2 criterion 1.3.1 Info and Relationships. The glossary has most of them." in said
    assert "We plan to fix this by 30 June 2027." in said
    assert "Disproportionate burden The scanned committee papers" in said
    assert "We aim to answer within 5 working days." in said


def test_every_page_says_where_to_write_and_which_formats_can_be_asked_for(exampleshire: Data) -> None:
    contact = site(report(exampleshire, latest_quarter(exampleshire))).frame.contact
    assert contact.address == "https://exampleshire.example.org/contact"
    assert contact.written == "exampleshire.example.org/contact"
    assert contact.formats == "large print, Easy Read, British Sign Language (BSL) or another language"


def test_the_result_of_the_last_run_is_told_in_figures(moray: Data) -> None:
    run = AutomaticTest(on=DAY, by="the tests", tools="axe-core", pages=1234, views=4936, faults=1)
    changed = moray.model_copy(update={"accessibility": moray.accessibility.model_copy(update={"last_test": run})})
    assert "They read 1,234 pages in 4,936 views" in words(changed)
    assert "They found 1 fault." in words(changed)
