"""How much the published branch holds, and how much of it a host takes."""

from __future__ import annotations

from collections.abc import Sequence

PAGES = 1_000_000_000
"""Bytes of a published site, by the documentation of GitHub Pages ("may be no larger than 1 GB"). A server of one's own
has no such limit."""
NEARLY = 80
"""Per cent of it from which somebody should plan."""
PAST = "deploy/past-the-limit.md"


def told(sizes: Sequence[int], editions: int, newest: int) -> str:
    """The files of the branch by their sizes in bytes, and how many more editions as large as the newest would fit.

    Not as large as all of them on average: an edition shows the quarters before it, so each is larger than the last.
    """
    held = sum(sizes)
    used = held * 100 // PAGES
    files = f"{len(sizes):,} file{'s' if len(sizes) != 1 else ''}"
    there = f"{editions} edition{'s' if editions != 1 else ''}, {files}, {_megabytes(held)}"
    if held > PAGES:
        return f"The branch holds {there}: more than the 1 GB that GitHub Pages takes. What to do: {PAST}"
    more = (PAGES - held) // newest
    room = f"about {more:,} more like the newest would fit" if more else "no more like the newest would fit"
    line = f"The branch holds {there}, {used}% of the 1 GB that GitHub Pages takes; {room}."
    return f"{line} What to do then: {PAST}" if used >= NEARLY else line


def repository(size: int) -> str:
    """How much a repository takes on the disk here, in bytes."""
    return f"The repository here takes {_megabytes(size)}: what is alike is kept once."


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else "under 1 MB"
