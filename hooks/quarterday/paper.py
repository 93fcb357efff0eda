"""The covering report of a quarter for a committee, with its appendices: what is said and in which order, as a value.

What people alone can write comes from ``data/paper.yml`` or from a committee report that is held. It is never made up:
what is not given is marked "To be completed". The form is that of a Scottish council's covering report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby

from quarterday.addresses import by_priority, named, outside
from quarterday.changes import changes
from quarterday.changes_in_words import Row, in_short, rows
from quarterday.figures import Chart, chart_name, chart_of, drawable, status_counts
from quarterday.history import Dated
from quarterday.missed import ORDER, Missed, compared, disagreements, missed
from quarterday.model import CommitteeReport, Paragraph, PriorityReport
from quarterday.periods import Quarter
from quarterday.phrases import all_of, counted, lowered, opening, sentence
from quarterday.report import ActionView, MeasureView, PlanView, PriorityView, Report
from quarterday.sentences import about_measure, about_priority
from quarterday.shorthand import shorthand, signs_of
from quarterday.status import ACTION_STATUSES, MEASURE_STATUSES, Status
from quarterday.values import Value

TO_BE_COMPLETED = "To be completed"
IMPLICATIONS = {
    "a": "Corporate plan and Local Outcomes Improvement Plan (LOIP)",
    "b": "Policy and legal",
    "c": "Financial",
    "d": "Risk",
    "e": "Staffing",
    "f": "Property",
    "g": "Equalities and socio-economic impact",
    "h": "Consultations",
}
"""The letters of the summary of implications, as in Moray Council's report of 18 November 2020."""
TOLD_IN_FULL = 20
"""Measures off target with the officers' words; the table before them has all."""
ON_ONE_PAGE = 4
"""Measures, and priorities, that the summary for the chair has room for."""


NONE_JUDGED = "No measure can be judged, so none is listed."
MOST_BARS = 10
"""Priorities in the chart of statuses: more would not stand on one page, and the table has all."""


class Whose(Enum):
    OURS = "worked out or written by this program"
    PRINTED = "as reported"
    MISSING = TO_BE_COMPLETED


@dataclass(frozen=True)
class Words:
    """A paragraph. ``printed`` words may hold Markdown; the others are plain. ``number`` is such as 3.1."""

    text: str
    whose: Whose = Whose.OURS
    number: str = ""
    label: str = ""


@dataclass(frozen=True)
class Table:
    """A caption, heads and rows of text; the first cell of a row names it. ``numbers``: which columns hold figures."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    key: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Picture:
    """A chart, with what it shows in words; the table of its figures stands straight after it."""

    chart: Chart
    name: str


Block = Words | Table | Picture


@dataclass(frozen=True)
class Part:
    """Something under a heading."""

    title: str
    number: str = ""
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class Paper:
    """One document. ``about`` are the lines at its head: Report to, Date, By, Reference."""

    title: str
    publisher: str
    language: str
    quarter: Quarter
    about: tuple[tuple[str, Words], ...]
    parts: tuple[Part, ...]
    appendices: tuple[Part, ...] = ()
    note: str = ""

    @property
    def to_complete(self) -> tuple[str, ...]:
        """What a person has still to write, in the order of the paper."""
        return (*(name for name, words in self.about if words.whose is Whose.MISSING), *_to_complete(self.parts))


def _to_complete(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if any(isinstance(block, Words) and block.whose is Whose.MISSING for block in part.blocks):
            yield part.heading
        yield from _to_complete(part.parts)


def paper(report: Report, like: CommitteeReport | None = None) -> Paper:
    """The covering report with its appendices; ``like``: the committee report whose words it takes."""
    appendices = tuple(
        replace(part, number=f"Appendix {number}:") for number, part in enumerate(_appendices(report), 1)
    )
    covering = report.known.covering
    title = like.subject if like else covering.subject
    return Paper(
        title or f"Performance in {report.quarter.title}",
        report.council.name,
        report.council.language,
        report.quarter,
        _about_like(like) if like else _about(report),
        (*_sections_like(like), _performance(report, "", appendices)) if like else _sections(report, appendices),
        appendices,
        report.council.demonstration,
    )


def summary(report: Report) -> Paper:
    """One page for the chair: how many stand where, the worst, and where each priority stands."""
    found = missed(report)
    worst = tuple(
        Words(about_measure(one.measure) or opening(sentence(one.judgement.because)), label=named(one.measure))
        for one in found[:ON_ONE_PAGE]
    )
    rest = len(found) - len(worst)
    told = [p for p in report.priorities if p.latest]
    of_priorities = tuple(Words(about_priority(p) or _of_when(p), label=named(p)) for p in told[:ON_ONE_PAGE])
    more = len(told) - len(of_priorities)
    none = "None is off target or close to it." if compared(report) else NONE_JUDGED
    worst = worst or (Words(none),)
    if rest:
        worst += (Words(f"The full report lists {counted(rest, 'more measure')}, worst first."),)
    of_priorities = of_priorities or (Words("No report on a priority is held here."),)
    if more:
        of_priorities += (Words(f"The full report has {counted(more, 'more priority', 'more priorities')}."),)
    return Paper(
        f"Summary for the chair: {report.quarter.title}",
        report.council.name,
        report.council.language,
        report.quarter,
        (("Quarter", Words(f"{report.quarter.title} ({report.quarter.months})")),),
        (
            Part("Where things stand", blocks=(*map(Words, _where(report, found)), *_counted(report))),
            Part("Furthest from target", blocks=worst),
            Part("Each priority", blocks=of_priorities),
        ),
        note=report.council.demonstration,
    )


# ---- the covering report ----


def _about(report: Report) -> tuple[tuple[str, Words], ...]:
    covering = report.known.covering
    return tuple(
        (name, Words(given, Whose.PRINTED) if given else Words(TO_BE_COMPLETED, Whose.MISSING))
        for name, given in (
            ("Report to", covering.committee),
            ("Date", covering.date),
            ("By", covering.by),
            ("Reference", covering.reference),
        )
    )


def _about_like(like: CommitteeReport) -> tuple[tuple[str, Words], ...]:
    reference = like.reference.printed if like.reference is not None else ""
    named_in = (("Report to", like.committee), ("Date", like.date), ("By", like.by), ("Reference", reference))
    return tuple((name, Words(given, Whose.PRINTED)) for name, given in named_in if given)


def _sections(report: Report, appendices: Sequence[Part]) -> tuple[Part, ...]:
    covering = report.known.covering
    given = {one.letter.strip("()").lower(): one for one in covering.implications}
    letters = {letter: given[letter].title if letter in given else title for letter, title in IMPLICATIONS.items()}
    letters |= {letter: one.title for letter, one in given.items() if letter not in letters}
    implications = tuple(
        Part(title, f"({letter})", _given(given[letter].text if letter in given else ""))
        for letter, title in letters.items()
    )
    performance = _performance(report, "4", appendices)
    return (
        Part("Reason for report", "1", _numbered("1", covering.reason)),
        Part("Recommendation", "2", _numbered("2", covering.recommendation)),
        Part("Background", "3", _numbered("3", covering.background)),
        performance,
        Part("Summary of implications", "5", parts=implications),
        Part("Conclusion", "6", _numbered("6", covering.conclusion)),
        Part("Author of report", blocks=_given(covering.author)),
        Part("Background papers", blocks=_given(covering.background_papers)),
    )


def _sections_like(like: CommitteeReport) -> tuple[Part, ...]:
    """Sections, recommendations and implications as that report prints them, in its own order."""
    sections = [Part(one.title, one.number, _paragraphs(one.paragraphs)) for one in like.sections]
    if like.recommendations:
        asked = Part(like.recommendations_title, like.recommendations_number, _paragraphs(like.recommendations))
        sections.insert(1, asked)
    if like.implications:
        parts = tuple(Part(one.title, f"({one.letter.strip('()')})", _given(one.text)) for one in like.implications)
        of_all = Part(like.implications_title, like.implications_number, parts=parts)
        sections.insert(max(len(sections) - 1, 1), of_all)
    return (*sections, Part("Author of report", blocks=_given(like.author)))


def _given(text: str) -> tuple[Words, ...]:
    return (Words(text, Whose.PRINTED) if text.strip() else Words(TO_BE_COMPLETED, Whose.MISSING),)


def _numbered(section: str, text: str) -> tuple[Words, ...]:
    """A number for each paragraph; a list belongs to the paragraph before it."""
    found: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        if found and re.match(r"[ \t]|[-*+] |\d+[.)] ", block):
            found[-1] += f"\n\n{block}"
        else:
            found.append(block)
    return tuple(replace(_given(one)[0], number=f"{section}.{at}") for at, one in enumerate(found, 1))


def _paragraphs(found: Sequence[Paragraph]) -> tuple[Words, ...]:
    return tuple(Words(one.text, Whose.PRINTED, one.number, one.heading) for one in found)


def _performance(report: Report, number: str, appendices: Sequence[Part]) -> Part:
    """What the data say, in a few paragraphs, and where the rest stands."""
    quarter, held = report.quarter, report.this_quarter
    plans = [plan.plan.title for plan in report.plans if held and plan.id in held.covers]
    covers = f"Its reports cover {all_of(plans)}." if plans else "The data name no plan that its reports cover."
    told = [
        f"This paper is about {quarter.title} ({quarter.months}). {covers}",
        *_where(report, missed(report)),
        "Statuses are worked out from the printed figures by published rules. A report’s own status is another fact.",
        f"The appendices are made from the published data: {all_of(_named_appendices(appendices))}.",
    ]
    blocks = tuple(Words(words, number=f"{number}.{at}" if number else "") for at, words in enumerate(told, 1))
    return Part("Performance in the quarter", number, blocks)


def _named_appendices(appendices: Sequence[Part]) -> Iterator[str]:
    for part in appendices:
        yield f"{part.number.removesuffix(':')}, {lowered(part.title)}"


def _where(report: Report, found: Sequence[Missed]) -> Iterator[str]:
    """A count is of the latest figures, and says so where they are not all of this quarter."""
    yield _one_sentence(report, found)
    told = [view for view in report.priorities if view.latest]
    earlier = sum(1 for view in told if not view.is_of_this_quarter)
    if earlier:
        every = counted(len(told), "priority", "priorities")
        yield f"For {earlier} of {every}, no report of this quarter is held here, so the last one held is counted."


def _one_sentence(report: Report, found: Sequence[Missed]) -> str:
    judged = compared(report)
    if not judged:
        every = counted(len(report.measures), "measure")
        return f"Of {every}, none has both a figure and a target that can be compared, so none is judged here."
    off = sum(1 for one in found if one.judgement.status is Status.OFF_TARGET)
    close = len(found) - off
    every = counted(judged, "measure")
    early = sum(1 for one in found if one.judgement.early)
    later = f" For {early} of them the target is for a day still to come." if early else ""
    figures = "a figure and a target" if judged == 1 else "figures and targets"
    missing = f"{off or 'none'} {'is' if off < 2 else 'are'} off target and {close or 'none'} close to it"
    return f"Of {every} with {figures} that can be compared, {missing}.{later}"


# ---- the appendices ----


def _appendices(report: Report) -> Iterator[Part]:
    yield Part("Summary of the quarter", blocks=tuple(_summary_blocks(report)))
    yield _off_target(report)
    yield _changed(report)
    silent = [named(priority) for priority in report.priorities if not priority.latest]
    parts = [part for plan in report.plans for part in _of_plan(plan, report)]
    blocks = (Words(f"No report is held here on {all_of(silent)}."),) if silent else ()
    yield Part("Each priority", blocks=blocks, parts=tuple(parts))


def _summary_blocks(report: Report) -> Iterator[Block]:
    yield from _counts(report)
    found = status_counts(by_priority(report), report.council.area, report.quarter)
    if found and len(found.rows) <= MOST_BARS:
        yield Picture(found.chart, f"{found.chart.message}. The table below has every count.")
    if found:
        rows = [(name, *map(str, numbers)) for name, numbers in found.rows]
        rows.append(("All", *map(str, found.totals)))
        yield table(f"{found.chart.what}", ("Priority", *found.heads), rows)


def _counts(report: Report) -> tuple[Table, ...]:
    """How many measures and actions are in each status, by our rules."""
    tables = []
    for what, order in (("measures", MEASURE_STATUSES), ("actions", ACTION_STATUSES)):
        found = report.counts.get(what)
        if found:
            rows = [(status.word, str(found[status.word])) for status in order if status.word in found]
            tables.append(table(f"{opening(what)} by status, worked out here", ("Status", opening(what)), rows))
    return tuple(tables)


def _counted(report: Report) -> Iterator[Words]:
    """The same counts in a line for each."""
    for table in _counts(report):
        yield Words("; ".join(f"{word} {number}" for word, number in table.rows), label=table.caption)


def _off_target(report: Report) -> Part:
    found = missed(report)
    blocks: list[Block] = [Words(_one_sentence(report, found))]
    if found:
        blocks.append(Words(f"The order is by a published rule. {' '.join(ORDER)}"))
        rows = [
            (named(one.measure), *_figures(one), one.gap or "Not worked out", _status(one.measure)) for one in found
        ]
        values = [value for one in found for value in (one.held.result.value, one.held.target)]
        marks = [sign for one in found for sign in signs_of(one.held.marks)]
        heads = ("Measure", "Quarter", "Value", "Target", "Gap", "Worked out here")
        blocks.append(
            table("Measures off target or close to it, worst first", heads, rows, shorthand(values, marks), (2, 3))
        )
    stated = [part for plan in report.plans for part in _stated(plan, report)]
    shown = found[:TOLD_IN_FULL]
    if len(found) > len(shown):
        blocks.append(Words(f"The worst {len(shown)} of the {len(found)} are told in full below."))
    return Part("Off target", blocks=tuple(blocks), parts=(*stated, *map(_miss, shown)))


def _figures(one: Missed) -> tuple[str, str, str]:
    held = one.held
    return held.quarter.short, as_marked(held.result.value, signs_of(held.marks)), as_printed(held.target)


def _changed(report: Report) -> Part:
    """Since the last quarter that is held, which need not be the one before: the heading names it."""
    before = next((one for one in report.to_date() if one.quarter < report.quarter), None)
    if before is None:
        return Part("What changed", blocks=(Words("No earlier quarter is held here, so nothing can be compared."),))
    found = changes(before, report)
    blocks: list[Block] = [Words(sentence) for sentence in in_short(found)]
    for kind, of_it in groupby(rows(found), key=lambda row: row.change):
        blocks.append(_compared(opening(kind), tuple(of_it), before.quarter, report.quarter))
    return Part(f"What changed since {before.quarter.title}", blocks=tuple(blocks))


def _compared(kind: str, found: Sequence[Row], before: Quarter, now: Quarter) -> Table:
    """Both sides, where there are any, and a note, where there is one. What was withdrawn shows no side."""
    heads, cells = ["About"], [[_about_row(row)] for row in found]
    if any(row.then or row.now for row in found):
        heads += [f"Then, {before.short}", f"Now, {now.short}"]
        for row, told in zip(found, cells, strict=True):
            told += [side or ("Blank" if row.then or row.now else "Not shown") for side in (row.then, row.now)]
    if any(map(_note, found)) or len(heads) == 1:
        heads.append("Note")
        for row, told in zip(found, cells, strict=True):
            told.append(_note(row) or "None")
    return table(kind, heads, map(tuple, cells), (), ())


def _about_row(row: Row) -> str:
    cells = row.cells
    return f"{cells['code']} {cells['title']}".strip()


def _note(row: Row) -> str:
    return opening("; ".join(filter(None, (row.direction, row.note))))


def _stated(plan: PlanView, report: Report) -> Iterator[Part]:
    """The report's own list, as it states it, and where our rule differs."""
    if plan.latest is None or plan.latest.fact.off_target is None:
        return
    listed = plan.latest.fact.off_target
    rows = [(f"{row.code} {row.title}".strip(), as_printed(row.value), as_printed(row.target)) for row in listed.rows]
    key = shorthand([value for row in listed.rows for value in (row.value, row.target)])
    blocks: list[Block] = [table(listed.title, ("Code and title", "Value", "Target"), rows, key, (1, 2))]
    for one in disagreements(plan, report):
        where = "is on the report’s list" if one.listed else "is not on the report’s list"
        blocks.append(Words(f"It {where}. Our rule says {lowered(one.judgement.sentence)}.", label=named(one.measure)))
    yield Part(f"As the report states, {plan.latest.quarter.title}", blocks=tuple(blocks))


def _miss(one: Missed) -> Part:
    blocks = [Words(f"{one.judgement.sentence}. {one.for_how_long}")]
    if one.said:
        fact, when = one.said.fact, one.said.quarter
        for label, text in (("Commentary", fact.commentary), ("Action being taken", fact.action_taken)):
            given = Words(text, Whose.PRINTED) if text.strip() else Words(f"The report for {when.title} gives none.")
            blocks.append(replace(given, label=f"{label}, {when.short}"))
    if one.actions:
        linked = "; ".join(f"{named(action)} ({lowered(action.judgement.status.word)})" for action in one.actions)
        blocks.append(Words(linked, label="Linked actions"))
    return Part(named(one.measure), blocks=tuple(blocks))


def _of_plan(plan: PlanView, report: Report) -> Iterator[Part]:
    for priority in plan.priorities:
        if priority.latest:
            yield _priority(priority, priority.latest, report)
    reported = [measure for measure in plan.measures if measure.current]
    if reported:
        yield Part(outside(plan), blocks=tuple(_measures(outside(plan), reported)))


def _priority(view: PriorityView, latest: Dated[PriorityReport], report: Report) -> Part:
    """As far as the latest report goes; what it leaves blank is said to be so."""
    fact = latest.fact
    blocks: list[Block] = [Words(words) for words in (about_priority(view), _of_when(view)) if words]
    if fact.headline:
        blocks.append(Words(fact.headline.text, label="The editor’s sentence"))
    if fact.rag:
        rows = [(rag.of, _stated_status(rag.value), rag.note) for rag in fact.rag]
        heads = ("Part of the report", "Status in the report", "Note")
        blocks.append(
            table(f"Statuses in the report of {latest.quarter.title}: {named(view)}", heads, _whole(rows), (), ())
        )
    blocks += _measures(named(view), view.measures)
    drawn = next((measure for measure in view.measures if len(drawable(measure)) >= 2), None)
    if drawn:
        blocks += _charted(drawn, report.council.area)
    blocks += actions_table(f"Actions: {named(view)}", view.actions)
    for label, text in ((fact.achievements_label, fact.achievements), (fact.plans_label, fact.plans)):
        if text.strip():
            blocks.append(Words(text, Whose.PRINTED, label=label))
    blocks += _risks(fact)
    if fact.change_requests is not None:
        text = fact.change_requests
        words = Words(text, Whose.PRINTED) if text.strip() else Words("The report leaves this blank.")
        blocks.append(replace(words, label="Change requests"))
    for request in fact.change_requests_list:
        blocks.append(Words(request.text, Whose.PRINTED, label="Change request"))
        if request.decision:
            blocks.append(Words(request.decision, Whose.PRINTED, label="Decision"))
    blocks += _next_steps(view, fact)
    return Part(
        f"{view.code} {named(view)}".strip() if view.code not in named(view) else named(view), blocks=tuple(blocks)
    )


def _next_steps(view: PriorityView, fact: PriorityReport) -> Iterator[Block]:
    """Whether one is done is a column where the report has such a cell."""
    steps = fact.next_steps
    if not steps:
        return
    says = any(step.done is not None for step in steps)
    rows = [
        (step.title, as_printed(step.due), *((as_printed(step.done),) if says else ()), step.comments or "None")
        for step in steps
    ]
    key = shorthand([value for step in steps for value in (step.due, *((step.done,) if says else ()))])
    heads = ("Step", "Due", *(("Done",) if says else ()), "Comments")
    yield table(f"{fact.next_steps_label}: {named(view)}", heads, rows, key, ())


def _of_when(view: PriorityView) -> str:
    """Nothing later is held: whether there should be is another question, which is not asked here."""
    if view.latest is None or view.is_of_this_quarter:
        return ""
    return f"The latest report held here is that of {view.latest.quarter.title}; no later report is held here."


def _measures(title: str, views: Sequence[MeasureView]) -> Iterator[Block]:
    if not views:
        return
    rows: list[tuple[str, ...]] = []
    values: list[Value | None] = []
    marks: list[str] = []
    for view in views:
        held = view.current
        value = held.result.value if held else None
        signs = signs_of(held.marks) if held else ()
        values += [view.baseline, view.target, value]
        marks += signs
        when = held.quarter.short if held else "None held"
        rows.append(
            (
                named(view),
                as_printed(view.baseline),
                as_printed(view.target),
                when,
                as_marked(value, signs),
                _status(view),
            )
        )
    heads = ("Measure", "Baseline", "Target", "Latest figure of", "Value", "Worked out here")
    yield table(f"Measures: {title}", heads, rows, shorthand(values, marks), (1, 2, 4))


def _charted(view: MeasureView, area: str) -> Iterator[Block]:
    """A chart never stands without its figures."""
    chart = chart_of(view, area)
    if chart is None:
        return
    yield Picture(chart, chart_name(view))
    rows = [
        (held.quarter.title, as_marked(held.result.value, signs_of(held.marks)), as_printed(held.target))
        for held in reversed(view.series)
    ]
    values = [value for held in view.series for value in (held.result.value, held.target)]
    marks = [sign for held in view.series for sign in signs_of(held.marks)]
    yield table(
        f"The figures of the chart: {named(view)}", ("Quarter", "Value", "Target"), rows, shorthand(values, marks)
    )


def actions_table(caption: str, views: Sequence[ActionView]) -> Iterator[Block]:
    if not views:
        return
    rows = [
        (
            f"{view.code} {named(view)}".strip(),
            as_printed(view.due),
            as_printed(view.progress),
            view.judgement.status.word if view.latest else "No report on it is held here",
        )
        for view in views
    ]
    key = shorthand([value for view in views for value in (view.due, view.progress)])
    yield table(caption, ("Action", "Due", "Progress", "Worked out here"), rows, key, (2,))


def _risks(fact: PriorityReport) -> Iterator[Block]:
    for number, risk in enumerate(fact.risks, 1):
        yield Words(risk.text, Whose.PRINTED, label=risk.title or f"Risk {number}")
        if risk.mitigation is not None and risk.mitigation.strip():
            yield Words(risk.mitigation, Whose.PRINTED, label=risk.mitigation_label)
        else:
            yield Words("No mitigation is printed.")


# ---- as printed, in text ----


def as_printed(value: Value | None) -> str:
    """As it is printed; a reason for none with its sign, and a blank is said to be one."""
    if value is None:
        return "[x]"
    if value.reason:
        return f"{value.printed or 'Not reported'} {value.reason.key}"
    return value.printed


def as_marked(value: Value | None, signs: Sequence[str]) -> str:
    return " ".join((as_printed(value), *signs))


def _status(view: MeasureView) -> str:
    return view.judgement.status.word


def _stated_status(value: Value) -> str:
    return "Not stated" if value.reason else value.printed


def _whole(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [tuple(cell or "None" for cell in row) for row in rows]


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[tuple[str, ...]],
    key: Iterable[tuple[str, str]] = (),
    numbers: Sequence[int] | None = None,
) -> Table:
    """``numbers``: the columns of figures; all but the first, unless they are given."""
    figures = tuple(at in numbers if numbers is not None else at > 0 for at in range(len(heads)))
    return Table(caption, tuple(heads), tuple(rows), figures, tuple(key))
