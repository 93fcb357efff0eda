"""The smallest pieces of a page: words and figures as printed, their signs, and a status.

They stand on a page by the hundred, and a template's macro takes five times as long as a function for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quarterday.history import SeriesResult
from quarterday.markup import Markup, escape, ready
from quarterday.model import Mark
from quarterday.periods import Quarter
from quarterday.shorthand import signs_of
from quarterday.status import Shown
from quarterday.values import Kind, Value


def line(text: str) -> Markup:
    """Words as printed."""
    return ready(f"<span data-as-printed>{escape(text)}</span>")


def value(of: Value | None, missing: str = "Not held here") -> Markup:
    """A value as printed. A reason for none shows its words and its key; a blank says so."""
    if of is None:
        return escape(missing)
    if not of.reason:
        return line(of.printed)
    return ready(f"{line(of.printed) if of.printed else 'Not reported'} {_sign(of.reason.key)}")


def signs(marks: Sequence[Mark], from_text: bool = False) -> Markup:
    """Shorthand after a figure, such as [p]."""
    return ready("".join(f" {_sign(sign)}" for sign in signs_of(marks, from_text)))


def cell(of: Value | None, marks: Sequence[Mark] = (), from_text: bool = False) -> Markup:
    """A figure in a row, and its shorthand. What is nothing but as printed needs no element of its own."""
    is_figure = of is None or (of.number is not None and of.kind is not Kind.RELATIVE)
    opens = '<td class="qd-num"' if is_figure else '<td class="qd-end"'
    if of is None or of.reason or marks or from_text:
        return ready(f"{opens}>{value(of, '[x]')}{signs(marks, from_text)}</td>\n")
    return ready(f"{opens} data-as-printed>{escape(of.printed)}</td>\n")


def figure_rows(series: Iterable[SeriesResult], now: Quarter) -> Markup:
    """The rows of a measure's figures: quarter, result, target and status."""
    return ready("".join(_figure_row(held, held.quarter == now) for held in series))


def _figure_row(held: SeriesResult, now: bool) -> str:
    opens = '<tr class="qd-table__row--now">' if now else "<tr>"
    result = cell(held.result.value, held.marks, held.result.from_text)
    return (
        f'{opens}<th scope="row">{escape(held.quarter.title)}</th>\n'
        f"{result}{cell(held.target)}<td>{tag(held.judgement.status)}</td></tr>"
    )


def tag(status: Shown, kind: str = "") -> Markup:
    """A status. Its sign stands before its word by the stylesheet."""
    of_kind = f" qd-tag--{kind}" if kind else ""
    return ready(f'<span class="qd-tag qd-tag--{status.look}{of_kind}">{escape(status.word)}</span>')


def _sign(sign: str) -> str:
    return f'<span class="qd-nowrap">{escape(sign)}</span>'
