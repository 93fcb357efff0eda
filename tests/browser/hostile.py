"""A council made from the model itself, with words of the test's choice in every text of every file.

A new text field of the model is filled by itself. A new field of another kind that cannot be filled stops the test.
"""

from __future__ import annotations

import json
import shutil
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from quarterday import model
from quarterday.fields import identifier
from quarterday.model import (
    Accessibility,
    Calendar,
    CommitteeReport,
    Corrections,
    Council,
    CoveringReport,
    Plan,
    Priority,
    PriorityReport,
    QuarterData,
)
from quarterday.periods import Quarter
from quarterday.values import Value

Place = tuple[str, str]
"""A kind of fact and its key, such as ("Measure", "unit")."""
Words = Callable[[Place], str]
"""The words for a place, asked for each time the place comes."""

QUARTER = "2022-23-q2"
FILES: dict[str, type[BaseModel]] = {
    "council.yml": Council,
    "accessibility.yml": Accessibility,
    "corrections.yml": Corrections,
    "calendar.yml": Calendar,
    "paper.yml": CoveringReport,
    "plans/council-plan/plan.yml": Plan,
    "plans/council-plan/clean-streets.yml": Priority,
    f"quarters/{QUARTER}/quarter.yml": QuarterData,
    f"quarters/{QUARTER}/clean-streets.yml": PriorityReport,
    f"quarters/{QUARTER}/committee/streets-paper.yml": CommitteeReport,
}
BY_THE_NAME = {
    "Plan": {"id", "priorities"},
    "Priority": {"id"},
    "QuarterData": {"quarter", "priorities", "committee_reports"},
    "PriorityReport": {"priority"},
    "CommitteeReport": {"id"},
    "ActionReport": {"milestones_reached"},
}
"""Keys that a file's name or folder gives, or that name a milestone by its own words, which are tried there."""
KNOWN_WORDS: dict[Place, str] = {
    ("Council", "language"): "en-GB",
    ("OtherLanguage", "language"): "gd",
    ("Contact", "email"): "performance@smallshire.example.org",
    ("Contact", "form"): "https://smallshire.example.org/contact",
    ("Barrier", "criterion"): "1.1.1 Non-text Content",
    ("ReasonWords", "reason"): "suppressed",
    ("ReportedStatus", "means"): "off target",
    ("StatusCount", "means"): "off target",
    ("Override", "status"): "off target",
    ("Rules", "behind_by"): "20",
    ("Rules", "tolerance"): "5%",
    ("Measure", "tolerance"): "2",
    ("Measure", "real_change"): "2",
    ("Correction", "page"): "plans/council-plan/",
}
"""Where any other word is refused."""
NAMES = {
    "plan": "council-plan",
    "covers": "council-plan",
    "priority": "clean-streets",
    "order": "clean-streets",
    "outcome": "outcome-{}",
    "action": "action-{}",
    "also_in": "action-{}",
    "measure": "measure-{}",
    "formerly": "former-{}",
}
ONCE = {"covers", "order", "also_in", "plans", "breakdown"}
"""Lists in which a second entry would be the first again."""


ONE_OF = ("measure", "action", "page")
"""A correction is about one of them, so the first entry is about a measure, and the next about an action and a page.

None of them is a withdrawal."""


@dataclass
class Filler:
    words: Words
    figures: bool = False
    filled: set[Place] = field(default_factory=set)

    def fact(self, kind: type[BaseModel], at: int = 0, of: str = "") -> dict[str, Any]:
        name = kind.__name__.partition("[")[0]
        # The second of two measures has figures, and so a chart.
        filler = Filler(self.words, self.figures or (at == 1 and name.endswith("Report")), self.filled)
        return {
            known.alias or key: filler.thing(known.annotation, known.metadata, (name, key), at, of)
            for key, known in kind.model_fields.items()
            if key != "place" and key not in BY_THE_NAME.get(name, ())
            if name != "Correction" or key not in ("withdraws", *ONE_OF) or key == ONE_OF[at]
        }

    def thing(self, wanted: Any, rules: list[Any], place: Place, at: int, of: str) -> Any:
        origin, given = get_origin(wanted), get_args(wanted)
        if origin is Annotated:
            return self.thing(given[0], [*rules, *given[1:]], place, at, of)
        if origin in (Union, types.UnionType):
            return self.thing(next(one for one in given if one is not type(None)), rules, place, at, of)
        if origin is tuple:
            once = place[1] in ONCE or (isinstance(given[0], type) and issubclass(given[0], model.Version))
            count = 1 if once else len(ONE_OF) if place[1] == "corrections" else 2
            return [self.thing(given[0], [], place, n, place[0]) for n in range(count)]
        if isinstance(wanted, type) and issubclass(wanted, BaseModel):
            return self.fact(wanted, at, place[0] if place[0] in ("Plan", "Priority") else of)
        if wanted is str:
            return self.name(place, at, of) if any(map(_is_a_name, rules)) else self.text(place)
        if wanted is Value:
            return f"{40 + at}%" if self.figures and place not in KNOWN_WORDS else self.text(place)
        return self.fixed(wanted, place, at)

    def text(self, place: Place) -> str:
        if place in KNOWN_WORDS:
            return KNOWN_WORDS[place]
        self.filled.add(place)
        return self.words(place)

    def name(self, place: Place, at: int, of: str) -> str:
        if place[1] == "id":
            return f"{'plan-' if of == 'Plan' else ''}{place[0].lower()}-{at + 1}"
        return NAMES[place[1]].format(at + 1)

    def fixed(self, wanted: Any, place: Place, at: int) -> str:
        if wanted is Quarter:
            return QUARTER if place[0] == "Correction" else f"2022-23-q{at % 2 + 1}"
        if wanted is date:
            return "2022-10-31" if place == ("Moved", "was") else "2022-11-01"
        if wanted is time:
            return "09:30"
        if wanted is bool:
            return "yes"
        if wanted is int:
            return str(model.SCHEMA) if place == ("Council", "of_schema") else "3"
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return str(next(iter(wanted)).value)
        raise AssertionError(f"say what {place} may hold: {wanted}")


def places(kind: type[BaseModel]) -> Iterator[Place]:
    """Every place under a kind of fact that takes an author's words."""
    name = kind.__name__.partition("[")[0]
    for key, known in kind.model_fields.items():
        if key != "place" and key not in BY_THE_NAME.get(name, ()):
            for found in _leaves(known.annotation, known.metadata):
                yield from [(name, key)] if found in (str, Value) else places(found)


def _leaves(wanted: Any, rules: list[Any]) -> Iterator[type[Any]]:
    origin, given = get_origin(wanted), get_args(wanted)
    if origin is Annotated:
        yield from _leaves(given[0], [*rules, *given[1:]])
    elif given:
        for one in given:
            yield from _leaves(one, [] if origin is tuple else rules)
    elif (
        (isinstance(wanted, type) and issubclass(wanted, BaseModel))
        or wanted is Value
        or (wanted is str and not any(_is_a_name(rule) for rule in rules))
    ):
        yield wanted


def _is_a_name(rule: Any) -> bool:
    return isinstance(rule, BeforeValidator) and rule.func is identifier


EVERY_PLACE = frozenset(place for kind in FILES.values() for place in places(kind))


def write(site: Path, words: Words) -> set[Place]:
    """Fill ``site/data`` anew. Gives back the places that have the words."""
    shutil.rmtree(site / "data")
    filler = Filler(words)
    for name, kind in FILES.items():
        path = site / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # JSON is YAML with every text in double quotes.
        path.write_text(json.dumps(filler.fact(kind), ensure_ascii=False, indent=1), encoding="utf-8")
    return filler.filled
