"""The pages of a site drawn by several processes at once. The only module that starts processes for that."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from quarterday.site import Page, Site

MANY = 100
"""Pages of the largest section for which it is worth to start other processes; fewer are drawn sooner by one."""
AT_ONCE = 16
"""Pages that a process takes at a time."""
OF_DOWNLOADS = "data"
"""The section that tells the size of every download. JSON of everything is never in memory as a whole."""

_site: Site
"""What a process that was forked from this one finds to draw; a page cannot be sent to it."""


def drawn(site: Site, folder: Path, processes: int | None = None) -> Site:
    """The same site, drawn into files of the folder, by as many processes as there are cores unless it is told.

    Ten thousand pages with their downloads would not fit into memory beside the figures. Where a process cannot be
    forked, or no section has many pages, all are left to be drawn when they are asked for.
    """
    global _site
    count = processes or os.cpu_count() or 1
    alike, others = _tasks(site.pages)
    if count == 1 or not alike or "fork" not in multiprocessing.get_all_start_methods():
        return site
    _site = site
    for at, file in enumerate(site.files):
        file.keep_at(folder / f"download-{at}")
    # What all of them need, such as their templates, is made before there are several to make it.
    site.pages[alike[-1][-1]].draw()
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
            # A page of many has a download of its own. Those that tell of them all come when these are drawn.
            made = [pool.submit(_store, folder, task) for task in alike]
            made.append(pool.submit(_store_downloads, folder, others.pop(OF_DOWNLOADS, [])))
            made += [pool.submit(_store, folder, task) for task in others.values()]
            for one in made:
                one.result()
    finally:
        del _site
    return replace(
        site, pages=tuple(replace(page, draw=partial(_words, _page(folder, at))) for at, page in enumerate(site.pages))
    )


def _tasks(pages: Sequence[Page]) -> tuple[list[list[int]], dict[str, list[int]]]:
    """The pages of the largest section, a few at a time, where there are many; and of each section all others."""
    counted = Counter(page.section for page in pages)
    largest = {section for section, count in counted.most_common(1) if count >= MANY}
    of_many = [page.section in largest and page.address != f"{page.section}/" for page in pages]
    alike = [at for at, one in enumerate(of_many) if one]
    others: dict[str, list[int]] = {}
    for at, page in enumerate(pages):
        if not of_many[at]:
            others.setdefault(page.section, []).append(at)
    return [alike[at : at + AT_ONCE] for at in range(0, len(alike), AT_ONCE)], others


def _store(folder: Path, task: Sequence[int]) -> None:
    """The pages of a task, and the downloads that were drawn on the way, which are then held no longer."""
    for at in task:
        _page(folder, at).write_bytes(_site.pages[at].draw().encode())
    for file in _site.files:
        if file.is_drawn:
            file.store()


def _store_downloads(folder: Path, task: Sequence[int]) -> None:
    """All that is not stored yet, part by part; and then the pages that tell the size of the largest."""
    for file in _site.files:
        if not file.stored:
            file.store()
    _store(folder, task)


def _page(folder: Path, at: int) -> Path:
    return folder / f"page-{at}"


def _words(path: Path) -> str:
    return path.read_bytes().decode()
