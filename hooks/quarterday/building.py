"""Build a whole site into a new folder, search index and all, and put it in place only when it is complete."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from quarterday import account
from quarterday.account import Account
from quarterday.environment import ACCOUNT_IN, CHOSEN_BY, SHELVED_IN, STANDS
from quarterday.placing import in_place_when_made
from quarterday.problems import DataError
from quarterday.site import Standing
from quarterday.unchanged import Asked

ANY_DAY = "1600000000"
"""The day in the sitemap, unless SOURCE_DATE_EPOCH says another: two builds of one quarter are alike."""


class BuildFailed(Exception):
    """MkDocs or Pagefind stopped. What they said has been shown; the old site is as it was."""


def build(
    folder: Path,
    quarter: str,
    to: Path,
    standing: Standing = Standing.ALONE,
    quietly_in: Mapping[str, str] | None = None,
    python: str = sys.executable,
) -> None:
    """Build one quarter of the site in ``folder`` into ``to``, in place of what is there.

    ``quietly_in``: more of the environment to build in; what MkDocs says is then shown only where it fails.
    ``python``: the one whose packages build it.
    Raises BuildFailed; nothing at ``to`` is touched then.
    """
    _build(folder, to, {CHOSEN_BY: quarter, STANDS: standing.value, SHELVED_IN: ""}, quietly_in, python)


def build_asked(asked: Asked) -> Account:
    """Build what is asked for, as ``build`` does, and keep what it was made of.

    Raises BuildFailed, or DataError with everything that is wrong with the data.
    """
    with tempfile.TemporaryDirectory() as scratch:
        told = Path(scratch) / "account.json"
        chosen = {CHOSEN_BY: asked.quarter, STANDS: Standing.ALONE.value, SHELVED_IN: "", ACCOUNT_IN: str(told)}
        try:
            _build(asked.folder, asked.to, chosen, None)
        except BuildFailed:
            if problems := account.given(told).problems:
                raise DataError(problems) from None
            raise
        made = account.given(told)
        asked.remember(made.inputs)
        return made


def build_root(folder: Path, shelf: Path, to: Path, quietly_in: Mapping[str, str] | None = None) -> None:
    """Build the living pages above the editions of a shelf (an ``editions.json``) in place of what is at ``to``.

    Raises BuildFailed; nothing at ``to`` is touched then.
    """
    _build(folder, to, {SHELVED_IN: str(shelf.resolve())}, quietly_in)


def _build(
    folder: Path,
    to: Path,
    chosen: Mapping[str, str],
    quietly_in: Mapping[str, str] | None,
    python: str = sys.executable,
) -> None:
    if to.exists() and not _is_ours_to_replace(to):
        raise BuildFailed(f"{to} has files in it that are no site; name an empty folder, or a new one")
    with in_place_when_made(to) as made:
        _run_mkdocs(python, folder, made, {**chosen, **(quietly_in or {})}, quietly_in is None)


def _is_ours_to_replace(to: Path) -> bool:
    """Every site that MkDocs makes has a sitemap, and it stands beside no data."""
    if not to.is_dir():
        return False
    return not any(to.iterdir()) or ((to / "sitemap.xml").is_file() and not (to / "mkdocs.yml").exists())


def _run_mkdocs(python: str, folder: Path, to: Path, chosen: Mapping[str, str], shown: bool) -> None:
    """The one of that Python's environment, whether or not the environment is active.

    Where it is not to be shown its words are kept, and not turned off: with ``--quiet`` MkDocs is strict no more.
    """
    environment = {"SOURCE_DATE_EPOCH": ANY_DAY, "NO_MKDOCS_2_WARNING": "1", **os.environ, **chosen}
    arguments = ("build", "--strict", "--clean", "-f", str(folder / "mkdocs.yml"), "-d", str(to))
    command = [python, "-m", "mkdocs", *arguments]
    done = subprocess.run(
        command,
        env=environment,
        check=False,
        text=True,
        stdout=None if shown else subprocess.PIPE,
        stderr=None if shown else subprocess.STDOUT,
    )
    if done.returncode:
        said = f":\n{done.stdout.strip()}" if done.stdout else ""
        raise BuildFailed(f"mkdocs stopped with exit status {done.returncode}{said}")
