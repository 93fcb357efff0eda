"""What a check found, for GitHub: notes beside the lines of a pull request, and a page for those who edit in a browser.

The only module that knows GitHub. What people typed is in the words, so nothing of it may be read as a command, as
Markdown or as HTML.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from quarterday import answering
from quarterday.findings import unanswered
from quarterday.problems import Place, Problem, Severity

SUMMARY = "GITHUB_STEP_SUMMARY"
"""The environment variable by which a run names the file of its summary page."""
MOST = 200
"""How many things of each kind the page lists: GitHub takes no page of more than 1 MiB."""
MOST_OF_LINE = 160
"""Characters of a line that are quoted; the link leads to the whole."""

IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = {**IN_MESSAGE, ":": "%3A", ",": "%2C"}
SIGN = re.compile(r"[!-&(-+./:-@\[-`{-~]")
"""ASCII punctuation that Markdown or HTML may read; not ' , and -, which stand after our own words only."""
APART = "@#$"
"""Signs of which GitHub makes names, numbers of issues and formulas, unless they stand in an element of their own."""


@dataclass(frozen=True)
class Checkout:
    """Where the checked files stand: the site's folder in the repository, and the address of the repository's files."""

    folder: str = ""
    address: str = ""

    def path(self, place: Place) -> str:
        return f"{self.folder}/{place.path}" if self.folder else place.path

    def link(self, place: Place) -> str:
        """The address of a line; "" where no address is known."""
        return f"{self.address}/{quote(self.path(place))}#L{place.line}" if self.address else ""


def checkout(site: Path, environment: Mapping[str, str]) -> Checkout:
    """By what a run of GitHub Actions says of itself. A pull request's links lead to its branch, to be edited there."""
    top = Path(environment.get("GITHUB_WORKSPACE") or os.curdir).resolve()
    folder = Path(os.path.relpath(site.resolve(), top)).as_posix()
    server, repository = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    commit = environment.get("GITHUB_SHA")
    address = ""
    if server and repository and commit:
        branch = environment.get("GITHUB_REF_NAME") if environment.get("GITHUB_REF_TYPE") == "branch" else None
        repository, branch = _of_pull_request(environment) or (repository, branch)
        address = f"{server}/{repository}/blob/{quote(branch or commit)}"
    return Checkout("" if folder == os.curdir else folder, address)


def _of_pull_request(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """The repository and the branch that a pull request comes from, which may be somebody's copy."""
    event = Path(environment.get("GITHUB_EVENT_PATH") or os.devnull)
    told = json.loads(event.read_text(encoding="utf-8") or "{}") if event.exists() else {}
    head = (told.get("pull_request") or {}).get("head") or {}
    repository = (head.get("repo") or {}).get("full_name")
    return (repository, head["ref"]) if repository else None


def annotation(problem: Problem, at: Checkout) -> str:
    """The command by which a run puts a note beside a line."""
    place, level = problem.place, "notice" if problem.severity is Severity.NOTE else problem.severity.value
    file = _in(IN_PROPERTY, at.path(place))
    where = f"file={file},line={place.line},col={place.column}"
    return f"::{level} {where}::{_in(IN_MESSAGE, problem.message)}"


def _in(escapes: Mapping[str, str], text: str) -> str:
    return "".join(escapes.get(character, character) for character in text)


def summary(problems: Sequence[Problem], outcome: str, at: Checkout, line: Callable[[Place], str]) -> str:
    """The page, as Markdown. ``outcome`` says that the data can be published; ``line`` gives a line as typed."""
    errors = [one for one in problems if one.severity is Severity.ERROR]
    left = unanswered(tuple(problems))
    acknowledged = [one for one in problems if one.acknowledged]
    notes = [one for one in problems if one.severity is Severity.NOTE]
    parts: list[str] = []
    if errors:
        them = "it is" if len(errors) == 1 else "they are"
        parts += [
            f"## {_things(errors)} to correct",
            f"Nothing on the public website has changed. The data can be published when {them} right.",
            _listed(errors, at, line),
            "### What to do next",
            _steps(at),
        ]
    elif left:
        each = "it is" if len(left) == 1 else "each is"
        parts += [
            f"## {_things(left)} to answer",
            f"Nothing on the public website has changed. Nothing is published until {each} corrected or acknowledged.",
            _listed(left, at, line),
            "### What to do next",
            _steps(at),
            "What is right as it stands needs a reason. Add its lines to"
            f" {_plain(at.path(Place(answering.FILE)))}, with your post after “by:” and the reason after “why:”.",
            _entries(left),
        ]
    else:
        parts += ["## Nothing to correct", _plain(outcome)]
    if acknowledged or notes:
        parts.append(
            f"{_things(acknowledged)} acknowledged, and {answering.counted(len(notes), 'note')}: they stop nothing."
        )
    return "\n\n".join(parts) + "\n"


def _entries(left: Sequence[Problem]) -> str:
    """What to add to the file of acknowledgements, to be copied."""
    each = {(one.rule, one.subject, one.about): one for one in left}
    entries = [answering.entry(one, "", "", date.today()) for one in [*each.values()][: answering.MOST]]
    text = answering.with_entries(entries)
    return "<pre>" + "\n".join(_kept(line) for line in text.splitlines()) + "</pre>"


def _things(problems: Sequence[Problem]) -> str:
    return "1 thing" if len(problems) == 1 else f"{len(problems)} things"


def _steps(at: Checkout) -> str:
    opening = "Press the name of the file above: it opens at the line." if at.address else "Open the file named above."
    return (
        f"1. {opening}\n"
        "2. Press the pencil (“Edit this file”), correct the line, and press “Commit changes…”.\n"
        "3. The check runs again by itself, within a few minutes. When all is right, it shows a green tick."
    )


def _listed(problems: Sequence[Problem], at: Checkout, line: Callable[[Place], str]) -> str:
    items = [_item(problem, at, line(problem.place)) for problem in problems[:MOST]]
    if len(problems) > MOST:
        items.append(f"and {len(problems) - MOST} more, which the log of this run has")
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def _item(problem: Problem, at: Checkout, line: str) -> str:
    where = f"{_plain(at.path(problem.place))}, line {problem.place.line}"
    link = at.link(problem.place)
    told = f"**[{where}]({link})**" if link else f"**{where}**"
    line = line.strip()
    shown = line if len(line) <= MOST_OF_LINE else f"{line[:MOST_OF_LINE]}…"
    quoted = f"<br>The line says: <code>{_plain(shown)}</code>" if shown else ""
    return f"{told}: {_plain(problem.message)}{quoted}"


def _plain(text: str) -> str:
    """A text in which Markdown and HTML find nothing to read, on one line."""
    return SIGN.sub(_sign, " ".join(text.split()))


def _kept(text: str) -> str:
    """As ``_plain``, with its indent and every space."""
    return SIGN.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    return f"<span>{sign}</span>" if sign in APART else f"&#{ord(sign)};"


def typed(site: Path, place: Place) -> str:
    """A line of the site as it was typed; "" where there is none."""
    try:
        lines = (site / place.path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[place.line - 1] if place.line <= len(lines) else ""
