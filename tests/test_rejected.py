"""Data that must be refused: each folder of ``rejected`` is a complaint, laid over the smallest whole site."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quarterday.edition import edition
from quarterday.problems import DataError

HERE = Path(__file__).parent
COMPLAINTS = sorted(path for path in (HERE / "rejected").iterdir() if path.is_dir())


def told_of(site: Path) -> str:
    with pytest.raises(DataError) as told:
        edition(site)
    return f"{told.value}\n"


def test_the_site_that_the_complaints_are_laid_over_is_published_without_a_warning(smallshire: Path) -> None:
    assert edition(smallshire).warnings == ()


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda path: path.name)
def test_data_are_refused_in_the_words_of(complaint: Path, smallshire: Path) -> None:
    shutil.copytree(complaint / "data", smallshire / "data", dirs_exist_ok=True)
    assert told_of(smallshire) == (complaint / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("bracket", ["[", "{", "- ", "? "], ids=["list", "keys", "dashes", "question-marks"])
def test_thirty_thousand_brackets_are_refused_and_do_not_end_the_program(bracket: str, smallshire: Path) -> None:
    file = smallshire / "data" / "quarters" / "2022-23-q2" / "clean-streets.yml"
    file.write_text(bracket * 30_000)
    (problem,) = told_of(smallshire).splitlines()
    assert problem == (
        f"data/quarters/2022-23-q2/clean-streets.yml:1:{20 * len(bracket) + 1}: is more than 20 levels deep"
    )


def test_a_site_without_data_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "elsewhere"
    site.mkdir()
    assert told_of(site) == ("data/council.yml:1:1: this file should be there; is elsewhere/ the site's folder?\n")


@pytest.mark.parametrize("folder", ["plans", "quarters"])
def test_a_folder_that_is_not_there_is_told(folder: str, smallshire: Path) -> None:
    shutil.rmtree(smallshire / "data" / folder)
    assert told_of(smallshire).splitlines()[0] == f"data/{folder}:1:1: this folder should be there"


def test_a_council_without_a_quarter_is_refused(smallshire: Path) -> None:
    shutil.rmtree(smallshire / "data" / "quarters")
    (smallshire / "data" / "quarters").mkdir()
    assert told_of(smallshire) == ("data/quarters:1:1: there should be at least one quarter, such as 2022-23-q2\n")


def test_a_website_without_a_word_on_its_accessibility_is_refused(smallshire: Path) -> None:
    (smallshire / "data" / "accessibility.yml").unlink()
    assert told_of(smallshire) == (
        "data/accessibility.yml:1:1: this file should be there;"
        " the accessibility statement, which the law asks for, is made from it\n"
    )
