"""Publish one quarter after another, and tell the time of each and how large the repository becomes.

    python bench/publishing.py --measures 480 --quarters 40

The data grow as they do in life: each quarter is added, committed and published. The council is made up.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import made_up

PROJECT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measures", type=int, default=480, help="pages of measures")
    parser.add_argument("--quarters", type=int, default=40)
    parser.add_argument("--all", action="store_true", help="publish all quarters at once, and not one after another")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quarterday-bench-") as scratch:
        folder = Path(scratch)
        if asked.all:
            site = made_up.council(folder, asked.measures, asked.quarters)
            wall, cpu = published(site, "--all")
            print("| quarters at once | wall s | CPU s | files on the branch | MB on the branch | .git MB here |")
            print("|---|---|---|---|---|---|")
            print(f"| {asked.quarters} | {wall:.1f} | {cpu:.1f} | {on_branch(site)} | {size(site / '.git'):.0f} |")
            gone_through(folder)
            return
        site = made_up.council(folder, asked.measures, 1)
        groups = [
            range(at, min(at + made_up.A_PRIORITY, asked.measures))
            for at in range(0, asked.measures, made_up.A_PRIORITY)
        ]
        print("| quarter | wall s | CPU s | files on the branch | MB on the branch | .git MB here |")
        print("|---|---|---|---|---|---|")
        try:
            for place, name in enumerate(made_up.quarters(asked.quarters)):
                if place:
                    made_up.report(site, place, name, groups)
                    made_up.commit(site)
                wall, cpu = published(site, name)
                if place in (0, 1) or (place + 1) % 5 == 0:
                    row = f"| {place + 1} | {wall:.1f} | {cpu:.1f} | {on_branch(site)} | {size(site / '.git'):.0f} |"
                    print(row, flush=True)
        except KeyboardInterrupt:
            print(f"\nStopped after {place} quarters.", end="")
        gone_through(folder)


def gone_through(folder: Path) -> None:
    """How large the remote is, before git packs it and after."""
    print(f"\nThe remote before git gc: {size(folder / 'origin.git'):.1f} MB;", end=" ")
    subprocess.run(["git", "gc", "--quiet"], cwd=folder / "origin.git", check=True)
    print(f"after it: {size(folder / 'origin.git'):.1f} MB.")


def published(site: Path, name: str) -> tuple[float, float]:
    """Seconds of wall and of processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "quarterday", "publish", name]
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin", "PYTHONPATH": str(PROJECT / "hooks"), "HOME": str(site)}
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def on_branch(site: Path) -> str:
    rows = made_up.git(site, "ls-tree", "-r", "--long", "gh-pages").splitlines()
    return f"{len(rows)} | {sum(int(row.split()[3]) for row in rows) / 1e6:.0f}"


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
