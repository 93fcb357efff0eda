"""The rules of a frozen edition, by values alone; ``test_publishing`` has them in a repository."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from quarterday.facts import Difference
from quarterday.frozen import held_back, new_corrections, rewritten, unexplained
from quarterday.model import Correction, CorrectionKind, Data, Moved, Release, Stage
from quarterday.periods import Quarter
from quarterday.records import CalendarEntry, LedgerEntry, Shelf, Shelved

Q1, Q2, Q3 = (Quarter(2022, number) for number in (1, 2, 3))
NOW = datetime(2022, 11, 18, 9, 30, tzinfo=UTC)


EMPTIED: dict[str, Any] = {"from": "", "to": ""}


def correction(id: str = "a", quarter: Quarter = Q1, **more: Any) -> Correction:
    given: dict[str, Any] = {"kind": CorrectionKind.CORRECTION, "measure": "waste", "from": "1", "to": "2"}
    return Correction(id=id, date=date(2022, 9, 6), quarter=quarter, **({"reason": "Wrong."} | given | more))


def withdrawal(id: str = "w", quarter: Quarter = Q1, **more: Any) -> Correction:
    return correction(id, quarter, **({"kind": CorrectionKind.WITHDRAWAL, "from": None, "to": None} | more))


def release(quarter: Quarter, day: date, stage: Stage = Stage.CONFIRMED, **more: Any) -> Release:
    return Release(quarter=quarter, stage=stage, date=day, **more)


def shelved(*quarters: Quarter, **more: Any) -> Shelf:
    editions = tuple(Shelved(quarter=one.name, published=NOW, counts={}) for one in quarters)
    return Shelf(editions=editions, **more)


@pytest.fixture
def with_data(exampleshire: Data) -> Any:
    def made(*corrections: Correction, calendar: tuple[Release, ...] = ()) -> Data:
        return exampleshire.model_copy(update={"corrections": corrections, "calendar": calendar})

    return made


def told(data: Data, shelf: Shelf) -> list[str]:
    return [problem.message for problem in rewritten(data, shelf)]


# ---- the ledger ----


def test_an_entry_is_held_to_every_word_that_was_published(with_data: Any) -> None:
    shelf = shelved(Q1, corrections=(LedgerEntry.of(correction()),))
    assert told(with_data(correction()), shelf) == []
    again = "; put it back, and add a new entry instead"
    for key, given, was, found in (
        ("from", "9", "1", "9"),
        ("to", "9", "2", "9"),
        ("reason", "Other.", "Wrong.", "Other."),
        ("measure", "roads", "waste", "roads"),
        ("kind", CorrectionKind.LATE_DATA, "correction", "late data"),
    ):
        other: dict[str, Any] = {key: given}
        changed = with_data(correction(**other))
        assert told(changed, shelf) == [f"the correction 'a' was published with {key} '{was}', found '{found}'{again}"]


def test_an_entry_that_is_gone_is_told(with_data: Any) -> None:
    shelf = shelved(Q1, corrections=(LedgerEntry.of(correction()),))
    assert told(with_data(correction("b")), shelf) == [
        "the correction 'a' was published, and has to stay; put it back as it was"
    ]


def test_a_withdrawal_takes_the_words_of_earlier_entries_on_the_same_thing(with_data: Any) -> None:
    shelf = shelved(Q1, corrections=(LedgerEntry.of(correction()), LedgerEntry.of(correction("b", measure="roads"))))
    roads = correction("b", measure="roads")
    for words in ({}, EMPTIED):  # whether or not the file still has them
        assert told(with_data(correction(**words), roads, withdrawal()), shelf) == []
    assert len(told(with_data(correction(**EMPTIED), roads), shelf)) == 2
    elsewhere = withdrawal(quarter=Q2)
    assert len(told(with_data(correction(**EMPTIED), roads, elsewhere), shelf)) == 2


def test_entries_that_are_not_public_yet_are_the_new_ones() -> None:
    shelf = shelved(Q1, corrections=(LedgerEntry.of(correction()),))
    entries = (correction(), correction("b"), correction("c", Q2))
    assert [one.id for one in new_corrections(entries, Q1, shelf)] == ["b"]


# ---- what a correction explains ----


def of_measure(name: str, quarter: Quarter | None = Q1) -> Difference:
    where = ("quarters", quarter.name) if quarter else ("plans", "council-plan")
    return Difference((*where, "streets", f"measure {name}", "value"), "1", "2")


@pytest.mark.parametrize(
    ("difference", "entries", "is_explained"),
    [
        (of_measure("waste"), (), False),
        (of_measure("waste"), (correction(),), True),
        (Difference(("rules", "reasons", "Late"), None, "not yet available"), (), True),
        (Difference(("rules", "rules", "tolerance"), "5%", "10%"), (), False),
        (of_measure("roads"), (correction(),), False),
        (of_measure("waste"), (correction(quarter=Q2),), False),
        # An edition of Q2 shows Q1 too: what was corrected there is told at the root.
        (of_measure("waste", Q1), (correction(quarter=Q1),), True),
        # What a plan says is of the edition's own quarter.
        (of_measure("waste", None), (correction(quarter=Q1),), False),
        (of_measure("waste", None), (correction(quarter=Q2),), True),
        (
            Difference(("quarters", "2022-23-q2", "streets", "action sweep", "due"), "1", "2"),
            (correction(quarter=Q2),),
            False,
        ),
        (
            Difference(("quarters", "2022-23-q2", "streets", "action sweep", "due"), "1", "2"),
            (correction(quarter=Q2, measure=None, action="sweep"),),
            True,
        ),
        (
            Difference(("quarters", "2022-23-q2", "streets", "risk 1", "text"), "1", "2"),
            (correction(quarter=Q2),),
            False,
        ),
        (
            Difference(("quarters", "2022-23-q2", "streets", "risk 1", "text"), "1", "2"),
            (correction(quarter=Q2, measure=None, page="priorities/streets/"),),
            True,
        ),
    ],
)
def test_a_difference_is_explained_by_an_entry_that_names_it(
    difference: Difference, entries: tuple[Correction, ...], is_explained: bool
) -> None:
    assert unexplained([difference], Q2, entries) == ([] if is_explained else [difference])


# ---- the calendar ----


def test_a_confirmed_date_stays_or_says_why_it_moved(with_data: Any) -> None:
    was, now = date(2023, 2, 14), date(2023, 2, 21)
    shelf = shelved(Q2, calendar=(CalendarEntry.of(release(Q3, was)),))
    assert told(with_data(calendar=(release(Q3, was),)), shelf) == []
    moved = (Moved.model_validate({"from": was, "reason": "The committee meets later."}),)
    assert told(with_data(calendar=(release(Q3, now, moved=moved),)), shelf) == []
    otherwise = "2022-23-q3 was confirmed for 14 February 2023 at 09:30, and is now otherwise"
    say_why = "; say why under moved, with from: 2023-02-14"
    assert told(with_data(calendar=(release(Q3, now),)), shelf) == [otherwise + say_why]
    assert told(with_data(calendar=(release(Q3, was, Stage.PROVISIONAL),)), shelf) == [otherwise + say_why]
    assert told(with_data(), shelf) == [
        "2022-23-q3 was confirmed for 14 February 2023, and has to stay in the calendar"
    ]


def test_a_provisional_date_moves_freely_and_so_does_that_of_a_published_quarter(with_data: Any) -> None:
    provisional = release(Q3, date(2023, 2, 14), Stage.PROVISIONAL)
    assert told(with_data(), shelved(Q2, calendar=(CalendarEntry.of(provisional),))) == []
    assert told(with_data(), shelved(Q3, calendar=(CalendarEntry.of(release(Q3, date(2023, 2, 14))),))) == []


def test_a_quarter_waits_for_an_earlier_one_that_is_held_back(exampleshire: Data) -> None:
    future = (release(Q1, NOW.date() + timedelta(days=30)),)
    data = exampleshire.model_copy(update={"calendar": future})
    assert held_back(Q2, data, Shelf(), NOW) == Q1
    assert held_back(Q1, data, Shelf(), NOW) is None
    assert held_back(Q2, data, shelved(Q1), NOW) is None
    assert held_back(Q2, data, Shelf(), NOW + timedelta(days=31)) is None
