"""The commands that write papers: a quarter's covering report, and the yearly report, as HTML, PDF and Word."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from quarterday.annual import NotDrafted
from quarterday.annual import annual as made_annual
from quarterday.building import ANY_DAY
from quarterday.checks import checked
from quarterday.edition import chosen
from quarterday.model import CommitteeReport
from quarterday.paper import Paper, summary
from quarterday.paper import paper as made_paper
from quarterday.paper_html import html
from quarterday.placing import file_in_place
from quarterday.problems import DataError
from quarterday.reading import read
from quarterday.report import Report
from quarterday.report import report as made_report
from quarterday.telling import SiteFolder, stop, stop_for_data

NOT_INSTALLED = "the paper extra is not installed: pip install 'quarterday[paper]'"
PANGO = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"
NEEDS = ("weasyprint", "docx", "resvg_py")
"""What the extra brings; any of their own modules that is missing is a bug."""


class Format(StrEnum):
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ALL = "all"


def paper(
    quarter: Annotated[str, typer.Argument(metavar="QUARTER", help="Such as 2022-23-q2.")],
    site: SiteFolder = Path(),
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="The folder to write them to.", file_okay=False)
    ] = Path("papers"),
    format: Annotated[
        Format, typer.Option("--format", help="PDF and Word need the paper extra; HTML does not.")
    ] = Format.ALL,
    like: Annotated[
        str, typer.Option("--like", metavar="ID", help="Take the words of this committee report, up to the quarter.")
    ] = "",
) -> None:
    """Write a quarter's covering report for a committee, and a page for the chair: quarterday paper 2022-23-q2

    Its appendices are made from the data. Words that only people can write are taken from data/paper.yml, or with
    --like from a committee report in data/quarters. What is given by neither is marked "To be completed", and listed.
    """
    try:
        data = read(site)
        checked(data)
        report = made_report(data, chosen(data, quarter))
    except DataError as error:
        stop_for_data(error)
    covering = made_paper(report, _like(report, like))
    _write({f"covering-report-{report.quarter}": covering, f"summary-{report.quarter}": summary(report)}, to, format)


def annual(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="Such as 2022-23, which begins on 1 April 2022.")],
    site: SiteFolder = Path(),
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write it to.", file_okay=False)] = Path(
        "papers"
    ),
    format: Annotated[
        Format, typer.Option("--format", help="PDF and Word need the paper extra; HTML does not.")
    ] = Format.ALL,
    plan: Annotated[
        str, typer.Option("--plan", metavar="ID", help="The plan that it is about; the LOIP, unless it is given.")
    ] = "",
) -> None:
    """Draft a year's progress report of the Local Outcomes Improvement Plan (LOIP): quarterday annual 2022-23

    It gathers what the year's quarters reported of each local outcome: figures, words, actions of every plan that serve
    it, and how communities took part. What section 8 of the Community Empowerment (Scotland) Act 2015 asks people to
    assess is marked "To be completed", and listed. A quarter that is not held is said not to be.
    """
    try:
        data = read(site)
        checked(data)
        draft = made_annual(data, year, plan)
    except DataError as error:
        stop_for_data(error)
    except NotDrafted as error:
        stop(str(error))
    _write({f"progress-report-{year}": draft}, to, format)


def _write(papers: dict[str, Paper], to: Path, format: Format) -> None:
    """All of them or none, and what people have still to write is listed."""
    written = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or ANY_DAY), UTC)
    writers = _writers(format, written)
    made = {to / f"{name}.{ending}": write(one) for name, one in papers.items() for ending, write in writers.items()}
    try:
        to.mkdir(parents=True, exist_ok=True)
        for path, content in made.items():
            file_in_place(path, content)
    except OSError as error:
        stop(f"{error.strerror or error}: {error.filename or to}")
    for path in made:
        typer.echo(f"Wrote {os.path.relpath(path)}")
    if left := [name for one in papers.values() for name in one.to_complete]:
        typer.echo("To be completed:")
        for name in left:
            typer.echo(f"  {name}")


def _like(report: Report, name: str) -> CommitteeReport | None:
    if not name:
        return None
    held = {dated.fact.id: dated.fact for dated in report.committee_reports}
    if name not in held:
        there = f"there are {', '.join(sorted(held))}" if held else "there is none"
        stop(f"--like should be a committee report up to {report.quarter}; {there}; found '{name}'")
    return held[name]


def _writers(format: Format, written: datetime) -> dict[str, Callable[[Paper], bytes]]:
    """How each format that is asked for is written, by the end of its file's name."""
    writers: dict[str, Callable[[Paper], bytes]] = {}
    if format in (Format.HTML, Format.ALL):
        writers["html"] = lambda paper: html(paper).encode()
    if format in (Format.PDF, Format.ALL):
        writers["pdf"] = _brought("paper_pdf").pdf
    if format in (Format.DOCX, Format.ALL):
        writers["docx"] = partial(_brought("paper_word").word, written=written)
    return writers


def _brought(name: str) -> Any:
    """A module that needs the extra, which is imported where it is asked for."""
    try:
        return import_module(f"quarterday.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDS:
            raise
        _stop_for_want_of_the_extra(NOT_INSTALLED)
    except OSError as error:
        # WeasyPrint is there, and Pango, which sets its text, is not.
        _stop_for_want_of_the_extra(
            f"{error}", "PDF needs Pango: sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"
        )


def _stop_for_want_of_the_extra(*lines: str) -> NoReturn:
    for line in (*lines, "Without it there is HTML: add --format html"):
        typer.echo(line, err=True)
    raise typer.Exit(2)


def add_to(app: typer.Typer) -> None:
    app.command()(paper)
    app.command()(annual)
