"""Authors' Markdown as clean HTML. The only module that says a text is safe to place in a page."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
from markdown import Markdown
from markupsafe import Markup as Markup  # given on: other modules name it, and only this one makes it
from markupsafe import escape as escape

from quarterday.periods import long_date

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "blockquote", "a", "h4", "h5", "h6"}

PAGE_TAGS = TAGS | {
    *("h1", "h2", "h3", "hr", "dl", "dt", "dd", "b", "i", "s", "u", "sub", "sup", "small", "abbr", "cite", "q", "time"),
    *("code", "pre", "kbd", "del", "ins", "div", "span", "section", "figure", "figcaption", "img"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
PAGE_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", "data-as-printed"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "time": {"datetime"},
    "th": {"scope", "colspan", "rowspan", "align", "abbr"},
    "td": {"colspan", "rowspan", "align"},
}

WORD = "\x1a"
"""Stands for a "<" that is a word of the author's. YAML refuses the character, so no author has typed it."""

_BUT_LINKS = "|".join(sorted(TAGS - {"a"}))
OPENS = re.compile(
    rf"<(?=/?(?:{_BUT_LINKS})(?:\s[^<>]*)?/?>|a\s[^<>]*href[^<>]*>|/a\s*>"
    r"|(?:https?|mailto):[^\s<>]+>|[^\s<>@]+@[^\s<>@]+>)",
    re.IGNORECASE,
)
"""A "<" that opens or closes a tag that may stay, or an address in angle brackets."""

PLAIN = re.compile(r"[A-Za-z£“‘](?:[^\n\r\t\x00-\x1f\xa0`*_\[\]<>&\\#!{}|~=^+:]*[\w.,;%)”’?])?")
"""One line in which Markdown has nothing to read, as most commentary is; it needs no converter to be a paragraph."""

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
LONG_DATE = re.compile(rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b")
QUOTED_OR_DATE = re.compile(rf"“[^”]*”|{LONG_DATE.pattern}")
TAG = re.compile(r"(<[^>]*>)")
BLOCK = re.compile(r"</?(?:p|li|br|d[ltd]|h[1-6]|t[dhr]|caption|div|section|figcaption)\b[^>]*>")


@lru_cache(maxsize=1000)  # one text stands on several pages
def prose(text: str) -> Markup:
    """Paragraphs, lists, bold and links of an author's Markdown; any other HTML is shown as it was typed.

    Nothing is made typographical: quotation marks, dashes and (c) stay as typed.
    """
    if not text.strip():
        return Markup("")
    line = text.rstrip("\n")
    if PLAIN.fullmatch(line):
        return Markup(f"<p>{line}</p>")
    return _converted(text)


def _converted(text: str) -> Markup:
    # A new converter each time: one that is kept remembers reference links from the text before.
    converter = Markdown(extensions=["sane_lists"])
    for picture in ("image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(picture)  # its words stay, as a link
    try:
        html = converter.convert(_typed(text))
    except RecursionError:
        # Lists in lists, hundreds deep: nobody means them, and the words are kept.
        return Markup("<p>{}</p>").format(text)
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"}, link_rel=None)
    return Markup(_with_whole_lists(clean).replace(WORD, "&lt;"))


def _with_whole_lists(html: str) -> str:
    """An item outside a list would end the item of ours that the text stands in, so a new line takes its place."""
    inside: list[str] = []

    def place(match: re.Match[str]) -> str:
        closes, tag = match[1], match[2]
        if closes:
            return "" if inside.pop() == "stray" else match[0]
        stray = tag == "li" and (not inside or inside[-1] not in ("ul", "ol"))
        inside.append("stray" if stray else tag)
        return "<br>" if stray else match[0]

    return re.sub(r"<(/?)(ul|ol|li)\b[^>]*>", place, html)


def _typed(text: str) -> str:
    """Every "<" that opens no tag of ours is kept as a word: a less-than sign, ``<Name>`` or ``<script>``."""
    text = text.replace(WORD, "")
    kept = {match.start() for match in OPENS.finditer(text)}
    return "".join(WORD if letter == "<" and at not in kept else letter for at, letter in enumerate(text))


def page(html: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of a page that a person wrote, without what may not stay in it, and what was taken out."""
    clean = nh3.clean(
        html,
        tags=PAGE_TAGS,
        clean_content_tags={"script", "style"},
        attributes=PAGE_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel=None,
    )
    return clean, tuple((_pieces(html) - _pieces(clean)).elements())


def _kept(tag: str, name: str, value: str) -> str | None:
    """Classes of our stylesheet, and pictures of the site itself."""
    if name == "class":
        return " ".join(word for word in value.split() if word.startswith("qd-")) or None
    if (tag, name) == ("img", "src"):
        address = urlsplit(value.strip().replace("\\", "/"))
        return None if address.scheme or address.netloc else value
    return value


class _Pieces(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[f"<{tag}>"] += 1
        if tag in PAGE_TAGS:
            self.found.update(f'{name}="{value or ""}"' for name, value in attrs)


def _pieces(html: str) -> Counter[str]:
    """The tags of a piece of HTML, and the attributes of those that may stay."""
    read = _Pieces()
    read.feed(html)
    read.close()
    return read.found


def day(of: date) -> Markup:
    """A date in our form, which a machine can read too."""
    return Markup('<time datetime="{}">{}</time>').format(of.isoformat(), long_date(of))


def dated(text: str) -> Markup:
    """A sentence of ours with its dates marked as dates."""
    parts = TAG.split(str(escape(text)))
    return Markup("".join(QUOTED_OR_DATE.sub(_marked, part) if at % 2 == 0 else part for at, part in enumerate(parts)))


def _marked(found: re.Match[str]) -> str:
    """Words in quotation marks are a report's, and stay as they are."""
    try:
        return str(day(datetime.strptime(found.group(), "%d %B %Y").date()))
    except ValueError:  # 31 June, or a quotation
        return found.group()


def ready(html: str) -> Markup:
    """HTML that the package itself has made: a chart, or a rendered template."""
    return Markup(html)


def plain(html: str) -> str:
    """The words of a piece of our own HTML, in which a tag ends at the first ">"."""
    return " ".join(TAG.sub("", BLOCK.sub(" ", html)).split())
