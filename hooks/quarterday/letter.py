"""What a check found, as one page to send to a lead: it needs nothing beside it, and runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from quarterday.answering import counted
from quarterday.frames import templates
from quarterday.markup import day
from quarterday.model import Data, Priority
from quarterday.phrases import all_of
from quarterday.problems import Place, Problem, Severity
from quarterday.report import latest_quarter


@dataclass(frozen=True)
class Item:
    """One thing that was found, and the line it stands on as it was typed."""

    of: Problem
    line: str


@dataclass(frozen=True)
class Part:
    """What was found of one priority, in its plan and its reports, or in a file of another kind."""

    title: str
    leads: str
    to_do: tuple[Item, ...]
    acknowledged: tuple[Item, ...]
    notes: tuple[Item, ...]


def page(found: Sequence[Problem], data: Data | None, on: date, line: Callable[[Place], str]) -> str:
    """The page, as HTML; ``data`` is None where they cannot be read. ``line`` gives a line as it was typed."""
    by_title: dict[str, list[Item]] = {}
    leads: dict[str, str] = {}
    for one in sorted(found, key=lambda one: one.place):
        priority = _priority(one.place.path, data) if data else None
        title = _title(priority) if priority else one.place.path
        by_title.setdefault(title, []).append(Item(one, line(one.place).strip()))
        leads[title] = all_of(_leads(priority)) if priority else ""
    parts = [_part(title, leads[title], items) for title, items in by_title.items()]
    return (
        templates()
        .get_template("letter.html.j2")
        .render(
            heading=f"What the check found: {data.council.name}" if data else "What to correct in the data",
            opening=_opening(sum(len(part.to_do) for part in parts), is_wrong=data is None),
            parts=[part for part in parts if part.to_do],
            parts_with_more=[part for part in parts if part.acknowledged or part.notes],
            language=data.council.language if data else "en-GB",
            quarter=latest_quarter(data).title if data else "",
            made=day(on),
        )
    )


def _opening(count: int, is_wrong: bool) -> str:
    things = counted(count, "thing")
    if is_wrong:
        return f"{things} to correct. Nothing can be built or published before."
    if not count:
        return "There is nothing to do."
    return (
        f"{things} to look at before anything is published. For each, either correct what is wrong in your update, or"
        " tell the performance officer why it stays as it is. Nothing is corrected by the computer."
    )


def _part(title: str, leads: str, items: Sequence[Item]) -> Part:
    acknowledged = tuple(item for item in items if item.of.acknowledged)
    notes = tuple(item for item in items if item.of.severity is Severity.NOTE)
    to_do = tuple(item for item in items if item not in acknowledged and item not in notes)
    return Part(title, leads, to_do, acknowledged, notes)


def _priority(file: str, data: Data) -> Priority | None:
    """Whose plan or report a file is: both have the priority's name."""
    path = PurePosixPath(file)
    if path.parts[1:2] not in (("plans",), ("quarters",)) or len(path.parts) != 4:
        return None
    held = (priority for plan in data.plans for priority in plan.priorities)
    return next((priority for priority in held if priority.id == path.stem), None)


def _title(of: Priority) -> str:
    title = max(of.title, key=lambda version: version.since).value
    return f"{of.code} {title}" if of.code else title


def _leads(of: Priority) -> Iterator[str]:
    """By post, as the plan prints them."""
    named = [of.manager, of.lead, *(lead for action in of.actions for lead in action.lead or ())]
    yield from dict.fromkeys(name for name in named if name)
