"""Build a whole site into a new folder, search index and all, and put it in place only when it is complete."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from quarterday.edition import CHOSEN_BY, SHELVED_IN, STANDS
from quarterday.placing import in_place_when_made
from quarterday.site import Standing

ANY_DAY = "1600000000"
"""The day in the sitemap, unless SOURCE_DATE_EPOCH says another: two builds of one quarter are alike."""


class BuildFailed(Exception):
    """MkDocs or Pagefind stopped. What they said has been shown; the old site is as it was."""


def build(folder: Path, quarter: str, to: Path, standing: Standing = Standing.ALONE) -> None:
    """Build one quarter of the site in ``folder`` into ``to``, in place of what is there.

    Raises BuildFailed; nothing at ``to`` is touched then.
    """
    _build(folder, to, {CHOSEN_BY: quarter, STANDS: standing.value})


def build_root(folder: Path, shelf: Path, to: Path) -> None:
    """Build the living pages above the editions of a shelf (an ``editions.json``) in place of what is at ``to``.

    Raises BuildFailed; nothing at ``to`` is touched then.
    """
    _build(folder, to, {SHELVED_IN: str(shelf.resolve())})


def _build(folder: Path, to: Path, chosen: dict[str, str]) -> None:
    if to.exists() and not _is_ours_to_replace(to):
        raise BuildFailed(f"{to} has files in it that are no site; name an empty folder, or a new one")
    with in_place_when_made(to) as made:
        _run_mkdocs(folder, made, chosen)


def _is_ours_to_replace(to: Path) -> bool:
    """Every site that MkDocs makes has a sitemap, and it stands beside no data."""
    if not to.is_dir():
        return False
    return not any(to.iterdir()) or ((to / "sitemap.xml").is_file() and not (to / "mkdocs.yml").exists())


def _run_mkdocs(folder: Path, to: Path, chosen: dict[str, str]) -> None:
    """The one of this Python's environment, whether or not the environment is active."""
    environment = {"SOURCE_DATE_EPOCH": ANY_DAY, "NO_MKDOCS_2_WARNING": "1", **os.environ, **chosen}
    arguments = ("build", "--strict", "--clean", "-f", str(folder / "mkdocs.yml"), "-d", str(to))
    done = subprocess.run([sys.executable, "-m", "mkdocs", *arguments], env=environment, check=False)
    if done.returncode:
        raise BuildFailed(f"mkdocs stopped with exit status {done.returncode}")
