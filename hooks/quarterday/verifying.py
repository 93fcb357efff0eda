"""Hold what is published against its own records, and against a build of the same commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quarterday import copies, packages, room
from quarterday.branch import Refused
from quarterday.periods import Quarter
from quarterday.publishing import Publisher
from quarterday.records import EDITION, EditionRecord, Shelf
from quarterday.repository import LATEST
from quarterday.site import Standing
from quarterday.source import built, exported
from quarterday.terminal import counting

UNBUILT = "cannot be built again"
MOST = 20
"""How many files of one edition are named."""


def verify(run: Publisher, names: Sequence[str], rebuild: bool, at: str = "") -> list[str]:
    """Everything that is not as it was published, in words; nothing where all is. Raises Refused, GitFailed.

    ``at``: a folder or a web address with a copy of the editions, to look at in place of the branch.
    Where no edition is named, it is told how large all of them are.
    """
    state = run.branch.state()
    if state.tip is None or not state.shelf.editions:
        raise Refused(f"Nothing is published on {run.branch}.")
    expected = _expected(state.shelf)
    unknown = [name for name in names if name not in expected]
    if unknown:
        raise Refused(*(f"{name} is not published on {run.branch}." for name in unknown))
    found = [] if names or at else list(_shelf(run, state.tip, state.shelf))
    asked = [*(names or expected)]
    with counting("Verifying editions", len(asked)) as done:
        for name in asked:
            found += _edition(run, state.tip, name, expected[name], rebuild, at)
            done()
    if not names and not at:
        run.tell(run.room(state.tip, state.shelf))
        run.tell(room.repository(run.repository.size))
    return found


def _edition(run: Publisher, tip: str, name: str, digest: str, rebuild: bool, at: str) -> list[str]:
    if at:
        files = copies.digests(at, name, [*run.branch.record(tip, name).files, EDITION])
    else:
        files = run.repository.digests(tip, run.branch.within(name))
    if EDITION not in files:
        return [f"{name}: {EDITION} is missing" if files else f"{name} is missing"]
    record = run.branch.record(tip, name)
    wrong = list(_record(files.pop(EDITION), digest)) + list(_files(record.files, files))
    if rebuild and not wrong:
        wrong = list(_rebuilt(run, record))
    if not wrong:
        run.tell(f"{name}: {len(files)} files are as they were published{' and built again' if rebuild else ''}")
    return [f"{name}: {line}" for line in wrong]


def _expected(shelf: Shelf) -> dict[str, str]:
    """The editions and superseded copies that the shelf has, with the digest of the record of each."""
    editions = {edition.quarter: edition.digest for edition in shelf.editions}
    return editions | {copy.name: copy.digest for edition in shelf.editions for copy in edition.superseded}


def _shelf(run: Publisher, tip: str, shelf: Shelf) -> Iterator[str]:
    """What the root says of the editions, against the folders that are there."""
    expected = _expected(shelf)
    folders = run.repository.folder(tip, run.branch.prefix)
    listed = {str(version.version) for version in run.repository.versions(tip, run.branch.prefix)}
    for name in sorted(listed ^ {*expected}):
        yield f"versions.json {'lists' if name in listed else 'does not list'} {name}"
    newest = shelf.latest.quarter if shelf.latest else ""
    if newest in folders and folders.get(LATEST) != folders[newest]:
        yield f"{LATEST} is not a copy of {newest}"


def _record(found: str, expected: str) -> Iterator[str]:
    if found != expected:
        yield f"{EDITION} is not the one that editions.json names"


def _files(recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    lines = [f"{name} is missing" for name in recorded if name not in found]
    lines += [
        f"{name} is not as it was published" for name in recorded if found.get(name, recorded[name]) != recorded[name]
    ]
    lines += [f"{name} was added" for name in found if name not in recorded]
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"and {len(lines) - MOST} more files"


def _rebuilt(run: Publisher, record: EditionRecord) -> Iterator[str]:
    """The edition built again from the commits in its record, byte for byte."""
    if not run.repository.has(record.data_commit):
        yield f"{UNBUILT}: the data of {record.data_commit[:12]} are not in this repository"
        return
    brought = run.repository.has(record.generator_commit)
    generator = record.generator_commit if brought else record.data_commit
    source = exported(run.repository, run.site, run.work, record.data_commit, generator)
    if source.generator != record.generator_commit:
        yield f"{UNBUILT}: it needs the program of {record.generator_commit[:12]}"
        return
    if record.lock and source.lock != record.lock:
        yield f"{UNBUILT}: the list of pinned packages is not the one in its record"
        return
    if record.lock and source.unpinned:
        run.tell(f"Installing the packages that {record.quarter} was built with")
        try:
            source = replace(
                source, python=packages.installed(source.pinned, run.work / f"packages-{record.lock[:12]}")
            )
        except packages.InstallFailed as error:
            yield f"{UNBUILT}: its packages could not be installed: {error}"
            return
    [again] = built(source, [Quarter.named(record.quarter)], run.work, run.now, run.tell, Standing.PUBLISHED)
    for line in _files(record.files, again.record.files):
        yield f"built again, {line}"
