"""Three published quarters of made-up Exampleshire, one of them corrected, and the root above them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from quarterday import building
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.records import LedgerEntry, Shelf, Shelved, Signature, Superseded, TakenDown
from quarterday.report import report
from quarterday.site import Standing

PROJECT = Path(__file__).parents[2]
COUNCIL = PROJECT / "tests" / "councils" / "exampleshire"
QUARTERS = ("2021-22-q4", "2022-23-q1", "2022-23-q2")
PUBLISHED = tuple(datetime(2022, month, day, 9, 30, tzinfo=UTC) for month, day in ((5, 20), (8, 19), (11, 18)))
LATEST = QUARTERS[-1]
SUPERSEDED = "2021-22-q4-r1"

CORRECTED = datetime(2022, 9, 6, 8, 30, tzinfo=UTC)


def entry(id: str, kind: str, reason: str, **more: str) -> LedgerEntry:
    return LedgerEntry(id=id, date=CORRECTED.date(), quarter=QUARTERS[0], kind=kind, reason=reason, **more)


CORRECTIONS = (
    entry("calls-q4", "correction", "Two figures were exchanged.", measure="calls-answered", was="82.1%", to="81.2%"),
    entry("repairs-q4", "late data", "The figures were late.", measure="days-to-complete-a-repair", was="", to="11"),
    entry("removed-q4", "withdrawal", "To protect people’s privacy.", page="/"),
)
CALENDAR = """\
editions:
  - quarter: 2022-23-q2
    stage: confirmed
    date: 2022-11-18
    committee: Performance Committee
    committee_date: 2022-11-29
    moved:
      - from: 2022-11-11
        reason: The figures for repairs were late.
  - quarter: 2022-23-q3
    stage: confirmed
    date: 2023-02-17
    committee: Performance Committee
    committee_date: 2023-02-28
  - quarter: 2022-23-q4
    stage: provisional
    date: 2023-05-19
"""


def build(into: Path) -> None:
    """The root's own pages into ``into/root``, where each edition is a link, so that a check of it reads them alone."""
    council = _council(into / "council")
    for quarter in QUARTERS:
        building.build(council, quarter, into / "editions" / quarter, Standing.PUBLISHED)
    shelf = into / "editions.json"
    shelf.write_text(_shelf(council).written(), encoding="utf-8")
    building.build_root(council, shelf, into / "root")
    for name, of in {SUPERSEDED: QUARTERS[0], "latest": LATEST}.items():
        shutil.copytree(into / "editions" / of, into / "editions" / name)
    for edition in (into / "editions").iterdir():
        (into / "root" / edition.name).symlink_to(Path("..", "editions", edition.name))


def _council(folder: Path) -> Path:
    shutil.copytree(COUNCIL, folder, ignore=shutil.ignore_patterns("site"))
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("../../..", str(PROJECT)), encoding="utf-8")
    (folder / "data" / "calendar.yml").write_text(CALENDAR, encoding="utf-8")
    return folder


def _shelf(council: Path) -> Shelf:
    """Quarter 4 of 2021/22 was corrected when Quarter 1 of 2022/23 was already published."""
    data = read(council)
    first, second, third = (
        Shelved(
            quarter=name,
            published=published,
            signed_off=Signature(by="Head of Performance", date=published.date()),
            counts=report(data, Quarter.named(name)).counts,
        )
        for name, published in zip(QUARTERS, PUBLISHED, strict=True)
    )
    copy = Superseded(name=SUPERSEDED, published=first.published, replaced=CORRECTED)
    return Shelf(
        editions=(first.model_copy(update={"corrected": CORRECTED, "superseded": (copy,)}), second, third),
        taken_down=(
            TakenDown(
                quarter="2021-22-q3",
                published=datetime(2022, 2, 18, 9, 30, tzinfo=UTC),
                taken_down=datetime(2022, 2, 19, 9, 30, tzinfo=UTC),
                reason="It was published before the committee had seen it.",
            ),
        ),
        corrections=CORRECTIONS,
    )
