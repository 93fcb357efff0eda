"""Editions built on other machines: put into a folder there, and taken from it here if they are what they say."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from quarterday.branch import Built, Refused
from quarterday.periods import Quarter
from quarterday.placing import in_place_when_made
from quarterday.records import EDITION, EditionRecord
from quarterday.source import Source, digests, folder_of


def put(made: Iterable[Built], to: Path) -> None:
    """Each edition into a folder of its quarter's name, in place of one that is there, whole or not at all."""
    for one in made:
        with in_place_when_made(to / one.quarter.name) as folder:
            shutil.copytree(one.folder, folder, dirs_exist_ok=True)


def taken(source: Source, folders: Sequence[Path], work: Path, now: datetime) -> tuple[Quarter, ...]:
    """The quarters found in the folders, each put where one that was built here would be.

    Raises Refused with all that is wrong with any: it is not whole, or was built from other data or another program.
    """
    problems: list[str] = []
    found: dict[Quarter, Path] = {}
    records: dict[Quarter, EditionRecord] = {}
    for folder in folders:
        editions = sorted(path.parent for path in folder.rglob(EDITION)) if folder.is_dir() else []
        if not editions:
            problems.append(f"{folder} holds no edition: nothing in it has an {EDITION}")
        for edition in editions:
            try:
                record = EditionRecord.model_validate_json((edition / EDITION).read_bytes())
                quarter = Quarter.named(record.quarter)
            except (ValidationError, ValueError):
                problems.append(f"{edition / EDITION} is no record of an edition")
                continue
            if quarter in found:
                problems.append(f"{quarter.name} is there twice: in {found[quarter]} and in {edition}")
            problems += _problems(source, edition, quarter, record)
            found[quarter], records[quarter] = edition, record
    if problems:
        raise Refused(*problems, "Nothing was published. Build these again: quarterday publish QUARTER --to DIR")
    for quarter, edition in found.items():
        there = folder_of(source, quarter, work)
        shutil.copytree(edition, there)
        record = records[quarter].model_copy(update={"published": now})
        (there / EDITION).write_text(record.written(), encoding="utf-8")
    return tuple(sorted(found))


def _problems(source: Source, edition: Path, quarter: Quarter, record: EditionRecord) -> Iterator[str]:
    if (record.data_commit, record.generator_commit) != (source.commit, source.generator):
        yield f"{edition} was built from commit {record.data_commit[:12]}, and {source.commit[:12]} is checked out here"
    elif quarter not in {held.quarter for held in source.data.quarters}:
        yield f"{edition} is of {quarter.name}, which data/quarters does not hold"
    elif record.facts != source.facts[quarter]:
        yield f"{edition} was made from other facts than data/ holds"
    if record.files != (there := digests(edition)):
        names = sorted(name for name in {*record.files, *there} if record.files.get(name) != there.get(name))
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        yield f"{edition} is not as it was built: {names[0]}{more} is missing, changed or added"
