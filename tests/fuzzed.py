"""Files as nobody would write them, made of real ones by chance, and what has to hold for whatever reads them.

The same number makes the same file. ``test_fuzz`` tries a few hundred, ``bench/fuzz.py`` as many as are asked for.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from zlib import crc32

from rich.progress import Progress

from quarterday.amending import amended
from quarterday.checks import checked
from quarterday.collecting import Collection, came_back, collection
from quarterday.edition import edition
from quarterday.entries import Mapping, entries_of, read_entries
from quarterday.exports import Wanted
from quarterday.findings import findings
from quarterday.importing import taken
from quarterday.incoming import NotTaken, changes
from quarterday.incoming import tried as tried_in_a_copy
from quarterday.periods import Quarter
from quarterday.problems import DataError
from quarterday.reading import read
from quarterday.workbooks import read_workbook, workbook

PROJECT = Path(__file__).parents[1]
SMALL = PROJECT / "tests" / "councils" / "smallshire"
LARGEST = 200_000
"""Bytes of an input; the largest file of a council has about 60,000."""
WITH_PAGES = 10
"""Of so many sites that are read, the pages of one are made too."""


@dataclass(frozen=True)
class Reader:
    """One way into the program: real files, how they are spoilt, and what reads them."""

    name: str
    seeds: Callable[[], Sequence[tuple[str, bytes]]]
    """Real files, each with its path in a site."""
    spoil: Callable[[Random, Sequence[bytes], bytes], bytes]
    read: Callable[[str, bytes], Sequence[str]]
    """Gives the messages of a refusal, each on one line; anything that it raises is a fault."""


# ---- how files are spoilt ----

HOSTILE = (
    *("", " ", "\t", "\0", "\x07", "\ufeff", "\u202e", "\u2028", "\x85", "\U0001f600", "é", "&#0;", "%", "@", "`"),
    *("- " * 300, "[" * 2000, "{" * 2000, "{a: " * 300, "? " * 300, "a: " * 300, "(" * 5000, "*" * 5000, ">" * 3000),
    *(
        "&a",
        "*a",
        "<<: *a",
        "!!python/object/apply:os.system [ls]",
        "!!binary aGk=",
        "%YAML 1.1",
        "---",
        "...",
        "|",
        ">-",
    ),
    *("'", '"', "''", '"\\u0000"', "#", " #", ": ", ":", ",", "]", "}", "\r", "\r\n", "\n", "\n\n\n", "|\n", ">\n"),
    *("null", "~", "yes", "no", "true", "NaN", ".inf", "-0", "0x1F", "012", "1_000", "12:30:45", "2022-02-30"),
    *("9" * 5000, "1e999999", "1e-999999", "1E+1000000000", "0." + "3" * 5000, "-" * 4000 + "1", "1/0", "0/0", "1:0"),
    *("10-12", "12-10", "£1e9", "£34, 908", "£" + "9" * 400, "3000%", "1.2.3", "1,2,3,4", "½", "٣", "１２"),
    *("31-Feb-2023", "0000-00-00", "9999-12-31", "10000-01-01", "2022-23-q5", "2022-24-q1", "9999-00-q4", "0000-01-q1"),
    *("x" * 20000, "word " * 4000, "[a](javascript:alert(1))", "<script>", "](" * 3000, "**" * 3000, "_" * 5000),
    *(
        "- a\n" * 2000,
        "> " * 500,
        "`" * 4000,
        "|a" * 3000,
        "a\n: b\n" * 500,
        "A.B. " * 2000,
        "(((((a)))))",
        "=1+1",
        "+1",
        "@x",
    ),
)
LINE = re.compile(rb"(?m)^([ ]*(?:- )?[\w]+:)[ ]?(.*)$")
BREAK = re.compile(rb"\n")


def spoilt_text(chance: Random, seeds: Sequence[bytes], given: bytes) -> bytes:
    """A file with one to six changes: to a value, a line, a piece, a byte, or all of it."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        given = chance.choice(WAYS)(chance, seeds, given)
    return given[:LARGEST]


def _another_value(chance: Random, _: Sequence[bytes], given: bytes) -> bytes:
    lines = [*LINE.finditer(given)]
    if not lines:
        return given + _hostile(chance)
    at = chance.choice(lines)
    return given[: at.end(1)] + b" " + _hostile(chance) + given[at.end(2) :]


def _another_key(chance: Random, seeds: Sequence[bytes], given: bytes) -> bytes:
    lines, others = [*LINE.finditer(given)], [*LINE.finditer(chance.choice(seeds))]
    if not lines or not others:
        return given
    at, other = chance.choice(lines), chance.choice(others)
    return given[: at.start(1)] + other[1] + given[at.end(1) :]


def _lines_moved(chance: Random, _: Sequence[bytes], given: bytes) -> bytes:
    lines = BREAK.split(given)
    start, count, to = _within(chance, lines), chance.randint(1, 5), _within(chance, lines)
    taken = lines[start : start + count]
    if chance.random() < 0.5:
        del lines[start : start + count]
    elif chance.random() < 0.1:
        taken *= chance.randint(2, 200)
    lines[to:to] = taken
    return b"\n".join(lines)


def _indented(chance: Random, _: Sequence[bytes], given: bytes) -> bytes:
    lines = BREAK.split(given)
    at = _within(chance, lines)
    by = chance.choice((b" ", b"  ", b"\t", b"- ", b"      "))
    lines[at] = by + lines[at] if chance.random() < 0.6 else lines[at].lstrip()
    return b"\n".join(lines)


def _put_in(chance: Random, _: Sequence[bytes], given: bytes) -> bytes:
    at = _within(chance, given)
    return given[:at] + _hostile(chance) + given[at:]


def _cut(chance: Random, _: Sequence[bytes], given: bytes) -> bytes:
    start = _within(chance, given)
    return given[:start] if chance.random() < 0.3 else given[:start] + given[start + chance.randint(1, 40) :]


def _spliced(chance: Random, seeds: Sequence[bytes], given: bytes) -> bytes:
    other = chance.choice(seeds)
    return given[: _within(chance, given)] + other[_within(chance, other) :]


def _bytes_changed(chance: Random, _: Sequence[bytes], given: bytes) -> bytes:
    made = bytearray(given)
    for _times in range(chance.randint(1, 8)):
        if made:
            made[_within(chance, made)] = chance.randrange(256)
    return bytes(made)


def _saved_otherwise(chance: Random, _: Sequence[bytes], given: bytes) -> bytes:
    encoding = chance.choice(("utf-16", "utf-8-sig", "latin-1", "utf-32"))
    return given.decode("utf-8", "replace").encode(encoding, "replace")


def _random(chance: Random, _: Sequence[bytes], given: bytes) -> bytes:
    if chance.random() < 0.5:
        return chance.randbytes(chance.randint(0, 400))
    signs = "abc019 \n\n:-[]{}&*!|>'\"%@`#,?~.£é"
    return "".join(chance.choices(signs, k=chance.randint(0, 400))).encode()


WAYS = (
    *(_another_value,) * 6,
    *(_another_key,) * 2,
    *(_lines_moved, _indented, _put_in, _cut, _spliced, _bytes_changed, _saved_otherwise, _random),
)


def _hostile(chance: Random) -> bytes:
    return chance.choice(HOSTILE).encode()


def _within(chance: Random, given: Sequence[object]) -> int:
    return chance.randrange(max(1, len(given)))


def spoilt_zip(chance: Random, seeds: Sequence[bytes], given: bytes) -> bytes:
    """A workbook or a document with a part of it spoilt; or the package itself, as a broken download is."""
    if chance.random() < 0.2:
        return chance.choice((_cut, _bytes_changed, _spliced, _random))(chance, seeds, given)
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(given)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            names = old.namelist()
            spoiled = chance.choice(names)
            for name in names:
                part = old.read(name)
                # Without a day of its own it would have that of its making, and be another file.
                new.writestr(zipfile.ZipInfo(name), spoilt_text(chance, [part], part) if name == spoiled else part)
    except (zipfile.BadZipFile, OSError):
        return given
    return made.getvalue()


# ---- what reads them ----


@lru_cache
def yaml_of_councils() -> tuple[tuple[str, bytes], ...]:
    """All that is in ``data/`` of every council here, and what is refused with good words already."""
    found = [
        (path.relative_to(site).as_posix(), path.read_bytes())
        for site in (SMALL, PROJECT, PROJECT / "examples" / "midlothian")
        for path in sorted((site / "data").rglob("*.yml"))
    ]
    rejected = sorted((PROJECT / "tests" / "rejected").glob("*/data/**/*.yml"))
    return (*found, *(("data/council.yml", path.read_bytes()) for path in rejected))


@lru_cache
def yaml_of_one_council() -> tuple[tuple[str, bytes], ...]:
    return tuple(
        (path.relative_to(SMALL).as_posix(), path.read_bytes()) for path in sorted(SMALL.glob("data/**/*.yml"))
    )


def _entries(name: str, given: bytes) -> Sequence[str]:
    with tempfile.NamedTemporaryFile(suffix=".yml") as file:
        file.write(given)
        file.flush()
        try:
            read_entries(Path(file.name), name)
        except DataError as error:
            return _told(error, name)
    return ()


def _amended(name: str, given: bytes) -> Sequence[str]:
    """What can be read is written again without a change of what it says."""
    try:
        text = given.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        before = entries_of(text, name)
    except UnicodeDecodeError:
        return ("not UTF-8",)
    except DataError as error:
        return _told(error, name)
    if not isinstance(before, Mapping):
        return ("no keys, so nothing is ever written to it",)
    try:
        written = amended(text, (), name)
    except DataError as error:
        return _told(error, name)
    try:
        after = entries_of(written, name)
    except DataError as error:
        raise AssertionError(f"what was written cannot be read: {error}") from error
    assert after == before, "what was written says something else"
    return ()


def _site(name: str, given: bytes) -> Sequence[str]:
    site = _one_site()
    file = site / name
    before = file.read_bytes()
    file.write_bytes(given)
    try:
        if crc32(given) % WITH_PAGES == 0:
            edition(site)
        data = read(site)
        checked(data)
        return tuple(str(one) for one in findings(data))
    except DataError as error:
        return _told(error, "data")
    finally:
        file.write_bytes(before)


@lru_cache
def _one_site() -> Path:
    """Lives as long as the process; the system clears it away."""
    site = Path(tempfile.mkdtemp(prefix="quarterday-fuzz-")) / "smallshire"
    shutil.copytree(SMALL, site, ignore=shutil.ignore_patterns("site"))
    return site


def _told(error: DataError, path: str) -> tuple[str, ...]:
    assert error.problems, "a refusal without a reason"
    for problem in error.problems:
        place = problem.place
        assert place.path.startswith(path) and place.line >= 1 and place.column >= 1, f"no place: {problem}"
        assert problem.message.strip(), f"no message: {problem}"
    return tuple(map(str, error.problems))


EXPORTS = PROJECT / "tests" / "exports"


def exports() -> tuple[tuple[str, bytes], ...]:
    return tuple((path.name, path.read_bytes()) for path in sorted(EXPORTS.glob("*.csv")))


@lru_cache
def workbooks() -> tuple[tuple[str, bytes], ...]:
    council = read(SMALL).council
    return tuple((f"{lead}.xlsx", workbook(_asked(), lead, council)) for lead in _asked().leads)


@lru_cache
def _asked() -> Collection:
    return collection(read(_one_site()), Quarter(2022, 3))


def _export(name: str, given: bytes) -> Sequence[str]:
    mapped = EXPORTS / f"{Path(name).stem}.yml"
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as file, Progress(disable=True) as progress:
        file.write(given)
        file.flush()
        try:
            found = taken(_one_site(), [Path(file.name)], mapped, Wanted(add_measures=True), progress)
            tried_in_a_copy(_one_site(), found.changes)
        except NotTaken as error:
            return error.problems
        except DataError as error:
            return _told(error, "")
    return ()


def _workbook(name: str, given: bytes) -> Sequence[str]:
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as file:
        file.write(given)
        file.flush()
        incoming, problems = came_back(read_workbook(Path(file.name)), _asked())
        try:
            changes(_one_site(), incoming)
        except NotTaken as error:
            return (*problems, *error.problems)
    return problems


READERS: tuple[Reader, ...] = (
    Reader("yaml", yaml_of_councils, spoilt_text, _entries),
    Reader("site", yaml_of_one_council, spoilt_text, _site),
    Reader("amending", yaml_of_councils, spoilt_text, _amended),
    Reader("csv", exports, spoilt_text, _export),
    Reader("xlsx", workbooks, spoilt_zip, _workbook),
)


def made(reader: Reader, number: int) -> tuple[str, bytes]:
    """The input of a number, and the path it has in a site."""
    chance = Random(f"{reader.name} {number}")
    seeds = reader.seeds()
    name, given = chance.choice(seeds)
    return name, reader.spoil(chance, [seed for _, seed in seeds], given)


def tried(reader: Reader, number: int) -> None:
    """Raises whatever is not a refusal in words."""
    name, given = made(reader, number)
    for line in reader.read(name, given):
        assert line.strip(), "a blank message"
        assert "Traceback" not in line
