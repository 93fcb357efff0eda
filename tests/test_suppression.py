"""What is suppressed as the check says is in no byte of what is published, and cannot be worked out of it."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from councils_in_git import new_council
from made_once import MadeOnce
from planted import Secrets, files, git_objects, leaked
from quarterday.amending import Amendment, Step, amended, written
from quarterday.building import build
from quarterday.facts import facts
from quarterday.findings import findings, unanswered
from quarterday.model import Polarity
from quarterday.periods import Quarter
from quarterday.problems import Problem
from quarterday.reading import read
from quarterday.rules import disclosure
from quarterday.solving import MOST, Bounds, Relation, narrowed, not_below, share, total
from quarterday.status import Status, measure_status
from quarterday.values import parse

THRESHOLD = 9000
"""Above every secret, so that each is a small number."""
FIRST, SECOND = "2022-23-q1", "2022-23-q2"
PLAN = "data/plans/council-plan/people.yml"
REPORT = "data/quarters/{}/people.yml"
LEDGER = "data/corrections.yml"
RULES = {rule.__name__.replace("_", "-") for rule in disclosure.RULES}
SECOND_CELL = re.compile(r"hold back (?:'([^']+)' of '([^']+)'|the (\w+)) for Q(\d) (\d{4})")
CORRECTED = """corrections:
  - id: too-small
    date: 2022-10-01
    quarter: 2022-23-q1
    kind: correction
    measure: {}
    from: '{}'
    to: suppressed
    reason: It was too small.
"""
TAKEN_BACK = """  - id: taken-back
    date: 2022-10-02
    quarter: 2022-23-q1
    kind: withdrawal
    measure: {}
    reason: To protect people.
"""

Report = dict[str, Any]
Cell = tuple[str, str, str, str]
"""A measure, a quarter, a breakdown (or nothing) and a part of it, or ``value``, ``numerator`` or ``denominator``."""


@dataclass
class Planted:
    """A council with secrets, as entries of its files."""

    secrets: Secrets = field(default_factory=Secrets.seeded)
    plan: list[Report] = field(default_factory=list)
    reports: dict[str, list[Report]] = field(default_factory=lambda: {FIRST: [], SECOND: []})
    passages: list[Report] = field(default_factory=list)
    rows: list[Report] = field(default_factory=list)
    corrected: tuple[str, str] = ("", "")
    hidden: list[str] = field(default_factory=list)
    """Every secret that is printed, or said."""
    cells: dict[Cell, int] = field(default_factory=dict)
    """Every secret that stands in a table, or is the difference of two figures."""

    def number(self) -> int:
        number = next(self.secrets.numbers)
        self.hidden.append(str(number))
        return number

    def sentence(self) -> str:
        word = next(self.secrets.words)
        self.hidden.append(word)
        return f"Here {self.number()} {word} children were registered."

    def large(self) -> int:
        """A figure that may be published. It has five figures, so no secret stands in it."""
        return 10_000 + next(self.secrets.numbers)

    def measure(self, fill: Callable[[str, str], Report], **more: str) -> None:
        name = f"m{len(self.plan)}"
        promised = {"id": name, "code": name.upper(), "title": f"Children in need {name}", "unit": "children", **more}
        self.plan.append({**promised, "baseline": f"{self.number()}", "editors_note": self.sentence()})
        first, second = fill(name, FIRST), fill(name, SECOND)
        words = {"note": self.sentence(), "quote": self.sentence()}
        self.reports[FIRST].append({"measure": name, "results": [first], "commentary": self.sentence()})
        # The second report prints the first's figure again.
        both = [first, {**second, **words}]
        said = {"action_taken": self.sentence(), "status_note": self.sentence()}
        self.reports[SECOND].append({"measure": name, "results": both, "commentary": self.sentence(), **said})

    def plain(self, name: str, quarter: str) -> Report:
        secret = self.number()
        self.cells[name, quarter, "", "value"] = secret
        return {"quarter": quarter, "value": f"{secret}"}

    def parted(self, name: str, quarter: str) -> Report:
        """A total with two breakdowns, and a secret in each."""
        one, other, large, larger = self.number(), self.number(), self.large(), self.large() + 10_000
        whole = one + large + larger
        self.cells[name, quarter, "Area", "North"], self.cells[name, quarter, "Sex", "Girls"] = one, other
        parts = {
            "Area": {"North": one, "Coast": large, "Hills": larger},
            "Sex": {"Girls": other, "Boys": whole - other},
        }
        listed = [{"by": by, "name": part, "value": f"{n}"} for by, of in parts.items() for part, n in of.items()]
        return {"quarter": quarter, "value": f"{whole}", "breakdown": listed}

    def shared(self, name: str, quarter: str) -> Report:
        """A percentage that, with its denominator, gives its numerator away."""
        part, whole = self.number(), self.large() + 10_000
        self.cells[name, quarter, "", "numerator"] = part
        printed = f"{100 * part / whole:.3f}%"
        return {"quarter": quarter, "value": printed, "numerator": f"{part}", "denominator": f"{whole}"}

    def left_over(self, name: str, quarter: str) -> Report:
        """Two large figures whose difference is the secret."""
        rest, part = next(self.secrets.numbers), self.large() + 20_000
        self.cells[name, quarter, "", "numerator"] = part
        return {"quarter": quarter, "value": "suppressed", "numerator": f"{part}", "denominator": f"{part + rest}"}

    def growing(self, name: str, quarter: str) -> Report:
        """A figure of the year so far, of which the second quarter's less the first's is the secret."""
        if quarter == FIRST:
            self.so_far = self.large() + 20_000
            return {"quarter": quarter, "value": f"{self.so_far}"}
        more = self.so_far + next(self.secrets.numbers)
        self.cells[name, quarter, "", "value"] = more
        return {"quarter": quarter, "value": f"{more}"}

    def section(self) -> None:
        figure = {"name": "Children who came", "value": f"{self.number()}", "note": self.sentence()}
        self.passages.append({"title": "Of children", "text": self.sentence(), "figures": [figure]})

    def listed(self) -> None:
        name = f"m{len(self.rows)}"
        self.rows.append({"measure": name, "value": f"{self.cells[name, SECOND, '', 'value']}", "target": "1"})

    def write(self, site: Path) -> None:
        (site / PLAN).write_text(written({"title": "People", "measures": self.plan}), encoding="utf-8")
        for quarter, measures in self.reports.items():
            more = {"headline": {"text": self.sentence(), "more": self.sentence()}, "achievements": self.sentence()}
            risk = {"text": self.sentence(), "mitigation": self.sentence()}
            held: Report = {**more, "measures": measures, "passages": self.passages, "risks": [risk]}
            (site / REPORT.format(quarter)).write_text(written(held), encoding="utf-8")
        listed: Report = {"plan": "council-plan", "off_target": {"title": "Off target", "rows": self.rows}}
        file = site / f"data/quarters/{SECOND}/quarter.yml"
        file.write_text(written({"covers": ["council-plan"], "plans": [listed]}), encoding="utf-8")
        self.corrected = "m0", f"{self.number()}"
        (site / LEDGER).write_text(CORRECTED.format(*self.corrected), encoding="utf-8")
        council = site / "data/council.yml"
        limit = Amendment(("rules", "disclosure_threshold"), f"{THRESHOLD}")
        council.write_text(amended(council.read_text("utf-8"), [limit]), encoding="utf-8")


def plant(site: Path) -> Planted:
    council = Planted()
    for _ in range(12):
        council.measure(council.plain)
    for _ in range(16):
        council.measure(council.parted)
    for _ in range(8):
        council.measure(council.shared, unit="%")
    for _ in range(4):
        council.measure(council.left_over)
    for _ in range(4):
        council.measure(council.growing, counting="cumulative")
    for _ in range(5):
        council.section()
        council.listed()
    council.write(site)
    return council


def hold_back_more(site: Path, found: list[Problem]) -> None:
    """The second figures that the messages name, wherever a report prints them."""
    seconds: dict[str, list[Amendment]] = {FIRST: [], SECOND: []}
    for one in found:
        match = SECOND_CELL.search(one.message)
        assert match, one.message
        part, by, what, number, year = match.groups()
        quarter = Quarter(int(year), int(number)).name
        steps: tuple[Step, ...] = (
            "measures",
            ("measure", one.subject.split()[0].lower()),
            "results",
            ("quarter", quarter),
        )
        steps += ("breakdown", ("name", part), "value") if by else ("value" if what == "figure" else what,)
        for reported in {SECOND, quarter}:
            seconds[reported].append(Amendment(steps, "suppressed"))
    for quarter, amendments in seconds.items():
        file = site / REPORT.format(quarter)
        file.write_text(amended(file.read_text("utf-8"), amendments), "utf-8")


def suppress(site: Path, found: Problem) -> None:
    """As the message says."""
    path = site / found.place.path
    if "printed at data/corrections.yml" in found.message:
        path = site / LEDGER
        path.write_text(path.read_text("utf-8") + TAKEN_BACK.format(found.subject.split()[0].lower()), "utf-8")
    elif found.rule == "words-do-not-count-few-people":
        again = re.findall(r"data/\S+\.yml", found.message)
        for name in {found.place.path, *again}:
            replace(site / name, found.about.split(", "), f"fewer than {THRESHOLD} children")
    elif found.rule == "differences-are-not-of-few-people":
        first, second = found.about.split(" and ")
        replace(path, [first if "since" in found.message else second], "suppressed")
    else:
        replace(path, re.findall(r"\d+", found.about), "suppressed")


def replace(path: Path, words: list[str], by: str) -> None:
    text = path.read_text("utf-8")
    for one in words:
        text = re.sub(rf"(?<!\d){re.escape(one)}(?!\d)", by, text)
    path.write_text(text, "utf-8")


def told(site: Path) -> list[Problem]:
    return [one for one in unanswered(findings(read(site))) if one.rule in RULES]


def known(facts_of: Mapping[str, Any]) -> dict[Cell, int]:
    """What an attacker works out of what an edition publishes. It is written apart from the rule that warns of it."""
    figures: dict[Cell, Bounds] = {}
    relations: list[Relation[Cell]] = []
    growing = {
        m["id"] for p in facts_of["plans"]["council-plan"]["priorities"] for m in p["measures"] if "counting" in m
    }
    for held in facts_of["quarters"].values():
        for measure in (one for priority in held["priorities"] for one in priority["measures"]):
            for result in measure["results"]:
                at = (measure["measure"], result["quarter"])
                for key in ("value", "numerator", "denominator"):
                    if key in result:
                        add(figures, (*at, "", key), result[key])
                for part in result.get("breakdown", ()):
                    add(figures, (*at, part["by"], part["name"]), part["value"])
                for by in {part["by"] for part in result.get("breakdown", ())}:
                    parts = [(*at, by, part["name"]) for part in result["breakdown"] if part["by"] == by]
                    relations.append(total((*at, "", "value"), parts))
                if result["value"].endswith("%") and "numerator" in result:
                    printed = Fraction(result["value"].rstrip("%"))
                    low, high = (printed - Fraction(1, 2000)) / 100, (printed + Fraction(1, 2000)) / 100
                    relations += share((*at, "", "numerator"), (*at, "", "denominator"), low, high)
    for name in growing:
        relations.append(not_below((name, SECOND, "", "value"), (name, FIRST, "", "value")))
    relations = [one for one in relations if all(name in figures for name in one.times)]
    found: dict[Cell, int] = {}
    for name in {cell[0] for cell in figures}:
        of = {cell: bounds for cell, bounds in figures.items() if cell[0] == name}
        solved = narrowed(of, [one for one in relations if all(cell in of for cell in one.times)])
        found |= {cell: low for cell, (low, high) in solved.items() if low == high}
    return found


def add(figures: dict[Cell, Bounds], cell: Cell, printed: str) -> None:
    if printed.isdigit():
        figures[cell] = int(printed), int(printed)
    elif printed == "suppressed":
        figures.setdefault(cell, (1, MOST))


@dataclass(frozen=True)
class Published:
    hidden: list[str]
    cells: dict[Cell, int]
    told_at_first: int
    told_at_last: int
    known_half_way: int
    folder: Path


@pytest.fixture(scope="module")
def published(made_once: MadeOnce) -> Published:
    """Plant, suppress until nothing is told, build and publish."""

    def fill(folder: Path) -> None:
        council = new_council(folder)
        secrets = plant(council.folder)
        site, rounds, half_way = council.folder, 0, -1
        first = found = told(site)
        while found and rounds < 10:
            small = [one for one in found if "can be worked out" not in one.message]
            if not small and half_way < 0:
                # All that is small is suppressed, and nothing beside it yet.
                half_way = len(right(secrets.cells, known(facts(read(site), Quarter.named(SECOND)))))
            for one in small:
                suppress(site, one)
            if not small:
                hold_back_more(site, found)
            rounds, found = rounds + 1, told(site)
        council.commit("Report on people")
        build(site, SECOND, folder / "built", quietly_in={})
        council.publish(SECOND)
        kept = [secrets.hidden, [[*cell, number] for cell, number in secrets.cells.items()]]
        (folder / "kept.json").write_text(json.dumps([*kept, len(first), len(found), half_way]), "utf-8")

    folder = made_once("suppression", fill)
    hidden, cells, at_first, at_last, half_way = json.loads((folder / "kept.json").read_text("utf-8"))
    return Published(hidden, {tuple(cell[:4]): cell[4] for cell in cells}, at_first, at_last, half_way, folder)


def right(cells: Mapping[Cell, int], guessed: Mapping[Cell, int]) -> list[Cell]:
    return [cell for cell, number in cells.items() if guessed.get(cell) == number]


def test_five_hundred_secrets_are_told_of_until_they_are_suppressed(published: Published) -> None:
    assert len(set(published.hidden)) >= 500
    assert (published.told_at_first > 300, published.told_at_last) == (True, 0)


def test_no_secret_is_in_a_byte_of_the_built_site(published: Published) -> None:
    assert leaked(files(published.folder / "built"), published.hidden) == set()


def test_no_secret_is_in_an_object_of_the_published_branch(published: Published) -> None:
    assert leaked(git_objects(published.folder / "origin.git"), published.hidden) == set()


def test_no_secret_can_be_worked_out_of_what_is_published(published: Published) -> None:
    read_there = json.loads((published.folder / "built/data/quarterday.json").read_bytes())["facts"]
    assert right(published.cells, known(read_there)) == []
    # The attacker is no fool: before the second figures were held back, it knew these.
    assert published.known_half_way > 40


def a_zip(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/sharedStrings.xml", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "hide",
    [
        lambda secret: b'<meta name="description" content="' + secret + b' children">',
        gzip.compress,
        a_zip,
        lambda secret: a_zip(gzip.compress(secret)),
        lambda secret: b"%PDF-1.7\n1 0 obj\nstream\n" + zlib.compress(secret) + b"\nendstream",
    ],
)
@pytest.mark.parametrize("secret", ["7313", "7,313", "zuvoqaxip"])
def test_a_secret_left_anywhere_is_found(hide: Callable[[bytes], bytes], secret: str, tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(hide(secret.encode()))
    assert leaked(files(tmp_path), ["7313", "zuvoqaxip", "2999"]) == {secret.replace(",", "")}


@pytest.mark.parametrize("band", ["1-4", "<5", "fewer than 5", "1 to 4", "suppressed"])
def test_a_band_has_no_point_and_no_status(band: str) -> None:
    value = parse(band)
    judged = measure_status(value, parse("3"), Polarity.LOWER, parse("0"))
    assert (value.figure, judged.status in (Status.DATA_ONLY, Status.NO_DATA)) == (None, True)
