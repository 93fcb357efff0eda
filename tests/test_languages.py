"""Words of another language, and what is left alone."""

from __future__ import annotations

import pytest

from quarterday.languages import marked
from quarterday.model import OtherLanguage

KNOWN = (
    OtherLanguage(words="Comhairle Bheag", language="gd"),
    OtherLanguage(words="Comhairle", language="gd"),
    OtherLanguage(words="Ynni a'r Byd", language="cy"),
    OtherLanguage(words="Cyngor & Sir", language="cy"),
)


@pytest.mark.parametrize(
    ("html", "right"),
    [
        ("<p>The Comhairle Bheag met.</p>", '<p>The <span lang="gd">Comhairle Bheag</span> met.</p>'),
        ("<p>A Comhairle, or council</p>", '<p>A <span lang="gd">Comhairle</span>, or council</p>'),
        ("<p>Cyngor &amp; Sir</p>", '<p><span lang="cy">Cyngor &amp; Sir</span></p>'),
        ("<p>Comhairlean</p>", "<p>Comhairlean</p>"),
        ('<a title="Comhairle">Comhairle</a>', '<a title="Comhairle"><span lang="gd">Comhairle</span></a>'),
        ("<p data-as-printed>Comhairle</p>", '<p data-as-printed lang="gd">Comhairle</p>'),
        ("<p data-as-printed>The Comhairle met.</p>", "<p data-as-printed>The Comhairle met.</p>"),
        (
            "<div data-as-printed><p>a<br>Comhairle <b>x</b></p></div><p>Comhairle</p>",
            '<div data-as-printed><p>a<br>Comhairle <b>x</b></p></div><p><span lang="gd">Comhairle</span></p>',
        ),
        (
            '<p data-as-printed><svg><path d="M0"/></svg>Comhairle</p><i>Comhairle</i>',
            '<p data-as-printed><svg><path d="M0"/></svg>Comhairle</p><i><span lang="gd">Comhairle</span></i>',
        ),
        (
            "<head><title>Comhairle</title></head><body><p>Comhairle</p></body>",
            '<head><title>Comhairle</title></head><body><p><span lang="gd">Comhairle</span></p></body>',
        ),
        (
            "<svg><g><text>Comhairle</text></g></svg><p>Comhairle</p>",
            '<svg><g><text>Comhairle</text></g></svg><p><span lang="gd">Comhairle</span></p>',
        ),
        (
            "<p>Ynni a'r Byd, Ynni a&#39;r Byd</p>",
            """<p><span lang="cy">Ynni a'r Byd</span>, <span lang="cy">Ynni a&#39;r Byd</span></p>""",
        ),
        ('<p data-as-printed lang="gd">Comhairle</p>', '<p data-as-printed lang="gd">Comhairle</p>'),
        ("<p>Nothing of the kind</p>", "<p>Nothing of the kind</p>"),
    ],
)
def test_words_of_another_language_take_it_and_quoted_text_is_not_marked_up(html: str, right: str) -> None:
    assert marked(html, KNOWN) == right


def test_without_any_such_words_a_page_is_as_it_was() -> None:
    assert marked("<p>Comhairle</p>", ()) == "<p>Comhairle</p>"
