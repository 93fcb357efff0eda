"""Actions that a report counts in words, against their progress and against one another's counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from quarterday.model import Data, Row
from quarterday.phrases import all_of
from quarterday.problems import Place, Problem
from quarterday.rules.numerals import IN_WORDS, number
from quarterday.rules.reported import OfAction, at, plans
from quarterday.rules.rule import Rule, warning
from quarterday.status import STATUS_WORDS, Status
from quarterday.values import Kind
from quarterday.wording import sentences


class Stage(Enum):
    """What a text says of the actions it counts."""

    DONE = "completed"
    THERE = "where they should be"
    BEHIND = "behind"


STAGES = {
    Stage.BEHIND: r"behind|fail(?:ed|s)? to complete|outstanding|overdue|delayed|late\b",
    Stage.DONE: r"completed?\b|finished",
    Stage.THERE: r"at (?:the |an )?(?:anticipated|expected|planned) stage|on (?:target|track|schedule)|caught up",
}
STAGE = re.compile("|".join(f"(?P<{stage.name}>{words})" for stage, words in STAGES.items()), re.IGNORECASE)
A_NUMBER = "|".join(IN_WORDS)
NUMERAL = re.compile(rf"\b(?:{A_NUMBER}|(?<!quarter )\d{{1,3}}(?= (?:\w+ )?actions\b))\b", re.IGNORECASE)
OF_ALL = re.compile(rf"\bof (?:the |our |its )?({A_NUMBER}|\d{{1,3}}) (?:\w+ ){{0,2}}actions\b", re.IGNORECASE)
CODE = re.compile(r"\(([A-Z][\w. /-]{1,30})\)")
ACTION = re.compile(r"\bactions?\b", re.IGNORECASE)
OF_A_PERIOD = re.compile(
    r"\b(?:last|previous|earlier|this|the|during|in|next) (?:quarter|year|month|period)\b", re.IGNORECASE
)
"""What is said of these is what happened in them, and not how many there are."""
UNCERTAIN = re.compile(r"\b(?:not|yet|if|may|might|could|should|will|hope|expected to|due to|likely)\b", re.IGNORECASE)
"""Before a stage, any of these says that it is not, or not yet, so."""


@dataclass(frozen=True)
class Counted:
    """The actions that one text counts, by their stage, and those it names."""

    place: Place
    by_stage: tuple[tuple[Stage, int], ...]
    named: tuple[tuple[str, Stage], ...]
    all: tuple[int, ...]
    """How many there are, where the text says so: the five of "of the five actions"."""

    def of(self, stage: Stage) -> int:
        return dict(self.by_stage).get(stage, 0)

    @property
    def total(self) -> int:
        return sum(count for _, count in self.by_stage)


def counts_in_words_agree_with_progress(data: Data) -> Iterator[Problem]:
    """Moray's report says of SERV1 'Two of the four Service Actions have completed': two have 100%."""
    for plan in plans(data):
        if plan.report and plan.report.row and plan.is_whole:
            yield from _against_progress(plan.subject, plan.report.row, [*plan.actions.values()])
        for group in plan.groups:
            if group.report.row and group.is_whole:
                yield from _against_progress(group.subject, group.report.row, [*group.actions])


def counts_of_statuses_agree_with_progress(data: Data) -> Iterator[Problem]:
    """Moray's plan counts 3, 4, 4 and 1 actions by status: 12, as there are rows, and 3 of them have 100%."""
    for plan in plans(data):
        counts = plan.report.counts if plan.report else ()
        actions = [*plan.actions.values()]
        if not counts or not actions or not plan.is_whole:
            continue
        total, done = sum(one.number for one in counts), sum(map(_is_done, actions))
        if total != len(actions):
            told = f"the statuses of {total} actions are counted, and the report has {len(actions)}"
            yield warning(counts[0].place, plan.subject, f"{total} and {len(actions)}", f"{told}; which one holds?")
        completed = [one for one in counts if STATUS_WORDS.get(one.means) is Status.COMPLETED]
        if completed and sum(one.number for one in completed) != done:
            said = sum(one.number for one in completed)
            told = f"{said} counted as '{completed[0].words}', and {_have(done)} 100%"
            yield warning(completed[0].place, plan.subject, f"{said} and {done}", f"{told}; which one holds?")


def counts_of_a_plan_are_the_sum_of_its_groups(data: Data) -> Iterator[Problem]:
    """Moray's text on the plan counts four actions where they should be and five behind; those on its groups count
    five and four. They say that STRAT2.2 has caught up, and the text on the plan seems to count it as behind."""
    for plan in plans(data):
        whole = counted(plan.report.row) if plan.report and plan.report.row else None
        of = [(group, counted(group.report.row)) for group in plan.groups if group.report.row]
        parts = [(group, one) for group, one in of if one]
        count = len(plan.actions)
        if whole is None or len(parts) < len(plan.groups) or whole.total != count:
            continue
        if any(one.total != len([*group.actions]) for group, one in parts):
            continue
        said = {stage: whole.of(stage) for stage in Stage}
        summed = {stage: sum(one.of(stage) for _, one in parts) for stage in Stage}
        if said == summed:
            continue
        more = [stage for stage in Stage if summed[stage] > said[stage]]
        codes = {_key(one.action.code): one for one in plan.actions.values() if one.action.code}
        named = [_key(code) for _, one in parts for code, stage in one.named if stage in more]
        meant = [codes[code] for code in named if code in codes]
        subject = meant[0].subject if len(meant) == 1 else plan.subject
        places = all_of(f"{group.priority.code or group.priority.id} ({at(one.place)})" for group, one in parts)
        told = f"the text on the plan counts {_counts(said)}, those on {places} together {_counts(summed)}"
        which = f"; {all_of(one.action.code for one in meant)} may be counted in two ways" if meant else ""
        yield warning(whole.place, subject, f"{_counts(said)}; {_counts(summed)}", f"{told}{which}; which count holds?")


def counted(row: Row) -> Counted | None:
    """The actions that the text of a row counts by stage; None where it counts none."""
    if row.update is None:
        return None
    by_stage: Counter[Stage] = Counter()
    named: list[tuple[str, Stage]] = []
    all_of_them: list[int] = []
    for sentence in sentences(row.update.text):
        if not ACTION.search(sentence) or OF_A_PERIOD.search(sentence):
            continue
        all_of_them += [int(number(match[1])) for match in OF_ALL.finditer(sentence)]
        sentence = OF_ALL.sub("", sentence)
        numerals = [*NUMERAL.finditer(sentence)]
        for one, following in zip_longest(numerals, numerals[1:]):
            clause = sentence[one.end() : following.start() if following else None]
            found = STAGE.search(clause)
            if found and not UNCERTAIN.search(clause[: found.start()]):
                stage = Stage[found.lastgroup or ""]
                by_stage[stage] += int(number(one[0]))
                named += [(match[1], stage) for match in CODE.finditer(clause)]
    if not by_stage:
        return None
    counts = tuple(sorted(by_stage.items(), key=lambda item: item[0].value))
    return Counted(row.update.place, counts, tuple(named), tuple(all_of_them))


def _against_progress(subject: str, row: Row, actions: list[OfAction]) -> Iterator[Problem]:
    """Held against a text that puts each action in one stage; what is said of some of them may be of the quarter."""
    text, done = counted(row), sum(map(_is_done, actions))
    if text is None:
        return
    if text.total in text.all and text.total != len(actions):
        told = f"the text speaks of {text.total} actions, and the report has {len(actions)}"
        yield warning(text.place, subject, f"{text.total} and {len(actions)}", f"{told}; which one holds?")
    elif text.total == len(actions) and text.of(Stage.DONE) != done:
        told = f"the text counts {text.of(Stage.DONE)} completed actions, and {_have(done)} 100%"
        yield warning(text.place, subject, f"{text.of(Stage.DONE)} and {done}", f"{told}; which one holds?")


def _is_done(action: OfAction) -> bool:
    progress = action.report.progress
    return progress is not None and progress.kind is Kind.PERCENTAGE and progress.number == 100


def _have(count: int) -> str:
    return f"{count} {'has' if count == 1 else 'have'}"


def _key(code: str) -> str:
    """``STRAT 2.2`` is ``STRAT2.2``."""
    return re.sub(r"\s", "", code).casefold()


def _counts(counts: dict[Stage, int]) -> str:
    return all_of(f"{count} {stage.value}" for stage, count in counts.items())


RULES: tuple[Rule, ...] = (
    counts_in_words_agree_with_progress,
    counts_of_statuses_agree_with_progress,
    counts_of_a_plan_are_the_sum_of_its_groups,
)
