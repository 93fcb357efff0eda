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
from tempfile import TemporaryDirectory

from quarterday.site import Page, Site

MANY = 100
"""Pages of one section for which it is worth to start other processes; fewer are drawn sooner by one."""
AT_ONCE = 16
"""Pages that a process takes at a time."""

_site: Site
"""What a process that was forked from this one finds to draw; a page cannot be sent to it."""


def drawn(site: Site, processes: int | None = None) -> Site:
    """The same site with every page drawn, by as many processes as there are cores unless it is told.

    Where a process cannot be forked, or no section has many pages, they are left to be drawn when they are asked for.
    So are downloads whose size no page tells.
    """
    global _site
    count = processes or os.cpu_count() or 1
    tasks = _tasks(site.pages)
    if count == 1 or len(tasks) == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return site
    _site = site
    # What all of them need, such as their templates, is made before there are several to make it.
    site.pages[tasks[-1][-1]].draw()
    pages: dict[int, str] = {}
    try:
        with TemporaryDirectory(prefix="quarterday-") as folder:
            with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
                for of_task in pool.map(partial(_contents, Path(folder)), tasks):
                    pages |= of_task
            files = {int(path.name): path.read_bytes() for path in Path(folder).iterdir()}
    finally:
        del _site
    return replace(
        site,
        pages=tuple(replace(page, draw=partial(str, pages[at])) for at, page in enumerate(site.pages)),
        files=tuple(
            replace(file, draw=partial(bytes, files[at])) if at in files else file for at, file in enumerate(site.files)
        ),
    )


def _tasks(pages: Sequence[Page]) -> list[list[int]]:
    """First all pages of small sections, which have much in common; then the large ones, a few pages at a time."""
    counted = Counter(page.section for page in pages)
    alike = [at for at, page in enumerate(pages) if counted[page.section] >= MANY]
    others = [at for at, page in enumerate(pages) if counted[page.section] < MANY]
    return [others, *(alike[at : at + AT_ONCE] for at in range(0, len(alike), AT_ONCE))]


def _contents(folder: Path, task: Sequence[int]) -> dict[int, str]:
    """The pages of a task. Downloads that were drawn to tell their size are left in the folder.

    They are large: sent back with the pages, they would stand in the memory of a process twice.
    """
    pages = {at: _site.pages[at].draw() for at in task}
    for at, file in enumerate(_site.files):
        content = file.handed_over()
        if content is not None:
            (folder / str(at)).write_bytes(content)
    return pages
