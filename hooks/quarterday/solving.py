"""What can be worked out of figures that are held back, from those that are published beside them.

Figures are whole numbers from a lowest to a highest. A relation says that a sum of them, each some times, lies between
two bounds. Nothing is ever called certain that is not; a puzzle of many figures may be harder than what is tried here.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Generic, TypeAlias, TypeVar

Name = TypeVar("Name", bound=Hashable)
Bounds: TypeAlias = tuple[int, int]

MOST = 10**9
"""More than the people of any council."""
ROUNDS = 100
"""A share of an unknown whole is narrowed by one at a time, without end; what is not narrowed is not called certain."""
FEW = 1000
"""Values between its ends that a figure can have, for it to be worth trying either end."""
TRIES = 50
"""Values at either end that are tried, and seen to contradict the rest or not."""


class Contradiction(Exception):
    """No figures fit all relations."""


@dataclass(frozen=True)
class Relation(Generic[Name]):
    """``low`` ≤ the sum of each figure so many times ≤ ``high``."""

    times: Mapping[Name, Fraction]
    low: Fraction
    high: Fraction


def total(whole: Name, parts: Sequence[Name]) -> Relation[Name]:
    """The parts add up to the whole."""
    return Relation({whole: Fraction(-1), **dict.fromkeys(parts, Fraction(1))}, Fraction(0), Fraction(0))


def share(part: Name, whole: Name, low: Fraction, high: Fraction) -> tuple[Relation[Name], Relation[Name]]:
    """The part is from ``low`` to ``high`` of the whole, as 0.33 is of 1."""
    endless = Fraction(MOST**2)
    return (
        Relation({part: Fraction(1), whole: -low}, Fraction(0), endless),
        Relation({part: Fraction(1), whole: -high}, -endless, Fraction(0)),
    )


def not_below(later: Name, earlier: Name) -> Relation[Name]:
    """A figure that only grows."""
    return Relation({later: Fraction(1), earlier: Fraction(-1)}, Fraction(0), Fraction(MOST))


def narrowed(figures: Mapping[Name, Bounds], relations: Sequence[Relation[Name]]) -> dict[Name, Bounds]:
    """What each figure can be, from its lowest to its highest. Raises Contradiction."""
    every = [*relations, *_eliminated([relation for relation in relations if relation.low == relation.high])]
    found = _propagated(figures, every)
    for name in [name for name, (low, high) in found.items() if low < high < low + FEW]:
        for end in (0, 1):
            for _ in range(TRIES):
                at = found[name][end]
                if found[name][0] == found[name][1] or _is_possible({**found, name: (at, at)}, every):
                    break
                low, high = found[name]
                found = _propagated({**found, name: (low + 1, high) if end == 0 else (low, high - 1)}, every)
    return found


def _is_possible(figures: Mapping[Name, Bounds], relations: Sequence[Relation[Name]]) -> bool:
    try:
        _propagated(figures, relations)
    except Contradiction:
        return False
    return True


def _propagated(figures: Mapping[Name, Bounds], relations: Sequence[Relation[Name]]) -> dict[Name, Bounds]:
    """Each figure's bounds as far as each relation alone narrows them, again and again."""
    found = dict(figures)
    for _ in range(ROUNDS):
        before = dict(found)
        for relation in relations:
            _narrow(found, relation)
        if found == before:
            break
    return found


def _narrow(found: dict[Name, Bounds], relation: Relation[Name]) -> None:
    ends = {name: sorted(times * end for end in found[name]) for name, times in relation.times.items()}
    least, most = sum(low for low, _ in ends.values()), sum(high for _, high in ends.values())
    if least > relation.high or most < relation.low:
        raise Contradiction
    for name, times in relation.times.items():
        low, high = ends[name]
        # What is left for this one when the others are as large, or as small, as they can be.
        one, other = sorted(((relation.low - (most - high)) / times, (relation.high - (least - low)) / times))
        bounds = max(found[name][0], ceil(one)), min(found[name][1], floor(other))
        if bounds[0] > bounds[1]:
            raise Contradiction
        found[name] = bounds


def _eliminated(sums: Sequence[Relation[Name]]) -> list[Relation[Name]]:
    """The same equations with one figure fewer in each, as Gauss and Jordan do it."""
    rows = [(dict(relation.times), relation.low) for relation in sums]
    for at, (row, right) in enumerate(rows):
        pivot = next(iter(row), None)
        if pivot is None:
            if right:
                raise Contradiction
            continue
        for other, (there, its) in enumerate(rows):
            if other != at and pivot in there:
                times = there[pivot] / row[pivot]
                mixed = {
                    name: there.get(name, Fraction(0)) - times * row.get(name, Fraction(0)) for name in {**there, **row}
                }
                rows[other] = {name: value for name, value in mixed.items() if value}, its - times * right
    return [Relation(row, right, right) for row, right in rows if row]
