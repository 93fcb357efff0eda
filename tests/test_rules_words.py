"""Words that are wrong on the page are found in the five reports, and in Smallshire when it is spoilt."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday.findings import findings, unanswered
from quarterday.model import Data
from quarterday.problems import Problem, Severity
from quarterday.reading import read
from quarterday.rules import words as rules
from quarterday.rules.rule import Rule

COUNCIL = "data/council.yml"
PLAN = "data/plans/council-plan/plan.yml"
PRIORITY = "data/plans/council-plan/clean-streets.yml"
REPORT = "data/quarters/2022-23-q2/clean-streets.yml"
PAPER = "data/quarters/2022-23-q2/committee/streets-paper.yml"
OTHER = "data/quarters/2022-23-q1/clean-streets.yml"

CLIPPED = "so its beginning may be lost: '"
TOLD = "The new sweeper cleans every street once a week."
LONG = "Streets " + " ".join(["were"] * 49)

IN_THE_REPORTS: list[tuple[str, Rule, str, str]] = [
    ("moray", rules.placeholders_are_answered, "service plan, ", "'Choose an item.' is what a form prints"),
    ("moray", rules.placeholders_are_answered, "service plan, ", "it stands here 11 times"),
    ("midlothian", rules.titles_are_words, "Priority Action 6 6.0", "title is '6.0', which looks like what a spread"),
    ("midlothian", rules.titles_are_whole, "CS.SPSO.05.3 Percentage of complaints", "title ends in '...', so its end"),
    ("moray", rules.titles_are_whole, "STRAT1.3 ", CLIPPED + "and supported in their relationships'"),
    ("moray", rules.titles_are_whole, "STRAT2.1 ", CLIPPED + "to minimise the impact of neglect on children and"),
    (
        "moray",
        rules.sentences_are_printed_once,
        "SERV1.3 Initiate",
        "a sentence twice, or its beginning: 'This has been",
    ),
    ("moray", rules.sentences_can_be_followed, "service plan, ", "evidence has a sentence of 69 words: 'Contracts"),
    ("moray", rules.acronyms_are_in_the_glossary, "CORE", "'CORE' is not in the glossary of council.yml, and stands"),
]


@pytest.mark.parametrize(("council", "rule", "subject", "words"), IN_THE_REPORTS)
def test_what_is_wrong_in_the_five_reports_is_found_once(
    council: str, rule: Rule, subject: str, words: str, request: pytest.FixtureRequest
) -> None:
    found = [one for one in rule(request.getfixturevalue(council)) if one.subject.startswith(subject)]
    assert len([one for one in found if words in one.message]) == 1


@pytest.mark.parametrize("council", ["moray", "midlothian"])
def test_no_officer_is_asked_of_more_than_a_page_of_words(council: str, request: pytest.FixtureRequest) -> None:
    data = request.getfixturevalue(council)
    assert len([one for rule in rules.RULES for one in rule(data)]) <= 12


def test_nothing_is_found_in_exampleshire(exampleshire: Data) -> None:
    assert [one for rule in rules.RULES for one in rule(exampleshire)] == []


@pytest.mark.parametrize("council", ["moray", "midlothian"])
def test_what_is_found_in_the_five_reports_has_its_answer(council: str, request: pytest.FixtureRequest) -> None:
    names = {rule.__name__.replace("_", "-") for rule in rules.RULES}
    mine = [one for one in findings(request.getfixturevalue(council)) if one.rule in names]
    assert mine
    assert unanswered(tuple(mine)) == ()


SPOILT: list[tuple[Rule, str, str, str, str, str]] = [
    (
        rules.placeholders_are_answered,
        PRIORITY,
        "title: Streets are clean\n",
        "title: Streets are clean\n    cells:\n      - {name: Risk, value: Choose an item.}\n",
        "corporate plan, A Small Plan",
        f"{PRIORITY}:7:29: 'Choose an item.' is what a form prints where nobody answered; it stands here once",
    ),
    (
        rules.titles_are_words,
        PRIORITY,
        "title: Buy a street sweeper",
        "title: 44651",
        "A1 44651",
        "title is '44651', which looks like what a spreadsheet left behind",
    ),
    (
        rules.titles_are_whole,
        PRIORITY,
        "title: Streets found clean",
        "title: Streets found clean and …",
        "M1 Streets found clean and …",
        "title ends in '…', so its end may be lost",
    ),
    (
        rules.titles_are_whole,
        PRIORITY,
        "title: Streets found clean",
        "title: Streets found clean and",
        "M1 Streets found clean and",
        "title ends in 'and', so its end may be lost",
    ),
    (
        rules.texts_are_whole,
        REPORT,
        "",
        "achievements: |\n  The sweeper came.\n\n  to the streets.\n",
        "corporate plan, Clean streets",
        f"{REPORT}:2:1: achievements goes on in the middle of a sentence: 'to the streets.'",
    ),
    (
        rules.texts_are_whole,
        REPORT,
        "",
        "achievements: course in September, it is cleaner now.\n",
        "corporate plan, Clean streets",
        "achievements begins in mid-sentence: 'course in September, it is cleaner now.'",
    ),
    (
        rules.texts_are_whole,
        REPORT,
        "",
        "achievements: The sweeper came. new Street Manager.\n",
        "corporate plan, Clean streets",
        "achievements ends in a few words that belong to no sentence: 'new Street Manager.'",
    ),
    (
        rules.texts_are_whole,
        REPORT,
        "",
        "achievements: The sweeper cleans the\n",
        "corporate plan, Clean streets",
        "achievements ends with 'the', in the middle of a sentence: 'The sweeper cleans the'",
    ),
    (
        rules.texts_are_whole,
        REPORT,
        "",
        "achievements: |\n  The Team have updated leaflets.\n\n  - course in September, it is anticipating some "
        "households progressing.\n",
        "corporate plan, Clean streets",
        "achievements goes on in the middle of a sentence: 'course in September, it is anticipating some households'",
    ),
    (
        rules.texts_are_whole,
        REPORT,
        "",
        "achievements: |\n  - The sweeper came.\n  - streets are cleaner.\n",
        "corporate plan, Clean streets",
        "achievements goes on in the middle of a sentence: 'streets are cleaner.'",
    ),
    (
        rules.sentences_are_printed_once,
        REPORT,
        "",
        f"achievements: {TOLD} {TOLD}\n",
        "corporate plan, Clean streets",
        f"achievements has a sentence twice, or its beginning: '{TOLD} …'",
    ),
    (
        rules.acronyms_are_in_the_glossary,
        REPORT,
        "",
        "achievements: The SSB swept, and the SSBs met.\n",
        "SSB",
        "'SSB' is not in the glossary of council.yml, and stands unexplained in one text, "
        "in corporate plan, Clean streets",
    ),
    (
        rules.sentences_can_be_followed,
        REPORT,
        "",
        f"achievements: {LONG} clean.\n",
        "corporate plan, Clean streets",
        "achievements has a sentence of 51 words: 'Streets were were were were were were were …'",
    ),
]


def spoilt(site: Path, file: str, right: str, wrong: str) -> Data:
    """The site, read again after one edit; text is added at the end where nothing is named."""
    path = site / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1) if right else text + wrong, encoding="utf-8")
    return read(site)


def found(data: Data) -> list[tuple[Rule, Problem]]:
    return [(rule, one) for rule in rules.RULES for one in rule(data)]


def test_smallshire_says_it_well(smallshire: Path) -> None:
    assert found(read(smallshire)) == []


def test_every_rule_has_its_row() -> None:
    assert {rule for rule, *_ in SPOILT} == set(rules.RULES)


@pytest.mark.parametrize(("rule", "file", "right", "wrong", "subject", "told"), SPOILT)
def test_spoilt_words_are_found_by_their_rule_alone(
    rule: Rule, file: str, right: str, wrong: str, subject: str, told: str, smallshire: Path
) -> None:
    [(by, problem)] = found(spoilt(smallshire, file, right, wrong))
    assert by is rule
    assert (problem.severity, problem.subject) == (Severity.WARNING, subject)
    assert str(problem).endswith(told)
    assert problem.about


NO_FAULT: list[tuple[str, str, str]] = [
    # A reader may choose; the editor may speak of the form's words.
    (REPORT, "", "achievements: People can choose an item to recycle.\n"),
    (REPORT, "", "editors_note: The plan prints “Choose an item.” here.\n"),
    (COUNCIL, "reasons:\n", "reasons:\n  - printed: Choose an item.\n    reason: not reported\n"),
    # A title may be short, begin in lower case, hold figures, or say that more follows in the middle.
    (PRIORITY, "title: Buy a street sweeper", "title: 101 calls"),
    (PRIORITY, "title: Buy a street sweeper", "title: 24/7"),
    (PRIORITY, "title: Buy a street sweeper", "title: 'of which: swept by hand'"),
    (PRIORITY, "title: Buy a street sweeper", "title: staff are trained in sweeping"),
    (PRIORITY, "title: Buy a street sweeper", "title: To sweep ... and to wash"),
    (PRIORITY, "title: Buy a street sweeper", "title: Andover and Orton"),
    (REPORT, "", "passages:\n  - {title: '2022', text: Streets were swept.}\n"),
    # The editor has marked what is missing; a list may be in lower case, or go on from the line above it.
    (REPORT, "", "achievements: |\n  It came.\n\n  [text missing in source] new sweeper.\n"),
    (REPORT, "", "achievements: |\n  - new sweeper\n  - cleaner streets.\n  - fewer bins.\n"),
    (REPORT, "", "achievements: |\n  The sweeper cleans:\n\n  - roads.\n  - Paths.\n"),
    (REPORT, "", "achievements: |\n  Duties under the Act and:\n\n  to sweep.\n"),
    (REPORT, "", "achievements: no change.\n"),
    (REPORT, "", "achievements: '- streets are cleaner than they ever were.'\n"),
    (REPORT, "", "achievements: |\n  - Streets.\n    - swept.\n    - washed.\n  - Paths.\n"),
    (PAPER, "", "recommendations:\n  - {number: 2.2, text: note the report on streets and paths; and}\n"),
    (REPORT, "", "achievements: It came. See gov.scot for more, and for brooms, bins etc. as before.\n"),
    (REPORT, "", "achievements: iPads went to all the sweepers of streets.\n"),
    (REPORT, "", "achievements: |\n  It came\n\n  by road.\n"),
    # Alike is not the same, and a few words may come again.
    (REPORT, "", "achievements: No change this quarter. More is to come. No change this quarter.\n"),
    (
        REPORT,
        "",
        "achievements: During the quarter five streets were swept due to rain. During the quarter five streets were "
        "swept due to snow.\n",
    ),
    # Explained in the glossary, or where they stand; known to all; loud; or no acronym.
    (COUNCIL, "rules:\n", "glossary:\n  - {term: SSBs, meaning: Boards for streets.}\nrules:\n"),
    (REPORT, "", "achievements: The Small Streets Board (SSB) met.\n"),
    (REPORT, "", "achievements: The SSB (Small Streets Board) met.\n"),
    (
        REPORT,
        "",
        "achievements: The NHS and A&E were NOT there, from MAR to Q2, see A1, STRAT1.2 and STRAT 2.2, part II.\n",
    ),
    (REPORT, "", "achievements: STREETS AND PATHS ARE CLEAN\n"),
    (REPORT, "", "achievements: CHIEF OFFICER, SOCIAL CARE\n"),
    (REPORT, "", "achievements: 2. STREET ACTIONS 2.1 Streets are clean.\n"),
    (REPORT, "", "achievements: On 31-OCT-2022 and COVID-19 by 22/23.CSPC.4a and CS.SPSO.04.\n"),
    (COUNCIL, "area: Smallshire", "area: SSB"),
    # Twice the guidance is long, and is let by.
    (REPORT, "", f"achievements: {LONG}.\n"),
]


@pytest.mark.parametrize(("file", "right", "wrong"), NO_FAULT)
def test_words_that_are_well_are_left_in_peace(file: str, right: str, wrong: str, smallshire: Path) -> None:
    assert found(spoilt(smallshire, file, right, wrong)) == []


def test_a_placeholder_is_told_once_for_a_report_with_how_often_it_stands(smallshire: Path) -> None:
    spoilt(smallshire, REPORT, "", "achievements: Choose an item.\nplans: Choose an item.\n")
    first, second = rules.placeholders_are_answered(spoilt(smallshire, OTHER, "", "plans: Choose an item.\n"))
    assert (first.place.path, first.about) == (OTHER, "Choose an item. (once)")
    assert (second.place.path, second.about) == (REPORT, "Choose an item. (twice)")


def test_a_title_is_told_once_however_often_it_is_printed(smallshire: Path) -> None:
    spoilt(smallshire, PRIORITY, "title: Streets found clean", "title: Streets found ...")
    wrong = "- measure: streets-found-clean\n    title: Streets found ...\n"
    data = spoilt(smallshire, REPORT, "- measure: streets-found-clean\n", wrong)
    [problem] = rules.titles_are_whole(data)
    assert problem.place.path == PRIORITY


def test_an_acronym_is_told_once_for_a_council_with_how_many_texts_use_it(smallshire: Path) -> None:
    spoilt(smallshire, REPORT, "", "achievements: The SSB swept.\nplans: The SSB sweeps. So does the SSB.\n")
    [problem] = rules.acronyms_are_in_the_glossary(spoilt(smallshire, OTHER, "", "plans: The SSB sweeps.\n"))
    assert problem.place.path == OTHER
    assert problem.message.endswith("stands unexplained in 3 texts, first in corporate plan, Clean streets")


def test_sentences_that_are_far_too_long_are_told_once_for_a_text(smallshire: Path) -> None:
    data = spoilt(smallshire, REPORT, "", f"achievements: {LONG} clean. {LONG} quite clean.\n")
    [problem] = rules.sentences_can_be_followed(data)
    assert "a sentence of 52 words" in problem.message
    assert problem.message.endswith("; 2 of its sentences have over 50")
