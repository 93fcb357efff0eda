"""The product: every page and file of one quarter's site, as values that no site engine has touched.

A page is drawn when its content is first asked for, so that whoever shows one page does not wait for all.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Whoever only builds a site is not to wait for the model.
    from quarterday.model import OtherLanguage


@dataclass(frozen=True)
class Page:
    """One page. ``address`` ends in a slash, "" for home; ``draw`` makes the HTML of its body, the same each time."""

    address: str
    title: str
    draw: Callable[[], str]
    description: str = ""
    section: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def content(self) -> str:
        return self.draw()


@dataclass(frozen=True)
class File:
    """A download. ``draw`` makes its bytes, in one part or in many, the same each time."""

    address: str
    draw: Callable[[], Iterable[bytes]]

    @property
    def content(self) -> bytes:
        return stored.read_bytes() if (stored := self.stored) else self._drawn

    @property
    def length(self) -> int:
        """In bytes."""
        return stored.stat().st_size if (stored := self.stored) else len(self._drawn)

    @cached_property
    def _drawn(self) -> bytes:
        return b"".join(self.draw())

    @property
    def is_drawn(self) -> bool:
        """Whether its content is in memory."""
        return "_drawn" in vars(self)

    @property
    def stored(self) -> Path | None:
        """The file it lies in, if this process or another has stored it where it was told to."""
        place: Path | None = vars(self).get("_place")
        return place if place and place.exists() else None

    def keep_at(self, place: Path) -> None:
        """From now on it is found at a path, once it was stored there."""
        vars(self)["_place"] = place

    def store(self) -> None:
        """Write it to its place, whole or not at all, and hold it no longer. What was not drawn is never held whole."""
        place: Path = vars(self)["_place"]
        unfinished = place.with_name(f"{place.name}-{os.getpid()}")
        with unfinished.open("wb") as file:
            file.writelines([self._drawn] if self.is_drawn else self.draw())
        unfinished.rename(place)
        vars(self).pop("_drawn", None)


@dataclass(frozen=True)
class Entry:
    title: str
    address: str
    section: str = ""


@dataclass(frozen=True)
class FooterGroup:
    title: str
    items: tuple[Entry, ...]


@dataclass(frozen=True)
class YearQuarter:
    """One of the four quarters in the strip under the header."""

    number: int
    name: str
    words: str
    state: str
    address: str = ""


@dataclass(frozen=True)
class FrameContact:
    """Who is told that something is wrong, and the other formats that can be asked for."""

    team: str
    address: str
    written: str
    """The address as it is read on paper."""
    note: str
    formats: str


class Standing(Enum):
    """Where a site stands: by itself, or among the editions of other quarters, in a folder of its own."""

    ALONE = "alone"
    PUBLISHED = "published"
    DRAFT = "draft"
    """Among the editions, as the public would see it, but not published: each page says so."""


@dataclass(frozen=True)
class Frame:
    """What stands round every page."""

    council_name: str
    tagline: str
    demonstration: str
    made_up: bool
    language: str
    other_languages: tuple[OtherLanguage, ...]
    licence: str
    contact: FrameContact
    quarter_title: str
    quarter_months: str
    year_title: str
    year: tuple[YearQuarter, ...]
    nav: tuple[Entry, ...]
    footer: tuple[FooterGroup, ...]
    statement: str = "accessibility/"
    """The address of the accessibility statement; "" where there is none yet."""
    standing: Standing = Standing.ALONE
    later: str = ""
    """The address of the page at the root that tells of later editions and corrections; "" for a site by itself."""
    generator: str = "Quarterday"


@dataclass(frozen=True)
class Notice:
    """What is told on a page that a person wrote, which is not among ours. ``why``: where the data name its address."""

    address: str
    content: str
    why: str


@dataclass(frozen=True)
class Site:
    frame: Frame
    pages: tuple[Page, ...]
    files: tuple[File, ...] = field(default=())
    with_docs: bool = True
    """Whether the pages that people write stand among these."""
    notices: tuple[Notice, ...] = ()

    @property
    def contents(self) -> dict[str, str | bytes]:
        """All that is shown, by its address; it draws whatever was not drawn yet."""
        return {
            **{page.address: page.content for page in self.pages},
            **{file.address: file.content for file in self.files},
        }

    def __post_init__(self) -> None:
        _once(address for address in (*(p.address for p in self.pages), *(f.address for f in self.files)))


class AddressTaken(ValueError):
    """Two pages, or two files, would be written to one place. Capitals do not tell them apart on every disk."""


def _once(addresses: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for address in addresses:
        folded = address.casefold()
        if folded in seen:
            raise AddressTaken(f"two pages have the address '{address}'")
        seen[folded] = address


def slug(words: str) -> str:
    """A code or a name as a part of an address: ``22/23.CSPC.4a`` is ``22-23-cspc-4a``."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def relative(address: str, page: str) -> str:
    """An address of the site as a link from one of its pages, so that the site works in any folder."""
    up = "../" * page.count("/")
    return f"{up}{address}" or "./"
