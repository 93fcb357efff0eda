"""The search index of a built site. The only module that knows Pagefind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

UNUSED = ("*ui*", "*highlight*")
"""Pagefind's own boxes and their looks: our search page has its own."""


class NotIndexed(Exception):
    """Pagefind stopped; carries what it said."""


def index(folder: Path) -> None:
    """Read every page in a built site's folder, and write the index into ``pagefind/`` in it.

    Raises NotIndexed.
    """
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotIndexed(f"the search index was not made: {(done.stderr or done.stdout).strip()}")
    for pattern in UNUSED:
        for file in (folder / "pagefind").glob(pattern):
            file.unlink()
