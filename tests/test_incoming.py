"""What people typed elsewhere goes into data/ as typed, all of it or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterday.amending import Step, written
from quarterday.entries import UNPRINTABLE, entries_of
from quarterday.incoming import Incoming, NotTaken, changes, put, told, tried, write
from quarterday.problems import DataError
from quarterday.reading import read

FILE = "data/quarters/2022-23-q2/clean-streets.yml"
PROGRESS: tuple[Step, ...] = ("actions", ("action", "buy-a-sweeper"), "progress")
VALUE: tuple[Step, ...] = (
    "measures",
    ("measure", "streets-found-clean"),
    "results",
    ("quarter", "2022-23-q2"),
    "value",
)
WORDS: tuple[Step, ...] = ("measures", ("measure", "streets-found-clean"), "commentary")


def typed(value: str, steps: tuple[Step, ...] = PROGRESS, cell: str = "Actions!C4", file: str = FILE) -> Incoming:
    subject = "A1 Buy a street sweeper" if steps[0] == "actions" else "M1 Streets found clean"
    return Incoming(f"streets.xlsx!{cell}", file, steps, value, subject)


def refused(site: Path, *incoming: Incoming) -> list[str]:
    before = files_of(site)
    with pytest.raises(NotTaken) as raised:
        write(site, changes(site, incoming))
    assert files_of(site) == before
    return list(raised.value.problems)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_only_what_differs_is_a_change(smallshire: Path) -> None:
    [change] = changes(smallshire, [typed("20%"), typed("93%", VALUE), typed("More sweeping.", WORDS)][:2])
    assert (change.old, change.new) == ("92%", "93%")


def test_a_value_where_nothing_stands_is_a_change_from_nothing(smallshire: Path) -> None:
    [change] = changes(smallshire, [typed("More sweeping.", WORDS)])
    assert (change.old, change.new) == ("", "More sweeping.")


@pytest.mark.parametrize("nothing", ["", " ", "\n"])
def test_an_empty_cell_never_blanks_what_stands(smallshire: Path, nothing: str) -> None:
    assert changes(smallshire, [typed(nothing)]) == ()


def test_the_line_end_of_a_block_of_prose_is_no_change(smallshire: Path) -> None:
    path = smallshire / FILE
    path.write_text(path.read_text() + "    commentary: |\n      One.\n      Two.\n")
    assert changes(smallshire, [typed("One.\r\nTwo.", WORDS)]) == ()


def test_a_value_is_written_in_its_place_and_the_rest_of_the_file_is_as_it_was(smallshire: Path) -> None:
    path = smallshire / FILE
    before = path.read_text().replace("  - action: b", "  # ordered in May\n  - action: b")
    path.write_text(before)
    write(smallshire, changes(smallshire, [typed("21.50%"), typed("93%", VALUE, "Measures!C4")]))
    assert path.read_text() == before.replace("20%", "21.50%").replace("92%", "93%")


def test_line_ends_and_the_mark_at_the_start_stay_as_they_are(smallshire: Path) -> None:
    path = smallshire / FILE
    before = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    write(smallshire, changes(smallshire, [typed("21%")]))
    assert path.read_bytes() == before.replace(b"20%", b"21%")


def test_a_file_that_is_not_there_is_made(smallshire: Path) -> None:
    (smallshire / FILE).unlink()
    write(smallshire, changes(smallshire, [typed("21%"), typed("One.\nTwo.", WORDS)]))
    assert (smallshire / FILE).read_text() == (
        "actions:\n  - action: buy-a-sweeper\n    progress: 21%\n"
        "measures:\n  - measure: streets-found-clean\n    commentary: |-\n      One.\n      Two.\n"
    )


def test_a_key_with_nothing_after_it_is_filled(smallshire: Path) -> None:
    before = "actions:\n  - action: buy-a-sweeper\n    progress:   # blank so far\nmeasures:\n"
    measure = "  - measure: streets-found-clean\n    results:\n      - quarter: 2022-23-q2\n        value:\n"
    (smallshire / FILE).write_text(before + measure)
    these = changes(smallshire, [typed("21%"), typed("93%", VALUE)])
    assert [change.old for change in these] == ["", ""]
    write(smallshire, these)
    assert (smallshire / FILE).read_text() == (before + measure).replace("progress:  ", "progress: 21%").replace(
        "value:", "value: 93%"
    )


def test_the_difference_shows_old_and_new_words_whole(smallshire: Path) -> None:
    path = smallshire / FILE
    path.write_text(path.read_text() + "    commentary: Fewer leaves fell than in the quarter before.\n")
    these = changes(
        smallshire,
        [
            typed("21%"),
            typed("In progress", (*PROGRESS[:2], "status")),
            typed("Leaves fell.\nThey were swept.", WORDS),
        ],
    )
    assert list(told(these)) == [
        FILE,
        "  A1 Buy a street sweeper",
        '    progress: "20%" -> "21%"',
        '    status: nothing -> "In progress"',
        "  M1 Streets found clean",
        "    commentary:",
        "      - Fewer leaves fell than in the quarter before.",
        "      + Leaves fell.",
        "      + They were swept.",
    ]


def test_two_values_for_one_place_are_refused_with_both_places(smallshire: Path) -> None:
    assert refused(smallshire, typed("21%"), typed("22%", cell="Actions!C9"), typed("23%", cell="Actions!C11")) == [
        "streets.xlsx!Actions!C9: progress of A1 Buy a street sweeper should be one value,"
        " but streets.xlsx!Actions!C4 says '21%'",
        "streets.xlsx!Actions!C11: progress of A1 Buy a street sweeper should be one value,"
        " but streets.xlsx!Actions!C4 says '21%'",
    ]


def test_one_value_given_twice_is_taken_once(smallshire: Path) -> None:
    assert len(changes(smallshire, [typed("21%"), typed("21%", cell="Actions!C9")])) == 1


def test_every_problem_is_told_at_once(smallshire: Path) -> None:
    elsewhere = "data/quarters/2022-23-q3/clean-streets.yml"
    (smallshire / FILE).write_text("actions: soon\nmeasures:\n  - measure: streets-found-clean\n    commentary: [a]\n")
    assert refused(
        smallshire,
        typed("21%", file=elsewhere),
        typed("22%", cell="Actions!C5"),
        typed("a\x07b", VALUE, "Measures!C4"),
        typed("words", WORDS, "Measures!D4"),
    ) == [
        "data/quarters/2022-23-q3: there is no such quarter yet; make it with: quarterday new-quarter 2022-23-q3",
        f"streets.xlsx!Actions!C5: progress of A1 Buy a street sweeper cannot be put where {FILE}:1:10 has 'soon'",
        "streets.xlsx!Measures!C4: should be printable characters, found U+0007",
        f"streets.xlsx!Measures!D4: commentary of M1 Streets found clean cannot be put where {FILE}:4:17 has a list",
    ]


def test_a_file_that_cannot_be_read_is_told_with_its_line(smallshire: Path) -> None:
    (smallshire / FILE).write_text("actions:\n  - action: *x\n")
    assert refused(smallshire, typed("21%")) == [
        f"{FILE}:2:13: '*x' points to another place; text that starts with * needs quotes"
    ]


def test_what_data_would_refuse_is_told_at_the_cell_it_came_from(smallshire: Path) -> None:
    assert refused(
        smallshire,
        typed("Going well", (*PROGRESS[:2], "status")),
        typed("2022", (*PROGRESS[:2], "update", "quarter"), "Actions!D4"),
        typed("words", (*PROGRESS[:2], "update", "text"), "Actions!E4"),
    ) == ["streets.xlsx!Actions!D4: quarter should be a quarter such as 2022-23-q2, found '2022'"]
    assert refused(smallshire, typed("21%", ("actions", ("action", "sell-a-sweeper"), "progress"))) == [
        "streets.xlsx!Actions!C4: the priority has no action 'sell-a-sweeper'"
    ]


def test_data_that_cannot_be_published_are_corrected_first(smallshire: Path) -> None:
    plan = smallshire / "data/plans/council-plan/plan.yml"
    plan.write_text("")
    with pytest.raises(DataError, match=r"plan.yml:1:1: is empty"):
        tried(smallshire, changes(smallshire, [typed("21%")]))


def test_a_value_that_changed_since_it_was_shown_is_not_overwritten(smallshire: Path) -> None:
    these = changes(smallshire, [typed("21%")])
    path = smallshire / FILE
    path.write_text(path.read_text().replace("20%", "25%"))
    with pytest.raises(NotTaken) as raised:
        write(smallshire, these)
    assert raised.value.problems == (f"streets.xlsx!Actions!C4: {FILE} has changed meanwhile; try again",)


def test_a_disk_that_fails_half_way_leaves_every_file_as_it_was(
    smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = FILE.replace("q2", "q1")
    new = "data/quarters/2022-23-q2/dirty-streets.yml"
    texts = {earlier: "a: 1\n", new: "b: 2\n", FILE: "c: 3\n"}
    before = files_of(smallshire)
    replace = os.replace

    def fails_last(source: Path, to: Path) -> None:
        if to == smallshire / FILE:
            raise OSError(28, "No space left on device")
        replace(source, to)

    monkeypatch.setattr("quarterday.incoming.os.replace", fails_last)
    with pytest.raises(OSError, match="No space left"):
        put(smallshire, texts)
    assert files_of(smallshire) == before


def test_nothing_is_left_beside_the_files(smallshire: Path) -> None:
    before = set(files_of(smallshire))
    write(smallshire, changes(smallshire, [typed("21%")]))
    assert set(files_of(smallshire)) == before
    assert read(smallshire).quarters[1].priorities[0].actions[0].progress is not None


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_any_text_is_read_back_as_it_was_typed(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not UNPRINTABLE.search(text):
        assert entries_of(written({"text": {"words": text}, "after": "x"}), "") == {
            "text": {"words": text},
            "after": "x",
        }
