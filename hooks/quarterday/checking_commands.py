"""The commands that find what is wrong and write down what people answer: ``check`` and ``acknowledge``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from quarterday import answering, github, letter, terminal
from quarterday.branch import Refused
from quarterday.edition import edition
from quarterday.entries import UNPRINTABLE
from quarterday.findings import findings, unanswered
from quarterday.model import Data
from quarterday.placing import file_in_place
from quarterday.problems import DataError, Problem, Severity
from quarterday.publishing import against_what_is_public
from quarterday.publishing_commands import Prefix, Remote
from quarterday.reading import read
from quarterday.schemas import named_in
from quarterday.telling import SiteFolder, stop, stop_for_data

NOTHING_LEFT = "No warning is left to answer."


class Format(StrEnum):
    """Who reads what a check found."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    HTML = "html"


@dataclass(frozen=True)
class Checked:
    """What a check came to: every error, or where there is none every finding."""

    found: tuple[Problem, ...]
    data: Data | None = None
    pages: str = ""
    """How many pages could be built, and of which quarter; "" where there are errors."""

    @property
    def left(self) -> tuple[Problem, ...]:
        """The warnings that nobody has answered yet."""
        return unanswered(self.found)

    @property
    def outcome(self) -> str:
        if not self.pages or self.left:
            return ""
        return f"The data can be published: {self.pages}."


def check(
    site: SiteFolder = Path(),
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="text for a terminal; json for programs; github for notes on a pull request and its summary page;"
            " html for one page to send to a lead.",
        ),
    ] = Format.TEXT,
    everything: Annotated[
        bool, typer.Option("--all", help="List what is acknowledged, and the notes, too; they are counted otherwise.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with status 1 too where a warning is not answered: for a server.")
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="With --format html: where to write the page.", dir_okay=False),
    ] = None,
    prefix: Prefix = "",
    remote: Remote = "origin",
) -> None:
    """Say everything that is wrong in data/, each with its file, line and column.

    An error stops a build. A warning is for a person to answer: to correct what it is about, or to say why that stays,
    with quarterday acknowledge. Until each is answered it stops publish, and nothing else. A note stops nothing.

    Data of a quarter that is published are held against its edition, by the published branch as this clone knows it.

    Exit status: 0 where there is no error, 1 where there is one; with --strict, 1 where a warning is not answered, too.
    2 where the command itself could not be understood.
    """
    if to and form is not Format.HTML:
        raise typer.BadParameter("goes with --format html", param_hint="--to")
    done = _checked(site, prefix, remote)
    if form is Format.JSON:
        typer.echo(as_json(done.found))
    elif form is Format.HTML:
        _as_page(done, site, to)
    elif form is Format.GITHUB:
        _for_github(done, site, everything)
    else:
        _as_text(done, site, everything)
    if not done.pages or (strict and done.left):
        raise typer.Exit(1)


def _checked(site: Path, prefix: str, remote: str) -> Checked:
    try:
        made = edition(site)
        public = against_what_is_public(site, made.data, prefix, remote, datetime.now(UTC))
        if public:
            raise DataError([replace(one, rule="what-is-published-stays") for one in public])
    except Refused as error:
        stop(*error.reasons)
    except DataError as error:
        return Checked(tuple(replace(one, rule=one.rule or "files-can-be-read") for one in error.problems))
    return Checked(made.findings, made.data, f"{len(made.site.pages)} pages for {made.quarter.title}")


def _as_text(done: Checked, site: Path, everything: bool) -> None:
    if not done.pages:
        stop_for_data(DataError(done.found))
    if done.found:
        terminal.show(done.found, everything)
        hidden = len(done.found) - len(done.left)
        if hidden and not everything:
            are = "is" if hidden == 1 else "are"
            typer.echo(f"{hidden} of these {are} not listed above. To list everything: quarterday check --all")
    for line in answering.next_step(done.left, site) if done.left else (done.outcome,):
        typer.echo(line)


def as_json(found: tuple[Problem, ...]) -> str:
    """For programs: its keys stay as they are."""
    given = [
        {
            "rule": one.rule,
            "severity": one.severity.value,
            "subject": one.subject,
            "place": str(one.place),
            "message": one.message,
            "acknowledged": one.acknowledged,
        }
        for one in found
    ]
    return json.dumps({"findings": given}, ensure_ascii=False, indent=2)


def _as_page(done: Checked, site: Path, to: Path | None) -> None:
    page = letter.page(done.found, done.data, date.today(), partial(github.typed, site))
    if to is None:
        typer.echo(page, nl=False)
        return
    try:
        file_in_place(to, page.encode("utf-8"))
    except OSError as error:
        stop(f"{to}: {error.strerror or error}. Nothing was written.")
    typer.echo(f"Wrote {to}")


def _for_github(done: Checked, site: Path, everything: bool) -> None:
    at = github.checkout(site, os.environ)
    for one in done.found:
        if everything or one.severity is Severity.ERROR or one in done.left:
            typer.echo(github.annotation(one, at))
    page = os.environ.get(github.SUMMARY)
    if page:
        with open(page, "a", encoding="utf-8") as file:
            file.write(github.summary(done.found, done.outcome, at, partial(github.typed, site)))
    for line in answering.next_step(done.left, site)[:1] if done.left else (done.outcome,):
        if line:
            typer.echo(line)


def acknowledge(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="In brackets behind the warning: due-dates-agree.")],
    name: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT-OR-PLACE",
            help="What the warning is about, by its code or title, or where it stands: data/plans/loip/a.yml:14:9.",
        ),
    ],
    by: Annotated[str, typer.Option("--by", metavar="POST", help="Who decided, by post: Performance officer.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it stays as it is, in a sentence.")],
    about: Annotated[
        str, typer.Option("--about", metavar="WORDS", help="The words it is about, where two warnings are alike else.")
    ] = "",
    site: SiteFolder = Path(),
) -> None:
    """Say why a warning's words stay: quarterday acknowledge due-dates-agree SERV1.3 --by "Head of Service" --why "…"

    The answer is added to data/acknowledged.yml, with today's date, and all else in that file stays as it is. It holds
    while the words that the warning is about stand: when they change, the warning comes back.

    Exit status: 0 where it was written, 1 where nothing was, 2 where the command itself could not be understood.
    """
    for option, given in (("--by", by), ("--why", why)):
        if not given.strip() or UNPRINTABLE.search(given) or "\n" in given:
            raise typer.BadParameter(f"should be words on one line, found '{given}'", param_hint=option)
    if "@" in by:
        raise typer.BadParameter(f"should be a post, such as Performance officer, found '{by}'", param_hint="--by")
    try:
        made = edition(site)
    except DataError as error:
        stop_for_data(error)
    fit = answering.meant(made.findings, rule, name, about)
    left = unanswered(fit)
    if not left:
        stop(*_nothing_to_answer(made.warnings, fit, rule, name))
    if not answering.is_one_decision(left):
        stop(
            *map(answering.listed, left),
            f"{len(left)} warnings are meant by '{name}'. Name one by its place, such as {left[0].place};"
            " where two are alike, add --about with its words.",
        )
    alike = answering.alike(left[0], made.findings)
    entry = answering.entry(left[0], by.strip(), why.strip(), date.today(), in_its_file=len(alike) > len(left))
    path = site / answering.FILE
    held = path.read_bytes() if path.is_file() else b""
    schemas = named_in((site / "data" / "council.yml").read_text(encoding="utf-8-sig"))
    try:
        file_in_place(path, answering.with_entry(held, made.data, entry, schemas))
    except DataError as error:
        stop_for_data(error)
    except OSError as error:
        stop(f"{path}: {error.strerror or error}. Nothing was written.")
    typer.echo(f"Wrote to {answering.FILE}:")
    for key, value in entry.items():
        typer.echo(f"  {key}: {value}")
    after = unanswered(findings(read(site)))
    typer.echo(f"{answering.counted(len(after), 'warning')} left to answer." if after else NOTHING_LEFT)


def _nothing_to_answer(left: tuple[Problem, ...], fit: tuple[Problem, ...], rule: str, name: str) -> tuple[str, ...]:
    if fit:
        return (*map(answering.listed, fit), f"What '{name}' means is acknowledged already, in {answering.FILE}.")
    of_rule = [one for one in left if one.rule == rule]
    if of_rule:
        return (*map(answering.listed, of_rule), f"No warning of {rule} is about '{name}'. Those it has are above.")
    rules = sorted({one.rule for one in left})
    told = f"Rules with warnings to answer: {', '.join(rules)}." if rules else NOTHING_LEFT
    return (f"No warning of a rule '{rule}' is left to answer. {told}",)


def add_to(app: typer.Typer) -> None:
    commands: tuple[Callable[..., None], ...] = (check, acknowledge)
    for command in commands:
        app.command()(command)
