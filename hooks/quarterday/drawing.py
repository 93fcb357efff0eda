"""The pages of a site drawn by several processes at once. The only module that starts processes for that."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

from quarterday.site import Page, Site

MANY = 100
"""Pages of one section for which it is worth to start other processes; fewer are drawn sooner by one."""
AT_ONCE = 16
"""Pages that a process takes at a time."""

_pages: Sequence[Page] = ()
"""What a process that was forked from this one finds to draw; a page cannot be sent to it."""


def drawn(site: Site, processes: int | None = None) -> Site:
    """The same site with every page drawn, by as many processes as there are cores unless it is told.

    Where a process cannot be forked, or no section has many pages, they are left to be drawn when they are asked for.
    """
    global _pages
    count = processes or os.cpu_count() or 1
    tasks = _tasks(site.pages)
    if count == 1 or len(tasks) == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return site
    _pages = site.pages
    # What all of them need, such as their templates, is made before there are several to make it.
    _contents(tasks[1][:1])
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
            made = dict(pair for found in pool.map(_contents, tasks) for pair in found)
    finally:
        _pages = ()
    return replace(site, pages=tuple(replace(page, draw=partial(str, made[at])) for at, page in enumerate(site.pages)))


def _tasks(pages: Sequence[Page]) -> list[list[int]]:
    """First all pages of small sections, which have much in common; then the large ones, a few pages at a time."""
    counted = Counter(page.section for page in pages)
    alike = [at for at, page in enumerate(pages) if counted[page.section] >= MANY]
    others = [at for at, page in enumerate(pages) if counted[page.section] < MANY]
    return [others, *(alike[at : at + AT_ONCE] for at in range(0, len(alike), AT_ONCE))]


def _contents(task: Sequence[int]) -> list[tuple[int, str]]:
    return [(at, _pages[at].content) for at in task]
