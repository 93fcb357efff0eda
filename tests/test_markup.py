"""What an author types is kept as typed, and nothing in it can run."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsed import parsed
from quarterday.markup import PLAIN, _converted, dated, day, page, plain, prose


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
    made = prose(f"Before.\n\n{unsafe}\n\nAfter.")
    for element in parsed(str(made)).everything():
        assert element.tag in {"p", "a"}
        assert element.attributes == {}
    assert "Before." in made and "After." in made and ("Hello" in made or "alert(1)" in made or "&lt;" in made)


@pytest.mark.parametrize(
    "typed",
    [
        "the <Name> of the officer",
        "<script>alert(1)</script>",
        "<td>12</td>",
        "grade <A>, or <a name>",
        "a<b, a <b and <b",
        "`<Name>` and `a < b`",
        "<!-- not for the public -->",
        "<br, <br/x>, < br>",
        "![Map](map.png)",
        "<p/onclick=alert(1)>",
        "<https://example.org and <@>",
        "]]> --> <![CDATA[x]]>",
        "<?php x ?> <%= x %>",
    ],
)
def test_a_tag_that_may_not_stay_is_kept_as_words(typed: str) -> None:
    assert parsed(str(prose(typed))).text == " ".join(typed.replace("`", "").split())


def test_tags_that_may_stay_work_in_any_case_and_with_attributes_which_go() -> None:
    assert prose("<UL class='x'><li onclick='x'>one<LI>two</ul>") == "<ul><li>one</li><li>two</li></ul>"
    assert prose("one<br>two<BR />three") == "<p>one<br>two<br>three</p>"


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("<li>one<li>two", "<br>one<br>two"),
        ("<ul><li>one<ul><li>two</ul></ul><li>three", "<ul><li>one<ul><li>two</li></ul></li></ul>\n<br>three"),
        ("<blockquote><li>one</li></blockquote>", "<blockquote><br>one</blockquote>"),
    ],
)
def test_an_item_outside_a_list_becomes_a_new_line_for_it_would_end_an_item_of_ours(typed: str, made: str) -> None:
    assert prose(typed) == made


def test_addresses_in_angle_brackets_are_links() -> None:
    assert prose("<https://example.org/a>") == '<p><a href="https://example.org/a">https://example.org/a</a></p>'
    assert 'href="mailto:a@example.org"' in prose("<a@example.org>")


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
    row = '<tr><th scope="row"><a href="#a">Life Story work</a><br><span>Due soon</span></th><td>20</td></tr>'
    assert plain(f"<table>{row}</table>") == "Life Story work Due soon 20"


WRITTEN = """<h1 id="about">About</h1>
<p>One <strong>two</strong>, <abbr title="Local Outcomes Improvement Plan">LOIP</abbr>, <span lang="gd">Alba</span>.</p>
<p class="qd-lede"><a href="../data/">Data</a>, <a href="mailto:a@example.org">write</a><br>
<img alt="A map" src="map.png"></p>
<table><thead><tr><th scope="col" align="right">3</th></tr></thead><tbody><tr><td>4</td></tr></tbody></table>
<pre><code>a &lt; b</code></pre>
"""


def test_a_page_that_a_person_wrote_keeps_headings_tables_ids_our_classes_and_pictures() -> None:
    assert page(WRITTEN) == (WRITTEN, ())


@pytest.mark.parametrize(
    ("written", "left", "taken"),
    [
        ("a<script>alert(1)</script>", "a", ("<script>",)),
        ("<style>p { color: red }</style>b", "b", ("<style>",)),
        ('<p onclick="x" style="y">c</p>', "<p>c</p>", ('onclick="x"', 'style="y"')),
        ('<a href="javascript:x">d</a>', "<a>d</a>", ('href="javascript:x"',)),
        ('<iframe src="https://example.org/">e</iframe>', "e", ("<iframe>",)),
        ('<img alt="f" src="https://example.org/f.png">', '<img alt="f">', ('src="https://example.org/f.png"',)),
        ('<img alt="g" src=" \\\\example.org/g.png">', '<img alt="g">', ('src=" \\\\example.org/g.png"',)),
        ('<img alt="h" src="data:image/png;base64,x">', '<img alt="h">', ('src="data:image/png;base64,x"',)),
        ('<p class="md-overlay qd-p">i</p>', '<p class="qd-p">i</p>', ('class="md-overlay qd-p"',)),
        ("<svg><p>j</p></svg>", "<p>j</p>", ("<svg>",)),
        ('<form action="https://example.org/"><input name="k">k</form>', "k", ("<form>", "<input>")),
        ("<main>l</main></div></main>", "l", ("<main>",)),
    ],
)
def test_what_may_not_stand_in_a_page_is_taken_out_and_told(written: str, left: str, taken: tuple[str, ...]) -> None:
    assert page(written) == (left, taken)


def test_a_comment_in_a_page_is_left_out_without_a_word() -> None:
    assert page("<p>One</p><!-- not for the public -->") == ("<p>One</p>", ())


def test_a_date_is_in_our_form_for_readers_and_in_another_for_machines() -> None:
    assert day(date(2023, 3, 1)) == '<time datetime="2023-03-01">1 March 2023</time>'


def test_the_dates_of_a_sentence_of_ours_are_marked_and_all_else_is_escaped() -> None:
    assert dated("5 < 6 by 31 March 2023, and 31 June 2023 is no day.") == (
        '5 &lt; 6 by <time datetime="2023-03-31">31 March 2023</time>, and 31 June 2023 is no day.'
    )
    assert dated(prose("By 1 April 2019")) == '<p>By <time datetime="2019-04-01">1 April 2019</time></p>'


def test_a_date_in_a_quotation_or_in_an_address_is_left_as_it_is() -> None:
    assert dated("The plan says “by 31 March 2023”.") == "The plan says “by 31 March 2023”."
    linked = prose("[x](https://example.org/31%20March%202023) and [y](https://example.org/31 March 2023.pdf)")
    assert dated(linked) == linked


@given(
    st.text(st.sampled_from("ab1. ,-+()%£é“”’'\"/;?!@ \u2028\u0085") | st.characters(max_codepoint=0x2100), max_size=30)
)
def test_a_plain_line_is_the_paragraph_that_markdown_makes_of_it(text: str) -> None:
    if PLAIN.fullmatch(text.rstrip("\n")):
        assert prose(text) == _converted(text)


def test_what_commentary_mostly_says_is_a_plain_line() -> None:
    assert PLAIN.fullmatch("The figure for 2022-23 (Q2) was 92.5%, as “expected”; £1,017 was spent.")
    for words in ("1. First", "- one", "a: b", "say *this*", "5 & 6", "one\ntwo", "<b>"):
        assert not PLAIN.fullmatch(words)
