"""Import a made-up export of 100,000 rows into a made-up council, and say how long it took and how much memory."""

from __future__ import annotations

import argparse
import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "hooks"), str(PROJECT / "bench")]

import made_up  # noqa: E402
from openpyxl import Workbook  # noqa: E402
from rich.progress import Progress  # noqa: E402

from quarterday.exports import Wanted  # noqa: E402
from quarterday.importing import taken  # noqa: E402
from quarterday.incoming import NotTaken, write  # noqa: E402

MAPPING = """columns:
  id: Id
  title: Measure
  period: Quarter
  value: Value
  commentary: Commentary
periods:
  form: Q{q} {year}
decimal_sign: point
differs_from_published: take theirs
other_names: keep ours
"""


def export(measures: int, quarters: list[str], wrong: bool) -> str:
    """A row for each measure and quarter, the same at every run; ``wrong``: every value is a word."""
    draw = random.Random(5)
    lines = ["Id,Measure,Quarter,Value,Commentary"]
    for quarter in quarters:
        year, last, number = quarter.split("-")
        period = f"Q{number[1]} {year}/{last}"
        for one in range(measures):
            value = f"word {one}" if wrong else f"{draw.randint(20, 90)}.{draw.randint(1, 9)}%"
            lines.append(f'measure-{one},Measure {one},{period},{value},"Imported, row of {period}."')
    return "\n".join(lines) + "\n"


def workbook(text: str, to: Path) -> None:
    """The same as cells of text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("KPIs")
    for row in csv.reader(text.splitlines()):
        sheet.append(row)
    book.save(to)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--measures", type=int, default=2500)
    given.add_argument("--quarters", type=int, default=40)
    given.add_argument("--xlsx", action="store_true", help="a workbook in place of CSV")
    given.add_argument("--wrong", action="store_true", help="every row has a question")
    wanted = given.parse_args()
    held = made_up.quarters(wanted.quarters)
    with tempfile.TemporaryDirectory() as folder:
        site = made_up.council(Path(folder), wanted.measures, wanted.quarters)
        for file in site.glob("data/quarters/*/priority-*.yml"):
            file.unlink()
        (site / "by.yml").write_text(MAPPING, encoding="utf-8")
        table = site / ("export.xlsx" if wanted.xlsx else "export.csv")
        text = export(wanted.measures, held, wanted.wrong)
        if wanted.xlsx:
            workbook(text, table)
        else:
            table.write_text(text, encoding="utf-8")
        rows = wanted.measures * wanted.quarters
        print(f"{rows:,} rows, {table.stat().st_size / 1e6:.1f} MB")
        del text
        start = time.monotonic()
        try:
            with Progress(disable=True) as progress:
                found = taken(site, [table], site / "by.yml", Wanted(), progress)
        except NotTaken as error:
            _say(start, f"asked {len(error.problems)} questions")
            return
        _say(start, f"read: {len(found.changes):,} values would change")
        start = time.monotonic()
        write(site, found.changes)
        _say(start, f"wrote {len({change.incoming.file for change in found.changes}):,} files")


def _say(start: float, what: str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}, in {time.monotonic() - start:.1f} s; peak {peak:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
