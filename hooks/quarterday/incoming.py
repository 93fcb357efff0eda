"""Take in what people typed elsewhere, in a workbook or an export: all of it, as typed, or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from quarterday.amending import Amendment, Step, amended
from quarterday.checks import checked
from quarterday.entries import UNPRINTABLE, Entry, Mapping, Sequence, Text, entries_of, read_entries
from quarterday.problems import DataError, Place
from quarterday.reading import read

QUARTERS = PurePosixPath("data/quarters")
LONGEST_BESIDE = 60
"""Characters of an old and a new value that stand on one line; longer ones stand one above the other."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One value that somebody typed, and where in ``data/`` it goes."""

    place: str
    """Such as ``workbook.xlsx!Measures!C14`` or ``export.csv:14:3``."""
    file: str
    """Such as ``data/quarters/2022-23-q3/serv1.yml``."""
    steps: tuple[Step, ...]
    typed: str
    """Nothing but spaces says nothing: it never blanks what stands."""
    subject: str
    """Its code and its title, for people."""
    blank: bool = False
    """A blank is what was typed, and is written as one."""

    @property
    def key(self) -> str:
        """What it is of its subject: ``progress``, ``results 2022-23-q3 value``."""
        named = [step[1] if isinstance(step, tuple) else str(step) for step in self.steps]
        return " ".join(named[2:] or named)


@dataclass(frozen=True, slots=True)
class Change:
    """What would be written: ``old`` as it stands, blank where nothing does, and ``new`` as typed."""

    incoming: Incoming
    old: str
    new: str


class NotTaken(Exception):
    """Nothing was written. Carries every problem as it is told, ``workbook.xlsx!Measures!C14: …``, in order."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(self.problems))


class _NotHere(Exception):
    """A step leads to something of another kind. Its words are what is there, and where."""


def changes(site: Path, incoming: Iterable[Incoming]) -> tuple[Change, ...]:
    """What differs from what stands, in the order it came.

    Raises NotTaken with everything that cannot be taken: two values for one place, an unprintable character, a quarter
    that is not there, a file that cannot be read.
    """
    files = _Files(site)
    first: dict[tuple[str, tuple[Step, ...]], Incoming] = {}
    problems: list[str] = []
    found: list[Change] = []
    for one in incoming:
        new = one.typed.replace("\r\n", "\n").replace("\r", "\n")
        if not new.strip() and not one.blank:
            continue
        other = first.setdefault((one.file, one.steps), one)
        if other is not one:
            if other.typed != one.typed:
                also = f"{other.place} says '{_short(other.typed)}'"
                problems.append(f"{one.place}: {one.key} of {one.subject} should be one value, but {also}")
            continue
        unprintable = UNPRINTABLE.search(new)
        if unprintable:
            problems.append(f"{one.place}: should be printable characters, found U+{ord(unprintable[0]):04X}")
            continue
        try:
            old = files.standing(one)
        except DataError as error:
            problems += map(str, error.problems)
        except _NotHere as error:
            problems.append(f"{one.place}: {one.key} of {one.subject} cannot be put {error}")
        else:
            if old is None or not _same(old, new):
                found.append(Change(one, old or "", new))
    if files.quarters_missing or problems:
        raise NotTaken([*files.quarters_missing, *problems])
    return tuple(found)


def told(these: Iterable[Change]) -> Iterator[str]:
    """The lines of the difference: each file, what it is about, and its old and its new words, both whole."""
    file = subject = ""
    for change in these:
        one = change.incoming
        if one.file != file:
            yield one.file
            file, subject = one.file, ""
        if one.subject != subject:
            yield f"  {one.subject}"
            subject = one.subject
        old = f'"{change.old}"' if change.old else "nothing"
        if "\n" not in change.old + change.new and len(change.old + change.new) <= LONGEST_BESIDE:
            yield f'    {one.key}: {old} -> "{change.new}"'
        else:
            yield f"    {one.key}:"
            yield from (f"      - {line}" for line in (change.old.splitlines() or [old]))
            yield from (f"      + {line}" for line in change.new.splitlines())


def tried(site: Path, these: Iterable[Change]) -> dict[str, str]:
    """The whole new text of each file, once all of ``data/`` has been read and checked with them in it.

    Raises DataError where ``data/`` cannot be published as it stands, and NotTaken with what is wrong with the new
    values, each at the place it came from.
    """
    checked(read(site))
    by_file: dict[str, list[Change]] = {}
    for change in these:
        by_file.setdefault(change.incoming.file, []).append(change)
    files = _Files(site)
    problems: list[str] = []
    texts: dict[str, str] = {}
    for file, of_file in by_file.items():
        for change in of_file:
            now = files.standing(change.incoming) or ""
            if now != change.old:
                problems.append(f"{change.incoming.place}: {file} has changed meanwhile; try again")
        texts[file] = amended(files.text(file), [Amendment(one.incoming.steps, one.new) for one in of_file])
        for change, path in _paths(texts[file], file, of_file):
            if not (isinstance(path[-1], Text) and _same(path[-1], change.new)):
                problems.append(f"{change.incoming.place}: cannot be kept as typed, found '{_short(change.new)}'")
    if problems:
        raise NotTaken(problems)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / site.resolve().name
        shutil.copytree(site / "data", copy / "data")
        for file, text in texts.items():
            (copy / file).write_text(text, encoding="utf-8", newline="")
        try:
            checked(read(copy))
        except DataError as error:
            came_from: dict[Place, str] = {}
            for file in {problem.place.path for problem in error.problems} & {*texts}:
                for change, (_, *around, at) in _paths(texts[file], file, by_file[file]):
                    came_from[at.place] = change.incoming.place
                    for entry in around:
                        came_from.setdefault(entry.place, change.incoming.place)
            raise NotTaken(
                f"{came_from.get(problem.place, problem.place)}: {problem.message}" for problem in error.problems
            ) from None
    return texts


def _paths(text: str, file: str, these: Iterable[Change]) -> Iterator[tuple[Change, list[Entry]]]:
    """Each change with what it leads to in a file's new text."""
    entries, named = entries_of(text, file), _Named()
    for change in these:
        yield change, _path(entries, change.incoming.steps, named)


def write(site: Path, these: Iterable[Change]) -> None:
    """Write the values, once all are known to be well. Raises what ``tried`` raises, and then nothing is written."""
    put(site, tried(site, these))


def put(site: Path, texts: dict[str, str]) -> None:
    """Replace each file by its new text, once all of them are on the disk; where that fails, none. Raises OSError."""
    before = {file: (site / file).read_bytes() if (site / file).is_file() else None for file in texts}
    replaced: list[str] = []
    beside = {file: (site / file).with_name(f".{Path(file).name}.new") for file in texts}
    try:
        for file, text in texts.items():
            beside[file].write_bytes(_as_bytes(site / file, text))
            if (site / file).exists():
                shutil.copymode(site / file, beside[file])
        for file, path in beside.items():
            os.replace(path, site / file)
            replaced.append(file)
    except OSError:
        for file in replaced:
            old = before[file]
            (site / file).unlink() if old is None else (site / file).write_bytes(old)
        raise
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)


def _as_bytes(path: Path, text: str) -> bytes:
    """With the line ends, and the mark at the start, that the file has now."""
    given = path.read_bytes() if path.is_file() else b""
    if b"\r\n" in given:
        text = text.replace("\n", "\r\n")
    return text.encode("utf-8-sig" if given.startswith(b"\xef\xbb\xbf") else "utf-8")


class _Files:
    """The files of a site as they stand, each read once."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.entries: dict[str, Entry] = {}
        self.named = _Named()
        self.quarters_missing: list[str] = []

    def standing(self, one: Incoming) -> str | None:
        """The text at the steps, or None where there is none. Raises DataError where the file cannot be read."""
        if one.file not in self.entries:
            self._look_for_quarter(PurePosixPath(one.file))
            there = (self.site / one.file).is_file()
            self.entries[one.file] = read_entries(self.site / one.file, one.file) if there else Mapping()
        path = _path(self.entries[one.file], one.steps, self.named)
        at = path[-1]
        if len(path) <= len(one.steps):
            return None
        if not isinstance(at, Text):
            raise _NotHere(f"where {at.place} has {_kind(at)}")
        return str(at)

    def text(self, file: str) -> str:
        """With one kind of line end, as it is read; blank where there is no file yet."""
        path = self.site / file
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""

    def _look_for_quarter(self, file: PurePosixPath) -> None:
        if file.is_relative_to(QUARTERS):
            name = file.relative_to(QUARTERS).parts[0]
            told = f"data/quarters/{name}: there is no such quarter yet; make it with: quarterday new-quarter {name}"
            if not (self.site / QUARTERS / name / "quarter.yml").is_file() and told not in self.quarters_missing:
                self.quarters_missing.append(told)


class _Named:
    """The things of lists by a key of theirs, so that a list of thousands is gone through once."""

    def __init__(self) -> None:
        self.held: dict[tuple[int, str], dict[str, Entry] | None] = {}

    def of(self, found: Sequence, key: str) -> dict[str, Entry] | None:
        """None where the list has something that is not keys with values."""
        if (id(found), key) not in self.held:
            things = [thing for thing in reversed(found) if isinstance(thing, Mapping)]
            by_name: dict[str, Entry] = {name: thing for thing in things if isinstance(name := thing.get(key), Text)}
            self.held[id(found), key] = by_name if len(things) == len(found) else None
        return self.held[id(found), key]


def _path(entries: Entry, steps: tuple[Step, ...], named: _Named) -> list[Entry]:
    """Everything from the whole file to what the steps lead to, or as far as anything is there."""
    path = [entries]
    for step in steps:
        found = path[-1]
        # A key that is there with nothing after it: a list or keys can be put there.
        if isinstance(found, Text) and not found and len(path) > 1:
            break
        inner = _inner(found, step, named)
        if inner is None:
            break
        path.append(inner)
    return path


def _inner(found: Entry, step: Step, named: _Named) -> Entry | None:
    if isinstance(step, str) and isinstance(found, Mapping):
        return found.get(step)
    if isinstance(found, Sequence):
        if isinstance(step, int):
            return found[step] if step < len(found) else None
        things = named.of(found, step[0]) if isinstance(step, tuple) else None
        if things is not None:
            return things.get(step[1])
    raise _NotHere(f"where {found.place} has {_kind(found)}")


def _kind(entry: Entry) -> str:
    if isinstance(entry, Text):
        return f"'{_short(entry)}'"
    return "a list" if isinstance(entry, Sequence) else "keys with values"


def _same(old: str, new: str) -> bool:
    """A block of prose ends with a line end that nobody typed."""
    return old.rstrip("\n") == new.rstrip("\n")


def _short(typed: str) -> str:
    line = " ".join(typed.split())
    return line if len(line) <= LONGEST_BESIDE else f"{line[: LONGEST_BESIDE - 1]}…"
