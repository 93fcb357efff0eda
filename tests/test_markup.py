"""What an author types is kept as typed, and nothing in it can run."""

from __future__ import annotations

import pytest

from quarterday.markup import plain, prose


def test_paragraphs_lists_and_bold_are_kept() -> None:
    assert prose("One **two**.\n\n- three\n- four") == (
        "<p>One <strong>two</strong>.</p>\n<ul>\n<li>three</li>\n<li>four</li>\n</ul>"
    )


@pytest.mark.parametrize("empty", ["", " ", "\n\n"])
def test_no_text_is_no_paragraph(empty: str) -> None:
    assert prose(empty) == ""


@pytest.mark.parametrize(
    "unsafe",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        '<p onclick="alert(1)">Hello</p>',
        '<p style="color:red">Hello</p>',
        "<style>p { color: red }</style>",
        '<iframe src="https://example.org/"></iframe>',
        '<svg onload="alert(1)"></svg>',
        '<p class="qd-tag" id="top">Hello</p>',
        "[Hello](javascript:alert(1))",
        "[Hello](JaVaScRiPt:alert(1))",
        "[Hello](data:text/html;base64,PHNjcmlwdD4=)",
        "![Hello](https://example.org/pixel.gif)",
    ],
)
def test_nothing_that_runs_or_dresses_the_page_gets_through(unsafe: str) -> None:
    made = str(prose(f"Before.\n\n{unsafe}\n\nAfter.")).lower()
    assert "before." in made and "after." in made
    for trace in ("<script", "alert(1)", "onerror", "onclick", "onload", "style", "<iframe", "<svg", "<img", "class="):
        assert trace not in made
    assert "id=" not in made and "javascript" not in made and "data:" not in made


def test_a_link_that_runs_a_script_is_left_as_its_words() -> None:
    assert prose("[Hello](javascript:alert(1))") == "<p><a>Hello</a></p>"


def test_a_safe_link_is_kept_without_anything_added() -> None:
    assert prose("[The Promise](https://example.org/a?b=1)") == (
        '<p><a href="https://example.org/a?b=1">The Promise</a></p>'
    )


@pytest.mark.parametrize(
    "typed",
    [
        "(c) Financial implications",
        "(tm) and (r)",
        "\"The Promise\" Team and 'live'",
        "“The Promise” Team and ‘live’",
        "complete within 20 working ...",
        "2020-23 -- and --- after",
        "Children 1st and the 3rd sector",
        "$\\triangle$",
        "1/2 and +/- 3",
        "1.4",
        "3.10",
        "Fewer than 5: a < b, and 3 > 2",
        "under <5 places",
        "(L) and (CP)",
    ],
)
def test_what_is_typed_is_what_is_read(typed: str) -> None:
    made = str(prose(typed))
    assert made.startswith("<p>") and made.count("<p>") == 1
    shown = made.removeprefix("<p>").removesuffix("</p>")
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == typed


def test_a_less_than_sign_is_kept_and_escaped() -> None:
    assert prose("a < b") == "<p>a &lt; b</p>"


def test_an_ampersand_is_escaped_once() -> None:
    assert prose("Children & Families") == "<p>Children &amp; Families</p>"
    assert prose("Children &amp; Families") == "<p>Children &amp; Families</p>"


def test_a_figure_at_the_start_of_a_line_opens_no_list() -> None:
    assert "<ol>" not in prose("1.4 million people\n3.10 is a paragraph") and "<ul>" not in prose("1.4")


def test_a_number_that_is_escaped_is_not_counted_anew() -> None:
    assert prose("7\\. Number of children") == "<p>7. Number of children</p>"


def test_reference_links_of_one_text_do_not_reach_the_next() -> None:
    prose("[a]: https://example.org/")
    assert prose("See [a].") == "<p>See [a].</p>"


def test_the_plain_words_of_a_page_do_not_run_together() -> None:
    assert plain("<p>One</p><p>two <b>three</b></p><ul><li>four</li><li>five</li></ul>") == "One two three four five"
