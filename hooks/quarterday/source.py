"""The site at a commit, and editions built from it: what is published is what was committed, and can be built again."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from quarterday import __version__, building, facts, packages
from quarterday.branch import Built, Refused, Tell
from quarterday.checks import checked
from quarterday.model import Data
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.records import EDITION, EditionRecord, Signature
from quarterday.report import report
from quarterday.repository import GitFailed, Repository
from quarterday.site import Standing
from quarterday.terminal import counting

AUTHORED = ("data", "docs")
"""What people write; all else in the site's folder makes pages of it."""
PINNED = "requirements.lock"


@dataclass(frozen=True)
class Source:
    """A site exported to a folder. ``commit`` is the one of its data, ``generator`` the one of what builds it."""

    top: Path
    site: Path
    commit: str
    generator: str
    seconds: int
    """When the data were committed, since 1970: a build knows no other time, so it can be repeated byte for byte."""
    python: str = sys.executable
    """What builds it."""

    @cached_property
    def data(self) -> Data:
        """Raises DataError."""
        data = read(self.site)
        checked(data)
        return data

    @cached_property
    def facts(self) -> dict[Quarter, str]:
        """The digest of each quarter's facts. All are made at once, which costs no more than one. Raises DataError."""
        return facts.digests(self.data, [held.quarter for held in self.data.quarters])

    @property
    def pinned(self) -> Path:
        """The list of pinned packages, which need not be there."""
        return self.top / PINNED

    @property
    def lock(self) -> str:
        """The SHA-256 of the list of pinned packages; "" where there is no such list."""
        return hashlib.sha256(self.pinned.read_bytes()).hexdigest() if self.pinned.is_file() else ""

    @cached_property
    def unpinned(self) -> tuple[str, ...]:
        """The pinned packages of which this environment has another version or none."""
        return packages.differing(self.pinned) if self.pinned.is_file() else ()

    @property
    def environment(self) -> dict[str, str]:
        path = {"PYTHONPATH": str(self.top / "hooks")} if _has_generator(self.top) else {}
        return {"SOURCE_DATE_EPOCH": str(self.seconds), **path}


def committed(repository: Repository, site: Path, work: Path) -> Source:
    """The commit that is checked out. Raises Refused where the folder is not that commit."""
    reasons = [f"{name} is not as it was last committed" for name in repository.changed()]
    reasons += [f"{name} is not in git" for name in repository.unknown(site / name for name in AUTHORED)]
    if reasons:
        raise Refused(*reasons, "Commit these changes (git add, git commit) or undo them, and try again.")
    head = repository.head()
    return exported(repository, site, work, head, head)


def working_tree(repository: Repository, site: Path) -> Source:
    """The site as it is in its folder now, committed or not: for a preview, and never to be published."""
    head = repository.head()
    return Source(repository.top, site.resolve(), head, head, repository.time_of(head))


def exported(repository: Repository, site: Path, work: Path, commit: str, generator: str) -> Source:
    """What people wrote as of one commit, all else of another. Raises GitFailed."""
    within = site.resolve().relative_to(repository.top)
    top = work / f"source-{commit[:12]}-{generator[:12]}"
    if not top.exists():
        repository.export(generator, top)
        if commit != generator:
            for name in AUTHORED:
                shutil.rmtree(top / within / name, ignore_errors=True)
                if repository.folder(commit, (within / name).as_posix()):
                    repository.export(commit, top / within / name, (within / name).as_posix())
    ours = generator if _has_generator(top) else _commit_of_package()
    return Source(top, top / within, commit, ours, repository.time_of(commit))


def _has_generator(top: Path) -> bool:
    """Whether the council's repository brings the program along, as this one does."""
    return (top / "hooks" / "quarterday").is_dir()


def _commit_of_package() -> str:
    try:
        return Repository.at(Path(__file__).parent).head()
    except GitFailed:
        return ""


def built(
    source: Source, quarters: Sequence[Quarter], work: Path, now: datetime, tell: Tell, standing: Standing
) -> list[Built]:
    """Editions, each in a folder of its own, as many at once as there are cores. Raises Refused.

    One that this run has built already is not built again.
    """

    def one(quarter: Quarter) -> Built:
        folder = folder_of(source, quarter, work)
        if (folder / EDITION).is_file():
            return Built(quarter, folder, EditionRecord.model_validate_json((folder / EDITION).read_text("utf-8")))
        tell(f"Building {quarter.title}")
        building.build(source.site, quarter.name, folder, standing, source.environment, source.python)
        record = recorded(source, quarter, folder, now)
        (folder / EDITION).write_text(record.written(), encoding="utf-8")
        return Built(quarter, folder, record)

    with counting("Building editions", len(quarters)) as done, ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(one, quarter) for quarter in quarters]
        for each in waiting:
            each.add_done_callback(lambda _: done())
    failed = [error for error in (done.exception() for done in waiting) if error]
    if failed and all(isinstance(error, building.BuildFailed) for error in failed):
        raise Refused(*map(str, failed))
    return [done.result() for done in waiting]


def folder_of(source: Source, quarter: Quarter, work: Path) -> Path:
    """Where an edition is built, or is found if it was built before."""
    return work / f"{quarter.name}-{source.commit[:12]}-{source.generator[:12]}"


def recorded(source: Source, quarter: Quarter, folder: Path, now: datetime) -> EditionRecord:
    release = next((one for one in source.data.calendar if one.quarter == quarter), None)
    signed = release.signed_off if release else None
    return EditionRecord(
        quarter=quarter.name,
        published=now,
        data_commit=source.commit,
        generator=f"Quarterday {__version__}",
        generator_commit=source.generator,
        lock="" if source.unpinned else source.lock,
        signed_off=Signature(by=signed.by, date=signed.date) if signed else None,
        corrections=tuple(one.id for one in source.data.corrections if one.quarter <= quarter),
        counts=report(source.data, quarter).counts,
        facts=source.facts[quarter],
        files=digests(folder),
    )


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file but the record itself."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in named.items() if name != EDITION}
