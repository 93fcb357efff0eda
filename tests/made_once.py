"""What many tests start from, and takes long to make, is made once for all workers of a run."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

MadeOnce = Callable[[str, Callable[[Path], None]], Path]
"""Gives a folder by its name, which is filled for the first that asks. All share it, so none may write in it."""


def made_once(base: Path, name: str, fill: Callable[[Path], None]) -> Path:
    made, part = base / name, base / f"{name}.part"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_dir():
            part.mkdir()
            fill(part)
            part.rename(made)
    return made
