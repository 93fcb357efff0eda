"""Read the figures back from a built site, and hold them against the workload that it was made from."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from neutral import NOT_THERE, named, printed


class _Rows(HTMLParser):
    """The words of each cell, row by row, of every table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td") and self.rows:
            self.rows[-1].append("")
        self.open = tag in ("th", "td") or (self.open and tag not in ("tr", "table"))

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag not in ("th", "td", "tr", "table")

    def handle_data(self, data: str) -> None:
        if self.open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def differing(workload: Mapping[str, Any], site: Path) -> Iterator[str]:
    """Each figure of the workload that the page or the CSV of its measure does not show, in words."""
    for priority in workload["priorities"]:
        for measure in priority["measures"]:
            page = _Rows()
            page.feed((site / f"measures/{measure['id']}/index.html").read_text(encoding="utf-8"))
            shown = {tuple(" ".join(cell.split()) for cell in row[:3]) for row in page.rows if len(row) >= 3}
            with (site / f"data/measures/{measure['id']}.csv").open(encoding="utf-8-sig") as file:
                held = {row["quarter"]: row for row in csv.DictReader(file)}
            for of in measure["values"]:
                value = NOT_THERE if of["value"] is None else printed(of["value"], measure)
                target = printed(of["target"], measure)
                number, years = of["label"].split()
                title = f"Quarter {number[1:]}, {years}"
                cell = f"{value} [x]" if of["value"] is None else value
                if (title, cell, target) not in shown:
                    yield f"{measure['id']}, {of['label']}: the page does not show {cell} and its target {target}"
                row = held.get(named(of["label"]), {})
                found = row.get("result_as_printed"), row.get("target_as_printed"), row.get("status_in_report")
                right = value, target, "" if of["rag"] == "none" else of["rag"]
                if found != right:
                    yield f"{measure['id']}, {of['label']}: the CSV has {found}, and should have {right}"
