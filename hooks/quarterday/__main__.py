"""The command line. The commands that read and build are here; those that publish are in ``publishing_commands``."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from quarterday import __version__, collecting_commands, github, publishing_commands
from quarterday.branch import Refused
from quarterday.building import BuildFailed
from quarterday.building import build as build_site
from quarterday.edition import CHOSEN_BY, Edition
from quarterday.edition import edition as make_edition
from quarterday.problems import DataError
from quarterday.publishing import against_what_is_public
from quarterday.publishing_commands import Prefix, Remote
from quarterday.telling import SiteFolder, stop, stop_for_data
from quarterday.wording import MOST_WORDS, long_sentences
from quarterday.writing import FolderInUse
from quarterday.writing import write as write_site

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Turn a council's quarterly performance data, kept as YAML, into a public website.",
    epilog="Start with: quarterday check. It says what is wrong in data/, and where.",
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


class Format(StrEnum):
    """Who reads what a check found."""

    TEXT = "text"
    GITHUB = "github"


def version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quarterday {__version__}")
        raise typer.Exit


@app.callback()
def main_options(
    _: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Options of every command."""


@app.command()
def check(
    site: SiteFolder = Path(),
    words: Annotated[
        bool, typer.Option("--words", help=f"List the sentences of more than {MOST_WORDS} words too.")
    ] = False,
    form: Annotated[
        Format,
        typer.Option("--format", help="github: as notes beside the lines of a pull request, and as its summary page."),
    ] = Format.TEXT,
    prefix: Prefix = "",
    remote: Remote = "origin",
) -> None:
    """Say everything that is wrong in data/, each with its file, line and column.

    Errors stop a build, and end this command with status 1. Warnings are for the editor to decide, and stop nothing.
    Long sentences are counted: they are hard to follow, and nothing here rewrites what a person wrote.
    Data of a quarter that is published are held against its edition, by the published branch as this clone knows it.
    """
    if form is Format.GITHUB:
        _check_for_github(site, prefix, remote, words)
        return
    try:
        made = _checked(site, prefix, remote)
    except DataError as error:
        stop_for_data(error)
    long = long_sentences(made.data)
    if words:
        for sentence in long:
            typer.echo(f"long sentence: {sentence}")
    elif long:
        have = "1 sentence has" if len(long) == 1 else f"{len(long)} sentences have"
        typer.echo(f"{have} more than {MOST_WORDS} words. To list them: quarterday check --words")
    for warning in made.warnings:
        typer.echo(f"warning: {warning}")
    typer.echo(_outcome(made))


def _outcome(made: Edition) -> str:
    count = len(made.warnings)
    also = f", {count} warning{'s' if count != 1 else ''}" if count else ""
    return f"The data can be published: {len(made.site.pages)} pages for {made.quarter.title}{also}."


def _checked(site: Path, prefix: str, remote: str) -> Edition:
    """Raises DataError."""
    made = make_edition(site, None)
    try:
        problems = against_what_is_public(site, made.data, prefix, remote, datetime.now(UTC))
    except Refused as error:
        stop(*error.reasons)
    if problems:
        raise DataError(problems)
    return made


def _check_for_github(site: Path, prefix: str, remote: str, words: bool) -> None:
    at = github.checkout(site, os.environ)
    try:
        made = _checked(site, prefix, remote)
        problems, outcome = [*made.warnings, *(long_sentences(made.data) if words else ())], _outcome(made)
    except DataError as error:
        problems, outcome = list(error.problems), ""
    for problem in problems:
        typer.echo(github.annotation(problem, at))
    page = os.environ.get(github.SUMMARY)
    if page:
        with open(page, "a", encoding="utf-8") as file:
            file.write(github.summary(problems, outcome, at, partial(github.typed, site)))
    if not outcome:
        raise typer.Exit(1)
    typer.echo(outcome)


@app.command()
def build(
    site: SiteFolder = Path(),
    quarter: QuarterName = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Where to put the site; site/ in the site's folder unless given."),
    ] = None,
) -> None:
    """Build the website of one quarter, with its search index.

    It is built into a new folder and put in place when it is complete, so a failed build leaves the old site as it was.
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
    """Write the same pages as files, front matter and HTML, for any other site engine."""
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


def main() -> None:
    app()


if __name__ == "__main__":
    main()
