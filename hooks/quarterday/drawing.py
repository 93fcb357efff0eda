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

from quarterday.site import File, Page, Site

MANY = 100
"""Pages of the largest section for which it is worth to start other processes; fewer are drawn sooner by one."""
AT_ONCE = 16
"""Pages that a process takes at a time."""

_site: Site
"""What a process that was forked from this one finds to draw; a page cannot be sent to it."""


def drawn(site: Site, folder: Path, processes: int | None = None) -> Site:
    """The same site, drawn into files of the folder, by as many processes as there are cores unless it is told.

    Ten thousand pages with their downloads would not fit into memory beside the figures. Where a process cannot be
    forked, or no section has many pages, all are left to be drawn when they are asked for.
    """
    global _site
    count = processes or os.cpu_count() or 1
    tasks = _tasks(site.pages)
    if count == 1 or len(tasks) == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return site
    _site = site
    # What all of them need, such as their templates, is made before there are several to make it.
    site.pages[tasks[-1][-1]].draw()
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
            first = pool.submit(_store_first, folder, tasks[0])
            for _ in pool.map(partial(_store, folder), tasks[1:]):
                pass
            first.result()
    finally:
        del _site
    return replace(
        site,
        pages=tuple(replace(page, draw=partial(_words, _page(folder, at))) for at, page in enumerate(site.pages)),
        files=tuple(_stored(file, _download(folder, at)) for at, file in enumerate(site.files)),
    )


def _tasks(pages: Sequence[Page]) -> list[list[int]]:
    """First all that have much in common; then those of the largest section, a few at a time, without their list."""
    counted = Counter(page.section for page in pages)
    largest = {section for section, count in counted.most_common(1) if count >= MANY}
    alike = [at for at, page in enumerate(pages) if page.section in largest and page.address != f"{page.section}/"]
    others = sorted({*range(len(pages))} - {*alike})
    return [others, *(alike[at : at + AT_ONCE] for at in range(0, len(alike), AT_ONCE))]


def _store_first(folder: Path, task: Sequence[int]) -> None:
    """Every download before the pages of small sections, which tell the size of most."""
    for at, file in enumerate(_site.files):
        file.store(_download(folder, at))
    _let_go()
    _store(folder, task)


def _store(folder: Path, task: Sequence[int]) -> None:
    for at in task:
        _page(folder, at).write_bytes(_site.pages[at].draw().encode())
    _let_go()


def _let_go() -> None:
    """Of what a task drew on its way, keep nothing that the next can do without."""
    for file in _site.files:
        file.let_go()


def _page(folder: Path, at: int) -> Path:
    return folder / f"page-{at}"


def _download(folder: Path, at: int) -> Path:
    return folder / f"download-{at}"


def _words(path: Path) -> str:
    return path.read_bytes().decode()


def _bytes(path: Path) -> list[bytes]:
    return [path.read_bytes()]


def _stored(file: File, path: Path) -> File:
    return replace(file, draw=partial(_bytes, path), stored=path)
