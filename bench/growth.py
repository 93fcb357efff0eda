"""Build made-up councils of more and more pages, and of more and more quarters, and fit how time and memory grow.

    python bench/growth.py --write bench/README.md

An exponent of 1 is twice the time for twice as much. It is the slope of a line through the points, where both axes are
logarithms. What a build costs before its first page is taken off first: that of one measure and one quarter.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import made_up

START, END = "<!-- growth: from here -->", "<!-- growth: to here -->"
PAGES, QUARTERS = (100, 300, 1000, 3000), (4, 10, 20, 40, 80)
FEW_QUARTERS, FEW_MEASURES = 4, 60


@dataclass(frozen=True)
class Took:
    wall: float
    cpu: float
    peak: float
    """MB of the largest process."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default=",".join(map(str, PAGES)), help="numbers of measures, with commas")
    parser.add_argument("--quarters", default=",".join(map(str, QUARTERS)), help="numbers of quarters, with commas")
    parser.add_argument("--write", type=Path, help="write the table into this file, between its two marks")
    asked = parser.parse_args()
    least = built(1, 1)
    rows = []
    for what, sizes in (("measures", asked.pages), ("quarters", asked.quarters)):
        found: list[tuple[int, Took]] = []
        for size in map(int, sizes.split(",")):
            took = built(size, FEW_QUARTERS) if what == "measures" else built(FEW_MEASURES, size)
            found.append((size, took))
            beside = f"{FEW_QUARTERS} quarters" if what == "measures" else f"{FEW_MEASURES} measures"
            rows.append(f"| {size:,} {what}, {beside} | {took.cpu:.1f} | {took.wall:.1f} | {took.peak:.0f} |")
            print(rows[-1], file=sys.stderr, flush=True)
        time_of = exponent([(size, took.cpu - least.cpu) for size, took in found])
        room_of = exponent([(size, took.peak - least.peak) for size, took in found])
        rows.append(f"| **exponent in {what}** | **{time_of:.2f}** | | **{room_of:.2f}** |")
    made = "\n".join(["| site | CPU s | wall s | peak MB |", "|---|---|---|---|", *rows])
    print(made)
    if asked.write:
        text = asked.write.read_text(encoding="utf-8")
        before, after = text.index(START) + len(START), text.index(END)
        asked.write.write_text(f"{text[:before]}\n\n{made}\n\n{text[after:]}", encoding="utf-8")


def built(measures: int, quarters: int) -> Took:
    """One build, from nothing, without the search index."""
    with tempfile.TemporaryDirectory(prefix="quarterday-growth-") as folder:
        site = made_up.council(Path(folder), measures, quarters)
        script = Path(__file__).with_name("without_search.py")
        start = time.perf_counter()
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(site / "hooks")}
        done = subprocess.Popen([sys.executable, str(script)], cwd=site, env=environment)
        _, status, used = os.wait4(done.pid, 0)
        if os.waitstatus_to_exitcode(status):
            raise SystemExit("the build failed")
        return Took(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the least squares line through the points' logarithms."""
    slope, _ = statistics.linear_regression(*zip(*((math.log(x), math.log(y)) for x, y in points), strict=True))
    return slope


if __name__ == "__main__":
    main()
