"""Figures so small that a person could be known by them, in tables and in words.

A count is small from 1 to below the council's threshold. 0 is not: it is of nobody. A target is no count. A figure of
today less the one of the quarter before is of people only where the figure is of the year so far; otherwise people both
came and left. What is found of staff is a note, for a post is public where a family is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import PurePosixPath

from quarterday.model import Correction, Data, Figure
from quarterday.phrases import all_of
from quarterday.problems import Place, Problem
from quarterday.rules.counts_of_people import Reported, reported
from quarterday.rules.rule import Rule, note, warning
from quarterday.rules.small_numbers import Counted, counted, names_people
from quarterday.rules.withheld import puzzles
from quarterday.texts import Text, texts
from quarterday.values import Kind, Value, parse
from quarterday.wording import sentences

INSTEAD = "say in acknowledged.yml why it is published, or write suppressed or a band such as 1-4"
UNLESS = "say in acknowledged.yml why it is published, or write suppressed"
LEAST_DECIMALS = 1
"""With none, nearly every percentage fits some small number."""
MOST_DECIMALS = 9
SHARE = re.compile(r"(?<![\w.,£])[0-9]{1,2}\.[0-9]{1,9}(?: ?%| per ?cent)")


def counts_of_people_are_not_small(data: Data) -> Iterator[Problem]:
    """Moray's kinship panel gave 2 approvals; Midlothian's targets for young people in care are 2 and 3."""
    limit = data.council.rules.disclosure_threshold
    for one in reported(data):
        small = [(label, value) for label, value in one.counts if _is_small(value, limit)]
        if small:
            about = ", ".join(f"{label}{value.printed}" for label, value in small)
            found = all_of(f"{label}'{value.printed}'" for label, value in small)
            yield _told(one, about, f"a count of people under {limit}: {found}; {INSTEAD}")
    for text in texts(data):
        figure = text.of if isinstance(text.of, Figure) and text.is_figure else None
        if figure and names_people(figure.name) and _is_small(figure.value, limit):
            told = f"a count of people under {limit}: '{text.words}'; {INSTEAD}"
            yield warning(text.place, text.subject, text.words, told)


def words_do_not_count_few_people(data: Data) -> Iterator[Problem]:
    """Moray: "One child was registered", "four were deregistered". Midlothian: "X3 workers", "social worker (x1)"."""
    limit = data.council.rules.disclosure_threshold
    told: list[tuple[Text, list[Counted], list[Place]]] = []
    first: dict[tuple[str, str], list[Place]] = {}
    for text in texts(data):
        if not (text.document or isinstance(text.of, Correction)):
            continue
        small = [one for one in counted(text.words) if 0 < one.number < limit]
        if not small:
            continue
        # A figure's quotation has the words of the text that it is from.
        said = [(str(PurePosixPath(text.place.path).parent), one.sentence) for one in small]
        again = first.get(said[0])
        if again is not None and all(first.get(one) is again for one in said):
            again.append(text.place)
            continue
        again = []
        first.update({one: again for one in said if one not in first})
        told.append((text, small, again))
    for text, small, again in told:
        phrases = [one.phrase for one in small]
        also = f"; the same words stand at {all_of(f'{at.path}:{at.line}' for at in again)}" if again else ""
        found = ", ".join(f"'{phrase}'" for phrase in phrases)
        if all(one.staff for one in small):
            words = (
                f"{text.key} counts fewer than {limit} of the staff: {found}; is that as public as their posts?{also}"
            )
            yield note(text.place, text.subject, ", ".join(phrases), words)
        else:
            instead = f"say in acknowledged.yml why they are published, or write 'fewer than {limit}'"
            words = f"{text.key} counts fewer than {limit} people: {found}; {instead}{also}"
            yield warning(text.place, text.subject, ", ".join(phrases), words)


def shares_are_not_of_few_people(data: Data) -> Iterator[Problem]:
    """Midlothian: 33.33% of complaints can be of three, 85.71% of seven, and 8.667 days the average of three."""
    limit = data.council.rules.disclosure_denominator
    for one in reported(data):
        for label, value in one.shares:
            of = smallest_denominator(value)
            if of is not None and 1 < of < limit:
                what = "a share" if value.kind is Kind.PERCENTAGE else "an average"
                told = f"{label}'{value.printed}' can be {what} of {of}, which is under {limit}; {UNLESS}"
                yield _told(one, f"{label}{value.printed}", told)


def shares_in_words_are_not_of_few_people(data: Data) -> Iterator[Problem]:
    """The same in prose, in a sentence about people: "33.33% of carers came"."""
    limit = data.council.rules.disclosure_denominator
    for text in texts(data):
        if text.is_figure or not (text.document or isinstance(text.of, Correction)) or not SHARE.search(text.words):
            continue
        shares = [share for one in sentences(text.words) if names_people(one) for share in SHARE.findall(one)]
        small = {share: of for share in shares if (of := smallest_denominator(parse(share))) and 1 < of < limit}
        if small:
            found = all_of(f"'{share}' can be a share of {of}" for share, of in small.items())
            right = "say in acknowledged.yml why it is published, or leave it out"
            told = f"{text.key}: {found}, which is under {limit}; {right}"
            yield warning(text.place, text.subject, ", ".join(small), told)


def smallest_denominator(value: Value) -> int | None:
    """The fewest things of which a whole number makes the printed share or average, rounded or cut short.

    None where it prints no decimals, or is all or nothing.
    """
    if value.number is None or value.kind not in (Kind.PERCENTAGE, Kind.NUMBER):
        return None
    exponent = value.number.as_tuple().exponent
    if abs(value.number) >= 10**9:
        return None
    needed = LEAST_DECIMALS if value.kind is Kind.PERCENTAGE else 2
    if not isinstance(exponent, int) or not needed <= -exponent <= MOST_DECIMALS or value.number in (0, 100):
        return None
    return _fewest(value.number, Decimal(1).scaleb(exponent), 100 if value.kind is Kind.PERCENTAGE else 1)


@cache
def _fewest(printed: Decimal, step: Decimal, times: int) -> int | None:
    """The same share is printed many times."""
    for of in range(1, 1000):
        near = int(printed * of / times)
        for part in (near, near + 1):
            exact = Decimal(times) * part / of
            if printed in (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_DOWN)):
                return of
    return None


def differences_are_not_of_few_people(data: Data) -> Iterator[Problem]:
    """Of "42 of 43" one is left over; parts that add up to less than their total leave the rest; 12 so far and 11 a
    quarter before leave one."""
    limit = data.council.rules.disclosure_threshold
    for one in reported(data):
        for left in one.leftovers:
            if 0 < left.number < limit:
                told = f"'{left.first}' less '{left.second}' leaves fewer than {limit} people {left.what}; {INSTEAD}"
                yield _told(one, f"{left.first} and {left.second}", told)


def what_is_held_back_cannot_be_worked_out(data: Data) -> Iterator[Problem]:
    """A figure that is suppressed, or in a band, is not a total less the parts that are printed. It is never told here
    what it is, because what a check says is kept in logs that others read."""
    for puzzle in puzzles(data):
        for cell in puzzle.printed_elsewhere:
            places = all_of(f"{at.path}:{at.line}" for at in cell.printed_at)
            told = f"{cell.label} is held back here, and printed at {places}; take it out there too"
            yield warning(cell.place, puzzle.subject, cell.label, told)
        known = puzzle.worked_out()
        for quarter, by in dict.fromkeys(cell.name[:2] for cell in known):
            found = [cell for cell in known if cell.name[:2] == (quarter, by)]
            names = all_of(cell.label for cell in found)
            second = puzzle.second_to_hold_back(quarter, by)
            right = f"hold back {second.label} too, the smallest that is enough" if second else "hold back more of it"
            told = f"{names} can be worked out from the figures printed beside it; {right}"
            yield warning(found[0].place, puzzle.subject, names, told)


def _is_small(value: Value, limit: int) -> bool:
    return value.kind is Kind.NUMBER and value.number is not None and 0 < value.number < limit


def _told(one: Reported, about: str, message: str) -> Problem:
    make = note if one.about.of_staff else warning
    return make(one.place, one.subject, about, message)


RULES: tuple[Rule, ...] = (
    counts_of_people_are_not_small,
    words_do_not_count_few_people,
    shares_are_not_of_few_people,
    shares_in_words_are_not_of_few_people,
    differences_are_not_of_few_people,
    what_is_held_back_cannot_be_worked_out,
)
