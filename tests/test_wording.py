"""Long sentences are told, with where they are; nothing is rewritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday.edition import edition
from quarterday.model import Data
from quarterday.reading import read
from quarterday.wording import long_sentences, sentences

REPORT = "data/quarters/2022-23-q2/clean-streets.yml"


def words(count: int) -> str:
    return "Streets " + " ".join(["were"] * (count - 2)) + " clean."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("19.5% of 10.2 homes. More.", ["19.5% of 10.2 homes.", "More."]),
        ("It fell, e.g. by half.", ["It fell, e.g. by half."]),
        ("He said “no.” We went.", ["He said “no.", "We went."]),
        ("Done. \\*A note.", ["Done.", "\\*A note."]),
        ("- one thing\n- another\n- a third", ["one thing", "another", "a third"]),
        ("A line\nthat goes on.\n\nAnother.", ["A line\nthat goes on.", "Another."]),
        ("", []),
    ],
)
def test_a_sentence_ends_at_its_stop_its_paragraph_or_its_item(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(("count", "told"), [(25, 0), (26, 1)])
def test_twenty_five_words_are_enough(count: int, told: int, smallshire: Path) -> None:
    file = smallshire / REPORT
    file.write_text(f"{file.read_text(encoding='utf-8')}achievements: {words(count)}\n", encoding="utf-8")
    assert len(long_sentences(read(smallshire))) == told


def test_a_long_sentence_is_told_with_its_place_and_published_as_it_is(smallshire: Path) -> None:
    file = smallshire / REPORT
    file.write_text(f"{file.read_text(encoding='utf-8')}achievements: {words(31)}\n", encoding="utf-8")
    (problem,) = long_sentences(read(smallshire))
    assert str(problem) == (
        f"{REPORT}:2:1: achievements has a sentence of 31 words: 'Streets were were were were were were were …'"
    )
    pages = edition(smallshire).site.pages
    assert any(words(31) in page.content for page in pages)


@pytest.mark.parametrize(
    "typed",
    [
        "change_requests: {}\n",
        "risks:\n  - text: Rain.\n    mitigation: {}\n",
        "actions:\n  - action: buy-a-sweeper\n    desired_outcomes:\n      - {}\n",
    ],
)
def test_a_text_that_may_be_left_out_and_a_list_of_lines_are_read_too(typed: str, smallshire: Path) -> None:
    (smallshire / REPORT).write_text(typed.format(words(31)), encoding="utf-8")
    (problem,) = long_sentences(read(smallshire))
    assert "has a sentence of 31 words" in problem.message


def test_every_text_is_read_wherever_it_stands(moray: Data) -> None:
    found = {(problem.place.path, problem.message.split()[0]) for problem in long_sentences(moray)}
    assert {path.rsplit("/", 1)[0] for path, _ in found} >= {
        "data/quarters/2022-23-q2",
        "data/quarters/2020-21-q3/committee",
    }
    assert {key for _, key in found} >= {"text", "commentary", "title"}
    assert all(path.endswith(".yml") for path, _ in found)
