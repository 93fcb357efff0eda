"""Authors' Markdown as clean HTML. The only module that says a text is safe to place in a page."""

from __future__ import annotations

import re

import nh3
from markdown import Markdown
from markupsafe import Markup as Markup  # given on: other modules name it, and only this one makes it

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "blockquote", "a", "h4", "h5", "h6"}

BLOCK = re.compile(r"(</?(?:p|li|br|d[ltd]|h[1-6]|t[dhr]|caption|div|section|figcaption)\b[^>]*>)")


def prose(text: str) -> Markup:
    """Paragraphs, lists, bold and links of an author's Markdown; any other HTML is taken out.

    Nothing is made typographical: quotation marks, dashes and (c) stay as typed.
    """
    if not text.strip():
        return Markup("")
    # A new converter each time: one that is kept remembers reference links from the text before.
    try:
        html = Markdown(extensions=["sane_lists"]).convert(_typed(text))
    except RecursionError:
        # Lists in lists, hundreds deep: nobody means them, and the words are kept.
        return Markup("<p>{}</p>").format(text)
    return Markup(
        nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"}, link_rel=None)
    )


def _typed(text: str) -> str:
    """A "<" that opens no tag is a less-than sign, and is kept."""
    return re.sub(r"<(?![A-Za-z/!])", "&lt;", text)


def ready(html: str) -> Markup:
    """HTML that the package itself has made: a chart, or a rendered template."""
    return Markup(html)


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(nh3.clean(BLOCK.sub(r"\1 ", html), tags=set()).split())
