"""Make a folder or a file beside its place and put it there when it is complete: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def in_place_when_made(to: Path) -> Iterator[Path]:
    """Gives a path to make the new folder at. What was at ``to`` is replaced at the end, and kept if anything fails."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{to.name}-", dir=to.parent) as scratch:
        made, old = Path(scratch) / "made", Path(scratch) / "old"
        yield made
        if to.exists():
            to.rename(old)
        try:
            made.rename(to)
        except OSError:
            if old.exists():
                old.rename(to)
            raise


def file_in_place(to: Path, content: bytes) -> None:
    """Raises OSError; what was at ``to`` stands then."""
    made = to.with_name(f".{to.name}.new")
    try:
        made.write_bytes(content)
        if to.exists():
            shutil.copymode(to, made)
        os.replace(made, to)
    finally:
        made.unlink(missing_ok=True)
