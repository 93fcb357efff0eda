"""The commands that ask service leads for a quarter and take back what they filled in: ``collect`` and ``import``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from quarterday.collecting import Collection, came_back, collection, name_of
from quarterday.exports import Wanted
from quarterday.importing import import_exports
from quarterday.incoming import Change, Incoming, NotTaken, changes, put, told, tried
from quarterday.model import Data
from quarterday.periods import Quarter
from quarterday.placing import in_place_when_made
from quarterday.problems import DataError
from quarterday.reading import read
from quarterday.telling import SiteFolder, stop, stop_for_data
from quarterday.workbooks import read_workbook, workbook


def collect(
    quarter: Annotated[str, typer.Argument(metavar="QUARTER", help="Such as 2022-23-q3.")],
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="Where to put the workbooks, in a new folder.", file_okay=False)
    ],
    site: SiteFolder = Path(),
) -> None:
    """Write a workbook for each service lead to fill in: quarterday collect 2022-23-q3 --to asked/

    Each has the actions and measures that the lead owns in the plan, with the words and figures last reported, beside
    empty cells for this quarter. What has no lead is in no-lead. Read them back with: quarterday import
    """
    data = _data(site)
    asked = collection(data, _quarter(quarter))
    if not asked.leads:
        stop(f"Nothing is asked for {quarter}: no plan that it covers has an action or a measure.")
    where = to.resolve()
    if where.exists() and (not where.is_dir() or any(where.iterdir())):
        # It may hold what leads have filled in.
        stop(f"{_shown(where)} is there already; name a new folder, so that nothing in it is overwritten.")
    books = {f"{quarter}-{name_of(lead)}.xlsx": workbook(asked, lead, data.council) for lead in asked.leads}
    try:
        with in_place_when_made(where) as made:
            made.mkdir()
            for name, content in books.items():
                (made / name).write_bytes(content)
    except OSError as error:
        stop(f"{_shown(where)} cannot be written: {error.strerror or error}")
    for lead, name in zip(asked.leads, books, strict=True):
        rows = ", ".join(_count(len(table.rows), table.what) for table in asked.of(lead))
        typer.echo(f"{_shown(where / name)}: {rows}")
    for row in asked.over:
        typer.echo(f"not asked for, completed or cancelled when last reported: {row.subject}")
    typer.echo(
        f"Wrote {_count(len(books), 'workbook')}. When they are back: quarterday import FILE... --quarter {quarter}"
    )


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Workbooks that quarterday collect wrote; with --mapping, CSV or XLSX exports of another system.",
            exists=True,
            dir_okay=False,
        ),
    ],
    quarter: Annotated[
        str | None,
        typer.Option(
            "--quarter", metavar="QUARTER", help="Such as 2022-23-q3. Of an export, this one quarter is taken alone."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write what differs. Without it, it is only shown.")] = False,
    site: SiteFolder = Path(),
    mapped: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE",
            help="What the columns of an export are, such as imports/generic-kpi.yml.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    add_measures: Annotated[
        bool, typer.Option("--add-measures", help="Make the measures of an export that are in no plan yet.")
    ] = False,
    reported_in: Annotated[
        str | None,
        typer.Option(
            "--reported-in",
            metavar="QUARTER",
            help="Put all results of an export into the report of this quarter, as it gives results of earlier ones."
            " Use it where the earlier quarters are published. Each goes to its own quarter's report otherwise.",
        ),
    ] = None,
) -> None:
    """Show what workbooks would change in data/, and write it: quarterday import asked/*.xlsx --quarter 2022-23-q3

    Each value is taken as it was typed, and shown beside the one that stands. Without --yes nothing is written. An
    empty cell changes nothing. Where anything is wrong in any file, all of it is told, each with its sheet and cell,
    the command ends with status 1, and nothing is written.

    With --mapping, the files are exports: quarterday import kpis.csv --mapping imports/generic-kpi.yml. What the
    mapping file does not decide is asked, one line for each kind of question; 14:3 is the third cell of the row at line
    14. A published quarter changes only by a correction, so take its figures with --reported-in: the site then shows
    what was first published, and what is revised.
    """
    if mapped:
        names = {"quarter": quarter, "reported_in": reported_in}
        quarters = {key: _quarter(name) if name else None for key, name in names.items()}
        import_exports(site, files, mapped, Wanted(**quarters, add_measures=add_measures), yes)
        return
    if quarter is None or add_measures or reported_in:
        stop("--quarter is needed for workbooks; --add-measures and --reported-in go with --mapping")
    data = _data(site)
    asked = collection(data, _quarter(quarter))
    incoming, problems = _given(files, asked)
    try:
        these, texts = _differing(site, incoming, problems)
    except NotTaken as error:
        stop(*error.problems, _nothing_written(len(error.problems)))
    except DataError as error:
        stop_for_data(error)
    for line in told(these):
        typer.echo(line)
    in_files, values = _count(len(texts), "file"), _count(len(these), "value")
    if not these:
        typer.echo("Nothing differs from what data/ has. Nothing was written.")
    elif yes:
        try:
            put(site, texts)
        except OSError as error:
            stop(f"data/ cannot be written: {error.strerror or error}. Nothing was written.")
        typer.echo(f"Wrote {values} to {in_files}. Next: quarterday check")
    else:
        typer.echo(f"{values} in {in_files} would change. To write them, add --yes")


def _given(files: list[Path], asked: Collection) -> tuple[list[Incoming], list[str]]:
    incoming: list[Incoming] = []
    problems: list[str] = []
    for file in files:
        found, wrong = came_back(read_workbook(file), asked)
        incoming += found
        problems += wrong
    return incoming, problems


def _differing(site: Path, incoming: list[Incoming], problems: list[str]) -> tuple[tuple[Change, ...], dict[str, str]]:
    """What would change, and the files with it. Raises NotTaken with every problem, those of FILE first; DataError."""
    try:
        these = changes(site, incoming)
        texts = tried(site, these)
    except NotTaken as error:
        raise NotTaken([*problems, *error.problems]) from None
    if problems:
        raise NotTaken(problems)
    return these, texts


def _nothing_written(count: int) -> str:
    return f"{_count(count, 'problem')} in what came back. Nothing was written."


def _data(site: Path) -> Data:
    try:
        return read(site)
    except DataError as error:
        stop_for_data(error)


def _quarter(name: str) -> Quarter:
    try:
        return Quarter.named(name)
    except ValueError as error:
        stop(f"QUARTER {error}, found '{name}'")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _shown(path: Path) -> str:
    return os.path.relpath(path)


def add_to(app: typer.Typer) -> None:
    app.command()(collect)
    app.command("import")(import_)
