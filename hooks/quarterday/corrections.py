"""What was corrected after it was published, and on which pages of an edition it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quarterday.model import Correction, CorrectionKind
from quarterday.periods import Quarter
from quarterday.site import relative

WHEN = {
    CorrectionKind.CORRECTION: "Corrected on",
    CorrectionKind.LATE_DATA: "Late data added on",
    CorrectionKind.DEFINITION_CHANGE: "Definition changed on",
    CorrectionKind.WITHDRAWAL: "Something was removed on",
}
REMOVED = "The words of this entry were withdrawn."
"""The reason of an entry that a withdrawal names."""
UNTOLD = ("search", "corrections", "moved")
"""The sections that have no notices: lists of everything, and pages that only lead to another."""


@dataclass(frozen=True)
class Told:
    """A correction, and the title and address of each page that is about what it corrects."""

    correction: Correction
    about: tuple[tuple[str, str], ...]

    @property
    def when(self) -> str:
        """The words before its date."""
        return WHEN[self.correction.kind]

    @property
    def is_withdrawal(self) -> bool:
        return self.correction.kind is CorrectionKind.WITHDRAWAL


@dataclass(frozen=True)
class Revised:
    """All corrections of one thing in one quarter's edition, oldest first."""

    quarter: Quarter
    first: str | None
    """The words as first published; None where they are not kept, or where there never were any."""
    corrections: tuple[Told, ...]


def without_what_was_withdrawn(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The ledger, oldest first. After a withdrawal no entry on the same thing and quarter gives its words.

    An entry that the withdrawal names does not give its reason either.
    """
    ledger = tuple(corrections)
    withdrawals = [entry for entry in ledger if entry.kind is CorrectionKind.WITHDRAWAL]
    withdrawn = {_about(entry) for entry in withdrawals}
    named = {name for entry in withdrawals for name in entry.withdraws}

    def public(entry: Correction) -> Correction:
        if entry.id in named:
            return entry.model_copy(update={"was": None, "to": None, "reason": REMOVED})
        return entry.model_copy(update={"was": None, "to": None}) if _about(entry) in withdrawn else entry

    return tuple(map(public, ledger))


def _about(entry: Correction) -> tuple[object, ...]:
    return entry.measure, entry.action, entry.page, entry.quarter


def revisions(told: Iterable[Told], address: str) -> tuple[Revised, ...]:
    """What a measure's or an action's own page tells, by the quarter corrected, latest first."""
    mine = [one for one in told if address in _addresses(one)]
    return tuple(
        Revised(quarter, of_it[0].correction.was, of_it)
        for quarter in sorted({one.correction.quarter for one in mine}, reverse=True)
        if (of_it := tuple(one for one in mine if one.correction.quarter == quarter))
    )


def notices(told: Sequence[Told], quarter: Quarter, section: str, address: str, content: str) -> tuple[Told, ...]:
    """The corrections that a page has a notice of. This is the one place that has the rule.

    A correction of the edition's own quarter is told on the page of the thing that it corrects, and on every page that
    links to that page. A correction of an earlier quarter is told on the thing's own page alone: there the section
    "Corrections" of a measure or an action tells it, and a notice where the page is of another kind.
    """
    if section in UNTOLD:
        return ()

    def is_told(one: Told) -> bool:
        if address in _addresses(one):
            return one.correction.quarter == quarter or one.correction.page is not None
        return one.correction.quarter == quarter and any(_links(content, address, other) for other in _addresses(one))

    return tuple(one for one in told if is_told(one))


def _addresses(told: Told) -> set[str]:
    return {address for _, address in told.about}


def _links(content: str, page: str, to: str) -> bool:
    link = relative(to, page)
    return f'href="{link}"' in content or f'href="{link}#' in content
