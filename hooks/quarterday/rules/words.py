"""Words that are wrong on the page: placeholders, lost text, acronyms nobody explains, very long sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath

from quarterday.model import Coded, Data, PaperSection, Paragraph, Passage, Section
from quarterday.problems import Problem
from quarterday.rules.rule import Rule, warning
from quarterday.texts import Text, texts
from quarterday.wording import MOST_WORDS, length, sentences

PLACEHOLDER = re.compile(
    r"Choose an item\.|Choose a building block\.|Click (?:or tap )?(?:here )?to enter (?:text|a date)\."
    r"|Lorem ipsum|\[[Ii]nsert [^\]\n]{1,80}\]|#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)"
)
"""What Word's and Excel's forms print where nobody answered, or where a formula broke."""

NO_TITLE = re.compile(r"[\d\s.,:%£$€+-]+|nan|null|none|unnamed: \d+|(?:column|sheet) ?\d+", re.IGNORECASE)
CUT_BEFORE = re.compile(r"(and|or|but|of(?! which)|to|with|which|that|who|whose)\s")
CUT_AFTER = re.compile(r"(\.\.\.|…|(?<=\s)(?:and|or|the|a|an|of|&))\Z")
HEADINGS = (Passage, Section, PaperSection)
"""A heading may be a year alone, or begin and end as a headline does."""

PARTS = (Coded, Paragraph)
"""A line of a list or of a committee paper may go on from the one above it: "2.2 note the report; and"."""

PROSE = frozenset(
    ("text", "commentary", "action_taken", "achievements", "plans", "mitigation", "comments", "evidence"),
)
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+•]|\d+[.)])\s)")
ITEM = re.compile(r"(?:[-*+•]|\d+[.)])\s+")
LOWER = re.compile(r"[\s*_“‘\"'(]*([a-z]+)(?=[\s,])")
ENDED = re.compile(r"[.?!][\s”’\"')*_]*\Z")
TAIL = re.compile(r"\b(\w{3,})[.?!]\s+([a-z]+(?:\s+\S+){0,4})\Z")
LONGEST_TAIL = 100
"""Letters at the end of a text among which its last few words are looked for."""
BROKEN_OFF = re.compile(r"\s(and|or|the|a|an|of)\Z")
ABBREVIATED = frozenset(("etc", "incl", "approx", "dept", "est", "max", "min", "para", "fig", "inc", "ltd"))
FEWEST_LOST = 6
"""Words from which a text that begins in lower case is taken for cut off, and not for a remark such as "no change"."""

SAME_OPENING = 12
"""Words at the start of two sentences that tell they are one.

In the five reports, sentences meant to be alike share up to nine words, and the one printed twice shares 13.
"""
FEWEST_REPEATED = 8

FAR_TOO_MANY = 2 * MOST_WORDS
"""Words in a sentence of which the author is asked for a decision; ``check`` counts those of more than 25.

Twice the guidance: of 101 long sentences in the five reports two go so far, and both are lists.
"""

ACRONYM = re.compile(
    r"([A-Z](?<![\w.&].)(?<!\d/.)(?:[A-Z]{1,5}|[A-Z]{0,2}&[A-Z]{1,4}))(?:['’]?s)?(?![\w&]|\.\w|-\d|/\d| \d)"
)
SHOUTED = re.compile(r"[A-Z](?<![A-Z].)[A-Z]+(?:[ &.\d]+[A-Z]{2,})+")
EVERYDAY = frozenset(
    re.findall(
        r"\S+",
        """
        A&E AM BBC CCTV COVID EU FAQ GP ID IT MP MSP NHS OK PDF PM Q&A TV UK UN US VAT
        ALL AND ANY BOTH BY DUE EACH FOR IN IS MUST NEW NO NONE NOT OF ON ONLY OR OUR THE TO YES
        ACTION AMBER CODE DATE GOOD GREEN LEAD NOTE RED REPORT RISK RISKS STATUS TARGET TITLE
        JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC II III IV VI VII VIII IX XI XII
        """,
    )
)
"""What everybody knows (as in GOV.UK's style guide), words said loudly, months and numbers."""


def placeholders_are_answered(data: Data) -> Iterator[Problem]:
    """A form's own words, where nobody answered.

    Moray's service plan 2020-23 prints "Choose an item." in 11 cells of one column. That is one thing to decide.
    """
    found = [(text, words) for text in texts(data) if text.is_reported for words in PLACEHOLDER.findall(text.words)]

    def part(one: tuple[Text, str]) -> tuple[str, str, str]:
        text, words = one
        return text.document, str(PurePosixPath(text.place.path).parent), words

    for (document, _, words), group in groupby(sorted(found, key=part), part):
        places = [text.place for text, _ in group]
        told = f"'{words}' is what a form prints where nobody answered; it stands here {_times(len(places))}"
        yield warning(min(places), document, f"{words} ({_times(len(places))})", told)


def titles_are_words(data: Data) -> Iterator[Problem]:
    """What a spreadsheet left where a title should be.

    Midlothian's report of Q2 2022/23 prints "Priority Action 6: 6.0".
    """
    for text in _titles(data):
        if NO_TITLE.fullmatch(text.words.strip()):
            told = f"title is '{text.words}', which looks like what a spreadsheet left behind"
            yield warning(text.place, text.subject, text.words, told)


def titles_are_whole(data: Data) -> Iterator[Problem]:
    """A title that was cut to the width of a cell, or has lost its beginning.

    Midlothian's CS.SPSO.05.3 ends "complete within 20 working ..."; Moray's plan prints "and supported in their
    relationships" and "to minimise the impact of neglect on children and young people".
    """
    for text in _titles(data):
        words = text.words.strip()
        if end := CUT_AFTER.search(words):
            yield warning(text.place, text.subject, words, f"title ends in '{end[1]}', so its end may be lost")
        elif start := CUT_BEFORE.match(words):
            told = f"title begins with '{start[1]}' in lower case, so its beginning may be lost: '{words}'"
            yield warning(text.place, text.subject, words, told)


def texts_are_whole(data: Data) -> Iterator[Problem]:
    """Words before or after which something was lost.

    In Moray's report of Q2 2022/23 the text on STRAT1.1 goes on with "course in September, it is anticipating some
    households", and that on SERV1.3 ends with "new Service Manager." An editor who marks the place has answered.
    """
    for text in texts(data):
        if text.key in PROSE and text.is_reported and not isinstance(text.of, PARTS):
            for words, what in _lost(text.words):
                yield warning(text.place, text.subject, words, f"{text.key} {what}: '{words}'")


def _lost(prose: str) -> Iterator[tuple[str, str]]:
    blocks = [block.strip() for block in BLOCK.split(prose.strip())]
    items = [ITEM.match(block) for block in blocks]
    bodies = [block[item.end() :] if item else block for block, item in zip(blocks, items, strict=True)]
    lower = [bool(LOWER.match(body)) for body in bodies]
    ended = [True, *(bool(ENDED.search(block)) for block in blocks)]
    for number, body in enumerate(bodies):
        if lower[number] and ended[number] and not (items[number] and _is_style(number, items, lower)):
            if number:
                yield _opening(body), "goes on in the middle of a sentence"
            elif length(body) >= FEWEST_LOST:
                yield _opening(body), "begins in mid-sentence"
    last = blocks[-1]
    if (tail := TAIL.search(last[-LONGEST_TAIL:])) and tail[1].lower() not in ABBREVIATED:
        yield tail[2], "ends in a few words that belong to no sentence"
    if end := BROKEN_OFF.search(last):
        yield " ".join(last.split()[-5:]), f"ends with '{end[1]}', in the middle of a sentence"


def _is_style(number: int, items: list[re.Match[str] | None], lower: list[bool]) -> bool:
    """A list may be written in lower case. One item that differs from those beside it is not."""
    beside = [other for other in (number - 1, number + 1) if 0 <= other < len(items) and items[other]]
    return any(lower[other] for other in beside) if beside else number == 0


def sentences_are_printed_once(data: Data) -> Iterator[Problem]:
    """One sentence twice in a text, or begun anew.

    Moray's SERV1.3 prints "This has been a crucial role where a number of key contracts and the Additional Resource
    Allocation Group (ARAG) budget. This has been a crucial role where a number of key contracts and tenders …".
    """
    for text in texts(data):
        if not text.is_figure and text.is_reported and len(text.words.split()) >= 2 * FEWEST_REPEATED:
            starts = Counter(start for sentence in sentences(text.words) if (start := _start(sentence)))
            for start in (start for start, count in starts.items() if count > 1):
                told = f"{text.key} has a sentence {_times(starts[start])}, or its beginning: '{start} …'"
                yield warning(text.place, text.subject, start, told)


def _start(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:SAME_OPENING]) if len(words) >= FEWEST_REPEATED else ""


def acronyms_are_in_the_glossary(data: Data) -> Iterator[Problem]:
    """Letters that no reader is told the meaning of.

    Moray's reports print TMC, ECSL and ARAG. Each is told once, at the first place that does not spell it out.
    """
    known = {word for term in data.council.glossary for word in re.findall(r"[A-Z][A-Z&]*[A-Z]", term.term)}
    found: dict[str, list[Text]] = {}
    for text in texts(data):
        if text.document and not text.is_figure:
            for word in _acronyms(text.words) - known - EVERYDAY:
                if not _is_spelled_out(word, text.words):
                    found.setdefault(word, []).append(text)
    for word, using in found.items():
        first = min(using, key=lambda text: text.place)
        where = "one text, in" if len(using) == 1 else f"{len(using)} texts, first in"
        told = f"'{word}' is not in the glossary of council.yml, and stands unexplained in {where} {first.subject}"
        yield warning(first.place, word, word, told)


def _acronyms(words: str) -> set[str]:
    if words.isupper() and " " in words.strip():
        return set()
    return set(ACRONYM.findall(SHOUTED.sub(_unless_shouted, words)))


def _unless_shouted(run: re.Match[str]) -> str:
    """Capitals for a whole heading are not acronyms; two acronyms may stand side by side."""
    words = re.findall(r"[A-Z]+", run[0])
    return "" if len(words) > 2 or any(len(word) > 6 for word in words) else run[0]


def _is_spelled_out(word: str, words: str) -> bool:
    """Such as ``Additional Resource Allocation Group (ARAG)`` or ``NVR (Non Violent Resistance)``."""
    before, given, _ = words.partition(f"({word}")
    _, named, after = words.partition(f"{word} (")
    return bool(given and _in_order(word, before.split()[-len(word) - 3 :])) or bool(
        named and _in_order(word, after.partition(")")[0].split())
    )


def _in_order(word: str, full: list[str]) -> bool:
    initials = iter("".join(part[0] for part in full).upper())
    return all(letter in initials for letter in word if letter.isalpha())


def sentences_can_be_followed(data: Data) -> Iterator[Problem]:
    """A sentence far beyond what most people can follow.

    Moray's service plan has one of 69 words, of evidence for "Our approach to commissioning".
    """
    for text in texts(data):
        if text.document and not text.is_figure and len(text.words.split()) > FAR_TOO_MANY:
            long = (one for one in sentences(text.words) if len(one.split()) > FAR_TOO_MANY)
            found = [one for one in long if length(one) > FAR_TOO_MANY]
            if found:
                longest = max(found, key=length)
                more = f"; {len(found)} of its sentences have over {FAR_TOO_MANY}" if len(found) > 1 else ""
                told = f"{text.key} has a sentence of {length(longest)} words: '{_opening(longest)} …'{more}"
                yield warning(text.place, text.subject, _opening(longest), told)


def _titles(data: Data) -> Iterable[Text]:
    """Each title once for each thing, however often it is printed."""
    titles: dict[tuple[str, str], Text] = {}
    for text in texts(data):
        if text.key == "title" and text.is_reported and not isinstance(text.of, HEADINGS):
            titles.setdefault((text.subject, text.words.strip()), text)
    return titles.values()


def _opening(words: str) -> str:
    return " ".join(words.split()[:8])


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


RULES: tuple[Rule, ...] = (
    placeholders_are_answered,
    titles_are_words,
    titles_are_whole,
    texts_are_whole,
    sentences_are_printed_once,
    acronyms_are_in_the_glossary,
    sentences_can_be_followed,
)
