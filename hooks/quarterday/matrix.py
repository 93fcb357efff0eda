"""Which editions have to be built, as the rows of a build matrix: each can be built on a machine of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum


class Format(Enum):
    GITHUB = "github"
    GITLAB = "gitlab"
    JSON = "json"


MOST = {Format.GITHUB: 256, Format.GITLAB: 200}
"""Jobs of one matrix, by the documentation of GitHub Actions (strategy) and of GitLab CI (parallel: matrix)."""


@dataclass(frozen=True)
class Row:
    """What one machine builds: quarters of one site, and the folder of the branch that the site is published in."""

    site: str
    prefix: str
    quarters: tuple[str, ...]


def rows(wanted: Iterable[Row], most: int | None) -> list[Row]:
    """One quarter to a row; where that would be more than ``most``, as few to a row as will do."""
    sites = [row for row in wanted if row.quarters]
    at_once = 1
    while most and sum(-(-len(row.quarters) // at_once) for row in sites) > max(most, len(sites)):
        at_once += 1
    return [
        Row(row.site, row.prefix, row.quarters[at : at + at_once])
        for row in sites
        for at in range(0, len(row.quarters), at_once)
    ]


def written(wanted: Sequence[Row], form: Format) -> str:
    """The matrix as a runner takes it; on one line, as GitHub's outputs are."""
    found = rows(wanted, MOST.get(form))
    if form is Format.JSON:
        return json.dumps([asdict(row) for row in found], indent=1)
    if form is Format.GITHUB:
        include = [{"site": row.site, "prefix": row.prefix, "quarters": " ".join(row.quarters)} for row in found]
        return json.dumps({"include": include})
    variables = [{"SITE": row.site, "PREFIX": row.prefix, "QUARTERS": " ".join(row.quarters)} for row in found]
    # YAML takes JSON. Without a job a pipeline is refused, so one that has nothing to build says so.
    nothing = {"nothing": {"script": ["echo 'Every edition is published.'"]}}
    build = {"build": {"extends": ".edition", "parallel": {"matrix": variables}}, "merge": {"extends": ".editions"}}
    include = [{"local": "/deploy/gitlab/editions.yml"}]
    return json.dumps({"include": include, **build} if found else nothing, indent=1)
