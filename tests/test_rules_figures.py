"""Figures, roll-ups, counts and statuses: what the real reports contradict, and where there is nothing to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday.findings import findings
from quarterday.model import Data
from quarterday.problems import Severity
from quarterday.reading import read
from quarterday.rules import agreement, counts, dates, figures, rollups, statuses
from quarterday.rules.numerals import number
from quarterday.rules.rule import Rule
from test_checks import PRIORITY, QUARTER, REPORT
from test_rules_dates import ACTION, MEASURE, NOT_COVERED, OWN, PROGRESS, Edit, found, listed

RULES = (*figures.RULES, *rollups.RULES, *counts.RULES, *statuses.RULES)
FIRST = "data/quarters/2022-23-q1/clean-streets.yml"
VALUE = "value: 92%\n"
COMMENT = "    commentary: Wet leaves were left lying.\n"
OFF = [(REPORT, VALUE, "value: 80%\n")]
TWO: Edit = (PRIORITY, "actions:\n", "actions:\n  - id: sweep-twice\n    code: A2\n    title: Sweep twice a week\n")
UNIT: Edit = (PRIORITY, "    polarity: higher\n    tolerance: 2\n    target: 90%\n", "    unit: streets\n")
SAID = "streets were found clean in the end.\n"


def whole(progress: str, other: str, text: str = "") -> Edit:
    """A row for the priority, and a report on its second action."""
    words = f"  update: {{text: {text}}}\n" if text else ""
    second = f"  - action: sweep-twice\n    progress: {other}\n"
    return (REPORT, "actions:\n", f"row:\n  progress: {progress}\n{words}actions:\n{second}")


def status(word: str, progress: str) -> list[Edit]:
    return [(REPORT, PROGRESS, f"{ACTION}    progress: {progress}\n    status: {word}\n")]


def of_the_plan(text: str, count: str = "") -> Edit:
    row = f"    row:\n      code: SP\n      title: A Small Plan\n      update: {{text: {text}}}\n"
    return (QUARTER, OWN, f"{OWN}plans:\n  - plan: council-plan\n{row}{count}")


NO_ROWS: Edit = (QUARTER, OWN, f"{OWN}plans:\n  - plan: council-plan\n    off_target:\n      title: Off target\n")

REAL: list[tuple[Rule, str, str, list[str]]] = [
    (
        figures.percentages_fit_their_ratios,
        "moray",
        "STRAT2.1 ",
        ["18 of 43 is 41.9%, and '41.8%' is printed", "cut off"],
    ),
    (figures.percentages_fit_their_ratios, "moray", "SERV1.4 ", ["12 of 18 is 66.7%, and '66%' is printed"]),
    (
        figures.new_measure_is_no_target,
        "midlothian",
        "service plan, Funding and resources are in place for 23/24",
        ["'New Measure' is printed where the target should be, and '0' under baseline"],
    ),
    (
        figures.new_measure_is_no_target,
        "midlothian",
        "service plan, 1 x Single Point of Access in place (SPOA)",
        ["'New Measure'"],
    ),
    (
        figures.figures_and_words_agree,
        "midlothian",
        "service plan, Number of families who benefit from Family Systemic Work",
        ["figure is 17", "'19 families'"],
    ),
    (
        rollups.roll_ups_are_shares_like_their_parts,
        "moray",
        "SERV1 Instigate transformational change programme",
        ["'1'", "100%, 100%, 66% and 66%", "a mean of 83"],
    ),
    (
        rollups.roll_ups_do_not_reveal_a_blank,
        "moray",
        "STRAT2 Children and young people are safe and free from harm",
        ["38%", "66% and 33%", "STRAT2.1 is 14 to 17"],
    ),
    (
        counts.counts_of_a_plan_are_the_sum_of_its_groups,
        "moray",
        "STRAT2.2 ",
        [
            "the plan counts 3 completed, 4 where they should be and 5 behind",
            "together 3 completed, 5 where they should be and 4 behind",
            "STRAT2.2 may be counted in two ways",
        ],
    ),
    (
        statuses.what_is_off_target_is_listed,
        "midlothian",
        "service plan, Increase by 10% the number of families who organise their own support",
        ["46 is below 75", "not on the report's own list", "data/quarters/2022-23-q2/quarter.yml:"],
    ),
    (
        statuses.what_is_off_target_is_listed,
        "midlothian",
        "service plan, Number of families offered ",
        ["27 is below 90"],
    ),
    (statuses.what_is_off_target_has_a_commentary, "midlothian", "CS.SPSO.05.1 ", ["33.33% is on the report's list"]),
]

SPOILT: list[tuple[Rule, list[Edit], str]] = [
    (
        figures.percentages_fit_their_ratios,
        [(REPORT, VALUE, f"{VALUE}        numerator: 180\n        denominator: 200\n")],
        f"{REPORT}:11:16: 180 of 200 is 90.0%, and '92%' is printed; which one holds?",
    ),
    (
        figures.percentages_in_prose_fit_their_ratios,
        [(REPORT, VALUE, f"{VALUE}    commentary: The 12/43 (27.8%) streets of the coast were swept last.\n")],
        f"{REPORT}:8:5: in '12/43 (27.8%)', 12 of 43 is 27.9%, and '27.8%' is printed; which one holds?",
    ),
    (
        figures.new_measure_is_no_target,
        [(REPORT, MEASURE, f"{MEASURE}    target: New measure\n    baseline:\n")],
        f"{REPORT}:9:13: 'New measure' is printed where the target should be, and baseline is blank; "
        "is it in the wrong cell?",
    ),
    (
        figures.figures_and_words_agree,
        [UNIT, (REPORT, VALUE, f"value: 17\n    commentary: Nineteen {SAID}")],
        f"{REPORT}:11:16: figure is 17, and the text beside it says 'Nineteen streets'; do they count the same?",
    ),
    (
        rollups.roll_ups_are_shares_like_their_parts,
        [TWO, whole("3", "40%")],
        f"{REPORT}:5:13: progress is printed '3', and that of its 2 parts 40% and 20%, with a mean of 30; "
        "is a % sign or a figure missing?",
    ),
    (
        rollups.roll_ups_lie_between_their_parts,
        [TWO, whole("60%", "40%")],
        f"{REPORT}:5:13: progress is 60%, and that of its 2 parts from 20% to 40%; which one holds?",
    ),
    (
        rollups.roll_ups_do_not_reveal_a_blank,
        [TWO, whole("50%", "")],
        f"{REPORT}:5:13: progress is 50%, that of its other parts 20%, and of A2 blank; as their mean it says that A2 "
        "is 79 to 81; should A2 be reported?",
    ),
    (
        counts.counts_in_words_agree_with_progress,
        [TWO, whole("60%", "100%", "One of the two actions is behind and one is on track")],
        f"{REPORT}:6:11: the text counts 0 completed actions, and 1 has 100%; which one holds?",
    ),
    (
        counts.counts_of_statuses_agree_with_progress,
        [of_the_plan("Words", "    counts:\n      - {number: 2, words: under way, means: in progress}\n")],
        f"{QUARTER}:11:9: the statuses of 2 actions are counted, and the report has 1; which one holds?",
    ),
    (
        counts.counts_of_a_plan_are_the_sum_of_its_groups,
        [TWO, whole("30%", "40%", "Two actions are on track"), of_the_plan("One action is on track and one behind")],
        f"{QUARTER}:9:15: the text on the plan counts 0 completed, 1 where they should be and 1 behind, those on "
        f"clean-streets ({REPORT}:6) together 0 completed, 2 where they should be and 0 behind; which count holds?",
    ),
    (
        statuses.statuses_agree_with_the_rules,
        status("Completed", "20%"),
        f"{REPORT}:7:13: status is 'Completed', and by the rules it is in progress, because 20% is below 100% and "
        "31 March 2024 is not before 30 September 2022; which one holds?",
    ),
    (
        statuses.what_is_listed_off_target_is_off_target,
        [(QUARTER, OWN, listed("value: 92%\ntarget: 90%")), (REPORT, VALUE, VALUE + COMMENT)],
        f"{QUARTER}:9:11: it is on the report's list of what is off target, and 92% is above 90%; "
        "does it belong there?",
    ),
    (
        statuses.what_is_off_target_is_listed,
        [(REPORT, VALUE, f"value: 80%\n{COMMENT}"), NO_ROWS],
        f"{REPORT}:11:16: 80% is below 90%, yet not on the report's own list of what is off target ({QUARTER}:7); "
        "does it belong there?",
    ),
    (
        statuses.what_is_off_target_has_a_commentary,
        OFF,
        f"{REPORT}:11:16: 80% is below 90%, with no commentary; can the report say why?",
    ),
]

SILENT: list[tuple[str, Rule, list[Edit]]] = [
    (
        "rounded half up, and half to the even",
        figures.percentages_fit_their_ratios,
        [
            (REPORT, VALUE, "value: 12.5%\n        numerator: 1\n        denominator: 8\n"),
            (FIRST, "value: 91%\n", "value: 62%\n        numerator: 5\n        denominator: 8\n"),
        ],
    ),
    (
        "no share of a whole",
        figures.percentages_fit_their_ratios,
        [(REPORT, VALUE, f"{VALUE}        numerator: 0\n        denominator: 0\n")],
    ),
    (
        "a share that fits, a change and dates",
        figures.percentages_in_prose_fit_their_ratios,
        [
            (
                REPORT,
                VALUE,
                f"{VALUE}    commentary: In 2021/22 (50%) 11/43 (25.6%), 18 of 43 fell by 5%, 42/424, 2% up.\n",
            )
        ],
    ),
    (
        "a share in prose that is told of its figure",
        figures.percentages_in_prose_fit_their_ratios,
        [
            (
                REPORT,
                VALUE,
                "value: 27.8%\n        numerator: 12\n        denominator: 43\n    commentary: It was 12/43 (27.8%).\n",
            )
        ],
    ),
    (
        "a plan that has no target yet",
        figures.new_measure_is_no_target,
        [(PRIORITY, "    target: 90%\n", "    target: New measure\n")],
    ),
    (
        "a report that has no baselines",
        figures.new_measure_is_no_target,
        [(REPORT, MEASURE, f"{MEASURE}    target: New measure\n")],
    ),
    (
        "new in each cell",
        figures.new_measure_is_no_target,
        [(REPORT, MEASURE, f"{MEASURE}    target: New measure\n    baseline: New measure\n")],
    ),
    (
        "the same in words",
        figures.figures_and_words_agree,
        [UNIT, (REPORT, VALUE, f"value: 19\n    commentary: Nineteen {SAID}")],
    ),
    (
        "an earlier figure and a change",
        figures.figures_and_words_agree,
        [
            UNIT,
            (
                REPORT,
                VALUE,
                f"value: 17\n    commentary: Up from 15 streets, and 3 more {SAID}",
            ),
        ],
    ),
    (
        "two counts of the unit",
        figures.figures_and_words_agree,
        [UNIT, (REPORT, VALUE, f"value: 17\n    commentary: We saw 40 streets, and 19 {SAID}")],
    ),
    ("a mean of its parts", rollups.roll_ups_lie_between_their_parts, [TWO, whole("30%", "40%")]),
    ("rounded up past the highest", rollups.roll_ups_lie_between_their_parts, [TWO, whole("21%", "20.5%")]),
    (
        "a part that is left out may be complete",
        rollups.roll_ups_lie_between_their_parts,
        [TWO, whole("60%", "40%"), (PRIORITY, "actions:\n", "actions:\n  - id: done\n    title: Done\n")],
    ),
    ("a blank that was left out of the mean", rollups.roll_ups_do_not_reveal_a_blank, [TWO, whole("20%", "")]),
    (
        "two blanks",
        rollups.roll_ups_do_not_reveal_a_blank,
        [TWO, whole("50%", ""), (REPORT, "progress: 20%", "progress:")],
    ),
    (
        "counts that agree",
        counts.counts_in_words_agree_with_progress,
        [TWO, whole("60%", "100%", "One of the two actions has completed and one remains behind")],
    ),
    (
        "some of the actions of a group",
        counts.counts_in_words_agree_with_progress,
        [TWO, whole("60%", "100%", "One of the five new actions is behind")],
    ),
    (
        "what happened in the quarter",
        counts.counts_in_words_agree_with_progress,
        [TWO, whole("60%", "100%", "Two actions were completed during the quarter")],
    ),
    (
        "what is only hoped for",
        counts.counts_in_words_agree_with_progress,
        [TWO, whole("60%", "100%", "Two actions should be completed in spring")],
    ),
    (
        "a plan whose text counts some",
        counts.counts_of_a_plan_are_the_sum_of_its_groups,
        [TWO, whole("30%", "40%", "Two actions are on track"), of_the_plan("One action is behind")],
    ),
    (
        "a whole that is no mean of its parts",
        rollups.roll_ups_do_not_reveal_a_blank,
        [TWO, whole("90%", "")],
    ),
    (
        "in progress past the date that the report prints",
        statuses.statuses_agree_with_the_rules,
        [(REPORT, PROGRESS, f"{PROGRESS}    due: 30/06/2022\n    status: In progress\n")],
    ),
    ("completed at 100%", statuses.statuses_agree_with_the_rules, status("Completed", "100%")),
    (
        "check progress is a shade of in progress",
        statuses.statuses_agree_with_the_rules,
        status("Check progress", "20%"),
    ),
    ("a word that the council gives no meaning", statuses.statuses_agree_with_the_rules, status("Amber", "100%")),
    ("close to the target", statuses.what_is_off_target_has_a_commentary, [(REPORT, VALUE, "value: 88%\n")]),
    (
        "off target with a commentary",
        statuses.what_is_off_target_has_a_commentary,
        [(REPORT, VALUE, f"value: 80%\n{COMMENT}")],
    ),
    (
        "off target before the day of the target",
        statuses.what_is_off_target_has_a_commentary,
        [*OFF, (PRIORITY, "    target: 90%\n", "    target: 90%\n    due: 31/03/2023\n")],
    ),
    (
        "off target in an earlier quarter",
        statuses.what_is_off_target_has_a_commentary,
        [(FIRST, "value: 91%", "value: 80%")],
    ),
    ("off target in a plan not covered", statuses.what_is_off_target_has_a_commentary, [*OFF, NOT_COVERED]),
    ("no list of its own", statuses.what_is_off_target_is_listed, OFF),
]


@pytest.mark.parametrize(
    ("rule", "council", "subject", "words"), REAL, ids=[f"{row[0].__name__}: {row[2][:24]}" for row in REAL]
)
def test_the_real_reports_have_it(
    rule: Rule, council: str, subject: str, words: list[str], moray: Data, midlothian: Data
) -> None:
    told = [one for one in rule({"moray": moray, "midlothian": midlothian}[council]) if one.subject.startswith(subject)]
    [message] = [one.message for one in told]
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(("rule", "edits", "told"), SPOILT, ids=[row[0].__name__ for row in SPOILT])
def test_a_spoilt_fact_is_found_by_its_rule_alone(rule: Rule, edits: list[Edit], told: str, smallshire: Path) -> None:
    assert [str(one) for one in found(rule, smallshire, edits)] == [told]
    data = read(smallshire)
    assert [one for one in RULES if list(one(data))] == [rule]


@pytest.mark.parametrize(("rule", "edits"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_there_is_nothing_to_say(rule: Rule, edits: list[Edit], smallshire: Path) -> None:
    assert found(rule, smallshire, edits) == []


def test_every_rule_has_its_row() -> None:
    assert [row[0] for row in SPOILT] == list(RULES)


def test_clean_councils_are_left_alone(smallshire: Path, exampleshire: Data) -> None:
    for data in (read(smallshire), exampleshire):
        assert [one for rule in RULES for one in rule(data)] == []


def test_below_a_target_of_a_later_day_is_a_note_and_below_one_of_today_a_warning(
    smallshire: Path, midlothian: Data
) -> None:
    rule = statuses.what_is_off_target_is_listed
    assert {one.severity for one in rule(midlothian)} == {Severity.NOTE}
    [told] = found(rule, smallshire, SPOILT[-2][1])
    assert told.severity is Severity.WARNING


def test_a_text_that_counts_an_action_too_many_is_told_so(smallshire: Path) -> None:
    edit = whole("60%", "100%", "Of the three actions one has completed and one is on track and one is behind")
    [told] = found(counts.counts_in_words_agree_with_progress, smallshire, [TWO, edit])
    assert told.message == "the text speaks of 3 actions, and the report has 2; which one holds?"


def test_counts_of_statuses_are_held_against_what_is_completed(smallshire: Path) -> None:
    edit = of_the_plan("Words", "    counts:\n      - {number: 1, words: done, means: completed}\n")
    [told] = found(counts.counts_of_statuses_agree_with_progress, smallshire, [edit])
    assert told.message == "1 counted as 'done', and 0 have 100%; which one holds?"


def test_numbers_are_read_in_figures_and_in_words() -> None:
    assert [number(text) for text in ("four", "Twelve", "7", "1,200")] == [4, 12, 7, 1200]


def test_what_is_found_in_the_examples_is_acknowledged(moray: Data, midlothian: Data) -> None:
    names = {rule.__name__.replace("_", "-") for rule in (*RULES, *agreement.RULES, *dates.RULES)}
    for data in (moray, midlothian):
        mine = [one for one in findings(data) if one.rule in names]
        assert [str(one) for one in mine if not one.acknowledged] == []
