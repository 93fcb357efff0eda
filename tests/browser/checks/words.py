"""Faults of the words of a page: what a reader cannot find, follow or hear. Quoted text is as printed, and exempt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

from parsed import Element, parsed

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
OTHER_DATES = re.compile(
    r"\b\d{1,2}/\d{1,2}/\d{2,4}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b"
    rf"|\b\d{{1,2}}[- ]{SHORT_MONTH}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th) (?:of )?{MONTH}\b"
    rf"|\b{MONTH} \d{{1,2}},? \d{{4}}\b"
)
DATE = re.compile(rf"\b\d{{1,2}} {MONTH} \d{{4}}\b")
DASH_RANGE = re.compile(rf"\d ?[–—-] ?£?\d|\b{MONTH} ?[–—-] ?{MONTH}\b")
CODE = re.compile(r"\b\d+(?:-\d+){2,}\b")
EMPTY_WORDS = {
    *("click here", "click", "here", "read more", "more", "more information", "find out more", "link", "this", "see"),
    *("this page", "this link", "download", "view", "open", "details", "continue", "go", "next", "back"),
}
FILE = re.compile(r"\.(csv|json|ods|xlsx?|docx?|pdf|zip|xml|txt)$")
SIZED = re.compile(r"\([A-Z]+, [\d,.]+ (?:bytes|KB|MB)\)")
EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u25a0-\u25ff]")
OTHER_TONGUES = re.compile(
    r"\b(?:Comhairle|Gàidhlig|Gaidhlig|Siar|Alba|Taigh|Seirbheis|Cymraeg|Cyngor|Gwynedd|Sir|Ynys Môn|Croeso|Fàilte)\b"
)
"""Enough Gaelic and Welsh to know the name of a council or of its language by. ``Sir`` is a county in Welsh."""


def faults(folder: Path) -> list[str]:
    """The faults of every page of a built site, and the titles that two of its pages share."""
    found, titles = [], defaultdict(list)
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        html = path.read_text(encoding="utf-8")
        found += [f"{name}: {fault}" for fault in in_page(html, name)]
        titles[_title(tree_of(html))].append(name)
    for title, names in titles.items():
        if len(names) > 1:
            found.append(f"{', '.join(names)}: one title, “{title}”")
    return found


def tree_of(html: str) -> Element:
    return parsed(re.sub(r"(?i)^\s*<!doctype[^>]*>", "", html))


def in_page(html: str, name: str = "index.html") -> list[str]:
    tree = tree_of(html)
    checks = (_of_the_page, _of_headings, _of_dates, _of_signs, _of_status, _of_pictures, _of_tongues)
    return [*(fault for check in checks for fault in check(tree)), *_of_links(tree, name)]


def _title(tree: Element) -> str:
    return next((title.text for title in tree.all("title")), "")


def _of_the_page(tree: Element) -> Iterator[str]:
    for html in tree.all("html"):
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", html.attributes.get("lang", "")):
            yield f"its language is “{html.attributes.get('lang', '')}”"
    if not _title(tree):
        yield "has no title"
    if not any(
        meta.attributes.get("name") == "description" and meta.attributes.get("content") for meta in tree.all("meta")
    ):
        yield "has no description"


def _of_headings(tree: Element) -> Iterator[str]:
    headings = tree.all(*HEADINGS)
    if (first := sum(heading.tag == "h1" for heading in headings)) != 1:
        yield f"has {first} h1 headings"
    for before, heading in pairwise(headings):
        if int(heading.tag[1]) > int(before.tag[1]) + 1:
            yield f"jumps from {before.tag} to {heading.tag} “{heading.text[:40]}”"
    for heading in headings:
        if not heading.text:
            yield f"has an empty {heading.tag}"
        elif len(heading.text) > 4 and heading.text.isupper() and not _quoted(heading):
            yield f"shouts the heading “{heading.text[:40]}”"


def _of_dates(tree: Element) -> Iterator[str]:
    for holder, text in _our_words(tree):
        yield from (f"the date “{wrong.group()}” is not as 31 March 2023" for wrong in OTHER_DATES.finditer(text))
        if not _inside(holder, lambda above: above.tag == "time"):
            yield from (f"the date “{date.group()}” is not in <time>" for date in DATE.finditer(text))
        without = OTHER_DATES.sub(" ", CODE.sub(" ", text))
        yield from (f"a range with a dash: “{text[:60]}”" for _ in DASH_RANGE.findall(without)[:1])
    for time in tree.all("time"):
        if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", time.attributes.get("datetime", "")):
            yield f"the date “{time.text}” has no date for machines"


def _of_signs(tree: Element) -> Iterator[str]:
    for holder, text in _our_words(tree):
        if not re.search(r"[\w%£]", holder.text) and text.strip():
            yield f"a sign alone: “{text.strip()}”"
        yield from (f"a picture sign: “{sign}”" for sign in EMOJI.findall(text))


def _of_status(tree: Element) -> Iterator[str]:
    for element in tree.everything():
        if "qd-tag" in element.attributes.get("class", "").split() and not re.search(r"[^\W\d]{3}", element.text):
            yield f"a status with no words: “{element.text}”"


def _of_pictures(tree: Element) -> Iterator[str]:
    for image in tree.all("img"):
        if "alt" not in image.attributes:
            yield f"a picture with no alternative: {image.attributes.get('src')}"


def _of_tongues(tree: Element) -> Iterator[str]:
    for holder, text in _our_words(tree):
        for word in OTHER_TONGUES.findall(text):
            if not _inside(holder, lambda above: above.attributes.get("lang", "")[:2] in ("gd", "cy")):
                yield f"“{word}” has no lang"


def _of_links(tree: Element, name: str) -> Iterator[str]:
    led: dict[tuple[int, str], set[str]] = defaultdict(set)
    for link in tree.all("a"):
        if "href" not in link.attributes:
            continue
        words = (
            link.attributes.get("aria-label")
            or link.text
            or " ".join(image.attributes.get("alt", "") for image in link.all("img"))
        )
        if not words.strip():
            yield f"a link with no words: {link.attributes['href']}"
        elif words.lower().strip(" .…»>→") in EMPTY_WORDS:
            yield f"the link “{words}” says nothing alone"
        if link.attributes.get("target") == "_blank":
            yield f"the link “{words}” opens a new window"
        if FILE.search(link.attributes["href"]) and not SIZED.search(words):
            yield f"the download “{words}” has no type and size"
        led[id(_part(link)), words.lower()].add(urljoin(name, link.attributes["href"]))
    for (_, words), places in led.items():
        if len(places) > 1:
            yield f"the link “{words}” leads to {len(places)} places: {', '.join(sorted(places)[:3])}"


def _part(element: Element) -> Element | None:
    """The landmark that a thing stands in, whose name tells links of the same words apart."""
    above = element.parent
    while above and above.tag not in ("nav", "header", "footer", "aside", "main"):
        above = above.parent
    return above


def _our_words(tree: Element) -> Iterator[tuple[Element, str]]:
    """Each piece of text that is neither quoted nor hidden, with what holds it."""
    for body in tree.all("body"):
        for holder in (body, *body.everything()):
            if holder.tag in ("script", "style", "code") or _inside(holder, _not_ours):
                continue
            for child in holder.children:
                if isinstance(child, str) and child.strip():
                    yield holder, re.sub(r"“[^”]*”", "“”", " ".join(child.split()))


def _not_ours(element: Element) -> bool:
    """Quoted, or hidden, or the way to a page by its name, which may be as printed."""
    crumbs = element.attributes.get("aria-label") == "Breadcrumb"
    return crumbs or "data-as-printed" in element.attributes or element.attributes.get("aria-hidden") == "true"


def _quoted(element: Element) -> bool:
    return _inside(element, _not_ours) or any("data-as-printed" in each.attributes for each in element.everything())


def _inside(element: Element, which: Callable[[Element], bool]) -> bool:
    above: Element | None = element
    while above:
        if which(above):
            return True
        above = above.parent
    return False
