"""Longshire, a made-up council of forty quarters: its data folder, and a ledger of all that changes in the last one.

Every figure and word is worked out from the place of its quarter, so it is the same at every run. From the last
quarter but one to the last nothing changes but what ``LEDGER`` says.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quarterday.amending import Entries, written
from quarterday.periods import Quarter

PROJECT = Path(__file__).parent.parent
MODEL = PROJECT / "tests" / "councils" / "exampleshire"

FIRST, LAST = Quarter(2012, 4), Quarter(2022, 3)
BEFORE = LAST.previous
NO_REPORT = Quarter(2020, 1)
"""A quarter that is held, and covers no plan."""
NOT_COVERED = {Quarter(2014, 2): ("loip",), Quarter(2019, 4): ("loip", "corporate")}
"""Plans that a quarter has no report on."""
REPLACED = Quarter(2017, 1)
"""The first quarter of the second corporate plan."""


@cache
def quarters() -> tuple[Quarter, ...]:
    held = [FIRST]
    while held[-1] < LAST:
        held.append(held[-1].next)
    return tuple(held)


@dataclass(frozen=True)
class Plan:
    id: str
    title: str
    kind: str
    starts: str
    ends: str
    subjects: tuple[str, ...]
    first: Quarter = FIRST
    last: Quarter = LAST


PLANS = (
    Plan(
        "loip", "Longshire 2032 (made up)", "loip", "2013-01-01", "2032-12-31", ("parks", "roads", "ferries", "forests")
    ),
    Plan(
        "first-corporate",
        "A Longer Shire (made up)",
        "corporate",
        "2013-01-01",
        "2017-03-31",
        ("canals", "markets"),
        last=REPLACED.previous,
    ),
    Plan(
        "corporate",
        "The Longest Shire (made up)",
        "corporate",
        "2017-04-01",
        "2027-03-31",
        ("lamps", "bridges", "harbours", "libraries"),
        first=REPLACED,
    ),
    Plan(
        "service",
        "Longshire service plan (made up)",
        "service",
        "2013-01-01",
        "2032-12-31",
        ("museums", "bins", "footpaths", "playgrounds"),
    ),
)
ACTIONS = ("repair", "paint", "map", "light", "sign", "open")


# ---- the ledger ----


@dataclass(frozen=True)
class Planted:
    """One change: ``about`` is the id of what changed, ``then`` and ``now`` are its two sides as printed."""

    change: str
    about: str
    then: str = ""
    now: str = ""


COUNCIL_AGREED = "Longshire Council, 12 October 2022"
NEVER, STILL = "", "The same words stand here in every quarter."

FIGURES: Mapping[str, tuple[str, str]] = {
    "bridges-on-time": ("70%", "85%"),
    "ferries-on-time": ("85%", "70%"),
    "lamps-cost": ("£1.98M", "£2.05M"),
    "parks-days": ("8", "9"),
    "museums-visits": ("1,204", "1,310"),
    "roads-on-time": ("84%", "85%"),
    "harbours-opened": ("A pier", "A pier and a slip"),
    "bins-finished": ("25", "31"),
    "forests-faults": ("12", "N/A"),
}
"""Of a measure, its figure for each of the last two quarters, where they are not the same."""
PROMISED = "Data available November 2022"
PROGRESS: Mapping[str, tuple[str, str]] = {
    "parks-repair": ("90%", "100%"),
    "roads-paint": ("0%", "15%"),
    "libraries-map": ("85%", "85%"),
    "museums-light": ("85%", "85%"),
    "bins-sign": ("90%", "90%"),
}
DUES: Mapping[str, tuple[tuple[Quarter, str, str], ...]] = {
    "libraries-map": ((FIRST, "30/11/2022", NEVER),),
    "roads-paint": ((FIRST, "31/12/2042", NEVER),),
    "museums-light": ((FIRST, "31/12/2022", NEVER), (LAST, "31/03/2023", COUNCIL_AGREED)),
    "bins-sign": (
        (FIRST, "31/12/2021", NEVER),
        (Quarter(2021, 3), "31/12/2022", "Longshire Council, 9 November 2021"),
        (LAST, "30/06/2023", COUNCIL_AGREED),
    ),
}

MEASURE_STATUS, ACTION_STATUS = "status of a measure, worked out here", "status of an action, worked out here"
LEDGER = (
    Planted(MEASURE_STATUS, "bridges-on-time", "Off target", "On target"),
    Planted(MEASURE_STATUS, "ferries-on-time", "On target", "Off target"),
    Planted(MEASURE_STATUS, "lamps-cost", "On target", "Close to target"),
    Planted(MEASURE_STATUS, "forests-faults", "On target", "No data"),
    Planted(MEASURE_STATUS, "ferries-faults", "No data", "On target"),
    Planted(MEASURE_STATUS, "lamps-faults", "No data", "On target"),
    Planted(ACTION_STATUS, "parks-repair", "In progress", "Completed"),
    Planted(ACTION_STATUS, "roads-paint", "Not started", "In progress"),
    Planted(ACTION_STATUS, "libraries-map", "In progress", "Overdue"),
    *(Planted("figure", measure, *sides) for measure, sides in FIGURES.items()),
    Planted("figure", "lamps-faults", PROMISED, "12"),
    Planted("first figure", "ferries-faults", PROMISED, "12"),
    Planted("revised figure", "museums-days", "8", "9"),
    Planted("progress", "parks-repair", "90%", "100%"),
    Planted("progress", "roads-paint", "0%", "15%"),
    Planted("due date", "museums-light", "31/12/2022", "31/03/2023"),
    Planted("due date", "bins-sign", "31/12/2022", "30/06/2023"),
    Planted("title", "harbours-cost", "Cost of harbours", "Cost of harbours and piers"),
    Planted("title", "footpaths-open", "Open more footpaths", "Open more footpaths and steps"),
    Planted("definition", "museums-in-use", "Rooms of museums in use.", "Rooms and stores of museums in use."),
    Planted("target", "forests-on-time", "80%", "82%"),
    Planted("Overall, as printed", "bridges", "Green", "Amber"),
    Planted("new measure", "footpaths-benches"),
    Planted("measure no longer reported", "playgrounds-swings"),
    Planted("risk: new", "parks", "", "A dry summer would cost more.\n\nWater is stored."),
    Planted(
        "risk: changed",
        "parks",
        "Seed costs more.\n\nOne buyer is used.",
        "Seed costs twice as much.\n\nOne buyer is used.",
    ),
    Planted("risk: no longer listed", "parks", "The gate may be late.\n\nIt is ordered.", ""),
    Planted("change request: new", "roads", "", "Move the date for signs to 2024."),
    Planted(
        "change request: decided",
        "roads",
        "Paint the bridge green and not blue.",
        "Paint the bridge green and not blue.\n\nAgreed on 12 October 2022.",
    ),
    Planted("next step: date moved", "museums", "Air the attic\n\n30/11/2022", "Air the attic\n\n31/03/2023"),
    Planted("next step: new", "museums", "", "Label the shells\n\n30/06/2023"),
    Planted("promise: kept", "museums", "Count the keys"),
    Planted("promise: overdue", "museums", "Wind the clocks"),
    Planted("promise: not mentioned again", "museums", "Dust the whale"),
    Planted("promise: kept", "museums-light", "First room lit"),
    Planted("promise: overdue", "museums-light", "Second room lit"),
    Planted("promise: kept", "ferries-faults", PROMISED),
    Planted("promise: overdue", "lamps-faults", PROMISED),
    Planted("correction", "parks-on-time", "84%", "85%"),
    Planted("not compared", "first-corporate"),
)
"""All that changes from the last quarter but one to the last, in the words of the rows that tell it."""

STEPS: tuple[tuple[str, tuple[str, str] | None, tuple[str, str] | None], ...] = (
    ("Count the keys", ("30/11/2022", ""), ("30/11/2022", "Completed")),
    ("Air the attic", ("30/11/2022", ""), ("31/03/2023", "")),
    ("Dust the whale", ("30/11/2022", ""), None),
    ("Wind the clocks", ("30/11/2022", ""), ("30/11/2022", "")),
    ("Label the shells", None, ("30/06/2023", "")),
    ("Sort the stamps", ("31/12/2023", ""), ("31/12/2023", "")),
)
"""The next steps of museums: the date and whether it is done, in each of the last two quarters."""
MILESTONES = (("First room lit", "30/11/2022"), ("Second room lit", "15/12/2022"), ("Last room lit", "28/02/2023"))
REACHED = "First room lit"
PROMISES = (
    ("Figure", "ferries-faults", PROMISED, "Kept"),
    ("Figure", "lamps-faults", PROMISED, "Overdue"),
    ("Next step", "museums", "Count the keys", "Kept"),
    ("Next step", "museums", "Air the attic", "Still to come"),
    ("Next step", "museums", "Dust the whale", "Not mentioned again"),
    ("Next step", "museums", "Wind the clocks", "Overdue"),
    ("Next step", "museums", "Label the shells", "Still to come"),
    ("Next step", "museums", "Sort the stamps", "Still to come"),
    ("Milestone", "museums-light", "First room lit", "Kept"),
    ("Milestone", "museums-light", "Second room lit", "Overdue"),
    ("Milestone", "museums-light", "Last room lit", "Still to come"),
)
"""Kind, what it is about, its words, and how it stands in the last quarter."""
XMR: Mapping[str, tuple[int, tuple[int, ...]]] = {
    "parks-visits": (20, (1900,)),
    "roads-visits": (20, (1220,) * 8),
    "forests-visits": (20, (1195, 1197, 1199, 1201, 1203, 1205, 1207)),
    "bins-visits": (20, (1240, 1205, 1240)),
}
"""Measures of visits with a pattern from a place among the quarters: outside, a run, a trend, two of three."""


# ---- measures ----


@dataclass(frozen=True)
class Kind:
    """One kind of measure, which each priority has."""

    id: str
    title: str
    keys: Mapping[str, Entries]
    figure: Callable[[int], str]
    """By the place of the quarter, from 0."""


def _around(middle: int, step: int = 1) -> Callable[[int], int]:
    return lambda at: middle + step * (0, 1, -1, 2, -2)[at * 3 % 5]


def _visits(at: int) -> str:
    return f"{_around(1204, 8)(at):,}"


EVERY_QUARTER: Mapping[str, Entries] = {"frequency": "quarterly", "counting": "in period"}
KINDS = (
    Kind(
        "on-time",
        "Requests about {} answered on time",
        {**EVERY_QUARTER, "polarity": "higher", "tolerance": "2", "target": "80%", "baseline": "61%"},
        lambda at: f"{_around(84)(at)}%",
    ),
    Kind(
        "upheld",
        "Complaints about {} upheld",
        {**EVERY_QUARTER, "polarity": "lower", "target": "30%"},
        lambda at: f"{_around(25)(at)}%",
    ),
    Kind(
        "days",
        "Time to mend {}",
        {**EVERY_QUARTER, "unit": "days", "polarity": "lower", "target": "12"},
        lambda at: f"{_around(8)(at)}",
    ),
    Kind(
        "cost",
        "Cost of {}",
        {**EVERY_QUARTER, "polarity": "lower", "target": "£2.00M"},
        lambda at: f"£1.9{at * 3 % 5}M",
    ),
    Kind(
        "finished",
        "Works on {} finished this year",
        {"frequency": "quarterly", "counting": "cumulative", "polarity": "higher", "target": "20"},
        lambda at: f"{(40, 22, 25, 25)[at % 4]}",
    ),
    Kind(
        "in-use",
        "Share of {} in use",
        {
            "frequency": "quarterly",
            "counting": "snapshot",
            "polarity": "within range",
            "tolerance": "2",
            "target": "85-95%",
        },
        lambda at: f"{_around(90)(at)}%",
    ),
    Kind(
        "opened", "What was opened for {}", EVERY_QUARTER, lambda at: ("A gate", "A shed and a gate", "A pier")[at % 3]
    ),
    Kind(
        "survey",
        "Survey of {}, once a year",
        {"frequency": "yearly", "counting": "snapshot", "polarity": "higher", "target": "70%"},
        lambda at: f"{_around(76)(at)}%",
    ),
    Kind("visits", "Visits to {}", EVERY_QUARTER, _visits),
    Kind(
        "carbon",
        "Carbon from {}",
        {**EVERY_QUARTER, "unit": "tonnes", "polarity": "lower", "target": "15"},
        lambda at: f"{_around(12)(at)}.4",
    ),
    Kind(
        "faults",
        "Faults found in {}",
        {**EVERY_QUARTER, "polarity": "lower", "target": "20"},
        lambda at: f"{_around(12)(at)}",
    ),
    Kind(
        "helpers",
        "Young people who help with {}",
        EVERY_QUARTER,
        lambda at: "Suppressed" if at % 7 == 3 else f"{_around(25, 3)(at)}",
    ),
)


def figure(measure: str, kind: Kind, quarter: Quarter) -> str | None:
    """As printed; None where the quarter's report has no row for the measure."""
    held = quarters()
    at = held.index(quarter)
    if kind.id == "survey" and quarter.number != 4:
        return None
    if kind.id == "carbon" and at % 11 == 4:
        return None
    if kind.id == "faults" and at < 4:
        return "New measure"
    if measure in ("ferries-faults", "lamps-faults") and quarter == BEFORE:
        return PROMISED
    if measure in FIGURES and quarter in (BEFORE, LAST):
        return FIGURES[measure][quarter == LAST]
    if measure in ("lamps-faults", "ferries-faults") and quarter == LAST:
        return "12"
    if measure == "museums-days" and quarter in (BEFORE, LAST):
        return "9" if quarter == LAST else "8"
    if measure in XMR:
        start, pattern = XMR[measure]
        if start <= at < start + len(pattern):
            return f"{pattern[at - start]:,}"
    return kind.figure(held.index(BEFORE) if quarter == LAST else at)


def _measures(plan: Plan, subject: str) -> list[Entries]:
    made: list[Entries] = []
    for kind in KINDS:
        id = f"{subject}-{kind.id}"
        keys: dict[str, Entries] = {
            "id": id,
            "title": kind.title.format(subject),
            **kind.keys,
            "owner": f"Head of {subject}",
        }
        if plan.id == "loip":
            keys["outcome"] = f"better-{subject}"
        keys["definition"] = f"{kind.title.format(subject)}, as counted at the end of a quarter."
        keys.update(_versions(plan, id))
        made.append(keys)
    for id, title, since in (
        ("footpaths-benches", "Benches beside footpaths", LAST),
        ("playgrounds-swings", "Swings in playgrounds", plan.first),
    ):
        if id.startswith(f"{subject}-"):
            made.append({"id": id, "title": [{"from": since.name, "value": title}], **EVERY_QUARTER})
    return made


def _versions(plan: Plan, id: str) -> dict[str, Entries]:
    """The keys of a measure that have changed, and those that only some measures have."""
    now = LAST.name

    def two(then: str, to: str, agreed_by: str = COUNCIL_AGREED) -> Entries:
        return [{"from": plan.first.name, "value": then}, {"from": now, "value": to, "agreed_by": agreed_by}]

    if id == "parks-on-time":
        return {"title": "Requests about parks answered on time", "formerly": ["parks-answered"]}
    if id == "roads-on-time":
        return {"real_change": "2"}
    planted = {one.about: one for one in LEDGER if one.change in ("title", "definition", "target")}
    if id in planted:
        return {planted[id].change: two(planted[id].then, planted[id].now)}
    return {}


def _actions(plan: Plan, subject: str) -> list[Entries]:
    made: list[Entries] = []
    for number, verb in enumerate(ACTIONS, 1):
        id = f"{subject}-{verb}"
        title: Entries = f"{verb.capitalize()} more {subject}"
        for one in LEDGER:
            if one.change == "title" and one.about == id:
                title = [
                    {"from": plan.first.name, "value": one.then},
                    {"from": LAST.name, "value": one.now, "agreed_by": COUNCIL_AGREED},
                ]
        due: Entries = _uk(plan.ends)
        if id in DUES:
            due = [
                {"from": since.name, "value": value, **({"agreed_by": agreed} if agreed else {})}
                for since, value, agreed in DUES[id]
            ]
        keys: dict[str, Entries] = {"id": id, "code": f"{subject[:3].upper()}.{number}", "title": title, "due": due}
        keys["lead"] = f"Head of {subject}"
        if id == "museums-light":
            keys["milestones"] = [{"title": words, "due": by} for words, by in MILESTONES]
        if plan.id == "loip":
            keys["outcome"] = f"better-{subject}"
        if plan.id == "service":
            # The first half serves an outcome, the other the priority alone.
            end = {"outcome": "better-parks"} if number <= len(ACTIONS) // 2 else {}
            keys["serves"] = [{"plan": "loip", "priority": "parks", **end}]
        made.append(keys)
    return made


def _uk(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}/{month}/{year}"


def progress(plan: Plan, action: str, quarter: Quarter) -> str:
    """Even steps up to the last quarter but one, on or before a straight line to the end of the plan."""
    if action in PROGRESS and quarter in (BEFORE, LAST):
        return PROGRESS[action][quarter == LAST]
    if action == "roads-paint":
        return "0%"
    held = [one for one in quarters() if plan.first <= one <= plan.last]
    steps = min(held.index(quarter) + 1, len(held) - 1)
    whole = {"loip": 55, "first-corporate": 104, "corporate": 60, "service": 55}[plan.id]
    whole = 95 if action in PROGRESS or action in DUES else whole
    if plan.id == "first-corporate" and action.endswith("open"):
        whole = 90
    return f"{min(steps * whole // (len(held) - 1), 90 if action in DUES or action in PROGRESS else 100)}%"


# ---- what is reported ----


def _report(plan: Plan, subject: str, quarter: Quarter) -> dict[str, Entries]:
    now = quarter == LAST
    report: dict[str, Entries] = {
        "headline": {"text": f"Work on {subject} goes on."},
        "rag": [{"of": "Overall", "value": "Amber" if subject == "bridges" and now else "Green"}],
        "achievements": STILL,
        "actions": [_action(plan, subject, verb, quarter) for verb in ACTIONS],
        "measures": [*_results(subject, quarter)],
    }
    if subject == "parks":
        report["risks"] = [
            {
                "title": "Seed",
                "text": "Seed costs twice as much." if now else "Seed costs more.",
                "mitigation": "One buyer is used.",
            },
            {"title": "Drought", "text": "A dry summer would cost more.", "mitigation": "Water is stored."}
            if now
            else {"title": "Gate", "text": "The gate may be late.", "mitigation": "It is ordered."},
            {"title": "Wind", "text": "Trees may fall.", "mitigation": "They are looked at each spring."},
        ]
    if subject == "roads":
        decided: dict[str, Entries] = {"text": "Paint the bridge green and not blue."}
        requests: list[Entries] = [decided, {"text": "Use one kind of stone.", "decision": "Agreed on 3 May 2022."}]
        if now:
            decided["decision"] = "Agreed on 12 October 2022."
            requests.append({"text": "Move the date for signs to 2024."})
        report["change_requests_list"] = requests
    if subject == "museums" and quarter in (BEFORE, LAST):
        sides = [(title, last if now else before) for title, before, last in STEPS]
        report["next_steps"] = [
            {"title": title, "due": side[0], **({"done": side[1]} if side[1] else {})} for title, side in sides if side
        ]
    return report


def _action(plan: Plan, subject: str, verb: str, quarter: Quarter) -> Entries:
    id = f"{subject}-{verb}"
    keys: dict[str, Entries] = {"action": id, "progress": progress(plan, id, quarter)}
    keys["update"] = {"quarter": quarter.name, "printed_quarter": quarter.short, "text": STILL}
    if id == "museums-light" and quarter == LAST:
        keys["milestones_reached"] = [REACHED]
    return keys


def _results(subject: str, quarter: Quarter) -> Iterator[Entries]:
    for kind in KINDS:
        id = f"{subject}-{kind.id}"
        printed = figure(id, kind, quarter)
        if printed is None:
            continue
        results: list[Entries] = [{"quarter": quarter.name, "value": printed}]
        if quarter == LAST and id == "ferries-faults":
            results.insert(0, {"quarter": BEFORE.name, "value": "12"})
        if quarter == LAST and id == "museums-days":
            results.insert(0, {"quarter": BEFORE.name, "value": "9"})
        yield {"measure": id, "results": results, "commentary": STILL}
    if subject == "footpaths" and quarter == LAST:
        yield {
            "measure": "footpaths-benches",
            "results": [{"quarter": quarter.name, "value": "14"}],
            "commentary": STILL,
        }
    if subject == "playgrounds" and quarter < LAST:
        yield {
            "measure": "playgrounds-swings",
            "results": [{"quarter": quarter.name, "value": "40"}],
            "commentary": STILL,
        }


def covered(quarter: Quarter) -> tuple[Plan, ...]:
    """The plans that a quarter reports on."""
    if quarter == NO_REPORT:
        return ()
    left_out = NOT_COVERED.get(quarter, ())
    return tuple(plan for plan in PLANS if plan.first <= quarter <= plan.last and plan.id not in left_out)


# ---- the folder ----


def files() -> Iterator[tuple[str, Mapping[str, Entries]]]:
    """Each file of ``data/`` with what is in it, but for those that are taken from another made-up council."""
    yield "council.yml", COUNCIL
    yield "corrections.yml", {"corrections": CORRECTIONS}
    for plan in PLANS:
        keys: dict[str, Entries] = {
            "title": plan.title,
            "kind": plan.kind,
            "name": plan.title.removesuffix(" (made up)"),
        }
        if plan.first > FIRST:
            keys["from"] = plan.first.name
        yield f"plans/{plan.id}/plan.yml", {**keys, "starts": plan.starts, "ends": plan.ends}
        for subject in plan.subjects:
            priority: dict[str, Entries] = {"title": subject.capitalize()}
            if plan.id == "loip":
                priority["outcomes"] = [{"id": f"better-{subject}", "title": f"Better {subject}"}]
            priority |= {"actions": _actions(plan, subject), "measures": _measures(plan, subject)}
            yield f"plans/{plan.id}/{subject}.yml", priority
    for quarter in quarters():
        paper = f"Report for {quarter.short} (made up)"
        plans = covered(quarter)
        covers: dict[str, Entries] = {"covers": [plan.id for plan in plans]} if plans else {}
        yield f"quarters/{quarter.name}/quarter.yml", {**covers, "paper": {"title": paper}}
        for plan in plans:
            for subject in plan.subjects:
                yield f"quarters/{quarter.name}/{subject}.yml", _report(plan, subject, quarter)


def council(folder: Path) -> None:
    """The whole site, in a folder that is there and is empty."""
    for name, entries in files():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(entries), encoding="utf-8")
    shutil.copy(MODEL / "data" / "accessibility.yml", folder / "data")
    shutil.copytree(MODEL / "docs", folder / "docs")
    about = "---\ntitle: About this site\n---\n\n# About this site\n\nThere is no Longshire. Every figure is made up.\n"
    (folder / "docs" / "about.md").write_text(about, encoding="utf-8")
    config = (MODEL / "mkdocs.yml").read_text(encoding="utf-8").replace("Exampleshire", "Longshire")
    (folder / "mkdocs.yml").write_text(config.replace("../../../", f"{PROJECT}/"), encoding="utf-8")


COUNCIL: Mapping[str, Entries] = {
    "name": "Longshire Council (made up)",
    "area": "Longshire",
    "demonstration": "There is no such council, and every figure here is invented to try forty quarters.",
    "made_up": "yes",
    "licence": "No rights are claimed in these made-up figures.",
    "contact": {"team": "the performance team", "email": "performance@longshire.example.org"},
    "reasons": [{"printed": "Suppressed", "reason": "suppressed"}, {"printed": "New measure", "reason": "new measure"}],
    "rules": {"behind_by": "20", "tolerance": "5%", "agreed_by": "Longshire Council (made up), 12 December 2012"},
}
CORRECTIONS: list[Entries] = [
    {
        "id": "counted-twice",
        "date": "2021-06-01",
        "quarter": "2020-21-q4",
        "kind": "correction",
        "measure": "roads-days",
        "from": "9",
        "to": "8",
        "reason": "One road was counted twice.",
    },
    {
        "id": "parks-counted-anew",
        "date": "2022-11-15",
        "quarter": BEFORE.name,
        "kind": "correction",
        "measure": "parks-on-time",
        "from": "84%",
        "to": "85%",
        "reason": "One park was left out.",
    },
]
