"""What the benchmarks hold to be true before they time anything."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import figures_shown
import growth
import neutral
import peers
import pytest

from quarterday.edition import edition
from quarterday.site import Site

VALUES = (61.9, 58.7, None, 54.4)


def measure(name: str, unit: str) -> dict[str, Any]:
    values = [
        {"label": f"Q{at % 4 + 1} {2024 + at // 4}/{25 + at // 4}", "value": value, "target": 60 + at, "rag": rag}
        for at, (value, rag) in enumerate(zip(VALUES, ("green", "red", "none", "amber"), strict=True))
    ]
    return {
        "id": name,
        "title": f"Streets clean ({name})",
        "unit": unit,
        "polarity": "higher",
        "frequency": "Quarterly",
        "owner": "Place",
        "source": "A system",
        "definition": "What is counted.",
        "baseline": {"value": 61.9, "label": "Q1 2024/25"},
        "commentary": "Crews were short. They are not now.",
        "values": values,
    }


@pytest.fixture(scope="module")
def workload() -> dict[str, Any]:
    measures = [measure("p01-m001", "%"), measure("p01-m002", "days")]
    priority = {"id": "p01", "title": "Greener Streets", "summary": "Streets are cleaner.", "measures": measures}
    return {"council": "Exampleton Borough Council", "Q": len(VALUES), "priorities": [priority]}


@pytest.fixture(scope="module")
def built(workload: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("neutral")
    shown: Site = edition(neutral.site(workload, folder / "site")).site
    for page in shown.pages:
        (folder / "built" / page.address).mkdir(parents=True, exist_ok=True)
        (folder / "built" / page.address / "index.html").write_text(page.content, encoding="utf-8")
    for file in shown.files:
        (folder / "built" / file.address).parent.mkdir(parents=True, exist_ok=True)
        (folder / "built" / file.address).write_bytes(file.content)
    return folder / "built"


def test_every_figure_of_the_workload_is_on_our_pages(workload: dict[str, Any], built: Path) -> None:
    assert list(figures_shown.differing(workload, built)) == []


@pytest.mark.parametrize(
    ("key", "other", "told"),
    [
        ("value", 58.8, ["p01-m001, Q2 2024/25: the page does not show 58.8% and its target 61%"]),
        ("target", 62, ["p01-m001, Q2 2024/25: the page does not show 58.7% and its target 62%"]),
        ("rag", "green", []),
    ],
)
def test_another_figure_is_told(
    key: str, other: object, told: list[str], workload: dict[str, Any], built: Path
) -> None:
    changed = copy.deepcopy(workload)
    changed["priorities"][0]["measures"][0]["values"][1][key] = other
    *on_page, in_csv = figures_shown.differing(changed, built)
    assert on_page == told
    assert in_csv.startswith("p01-m001, Q2 2024/25: the CSV has ('58.7%', '61%', 'red'), and should have (")


def test_a_table_stands_between_its_marks() -> None:
    head = "| size | CPU s |\n| --- | --- |"
    text = f"Before\n\n{peers.START}\n\n{head}\n| L | 7 |\n| S | old |\n\n{peers.END}\n\nAfter\n"
    once = peers.between(text, f"{head}\n| S | new |")
    assert once == f"Before\n\n{peers.START}\n\n{head}\n| S | new |\n| L | 7 |\n\n{peers.END}\n\nAfter\n"
    assert peers.between(once, f"{head}\n| S | new |") == once


def test_a_ratio_is_taken_within_each_round() -> None:
    timed = {
        "hugo": [{"cpu": cpu, "wall": cpu, "rss": 80.0} for cpu in (1.0, 10.0, 2.0)],
        "quarterday": [{"cpu": cpu, "wall": cpu, "rss": 90.0} for cpu in (3.0, 20.0, 8.0)],
    }
    found = {"files": 1, "bytes": 1, "page": 1, "page_gz": 1, "nojs": "title"}
    made = dict(zip(peers.HEADS, peers.row("S", "quarterday", timed, found), strict=True))
    assert (made["CPU s"], made["CPU ÷ hugo"], made["CPU ÷ mkdocs"]) == ("8.0", "3.00", "")


def test_without_the_kit_it_says_what_is_missing(tmp_path: Path) -> None:
    script = Path(peers.__file__)
    command = [sys.executable, str(script), "--kit", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = f"{tmp_path} has no bench.py: the benchmark needs the kit with the workload and the other generators\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_the_workload_is_kept_as_a_council_keeps_it(workload: dict[str, Any], tmp_path: Path) -> None:
    site = neutral.site(json.loads(json.dumps(workload)), tmp_path / "site")
    names = sorted(path.name for path in (site / "data/quarters").iterdir())
    assert names == ["2024-25-q1", "2024-25-q2", "2024-25-q3", "2024-25-q4"]
    assert "value: not available" in (site / "data/quarters/2024-25-q3/p01.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_a_fit_finds_the_exponent_that_is_there(power: float) -> None:
    assert growth.exponent([(x, 3 * x**power) for x in (4, 10, 20, 40, 80)]) == pytest.approx(power)
