"""From ``data/`` to the model: what was typed, where it was typed, and nothing left out without a word."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from quarterday.model import Data, Polarity, in_force
from quarterday.periods import Quarter
from quarterday.problems import DataError, Place
from quarterday.reading import read
from quarterday.values import Kind, Reason

HERE = Path(__file__).parent
PRIORITY = Path("data/plans/council-plan/clean-streets.yml")
REPORT = Path("data/quarters/2022-23-q2/clean-streets.yml")


@pytest.fixture
def data(smallshire: Path) -> Data:
    return read(smallshire)


def with_report(site: Path, text: str) -> Data:
    (site / REPORT).write_text(text, encoding="utf-8")
    return read(site)


def with_result(site: Path, printed: str) -> Data:
    result = f"      - quarter: 2022-23-q2\n        value: {printed}\n"
    return with_report(site, f"measures:\n  - measure: streets-found-clean\n    results:\n{result}")


def test_the_names_of_folders_and_files_are_read_as_ids_and_quarters(data: Data) -> None:
    assert [plan.id for plan in data.plans] == ["council-plan"]
    assert [priority.id for priority in data.plans[0].priorities] == ["clean-streets"]
    assert [held.quarter for held in data.quarters] == [Quarter(2022, 1), Quarter(2022, 2)]
    assert [report.priority for report in data.quarters[1].priorities] == ["clean-streets"]
    assert [paper.id for paper in data.quarters[1].committee_reports] == ["streets-paper"]


def test_every_fact_remembers_where_it_was_written(data: Data) -> None:
    report = data.quarters[1].priorities[0]
    assert report.place == Place(REPORT.as_posix(), 2, 1)
    assert report.measures[0].place == Place(REPORT.as_posix(), 8, 5)
    assert report.measures[0].results[0].value.place == Place(REPORT.as_posix(), 11, 16)
    assert data.plans[0].priorities[0].measures[0].place == Place(PRIORITY.as_posix(), 16, 5)


def test_a_value_is_kept_as_printed_with_its_number_beside_it(smallshire: Path) -> None:
    data = with_result(smallshire, "92.50%")
    value = data.quarters[1].priorities[0].measures[0].results[0].value
    assert (value.printed, value.kind, str(value.number)) == ("92.50%", Kind.PERCENTAGE, "92.50")


def test_the_words_a_council_prints_for_no_figure_are_its_own(smallshire: Path) -> None:
    data = with_result(smallshire, "Held back")
    value = data.quarters[1].priorities[0].measures[0].results[0].value
    assert (value.printed, value.kind, value.reason) == ("Held back", Kind.NONE, Reason.SUPPRESSED)


def test_a_key_left_empty_is_a_blank_and_a_key_left_out_is_nothing(smallshire: Path) -> None:
    data = with_report(smallshire, "measures:\n  - measure: streets-found-clean\n    due:\n")
    (measure,) = data.quarters[1].priorities[0].measures
    assert measure.due is not None and measure.due.printed == ""
    assert measure.target is None


def test_a_title_that_never_changed_holds_from_the_start(data: Data) -> None:
    measure = data.plans[0].priorities[0].measures[0]
    assert in_force(measure.title, Quarter(1950, 1)) == "Streets found clean"
    assert measure.polarity is Polarity.HIGHER


def test_of_the_versions_of_a_target_the_last_to_have_begun_holds(smallshire: Path) -> None:
    whole = (smallshire / PRIORITY).read_text(encoding="utf-8")
    versions = "target:\n      - from: 2022-23-q2\n        value: 95%\n      - from: 2021-22-q1\n        value: 90%\n"
    (smallshire / PRIORITY).write_text(whole.replace("target: 90%\n", versions), encoding="utf-8")
    target = read(smallshire).plans[0].priorities[0].measures[0].target
    held = {quarter: in_force(target, Quarter(*quarter)) for quarter in [(2020, 4), (2022, 1), (2022, 2), (2023, 1)]}
    assert {quarter: value and value.printed for quarter, value in held.items()} == {
        (2020, 4): None,
        (2022, 1): "90%",
        (2022, 2): "95%",
        (2023, 1): "95%",
    }


def test_one_lead_may_be_written_without_a_list(smallshire: Path) -> None:
    whole = (smallshire / PRIORITY).read_text(encoding="utf-8")
    (smallshire / PRIORITY).write_text(
        whole.replace("    code: A1\n", "    code: A1\n    lead: Head of Streets\n"), encoding="utf-8"
    )
    assert read(smallshire).plans[0].priorities[0].actions[0].lead == ("Head of Streets",)


def test_a_day_is_a_date_and_a_yes_is_true(data: Data) -> None:
    assert data.plans[0].starts == date(2022, 4, 1)
    assert data.council.made_up is True


def test_hidden_files_and_folders_are_passed_over(smallshire: Path) -> None:
    (smallshire / "data" / ".DS_Store").write_bytes(b"\x00")
    (smallshire / "data" / "quarters" / ".git").mkdir()
    (smallshire / "data" / "quarters" / "2022-23-q1" / ".clean-streets.yml.swp").write_bytes(b"\x00")
    assert len(read(smallshire).quarters) == 2


def test_a_quarter_without_papers_needs_no_folder_for_them(smallshire: Path) -> None:
    shutil.rmtree(smallshire / "data" / "quarters" / "2022-23-q2" / "committee")
    assert read(smallshire).quarters[1].committee_reports == ()


@pytest.mark.parametrize(
    "site", [".", "examples/midlothian", "tests/councils/exampleshire", "tests/councils/smallshire"]
)
def test_the_data_that_are_kept_here_can_be_read(site: str) -> None:
    assert read(HERE.parent / site).quarters


def test_a_fact_is_never_changed(data: Data) -> None:
    with pytest.raises(ValueError, match="frozen"):
        data.council.name = "Another council"


def test_a_long_value_is_cut_short_where_it_is_complained_of(smallshire: Path) -> None:
    with pytest.raises(DataError) as told:
        with_report(smallshire, f"headline: {'x' * 61}\n")
    assert str(told.value) == f"{REPORT}:1:11: headline should be keys with values, found '{'x' * 57}…'"


def test_a_file_that_may_not_be_opened_is_told(smallshire: Path) -> None:
    (smallshire / REPORT).unlink()
    (smallshire / REPORT).symlink_to("nowhere.yml")
    with pytest.raises(DataError) as told:
        read(smallshire)
    assert str(told.value) == f"{REPORT}:1:1: cannot be read: No such file or directory"
