"""The command that builds a site. It loads no more than it needs: the build reads the data in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quarterday.building import BuildFailed, build_asked
from quarterday.problems import DataError
from quarterday.telling import QuarterName, SiteFolder, shown, stop, stop_for_data
from quarterday.unchanged import Asked


def build(
    site: SiteFolder = Path(),
    quarter: QuarterName = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Where to put the site; site/ in the site's folder unless given."),
    ] = None,
) -> None:
    """Build the website of one quarter, with its search index: quarterday build --quarter 2022-23-q2

    An error in the data stops it; a warning does not. It is built into a new folder and put in place when it is
    complete, so a failed build leaves the old site as it was. Where nothing has changed since, nothing is built.
    """
    asked = Asked(site.resolve(), quarter or "", (to or site / "site").resolve())
    where = shown(asked.to)
    if asked.is_made():
        typer.echo(f"Nothing has changed since {where}/ was built: open {where}/index.html")
        return
    try:
        made = build_asked(asked)
    except DataError as error:
        stop_for_data(error)
    except BuildFailed as error:
        stop(f"{error}. Nothing at {where}/ was changed.")
    typer.echo(f"Built {made.built}: {made.pages} pages and {made.downloads} downloads. Open {where}/index.html")


def add_to(app: typer.Typer) -> None:
    app.command()(build)
