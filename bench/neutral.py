"""A neutral workload, the same for every site generator, as the data of a site of ours: as a council would keep them.

Each quarter has a folder, with what was reported in it; the words about a measure stand in the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from made_up import empty, write

PLAN = "plan"
NOT_THERE = "not available"
COUNCIL = """name: {council} (made up)
area: Exampleton
demonstration: There is no such council.
made_up: yes
licence: No rights are claimed in these made-up figures (CC0 1.0).
reasons:
  - printed: not available
    reason: not reported
statuses:
  - printed: green
    means: on target
  - printed: amber
    means: close to target
  - printed: red
    means: off target
rules:
  behind_by: 20
  tolerance: 5%
contact:
  team: the performance team
  email: performance@exampleton.example.org
"""


def site(workload: Mapping[str, Any], folder: Path) -> Path:
    """Write the workload as a site in a new folder."""
    empty(folder)
    write(folder / "data/council.yml", COUNCIL.format(**workload))
    write(folder / f"data/plans/{PLAN}/plan.yml", "title: The made-up plan\nname: Plan\nkind: corporate\n")
    for priority in workload["priorities"]:
        lines = [f"title: {priority['title']}", "measures:"]
        for measure in priority["measures"]:
            lines += [
                f"  - id: {measure['id']}",
                f"    title: {measure['title']}",
                f"    frequency: {measure['frequency'].lower()}",
                f"    polarity: {measure['polarity']}",
                f"    owner: {measure['owner']}",
                f"    data_source: {measure['source']}",
                f"    definition: {measure['definition']}",
                f"    baseline: {printed(measure['baseline']['value'], measure)}",
                *([] if measure["unit"] in ("%", "number") else [f"    unit: {measure['unit']}"]),
            ]
        write(folder / f"data/plans/{PLAN}/{priority['id']}.yml", "\n".join(lines) + "\n")
    for at in range(workload["Q"]):
        quarter(workload, at, folder)
    return folder


def quarter(workload: Mapping[str, Any], at: int, folder: Path) -> None:
    """Write what was reported in one quarter, counted from the first."""
    label = workload["priorities"][0]["measures"][0]["values"][at]["label"]
    name = named(label)
    write(folder / f"data/quarters/{name}/quarter.yml", f"covers: [{PLAN}]\n")
    for priority in workload["priorities"]:
        lines = [f"headline:\n  text: {priority['summary']}"] if at == workload["Q"] - 1 else []
        lines += ["measures:"]
        for measure in priority["measures"]:
            of = measure["values"][at]
            value = NOT_THERE if of["value"] is None else printed(of["value"], measure)
            lines += [
                f"  - measure: {measure['id']}",
                f"    target: {printed(of['target'], measure)}",
                f"    results:\n      - quarter: {name}\n        value: {value}",
            ]
            if of["rag"] != "none":
                lines.append(f"    status: {of['rag']}")
            if at == workload["Q"] - 1:
                lines.append(f"    commentary: {measure['commentary']}")
        write(folder / f"data/quarters/{name}/{priority['id']}.yml", "\n".join(lines) + "\n")


def named(label: str) -> str:
    """``Q3 2016/17`` as the name of its folder."""
    number, years = label.split()
    return f"{years.replace('/', '-')}-{number.lower()}"


def printed(figure: float, measure: Mapping[str, Any]) -> str:
    return f"{figure}%" if measure["unit"] == "%" else f"{figure}"
