"""The commands of the officer's desk: ``new-quarter``, ``schema`` and ``migrate``."""

from __future__ import annotations

import os
import shutil
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from quarterday.checks import checked
from quarterday.entries import read_entries
from quarterday.migrations import migration
from quarterday.periods import long_date
from quarterday.placing import in_place_when_made
from quarterday.problems import DataError
from quarterday.reading import read
from quarterday.release import release_of
from quarterday.rolling import QUARTER_FILE, NotNew, rolled
from quarterday.schemas import FOLDER, kind_of, line, named_in
from quarterday.schemas import schemas as made_schemas
from quarterday.telling import SiteFolder, stop, stop_for_data


def new_quarter(
    quarter: Annotated[str, typer.Argument(metavar="QUARTER", help="Such as 2022-23-q3.")],
    site: SiteFolder = Path(),
) -> None:
    """Make the folder of a new quarter from what is known: quarterday new-quarter 2022-23-q3

    It has a file for each priority, with every open action, risk and next step, and every measure that is due. All are
    empty: last quarter's figures stand beside them as comments, and a page says nothing of what is not filled in.

    What has ended is left out. It is listed here with why, and so is what was promised by the end of the quarter.
    Nothing that is there already is changed.
    """
    try:
        data = read(site)
        checked(data)
        made = rolled(data, quarter)
    except DataError as error:
        stop_for_data(error)
    except NotNew as error:
        stop(str(error))
    folder = site.resolve() / "data" / "quarters" / quarter
    # As the quarter before names them: another council's may be elsewhere, or nowhere.
    schemas = named_in((folder.with_name(made.before.name) / QUARTER_FILE).read_text(encoding="utf-8-sig"))
    try:
        with in_place_when_made(folder) as new:
            new.mkdir()
            for name, text in made.files.items():
                kind = kind_of(PurePosixPath("quarters", quarter, name))
                (new / name).write_text((line(kind, schemas) if schemas else "") + text, encoding="utf-8")
    except OSError as error:
        stop(f"{error.strerror or error}. Nothing was made.")
    _listed("Left out:", made.left_out)
    _listed("Carried, and for you to decide:", made.doubtful)
    _listed("Carried, though the plan does not say how often they are due:", made.undated)
    last = long_date(made.quarter.last_day)
    _listed(f"Due by {last}:", (f"{one.told} (data/quarters/{quarter}/{one.file})" for one in made.promises))
    typer.echo(f"Made data/quarters/{quarter}/ from {made.before}: {_counted(made.carried)}.")
    typer.echo("Nothing of it is published before it is filled in. Name each plan under covers: when its report is in.")
    if release_of(data.calendar, made.quarter) is None:
        typer.echo("data/calendar.yml has no date for it: without one, the next push may publish it half filled in.")


def schema(
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="The folder to write them to.", file_okay=False)
    ] = Path(FOLDER),
    site: SiteFolder = Path(),
    opening: Annotated[
        bool, typer.Option("--open", help="Let each file in data/ that names no schema open with the line that does.")
    ] = False,
) -> None:
    """Write JSON Schemas of the files in data/, for an editor: quarterday schema

    There is one for each kind of file. A file that names its schema in its first line is completed, explained and
    checked by an editor that knows YAML, while it is typed. Nothing is asked of another host.
    """
    try:
        to.mkdir(parents=True, exist_ok=True)
        for name, text in made_schemas().items():
            (to / name).write_text(text, encoding="utf-8")
        typer.echo(f"Wrote {len(made_schemas())} schemas to {to}/")
        if opening:
            count = _open_with_schemas(site.resolve() / "data", to.resolve())
            typer.echo(f"Put the line that names its schema into {count} file{'' if count == 1 else 's'}")
    except OSError as error:
        stop(f"{error.strerror or error}: {error.filename or to}")


def _open_with_schemas(data: Path, schemas: Path) -> int:
    """How many files had no such line. All else in them stays as it is, to the byte."""
    count = 0
    for path in sorted(data.rglob("*.yml")):
        given = path.read_bytes()
        mark, text = (BOM_UTF8, given[len(BOM_UTF8) :]) if given.startswith(BOM_UTF8) else (b"", given)
        if not named_in(text.decode("utf-8", errors="replace")):
            folder = PurePosixPath(os.path.relpath(schemas, path.parent)).as_posix()
            first = line(kind_of(PurePosixPath(path.relative_to(data))), f"{folder}/").encode()
            path.write_bytes(mark + (first.replace(b"\n", b"\r\n") if b"\r\n" in text else first) + text)
            count += 1
    return count


def migrate(
    site: SiteFolder = Path(),
    yes: Annotated[bool, typer.Option("--yes", help="Write it; without this it is only shown.")] = False,
) -> None:
    """Bring the files in data/ to the keys that this program knows: quarterday migrate

    Each step is told with its reason, and what would change is shown as git shows it. With --yes all of it is written,
    once it has been read and checked, or nothing is. Comments and all else stay as they are.

    Editions that are published are on their branch. They are not touched.
    """
    site = site.resolve()
    try:
        found = migration(_texts(site))
        for step in found.steps:
            typer.echo(f"{step.since} to {step.since + 1}: {step.says}")
        for change in found.difference():
            typer.echo(change)
        with TemporaryDirectory() as scratch:
            tried = Path(scratch) / site.name
            _copy(site, found.changed, tried / "data")
            checked(read(tried))
        if yes and found.steps:
            with in_place_when_made(site / "data") as new:
                _copy(site, found.changed, new)
    except DataError as error:
        stop_for_data(error)
    except OSError as error:
        stop(f"{error.strerror or error}. Nothing was written.")
    if not found.steps:
        typer.echo(f"The data are of schema {found.to}, which this program knows. There is nothing to do.")
    elif yes:
        count = len(found.changed)
        typer.echo(f"Brought data/ from schema {found.since} to {found.to}: {count} file{'' if count == 1 else 's'}.")
    else:
        typer.echo("Nothing is written yet. To write it: quarterday migrate --yes")


def _texts(site: Path) -> dict[str, str]:
    """Each file of ``data/``, with one kind of line end. Raises DataError where one cannot be read."""
    texts = {}
    for path in sorted((site / "data").rglob("*.yml")):
        name = path.relative_to(site).as_posix()
        read_entries(path, name)
        texts[name] = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    return texts


def _copy(site: Path, changed: Mapping[str, str], to: Path) -> None:
    """``data/`` with what changed. Line ends, and the mark at the start of a file, stay as they are."""
    shutil.copytree(site / "data", to, symlinks=True)
    for name, text in changed.items():
        path = to / PurePosixPath(name).relative_to("data")
        given = path.read_bytes()
        if b"\r\n" in given:
            text = text.replace("\n", "\r\n")
        path.write_bytes(text.encode("utf-8-sig" if given.startswith(BOM_UTF8) else "utf-8"))


def _listed(heading: str, told: Iterable[str]) -> None:
    lines = [f"  {line}" for line in told]
    if lines:
        typer.echo("\n".join([heading, *lines]))


def _counted(carried: dict[str, int]) -> str:
    found = [f"{count} {what}{'' if count == 1 else 's'}" for what, count in carried.items() if count]
    return ", ".join(found) or "nothing is open"


def add_to(app: typer.Typer) -> None:
    commands: tuple[Callable[..., None], ...] = (new_quarter, schema, migrate)
    for command in commands:
        app.command()(command)
