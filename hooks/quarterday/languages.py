"""Words of another language, marked with it, so that a screen reader says them right (WCAG 2.2, criterion 3.1.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import escape

from quarterday.model import OtherLanguage

TAG = re.compile(r"(<[^>]*>)")
# Our pages write ">" in an attribute as "&gt;", so a tag ends at the first one.
NAME = re.compile(r"</?([a-zA-Z0-9]+)")
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


def marked(html: str, known: Sequence[OtherLanguage]) -> str:
    """The body with ``lang`` on each of the words that is known.

    A drawing is silent, and left alone. Quoted text is never marked up: where such words are the whole of a quotation,
    its own element takes the language.
    """
    # An apostrophe stands as it was typed where an author's Markdown was, and escaped where a template was.
    listed = {str(escape(other.words)): other.language for other in known}
    listed |= {words.replace("&#39;", "'"): language for words, language in listed.items()}
    if not any(words in html for words in listed):
        return html
    head, body, rest = html.partition("<body")
    if not body:
        head, rest = "", html
    either = re.compile(
        "|".join(rf"(?<!\w){re.escape(words)}(?!\w)" for words in sorted(listed, key=len, reverse=True))
    )
    parts = TAG.split(rest)
    quoted = drawn = 0
    for index, part in enumerate(parts):
        if index % 2 == 0:
            if not quoted and not drawn:
                parts[index] = either.sub(lambda found: _span(found[0], listed[found[0]]), part)
            continue
        name = NAME.match(part)
        if name is None or name[1].lower() in VOID or part.endswith("/>"):
            continue
        if name[1].lower() == "svg":
            drawn += -1 if part.startswith("</") else 1
        if quoted:
            quoted += -1 if part.startswith("</") else 1
        elif " data-as-printed" in part:
            quoted = 1
            words = parts[index + 1].strip()
            if words in listed and parts[index + 2].startswith("</") and " lang=" not in part:
                parts[index] = part[:-1] + f' lang="{listed[words]}">'
    return head + body + "".join(parts)


def _span(words: str, language: str) -> str:
    return f'<span lang="{language}">{words}</span>'
