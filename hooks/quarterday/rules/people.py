"""Words that tell who somebody is: e-mail addresses and likely names.

No list of names is kept. A name is two or three capitals beside a post, or where a post is expected, none of which is
a word of posts, teams and places. That misses names, and leaves the rest of the page in peace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quarterday.model import Audit, AutomaticTest, Contact, Data, Named, Part
from quarterday.problems import Problem
from quarterday.rules.rule import Rule, warning
from quarterday.texts import Text, texts

EMAIL = re.compile(r"(?<![\w.+'’-])[\w.+'’-]{1,64}@[\w-]+(?:\.[\w-]+)+")

POSTS = frozenset(("manager", "lead", "owner", "author", "by", "agreed_by"))
"""Keys where a post is expected."""
NO_POSTS = (Part, Audit, AutomaticTest)
"""Facts whose ``by`` is something else: what a figure is split by, and the firm that made a test."""

WORD = r"(?:Mac|Mc|Nic|O['’]|Ó |Ní |Mhic )?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?"
NAME = rf"{WORD}(?: [A-Z]\.?)?(?: {WORD}){{1,2}}"
ROLES = re.findall(
    r"\w+",
    """
    Accountant Administrator Adviser Advisor Analyst Assistant Chair Chief Clerk Consultant Convener Coordinator Deputy
    Director Engineer Executive Head Lawyer Lead Leader Manager Officer Planner Principal Secretary Solicitor
    Superintendent Supervisor Teacher Worker
    """,
)
ROLE = rf"(?:{'|'.join(ROLES)})\b"
TITLES = ("Mr", "Mrs", "Ms", "Miss", "Mx", "Prof", "Professor", "Dr")
CAPITALS = re.compile(r"[A-Z][a-z]+")
TITLED = re.compile(rf"\b(?:{'|'.join(TITLES)})\.? ((?:[A-Z]\.? )?{WORD}(?: {WORD})?)(?!['’]s\b|\w)")
NAME_BESIDE_ROLE = re.compile(
    rf"\b({NAME})(?:, | \()(?:(?:the|our) )?(?:[A-Z&][\w’'-]* ){{0,4}}{ROLE}"
    rf"|\b{ROLE}(?: of [A-Z]\w+)?(?:, | \(|: )({NAME})(?=[,.;)]|$)",
    re.MULTILINE,
)
CAPITAL_BEFORE = re.compile(r"(?:[A-Z][\w’'-]*|&) \Z")

OF_POSTS_AND_PLACES = frozenset(ROLES) | frozenset(
    re.findall(
        r"\w+",
        """
        Academy Access Active Adult Adults All Alliance And Area Arts Audit Authority Bailie Baroness Board Body
        Business Cabinet Care Carers Castle Central Centre Chamber Charity Child Children Childrens City Civic
        Climate Cllr Coast College Commercial Commission Commissioning Committee Communities Community Company
        Compliance Contact Contracts Corporate Council Councillor Councils County Criminal Culture Customer Data
        Delivery Democratic Depute Design Digital Directorate District Division East Economic Economy Emergency
        Employability Energy Enterprise Environmental Equality Estates Events Facilities Families Family Finance
        Financial Fire First Fleet Food Fort Forum Foster Framework Fund Gaelic General Governance Grammar
        Grants Group Growth Health Highland Highlands Home Homelessness Homes Hospital House Housing Hub Human
        Inclusion Independent Infrastructure Insight Institute Integrated Intelligence Interim Internal Joint
        Justice Lady Learning Legal Leisure Libraries Library Licensing Limited Local Locality Loch Lord Ltd
        Market Member Members Mental Minister Ministers Money Museums National Neighbourhood Network New North
        Northern Nursery Nursing Occupational Office Officers Open Organisational Our Out Outcomes Parenting
        Parks Partner Partners People Performance Permanence Persons Plan Planning Police Policy Port Poverty
        Practice President Primary Priority Programme Programmes Project Projects Property Provost Public
        Quality Recovery Regional Regulatory Renewal Rents Research Resilience Resource Resources Revenue
        Revenues Reverend Review Risk Road Roads Royal Safety School Schools Scotland Scottish Secondary Senior
        Service Services Shared Skills Social Society South Southern Spaces Speaker Sport Staff Standards State
        Strategic Strategy Street Streets Study Support Sustainability Sustainable Systems Team Teams Technical
        Technology The Town Trading Training Transport Trust Unit United University Urban Vice Village Waste
        Water Welfare Wellbeing Western Women Work Workers Workforce Works Years Youth
        """,
    )
)


def texts_give_no_email_address(data: Data) -> Iterator[Problem]:
    """An address in what is published: of a person it is personal, and misprinted it misdirects mail.

    Moray's monitoring report of 2021/22 Q1 prints two beside posts, one spelled otherwise than the name above it.
    """
    for text in texts(data):
        if "@" in text.words and not isinstance(text.of, Contact):
            for address in dict.fromkeys(EMAIL.findall(text.words)):
                if address != data.council.contact.email:
                    yield warning(text.place, text.subject, address, f"{text.key} gives an e-mail address, '{address}'")


def posts_stand_for_people(data: Data) -> Iterator[Problem]:
    """A name where a post is expected, as lead, owner or author.

    Moray's service plan gives a person as lead in four rows, and "Social Work Services Manager" in the next.
    """
    for text in texts(data):
        if _expects_a_post(text):
            for part in map(str.strip, re.split(r"[,;/&()\n]|\b(?:and|with|for)\b", text.words)):
                if _is_a_name(part):
                    told = f"{text.key} should be a post, found what may be a name: '{part}'"
                    yield warning(text.place, text.subject, part, told)


def texts_name_no_person(data: Data) -> Iterator[Problem]:
    """A likely name in what is published: after Mrs or Dr, or beside a post.

    Moray's committee report of November 2020 names an officer in its list of those who were consulted.
    """
    for text in texts(data):
        if text.document and not text.is_figure and text.key not in POSTS:
            for name in dict.fromkeys(_names(text.words)):
                yield warning(text.place, text.subject, name, f"{text.key} may name a person: '{name}'")


def _expects_a_post(text: Text) -> bool:
    if isinstance(text.of, Named):
        return text.key == "value" and bool(re.search(rf"{ROLE}\Z", text.of.name.strip()))
    return text.key in POSTS and not isinstance(text.of, NO_POSTS)


def _names(words: str) -> Iterator[str]:
    # Most texts have neither, and the search beside them is slow.
    capitals = set(CAPITALS.findall(words))
    if not capitals.isdisjoint(TITLES):
        for match in TITLED.finditer(words):
            if not any(map(_is_of_a_post, match[1].split())):
                yield match[0]
    if not capitals.isdisjoint(ROLES):
        for match in NAME_BESIDE_ROLE.finditer(words):
            # After another capital they are the end of a longer title, such as "Forth and Red Kite Rangers".
            within = match[1] and CAPITAL_BEFORE.search(words[max(0, match.start() - 40) : match.start()])
            if not within and _is_a_name(name := match[1] or match[2]):
                yield name


def _is_a_name(words: str) -> bool:
    words = words.title() if words.isupper() else words
    return bool(re.fullmatch(NAME, words)) and not any(map(_is_of_a_post, re.split(r"[ -]", words)))


def _is_of_a_post(word: str) -> bool:
    return word in OF_POSTS_AND_PLACES or word.endswith(("tion", "tions", "ment", "ments", "ship", "ships"))


RULES: tuple[Rule, ...] = (texts_give_no_email_address, posts_stand_for_people, texts_name_no_person)
