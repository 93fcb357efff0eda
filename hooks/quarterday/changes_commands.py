"""The command that compares two quarters: ``changes``."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quarterday.changes import Changes, changes
from quarterday.changes_in_words import COLUMNS, heading, in_short, rows, text
from quarterday.checks import checked
from quarterday.downloads import table
from quarterday.model import Data
from quarterday.pages import changes_alone
from quarterday.periods import Quarter
from quarterday.problems import DataError
from quarterday.reading import read
from quarterday.report import Report, report
from quarterday.telling import SiteFolder, stop, stop_for_data


class Format(StrEnum):
    TEXT = "text"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


def what_changed(
    before: Annotated[str, typer.Argument(metavar="FROM", help="The earlier quarter, such as 2022-23-q1.")],
    now: Annotated[str, typer.Argument(metavar="TO", help="The later quarter, such as 2022-23-q2.")],
    site: SiteFolder = Path(),
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Where to; shown here unless given.", dir_okay=False)
    ] = None,
) -> None:
    """Say what changed between any two quarters that are held: quarterday changes 2022-23-q1 2022-23-q2

    Each change has its two sides, as printed. What one of the quarters has no report of is no change: it is listed
    apart, with why.
    """
    try:
        data = read(site)
        checked(data)
    except DataError as error:
        stop_for_data(error)
    first, last = _two(data, before, now)
    shown = report(data, last)
    content = written(changes(report(data, first), shown), shown, form)
    if to is None:
        typer.echo(content.decode("utf-8-sig"), nl=False)
        return
    try:
        to.write_bytes(content)
    except OSError as error:
        stop(f"{error.strerror or error}: {to}")
    typer.echo(f"{heading(first, last)}: {to}")


def written(found: Changes, shown: Report, form: Format) -> bytes:
    """The changes in one of the forms."""
    if form is Format.TEXT:
        return text(found).encode()
    if form is Format.CSV:
        return table(COLUMNS, (row.cells for row in rows(found)))
    if form is Format.HTML:
        return changes_alone(shown, found).encode()
    whole = {
        "from": found.before.name,
        "to": found.now.name,
        "summary": in_short(found),
        "changes": [row.cells for row in rows(found)],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _two(data: Data, before: str, now: str) -> tuple[Quarter, Quarter]:
    """The two quarters, or everything that is wrong with their names."""
    held = {one.quarter.name: one.quarter for one in data.quarters}
    wrong = []
    for argument, name in (("FROM", before), ("TO", now)):
        try:
            Quarter.named(name)
        except ValueError as error:
            wrong.append(f"{argument} {error}, found '{name}'")
            continue
        if name not in held:
            wrong.append(
                f"{argument} should be a quarter that is held here ({', '.join(sorted(held))}), found '{name}'"
            )
    if wrong:
        stop(*wrong)
    if held[before] >= held[now]:
        stop(f"FROM should be before TO, found '{before}' and '{now}'")
    return held[before], held[now]


def add_to(app: typer.Typer) -> None:
    app.command("changes")(what_changed)
