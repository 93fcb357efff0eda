"""What a built site was made of, so that a build of the same again has nothing to do.

All that counts is what is in the files, never when they were saved; and the site itself is looked at too, so one that
somebody changed, or that another program built in its place, is built anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from pydantic import BaseModel

from quarterday.placing import file_in_place

COUNTS = ("SOURCE_DATE_EPOCH",)
"""What else of the environment reaches a page."""


def digests(inputs: Iterable[Path]) -> dict[str, str]:
    """What is in these files and folders.

    A build asks before it reads any of them, so that what is saved meanwhile is news to the next.
    """
    return {str(path.resolve()): _digest(path) for path in inputs}


class Record(BaseModel):
    """What a site was made of: digests by path, and what was asked for."""

    asked: dict[str, Any]
    inputs: dict[str, str]
    site: str


@dataclass(frozen=True)
class Asked:
    """A build that is asked for: what of, and where to."""

    folder: Path
    quarter: str
    to: Path

    def is_made(self) -> bool:
        """Whether the site is there as it was built, and a build would be of the same."""
        try:
            record = Record.model_validate_json(self._record.read_bytes())
            return (
                record.asked == self._words
                and all(_digest(Path(path)) == digest for path, digest in record.inputs.items())
                and record.site == _digest(self.to)
            )
        except (OSError, ValueError):
            return False

    def remember(self, inputs: Mapping[str, str]) -> None:
        """Keep what was built of what. Of a build that does not know all it read nothing is kept."""
        if inputs:
            made = Record(asked=self._words, inputs=dict(inputs), site=_digest(self.to))
            with suppress(OSError):  # without room for it, the next build is made in full
                self._record.parent.mkdir(parents=True, exist_ok=True)
                file_in_place(self._record, made.model_dump_json().encode())

    @property
    def _record(self) -> Path:
        """Away from the site's folder, which is in git."""
        name = hashlib.sha256(str(self.to).encode()).hexdigest()[:32]
        return user_cache_path("quarterday") / "built" / f"{name}.json"

    @cached_property
    def _words(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "quarter": self.quarter,
            "python": sys.version,
            "packages": sorted(f"{found.name} {found.version}" for found in distributions()),
            "environment": [os.environ.get(name) for name in COUNTS],
        }


def _digest(path: Path) -> str:
    """Of a file's content, or of all files in a folder with their names. Raises OSError where there is neither."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    made = hashlib.sha256()
    for folder, folders, names in os.walk(path, onerror=_raised):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            file = Path(folder, name)
            made.update(f"{file.relative_to(path)}\0{_digest(file)}\n".encode())
    return made.hexdigest()


def _raised(error: OSError) -> None:
    raise error
