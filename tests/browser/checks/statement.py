"""Faults of the accessibility statement, by the questions that the regulator's auditors ask of one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from browser.checks.words import tree_of
from parsed import Element

ADDRESS = "accessibility/"
MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
MONTHS += ["August", "September", "October", "November", "December"]
DAY = rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})"
COMMITMENT = (
    "is committed to making its website accessible, in accordance with the Public Sector Bodies (Websites and Mobile "
    "Applications) (No. 2) Accessibility Regulations 2018."
)
STANDARD = "with the Web Content Accessibility Guidelines version 2.2 AA standard"
FULLY = f"This website is fully compliant {STANDARD}."
PARTIALLY = re.compile(
    re.escape(f"This website is partially compliant {STANDARD}, due to the ")
    + r"(?:non-compliances|exemptions|non-compliances and(?: the)? exemptions) listed below\."
)
NOT = f"This website is not compliant {STANDARD}. The non-accessible sections are detailed below."
ENFORCED_BY = "The Equality and Human Rights Commission (EHRC) is responsible for enforcing"
ADVICE = "equalityadvisoryservice.com"
ANSWERS = re.compile(r"^mailto:|^tel:|contact|form|issues")


def faults(folder: Path, today: date) -> list[str]:
    """What an auditor would say of a built site on a day."""
    path = folder / ADDRESS / "index.html"
    if not path.is_file():
        return [f"there is no {ADDRESS}"]
    tree = tree_of(path.read_text(encoding="utf-8"))
    found = _of_statement(tree, today)
    for page in sorted(folder.rglob("*.html")):
        if not re.search(r'href="[^"]*accessibility/?"', page.read_text(encoding="utf-8")) and page != path:
            found.append(f"{page.relative_to(folder).as_posix()} does not link the statement")
    return found


def _of_statement(tree: Element, today: date) -> list[str]:
    main = next(iter(tree.all("main")))
    text = _plain(main.text)
    headings = {_plain(heading.text) for heading in main.all("h2", "h3", "h4")}
    links = [link.attributes.get("href", "") for link in main.all("a")]
    found = []

    def ask(is_so: object, otherwise: str) -> None:
        if not is_so:
            found.append(otherwise)

    for heading in main.all("h1")[:1]:
        ask(
            re.match(r"Accessibility statement( for .+)?$", _plain(heading.text)),
            "the h1 is not “Accessibility statement”",
        )
    for title in tree.all("title")[:1]:
        ask(title.text.startswith("Accessibility statement"), "the title does not start with “Accessibility statement”")
    ask("This accessibility statement applies to " in text, "does not say what it applies to")
    ask(COMMITMENT in text, "the commitment is not in the model's words")
    for name in (
        "Feedback and contact information",
        "Enforcement procedure",
        "Compliance status",
        "Preparation of this accessibility statement",
    ):
        ask(name in headings, f"has no heading “{name}”")
    ask(any(ANSWERS.search(link) for link in links), "gives no e-mail address or contact form")
    ask(ENFORCED_BY in text, "does not say that the EHRC enforces the regulations")
    ask(any(ADVICE in link for link in links), "does not link the Equality Advisory and Support Service")
    claims = [FULLY in text, bool(PARTIALLY.search(text)), NOT in text]
    ask(claims.count(True) == 1, "does not claim compliance in exactly one of the model's three ways")
    if claims != [True, False, False]:
        found += _of_what_fails(text, headings, today)
    if "disproportionate burden" in text.lower():
        ask("Disproportionate burden" in headings, "claims a disproportionate burden, and not under its own heading")
    return found + _of_preparation(text, today)


def _of_what_fails(text: str, headings: set[str], today: date) -> list[str]:
    found = []
    if "Non-accessible content" not in headings:
        found.append("has no heading “Non-accessible content”")
    if not re.search(r"\b[1-4]\.\d\.\d{1,2}\b", text):
        found.append("does not say which success criteria fail")
    found += [
        f"a fix is promised for a day that is past: {promised.group()}"
        for promised in re.finditer(rf"(?:by|before) {DAY}", text)
        if _day(promised) < today
    ]
    return found


def _of_preparation(text: str, today: date) -> list[str]:
    found = []
    prepared = re.search(rf"This statement was prepared on {DAY}\.", text)
    reviewed = re.search(rf"It was last reviewed on {DAY}\.", text)
    tested = re.search(rf"This website was last tested on {DAY} against the WCAG 2\.2 AA standard\.", text)
    if not prepared:
        found.append("does not say when it was prepared")
    if not reviewed:
        found.append("does not say when it was last reviewed")
    elif not today - timedelta(366) <= _day(reviewed) <= today:
        found.append(f"was not reviewed in the year before {today:%-d %B %Y}")
    if not tested:
        found.append("does not say when the website was tested, and against what")
    elif _day(tested) > today:
        found.append("was tested on a day that is still to come")
    if not re.search(r"The test was carried out by \w", text):
        found.append("does not say who tested")
    # The claim stands on a test by people, which the page tells apart from the automatic one.
    if FULLY in text and not re.search(r"How it was tested: \w.* It was found to be fully compliant\.", text):
        found.append("claims full compliance without a test")
    return found


def _day(match: re.Match[str]) -> date:
    day, month, year = match.groups()[-3:]
    return date(int(year), MONTHS.index(month) + 1, int(day))


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")
