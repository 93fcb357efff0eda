"""Import exports of other systems by a mapping file: told first, then written, all or nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from quarterday.exports import Import, Wanted
from quarterday.incoming import Change, Incoming, NotTaken, changes, put, told, tried
from quarterday.mappings import mapping
from quarterday.problems import DataError
from quarterday.reading import read
from quarterday.tables import Row, Table, table
from quarterday.telling import stop, stop_for_data

MOST_TOLD = 200
"""Lines: questions are grouped, and rows that contradict each other are not."""


@dataclass(frozen=True)
class Taken:
    """What exports would change, how many measures they add, and what was left out, counted in words."""

    changes: tuple[Change, ...]
    added: int
    left_out: Counter[str]


def taken(site: Path, files: Iterable[Path], mapped: Path, wanted: Wanted, progress: Progress) -> Taken:
    """Raises DataError where the mapping or ``data/`` is wrong, and NotTaken with all questions of all files."""
    shown_as = os.path.relpath(mapped)
    by = mapping(mapped, shown_as)
    data = read(site)
    incoming: list[Incoming] = []
    questions: list[str] = []
    added: set[str] = set()
    left_out: Counter[str] = Counter()
    for path in files:
        try:
            given = table(path, by)
            one = Import(_watched(given, progress), by, shown_as, data, wanted)
            incoming += one.incoming()
        except NotTaken as error:
            questions += error.problems
            continue
        added |= one.added
        left_out += one.left_out
    if questions:
        raise NotTaken(questions)
    return Taken(changes(site, incoming), len(added), left_out)


def _watched(given: Table, progress: Progress) -> Table:
    return replace(given, rows=_seen(given, progress))


def _seen(given: Table, progress: Progress) -> Iterator[Row]:
    bar = progress.add_task(given.name, total=given.size or None)
    for count, row in enumerate(given.rows):
        if count % 100 == 0:
            progress.update(bar, completed=row.done)
        yield row
    progress.update(bar, completed=given.size)


def import_exports(site: Path, files: Iterable[Path], mapped: Path, wanted: Wanted, yes: bool) -> None:
    """Say what would change, and with ``yes`` write it. Ends with status 1 where there are questions."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            found = taken(site, files, mapped, wanted, progress)
            progress.add_task("data/ with it in", total=None)
            texts = tried(site, found.changes)
    except NotTaken as error:
        count = len(error.problems)
        more = [f"and {count - MOST_TOLD:,} more"] if count > MOST_TOLD else []
        stop(
            *error.problems[:MOST_TOLD], *more, f"{_count(count, 'question')} about what came in. Nothing was written."
        )
    except DataError as error:
        stop_for_data(error)
    _tell(found)
    values, in_files = _count(len(found.changes), "value"), _count(len(texts), "file")
    if not found.changes:
        typer.echo("Nothing differs from what data/ has. Nothing was written.")
    elif yes:
        try:
            put(site, texts)
        except OSError as error:
            stop(f"data/ cannot be written: {error.strerror or error}. Nothing was written.")
        typer.echo(f"Wrote {values} to {in_files}. Next: quarterday check")
    else:
        typer.echo(f"{values} in {in_files} would change. To write them, add --yes")


def _tell(found: Taken) -> None:
    by_file = sorted(found.changes, key=lambda change: (change.incoming.file, change.incoming.subject))
    for line in told(by_file):
        typer.echo(line)
    for words, count in found.left_out.items():
        if count:
            typer.echo(f"left out: {count:,} {words}")
    if found.added:
        typer.echo(f"measures that are new in the plan: {found.added:,}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
