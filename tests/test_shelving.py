from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quarterday.model import Correction, CorrectionKind, Data
from quarterday.periods import Quarter
from quarterday.records import EditionRecord, Shelf
from quarterday.shelving import with_editions, with_refreshed, without

Q1, Q2 = Quarter(2022, 1), Quarter(2022, 2)
NOW = datetime(2022, 11, 18, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def record(quarter: Quarter, commit: str = "c", corrections: tuple[str, ...] = ()) -> EditionRecord:
    return EditionRecord(
        quarter=quarter.name,
        published=NOW,
        data_commit=commit,
        generator="Quarterday",
        generator_commit=commit,
        lock="",
        corrections=corrections,
        counts={},
        files={},
    )


@pytest.fixture
def data(exampleshire: Data) -> Data:
    def entry(id: str, quarter: Quarter) -> Correction:
        given = {"from": "1", "to": "2", "reason": "Wrong.", "measure": "waste"}
        return Correction(
            id=id,
            date=NOW.date(),
            quarter=quarter,
            kind=CorrectionKind.CORRECTION,
            **given,  # type: ignore[arg-type]
        )

    return exampleshire.model_copy(update={"corrections": (entry("a", Q1), entry("b", Q2)), "calendar": ()})


def test_editions_stand_oldest_first_with_the_digest_of_their_records(data: Data) -> None:
    shelving = with_editions(Shelf(), [record(Q2), record(Q1)], data, NOW)
    assert [(e.quarter, e.published, e.corrected) for e in shelving.shelf.editions] == [
        ("2022-23-q1", NOW, None),
        ("2022-23-q2", NOW, None),
    ]
    assert shelving.shelf.editions[0].digest == record(Q1).digest
    assert (shelving.copies, shelving.removed) == ({}, ())


def test_only_what_a_published_edition_includes_is_in_the_public_ledger(data: Data) -> None:
    shelf = with_editions(Shelf(), [record(Q1, corrections=("a",))], data, NOW).shelf
    assert [entry.id for entry in shelf.corrections] == ["a"]


def test_a_copy_has_a_number_that_no_copy_had_before(data: Data) -> None:
    shelf = with_editions(Shelf(), [record(Q1), record(Q2)], data, NOW).shelf
    first = with_editions(shelf, [record(Q1, "d")], data, LATER)
    assert first.copies == {"2022-23-q1-r1": "2022-23-q1"}
    [copy] = first.shelf.editions[0].superseded
    assert (copy.published, copy.replaced, copy.digest) == (NOW, LATER, record(Q1).digest)
    gone = with_editions(first.shelf, [record(Q1), record(Q2)], data, LATER, Q1)
    assert (gone.copies, gone.removed) == ({}, ("2022-23-q1-r1",))
    again = with_editions(gone.shelf, [record(Q1)], data, LATER)
    assert again.copies == {"2022-23-q1-r2": "2022-23-q1"}


def test_a_withdrawal_leaves_the_copies_of_earlier_quarters(data: Data) -> None:
    shelf = with_editions(Shelf(), [record(Q1), record(Q2)], data, NOW).shelf
    both = with_editions(shelf, [record(Q1, "d"), record(Q2, "d")], data, LATER, Q2)
    assert (both.copies, both.removed) == ({"2022-23-q1-r1": "2022-23-q1"}, ())


def test_an_edition_that_is_taken_down_takes_its_copies_along(data: Data) -> None:
    shelf = with_editions(Shelf(), [record(Q1)], data, NOW).shelf
    shelf = with_editions(shelf, [record(Q1, "d")], data, LATER).shelf
    gone = without(shelf, shelf.editions[0], "It was a draft.", LATER)
    assert gone.removed == ("2022-23-q1", "2022-23-q1-r1")
    assert gone.shelf.editions == ()
    assert [(one.quarter, one.reason) for one in gone.shelf.taken_down] == [("2022-23-q1", "It was a draft.")]
    back = with_editions(gone.shelf, [record(Q1)], data, LATER).shelf
    assert with_editions(back, [record(Q1, "d")], data, LATER).copies == {"2022-23-q1-r2": "2022-23-q1"}


def test_a_refresh_says_when_and_keeps_when_it_was_published(data: Data) -> None:
    shelf = with_editions(Shelf(), [record(Q1), record(Q2)], data, NOW).shelf
    first, second = with_refreshed(shelf, [record(Q1, "d")], LATER).editions
    assert (first.published, first.refreshed, first.digest) == (NOW, LATER, record(Q1, "d").digest)
    assert second.refreshed is None
