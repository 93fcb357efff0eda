"""What a person answers to a warning: how it is asked, which warning is meant, and what is written down."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from quarterday.amending import Amendment, Entries, amended, written
from quarterday.entries import UNPRINTABLE
from quarterday.model import Data
from quarterday.phrases import in_one_line
from quarterday.problems import Problem, Severity
from quarterday.schemas import line

FILE = "data/acknowledged.yml"
KEY = "acknowledged"
MOST = 20
"""How many warnings a refusal lists; ``quarterday check`` lists all."""


# ---- asked ----


def counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def listed(one: Problem) -> str:
    """A finding on a line of its own, so that an editor can jump to it; nothing in it is read by a terminal."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", in_one_line(f"{one} [{one.rule}]"))


def in_brief(left: Sequence[Problem]) -> str:
    """For those who build: nothing stops them."""
    is_not, stops, it = ("is not", "stops", "it") if len(left) == 1 else ("are not", "stop", "them")
    return f"{counted(len(left), 'warning')} {is_not} answered, and {stops} publishing. To list {it}: quarterday check"


def refusal(left: Sequence[Problem], site: Path = Path()) -> tuple[str, ...]:
    """Why nothing is published, and the next step."""
    lines = [listed(one) for one in left[:MOST]]
    if len(left) > MOST:
        lines.append(f"and {len(left) - MOST} more. To list them all: quarterday check{_at(site)}")
    return (*lines, *next_step(left, site))


def next_step(left: Sequence[Problem], site: Path = Path()) -> tuple[str, str]:
    """What to do about warnings that nobody has answered, with the command for the first."""
    many = len(left) > 1
    each, the = ("each", "the first") if many else ("it", "it")
    return (
        f"{counted(len(left), 'warning')} to answer before anything is published: correct what {each} is about,"
        " or acknowledge it.",
        f"To acknowledge {the}: {command(left[0], left, site)}",
    )


def command(one: Problem, among: Sequence[Problem], site: Path = Path()) -> str:
    """What to type to acknowledge a finding; the post and the reason are a person's to fill in."""
    about: tuple[str, ...] = ()
    name = in_one_line(one.subject)
    if not name or name.startswith("-") or _decisions(meant(among, one.rule, name)) != {_decision(one)}:
        name = str(one.place)
        if _decisions(meant(among, one.rule, name)) != {_decision(one)}:
            about = ("--about", in_one_line(one.about))
    words = ("quarterday", "acknowledge", one.rule, name, *about, "--by", "YOUR POST", "--why", "WHY IT STAYS")
    return shlex.join(words) + _at(site)


def _at(site: Path) -> str:
    return "" if site.resolve() == Path.cwd() else f" --site {shlex.quote(os.path.relpath(site))}"


# ---- meant ----


def meant(found: Sequence[Problem], rule: str, name: str, about: str = "") -> tuple[Problem, ...]:
    """The warnings of a rule that a subject or a place names: exactly, or else by a part of it."""
    of_rule = [one for one in found if one.severity is Severity.WARNING and one.rule == rule]
    if about:
        of_rule = [one for one in of_rule if in_one_line(one.about) == in_one_line(about)]
    return _first_that_fit(of_rule, in_one_line(name), (_is_exactly, _is_partly))


def _first_that_fit(
    found: Sequence[Problem], name: str, ways: Sequence[Callable[[Problem, str], bool]]
) -> tuple[Problem, ...]:
    return next((fit for way in ways if (fit := tuple(one for one in found if way(one, name)))), ())


def _is_exactly(one: Problem, name: str) -> bool:
    return name in (str(one.place), in_one_line(one.subject))


def _is_partly(one: Problem, name: str) -> bool:
    at_the_line = f"{one.place.path}:{one.place.line}"
    return name in (one.place.path, at_the_line) or name.casefold() in in_one_line(one.subject).casefold()


def _decision(one: Problem) -> tuple[str, str, str]:
    return one.rule, in_one_line(one.subject), in_one_line(one.about)


def _decisions(found: Sequence[Problem]) -> set[tuple[str, str, str]]:
    return {_decision(one) for one in found}


def is_one_decision(found: Sequence[Problem]) -> bool:
    """Whether one entry answers them all: the same rule found the same words of the same subject."""
    return len(_decisions(found)) == 1


def alike(one: Problem, found: Sequence[Problem]) -> tuple[Problem, ...]:
    """What the same entry would answer, in whatever file."""
    return tuple(other for other in found if _decision(other) == _decision(one))


# ---- written down ----


def entry(one: Problem, by: str, why: str, on: date, in_its_file: bool = False) -> dict[str, Entries]:
    """``in_its_file``: the same words in another file are left unanswered."""
    file = {"file": one.place.path} if in_its_file else {}
    words = {"subject": in_one_line(one.subject), "about": in_one_line(one.about)}
    return {"rule": one.rule, **file, **words, "by": by, "why": why, "date": on.isoformat()}


def with_entries(entries: Sequence[Entries]) -> str:
    """A file of these alone."""
    return written({KEY: entries})


def with_entry(file: bytes, data: Data, entry: Entries, schemas: str = "") -> bytes:
    """The file with one more entry at its end, and all else as it was; it is blank where there is none yet.

    ``schemas``: their folder, from the file, where a new file is to name its schema as the council's other files do.
    """
    text = file.decode("utf-8-sig").replace("\r\n", "\n")
    if not text.strip():
        return ((line(KEY, schemas) if schemas else "") + with_entries([entry])).encode()
    text = amended(text, [Amendment((KEY, len(data.acknowledged)), entry)], FILE)
    if b"\r\n" in file:
        text = text.replace("\n", "\r\n")
    return text.encode("utf-8-sig" if file.startswith(b"\xef\xbb\xbf") else "utf-8")
