"""What a council promised and what it reported: facts as printed, and no rules.

Every class is frozen and remembers where it was written. The words of the keys are the words of the files in ``data/``.
"""

from __future__ import annotations

from datetime import time
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, model_validator
from pydantic.json_schema import SkipJsonSchema

from quarterday.entries import NOWHERE, Mapping, Sequence
from quarterday.fields import (
    Address,
    Count,
    Criterion,
    Day,
    Email,
    Incomplete,
    Language,
    Line,
    Period,
    Printed,
    Prose,
    Said,
    Slug,
    Time,
    Yes,
    some,
)
from quarterday.periods import Quarter
from quarterday.problems import Place

SCHEMA = 1
"""Which keys this module knows. It goes up when one changes, with a step in ``migrations``."""
PLACE_AS_A_KEY = "place (as a key)"
"""``place`` is ours; one that is written in a file is a key that is not known."""
SUBJECTS = frozenset({"place", "quarter", "plan", "priority", "outcome", "action", "measure"})
"""The keys that say what a report is about, and nothing of it."""


_GIVEN: dict[frozenset[str], set[str]] = {}


class Fact(BaseModel):
    """Anything written in ``data/``; ``place`` is where."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, use_enum_values=False)
    place: Annotated[SkipJsonSchema[InstanceOf[Place]], Field(exclude=True, repr=False)] = NOWHERE

    def model_post_init(self, context: Any) -> None:
        """Which keys were given is the same few sets for all figures, and would be a third of what they take."""
        given = _GIVEN.setdefault(frozenset(self.__pydantic_fields_set__), self.__pydantic_fields_set__)
        object.__setattr__(self, "__pydantic_fields_set__", given)

    @property
    def says_nothing(self) -> bool:
        """Only what it is about is given, as a new quarter begins. A key that is there and empty is a blank cell."""
        for key in self.__pydantic_fields_set__:
            if key not in SUBJECTS:
                given = getattr(self, key)
                if not isinstance(given, tuple):
                    return False
                for one in given:
                    if not (isinstance(one, Fact) and one.says_nothing):
                        return False
        return True

    @model_validator(mode="before")
    @classmethod
    def _remember_where(cls, given: Any) -> Any:
        if isinstance(given, Mapping):
            if "place" in given:
                return {**given, "place": given.place, PLACE_AS_A_KEY: given["place"]}
            return {**given, "place": given.place}
        if isinstance(given, (str, list)):
            raise ValueError("should be keys with values")
        return given


T = TypeVar("T")


class Version(Fact, Generic[T]):
    """What a promise said from one quarter on, and who agreed it."""

    since: Annotated[Period, Field(alias="from")]
    """The first quarter that it holds in."""
    value: T
    agreed_by: Line = ""
    """Who agreed it, and when: Exampleshire Council, 20 June 2022."""


ALWAYS = Quarter(1900, 1)
"""The quarter from which a thing holds that was written without one."""


def versions(given: Any) -> Any:
    """A thing that never changed is written without a list; it holds from the start."""
    if isinstance(given, tuple) or (isinstance(given, Sequence) and given):
        return given
    return [{"from": ALWAYS, "value": given}]


Words = Annotated[tuple[Version[Line], ...], BeforeValidator(versions)]
"""Text of which each version is kept: ``title: …`` or ``title: [{from: 2022-23-q1, value: …, agreed_by: …}]``."""
Figures = Annotated[tuple[Version[Printed], ...], BeforeValidator(versions)]


def in_force(versions: tuple[Version[T], ...], quarter: Quarter) -> T | None:
    """The version that held at a quarter, or None before the first."""
    held = [version for version in versions if version.since <= quarter]
    return max(held, key=lambda version: version.since).value if held else None


class Polarity(Enum):
    HIGHER = "higher"
    LOWER = "lower"
    WITHIN_RANGE = "within range"


class Frequency(Enum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    OTHER = "other"


class Counting(Enum):
    SNAPSHOT = "snapshot"
    CUMULATIVE = "cumulative"
    IN_PERIOD = "in period"


class PlanKind(Enum):
    LOIP = "loip"
    CORPORATE = "corporate"
    SERVICE = "service"


# ---- who publishes: data/council.yml ----


class Term(Fact):
    """A word or an acronym that a reader may not know."""

    term: Line
    meaning: Line
    full: Line = ""
    since: Annotated[Period | None, Field(alias="from")] = None
    """The first quarter whose edition explains it."""


class Rating(Fact):
    """One code of the council's priority ratings: a code list, not a rank."""

    code: Line
    meaning: Line


class ReasonWords(Fact):
    """Words this council prints where there is no figure, and which of the five reasons they mean."""

    printed: Line
    reason: Line


class ReportedStatus(Fact):
    """Words of a report's own status key, and the word for it on this site."""

    printed: Line
    means: Line


class Rules(Fact):
    """The numbers in the rules of status, whose sentences are in ``quarterday.status``, and of small numbers.

    ``behind_by``: points of progress behind a straight line before an action is "check progress".
    ``tolerance``: how far off target is still "close to target", where a measure gives no tolerance of its own.
    ``disclosure_threshold``: a count of people from 1 to below it is told before it is published. 5 is common; a
    protocol such as Public Health Scotland's (Statistical Disclosure Protocol) says how to choose. A 0 tells of nobody.
    ``disclosure_denominator``: a share or an average that can be of fewer is told, where its decimals show it. 10 is
    the rule of the Office for National Statistics for what describes a group in research outputs.
    """

    behind_by: Printed
    tolerance: Printed
    disclosure_threshold: Count = 5
    disclosure_denominator: Count = 10
    agreed_by: Line = ""


class Contact(Fact):
    """Where a reader tells of a problem, or asks for another format. It is a team, never a person."""

    team: Said
    email: Email | None = None
    form: Address | None = None
    phone: Line = ""
    post: Line = ""
    answers_within: Line = ""
    """How long an answer may take, in words such as "5 working days"."""
    formats: tuple[Line, ...] = ("large print", "Easy Read", "British Sign Language (BSL)", "another language")
    note: Line = ""

    @model_validator(mode="after")
    def _can_be_reached(self) -> Contact:
        if self.email is None and self.form is None:
            raise Incomplete("contact should give an email or a form, which every reader can use from a page")
        if not self.formats:
            raise Incomplete("formats should name at least one, or be left out")
        return self


class OtherLanguage(Fact):
    """Words of another language that stand in pages, so that a screen reader can say them in it."""

    words: Said
    language: Language


class Council(Fact):
    """``publisher`` answers for the website, where that is not the council; a demonstration is not a council's."""

    name: Line
    area: Line
    publisher: Line = ""
    """Who answers for the website, where that is not the council."""
    contact: Contact
    tagline: Line = "Performance, quarter by quarter"
    language: Language = "en-GB"
    of_schema: Annotated[Count, Field(alias="schema")] = 1
    """Which keys the data have. Written by quarterday migrate; the first, unless it is given."""
    demonstration: Line = ""
    """Says on every page that this is not a council's own website, and why."""
    made_up: Yes = False
    """Yes, where there is no such council."""
    licence: Line
    """What others may do with the figures."""
    ratings: tuple[Rating, ...] = ()
    """The codes by which the council rates how much something matters."""
    reasons: tuple[ReasonWords, ...] = ()
    """Words of the council's own where there is no figure."""
    statuses: tuple[ReportedStatus, ...] = ()
    """Words of the reports' own status key, and what each means here."""
    rules: Rules
    glossary: tuple[Term, ...] = ()
    """Words that a reader may not know."""
    other_languages: tuple[OtherLanguage, ...] = ()


# ---- how accessible the website is: data/accessibility.yml ----


class Barrier(Fact):
    """Something on the website that some people cannot read or use."""

    what: Said
    criterion: Criterion
    instead: Line = ""
    """What a reader can do meanwhile."""
    fixed_by: Day | None = None
    not_fixed_because: Line = ""

    @model_validator(mode="after")
    def _has_a_date_or_a_reason(self) -> Barrier:
        if self.fixed_by is None and not self.not_fixed_because:
            raise Incomplete("a barrier should give fixed_by, or not_fixed_because")
        return self


class Burden(Fact):
    """A barrier that the council says it would be disproportionate to remove (regulation 7 of SI 2018/952)."""

    what: Said
    why: Said


class Finding(Enum):
    FULLY = "fully compliant"
    PARTIALLY = "partially compliant"
    NOT = "not compliant"


class Audit(Fact):
    """A test by people. Only one that found full compliance lets the statement claim it."""

    by: Said
    on: Day
    how: Said
    finding: Finding


class AutomaticTest(Fact):
    """The last run of the automatic tests; ``views`` are pages times schemes times widths of screen."""

    on: Day
    by: Said
    tools: Said
    pages: Count
    views: Count
    faults: Count


class Accessibility(Fact):
    """What people, and the project's own tests, found of the website."""

    prepared: Day
    reviewed: Day
    barriers: tuple[Barrier, ...] = ()
    burdens: tuple[Burden, ...] = ()
    audit: Audit | None = None
    last_test: AutomaticTest

    @property
    def is_found_compliant(self) -> bool:
        """People tested the website and found that it meets the standard, and no test since found a fault."""
        return bool(self.audit and self.audit.finding is Finding.FULLY and not self.last_test.faults)

    @model_validator(mode="after")
    def _claims_only_what_was_found(self) -> Accessibility:
        if self.reviewed < self.prepared:
            raise Incomplete("reviewed should be the day of prepared, or after it")
        if self.audit and self.audit.on > self.reviewed:
            raise Incomplete("reviewed should be the day of the audit, or after it")
        if not self.last_test.pages:
            raise Incomplete("last_test should have read at least one page")
        if not (self.barriers or self.burdens or self.is_found_compliant):
            raise Incomplete(
                "the file should list under barriers what some people cannot use,"
                " or give an audit with the finding 'fully compliant' and a last_test without faults"
            )
        return self


# ---- what was promised: data/plans/<plan>/ ----


class Link(Fact):
    """The golden thread: a plan, a priority or an outcome that this serves. Links are the editor's reading."""

    plan: Slug
    priority: Slug | None = None
    """One of its priorities; the plan as a whole, unless it is given."""
    outcome: Slug | None = None
    """One of its outcomes."""


class Source(Fact):
    """The document a fact was printed in."""

    title: Line
    date: Line = ""
    note: Prose = ""


class Named(Fact):
    """A label and what stands beside it, as printed."""

    name: Line
    value: Printed


class Coded(Fact):
    code: Line
    text: Prose


class Improvement(Fact):
    """What a plan says should improve, and the evidence for it."""

    title: Line
    cells: tuple[Named, ...] = ()
    evidence: Prose = ""


class Section(Fact):
    """A headed part of a document that is neither outcome, action nor measure."""

    title: Line
    text: Prose = ""
    columns: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    note: Prose = ""


class Measure(Fact):
    id: Slug
    """A name that never changes: it is in the address of its page."""
    code: Line = ""
    """As the reports print it, such as CS.SPSO.04.1."""
    title: Words
    outcome: Slug | None = None
    """The outcome in this file that it counts for."""
    action: Slug | None = None
    """The action in this file whose updates give its figures."""
    number: Line = ""
    """The number that the plan prints before it."""
    unit: Line = ""
    """What is counted, where the figures do not print it: days, families."""
    frequency: Frequency | None = None
    counting: Counting | None = None
    """Whether a figure is of one day, of the year so far, or of its quarter."""
    polarity: Polarity | None = None
    """Which way is better. It is our reading, and marked so. Without it no status is worked out."""
    tolerance: Printed | None = None
    """How far off target is still close to target: 2 in its own unit, or 5% of the target."""
    real_change: Printed | None = None
    """The published criterion of a real change: 2 in its own unit, or 5% of the earlier figure. Less is none."""
    definition: Words = ()
    """What exactly is counted."""
    numerator: Line = ""
    denominator: Line = ""
    data_source: Line = ""
    data_lag: Line = ""
    """How long after a quarter its figure is known."""
    owner: Words = ()
    """A post, never a person's name."""
    baseline: Printed | None = None
    """Where it started, as printed."""
    target: Figures = ()
    """Where it should be, as printed; a list of versions where it changed."""
    due: Figures = ()
    """By when the target is to be reached, as printed."""
    also_in: tuple[Slug, ...] = ()
    """Other actions whose updates give its figures."""
    in_plan: Yes = True
    """No, where only a report prints it and the plan has no such row."""
    sensitive: Yes = False
    """It counts few people, whatever its words say: the check asks of its small figures. Nothing is held back by it."""
    formerly: tuple[Slug, ...] = ()
    """Its earlier ids, where it was renamed, merged or split: their addresses lead here."""
    editors_note: Prose = ""
    """Words of the editor's, marked as ours on the page."""


class Milestone(Fact):
    title: Line
    due: Printed | None = None


class Action(Fact):
    id: Slug
    """A name that never changes: it is in the address of its page."""
    code: Line = ""
    title: Words
    outcome: Slug | None = None
    """The outcome in this file that it works for."""
    due: Figures = ()
    """As printed; a list of versions where it changed."""
    rating: Figures = ()
    lead: Annotated[tuple[Line, ...], BeforeValidator(some)] | None = None
    """Posts, never names. An empty list says that the plan names nobody."""
    in_plan: Yes = True
    """No, where only a report prints it and the plan has no such row."""
    milestones: tuple[Milestone, ...] = ()
    serves: tuple[Link, ...] = ()
    """Plans, priorities and outcomes that it serves: the golden thread."""
    formerly: tuple[Slug, ...] = ()
    editors_note: Prose = ""


class Outcome(Fact):
    """One row of a plan: what will be different, by when, and who leads."""

    id: Slug
    title: Line
    strategic: Line = ""
    since: Annotated[Period | None, Field(alias="from")] = None
    """The first quarter whose edition shows it; every one, unless it is given."""
    cells: tuple[Named, ...] = ()
    completion: Annotated[tuple[Printed, ...], BeforeValidator(some)] = ()
    """By when, as printed."""
    lead: Annotated[tuple[Line, ...], BeforeValidator(some)] | None = None
    rating: Printed | None = None
    serves: tuple[Link, ...] = ()
    editors_note: Prose = ""


class Priority(Fact):
    """One priority of a plan, or one action group; ``id`` is the name of its file."""

    id: Slug
    code: Line = ""
    title: Words
    kind: Line = "Priority"
    """What the plan calls it, such as Priority Action."""
    group: Line = ""
    part_of: Line = ""
    manager: Line = ""
    manager_label: Line = "Priority manager"
    lead: Line = ""
    lead_label: Line = "Lead officer"
    serves: tuple[Link, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    actions: tuple[Action, ...] = ()
    measures: tuple[Measure, ...] = ()
    editors_note: Prose = ""


class Plan(Fact):
    id: Slug
    title: Line
    kind: PlanKind
    name: Line
    since: Annotated[Period | None, Field(alias="from")] = None
    """The first quarter whose edition shows it."""
    starts: Day | None = None
    """The first day of the plan. Progress is compared with a straight line from it to the due date."""
    ends: Day | None = None
    printed_period: Line = ""
    source: Source | None = None
    definition: tuple[Coded, ...] = ()
    resources: tuple[Named, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    columns: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()
    order: tuple[Slug, ...] = ()
    """The priorities in the order the plan prints them; the others follow, by id."""
    priorities: tuple[Priority, ...] = ()
    editors_note: Prose = ""


# ---- what was reported: data/quarters/<quarter>/ ----


class Mark(Enum):
    """What a reader should know of a figure before using it."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    LOW = "low"
    """It is printed as 0, and is more than nothing."""

    @property
    def key(self) -> str:
        """The shorthand of the Government Statistical Service for tables."""
        return {"PROVISIONAL": "[p]", "REVISED": "[r]", "LOW": "[low]"}[self.name]


class Part(Fact):
    """A result for one area or group."""

    by: Said
    name: Said
    value: Printed


class Result(Fact):
    """A figure for a quarter. ``quarter`` is the one it is about, which may be before the one that reports it."""

    quarter: Period
    """The quarter that the figure is about, which may be before the one that reports it."""
    value: Printed
    """As printed: 41.8%, £34, 908, N/A, Data available March 2023."""
    numerator: Printed | None = None
    denominator: Printed | None = None
    breakdown: tuple[Part, ...] = ()
    """The figure for each area or group."""
    marks: tuple[Mark, ...] = ()
    from_text: Yes = False
    """Yes, where the figure was found in the report's prose."""
    quote: Line = ""
    """The sentence that it was found in."""
    note: Prose = ""


class Override(Fact):
    """A person's judgement in place of the rule's, with the reason that the page prints."""

    status: Line
    reason: Line
    by: Line


class Update(Fact):
    """An officer's words, with the quarter printed on them, which may be older than the report's."""

    quarter: Period | None = None
    """The quarter printed on the words."""
    printed_quarter: Line = ""
    """As the report prints it, such as Q2 202/23."""
    text: Prose
    """The officer's words, in Markdown."""
    editors_note: Prose = ""


class MeasureReport(Fact):
    """One measure as one quarter's report prints it. A key that is there and empty was blank in the report."""

    measure: Slug
    code: Line = ""
    title: Line = ""
    due: Printed | None = None
    """As this report prints it; the plan's holds, unless it is given."""
    target: Printed | None = None
    """As this report prints it; the plan's holds, unless it is given."""
    baseline: Printed | None = None
    results: tuple[Result, ...] = ()
    status: Printed | None = None
    """The report's own word or sign. It is never filled in from our rule."""
    status_note: Line = ""
    """What a reader should know of it, such as that its colour was lost."""
    commentary: Prose = ""
    """The officer's words about the figure."""
    action_taken: Prose = ""
    """What is done where it is off target."""
    override: Override | None = None
    """A person's judgement in place of our rule's."""
    editors_note: Prose = ""


class ActionReport(Fact):
    action: Slug
    code: Line = ""
    title: Line = ""
    rating: Printed | None = None
    desired_outcomes: Annotated[tuple[Line, ...], BeforeValidator(some)] = ()
    due: Printed | None = None
    """As this report prints it; the plan's holds, unless it is given."""
    progress: Printed | None = None
    """As printed, such as 66%."""
    status: Printed | None = None
    """The report's own word or sign. It is never filled in from our rule."""
    status_note: Line = ""
    update: Update | None = None
    milestones_reached: tuple[Line, ...] = ()
    """The titles of those of its milestones that the report says were reached."""
    override: Override | None = None
    """A person's judgement in place of our rule's."""
    editors_note: Prose = ""


class Rag(Fact):
    """The colour a report gives to a section, in words; never worked out."""

    of: Line
    value: Printed
    note: Line = ""


class Figure(Fact):
    """A figure a section prints, picked out for the reader."""

    name: Line
    value: Printed
    note: Line = ""


class Passage(Fact):
    """Text under a heading of its own."""

    title: Line = ""
    text: Prose
    figures: tuple[Figure, ...] = ()


class OutcomeReport(Fact):
    outcome: Slug
    rag: Rag | None = None
    label: Line = ""
    passages: tuple[Passage, ...] = ()


class Risk(Fact):
    title: Line = ""
    text: Prose
    mitigation: Prose | None = None
    """What is done about it, where the report prints that."""
    mitigation_label: Line = "Mitigating action"


class ChangeRequest(Fact):
    text: Prose
    decision: Line = ""


class NextStep(Fact):
    title: Line
    due: Printed | None = None
    """As printed."""
    done: Printed | None = None
    """As the report prints that it was done: a date, or a word such as Completed."""
    comments: Prose = ""


class Row(Fact):
    """The row a report prints for a plan or an action group as a whole: a roll-up is data, never calculated."""

    code: Line = ""
    title: Line = ""
    headings: Annotated[tuple[Line, ...], BeforeValidator(some)] = ()
    rating: Printed | None = None
    desired_outcomes: Annotated[tuple[Line, ...], BeforeValidator(some)] | None = None
    due: Printed | None = None
    progress: Printed | None = None
    progress_label: Line = "complete"
    progress_note: Line = ""
    status: Printed | None = None
    status_note: Line = ""
    update: Update | None = None
    editors_note: Prose = ""


class Headline(Fact):
    """The editor's sentence, marked as ours."""

    text: Line
    more: Line = ""


class PriorityReport(Fact):
    """One priority in one quarter; ``priority`` is the name of its file."""

    priority: Slug
    title: Line = ""
    headline: Headline | None = None
    row: Row | None = None
    """The row for the priority as a whole."""
    rag: tuple[Rag, ...] = ()
    """The colours that the report gives to its sections, in words."""
    achievements_label: Line = "Progress and achievements"
    achievements: Prose = ""
    """What was done, in Markdown."""
    plans_label: Line = "Plans for next quarter"
    plans: Prose = ""
    """What is planned next, in Markdown."""
    outcomes: tuple[OutcomeReport, ...] = ()
    actions: tuple[ActionReport, ...] = ()
    measures: tuple[MeasureReport, ...] = ()
    participation: tuple[Passage, ...] = ()
    """What people who use the services said and did."""
    passages: tuple[Passage, ...] = ()
    risks_label: Line = "Risks and mitigation"
    risks: tuple[Risk, ...] = ()
    change_requests: Prose | None = None
    """As printed; None is an answer too."""
    change_requests_list: tuple[ChangeRequest, ...] = ()
    next_steps_label: Line = "Next steps"
    next_steps: tuple[NextStep, ...] = ()
    editors_note: Prose = ""


class OffTargetRow(Fact):
    measure: Slug
    code: Line = ""
    title: Line = ""
    value: Printed
    target: Printed
    gauge: Printed | None = None
    history: Printed | None = None
    next_update: Printed | None = None
    last_update: Line = ""
    last_update_quarter: Period | None = None


class OffTargetList(Fact):
    """The council's own list of what is off target, as stated."""

    title: Line
    columns: tuple[Line, ...] = ()
    rows: tuple[OffTargetRow, ...] = ()
    note: Prose = ""


class KeyEntry(Fact):
    """One line of a report's own key. The sign may be lost."""

    sign: Line = ""
    words: Line


class PlanReport(Fact):
    """A plan as a whole, in one quarter."""

    plan: Slug
    headline: Headline | None = None
    row: Row | None = None
    service_priority: Line = ""
    counts: tuple[StatusCount, ...] = ()
    counts_note: Line = ""
    risks_label: Line = "Challenges and risks"
    risks: tuple[Risk, ...] = ()
    passages: tuple[Passage, ...] = ()
    off_target: OffTargetList | None = None


class StatusCount(Fact):
    """How many the report itself says are in one status, in its words."""

    number: Count
    words: Line
    means: Line


class ReportPaper(Fact):
    """The printed report that a quarter's figures come from."""

    title: Line
    period: Line = ""
    organisation: Line = ""
    headings: tuple[Line, ...] = ()
    labels: tuple[Named, ...] = ()
    columns: tuple[Line, ...] = ()
    key: tuple[KeyEntry, ...] = ()
    key_title: Line = ""
    source: Source | None = None
    editors_note: Prose = ""


class Paragraph(Fact):
    number: Line = ""
    heading: Line = ""
    text: Prose


class PaperSection(Fact):
    number: Line = ""
    title: Line
    paragraphs: tuple[Paragraph, ...] = ()


class Implication(Fact):
    letter: Line
    title: Line
    text: Prose


class CommitteeReport(Fact):
    """A paper to a committee; ``id`` is the name of its file."""

    id: Slug
    committee: Line
    date: Line
    """As printed."""
    day: Day
    """The same day, as 2022-11-01."""
    subject: Line
    by: Line
    """A post, never a person's name."""
    headline: Line = ""
    sections: tuple[PaperSection, ...] = ()
    recommendations: tuple[Paragraph, ...] = ()
    recommendations_title: Line = "Recommendation"
    recommendations_number: Line = ""
    implications_title: Line = "Summary of implications"
    implications_number: Line = ""
    implications: tuple[Implication, ...] = ()
    author: Line = ""
    background_papers: Printed | None = None
    reference: Printed | None = None
    appendices: Prose = ""
    editors_note: Prose = ""


class QuarterData(Fact):
    """Everything in one folder of ``data/quarters/``; the folder's name is the quarter."""

    quarter: Period
    covers: tuple[Slug, ...] = ()
    """The plans that this quarter's reports are on. What is late or missing is said of these alone."""
    paper: ReportPaper | None = None
    plans: tuple[PlanReport, ...] = ()
    priorities: tuple[PriorityReport, ...] = ()
    committee_reports: tuple[CommitteeReport, ...] = ()
    editors_note: Prose = ""


PlanReport.model_rebuild()


# ---- what was corrected: data/corrections.yml ----


class CorrectionKind(Enum):
    CORRECTION = "correction"
    LATE_DATA = "late data"
    DEFINITION_CHANGE = "definition change"
    WITHDRAWAL = "withdrawal"
    """Something was removed to protect people, or by law. The entry says that, when and why, and never what."""


class Correction(Fact):
    """A change to an edition that was published. An entry is added; it is never edited or removed once published."""

    id: Slug
    """A name that no other entry has."""
    date: Day
    """The day it was made."""
    quarter: Period
    """The edition that is corrected."""
    kind: CorrectionKind
    measure: Slug | None = None
    action: Slug | None = None
    page: Line | None = None
    """The address of a page within the edition, such as ``plans/loip/``; ``/`` is home."""
    was: Annotated[Line | None, Field(alias="from")] = None
    """The words as they were published; blank where the edition gave none."""
    to: Line | None = None
    reason: Said
    """Why, in words for the public."""
    withdraws: tuple[Slug, ...] = ()
    """Earlier entries whose own words a withdrawal takes back too."""

    @model_validator(mode="after")
    def _says_what_changed(self) -> Correction:
        if len([what for what in (self.measure, self.action, self.page) if what]) != 1:
            raise Incomplete("a correction should give one of measure, action and page")
        given = [words for words in (self.was, self.to) if words is not None]
        if self.kind is CorrectionKind.WITHDRAWAL and given:
            raise Incomplete("a withdrawal should give neither from nor to: it never says what was removed")
        if self.kind is not CorrectionKind.WITHDRAWAL and len(given) != 2:
            raise Incomplete("a correction should give from and to, as printed; either may be blank")
        if self.kind is not CorrectionKind.WITHDRAWAL and self.withdraws:
            raise Incomplete("only a withdrawal may have withdraws")
        return self


class Corrections(Fact):
    """The public ledger, oldest entry first."""

    corrections: tuple[Correction, ...] = ()


# ---- the covering report of a paper to committee: data/paper.yml ----


class StandingImplication(Fact):
    """What the council's reports say under one letter of the summary of implications; blank until a person says it."""

    letter: Line
    title: Line
    text: Prose = ""


class CoveringReport(Fact):
    """The words that only people can write, for the report that ``quarterday paper`` makes. All may be left out."""

    committee: Line = ""
    """The committee that it goes to."""
    date: Line = ""
    """The day of the committee, as it is to be printed."""
    subject: Line = ""
    """What stands as its title."""
    by: Line = ""
    """A post, never a person's name."""
    author: Line = ""
    """A post, never a person's name."""
    reference: Line = ""
    reason: Prose = ""
    """Why the committee is given it. A blank line begins a new numbered paragraph."""
    recommendation: Prose = ""
    """What the committee is asked to do."""
    background: Prose = ""
    implications: tuple[StandingImplication, ...] = ()
    """By letter, from a to h; the text is the council's standing words."""
    conclusion: Prose = ""
    background_papers: Prose = ""


# ---- editions to come: data/calendar.yml ----


class Stage(Enum):
    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"


class Moved(Fact):
    """A confirmed date that was changed."""

    was: Annotated[Day, Field(alias="from")]
    time: Time | None = None
    """The time that was confirmed, where that is what was changed."""
    reason: Said


class SignedOff(Fact):
    """Who let an edition be published: a post, never a person's name."""

    by: Said
    date: Day


class Release(Fact):
    """When an edition is to be published. Until then ``publish`` refuses it."""

    quarter: Period
    stage: Stage
    """Whether the date is confirmed."""
    date: Day
    time: Time = time(9, 30)
    """In the United Kingdom."""
    committee: Line = ""
    committee_date: Day | None = None
    signed_off: SignedOff | None = None
    moved: tuple[Moved, ...] = ()


class Calendar(Fact):
    editions: tuple[Release, ...] = ()


# ---- what people decided about what the check found: data/acknowledged.yml ----


class Acknowledgement(Fact):
    """A person's answer to a warning: it is known, and stays as it is. It holds while the words it is about stand."""

    rule: Line
    file: Line = ""
    """Such as ``data/quarters/2022-23-q2/serv1.yml``; wherever it is found unless given."""
    subject: Line
    about: Line
    by: Said
    """A post, never a person's name."""
    why: Said
    date: Day


class Acknowledgements(Fact):
    acknowledged: tuple[Acknowledgement, ...] = ()


class Data(BaseModel):
    """All of ``data/``."""

    model_config = ConfigDict(frozen=True)
    council: Council
    accessibility: Accessibility
    plans: tuple[Plan, ...]
    quarters: tuple[QuarterData, ...]
    corrections: tuple[Correction, ...] = ()
    calendar: tuple[Release, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    covering: CoveringReport = CoveringReport()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Of every plan: those of the plan itself, then those of its priorities."""
        return tuple(
            measure
            for plan in self.plans
            for measure in (*plan.measures, *(of for priority in plan.priorities for of in priority.measures))
        )

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(action for plan in self.plans for priority in plan.priorities for action in priority.actions)
