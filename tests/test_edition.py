"""Which quarter is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday.edition import edition
from quarterday.environment import CHOSEN_BY
from quarterday.periods import Quarter
from quarterday.problems import DataError


def test_the_latest_quarter_is_built_unless_another_is_named(smallshire: Path) -> None:
    assert edition(smallshire).quarter == Quarter(2022, 2)


def test_the_quarter_that_is_named_is_built(smallshire: Path) -> None:
    assert edition(smallshire, "2022-23-q1").quarter == Quarter(2022, 1)


def test_the_environment_names_a_quarter_and_an_argument_outweighs_it(
    smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CHOSEN_BY, "2022-23-q1")
    assert edition(smallshire).quarter == Quarter(2022, 1)
    assert edition(smallshire, "2022-23-q2").quarter == Quarter(2022, 2)


def test_an_empty_name_is_no_name(smallshire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOSEN_BY, "")
    assert edition(smallshire).quarter == Quarter(2022, 2)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2022-23-q4", "data/quarters:1:1: there is no folder for 2022-23-q4; there are 2022-23-q1, 2022-23-q2"),
        ("latest", "data/quarters:1:1: the quarter to build should be a quarter such as 2022-23-q2, found 'latest'"),
    ],
)
def test_a_quarter_that_is_not_there_is_refused(name: str, told: str, smallshire: Path) -> None:
    with pytest.raises(DataError) as error:
        edition(smallshire, name)
    assert str(error.value) == told


def test_two_editions_of_one_quarter_are_alike(smallshire: Path) -> None:
    one, other = edition(smallshire).site, edition(smallshire).site
    assert one.frame == other.frame
    assert one.contents == other.contents
