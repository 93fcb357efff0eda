"""Names and addresses of people are found where they would be published; posts, teams and places are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday.model import Data
from quarterday.problems import Problem, Severity
from quarterday.reading import read
from quarterday.rules import people as rules
from quarterday.rules.rule import Rule

COUNCIL = "data/council.yml"
PRIORITY = "data/plans/council-plan/clean-streets.yml"
REPORT = "data/quarters/2022-23-q2/clean-streets.yml"
QUARTER = "data/quarters/2022-23-q2/quarter.yml"


def found(data: Data) -> list[tuple[Rule, Problem]]:
    return [(rule, one) for rule in rules.RULES for one in rule(data)]


@pytest.mark.parametrize("council", ["moray", "midlothian", "exampleshire"])
def test_where_posts_stand_for_people_nothing_is_found(council: str, request: pytest.FixtureRequest) -> None:
    assert found(request.getfixturevalue(council)) == []


def test_smallshire_names_nobody(smallshire: Path) -> None:
    assert found(read(smallshire)) == []


def spoilt(site: Path, file: str, right: str, wrong: str) -> Data:
    """The site, read again after one edit; text is added at the end where nothing is named."""
    path = site / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1) if right else text + wrong, encoding="utf-8")
    return read(site)


# The people and the addresses are made up. The sentences are those of the five reports, where they had real ones.
CONSULTED = (
    "Chief Executive, Moray Council; Principal Accountant, Ada Brown, Senior Solicitor, Social Work Service Managers"
)
SPOILT: list[tuple[Rule, str, str, str, str, str]] = [
    (
        rules.texts_give_no_email_address,
        REPORT,
        "",
        "achievements: Write to ada.o'brown-2@streets.smallshire.example.org.\n",
        "corporate plan, Clean streets",
        f"{REPORT}:2:1: achievements gives an e-mail address, 'ada.o'brown-2@streets.smallshire.example.org'",
    ),
    (
        rules.posts_stand_for_people,
        PRIORITY,
        "title: Buy a street sweeper\n",
        "title: Buy a street sweeper\n    lead: Ada Brown\n",
        "A1 Buy a street sweeper",
        f"{PRIORITY}:7:5: lead should be a post, found what may be a name: 'Ada Brown'",
    ),
    (
        rules.posts_stand_for_people,
        PRIORITY,
        "title: Streets found clean\n",
        "title: Streets found clean\n    owner: Head of Streets in conjunction with Màiri M. MacDonald\n",
        "M1 Streets found clean",
        "owner should be a post, found what may be a name: 'Màiri M. MacDonald'",
    ),
    (
        rules.posts_stand_for_people,
        QUARTER,
        "",
        "paper: {title: A, labels: [{name: CPP Lead Officer, value: 'ADA BROWN, Chief Executive'}]}\n",
        "report for Q2 2022/23",
        "value should be a post, found what may be a name: 'ADA BROWN'",
    ),
    (
        rules.texts_name_no_person,
        REPORT,
        "",
        f"achievements: {CONSULTED} were consulted.\n",
        "corporate plan, Clean streets",
        "achievements may name a person: 'Ada Brown'",
    ),
    (
        rules.texts_name_no_person,
        REPORT,
        "",
        "achievements: The sweeper was bought by Ada O’Brown (Street Manager).\n",
        "corporate plan, Clean streets",
        "achievements may name a person: 'Ada O’Brown'",
    ),
    (
        rules.texts_name_no_person,
        REPORT,
        "",
        "achievements: We thank Mrs Brown.\n",
        "corporate plan, Clean streets",
        "achievements may name a person: 'Mrs Brown'",
    ),
]


def test_every_rule_has_its_row() -> None:
    assert {rule for rule, *_ in SPOILT} == set(rules.RULES)


@pytest.mark.parametrize(("rule", "file", "right", "wrong", "subject", "told"), SPOILT)
def test_a_person_is_found_by_the_rule_alone(
    rule: Rule, file: str, right: str, wrong: str, subject: str, told: str, smallshire: Path
) -> None:
    [(by, problem)] = found(spoilt(smallshire, file, right, wrong))
    assert by is rule
    assert (problem.severity, problem.subject) == (Severity.WARNING, subject)
    assert str(problem).endswith(told)
    assert problem.about in told


NOBODY: list[tuple[str, str, str]] = [
    # The council's own contact is a team's, wherever it is given.
    (REPORT, "", "achievements: Write to performance@smallshire.example.org, or @smallshire.\n"),
    (COUNCIL, "team: the performance team", "team: the team (streets@smallshire.example.org)"),
    # Posts, teams, firms, and what a figure is split by.
    (PRIORITY, "title: Buy a street sweeper\n", "title: Buy a street sweeper\n    lead: Business Intelligence\n"),
    (PRIORITY, "title: Buy a street sweeper\n", "title: Buy a street sweeper\n    lead: name not published\n"),
    (
        PRIORITY,
        "title: Buy a street sweeper\n",
        "title: Buy a street sweeper\n    lead: Social Work Services Manager\n",
    ),
    (
        PRIORITY,
        "title: Buy a street sweeper\n",
        "title: Buy a street sweeper\n    lead: Senior Solicitor, Adult Services\n",
    ),
    (REPORT, "value: 92%\n", "value: 92%\n        breakdown: [{by: Age Band, name: Old, value: 1}]\n"),
    (QUARTER, "", "paper: {title: A, labels: [{name: Priority, value: Brown Bins}]}\n"),
    # Names of places, of plans and of teams beside posts, and people who stand for election.
    (REPORT, "", "achievements: Work at Dr Gray's Hospital, and Dr Grays Hospital, went on.\n"),
    (REPORT, "", "achievements: Head of Service, Children & Families; Team Leader, Adult Services, met.\n"),
    (REPORT, "", "achievements: The Active Schools Coordinator and the Outcome Star Lead met.\n"),
    (REPORT, "", "achievements: Forth and Big Red Kite Rangers, Lead Officer and others met.\n"),
    (REPORT, "", "achievements: The William Brown Foundation paid, and Councillor Brown, Chair of the Board, asked.\n"),
    (REPORT, "", "achievements: The Team Leader (Income Maximisation) and the Area Manager, Fort Brown, met.\n"),
    (REPORT, "", "achievements: Ada Brown came.\n"),
]


@pytest.mark.parametrize(("file", "right", "wrong"), NOBODY)
def test_what_is_no_person_is_left_in_peace(file: str, right: str, wrong: str, smallshire: Path) -> None:
    assert found(spoilt(smallshire, file, right, wrong)) == []


def test_a_name_is_told_once_for_a_text(smallshire: Path) -> None:
    data = spoilt(smallshire, REPORT, "", "achievements: Mrs Brown swept. Mrs Brown, Street Manager, sweeps.\n")
    assert [one.about for _, one in found(data)] == ["Mrs Brown"]
