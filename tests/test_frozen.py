"""The rules of a frozen edition, by values alone; ``test_publishing`` has them in a repository."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from quarterday.facts import Difference
from quarterday.frozen import held_back, named, new_corrections, not_so, remedy, rewritten, unexplained
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


def test_a_withdrawal_may_take_back_the_reason_of_an_entry_that_it_names(with_data: Any) -> None:
    shelf = shelved(Q1, corrections=(LedgerEntry.of(correction(reason="It was 91%, and is 90.5%.")),))
    redacted = correction(reason="Redacted.", **EMPTIED)
    assert len(told(with_data(redacted, withdrawal()), shelf)) == 1
    assert told(with_data(redacted, withdrawal(withdraws=("a",))), shelf) == []


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
        # A quarter that was added behind it, and an editor's note, change nothing that the edition printed.
        (Difference(("quarters", "2022-23-q1"), None, "x"), (), True),
        (Difference(("quarters", "2022-23-q1", "streets", "measure waste", "editors_note"), "a", "b"), (), True),
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
    named = [(entry, {entry.measure or entry.action or ""}) for entry in entries]
    assert unexplained([difference], Q2, named) == ([] if is_explained else [difference])


def test_a_thing_that_was_renamed_since_is_named_by_its_earlier_id_too(exampleshire: Data) -> None:
    [renamed] = [measure for measure in exampleshire.measures if measure.formerly]
    entry = correction(measure=renamed.formerly[0])
    assert unexplained([of_measure(renamed.id)], Q1, named([entry], exampleshire)) == []


def test_a_correction_says_what_the_data_say(exampleshire: Data) -> None:
    def told(*entries: Correction) -> list[str]:
        changed = [Difference(("quarters", "2022-23-q1", "streets", "measure waste", "value"), "91%", "90.5%")]
        return [problem.message for problem in not_so(named(entries, exampleshire), changed, Q1)]

    def says(was: str, to: str, id: str = "a") -> Correction:
        words: dict[str, Any] = {"from": was, "to": to}
        return correction(id, **words)

    assert told(says("91%", "90.5%")) == told(says("91%", "91.5%", "a"), says("91.5%", "90.5%", "b")) == []
    nothing = "and nothing in the data of waste changes so"
    assert told(says("17%", "90.5%")) == [f"the correction 'a' says from '17%' to '90.5%', {nothing}"]
    assert told(says("91%", "33%")) == [f"the correction 'a' says from '91%' to '33%', {nothing}"]
    assert told(correction(measure=None, page="about/")) == told(withdrawal()) == []
    gone = "removes nothing; take what is withdrawn out of data/ first"
    assert told(withdrawal(measure="roads")) == [f"the withdrawal 'w' {gone}"]


@pytest.mark.parametrize(
    ("path", "old", "right"),
    [
        (
            ("quarters", "2022-23-q1", "streets", "measure waste", "value"),
            "1",
            "quarter: 2022-23-q1 and measure: waste",
        ),
        (("quarters", "2022-23-q2", "streets", "action sweep", "due"), "1", "quarter: 2022-23-q2 and action: sweep"),
        (("plans", "plan", "title"), "1", "quarter: 2022-23-q2 and page: the address of the page that shows it"),
    ],
)
def test_the_remedy_names_the_quarter_and_the_thing(path: tuple[str, ...], old: str, right: str) -> None:
    assert remedy(Difference(path, old, "2"), Q2) == f"give data/corrections.yml an entry with {right}"


def test_the_remedy_for_what_is_new_in_a_plan_is_its_first_quarter() -> None:
    new = Difference(("plans", "plan", "streets", "measure waste"), None, "x")
    assert remedy(new, Q2) == "give what is new in a plan a title with from: and the first quarter that has it"
    for path in (("plans", "another"), ("plans", "plan", "streets", "outcome clean")):
        first = "give what is new in a plan from: and the first quarter that has it"
        assert remedy(Difference(path, None, "x"), Q2) == first


# ---- the calendar ----


def test_a_confirmed_date_stays_or_says_why_it_moved(with_data: Any) -> None:
    was, now = date(2023, 2, 14), date(2023, 2, 21)
    shelf = shelved(Q2, calendar=(CalendarEntry.of(release(Q3, was)),))
    assert told(with_data(calendar=(release(Q3, was),)), shelf) == []
    moved = (Moved.model_validate({"from": was, "reason": "The committee meets later."}),)
    assert told(with_data(calendar=(release(Q3, now, moved=moved),)), shelf) == []
    at_noon: dict[str, Any] = {"from": was, "reason": "The hall is free at noon.", "time": time(9, 30)}
    later = release(Q3, was, time=time(12), moved=(Moved.model_validate(at_noon),))
    assert told(with_data(calendar=(later,)), shelf) == []
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
