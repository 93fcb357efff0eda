"""Build one workload with us and with other site generators, in turn, and print one table of what each took.

    make bench                                  sizes S and L, three rounds, into bench/README.md
    python bench/peers.py --kit DIR --sizes S --rounds 5 --peers hugo,mkdocs

The kit is a folder with the workload and the other generators' sites: ``workload.py``, ``prep.py``, ``bench.py`` and
``setup.sh``, which installs them. It is copied to a scratch folder, and nothing of it is kept. Before anything is
timed, every figure of the workload is read back from our built pages and CSV files.

A ratio is taken within each round and its median shown: the machine's speed changes from round to round.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import figures_shown
import neutral

PROJECT = Path(__file__).parents[1]
OURS = "quarterday"
WITHOUT_SEARCH = "quarterday, no search index"
AGAIN = "quarterday, nothing changed"
OTHERS = ("hugo", "eleventy", "jekyll", "zensical+prune", "mkdocs")
YARDSTICKS = ("hugo", "mkdocs")
START, END = "<!-- peers: from here -->", "<!-- peers: to here -->"
HEADS = (
    "size",
    "built with",
    "CPU s",
    "wall s",
    *(f"{what} ÷ {yard}" for yard in YARDSTICKS for what in ("CPU", "wall")),
    "peak MB",
    "files",
    "MB",
    "measure page, kB raw / gzip",
    "without JavaScript",
    "edit to visible, s",
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kit", type=Path, required=True, help="the folder of the kit")
    parser.add_argument("--scratch", type=Path, help="where to copy the kit to; kept, so that a second run is quicker")
    parser.add_argument("--sizes", default="S,L", help="S, L or XL, with commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=",".join(OTHERS), help="with commas")
    parser.add_argument(
        "--edits-of",
        default=",".join((*OTHERS, OURS)),
        help="of which the time from saving a value to seeing it is told, with commas; it takes four builds of each",
    )
    parser.add_argument(
        "--write", type=Path, help="write the table into this file, between its two marks; rows of other sizes are kept"
    )
    asked = parser.parse_args(arguments)
    if not (asked.kit / "bench.py").is_file():
        told = f"{asked.kit} has no bench.py: the benchmark needs the kit with the workload and the other generators"
        print(told, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="quarterday-peers-") as new:
        scratch = (asked.scratch or Path(new) / "kit").resolve()
        rows = list(run(asked, scratch))
    made = table(rows)
    print(made)
    if asked.write:
        asked.write.write_text(between(asked.write.read_text(encoding="utf-8"), made), encoding="utf-8")
    return 0


def run(asked: argparse.Namespace, scratch: Path) -> Iterable[tuple[str, ...]]:
    if not (scratch / "bench.py").exists():
        shutil.copytree(asked.kit, scratch, ignore=shutil.ignore_patterns("work", "venvs", "node", "logs"))
        tell(f"Installing the other generators in {scratch}")
        subprocess.run(["bash", "setup.sh"], cwd=scratch, check=False, stdout=sys.stderr)
    sys.path.insert(0, str(scratch))
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(scratch / "cache")}
    kit: Any = importlib.import_module("bench")
    site = {"out": "site", "clean": ["site"], "page": "measures/{m}/index.html", "js": 0, "nojs": "yes"}
    mkdocs = [sys.executable, "-m", "mkdocs"]
    serve = [*mkdocs, "serve", "--dev-addr", "127.0.0.1:PORT"]
    kit.PEERS[OURS] = site | {
        "build": [*mkdocs, "build", "--quiet"],
        "src": "data/quarters/2026-27-q2/{p}.yml",
        "serve": serve,
        "url": "measures/{m}/",
    }
    kit.PEERS[WITHOUT_SEARCH] = site | {"build": [sys.executable, str(Path(__file__).with_name("without_search.py"))]}
    kit.PEERS[AGAIN] = site | {"build": [sys.executable, "-m", "quarterday", "build"], "clean": []}
    for size in asked.sizes.split(","):
        yield from of_size(kit, size, asked)


def of_size(kit: Any, size: str, asked: argparse.Namespace) -> Iterable[tuple[str, ...]]:
    folders, results = laid_out(kit, size, asked.peers.split(","))
    workload = json.loads((kit.WORK / size / "workload.json").read_text())
    timed: dict[str, list[dict[str, float]]] = {name: [] for name in folders}
    for turn in range(asked.rounds):
        for name, folder in folders.items():
            kit.clean(name, folder)
            took = kit.timed(kit.argv(name, "build", folder), folder, 3600)
            timed[name].append(took)
            tell(f"{size}, round {turn + 1}, {name}: {took['wall']:.1f} s wall, {took['cpu']:.1f} s CPU")
    for at, (name, folder) in enumerate(folders.items()):
        found = kit.shape(name, folder, workload) | {"nojs": shown(kit, name, folder, workload)}
        if name in asked.edits_of.split(",") and any(key in kit.PEERS[name] for key in ("serve", "watch")):
            found |= kit.edits(name, folder, workload, 3, 18990 + at)
            tell(f"{size}, {name}: {found.get('sv_wall')} s from saving a value to seeing it")
        yield row(size, name, timed, found)
    for name, why in results.items():
        yield (size, name, f"did not run: {why}", *("" for _ in HEADS[3:]))


def shown(kit: Any, name: str, folder: Path, workload: Mapping[str, Any]) -> str:
    """What of a measure the HTML of its page holds, before any script has run."""
    priority = workload["priorities"][0]
    measure = priority["measures"][0]
    page = folder / kit.PEERS[name]["out"] / kit.PEERS[name]["page"].format(p=priority["id"], m=measure["id"])
    html = page.read_text(encoding="utf-8")
    sought = {"title": measure["title"], "value": str(measure["latest"]["value"]), "chart": "<svg", "table": "<table"}
    return ", ".join(what for what, words in sought.items() if words in html) or "nothing"


def laid_out(kit: Any, size: str, peers: Iterable[str]) -> tuple[dict[str, Path], dict[str, str]]:
    """A folder for each that can be built, and why the others cannot. Raises SystemExit where our figures differ."""
    folders, failed = {}, {}
    for name in peers:
        try:
            folders[name] = kit.layout(name, size)
            kit.timed(kit.argv(name, "build", folders[name]), folders[name], 3600)
        except Exception as error:
            folders.pop(name, None)
            failed[name] = str(error).strip().splitlines()[-1][:120]
            tell(f"{size}, {name}: did not run")
    if not (kit.WORK / size / "workload.json").exists():
        subprocess.run([sys.executable, kit.HERE / "workload.py", size, kit.WORK / size / "workload.json"], check=True)
    ours = kit.WORK / size / OURS
    shutil.rmtree(ours, ignore_errors=True)
    workload = json.loads((kit.WORK / size / "workload.json").read_text())
    neutral.site(workload, ours)
    kit.timed(kit.argv(OURS, "build", ours), ours, 3600)
    wrong = list(figures_shown.differing(workload, ours / "site"))
    if wrong:
        raise SystemExit("\n".join(["The built pages do not show the figures of the workload:", *wrong[:20]]))
    tell(f"{size}: every figure of the workload is on our pages and in our CSV files")
    folders[OURS] = ours
    for name in (WITHOUT_SEARCH, AGAIN):
        folders[name] = ours.with_name(name.replace(", ", "-").replace(" ", "-"))
        shutil.rmtree(folders[name], ignore_errors=True)
        shutil.copytree(ours, folders[name], symlinks=True)
    kit.timed(kit.argv(AGAIN, "build", folders[AGAIN]), folders[AGAIN], 3600)
    return folders, failed


def row(
    size: str, name: str, timed: Mapping[str, Sequence[Mapping[str, float]]], found: Mapping[str, Any]
) -> tuple[str, ...]:
    def middle(key: str) -> float:
        return statistics.median(took[key] for took in timed[name])

    def ratio(key: str, yard: str) -> str:
        if not timed.get(yard):
            return ""
        return f"{statistics.median(a[key] / b[key] for a, b in zip(timed[name], timed[yard], strict=True)):.2f}"

    edit = found.get("sv_wall")
    return (
        size,
        name,
        f"{middle('cpu'):.1f}",
        f"{middle('wall'):.1f}",
        *(ratio(key, yard) for yard in YARDSTICKS for key in ("cpu", "wall")),
        f"{middle('rss'):.0f}",
        f"{found['files']:,}",
        f"{found['bytes'] / 1e6:.0f}",
        f"{found['page'] / 1e3:.1f} / {found['page_gz'] / 1e3:.1f}",
        str(found["nojs"]),
        f"{edit:.2f}" if edit is not None else "",
    )


def table(rows: Iterable[Sequence[str]]) -> str:
    lines = [HEADS, ["---"] * len(HEADS), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def between(text: str, made: str) -> str:
    """The text with the table between its two marks, and what stood there of other sizes. Raises ValueError without."""
    before, after = text.index(START) + len(START), text.index(END)
    rows = made.splitlines()
    sizes = {_size(row) for row in rows}
    kept = [row for row in text[before:after].splitlines() if row and _size(row) not in sizes]
    rows[2:] = sorted((*kept, *rows[2:]), key=lambda row: ("S", "L", "XL").index(_size(row)))
    return "\n".join((text[:before], "", *rows, "", text[after:]))


def _size(row: str) -> str:
    return row.split("|")[1].strip()


def tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
