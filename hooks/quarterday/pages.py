"""The pages of a quarter's site: which there are, where each stands, and what its template is given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from html import unescape
from itertools import groupby
from types import MappingProxyType
from typing import Any

from quarterday import charts, downloads, statement
from quarterday.action_history import history, progress_chart
from quarterday.addresses import address_of, by_priority, kind_of, named
from quarterday.changes import BEST_FIRST, Changes, changes
from quarterday.changes_in_words import figure_kind, in_short, is_prose, spanned, title_of
from quarterday.changes_in_words import kind_of as kind_of_thing
from quarterday.corrections import Revised, Told, notices, revisions
from quarterday.direction import Direction, since_previous, travel
from quarterday.dividing import (
    MOST_SHOWN,
    LeftOpen,
    can_quote,
    chosen_quarters,
    fits_a_page,
    left_open,
    most_of,
    off_target_parts,
    questions_fit_a_page,
)
from quarterday.figures import (
    bar,
    breakdowns,
    can_bar,
    chart_of,
    message,
    sparkline_of,
    status_counts,
)
from quarterday.frames import environment, framed
from quarterday.languages import marked
from quarterday.markup import Markup, plain, ready
from quarterday.missed import ORDER, compared, disagreements, missed
from quarterday.model import Correction, Term, in_force
from quarterday.periods import Quarter, long_date
from quarterday.phrases import all_of, counted, opening
from quarterday.promises import Promise, by_standing, promises
from quarterday.report import ActionView, MeasureView, PlanView, PriorityView, Report, disagreeing_due
from quarterday.sentences import about_measure, about_priority, about_rule
from quarterday.shorthand import SHORTHAND, in_words, shorthand, signs_of, signs_without_a_key
from quarterday.site import (
    Entry,
    File,
    FooterGroup,
    Frame,
    Notice,
    Page,
    Site,
    Standing,
    YearQuarter,
    slug,
)
from quarterday.slips import apart as apart_in_time
from quarterday.slips import slips
from quarterday.status import (
    ACTION_STATUSES,
    MEASURE_STATUSES,
    MISSED,
    STATUS_WORDS,
    Status,
)
from quarterday.summary import summary
from quarterday.thread import thread_of
from quarterday.values import Kind, Value
from quarterday.variation import LEAST, Assurance, Cause, variation, why_not
from quarterday.versions import versions

MOST_SQUARES = 300
MANY_NAMES = 500
"""In the A to Z, so many that what is not on the screen is better not laid out."""
MOST_PROMISES = 60
"""Of each standing, on the page of promises: the rest is in its file."""


def site(report: Report, standing: Standing = Standing.ALONE) -> Site:
    """Every page and download of one quarter."""
    around = frame(report, standing)
    pages = _Pages(report, around.later)
    finished, files = pages.finished(), tuple(pages.files.values())
    return Site(around, finished, files, notices=tuple(pages.notices_beside({page.address for page in finished})))


@dataclass(frozen=True)
class Counted:
    """How many are in a status, for the counts on home."""

    number: int
    status: Status
    note: str = ""


@dataclass(frozen=True)
class Tally:
    """One set of counts, and whose judgement it counts."""

    title: str
    counted: tuple[Counted, ...]
    whose: str

    @property
    def looks(self) -> tuple[str, ...]:
        return tuple(look for item in self.counted for look in (item.status.look,) * item.number)


def frame(report: Report, standing: Standing) -> Frame:
    """The header, the year in four and the footer."""
    council, quarter = report.council, report.quarter
    return framed(
        council,
        quarter_title=quarter.title,
        quarter_months=quarter.months,
        year_title=quarter.years,
        year=tuple(_in_year(report, Quarter(quarter.year, number)) for number in (1, 2, 3, 4)),
        nav=(
            Entry("At a glance", "", "home"),
            Entry("Priorities", "priorities/", "priorities"),
            *((Entry("Actions", "actions/", "actions"),) if report.actions else ()),
            Entry("Measures", "measures/", "measures"),
            Entry("Off target", "off-target/", "off-target"),
            Entry("What changed", "changes/", "changes"),
            *(
                (Entry("Committee reports", "committee-reports/", "committee-reports"),)
                if report.committee_reports
                else ()
            ),
            Entry("All quarters", "quarters/", "quarters"),
        ),
        footer=(
            FooterGroup(
                "This quarter",
                (
                    Entry("The quarter at a glance", ""),
                    Entry("Plans", "plans/"),
                    Entry("Measures off target", "off-target/"),
                    Entry("Questions a member might ask", "questions/"),
                    Entry("Promises", "promises/"),
                    Entry("What changed", "changes/"),
                    Entry("Data and downloads", "data/"),
                    Entry("All quarters", "quarters/"),
                ),
            ),
            FooterGroup(
                "About this site",
                (
                    Entry("About", "about/"),
                    Entry("How we rate performance", "how-we-rate/"),
                    Entry("Glossary and shorthand", "glossary/"),
                    Entry("Search, and A to Z", "search/"),
                    Entry("Corrections", "corrections/"),
                    Entry("Accessibility statement", "accessibility/"),
                ),
            ),
        ),
        standing=standing,
        later="" if standing is Standing.ALONE else f"../quarters/{quarter.name}/",
    )


def _in_year(report: Report, quarter: Quarter) -> YearQuarter:
    name = f"Quarter {quarter.number}"
    held = {data.quarter for data in report.held}
    if quarter == report.quarter:
        return YearQuarter(quarter.number, name, quarter.months, "now")
    if quarter in held:
        return YearQuarter(quarter.number, name, quarter.months, "out", address_of(quarter))
    if quarter > report.quarter:
        return YearQuarter(quarter.number, name, "After this quarter", "later")
    return YearQuarter(quarter.number, name, "Not held here", "none")


@dataclass(frozen=True)
class _Planned:
    """A page of which all is known but its content. ``given`` is what its template is given, once it is drawn."""

    address: str
    title: str
    template: str
    description: str
    section: str
    crumbs: tuple[tuple[str, str], ...]
    explain: bool
    given: Callable[[], Mapping[str, Any]]


class _Pages:
    """Renders; holds nothing that changes but Jinja's own environment."""

    def __init__(self, report: Report, later: str) -> None:
        self.report = report
        self.later = later
        self.environment = environment(report.council)
        self.environment.globals |= {
            "address_of": address_of,
            "address_of_measure": downloads.address_of_measure,
            "size": self.size,
            "report": report,
            "this_quarter": report.quarter,
            "shorthand": shorthand,
            "signs_of": signs_of,
            "in_words": in_words,
            "named": named,
            "apart": self.apart,
            "disagreeing_due": disagreeing_due,
            "is_before": is_before,
            "squares": squares,
            "counts": counts,
            "breakdowns": breakdowns,
            "message": message,
            "chart_of": chart_of,
            "bar": bar,
            "can_bar": can_bar,
            "sparkline_of": sparkline_of,
            "rating_meaning": self.rating_meaning,
            "in_force": in_force,
            "Kind": Kind,
            "STATUS_WORDS": STATUS_WORDS,
            "revised": self.revised,
            "is_short": is_short,
            "promised_of": self.promised_of,
            "slips": slips,
            "history": history,
            "progress_chart": progress_chart,
            "opening": opening,
            "counted": counted,
            "can_quote": can_quote,
            "in_short": in_short,
            "about_measure": about_measure,
            "about_priority": about_priority,
            "travel": travel,
            "since_previous": since_previous,
            "variation": variation,
            "why_not": why_not,
        }

    @cached_property
    def promised(self) -> tuple[Promise, ...]:
        return promises(self.report)

    @cached_property
    def changed(self) -> Changes | None:
        return changes_since_previous(self.report)

    @cached_property
    def files(self) -> dict[str, File]:
        """Every download by its address."""
        found = downloads.downloads(self.report, self.promised, lambda: self.changed)
        return {file.address: file for file in found}

    def page(
        self,
        address: str,
        title: str,
        template: str,
        *,
        description: str = "",
        section: str = "",
        crumbs: Sequence[tuple[str, str]] = (),
        explain: bool = True,
        worked_out: Callable[[], Mapping[str, Any]] = dict,
        **given: Any,
    ) -> _Planned:
        """``worked_out``: what else the template is given, and takes a while."""
        trail = (("At a glance", ""), *crumbs, (title, address)) if address else ()
        about = description or self.describe(title)
        return _Planned(address, title, template, about, section, trail, explain, lambda: {**given, **worked_out()})

    def finished(self) -> tuple[Page, ...]:
        """Every page, with the notices of what was corrected and the words that its reader may not know."""
        planned = list(self.all())
        told = self.told({one.address: one.title for one in planned})
        planned.append(self.corrections(told))
        return tuple(
            Page(one.address, one.title, partial(self.draw, one, told), one.description, one.section, one.crumbs)
            for one in planned
        )

    def draw(self, one: _Planned, told: Sequence[Told]) -> str:
        report = self.report
        content = self.environment.get_template(one.template).render(here=one.address, title=one.title, **one.given())
        if found := notices(told, report.quarter, one.section, one.address, content):
            notice = self.environment.get_template("notice.html.j2")
            content = notice.render(here=one.address, told=found) + content
        words = words_on(content, report.council.glossary) if one.explain else ()
        signs = signs_without_a_key(content) if one.explain else []
        if words or signs:
            words_of_it = self.environment.get_template("words.html.j2")
            content += words_of_it.render(here=one.address, words=words, signs=signs)
        return marked(content, report.council.other_languages)

    def notices_beside(self, ours: Collection[str]) -> Iterable[Notice]:
        """The corrections in this edition of pages that are not made here: those of ``docs/``."""
        told: dict[str, list[Told]] = {}
        for one in self.told():
            address = _address(one.correction)
            if address is not None and one.correction.quarter == self.report.quarter and address not in ours:
                told.setdefault(address, []).append(one)
        for address, found in told.items():
            content = self.environment.get_template("notice.html.j2").render(here=address, told=found)
            yield Notice(address, content, f"{found[0].correction.place}: page")

    def told(self, titles: Mapping[str, str] = MappingProxyType({})) -> tuple[Told, ...]:
        """The corrections with the pages that they are about; ``titles`` are those of all pages, by address."""
        return tuple(Told(correction, tuple(self.about(correction, titles))) for correction in self.report.corrections)

    def about(self, correction: Correction, titles: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        """A thing that was renamed since is meant by its former id too."""
        for measure in self.report.measures:
            if correction.measure in (measure.id, *measure.formerly):
                yield named(measure) + self.apart(measure), address_of(measure)
        for action in self.report.actions:
            if correction.action in (action.id, *action.formerly):
                yield named(action) + self.apart(action), address_of(action)
        address = _address(correction)
        if address is not None and address in titles:
            yield titles[address], address

    def revised(self, thing: MeasureView | ActionView) -> tuple[Revised, ...]:
        return revisions(self.told(), address_of(thing))

    def corrections(self, told: Sequence[Told]) -> _Planned:
        return self.page(
            "corrections/", "Corrections", "corrections.html.j2", section="corrections", told=told, later=self.later
        )

    def moved(self) -> Iterable[_Planned]:
        """The addresses of former ids; each leads to what has taken its place."""
        things: tuple[MeasureView | ActionView, ...] = (*self.report.measures, *self.report.actions)
        now: dict[tuple[str, str], list[MeasureView | ActionView]] = {}
        for thing in things:
            for former in thing.formerly:
                now.setdefault((kind_of(thing), former), []).append(thing)
        for (kind, former), successors in now.items():
            yield self.page(
                f"{kind}s/{slug(former)}/",
                f"This {kind} has moved: {former}",
                "moved.html.j2",
                section="moved",
                crumbs=((f"{kind.capitalize()}s", f"{kind}s/"),),
                explain=False,
                kind=kind,
                former=former,
                successors=successors,
            )

    def describe(self, title: str) -> str:
        return f"{title}. {self.report.council.name}, {self.report.quarter.title} ({self.report.quarter.months})."

    def all(self) -> Iterable[_Planned]:
        report = self.report
        yield self.home()
        yield self.page("priorities/", "Priorities and plans", "priorities.html.j2", section="priorities")
        priorities = (("Priorities and plans", "priorities/"),)
        for priority in report.priorities:
            yield self.page(
                address_of(priority),
                priority.title,
                "priority.html.j2",
                section="priorities",
                crumbs=priorities,
                worked_out=partial(self.about_priority, priority),
                view=priority,
            )
        yield self.page("plans/", "Plans", "plans.html.j2", section="priorities", crumbs=priorities)
        for plan in report.plans:
            yield self.page(
                address_of(plan),
                plan.plan.title,
                "plan.html.j2",
                section="priorities",
                crumbs=(*priorities, ("Plans", "plans/")),
                view=plan,
            )
        if report.actions:
            yield self.page(
                "actions/",
                "Actions",
                "actions.html.j2",
                section="actions",
                worked_out=lambda: {"tally": self.action_tally()},
            )
        for action in report.actions:
            yield self.page(
                address_of(action),
                action.title,
                "action.html.j2",
                section="actions",
                crumbs=(("Actions", "actions/"),),
                worked_out=partial(self.about_action, action),
                view=action,
            )
        yield self.measures()
        for measure in report.measures:
            yield self.page(
                address_of(measure),
                measure.title + self.apart(measure),
                "measure.html.j2",
                section="measures",
                crumbs=(("Measures", "measures/"),),
                worked_out=partial(self.about_measure, measure),
                view=measure,
            )
        yield from self.off_target()
        yield from self.questions()
        yield self.promises()
        yield from self.changes()
        yield self.page(
            "committee-reports/", "Committee reports", "committee_reports.html.j2", section="committee-reports"
        )
        for paper in report.committee_reports:
            yield self.page(
                f"committee-reports/{slug(paper.fact.id)}/",
                f"Report to committee, {long_date(paper.fact.day)}",
                "committee_report.html.j2",
                section="committee-reports",
                crumbs=(("Committee reports", "committee-reports/"),),
                paper=paper.fact,
                quarter=paper.quarter,
            )
        yield self.page(
            "data/",
            "Data and downloads",
            "data.html.j2",
            section="data",
            promised=self.promised,
            worked_out=lambda: {"changed": self.changed},
        )
        yield self.page(
            "quarters/",
            "All quarters",
            "quarters.html.j2",
            section="quarters",
            worked_out=lambda: {"years": by_year(report.to_date())},
            later=self.later,
        )
        yield from self.moved()
        for held in report.held:
            yield self.page(
                address_of(held.quarter),
                f"{held.quarter.title}: the report as printed",
                "quarter.html.j2",
                section="quarters",
                crumbs=(("All quarters", "quarters/"),),
                held=held,
            )
        yield self.page(
            "glossary/",
            "Glossary and shorthand",
            "glossary.html.j2",
            section="about",
            explain=False,
            terms=sorted(report.council.glossary, key=lambda term: term.term.strip("(").casefold()),
            shorthands=SHORTHAND.items(),
        )
        yield self.page(
            "how-we-rate/",
            "How we rate performance",
            "how_we_rate.html.j2",
            section="about",
            measure_statuses=MEASURE_STATUSES,
            action_statuses=ACTION_STATUSES,
            order=ORDER,
            directions=tuple(Direction),
            least=LEAST,
            causes=tuple(Cause),
            assurances=tuple(Assurance),
        )
        found = report.accessibility
        yield self.page(
            "accessibility/",
            statement.title(report.council),
            "accessibility.html.j2",
            section="about",
            accessibility=found,
            publisher=statement.publisher(report.council),
            compliance=statement.compliance(found),
            last_tested=statement.last_tested(found),
            who_tested=statement.who_tested(found),
        )
        yield self.page(
            "search/",
            "Search, and A to Z",
            "search.html.j2",
            section="search",
            explain=False,
            worked_out=self.a_to_z,
            root="../",
        )

    def about_priority(self, priority: PriorityView) -> dict[str, Any]:
        left = self.open_of(priority)
        return {
            "summary": summary(priority, self.report),
            "changed": self.changed.of(priority) if self.changed else None,
            "serving": self.report.actions_serving(priority),
            "columns": measure_columns(priority),
            "questions": left.questions,
            "all_questions": "questions/" if questions_fit_a_page(self.left_open) else left.address,
        }

    def about_action(self, action: ActionView) -> dict[str, Any]:
        report = self.report
        return {
            "served": tuple(end for end in map(report.served_by, action.serves) if end),
            "expected": "" if action.expected is None else str(action.expected),
            "measures": [m for m in report.measures if action.id in (m.measure.action, *m.measure.also_in)],
        }

    def about_measure(self, measure: MeasureView) -> dict[str, Any]:
        return {
            "rule": about_rule(measure),
            "shown": [value for held in measure.series for value in (held.result.value, held.target)],
            "marked": [sign for held in measure.series for sign in signs_of(held.marks, held.result.from_text)],
            "changed": versions(measure),
            "thread": thread_of(measure, self.report),
            "earlier": [dated for dated in measure.reports[1:] if dated.fact.commentary],
        }

    def home(self) -> _Planned:
        return self.page("", "The quarter at a glance", "home.html.j2", section="home", worked_out=self.at_a_glance)

    def at_a_glance(self) -> dict[str, Any]:
        report = self.report
        lead = self.lead_plan()
        headline = lead.latest.fact.headline if lead and lead.latest else None
        if headline is None:
            told = (p.latest.fact.headline for p in report.priorities if p.is_of_this_quarter and p.latest)
            headline = next((sentence for sentence in told if sentence), None)
        tallies = (self.stated_tally(lead), self.action_tally(), self.measure_tally())
        shown = [p for p in report.priorities if p.latest]
        return {
            "headline": headline,
            "promised": counted_promises(self.promised),
            "changed": self.changed,
            "tallies": [tally for tally in tallies if tally][:2],
            "priorities": sorted(shown, key=lambda p: not p.is_of_this_quarter),
            "silent": [p for p in report.priorities if not p.latest],
        }

    def lead_plan(self) -> PlanView | None:
        """The plan that this quarter's report is about."""
        return next((p for p in self.report.plans if p.latest and p.latest.quarter == self.report.quarter), None)

    def stated_tally(self, plan: PlanView | None) -> Tally | None:
        if plan is None or plan.latest is None or not plan.latest.fact.counts:
            return None
        counts = plan.latest.fact.counts
        counted = tuple(Counted(count.number, STATUS_WORDS[count.means], count.words) for count in counts)
        total = sum(count.number for count in counts)
        return Tally(f"{where(total, 'action')}, as the report counts them", counted, plan.latest.fact.counts_note)

    def action_tally(self) -> Tally | None:
        actions = [action for action in self.report.actions if action.latest]
        return _tally(
            f"{where(len(actions), 'action')}, worked out here",
            (action.judgement.status for action in actions),
            ACTION_STATUSES,
            "Counted here from each action’s printed progress and due date. The report’s own symbols are another fact.",
        )

    def measure_tally(self) -> Tally | None:
        measures = [measure for measure in self.report.measures if measure.current]
        return _tally(
            f"{where(len(measures), 'measure')}, worked out here",
            (measure.judgement.status for measure in measures),
            MEASURE_STATUSES,
            "Counted here from each measure’s latest printed result and target." + _early(measures),
        )

    def measures(self) -> _Planned:
        report = self.report
        return self.page(
            "measures/",
            "Measures",
            "measures.html.j2",
            section="measures",
            worked_out=lambda: {
                "tally": self.measure_tally(),
                "counted": status_counts(by_priority(report), report.council.area, report.quarter),
            },
        )

    def off_target(self) -> Iterable[_Planned]:
        """One page; where the officers' words would make it too heavy, one for each priority as well."""
        report = self.report
        found = missed(report)
        late = tuple(
            action
            for status in (Status.OVERDUE, Status.CHECK_PROGRESS)
            for action in report.actions
            if action.judgement.status is status
        )
        parts = () if fits_a_page(found, late) else tuple(off_target_parts(report, found, late))
        # One part alone would be as heavy as the whole.
        parts = parts if len(parts) > 1 else ()
        stated = [(plan, plan.latest) for plan in report.plans if plan.latest and plan.latest.fact.off_target]
        yield self.page(
            "off-target/",
            "Off target",
            "off_target.html.j2",
            section="off-target",
            of=None,
            stated=stated,
            differing=[one for plan in report.plans for one in disagreements(plan, report)],
            missed=found[:MOST_SHOWN] if parts else found,
            every=len(found),
            whole=not parts,
            parts=parts,
            measures={measure.id: measure for measure in report.measures},
            compared=compared(report),
            tally=self.stated_tally(self.lead_plan()),
            early=any(one.judgement.early for one in found),
            late=late,
        )
        for part in parts:
            yield self.page(
                part.address,
                f"Off target: {part.title}",
                "off_target.html.j2",
                section="off-target",
                crumbs=(("Off target", "off-target/"),),
                of=part,
                stated=(),
                differing=(),
                missed=part.missed,
                every=len(part.missed),
                whole=True,
                parts=(),
                tally=None,
                early=any(one.judgement.early for one in part.missed),
                late=part.late,
            )

    def promises(self) -> _Planned:
        """Each that is not kept, and those that were kept in the last year."""
        since = Quarter(self.report.quarter.year - 1, self.report.quarter.number)
        groups = []
        for standing, group in by_standing(self.promised):
            shown = tuple(one for one in group if one.kept_in is None or one.kept_in > since)
            groups.append((standing, group, shown[:MOST_PROMISES]))
        return self.page(
            "promises/",
            "Promises",
            "promises.html.j2",
            section="promises",
            promised=self.promised,
            groups=groups,
            diary=downloads.DIARY_OF_PROMISES in self.files,
        )

    def promised_of(self, view: MeasureView | ActionView | PriorityView) -> tuple[Promise, ...]:
        return self.promised_by_thing.get((type(view), view.id), ())

    @cached_property
    def promised_by_thing(self) -> dict[tuple[type, str], tuple[Promise, ...]]:
        found: dict[tuple[type, str], tuple[Promise, ...]] = {}
        for one in self.promised:
            thing = type(one.about), one.about.id
            found[thing] = (*found.get(thing, ()), one)
        return found

    def questions(self) -> Iterable[_Planned]:
        """One page; where the evidence would make it too heavy, one for each priority as well."""
        title = "Questions a member might ask"
        opened = [one for one in self.left_open if one.questions]
        reported = [p for p in self.report.priorities if p.latest]
        yield self.page(
            "questions/",
            title,
            "questions.html.j2",
            section="questions",
            of=None,
            opened=opened,
            whole=questions_fit_a_page(self.left_open),
            closed=[p for p in reported if p not in [one.thing for one in opened]],
            silent=[p for p in self.report.priorities if not p.latest],
        )
        for one in () if questions_fit_a_page(self.left_open) else opened:
            yield self.page(
                one.address,
                f"{title}: {one.title}",
                "questions.html.j2",
                section="questions",
                crumbs=((title, "questions/"),),
                of=one,
                opened=(one,),
                whole=True,
                closed=(),
                silent=(),
            )

    @cached_property
    def left_open(self) -> tuple[LeftOpen, ...]:
        return left_open(self.report, self.promised)

    def open_of(self, priority: PriorityView) -> LeftOpen:
        return next(one for one in self.left_open if one.thing is priority)

    def changes(self) -> Iterable[_Planned]:
        """Since the quarter before that is held, and a page for each of the others that a reader may want."""
        held = [data.quarter for data in reversed(self.report.held)][1:]
        if not held:
            yield self.page("changes/", "What changed", "changes.html.j2", section="changes", changed=None)
            return
        chosen = chosen_quarters(held)
        addresses = {
            quarter: "changes/" if quarter == held[0] else f"changes/since-{quarter.name}/" for quarter in chosen
        }
        for quarter, address in addresses.items():
            newest = quarter == held[0]
            yield self.page(
                address,
                "What changed" if newest else f"What changed since {quarter.title}",
                "changes.html.j2",
                section="changes",
                crumbs=() if newest else (("What changed", "changes/"),),
                worked_out=partial(self.changed_since, quarter),
                others=[(other, there) for other, there in addresses.items() if other != quarter],
                left_out=len(chosen) < len(held),
                csv=downloads.CHANGES if newest else "",
            )

    def changed_since(self, quarter: Quarter) -> dict[str, Any]:
        if self.changed and self.changed.before == quarter:
            return told_of(self.changed)
        return told_of(changes(self.report.at(quarter), self.report))

    def a_to_z(self) -> dict[str, Any]:
        letters = self.letters()
        return {"letters": letters, "many": sum(len(names) for _, names in letters) > MANY_NAMES}

    def letters(self) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
        """Measures, actions and priorities by their first letter."""
        things: list[tuple[str, MeasureView | ActionView | PriorityView]] = [
            *(("Measure", m) for m in self.report.measures),
            *(("Action", a) for a in self.report.actions),
            *(("Priority", p) for p in self.report.priorities),
        ]
        found: dict[str, list[tuple[str, str, str, str]]] = {}
        for kind, thing in things:
            letter = (
                next((c.upper() for c in thing.title if c.isalpha()), "0")
                if thing.title[:1].isalpha()
                else "0 to 9, signs"
            )
            found.setdefault(letter, []).append((named(thing) + self.apart(thing), thing.code, kind, address_of(thing)))
        return [(letter, sorted(found[letter], key=lambda t: t[0].casefold())) for letter in sorted(found)]

    def apart(self, view: MeasureView | ActionView | PriorityView) -> str:
        """What is said after a title that a report prints more than once, so that each can be told from the others."""
        if isinstance(view, PriorityView):
            return ""
        twins = self.twins[type(view), view.title]
        if len(twins) == 1:
            return ""
        return f" ({view.code})" if view.code else f" ({twins.index(view.id) + 1} of {len(twins)})"

    @cached_property
    def twins(self) -> dict[tuple[type, str], list[str]]:
        """The ids of the measures, and of the actions, that have one title."""
        found: dict[tuple[type, str], list[str]] = {}
        views: tuple[MeasureView | ActionView, ...] = (*self.report.measures, *self.report.actions)
        for view in views:
            found.setdefault((type(view), view.title), []).append(view.id)
        return found

    def size(self, address: str) -> str:
        return downloads.size(self.files[address])

    def rating_meaning(self, value: Value) -> str:
        return next((r.meaning for r in self.report.council.ratings if r.code == value.printed), "")


def counted_promises(found: Sequence[Promise]) -> str:
    """ "14 with a date: 1 overdue, 9 still to come"; blank, where there is none."""
    groups = [f"{len(group)} {standing.word.lower()}" for standing, group in by_standing(found)]
    return f"{counted(len(found), 'promise')}: {all_of(groups)}" if found else ""


def changes_since_previous(report: Report) -> Changes | None:
    """Since the latest earlier quarter that is held; None, where there is none."""
    return changes(report.at(report.held[-2].quarter), report) if len(report.held) > 1 else None


def told_of(found: Changes) -> dict[str, Any]:
    """What the template of changes is given."""
    priorities = {priority.id: priority for priority in found.priorities}
    counted_in = Counter(one.about.priority.id for one in found.figures if one.about.priority)
    return {
        "alone": False,
        "heading": f"What changed since {found.before.title}",
        "short": in_short(found),
        "changed": found,
        "most": most_of(found),
        "order": [", ".join(status.word.lower() for status in order) for order in BEST_FIRST],
        "by_priority": [(priorities[name], number) for name, number in counted_in.items()],
        "title_of": title_of,
        "kind_of": kind_of_thing,
        "spanned": spanned,
        "figure_kind": figure_kind,
        "is_prose": is_prose,
        "opening": opening,
        "counted": counted,
        "apart_in_time": apart_in_time,
    }


def changes_alone(report: Report, found: Changes) -> str:
    """The changes between any two quarters as a document by itself, without a link."""
    pages = _Pages(report, "")
    template = pages.environment.get_template("changes_alone.html.j2")
    return template.render(here="", **{**told_of(found), "alone": True, "most": len(report.measures) + 10_000})


def where(count: int, kind: str) -> str:
    return f"Where 1 {kind} stands" if count == 1 else f"Where {count} {kind}s stand"


def _early(measures: Sequence[MeasureView]) -> str:
    """What the counts should not hide: a target for the end of a year is missed all through it."""
    early = sum(1 for m in measures if m.judgement.early and m.judgement.status in MISSED)
    if not early:
        return ""
    are = "target is" if early == 1 else "targets are"
    return f" For {early} of those that miss a target, the {are} for a date still to come."


def _tally(title: str, statuses: Iterable[Status], order: Sequence[Status], whose: str) -> Tally | None:
    counts = Counter(statuses)
    counted = tuple(Counted(counts[status], status) for status in order if counts[status])
    return Tally(title, counted, whose) if counted else None


def is_short(words: str | None) -> bool:
    """A figure, or as short: it stands at the right of its column, as figures do, and sentences do not."""
    return len(words or "") <= 20


def by_year(shown: Iterable[Report]) -> Iterator[tuple[str, Iterator[Report]]]:
    """The quarters of each financial year, in the order given, one at a time."""
    return groupby(shown, key=lambda report: report.quarter.years)


def is_before(value: Value | None, quarter: Quarter) -> bool:
    """A date that had passed when the quarter began."""
    return value is not None and value.last_day is not None and value.last_day < quarter.first_day


def counts(measures: Sequence[MeasureView]) -> tuple[Counted, ...]:
    """How many of a priority's measures are in each status."""
    tally = _tally("", (measure.judgement.status for measure in measures), MEASURE_STATUSES, "")
    return tally.counted if tally else ()


def squares(tally: Tally) -> Markup:
    """A square for each thing counted, while an eye can take them in; the counts beside them say it of any number."""
    return ready(charts.tally(tally.looks) if len(tally.looks) <= MOST_SQUARES else "")


def measure_columns(view: PriorityView) -> tuple[Quarter, ...]:
    """The two quarters a priority's table shows: the one reported and the one before it."""
    at = view.latest.quarter if view.latest else view.quarter
    return (at.previous, at)


def words_on(content: str, glossary: Sequence[Term]) -> tuple[Term, ...]:
    """The terms of the glossary that a page uses, for its list of words."""
    text = unescape(plain(content))
    found = [term for term in glossary if re.search(rf"(?<!\w){re.escape(term.term)}(?!\w)", text)]
    return tuple(sorted(found, key=lambda term: term.term.strip("(").casefold()))


def _address(correction: Correction) -> str | None:
    """Of the page that a correction names; home is "/" there, and "" everywhere else."""
    return None if correction.page is None else correction.page.removeprefix("/")
