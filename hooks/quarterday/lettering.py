"""The words in a chart: how wide they are, and where they stand clear of lines and of each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile
from math import inf
from operator import itemgetter
from xml.etree import ElementTree as ET

from quarterday.geometry import Box, Spot, tenths

WIDTH = 560
EDGE = WIDTH - 2
# Text sizes of the stylesheet: a label on a phone, the latest value on a phone, a label on a wide page.
PHONE, PHONE_LATEST, WIDE = 22.0, 27.0, 12.5
DOWN = itemgetter(1)
"""How far down a spot is."""


@dataclass(frozen=True)
class Text:
    words: str
    x: float
    y: float
    anchor: str
    size: float = PHONE
    tone: str = ""
    wide: bool = False

    @property
    def width(self) -> float:
        return width_of(self.words, self.size)

    @property
    def box(self) -> Box:
        width, half = self.width, self.size * 0.55
        left = self.x - {"": 0.0, "mid": width / 2}.get(self.anchor, width)
        return left, self.y - half, left + width, self.y + half

    def element(self) -> ET.Element:
        kinds = [self.anchor, *self.tone.split(), *(["wide"] if self.wide else [])]
        names = " ".join(f"qd-chart__label--{kind}" for kind in kinds if kind)
        text = ET.Element("text", {"class": names} if names else {}, x=tenths(self.x), y=tenths(self.y))
        text.text = self.words
        return text


@lru_cache(maxsize=1000)  # the same few words are tried in many places
def width_of(words: str, size: float) -> float:
    """About how wide a sans-serif sets the words."""
    wide = sum(0.3 if c in " .,:;'|/()[]il-" else 0.88 if c in "%mwMW" else 0.7 if c.isupper() else 0.57 for c in words)
    return wide * size


def latest_value(printed: str, now: bool, spot: Spot, size: float, beside: bool) -> Text:
    tone = "ink now" if now else "ink"
    x, y = spot
    if beside:
        return Text(printed, x + 13, y + 1, "", size, tone)
    # A long value stands over its point, and ends where the picture does. One of whole sentences is left to the table.
    words = printed if width_of(printed, size) < EDGE - 2 else ""
    right = max(min(EDGE, x + 12), width_of(words, size) + 2)
    return Text(words, right, y - 26 if y > 50 else y + 30, "end", size, tone)


def clear_place(
    words: str,
    stroke: Sequence[Spot],
    rivals: Sequence[float],
    crossed: Sequence[Spot],
    placed: Sequence[Text],
    floor: float,
    tone: str,
) -> Text:
    """Over or under the last level stretch of a line, where the fewest other things are and no other line is nearer.

    ``crossed`` are the places where something is drawn, from the highest to the lowest.
    """
    end, y = stroke[-1]
    start = [x for x, _ in takewhile(lambda spot: spot[1] == y, reversed(stroke))][-1]
    width = width_of(words, PHONE)
    first = max(end, width + 2)
    taken = [text.box for text in placed]
    best = (inf, 0, first, y)
    for side, height in enumerate((y - 18, y + 18, y - 30, y + 30)):
        _, top, _, bottom = Text(words, first, height, "end").box
        within = slice(bisect_right(crossed, top, key=DOWN), bisect_left(crossed, bottom, key=DOWN))
        level = sorted(x for x, _ in crossed[within])
        mistaken = sum(abs(height - rival) < abs(height - y) for rival in rivals)
        outside = 100 * (mistaken + (top < 0) + (bottom > floor))
        for away in range(max(1, 1 + int((first - start - width) / 40))):
            if away * 0.4 + side * 0.1 + outside > best[0]:
                break  # Further away it can only be worse.
            right = first - 40 * away
            box = (right - width, top, right, bottom)
            hits = bisect_left(level, box[2] + 4) - bisect_right(level, box[0] - 4)
            clashes = sum(overlap(box, other) for other in taken)
            best = min(best, (away * 0.4 + side * 0.1 + hits + 1000 * clashes + outside, away, right, height))
    _, _, right, height = best
    return Text(words, right, height, "end", tone=tone)


def apart(wanted: Sequence[float], lengths: Sequence[float], low: float, high: float) -> list[float]:
    """Where labels begin that would begin at ``wanted``: as near to it as they can be, and none over another."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index] + lengths[index] / 2)
    places, edge = dict[int, float](), low
    for index in order:
        places[index] = max(edge, wanted[index])
        edge = places[index] + lengths[index]
    edge = high
    for index in reversed(order):
        places[index] = min(places[index], edge - lengths[index])
        edge = places[index]
    return [places[index] for index in range(len(wanted))]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] + 4 and other[0] < one[2] + 4 and one[1] < other[3] and other[1] < one[3]


def along(strokes: Iterable[Sequence[Spot]]) -> Iterator[Spot]:
    for stroke in strokes:
        for (x0, y0), (x1, y1) in pairwise(stroke):
            parts = 1 + int(max(abs(x1 - x0), abs(y1 - y0)) / 10)
            yield from ((x0 + (x1 - x0) * n / parts, y0 + (y1 - y0) * n / parts) for n in range(parts + 1))


def wrapped(words: str, width: float, size: float) -> list[str]:
    lines = [""]
    for word in (part for whole in words.split() for part in _parts(whole, width, size)):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _parts(word: str, width: float, size: float) -> list[str]:
    """A word in pieces that fit; nearly always one."""
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter, size) > width:
            parts.append("")
        parts[-1] += letter
    return parts
