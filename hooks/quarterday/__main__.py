"""The command line. The commands that build are here; others have modules of their own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from quarterday import (
    __version__,
    changes_commands,
    checking_commands,
    collecting_commands,
    desk_commands,
    paper_commands,
    publishing_commands,
)
from quarterday.building import BuildFailed
from quarterday.building import build as build_site
from quarterday.edition import CHOSEN_BY, Edition
from quarterday.edition import edition as make_edition
from quarterday.problems import DataError
from quarterday.telling import SiteFolder, stop, stop_for_data
from quarterday.writing import FolderInUse
from quarterday.writing import write as write_site

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",  # a paragraph of help flows, however its lines are broken here
    help="Turn a council's quarterly performance data, kept as YAML, into a public website.",
    epilog=(
        "Start with: quarterday check. It says what is wrong in data/, and where.\n\n"
        "Exit status: 0 where all is well, 1 where something in the data or in what is published stands in the way, 2"
        " where the command could not be understood."
    ),
)
QuarterName = Annotated[
    str | None,
    typer.Option(
        "--quarter",
        metavar="QUARTER",
        envvar=CHOSEN_BY,
        help="Such as 2022-23-q2. The latest in data/quarters unless given.",
    ),
]


def version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quarterday {__version__}")
        raise typer.Exit


@app.callback()
def main_options(
    _: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Options of every command."""


checking_commands.add_to(app)


@app.command()
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
    complete, so a failed build leaves the old site as it was.
    """
    made = _edition(site, quarter)
    where = (to or site / "site").resolve()
    typer.echo(f"Building {made.site.frame.council_name}, {made.quarter.title}, into {_shown(where)}/")
    try:
        build_site(site.resolve(), made.quarter.name, where)
    except BuildFailed as error:
        stop(f"{error}. Nothing at {_shown(where)}/ was changed.")
    typer.echo(
        f"Built {len(made.site.pages)} pages and {len(made.site.files)} downloads: open {_shown(where)}/index.html"
    )


@app.command()
def write(
    to: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="A new or empty folder, or one that this command wrote.", file_okay=False),
    ],
    site: SiteFolder = Path(),
    quarter: QuarterName = None,
) -> None:
    """Write the same pages as files, front matter and HTML, for any other site engine: quarterday write pages/"""
    made = _edition(site, quarter)
    try:
        count = write_site(made.site, to.resolve())
    except FolderInUse as error:
        stop(str(error))
    typer.echo(f"Wrote {count} files of {made.quarter.title} to {_shown(to.resolve())}/")


def _edition(site: Path, quarter: str | None) -> Edition:
    try:
        return make_edition(site, quarter)
    except DataError as error:
        stop_for_data(error)


def _shown(path: Path) -> str:
    """A path as a person in this folder would write it."""
    return os.path.relpath(path)


collecting_commands.add_to(app)
publishing_commands.add_to(app)
desk_commands.add_to(app)
paper_commands.add_to(app)
changes_commands.add_to(app)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
