"""Bring files that people wrote to the keys of today, and leave all else in them as it is.

When a key changes, ``model.SCHEMA`` goes up by one, and a step is added here that a council takes once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from quarterday import entries, model
from quarterday.amending import Amendment, amended
from quarterday.entries import Entry, entries_of
from quarterday.problems import DataError, Problem
from quarterday.reading import SCHEMA_KEY, other_schema, schema_of

COUNCIL = "data/council.yml"
Files: TypeAlias = Mapping[str, str]
"""The text of each file of ``data/``, by its path in the site."""


@dataclass(frozen=True)
class Step:
    """From schema ``since`` to the next one. ``says`` is a sentence for people: what is called otherwise, and why."""

    since: int
    says: str
    change: Callable[[Files], Files]
    """Gives the files that change, with their new text. Raises DataError where it cannot be sure."""


STEPS: tuple[Step, ...] = ()
"""None yet: no key has changed since the first schema."""


@dataclass(frozen=True)
class Migration:
    """What would be written, and why."""

    since: int
    to: int
    steps: tuple[Step, ...]
    before: Files
    changed: Files

    def difference(self) -> Iterator[str]:
        """Its lines, as git shows them."""
        for name in sorted(self.changed):
            old, new = (of[name].splitlines() for of in (self.before, self.changed))
            yield from difflib.unified_diff(old, new, name, name, lineterm="")


def migration(files: Files) -> Migration:
    """From the schema that the files are of to the one that this program knows.

    Raises DataError where they are of a later one, or where a step cannot be sure of something.
    """
    council = entries_of(files[COUNCIL], COUNCIL)
    since = schema_of(council)
    if since > model.SCHEMA:
        raise DataError([other_schema(council)])
    steps = tuple(step for step in STEPS if step.since >= since)
    now = dict(files)
    for step in steps:
        now |= step.change(now)
    if steps:
        now[COUNCIL] = amended(now[COUNCIL], [Amendment((SCHEMA_KEY,), str(model.SCHEMA))])
    changed = {name: text for name, text in now.items() if text != files.get(name)}
    return Migration(since, model.SCHEMA, steps, files, changed)


def renamed(files: Files, wanted: Callable[[str], bool], path: tuple[str, ...], old: str, new: str) -> Files:
    """The files that are wanted and have a key at a path, with that key called otherwise and all else as it was.

    ``path`` is the keys above it; of a list, each thing is meant. Raises DataError where a thing has both keys.
    """
    changed, both = {}, []
    for name in filter(wanted, files):
        lines = files[name].split("\n")
        for thing in _along(entries_of(files[name], name), path):
            if old in thing and new in thing:
                both.append(Problem(thing.key_at(old), f"'{old}' is called '{new}' now, and both are given"))
            elif old in thing:
                at = thing.key_at(old)
                line = lines[at.line - 1]
                before, after = line[: at.column - 1], line[at.column - 1 :]
                lines[at.line - 1] = before + after.replace(old, new, 1)
        if "\n".join(lines) != files[name]:
            changed[name] = "\n".join(lines)
    if both:
        raise DataError(both)
    return changed


def _along(entry: Entry, path: tuple[str, ...]) -> Iterator[entries.Mapping]:
    if isinstance(entry, entries.Sequence):
        for thing in entry:
            yield from _along(thing, path)
    elif isinstance(entry, entries.Mapping):
        if not path:
            yield entry
        elif path[0] in entry:
            yield from _along(entry[path[0]], path[1:])
