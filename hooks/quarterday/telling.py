"""How every command speaks: what it is given, and how it stops."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from quarterday.environment import CHOSEN_BY
from quarterday.problems import DataError

SiteFolder = Annotated[
    Path,
    typer.Option(
        "--site", metavar="DIR", help="The site's folder: the one that holds mkdocs.yml and data/.", file_okay=False
    ),
]
QuarterName = Annotated[
    str | None,
    typer.Option(
        "--quarter",
        metavar="QUARTER",
        envvar=CHOSEN_BY,
        help="Such as 2022-23-q2. The latest in data/quarters unless given.",
    ),
]


def shown(path: Path) -> str:
    """A path as a person in this folder would write it."""
    return os.path.relpath(path)


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
