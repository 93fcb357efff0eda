"""Counts of people in prose: "one child was registered", "workers (x3)", "40 of 43 children", "reduced by one".

A number is a count of people where it stands before, or after an x, a word for people; or where it stands before a verb
and people are spoken of. A number in another's stead is none: a stage, a year, a rate, an end of a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quarterday.wording import sentences


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


ONE_TO_TWENTY = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
IN_WORDS = {word: number for number, word in enumerate(ONE_TO_TWENTY, 1)}

SERVED = {
    "child": "children",
    "baby": "babies",
    "infant": "infants",
    "toddler": "toddlers",
    "teenager": "teenagers",
    "pupil": "pupils",
    "student": "students",
    "learner": "learners",
    "boy": "boys",
    "girl": "girls",
    "brother": "brothers",
    "sister": "sisters",
    "sibling": "siblings",
    "person": "people",
    "individual": "individuals",
    "adult": "adults",
    "youth": "youths",
    "woman": "women",
    "man": "men",
    "female": "females",
    "male": "males",
    "resident": "residents",
    "tenant": "tenants",
    "family": "families",
    "parent": "parents",
    "mother": "mothers",
    "father": "fathers",
    "carer": "carers",
    "leaver": "leavers",
    "victim": "victims",
    "survivor": "survivors",
    "perpetrator": "perpetrators",
    "offender": "offenders",
    "prisoner": "prisoners",
    "patient": "patients",
    "client": "clients",
    "user": "users",
    "applicant": "applicants",
    "claimant": "claimants",
    "complainant": "complainants",
    "refugee": "refugees",
    "seeker": "seekers",
}
"""One and many. A household is many alone: "household waste" is not about people."""
STAFF = {
    "worker": "workers",
    "employee": "employees",
    "practitioner": "practitioners",
    "leader": "leaders",
    "officer": "officers",
    "manager": "managers",
    "trainer": "trainers",
    "teacher": "teachers",
    "nurse": "nurses",
    "colleague": "colleagues",
    "volunteer": "volunteers",
}
ONE_SERVED = frozenset(SERVED) | {"ceyp"}
MANY_SERVED = frozenset(SERVED.values()) | {"households", "persons", "ceyp", "female", "male"}
ONE_OF_STAFF = frozenset(STAFF) | {"staff"}
MANY_STAFF = frozenset(STAFF.values()) | {"staff"}
ANY_SERVED = ONE_SERVED | MANY_SERVED
ANY_STAFF = ONE_OF_STAFF | MANY_STAFF

THINGS = frozenset(
    _words(
        "protection poverty group support care centre minding minder planning plan wellbeing systemic therapy"
        " service home house placement meeting court benefit development friendly led worker practitioner"
    )
)
"""After "one child" or "one family" these are what is counted: one child protection meeting."""
HAPPENED = frozenset(
    _words(
        "approval referral registration deregistration de-registration admission removal placement adoption exclusion"
        " death birth pregnancy"
    )
)
"""One of these is of one person, where people are spoken of: two carer approvals."""
OTHER_WORDS = frozenset(
    _words(
        "a an the and or but to for in on at by with from into who whom which that is are was were be been"
        " being has have had do does did will would can could may might must should as than not no their our"
        " its his her your this these those per within between across about over under after before during"
        " through where when while if it we they he she since until out up down off via so because compared"
        " against also each every all both day week month year hour minute time way stage point bed bedroom"
    )
)
"""A count of people does not reach over them."""
OF = frozenset(_words("of the these those our its their whom them"))
DID = frozenset(
    _words(
        "was were is are has have had remain remains remained became left moved returned entered died went"
        " came started registered deregistered de-registered removed added adopted placed referred admitted"
        " excluded"
    )
)
LABELS = frozenset(
    _words(
        "stage year phase level grade tier band type category part quarter step class section priority number"
        " aged age day version table figure action group room primary secondary p s"
    )
)
"""After these a figure is a name: stage 1. After "the quarter" it is not."""
POINTING = frozenset(_words("the this that last previous each every a our its no any some which"))

FIGURES = r"[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9}"
SAID = "|".join(ONE_TO_TWENTY)
NUMBER = re.compile(
    rf"(?<![\w£$€/.,%–-])(?P<x>[x×] ?)?(?P<number>{FIGURES}|{SAID})(?: ?[x×](?= ))?(?![\w%/–]|[.,:][0-9]|-)",
    re.IGNORECASE,
)
NAME_OR_RANGE = re.compile(
    rf"(?:{FIGURES}|{SAID})\s*(?:-|–|to|or|in)\s*$|between (?:{FIGURES}|{SAID}) and\s*$", re.IGNORECASE
)
TIMES = re.compile(rf"(?<![A-Za-z])([A-Za-z]+) \(?[x×] ?({FIGURES})\)?(?!\w)", re.IGNORECASE)
CHANGE = re.compile(
    r"(?:reduc|increas|decreas|declin|f[ae]ll|fell|ris|rose|drop|grow|grew|up|down)[a-z]* (?:by|of) $", re.IGNORECASE
)
SHARE = re.compile(
    rf"(?<![\w£/.,%–-])({FIGURES}|{SAID})(?: [a-z]+){{0,2}}?(?:/| (?:out )?of (?:the |our |these |those )?)"
    rf"({FIGURES}|{SAID})(?![\w%/–]|[.,:][0-9]|-)",
    re.IGNORECASE,
)
WORD = re.compile(r"[A-Za-z][\w’'-]*")
FIGURE = re.compile(r"[0-9]")
NEXT = re.compile(rf" ({FIGURES}|[A-Za-z][\w’'-]*)")
BRACKETS = re.compile(r" \([^()]*\)")
MARKS = re.compile(r"[*_`\\]+")
NEAR = 200
"""Characters that are read on either side of a number."""
FARTHEST = 5
"""Words from a number to the people whom it counts."""


@dataclass(frozen=True)
class Counted:
    """A number of people that words tell, or let a reader take away: 3, of "40 of 43 children"."""

    phrase: str
    number: int
    sentence: str = ""
    staff: bool = False


def counted(text: str) -> tuple[Counted, ...]:
    """Every count of people, small or not, in the order of the text."""
    if not _may_count(text) or not (NUMBER.search(text) or TIMES.search(text) or SHARE.search(text)):
        return ()
    found: list[Counted] = []
    before = ""
    for sentence in map(_plain, sentences(text)):
        found += _in_sentence(sentence, names_people(f"{before} {sentence}"))
        before = sentence
    return tuple(found)


def _may_count(text: str) -> bool:
    """It has a word, and a number. Most texts are a figure alone or have no number, and the patterns are slow."""
    if not WORD.search(text):
        return False
    words = text.casefold()
    return FIGURE.search(words) is not None or any(number in words for number in ONE_TO_TWENTY)


def names_people(words: str) -> bool:
    """People who are served: a word for them stands there, though not as an owner ("children’s homes")."""
    return any(_folded(word) in ANY_SERVED for word in WORD.findall(words))


def names_staff(words: str) -> bool:
    return any(_folded(word) in ANY_STAFF for word in WORD.findall(words))


def _plain(sentence: str) -> str:
    return " ".join(MARKS.sub("", sentence).split())


def _folded(word: str) -> str:
    return word.casefold()


def _number(words: str) -> int:
    return IN_WORDS.get(words.casefold()) or int(words.replace(",", ""))


def _in_sentence(sentence: str, people: bool) -> Iterator[Counted]:
    for match in NUMBER.finditer(sentence):
        from_here = max(0, match.start() - NEAR)
        before, after = sentence[from_here : match.start()], sentence[match.end() : match.end() + NEAR]
        if NAME_OR_RANGE.search(before) or _is_a_name(match["number"], before):
            continue
        number = _number(match["number"])
        end, staff = _people_after(after, number, people)
        if end:
            yield Counted(sentence[match.start() : match.end() + end], number, sentence, staff)
        elif people and (end := _did(after)):
            yield Counted(sentence[match.start() : match.end() + end], number, sentence)
        elif people and (change := CHANGE.search(before)) and _stands_alone(after):
            yield Counted(sentence[from_here + change.start() : match.end()], number, sentence)
    for match in TIMES.finditer(sentence):
        word = _folded(match[1])
        if word in ANY_SERVED or word in ANY_STAFF:
            yield Counted(match[0], _number(match[2]), sentence, word in ANY_STAFF)
    for match in SHARE.finditer(sentence):
        part, whole = _number(match[1]), _number(match[2])
        end, staff = _people_after(
            BRACKETS.sub("", sentence[match.end() : match.end() + NEAR], count=1), whole, people=False
        )
        if end and not staff and part < whole:
            yield Counted(match[0], whole - part, sentence)
            if "/" in match[0]:
                yield Counted(match[0], part, sentence)


def _is_a_name(number: str, before: str) -> bool:
    """Stage 1 is a name, and "this one" is not a number."""
    further, last = ["", "", *before.casefold().replace("(", " ").split()][-2:]
    if number[0].isdigit():
        return last in LABELS and further not in POINTING
    return number.casefold() == "one" and last in POINTING - {"the", "last", "our", "its"}


def _people_after(after: str, number: int, people: bool) -> tuple[int, bool]:
    """Where the word for those ends whom a number counts, 0 where there is none; and if they are staff.

    ``people``: they are spoken of.
    """
    wanted, staff = (ONE_SERVED, ONE_OF_STAFF) if number == 1 else (MANY_SERVED, MANY_STAFF)
    at, steps, of = 0, 0, False
    while steps < FARTHEST and (match := NEXT.match(after, at)):
        word, owned = _folded(match[1]), match[1].casefold().endswith(("’s", "'s", "s’", "s'"))
        if word == "of" and not at:
            wanted, staff, of = MANY_SERVED | {"whom", "them"}, MANY_STAFF, True
        elif of and (word in OF or word[0].isdigit() or word in IN_WORDS) and word not in wanted:
            pass
        else:
            following = NEXT.match(after, match.end())
            is_thing = following is not None and following[1].casefold() in THINGS and number == 1 and not of
            if (word in wanted or word in staff) and not is_thing:
                return match.end(), word in staff
            if people and (word if number == 1 else word.removesuffix("s")) in HAPPENED:
                return match.end(), False
            many = word.endswith("s") and not word.endswith(("ss", "ous", "us")) and not owned
            if word in OTHER_WORDS or word[0].isdigit() or many:
                break
            steps += 1
        at = match.end()
    return 0, False


def _did(after: str) -> int:
    """Where the verb ends that stands straight after a number."""
    match = NEXT.match(after)
    if not match or match[1].casefold() not in DID:
        return 0
    second = NEXT.match(after, match.end())
    return second.end() if second and second[1].casefold() in DID else match.end()


def _stands_alone(after: str) -> bool:
    """The number counts nothing but what is spoken of: "reduced by one from", and not "reduced by two days"."""
    match = NEXT.match(after)
    return match is None or match[1].casefold() in OTHER_WORDS
