"""A paper as tagged PDF/UA. The only module that knows WeasyPrint, which the ``paper`` extra brings."""

from __future__ import annotations

from typing import Any, NoReturn

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from quarterday.paper import Paper
from quarterday.paper_html import html


class _Nothing(URLFetcher):  # type: ignore[misc]  # it ships no types
    """No address is ever asked for, whatever an author has typed."""

    def fetch(self, url: str, *_: Any, **__: Any) -> NoReturn:
        raise ValueError(f"a paper loads nothing, found '{url}'")


def pdf(paper: Paper) -> bytes:
    """The document, with its language, title, tags and bookmarks. The same paper gives the same bytes."""
    document = HTML(string=html(paper), base_url=None, url_fetcher=_Nothing(allowed_protocols=()))
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=paper.title.encode())
    return written
