"""What a check found, and how far long work has come, in a terminal: what is laid out for people to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from quarterday.answering import listed
from quarterday.problems import Problem, Severity

TO_ANSWER, ACKNOWLEDGED, NOTE = "to answer", "acknowledged", "note"
LOOKS = {TO_ANSWER: "yellow", ACKNOWLEDGED: "green", NOTE: "cyan"}
"""Each stands beside its word: a colour is never the only sign."""


def kind(one: Problem) -> str:
    if one.severity is Severity.NOTE:
        return NOTE
    return ACKNOWLEDGED if one.acknowledged else TO_ANSWER


def show(found: Sequence[Problem], everything: bool) -> None:
    """Each warning that is to be answered, or everything, and how many of each there are by rule."""
    # A terminal alone has colours; what is typed in the data is never read as an instruction for them.
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for one in found:
        if everything or kind(one) == TO_ANSWER:
            console.print(_line(one))
    console.print(_table(found))


def _line(one: Problem) -> Text:
    what = kind(one)
    told = listed(one) if what == TO_ANSWER else f"{listed(one)} ({what})"
    line = Text(told)
    line.stylize("bold", 0, len(str(one.place)))
    line.stylize(LOOKS[what], len(str(one)))
    return line


def _table(found: Sequence[Problem]) -> Table:
    counts = Counter((one.rule, kind(one)) for one in found)
    table = Table("rule", box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.columns[0].no_wrap = True
    for heading in ("to answer", "acknowledged", "notes"):
        table.add_column(heading, justify="right", no_wrap=True)
    for rule in sorted({one.rule for one in found}):
        table.add_row(
            rule, *(Text(str(counts[rule, what]), LOOKS[what] if counts[rule, what] else "") for what in LOOKS)
        )
    return table


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on the error stream while work lasts; each call of what is given is one more done.

    In a terminal alone, and where there is more than one: a log has its lines.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    hidden = total < 2 or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
