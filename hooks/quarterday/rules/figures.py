"""Figures that do not agree with their own parts, or with the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cache

from quarterday.model import Data, Result
from quarterday.phrases import in_one_line
from quarterday.problems import Problem
from quarterday.rules.numerals import NUMBER, number
from quarterday.rules.reported import OfMeasure, OfPlan, groups, plans, words
from quarterday.rules.rule import Rule, note, warning
from quarterday.values import Kind, Reason, Value

ALONE = r"(?<![\w/.,£-])"
SHARE = r"(?P<share>\d{1,3}(?:\.\d{1,6})?)(?: ?%| per ?cent)"
RATIO = rf"(?P<part>{NUMBER})(?: ?/ ?| (?:out )?of (?:the |all )?)(?P<whole>{NUMBER})"
IS_A_CHANGE = r"(?! (?:points|more|less|fewer|higher|lower|up|down|above|below|better|worse))"
SHARES = (
    re.compile(rf"{ALONE}{RATIO}(?:, ?\(?| ?\(|(?: [a-z]+){{1,4}} \(){SHARE}{IS_A_CHANGE}\)?", re.IGNORECASE),
    re.compile(rf"{ALONE}{SHARE} \({RATIO}\)?", re.IGNORECASE),
)
"""A share beside what it is of: ``42/424, 9.9%``, ``11/43 (25.6%)``, ``18 of 43 children (41.8%)``, ``66% (12 of 18)``.
"""

NOT_ITS_FIGURE = (
    *("about", "above", "additional", "another", "baseline", "below", "by", "extra", "first", "from", "further"),
    *("last", "least", "most", "next", "of", "other", "over", "than", "target", "to", "under", "up"),
)
"""Words before a number that say it is a change, a limit, an earlier figure or a part."""
FINEST = Decimal("1e-6")
"""A share is not compared beyond six decimal places."""


def percentages_fit_their_ratios(data: Data) -> Iterator[Problem]:
    """Moray's report gives 18 of 43 children as 41.8%: it is 41.86, which was cut off and not rounded; and 12 of 18
    siblings as 66%."""
    for plan in plans(data):
        for item in plan.measures:
            for result in item.report.results:
                value, (part, whole) = result.value, (result.numerator, result.denominator)
                if value.kind is Kind.PERCENTAGE and value.number is not None and part and whole:
                    why = _does_not_fit(value.printed, value.number, part.number, whole.number)
                    if why:
                        about = f"{value.printed}, {part.printed} and {whole.printed}"
                        yield warning(value.place or result.place, _source(plan, item, result), about, why)


def percentages_in_prose_fit_their_ratios(data: Data) -> Iterator[Problem]:
    """Moray's report says '11/43 (25.6%)', which is right; '12/43 (27.9%)' would be wrong with 27.8%."""
    for plan in plans(data):
        results = [result for item in plan.measures for result in item.report.results]
        held = {(one.value.number, one.numerator.number) for one in results if one.numerator}
        for of, place, text in words(plan):
            if not ("%" in text or "cent" in text) or not ("/" in text or " of " in text):
                continue  # the patterns are slow, and most texts have no share or no ratio
            for pattern in SHARES:
                for match in pattern.finditer(text):
                    share, part, whole = (number(match[name]) for name in ("share", "part", "whole"))
                    why = _does_not_fit(f"{match['share']}%", share, part, whole)
                    if why and (share, part) not in held:  # told of the figure that was taken from the text
                        yield warning(place, of.subject, match[0], f"in '{match[0]}', {why}")


def new_measure_is_no_target(data: Data) -> Iterator[Problem]:
    """Midlothian prints 'New Measure' under Target for two measures, with 0 under Baseline, where nine others have it
    under Baseline. In a plan, or where a report has no baselines, the words say that there is no target yet."""
    for group in groups(data):
        for item in group.measures:
            target, baseline = item.report.target, item.report.baseline
            if _is_new(target) and target and baseline and not _is_new(baseline):
                under = f", and '{baseline.printed}' under baseline" if baseline.printed else ", and baseline is blank"
                told = f"'{target.printed}' is printed where the target should be{under}; is it in the wrong cell?"
                yield warning(target.place or item.report.place, item.subject, target.printed, told)


def figures_and_words_agree(data: Data) -> Iterator[Problem]:
    """Midlothian's measure of families who benefit from Family Systemic Work is 17; beside it the report says '19
    families referred in Q2'.

    Only a number that stands right before the measure's unit, where no other measure of the priority has that unit.
    It may count something else, so a person is asked and nothing is stopped.
    """
    for group in groups(data):
        for item in group.measures:
            result = item.result
            if result is None or not item.measure.unit or result.value.kind is not Kind.NUMBER:
                continue
            text = item.report.commentary
            if group.units[item.measure.unit] == 1:
                text = f"{text}\n\n{group.report.achievements}"
            found = dict(_of_unit(text, item.measure.unit)) if text.strip() else {}
            if len(found) == 1 and _known(item).isdisjoint(found.values()):
                [said] = found
                told = f"figure is {result.value.printed}, and the text beside it says '{said}'"
                place = result.value.place or result.place
                about = f"{result.value.printed} and {said}"
                yield note(place, item.subject, about, f"{told}; do they count the same?")


def _source(plan: OfPlan, item: OfMeasure, result: Result) -> str:
    """The action in whose text a figure stands; the measure, where it has a row of its own."""
    if result.from_text and result.quote:
        quote = in_one_line(result.quote)
        for name in filter(None, (item.measure.action, *item.measure.also_in)):
            action = plan.actions.get(name)
            if action and action.report.update and quote in in_one_line(action.report.update.text):
                return action.subject
    return item.subject


def _does_not_fit(printed: str, share: Decimal, part: Decimal | None, whole: Decimal | None) -> str:
    """Why a share is not that of its ratio; blank where it is, or where there is no ratio of a part and a whole."""
    if part is None or not whole or part > whole:
        return ""
    exact, step = part * 100 / whole, Decimal(1).scaleb(min(int(share.as_tuple().exponent), 0))
    if step < FINEST:
        return ""
    if share in (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_HALF_EVEN)):
        return ""
    right = exact.quantize(min(step, Decimal("0.1")), ROUND_HALF_UP)
    how = "; was it cut off and not rounded?" if share == exact.quantize(step, ROUND_DOWN) else "; which one holds?"
    return f"{part} of {whole} is {right}%, and '{printed}' is printed{how}"


def _is_new(value: Value | None) -> bool:
    return value is not None and value.reason is Reason.NEW_MEASURE


def _known(item: OfMeasure) -> set[Decimal]:
    """The figures that a text may well mention: this quarter's, earlier ones, the target and the baseline."""
    values = [item.target, item.report.baseline or item.measure.baseline, *(one.value for one in item.report.results)]
    return {value.number for value in values if value is not None and value.number is not None}


def _of_unit(text: str, unit: str) -> Iterator[tuple[str, Decimal]]:
    for match in _before(unit).finditer(text):
        if (match[1] or "").casefold() not in NOT_ITS_FIGURE:
            yield match[0].removeprefix(f"{match[1]} "), number(match[2])


@cache
def _before(unit: str) -> re.Pattern[str]:
    """A number that stands right before a unit, and the word before it."""
    return re.compile(rf"(?:\b(\w{{1,20}}) )?(?<![\w.,/£-])({NUMBER}) {re.escape(unit)}\b", re.IGNORECASE)


RULES: tuple[Rule, ...] = (
    percentages_fit_their_ratios,
    percentages_in_prose_fit_their_ratios,
    new_measure_is_no_target,
    figures_and_words_agree,
)
