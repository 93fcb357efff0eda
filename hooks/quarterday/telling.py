"""How every command speaks: what it is given, and how it stops."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from quarterday.problems import DataError

SiteFolder = Annotated[
    Path,
    typer.Option(
        "--site", metavar="DIR", help="The site's folder: the one that holds mkdocs.yml and data/.", file_okay=False
    ),
]


def stop(*lines: str, status: int = 1) -> NoReturn:
    """Say why on the error stream, and end; with status 2 where the command could not be understood."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(status)


def stop_for_data(error: DataError) -> NoReturn:
    """Each problem on a line of its own, so that an editor can jump to it."""
    count = len(error.problems)
    errors, them = ("errors", "them") if count > 1 else ("error", "it")
    stop(*map(str, error.problems), f"{count} {errors} in the data. Correct {them} and try again.")
