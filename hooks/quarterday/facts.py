"""Everything an edition was made from, as plain data, and what differs between two editions in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from typing import Any

from quarterday.model import ALWAYS, Action, Data, Fact, Measure, Outcome, Plan, Priority, Term, Version, in_force
from quarterday.periods import Quarter
from quarterday.report import known_at, reported
from quarterday.values import Value

RULES = ("ratings", "reasons", "statuses", "rules")
"""What of ``council.yml`` decides how a figure is read."""
LIMITS = ("disclosure_threshold", "disclosure_denominator")
"""What of the rules decides only what is warned of: with another limit, a published edition is the same."""
KNOWN_BY = (
    "id",
    "measure",
    "action",
    "outcome",
    "priority",
    "plan",
    "quarter",
    "from",
    "term",
    "title",
    "name",
    "code",
)
"""The keys by which a thing in a list is known again, wherever it stands; the first that it has counts."""
ONE_OF = {"priorities": "", "statuses": "status", "change_requests_list": "change request", "rows": "row"}
NAMES_A = {"measure": "measures", "action": "actions", "also_in": "actions"}
"""The keys whose words are the id of a measure or an action."""
LONGEST = 80
"""Characters of a fact in a message."""


def facts(data: Data, at: Quarter) -> dict[str, Any]:
    """The council's rules, the plans as they stood at the quarter, and each quarter's reports up to it.

    Every fact is text as it would be written in ``data/``, under the same key; what is left out there is left out here.
    """
    known = known_at(data, at)
    return {**of_plans(known, at), "quarters": dict(of_each_quarter(known, at))}


def of_each_quarter(known: Data, at: Quarter) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was reported in each, by its name."""
    return ((held.quarter.name, _fact(held, at)) for held in known.quarters)


def of_plans(known: Data, at: Quarter) -> dict[str, Any]:
    """The council's rules, and the plans as they stood."""
    council = _fact(known.council, at)
    council["rules"] = {key: words for key, words in council["rules"].items() if key not in LIMITS}
    return {
        "rules": {key: council[key] for key in RULES if key in council},
        "plans": {plan.id: _fact(plan, at) for plan in sorted(known.plans, key=lambda plan: plan.id)},
    }


def digests(data: Data, quarters: Iterable[Quarter]) -> dict[Quarter, str]:
    """The SHA-256 of the facts of each quarter: of two editions with the same facts it is the same.

    Each part is written out once and not once a quarter: a report is the same whoever looks back at it, and between
    two quarters in which no promise begins or changes, so are the plans.
    """
    reports = {held.quarter: _sha256(_fact(reported(held), held.quarter)) for held in data.quarters}
    changes = sorted({*_changes((data.council, data.plans))})
    promised: dict[int, str] = {}
    made = {}
    for at in quarters:
        behind = sum(change <= at for change in changes)
        if behind not in promised:
            promised[behind] = _sha256(of_plans(known_at(data, at), at))
        held = {quarter.name: digest for quarter, digest in sorted(reports.items()) if quarter <= at}
        made[at] = _sha256({"promised": promised[behind], "reports": held})
    return made


def _sha256(given: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def _changes(given: Any) -> Iterator[Quarter]:
    """The quarters from which something in the plans or in the council's words holds."""
    if isinstance(given, tuple):
        for item in given:
            yield from _changes(item)
    elif isinstance(given, Fact):
        if isinstance(given, (Version, Plan, Outcome, Term)) and given.since:
            yield given.since
        for name in type(given).model_fields:
            yield from _changes(getattr(given, name))


def _fact(fact: Fact, at: Quarter) -> dict[str, Any]:
    written = {}
    for name, key, otherwise in _keys(type(fact)):
        given = getattr(fact, name)
        if given != otherwise:
            words = _written(given, at)
            if words != [] or not given:
                written[key] = words
    if "priorities" in written and "order" in written:
        held = {priority["id"] for priority in written["priorities"]}
        written["order"] = [name for name in written["order"] if name in held]
    return written


@cache
def _keys(kind: type[Fact]) -> tuple[tuple[str, str, Any], ...]:
    """Each field but its place, its key in ``data/``, and what it holds where the key is left out."""
    return tuple(
        (name, field.alias or name, field.get_default()) for name, field in kind.model_fields.items() if name != "place"
    )


def _written(given: Any, at: Quarter) -> Any:
    if isinstance(given, Fact):
        return _fact(given, at)
    if isinstance(given, Value):
        return given.printed
    if isinstance(given, Quarter):
        return given.name
    if isinstance(given, tuple):
        return _list(given, at)
    if isinstance(given, Enum):
        return given.value
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, time):
        return f"{given:%H:%M}"
    return given.isoformat() if isinstance(given, date) else str(given)


def _list(given: tuple[Any, ...], at: Quarter) -> Any:
    """Nothing that was first promised later, and no later version, is known at the quarter."""
    versions = [item for item in given if isinstance(item, Version)]
    if len(versions) == 1 and versions[0].since == ALWAYS and not versions[0].agreed_by:
        return _written(versions[0].value, at)
    return [_written(item, at) for item in given if _is_known(item, at)]


def _is_known(item: Any, at: Quarter) -> bool:
    if isinstance(item, Version):
        return item.since <= at
    if isinstance(item, (Priority, Action, Measure)):
        return in_force(item.title, at) is not None
    return True


@dataclass(frozen=True)
class Difference:
    """One fact in which two editions differ: where it stands, and its words in each; None where it is not there."""

    path: tuple[str, ...]
    old: str | None
    new: str | None

    @property
    def quarter(self) -> Quarter | None:
        """The quarter whose reports it is in; None for what is in a plan or in the council's rules."""
        return Quarter.named(self.path[1]) if self.path[0] == "quarters" else None

    @property
    def measure(self) -> str | None:
        return self._named("measure ")

    @property
    def action(self) -> str | None:
        return self._named("action ")

    def _named(self, word: str) -> str | None:
        return next((part.removeprefix(word) for part in self.path if part.startswith(word)), None)

    def __str__(self) -> str:
        where = ", ".join(self.path)
        if self.old is None:
            return f"{where}: is new, {_quoted(self.new)}"
        return f"{where}: was {_quoted(self.old)}, is {_quoted(self.new) if self.new is not None else 'gone'}"


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """What two editions' ``facts`` do not say alike. Things in lists are known by their names, not by their places.

    Two are alike that differ in how the data are kept alone: a measure or an action under its former id, and a promise
    that has one version since before anything was reported, which may be written without a list.
    """
    return list(_between((), _compared(old, _renamed(old, new)), _compared(new, {})))


def _renamed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """By kind, the old ids that have one new id each. What was merged or divided is another thing."""
    names: dict[str, dict[str, str]] = {}
    for kind in ("measures", "actions"):
        held: set[str] = {thing["id"] for thing in _things(old, kind)}
        now: dict[str, set[str]] = {}
        for thing in _things(new, kind):
            formers = held.intersection(thing.get("formerly", ()))
            if len(formers) == 1:
                now.setdefault(formers.pop(), set()).add(thing["id"])
        names[kind] = {former: ids.pop() for former, ids in now.items() if len(ids) == 1}
    return names


def _things(given: Mapping[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
    for plan in given.get("plans", {}).values():
        yield from plan.get(kind, ())
        for priority in plan.get("priorities", ()):
            yield from priority.get(kind, ())


def _compared(given: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]) -> Any:
    """The facts with every id as it is now, and no mark of how they are kept."""
    first = min(_quarters(given.get("quarters", {})), default="")

    def read(part: Any, of: str) -> Any:
        if isinstance(part, Mapping):
            return {
                key: read(item, of if key == "id" else NAMES_A.get(key) or key)
                for key, item in part.items()
                if key != "formerly"
            }
        if isinstance(part, list):
            if len(part) == 1 and isinstance(part[0], Mapping) and {*part[0]} == {"from", "value"}:
                return part[0]["value"] if part[0]["from"] <= first else part
            return [read(item, of) for item in part]
        return names.get(of, {}).get(part, part)

    return read(given, "")


def _quarters(given: Any) -> Iterator[str]:
    """The names of all quarters that are reported on."""
    if isinstance(given, Mapping):
        for key, item in given.items():
            if key in ("quarter", "last_update_quarter"):
                yield item
            else:
                yield from _quarters(item)
    elif isinstance(given, list):
        for item in given:
            yield from _quarters(item)


def _between(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _between((*path, key), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and _are_things((*old, *new)):
        # The name of the list goes into the name of each thing in it: "measure litter-complaints".
        before, after = _by_name(path[-1], old, new)
        for name in dict.fromkeys((*before, *after)):
            yield from _between((*path[:-1], name), before.get(name), after.get(name))
    else:
        yield Difference(path, _words(old), _words(new))


def _are_things(given: Sequence[Any]) -> bool:
    """Facts that have keys, rather than words."""
    return all(isinstance(item, Mapping) for item in given)


def _by_name(
    what: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two lists by the first key that tells the things of each apart, else by their places."""
    one = ONE_OF.get(what, what.removesuffix("s").replace("_", " "))
    for key in KNOWN_BY:
        names = [[item.get(key) for item in things] for things in (old, new)]
        if all(None not in found and len({*found}) == len(found) for found in names):
            word = key if key in ("measure", "action", "outcome", "plan") else "from" if key == "from" else ""
            before, after = (
                {_thing(one, word, name): item for name, item in zip(found, things, strict=True)}
                for found, things in zip(names, (old, new), strict=True)
            )
            return before, after
    return (
        {f"{one} {place}".strip(): item for place, item in enumerate(old, 1)},
        {f"{one} {place}".strip(): item for place, item in enumerate(new, 1)},
    )


def _thing(one: str, word: str, name: Any) -> str:
    if word == "from":
        return f"{one} from {name}"
    return f"{word or one} {name}".strip()


def _words(given: Any) -> str | None:
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, Mapping):
        return "; ".join(f"{key}: {_words(item)}" for key, item in given.items())
    return ", ".join(str(_words(item)) for item in given)


def _quoted(words: str | None) -> str:
    line = " ".join((words or "").split())
    return f"'{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}'"
