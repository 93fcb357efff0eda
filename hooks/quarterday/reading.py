"""Read ``data/`` into the model, or say everything that is wrong with it."""

from __future__ import annotations

import difflib
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from quarterday import model
from quarterday.entries import Entry, Mapping, Sequence, Text, read_entries
from quarterday.fields import Incomplete, count, identifier
from quarterday.model import (
    PLACE_AS_A_KEY,
    Accessibility,
    Acknowledgements,
    Calendar,
    CommitteeReport,
    Corrections,
    Council,
    CoveringReport,
    Data,
    Fact,
    Plan,
    Priority,
    PriorityReport,
    QuarterData,
)
from quarterday.periods import Quarter
from quarterday.phrases import one_of
from quarterday.problems import DataError, Place, Problem
from quarterday.values import Reason

F = TypeVar("F", bound=Fact)

SCHEMA_KEY = "schema"
COMMITTEE = "committee"
"""The folder of a quarter's papers to committees."""


Remembered: TypeAlias = "dict[tuple[str, ...], tuple[bytes, Fact]]"
"""What was read of each file and what it made, for whoever reads a folder again after a file of it was changed."""


class _Reader:
    """Collects what it cannot read, so that every file is read before anything is said."""

    def __init__(self, site: Path, remembered: Remembered | None) -> None:
        self.site = site
        self.remembered = remembered
        self.problems: list[Problem] = []
        self.context: dict[str, Any] = {}

    def shown(self, path: Path) -> str:
        return path.relative_to(self.site).as_posix()

    def entries(self, path: Path) -> Mapping | None:
        try:
            read = read_entries(path, self.shown(path))
        except DataError as error:
            self.problems += error.problems
            return None
        if isinstance(read, Mapping):
            return read
        self.problems.append(Problem(read.place, "the file should be keys with values, such as 'title: …'"))
        return None

    def fact(self, kind: type[F], path: Path, given_by_the_name: dict[str, Any]) -> F | None:
        """One file as one fact. What its folder or name already says may not be written in it again."""
        entries = self.entries(path)
        if entries is None:
            return None
        for key in given_by_the_name:
            if key in entries:
                told = f"'{key}' is given by the name of the file or its folder, so leave it out"
                self.problems.append(Problem(entries.key_at(key), told))
        both: dict[str, Any] = {**entries, **given_by_the_name}
        whole = Mapping(both.items(), entries.place)
        try:
            return kind.model_validate(whole, context=self.context)
        except ValidationError as error:
            # A name that is no id was told of when it was read.
            complaints = [
                found for found in error.errors(include_url=False) if not {*found["loc"][:1]} & {*given_by_the_name}
            ]
            self.problems += [_problem(complaint, entries) for complaint in complaints]
            return None

    def named_fact(self, kind: type[F], path: Path, key: str) -> F | None:
        """A file that is a fact by itself, with the key that its name gives. The same bytes are read once."""
        name = self.named(path)
        if self.remembered is None:
            return self.fact(kind, path, {key: Text(name)})
        about = (kind.__name__, self.shown(path), repr(self.context))
        given = path.read_bytes()
        held, made = self.remembered.get(about, (None, None))
        if held != given or not isinstance(made, kind):
            made = self.fact(kind, path, {key: Text(name)})
            if made:
                self.remembered[about] = (given, made)
        return made

    def optional(self, kind: type[F], path: Path) -> F:
        """A file that a council may do without: none says the same as an empty list."""
        return (self.fact(kind, path, {}) if path.is_file() else None) or kind()

    def files(self, folder: Path, but: str = "") -> Iterator[Path]:
        """The data files of a folder. What else it holds is told, except for the folder ``but``."""
        for path in sorted(folder.iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir():
                if path.name != but:
                    self.problems.append(Problem(Place(self.shown(path)), "there should be no folder here"))
            elif path.suffix != ".yml":
                self.problems.append(Problem(Place(self.shown(path)), "files in data/ should end in .yml"))
            else:
                yield path

    def folders(self, folder: Path) -> list[Path]:
        if not folder.is_dir():
            self.problems.append(Problem(Place(self.shown(folder)), "this folder should be there"))
            return []
        held = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        for path in held:
            if not path.is_dir():
                told = f"{folder.name}/ should hold folders alone; move this file into one of them"
                self.problems.append(Problem(Place(self.shown(path)), told))
        return [path for path in held if path.is_dir()]

    def named(self, path: Path) -> str:
        try:
            return identifier(Text(path.stem))
        except ValueError as error:
            what = "folder" if path.is_dir() else "file"
            self.problems.append(Problem(Place(self.shown(path)), f"the {what}'s name {error}, found '{path.stem}'"))
            return path.stem

    def plan(self, folder: Path) -> Plan | None:
        if not (folder / "plan.yml").is_file():
            self.problems.append(Problem(Place(self.shown(folder / "plan.yml")), "every plan should have this file"))
            return None
        priorities = [self.named_fact(Priority, path, "id") for path in self.files(folder) if path.name != "plan.yml"]
        found = tuple(priority for priority in priorities if priority)
        return self.fact(Plan, folder / "plan.yml", {"id": Text(self.named(folder)), "priorities": found})

    def quarter(self, folder: Path) -> QuarterData | None:
        try:
            quarter = Quarter.named(folder.name)
        except ValueError as error:
            self.problems.append(
                Problem(Place(self.shown(folder)), f"the folder's name {error}, found '{folder.name}'")
            )
            return None
        if not (folder / "quarter.yml").is_file():
            self.problems.append(
                Problem(Place(self.shown(folder / "quarter.yml")), "every quarter should have this file")
            )
            return None
        reports = [
            self.named_fact(PriorityReport, path, "priority")
            for path in self.files(folder, but=COMMITTEE)
            if path.name != "quarter.yml"
        ]
        committee = folder / COMMITTEE
        papers = [
            self.named_fact(CommitteeReport, path, "id")
            for path in (self.files(committee) if committee.is_dir() else ())
        ]
        return self.fact(
            QuarterData,
            folder / "quarter.yml",
            {
                "quarter": quarter,
                "priorities": tuple(report for report in reports if report),
                "committee_reports": tuple(paper for paper in papers if paper),
            },
        )


@contextmanager
def _all_is_kept() -> Iterator[None]:
    """Nothing that is read goes round in circles; to look for what does takes two fifths of the reading."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


@_all_is_kept()
def read(site: Path, remembered: Remembered | None = None) -> Data:
    """All of ``site/data``. A file that is ``remembered`` with the same bytes is not read again.

    Raises DataError with every problem in every file, where any cannot be read.
    """
    site = site.resolve()
    reader = _Reader(site, remembered)
    folder = site / "data"
    if not (folder / "council.yml").is_file():
        raise DataError(
            [Problem(Place("data/council.yml"), f"this file should be there; is {site.name}/ the site's folder?")]
        )
    _of_todays_schema(folder / "council.yml", reader)
    council = reader.fact(Council, folder / "council.yml", {})
    if council:
        reader.context["reasons"] = _reasons(council, reader)
    accessibility = None
    if (folder / "accessibility.yml").is_file():
        accessibility = reader.fact(Accessibility, folder / "accessibility.yml", {})
    else:
        told = "this file should be there; the accessibility statement, which the law asks for, is made from it"
        reader.problems.append(Problem(Place("data/accessibility.yml"), told))
    corrections = reader.optional(Corrections, folder / "corrections.yml")
    calendar = reader.optional(Calendar, folder / "calendar.yml")
    acknowledged = reader.optional(Acknowledgements, folder / "acknowledged.yml")
    covering = reader.optional(CoveringReport, folder / "paper.yml")
    plans = [reader.plan(path) for path in reader.folders(folder / "plans")]
    quarters = [reader.quarter(path) for path in reader.folders(folder / "quarters")]
    if not quarters and not reader.problems:
        reader.problems.append(
            Problem(Place("data/quarters"), "there should be at least one quarter, such as 2022-23-q2")
        )
    if reader.problems or council is None or accessibility is None:
        raise DataError(reader.problems)
    return Data(
        council=council,
        accessibility=accessibility,
        plans=tuple(p for p in plans if p),
        quarters=tuple(q for q in quarters if q),
        corrections=corrections.corrections,
        calendar=calendar.editions,
        acknowledged=acknowledged.acknowledged,
        covering=covering,
    )


def as_fact(kind: type[F], path: Path, shown_as: str) -> F:
    """One file of another kind than those in ``data/``. Raises DataError with everything that is wrong with it."""
    entries = read_entries(path, shown_as)
    if not isinstance(entries, Mapping):
        raise DataError([Problem(entries.place, "the file should be keys with values, such as 'title: …'")])
    try:
        return kind.model_validate(entries)
    except ValidationError as error:
        raise DataError([_problem(found, entries) for found in error.errors(include_url=False)]) from None


def _of_todays_schema(path: Path, reader: _Reader) -> None:
    """Of another schema, all that could be told of the files would be wrong. Raises DataError with that alone."""
    try:
        council = read_entries(path, reader.shown(path))
    except DataError:
        return  # The reader tells of it with all else.
    if schema_of(council) != model.SCHEMA:
        raise DataError([other_schema(council)])


def other_schema(council: Entry) -> Problem:
    """What to do where the entries of council.yml say a schema that is not today's. Raises as below."""
    since = schema_of(council)
    right = "update the program" if since > model.SCHEMA else "bring it to that with quarterday migrate"
    place = council[SCHEMA_KEY].place if isinstance(council, Mapping) and SCHEMA_KEY in council else council.place
    return Problem(place, f"this data folder is of schema {since}, this program knows {model.SCHEMA}: {right}")


def schema_of(council: Entry) -> int:
    """The schema that the entries of council.yml say. Raises DataError where that is none."""
    given = council.get(SCHEMA_KEY) if isinstance(council, Mapping) else None
    if given is None:
        return 1
    try:
        of = count(given)
    except ValueError:
        of = 0
    if not of:
        raise DataError([Problem(given.place, f"{SCHEMA_KEY} should be a whole number from 1 to 9999{_found(given)}")])
    return of


def _reasons(council: Council, reader: _Reader) -> dict[str, Reason]:
    known = {reason.value: reason for reason in Reason}
    for words in council.reasons:
        if words.reason not in known:
            reader.problems.append(Problem(words.place, f"reason should be {one_of(known)}, found '{words.reason}'"))
    return {words.printed: known[words.reason] for words in council.reasons if words.reason in known}


def _problem(complaint: Any, entries: Mapping) -> Problem:
    """A validator's complaint, in our words and at the line and column it is about."""
    kind, given, steps = complaint["type"], complaint["input"], complaint["loc"]
    found: Any = entries
    place, last = entries.place, ""
    for step in steps:
        # The validator has steps of its own, such as the one version of a title that never changed.
        if (isinstance(found, Mapping) and step in found) or (
            isinstance(found, Sequence) and isinstance(step, int) and step < len(found)
        ):
            last = step if isinstance(step, str) else last
            found = found[step]
            place = found.place
    typed = _found(given)
    if kind == "missing":
        return Problem(place, f"{steps[-1]} should be given")
    if kind == "extra_forbidden":
        key = "place" if steps[-1] == PLACE_AS_A_KEY else str(steps[-1])
        return Problem(_key_place((*steps[:-1], key), entries, place), _unknown(key))
    if kind == "value_error" and isinstance(complaint["ctx"]["error"], Incomplete):
        return Problem(place, str(complaint["ctx"]["error"]))
    if kind == "value_error":
        return Problem(place, f"{last} {complaint['ctx']['error']}{typed}")
    if kind in ("tuple_type", "list_type"):
        return Problem(place, f"{last} should be a list{typed}")
    if kind == "enum":
        return Problem(place, f"{last} should be {complaint['ctx']['expected'].replace(chr(39), '')}{typed}")
    return Problem(place, f"{last} {complaint['msg'].lower()}{typed}")


def _found(given: Any) -> str:
    if isinstance(given, str):
        return f", found '{_short(given)}'"
    return ", found a list" if isinstance(given, Sequence) else ", found keys with values"


def _short(given: str) -> str:
    return given if len(given) <= 60 else given[:57] + "…"


def _key_place(steps: tuple[Any, ...], entries: Mapping, otherwise: Place) -> Place:
    found: Any = entries
    for step in steps[:-1]:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return otherwise
    return found.key_at(steps[-1]) if isinstance(found, Mapping) and steps[-1] in found.marks else otherwise


def _unknown(key: str) -> str:
    close = difflib.get_close_matches(key, sorted(_keys()), n=1)
    hint = f"; did you mean '{close[0]}'?" if close else ""
    return f"'{key}' is not a key here{hint}"


def _keys() -> set[str]:
    facts = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return {field.alias or name for kind in facts for name, field in kind.model_fields.items()} - {"place"}
