"""A made-up council of any size, as a site's folder in git with a bare remote beside it. For benchmarks alone."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[1]
SMALL = PROJECT / "tests" / "councils" / "smallshire"
FIRST_YEAR = 2015
A_PRIORITY = 40
"""Measures of one priority."""


def quarters(count: int) -> list[str]:
    years = ((FIRST_YEAR + at // 4, at % 4 + 1) for at in range(count))
    return [f"{year}-{(year + 1) % 100:02}-q{number}" for year, number in years]


def empty(site: Path) -> None:
    """A site with everything but plans and quarters."""
    shutil.copytree(SMALL, site, ignore=shutil.ignore_patterns("site", "data"))
    shutil.copytree(SMALL / "data", site / "data", ignore=shutil.ignore_patterns("plans", "quarters"))
    config = site / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("../../../", ""), encoding="utf-8")
    for name in ("hooks", "overrides"):
        shutil.copytree(PROJECT / name, site / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "requirements.lock", site)
    write(site / ".gitignore", "__pycache__/\n")


def council(folder: Path, measures: int, held: int) -> Path:
    """A site with so many measures and quarters, and its remote ``origin.git`` beside it. Nothing is published yet."""
    site = folder / "madeupshire"
    empty(site)
    groups = [range(at, min(at + A_PRIORITY, measures)) for at in range(0, measures, A_PRIORITY)]
    write(
        site / "data/plans/plan/plan.yml", "title: The made-up plan\nname: Plan\nkind: corporate\nstarts: 2015-04-01\n"
    )
    for at, group in enumerate(groups):
        write(site / f"data/plans/plan/priority-{at}.yml", _priority(at, group))
    for place, name in enumerate(quarters(held)):
        report(site, place, name, groups)
    git(site, "init", "--quiet", "--initial-branch", "main")
    commit(site)
    git(folder, "init", "--quiet", "--bare", str(folder / "origin.git"))
    git(site, "remote", "add", "origin", "../origin.git")
    return site


def report(site: Path, place: int, name: str, groups: list[range]) -> None:
    """One quarter's figures, the same at every run."""
    write(site / f"data/quarters/{name}/quarter.yml", "covers: [plan]\n")
    for at, group in enumerate(groups):
        draw = random.Random(f"{place} {at}")
        lines = [f"headline:\n  text: Priority {at} in {name}.\nmeasures:"]
        for one in group:
            value = draw.randint(20, 90)
            lines.append(f"  - measure: measure-{one}\n    results:\n      - quarter: {name}\n        value: {value}%")
            lines.append(f"    commentary: The figure for measure {one} was {value}% in {name}, as was expected.")
        write(site / f"data/quarters/{name}/priority-{at}.yml", "\n".join(lines) + "\n")


def _priority(at: int, group: range) -> str:
    lines = [f"title: Made-up priority {at}\nmeasures:"]
    for one in group:
        lines.append(f"  - id: measure-{one}\n    title: Made-up measure {one}\n    polarity: higher\n    target: 60%")
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(site: Path, message: str = "Report a quarter") -> None:
    git(site, "add", "--all")
    git(site, "-c", "user.name=Bench", "-c", "user.email=bench@localhost", "commit", "--quiet", "-m", message)
