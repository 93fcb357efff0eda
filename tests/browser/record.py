"""The result of the last test run, as the accessibility statements tell it: ``make record`` writes it into the data.

Every run of the tests keeps what it read. It is written only when a person asks, since a statement is a public promise.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".pytest_cache" / "read-by-the-gate.json"
BLOCK = re.compile(r"^last_test:\n(?:[ \t]+.*\n)*", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """What one run read of one site. ``views`` are pages times schemes times widths."""

    site: str
    on: str
    tools: str
    pages: int
    views: int
    faults: int

    @property
    def file(self) -> Path:
        return ROOT / self.site / "data" / "accessibility.yml"


READ = "read by the gate"
"""The property of a test that read the pages of one site. It is a ``Run``, as a dictionary."""


def offer(runs: Iterable[Run]) -> list[str]:
    """A line for each statement that tells another result than these runs."""
    return [
        f"{run.file.relative_to(ROOT)} tells of another test than this one: {run.pages} pages, {run.views} views,"
        f" {run.faults} faults. To record it: make record"
        for run in runs
        if is_news(run.file.read_text(encoding="utf-8"), run)
    ]


def recorded(text: str, run: Run) -> str:
    """A file's text with this run as its last test; all else in it stays as it is typed."""
    told = (
        f"on: {run.on}",
        "by: the project’s own automatic tests",
        f"tools: {run.tools}",
        f"pages: {run.pages}",
        f"views: {run.views}",
        f"faults: {run.faults}",
    )
    block = "last_test:\n" + "".join(f"  {line}\n" for line in told)
    return BLOCK.sub(lambda _: block, text, count=1)


def is_news(text: str, run: Run) -> bool:
    """Whether the file tells otherwise, but for the day."""
    told = yaml.load(text, yaml.BaseLoader)["last_test"]
    return any(told[key] != str(asdict(run)[key]) for key in ("tools", "pages", "views", "faults"))


def keep(runs: list[Run], kept: Path = KEPT) -> None:
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps([asdict(run) for run in runs]), encoding="utf-8")


def main(kept: Path = KEPT) -> int:
    if not kept.is_file():
        print("There is no test run to record. Run: make test", file=sys.stderr)
        return 1
    for run in [Run(**told) for told in json.loads(kept.read_text(encoding="utf-8"))]:
        run.file.write_text(recorded(run.file.read_text(encoding="utf-8"), run), encoding="utf-8")
        print(f"{run.file.relative_to(ROOT)}: {run.pages} pages, {run.views} views, {run.faults} faults on {run.on}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
