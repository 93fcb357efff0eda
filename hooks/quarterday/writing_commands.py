"""The command that writes pages for another site engine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quarterday.edition import edition
from quarterday.problems import DataError
from quarterday.telling import QuarterName, SiteFolder, shown, stop, stop_for_data
from quarterday.writing import FolderInUse
from quarterday.writing import write as write_site


def write(
    to: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="A new or empty folder, or one that this command wrote.", file_okay=False),
    ],
    site: SiteFolder = Path(),
    quarter: QuarterName = None,
) -> None:
    """Write the same pages as files, front matter and HTML, for any other site engine: quarterday write pages/"""
    try:
        made = edition(site, quarter)
        count = write_site(made.site, to.resolve())
    except DataError as error:
        stop_for_data(error)
    except FolderInUse as error:
        stop(str(error))
    typer.echo(f"Wrote {count} files of {made.quarter.title} to {shown(to.resolve())}/")


def add_to(app: typer.Typer) -> None:
    app.command()(write)
