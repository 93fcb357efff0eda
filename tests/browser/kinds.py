"""The kinds of page there are, one page of each, and which pages of a site the gate reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

ROOT = "root"
"""The living pages above three editions of Exampleshire's."""
SITES = {"moray": ".", "midlothian": "examples/midlothian", "exampleshire": "tests/councils/exampleshire"}

PUBLISHED = (*SITES, ROOT)

# One page of each kind. Moray's data have no history, so the chart is made-up Exampleshire's.
KINDS = {
    "home": "moray/",
    "priorities": "moray/priorities/",
    "priority": "moray/priorities/strat2/",
    "plans": "moray/plans/",
    "plan": "moray/plans/service-2020-23/",
    "actions": "moray/actions/",
    "action": "moray/actions/strat2-1/",
    "measures": "moray/measures/",
    "measure": "moray/measures/children-on-register/",
    "measure with a chart": "exampleshire/measures/household-waste-recycled/",
    "measure with a chart of areas": "exampleshire/measures/calls-answered/",
    "measure with bars": "exampleshire/measures/days-to-complete-a-repair/",
    "measure without a result": "moray/measures/feeling-safe/",
    "off target": "midlothian/off-target/",
    "off target, with nothing in it": "moray/off-target/",
    "questions": "midlothian/questions/",
    "promises": "midlothian/promises/",
    "promises, with none overdue": "moray/promises/",
    "changes": "exampleshire/changes/",
    "changes since another quarter": "exampleshire/changes/since-2019-20-q3/",
    "changes, with little to compare": "moray/changes/",
    "changes, with no earlier quarter": "midlothian/changes/",
    "committee reports": "moray/committee-reports/",
    "committee report": "moray/committee-reports/performance-framework/",
    "data": "moray/data/",
    "quarters": "moray/quarters/",
    "quarter": "moray/quarters/2022-23-q2/",
    "glossary": "moray/glossary/",
    "how we rate": "moray/how-we-rate/",
    "search": "moray/search/",
    "about": "moray/about/",
    "accessibility": "moray/accessibility/",
    "accessibility after an audit": "exampleshire/accessibility/",
    "page not found": "moray/404.html",
    "home with progress": "midlothian/",
    "priority with measures off target": "midlothian/priorities/priority-action-3/",
    "measure off target": "midlothian/measures/families-referred-to-family-group-decision-making/",
    "home with trends": "exampleshire/",
    "priority with trends": "exampleshire/priorities/homes-and-streets/",
    "quarters of a history": "exampleshire/quarters/",
    "corrections": "exampleshire/corrections/",
    "corrections, with none": "moray/corrections/",
    "action with a correction": "exampleshire/actions/insulate-homes/",
    "moved": "exampleshire/measures/litter-survey/",
    "measures of a history": "exampleshire/measures/",
    "root quarters": "root/quarters/",
    "root quarter": "root/quarters/2021-22-q4/",
    "root quarter with later corrections": "root/quarters/2022-23-q1/",
    "root quarter taken down": "root/quarters/2021-22-q3/",
    "root quarter to come": "root/quarters/2022-23-q3/",
    "root corrections": "root/corrections/",
    "root calendar": "root/calendar/",
    "root search": "root/search/",
    "root edition taken down": "root/2021-22-q3/",
    "root page not found": "root/404.html",
}

# What makes the pages at these addresses: a template of the package, or where else a page comes from.
MADE_BY = {
    "home": "",
    "moved": "measures/litter-survey/",
    "priorities": "priorities/",
    "priority": "priorities/[^/]+/",
    "plans": "plans/",
    "plan": "plans/[^/]+/",
    "actions": "actions/",
    "action": "actions/[^/]+/",
    "measures": "measures/",
    "measure": "measures/[^/]+/",
    "off_target": "off-target/(?:[^/]+/){0,3}",
    "questions": "questions/(?:[^/]+/){0,2}",
    "promises": "promises/",
    "changes": "changes/(since-[^/]+/)?",
    "committee_reports": "committee-reports/",
    "committee_report": "committee-reports/[^/]+/",
    "data": "data/",
    "corrections": "corrections/",
    "quarters": "quarters/",
    "quarter": "quarters/[^/]+/",
    "glossary": "glossary/",
    "how_we_rate": "how-we-rate/",
    "search": "search/",
    "accessibility": "accessibility/",
    "docs": "about/",
    "404": r"404\.html",
}
# The same, of the living pages above the editions.
MADE_BY_ROOT = {
    "root_quarters": "quarters/",
    "root_quarter": "quarters/[^/]+/",
    "root_corrections": "corrections/",
    "root_calendar": "calendar/",
    "root_search": "search/",
    "root_gone": r"\d{4}-\d{2}-q[1-4](-r\d+)?/",
    "404": r"404\.html",
}
PARTS = {"components", "notice", "root_components", "words"}
"""Templates that make a part of a page."""
NOWHERE = {"root_redirect", "root_nothing", "letter", "changes_alone", "paper"}
"""Nobody stays on the first, and the second stands where nothing is published: both are read in ``test_root``.
The third is for a council's own staff, and is read in ``test_checking``. The last two are written by commands."""

ALL_UP_TO = 150
SHARE = 10


def made_by(address: str, site: str = "") -> str | None:
    """What makes the page at an address in a site; nothing, if it is of no kind that is known."""
    made = MADE_BY_ROOT if site == ROOT else MADE_BY
    return next((name for name, pattern in made.items() if re.fullmatch(pattern, address)), None)


def addresses(folder: Path) -> list[str]:
    """Every page of a built site that a reader can stay on, as its readers ask for it."""
    stays = (path for path in folder.rglob("*.html") if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8"))
    names = (path.relative_to(folder).as_posix() for path in stays)
    return sorted(re.sub(r"(^|/)index\.html$", r"\1", name) for name in names)


def read_by_the_gate(pages: Sequence[str], day: int) -> list[str]:
    """All pages of a small site. Of a large one, a page of each kind, and another tenth of the rest each day."""
    if len(pages) <= ALL_UP_TO:
        return list(pages)
    firsts = {made_by(page): page for page in reversed(pages)}
    return [page for place, page in enumerate(pages) if page in firsts.values() or place % SHARE == day % SHARE]
