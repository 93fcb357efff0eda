"""The year's progress report of a Local Outcomes Improvement Plan (LOIP), drafted from what its quarters reported.

Section 8 of the Community Empowerment (Scotland) Act 2015 asks each community planning partnership for its assessment
of whether there has been any improvement in the achievement of each local outcome in the year (2)(a), and of the extent
to which it has participated with community bodies (2)(b)(i), and how effective that was (2)(b)(ii). An assessment is
the partnership's, so its place is marked, and what the reports say stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quarterday.addresses import named
from quarterday.direction import since_baseline, since_last_year
from quarterday.model import Data, Plan, PlanKind
from quarterday.paper import Block, Paper, Part, Whose, Words, actions_table, as_marked, as_printed, table
from quarterday.periods import Quarter
from quarterday.phrases import all_of, counted
from quarterday.report import MeasureView, PlanView, PriorityView, Report, report
from quarterday.shorthand import shorthand, signs_of
from quarterday.summary import OutcomeSummary, summary

YEAR = re.compile(r"(\d{4})-(\d{2})")
ACT = "section 8 of the Community Empowerment (Scotland) Act 2015"


class NotDrafted(Exception):
    """A year's report that cannot be drafted. Its words say why, and what would be right."""


def year_named(name: str) -> int:
    """The year that ``2022-23`` begins in. Raises NotDrafted for another form."""
    match = YEAR.fullmatch(name)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise NotDrafted(f"the year should be such as 2022-23, found '{name}'")
    return int(match[1])


def annual(data: Data, name: str, plan: str = "") -> Paper:
    """The draft for a year such as ``2022-23``; ``plan`` is the id of the plan, where it is not the only LOIP.

    Raises NotDrafted where no quarter of the year is held, or no plan is meant.
    """
    year = year_named(name)
    held = sorted(one.quarter for one in data.quarters if one.quarter.year == year)
    if not held:
        years = dict.fromkeys(_name(one.quarter) for one in sorted(data.quarters, key=lambda one: one.quarter))
        raise NotDrafted(f"no quarter of {name} is held here; there are quarters of {all_of(years)}")
    meant = _plan(data, plan)
    shown = report(data, held[-1])
    view = next((one for one in shown.plans if one.id == meant.id), None)
    if view is None:
        raise NotDrafted(f"the plan '{meant.id}' is from {meant.since}, after {name}")
    return _Draft(shown, view, tuple(Quarter(year, number) for number in (1, 2, 3, 4))).paper()


def _plan(data: Data, name: str) -> Plan:
    loips = [plan for plan in data.plans if plan.kind is PlanKind.LOIP]
    wanted = [plan for plan in data.plans if plan.id == name] if name else loips
    if len(wanted) == 1:
        return wanted[0]
    there = ", ".join(plan.id for plan in (loips if len(loips) > 1 else data.plans))
    if name:
        raise NotDrafted(f"--plan should be one of {there}, found '{name}'")
    why = "there is more than one LOIP" if loips else "there is no LOIP among the plans"
    raise NotDrafted(f"{why}: name a plan with --plan, one of {there}")


def _name(quarter: Quarter) -> str:
    return quarter.name.rpartition("-")[0]


class _Draft:
    def __init__(self, shown: Report, view: PlanView, year: tuple[Quarter, ...]) -> None:
        self.shown, self.view, self.year = shown, view, year
        self.years = year[0].years
        ours = {priority.id for priority in view.plan.priorities}
        self.reported = tuple(
            held.quarter
            for held in shown.held
            if held.quarter in year
            and (any(one.plan == view.id for one in held.plans) or any(one.priority in ours for one in held.priorities))
        )

    def paper(self) -> Paper:
        council = self.shown.council
        return Paper(
            f"Progress in {self.years}: {self.view.plan.title}",
            council.name,
            council.language,
            self.shown.quarter,
            (("Status", Words("Draft. What people have still to write is marked.")),),
            (
                Part("About this report", "1", tuple(self.about())),
                Part("Each local outcome", "2", parts=tuple(map(self.priority, self.view.priorities))),
                Part("How communities took part", "3", tuple(self.participation())),
            ),
            note=council.demonstration,
        )

    def about(self) -> Iterator[Block]:
        yield Words(f"This is the yearly progress report under {ACT}, for the year from 1 April {self.year[0].year}.")
        if self.reported:
            yield Words(f"It is drafted from the reports of {all_of(quarter.title for quarter in self.reported)}.")
        missing = [quarter.title for quarter in self.year if quarter not in self.reported]
        if missing:
            yield Words(
                f"No report on this plan is held here for {all_of(missing)}."
                " That is a statement about what is held here, and not about the work."
            )
        yield Words("Words of the reports are quoted as printed. How a figure moved is worked out by published rules.")

    # ---- outcomes ----

    def priority(self, view: PriorityView) -> Part:
        found = summary(view, self.shown)
        blocks = [*self.told_of_the_whole(view)]
        if not view.priority.outcomes:
            blocks = [*self.assessment("this priority"), *self.measures(named(view), view.measures), *blocks]
        parts = tuple(Part(one.outcome.title, blocks=tuple(self.outcome(view, one))) for one in found.outcomes)
        return Part(named(view), blocks=tuple(blocks), parts=parts)

    def told_of_the_whole(self, view: PriorityView) -> Iterator[Block]:
        for dated in reversed(view.reports):
            if dated.quarter in self.year and dated.fact.achievements.strip():
                label = f"{dated.fact.achievements_label}, {dated.quarter.short}"
                yield Words(dated.fact.achievements, Whose.PRINTED, label=label)

    def outcome(self, view: PriorityView, one: OutcomeSummary) -> Iterator[Block]:
        yield from self.assessment("this outcome")
        yield from self.measures(one.outcome.title, one.measures)
        silent = [*self.reported]
        for dated in reversed(view.reports):
            for told in dated.fact.outcomes:
                if told.outcome == one.outcome.id and dated.quarter in self.year:
                    silent = [quarter for quarter in silent if quarter != dated.quarter]
                    for passage in told.passages:
                        title = f"{passage.title}, " if passage.title else ""
                        yield Words(passage.text, Whose.PRINTED, label=f"{title}{dated.quarter.short}")
        if silent:
            prints = "prints" if len(silent) == 1 else "print"
            reports = "The report" if len(silent) == 1 else "The reports"
            quarters = all_of(quarter.title for quarter in silent)
            yield Words(f"{reports} of {quarters} {prints} no progress on this outcome.")
        actions = (*one.actions, *(action for group in one.serving for action in group.actions))
        if actions:
            yield from actions_table(f"Actions of every plan that serve “{one.outcome.title}”", actions)
        else:
            yield Words("No action is linked to this outcome.")

    def assessment(self, of: str) -> Iterator[Block]:
        yield Words(f"To be completed: has there been any improvement in {of} in {self.years}?", Whose.MISSING)

    def measures(self, title: str, views: Sequence[MeasureView]) -> Iterator[Block]:
        if not views:
            yield Words("The plan has no measure of this outcome.")
            return
        rows = []
        values = []
        marks: list[str] = []
        for view in views:
            held = {one.quarter: one for one in view.series}
            cells = [held.get(quarter) for quarter in self.year]
            values += [view.baseline, view.target, *(one.result.value if one else None for one in cells)]
            marks += [sign for one in cells if one for sign in signs_of(one.marks)]
            of_year = (
                as_marked(one.result.value if one else None, signs_of(one.marks) if one else ()) for one in cells
            )
            rows.append((named(view), as_printed(view.baseline), *of_year, as_printed(view.target)))
        heads = ("Measure", "Baseline", *(f"Q{quarter.number}" for quarter in self.year), "Target")
        yield table(f"Measures in {self.years}: {title}", heads, rows, shorthand(values, marks))
        for view in views:
            if view.current is None or view.current.quarter not in self.year:
                continue
            moved = [("a year before", since_last_year(view))]
            if view.baseline is not None and view.baseline.reason is None:
                moved.append(("the baseline", since_baseline(view)))
            for what, found in moved:
                yield Words(f"Against {what}: {found.sentence}.", label=f"{named(view)}, {view.current.quarter.short}")

    # ---- participation ----

    def participation(self) -> Iterator[Block]:
        yield Words(
            "To be completed: the extent to which the partnership participated with community bodies"
            f" in {self.years}, and how effective that was in enabling them to contribute",
            Whose.MISSING,
        )
        count = 0
        for view in self.view.priorities:
            for dated in reversed(view.reports):
                for passage in dated.fact.participation if dated.quarter in self.year else ():
                    count += 1
                    title = f"{passage.title}, " if passage.title else ""
                    yield Words(passage.text, Whose.PRINTED, label=f"{title}{named(view)}, {dated.quarter.short}")
        if not count:
            yield Words(
                f"The {counted(len(self.reported), 'report')} held here of {self.years} tell nothing of it."
                if self.reported
                else f"No report of {self.years} on this plan is held here."
            )
