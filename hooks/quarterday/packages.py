"""The packages that a list pins, held against those that are installed. The only module that knows pip."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement


class InstallFailed(Exception):
    """pip stopped; its last words."""


def differing(lock: Path) -> tuple[str, ...]:
    """The pinned packages of which this Python has another version or none, as ``pygal==3.1.3 (here 3.1.2)``."""
    return tuple(_differing(lock))


def _differing(lock: Path) -> Iterator[str]:
    for line in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        typed = line.partition(" --hash")[0].partition("#")[0].strip()
        if not typed or typed.startswith("-"):
            continue
        pinned = Requirement(typed)
        if pinned.marker and not pinned.marker.evaluate():
            continue
        try:
            here = version(pinned.name)
        except PackageNotFoundError:
            here = "none"
        if here == "none" or not pinned.specifier.contains(here, prereleases=True):
            yield f"{pinned.name}{pinned.specifier} (here {here})"


@cache
def installed(lock: Path, into: Path) -> str:
    """A Python in a new environment that has what the list pins, each file held to its hash. Raises InstallFailed."""
    python = into / "bin" / "python"
    install = (python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
    for command in ((sys.executable, "-m", "venv", "--clear", into), install):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise InstallFailed((done.stderr or done.stdout).strip().splitlines()[-1])
    return str(python)
