"""What the files say together: each check is a sentence about ``data/`` that should be true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quarterday.model import (
    Action,
    ActionReport,
    Data,
    Fact,
    Link,
    Measure,
    MeasureReport,
    Outcome,
    PlanReport,
    Priority,
    Version,
)
from quarterday.periods import Quarter, long_date
from quarterday.phrases import in_one_line
from quarterday.problems import DataError, Problem, Severity
from quarterday.rules.rule import Rule, told_by, warning
from quarterday.status import STATUS_WORDS
from quarterday.values import Kind, Value

Check = Rule
ADDRESS = re.compile(r"/|([a-z0-9-]+/)+")


def check(data: Data) -> tuple[Problem, ...]:
    """Every problem that the checks find, errors and warnings, in the order of the files."""
    found = [problem for rule in CHECKS for problem in told_by(rule, data)]
    return tuple(sorted(found, key=lambda problem: (problem.place, problem.message)))


def checked(data: Data) -> tuple[Problem, ...]:
    """The warnings, where there is no error. Raises DataError with the errors otherwise."""
    problems = check(data)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise DataError(errors)
    return problems


def _twice(things: Iterator[tuple[str, Fact]], what: str) -> Iterator[Problem]:
    first: dict[str, Fact] = {}
    for name, thing in things:
        if name in first:
            yield Problem(thing.place, f"the {what} '{name}' is given twice (first at {first[name].place})")
        else:
            first[name] = thing


def ids_are_unique(data: Data) -> Iterator[Problem]:
    yield from _twice(((p.id, p) for plan in data.plans for p in plan.priorities), "priority")
    yield from _twice(
        ((action.id, action) for plan in data.plans for p in plan.priorities for action in p.actions), "action"
    )
    yield from _twice(((measure.id, measure) for measure in data.measures), "measure")
    for plan in data.plans:
        yield from _twice(((outcome.id, outcome) for p in plan.priorities for outcome in p.outcomes), "outcome")
    yield from _twice(((paper.id, paper) for q in data.quarters for paper in q.committee_reports), "committee report")


def links_lead_somewhere(data: Data) -> Iterator[Problem]:
    plans = {plan.id: plan for plan in data.plans}
    everywhere = {action.id for plan in data.plans for priority in plan.priorities for action in priority.actions}

    def dead(link: Link) -> Iterator[Problem]:
        plan = plans.get(link.plan)
        if plan is None:
            yield Problem(link.place, f"there is no plan '{link.plan}' in data/plans")
            return
        priorities = {priority.id: priority for priority in plan.priorities}
        if link.priority and link.priority not in priorities:
            yield Problem(link.place, f"there is no priority '{link.priority}' in the plan '{link.plan}'")
        elif link.outcome:
            held = (
                priorities[link.priority].outcomes
                if link.priority
                else [o for p in plan.priorities for o in p.outcomes]
            )
            if link.outcome not in {outcome.id for outcome in held}:
                yield Problem(link.place, f"there is no outcome '{link.outcome}' in the plan '{link.plan}'")

    for plan in data.plans:
        for priority in plan.priorities:
            things: tuple[Priority | Outcome | Action, ...] = (priority, *priority.outcomes, *priority.actions)
            for thing in things:
                for link in thing.serves:
                    yield from dead(link)
            outcomes = {outcome.id for outcome in priority.outcomes}
            actions = {action.id for action in priority.actions}
            items: tuple[Action | Measure, ...] = (*priority.actions, *priority.measures)
            for item in items:
                if item.outcome and item.outcome not in outcomes:
                    yield Problem(item.place, f"there is no outcome '{item.outcome}' in this file")
            for measure in priority.measures:
                for name in measure.also_in:
                    if name not in everywhere:
                        yield Problem(measure.place, f"there is no action '{name}' in data/plans")
                if measure.action and measure.action not in actions:
                    yield Problem(measure.place, f"there is no action '{measure.action}' in this file")


def reports_are_about_what_was_promised(data: Data) -> Iterator[Problem]:
    plans = {plan.id for plan in data.plans}
    # Of two by one name the first is meant; the second has been told of.
    priorities = {priority.id: priority for plan in reversed(data.plans) for priority in plan.priorities}
    measures = {measure.id for measure in data.measures}
    for quarter in data.quarters:
        for name in quarter.covers:
            if name not in plans:
                yield Problem(quarter.place, f"covers names a plan '{name}' that is not in data/plans")
        for plan in quarter.plans:
            if plan.plan not in plans:
                yield Problem(plan.place, f"there is no plan '{plan.plan}' in data/plans")
            rows = plan.off_target.rows if plan.off_target else ()
            yield from _twice(((row.measure, row) for row in rows), "measure")
            for row in rows:
                if row.measure not in measures:
                    yield Problem(row.place, f"there is no measure '{row.measure}' in data/plans")
        for report in quarter.priorities:
            priority = priorities.get(report.priority)
            if priority is None:
                yield Problem(report.place, f"there is no priority '{report.priority}' in data/plans")
                continue
            outcomes = {outcome.id for outcome in priority.outcomes}
            actions = {action.id for action in priority.actions}
            theirs = {measure.id for measure in priority.measures}
            for outcome in report.outcomes:
                if outcome.outcome not in outcomes:
                    yield Problem(outcome.place, f"the priority has no outcome '{outcome.outcome}'")
            for action in report.actions:
                if action.action not in actions:
                    yield Problem(action.place, f"the priority has no action '{action.action}'")
            for measure in report.measures:
                if measure.measure not in theirs:
                    yield Problem(measure.place, f"the priority has no measure '{measure.measure}'")
            yield from _twice(((outcome.outcome, outcome) for outcome in report.outcomes), "outcome")
            yield from _twice(((action.action, action) for action in report.actions), "action")
            yield from _twice(((measure.measure, measure) for measure in report.measures), "measure")


def nothing_is_reported_before_it_happened(data: Data) -> Iterator[Problem]:
    def early(named: Quarter | None, folder: Quarter, thing: Fact, key: str = "quarter") -> list[Problem]:
        if named is None or named <= folder:
            return []
        right = f"{folder} or before, which this folder reports"
        return [Problem(thing.place, f"{key} should be {right}, found '{named}'")]

    for quarter in data.quarters:
        for plan in quarter.plans:
            if plan.row and plan.row.update:
                yield from early(plan.row.update.quarter, quarter.quarter, plan.row.update)
            for row in plan.off_target.rows if plan.off_target else ():
                yield from early(row.last_update_quarter, quarter.quarter, row, "last_update_quarter")
        for report in quarter.priorities:
            if report.row and report.row.update:
                yield from early(report.row.update.quarter, quarter.quarter, report.row.update)
            for action in report.actions:
                if action.update:
                    yield from early(action.update.quarter, quarter.quarter, action.update)
            for measure in report.measures:
                seen: set[Quarter] = set()
                for result in measure.results:
                    yield from early(result.quarter, quarter.quarter, result)
                    if result.quarter in seen:
                        yield Problem(result.place, f"the result for {result.quarter} is given twice")
                    seen.add(result.quarter)


def a_part_is_given_once(data: Data) -> Iterator[Problem]:
    """Of two results for one area, the page could show only one."""
    for quarter in data.quarters:
        for report in quarter.priorities:
            for measure in report.measures:
                for result in measure.results:
                    if result.breakdown:
                        parts = ((f"{part.name}' of '{part.by}", part) for part in result.breakdown)
                        yield from _twice(parts, "part")


def statuses_are_known(data: Data) -> Iterator[Problem]:
    def unknown(word: str, thing: Fact, key: str) -> Iterator[Problem]:
        if word not in STATUS_WORDS:
            yield Problem(thing.place, f"{key} should be one of {', '.join(STATUS_WORDS)}, found '{word}'")

    for status in data.council.statuses:
        yield from unknown(status.means, status, "means")
    for quarter in data.quarters:
        for plan in quarter.plans:
            for count in plan.counts:
                yield from unknown(count.means, count, "means")
        for report in quarter.priorities:
            items: tuple[ActionReport | MeasureReport, ...] = (*report.actions, *report.measures)
            for item in items:
                if item.override:
                    yield from unknown(item.override.status, item.override, "status")


def rules_are_numbers(data: Data) -> Iterator[Problem]:
    def wrong(name: str, value: Value, thing: Fact) -> Iterator[Problem]:
        if value.kind not in (Kind.NUMBER, Kind.PERCENTAGE) or value.number is None or value.number < 0:
            right = "a number or a percentage, of 0 or more"
            yield Problem(value.place or thing.place, f"{name} should be {right}, found '{value.printed}'")

    rules = data.council.rules
    yield from wrong("behind_by", rules.behind_by, rules)
    yield from wrong("tolerance", rules.tolerance, rules)
    for measure in data.measures:
        if measure.tolerance:
            yield from wrong("tolerance", measure.tolerance, measure)
        if measure.real_change:
            yield from wrong("real_change", measure.real_change, measure)


def what_is_reported_had_been_promised(data: Data) -> Iterator[Problem]:
    """An edition leaves out what has no title yet, so a report on it would vanish without a word."""
    titled: dict[tuple[str, str], Quarter] = {}
    """The first quarter that each promise has a title in."""
    priorities = {priority.id: priority for plan in data.plans for priority in plan.priorities}
    for held in data.plans:
        for measure in held.measures:
            titled["measure", measure.id] = _first_title(measure)
        for priority in held.priorities:
            titled["priority", priority.id] = _first_title(priority)
            titled.update({("action", action.id): _first_title(action) for action in priority.actions})
            titled.update({("measure", measure.id): _first_title(measure) for measure in priority.measures})
    for quarter in data.quarters:
        named: list[tuple[str, str, Fact]] = []
        for plan in quarter.plans:
            named += [("measure", row.measure, row) for row in (plan.off_target.rows if plan.off_target else ())]
        for report in quarter.priorities:
            named.append(("priority", report.priority, report))
            named += [("action", action.action, action) for action in report.actions]
            named += [("measure", item.measure, item) for item in report.measures]
            outcomes = (
                {outcome.id: outcome for outcome in priorities[report.priority].outcomes}
                if (report.priority in priorities)
                else {}
            )
            for told in report.outcomes:
                first = outcomes[told.outcome].since if told.outcome in outcomes else None
                if first and first > quarter.quarter:
                    yield _too_early(told, "outcome", told.outcome, quarter.quarter, first)
        for name in (*quarter.covers, *(plan.plan for plan in quarter.plans)):
            first = next((plan.since for plan in data.plans if plan.id == name), None)
            if first and first > quarter.quarter:
                yield _too_early(quarter, "plan", name, quarter.quarter, first)
        for kind, name, thing in named:
            first = titled.get((kind, name))
            if first and first > quarter.quarter:
                yield Problem(
                    thing.place,
                    f"the {kind} '{name}' is reported in {quarter.quarter}, before its first title, of {first}",
                )


def _first_title(thing: Priority | Action | Measure) -> Quarter:
    return min(version.since for version in thing.title)


def _too_early(thing: Fact, kind: str, name: str, quarter: Quarter, first: Quarter) -> Problem:
    return Problem(thing.place, f"the {kind} '{name}' is reported in {quarter}, and is from {first}")


def milestones_reached_are_planned(data: Data) -> Iterator[Problem]:
    planned = {action.id: [in_one_line(one.title) for one in action.milestones] for action in data.actions}
    for quarter in data.quarters:
        for report in quarter.priorities:
            for action in report.actions:
                for title in action.milestones_reached:
                    titles = planned.get(action.action)
                    if titles is not None and in_one_line(title) not in titles:
                        named = ", ".join(f"'{one}'" for one in titles)
                        right = f"among {named}" if titles else "left out, since its action has no milestones"
                        yield Problem(action.place, f"milestones_reached should be {right}, found '{title}'")


def a_promise_has_one_version_a_quarter(data: Data) -> Iterator[Problem]:
    for plan in data.plans:
        for priority in plan.priorities:
            for thing in (priority, *priority.actions, *priority.measures):
                yield from _versions_given_twice(thing)
        for measure in plan.measures:
            yield from _versions_given_twice(measure)


def _versions_given_twice(thing: Fact) -> Iterator[Problem]:
    for key in type(thing).model_fields:
        versions = getattr(thing, key)
        if isinstance(versions, tuple) and versions and isinstance(versions[0], Version):
            yield from _twice(((f"{key} from {version.since}", version) for version in versions), "version")


def a_plan_orders_its_own_priorities(data: Data) -> Iterator[Problem]:
    for plan in data.plans:
        held = {priority.id for priority in plan.priorities}
        for name in plan.order:
            if name not in held:
                yield Problem(plan.place, f"order names a priority '{name}' that the plan does not have")


def a_plan_is_reported_once_a_quarter(data: Data) -> Iterator[Problem]:
    for quarter in data.quarters:
        reports: Iterator[tuple[str, PlanReport]] = ((plan.plan, plan) for plan in quarter.plans)
        yield from _twice(reports, "plan")


def what_a_quarter_covers_is_reported_in_it(data: Data) -> Iterator[Problem]:
    """A quarter that covers a plan but holds nothing on one of its priorities may be a forgotten file."""
    for quarter in data.quarters:
        held = {report.priority for report in quarter.priorities if not report.says_nothing}
        for plan in data.plans:
            if plan.id in quarter.covers:
                for priority in plan.priorities:
                    if priority.id not in held:
                        missing = f"but has no report on the priority '{priority.id}'"
                        told = f"{quarter.quarter} covers the plan '{plan.id}' {missing}"
                        yield warning(quarter.place, quarter.quarter.name, priority.id, told)


def former_ids_are_in_use_no_more(data: Data) -> Iterator[Problem]:
    """The address of an id can lead to one page only: its own, or the one that has taken its place."""
    for kind, things in (("measure", tuple(data.measures)), ("action", tuple(data.actions))):
        ids = {thing.id for thing in things}
        for thing in things:
            for name in thing.formerly:
                if name in ids:
                    yield Problem(thing.place, f"formerly names the {kind} '{name}', which is still there")


def corrections_are_of_what_is_held(data: Data) -> Iterator[Problem]:
    yield from _twice(((entry.id, entry) for entry in data.corrections), "correction")
    held = {quarter.quarter for quarter in data.quarters}
    measures = {name for measure in data.measures for name in (measure.id, *measure.formerly)}
    actions = {name for action in data.actions for name in (action.id, *action.formerly)}
    for entry in data.corrections:
        if entry.quarter not in held:
            yield Problem(entry.place, f"quarter should be one in data/quarters, found '{entry.quarter}'")
        if entry.measure and entry.measure not in measures:
            yield Problem(entry.place, f"there is no measure '{entry.measure}' in data/plans")
        if entry.action and entry.action not in actions:
            yield Problem(entry.place, f"there is no action '{entry.action}' in data/plans")
        if entry.page and not ADDRESS.fullmatch(entry.page):
            right = "an address in the edition, such as plans/loip/, or / for home"
            yield Problem(entry.place, f"page should be {right}, found '{entry.page}'")


def corrections_are_added_at_the_end(data: Data) -> Iterator[Problem]:
    before = None
    for entry in data.corrections:
        if before is not None and entry.date < before:
            right = f"{long_date(before)} or after it, as in the entry above; an entry is added at the end"
            yield Problem(entry.place, f"date should be {right}, found '{entry.date}'")
        else:
            before = entry.date


def the_calendar_says_one_thing_of_each_quarter(data: Data) -> Iterator[Problem]:
    yield from _twice(((release.quarter.name, release) for release in data.calendar), "edition")
    for release in data.calendar:
        for moved in release.moved:
            if moved.was == release.date and moved.time in (None, release.time):
                yield Problem(moved.place, f"from should be a date other than the edition's own, found '{moved.was}'")
        signed = release.signed_off
        if signed and signed.date > release.date:
            right = f"{long_date(release.date)} or before, when the edition is published"
            yield Problem(signed.place, f"date should be {right}, found '{signed.date}'")


def an_edition_comes_after_its_quarter(data: Data) -> Iterator[Problem]:
    for release in data.calendar:
        if release.date <= release.quarter.last_day:
            right = f"after {long_date(release.quarter.last_day)}, the last day of the quarter"
            told = f"date should be {right}, found '{release.date}'"
            yield warning(release.place, release.quarter.name, str(release.date), told)


CHECKS: tuple[Check, ...] = (
    ids_are_unique,
    links_lead_somewhere,
    reports_are_about_what_was_promised,
    nothing_is_reported_before_it_happened,
    a_part_is_given_once,
    statuses_are_known,
    rules_are_numbers,
    what_is_reported_had_been_promised,
    milestones_reached_are_planned,
    a_promise_has_one_version_a_quarter,
    a_plan_orders_its_own_priorities,
    a_plan_is_reported_once_a_quarter,
    what_a_quarter_covers_is_reported_in_it,
    former_ids_are_in_use_no_more,
    corrections_are_of_what_is_held,
    corrections_are_added_at_the_end,
    the_calendar_says_one_thing_of_each_quarter,
    an_edition_comes_after_its_quarter,
)
