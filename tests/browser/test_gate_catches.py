"""The gate can fail: each fault here is put into a page or a site that has none, and its check names it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.checks import (
    axe,
    keyboard,
    links,
    markup,
    paper,
    reflow,
    script_free,
    statement,
    tables,
    weight,
    words,
)

pytestmark = pytest.mark.browser

WHOLE = "exampleshire/priorities/homes-and-streets/"
SHORT = "exampleshire/accessibility/"
TODAY = date(2026, 11, 22)


def in_the_light(page: Page) -> list[str]:
    return axe.faults(page, "light")


def in_the_dark(page: Page) -> list[str]:
    return axe.faults(page, "dark")


@pytest.mark.parametrize(
    ("check", "where", "spoil", "named"),
    [
        pytest.param(check, where, spoil, named, id=name)
        for name, check, where, spoil, named in [
            (
                *("low contrast", in_the_light, SHORT),
                "document.querySelector('main p').style.color = '#a9a9a9'",
                "color-contrast: ",
            ),
            (
                *("no dark scheme", in_the_dark, SHORT),
                "document.body.style.setProperty('background', '#fff', 'important')",
                "asked for in the dark, the page is drawn on a ground of 255",
            ),
            (
                *("a field with no label", in_the_light, SHORT),
                "document.querySelector('main').append(document.createElement('input'))",
                "label: ",
            ),
            (
                *("small targets", in_the_light, SHORT),
                """for (const name of ["One", "Two"]) {
                  const button = document.querySelector("main").appendChild(document.createElement("button"));
                  Object.assign(button, {ariaLabel: name, style: "display: inline-block; width: 9px; height: 9px"});
                }""",
                "target-size: ",
            ),
            (
                *("no caption", tables.faults, WHOLE),
                "document.querySelector('caption').remove()",
                "table “” has no caption",
            ),
            (
                *("a blank cell", tables.faults, WHOLE),
                "document.querySelector('tbody td').textContent = ' '",
                "row 2: a blank cell",
            ),
            (
                *("an empty header cell", tables.faults, WHOLE),
                "document.querySelector('thead th').textContent = ''",
                "row 1: an empty header cell",
            ),
            (
                *("a merged cell", tables.faults, WHOLE),
                "document.querySelector('tbody td').colSpan = 2",
                "row 2: a merged cell",
            ),
            (
                *("a header with no scope", tables.faults, WHOLE),
                "document.querySelector('tbody th').removeAttribute('scope')",
                "row 2: a header with no scope",
            ),
            (
                *("N/A with no shorthand", tables.faults, WHOLE),
                "document.querySelector('tbody td').innerHTML = '<span data-as-printed>N/A</span>'",
                "“N/A” stands alone",
            ),
            (
                *("a dash in a cell", tables.faults, WHOLE),
                "document.querySelector('tbody td').textContent = '–'",
                "“–” stands alone",
            ),
            (
                *("shorthand with no key", tables.faults, WHOLE),
                "document.querySelectorAll('dl').forEach((key) => key.remove())",
                "[x] is not explained on the page",
            ),
            (
                *("shorthand that nobody knows", tables.faults, WHOLE),
                """const cell = document.querySelector("tbody td");
                cell.removeAttribute("data-as-printed");
                cell.textContent = "[q]";""",
                "[q] is no shorthand",
            ),
            (
                *("a figure at the left", tables.faults, WHOLE),
                "document.querySelector('tbody td').style.textAlign = 'left'",
                "is not at the right",
            ),
            (
                *("a row that lost a cell", tables.faults, WHOLE),
                "document.querySelector('tbody tr').lastElementChild.remove()",
                "row 2: 5 cells",
            ),
            (
                *("a wide block", reflow.faults, SHORT),
                "document.querySelector('main p').style.width = '400px'",
                "320 px wide: the page is ",
            ),
            (
                *("text that wide spacing cuts off", reflow.faults, SHORT),
                """const heading = document.querySelector("h1");
                heading.innerHTML = "<span>The quarter at a glance, and more</span>";
                heading.style = "white-space: nowrap; width: 270px; font-size: 16px; overflow: hidden";""",
                "wide spacing: cut off: <span> “The quarter",
            ),
            (
                *("text that has no room to grow", reflow.faults, SHORT),
                """document.querySelector("main p").style = "height: 12rem; overflow: hidden; font-size: 1rem";
                document.querySelector("main p").textContent = "Word ".repeat(150);""",
                "text at 200%: cut off: <p> “Word",
            ),
            (
                *("a paragraph that scrolls sideways", reflow.faults, SHORT),
                "document.querySelector('main .qd-text p').style = 'overflow-x: auto; white-space: nowrap'",
                "320 px wide: scrolls sideways: <p>",
            ),
            (
                *("a table in a region with no name", reflow.faults, WHOLE),
                "document.querySelector('.qd-scroll').removeAttribute('aria-labelledby')",
                "320 px wide: scrolls sideways: <div>",
            ),
            (
                *("a trap", keyboard.faults, SHORT),
                """const held = [...document.querySelectorAll("a")].at(9);
                held.addEventListener("blur", () => setTimeout(() => held.focus()));
                held.addEventListener("keydown", (key) => key.key === "Tab" && key.preventDefault());""",
                "a trap: the focus comes back to <a>",
            ),
            (
                *("a focus that cannot be seen", keyboard.faults, SHORT),
                """document.querySelectorAll("a").forEach((link) => {
                  link.style.setProperty("outline", "none", "important");
                  link.style.setProperty("box-shadow", "none", "important");
                });""",
                "the focus cannot be seen on <a>",
            ),
            (
                *("a stop off the screen", keyboard.faults, SHORT),
                "[...document.querySelectorAll('a')].at(-1).style = 'position: fixed; left: -999px'",
                "a stop is not on the screen: <a>",
            ),
            (
                *("a stop that is covered", keyboard.faults, SHORT),
                """const cover = document.body.appendChild(document.createElement("div"));
                cover.style = "position: fixed; inset: auto 0 0; height: 50vh; background: #fff";""",
                "a stop is covered: <a>",
            ),
            (
                *("a stop with no name", keyboard.faults, SHORT),
                "[...document.querySelectorAll('a')].at(-1).textContent = ''; "
                "[...document.querySelectorAll('a')].at(-1).style = 'display: inline-block; width: 2em; height: 2em'",
                "a stop has no name",
            ),
            (
                *("a stop that is hidden from screen readers", keyboard.faults, SHORT),
                "document.querySelector('footer nav').setAttribute('aria-hidden', 'true')",
                "a stop is hidden from screen readers",
            ),
            (
                *("stops out of order", keyboard.faults, SHORT),
                "[...document.querySelectorAll('a')].at(-1).tabIndex = 1",
                "a stop is out of the order of the page: <a>",
            ),
            (
                *("a way past the header that leads nowhere", keyboard.faults, SHORT),
                "document.querySelector('main').removeAttribute('id')",
                "does not lead into the main content",
            ),
            (
                *("no way past the header", keyboard.faults, SHORT),
                "document.querySelector('.qd-skip').remove()",
                "the first stop is “",
            ),
            (
                *("what opens on focus", keyboard.faults, SHORT),
                """const link = document.querySelector("footer a"), menu = document.createElement("p");
                Object.assign(menu, {textContent: "More", hidden: true});
                link.after(menu);
                link.addEventListener("focus", () => menu.hidden = false);""",
                "<p> “More” changes when <a>",
            ),
            (
                *("what opens under the mouse", keyboard.under_the_mouse, SHORT),
                """const link = document.querySelector("footer a"), menu = document.createElement("p");
                Object.assign(menu, {textContent: "More", hidden: true});
                link.after(menu);
                link.addEventListener("mouseover", () => menu.hidden = false);""",
                "<p> “More” changes under the mouse",
            ),
            (
                *("a tip", keyboard.faults, SHORT),
                "document.querySelector('main p').title = 'More'",
                "a tip opens on hover: “More”",
            ),
        ]
    ],
)
def test_a_fault_of_a_page_is_named(
    check: Callable[[Page], list[str]],
    where: str,
    spoil: str,
    named: str,
    reader: Callable[..., Page],
    address: Callable[[str], str],
) -> None:
    page = reader(color_scheme="dark" if check is in_the_dark else "light", bypass_csp=True)
    page.goto(address(where))
    page.evaluate(f"() => {{ {spoil} }}")
    found = check(page)
    assert [fault for fault in found if named in fault], "\n".join(found)


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        pytest.param(
            "@media print { .qd-tag { display: none !important } }", "a status is lost: <span>", id="a status"
        ),
        pytest.param("thead { display: table-row-group !important }", "the heads of a table do not repeat", id="heads"),
        pytest.param("nav { display: block !important }", "of no use on paper: <nav>", id="navigation"),
        pytest.param("@media print { main p { display: none } }", "words lost on paper: ", id="words"),
        pytest.param(
            "details::details-content { content-visibility: hidden !important }",
            "closed on paper: <details>",
            id="details",
        ),
    ],
)
def test_what_paper_loses_or_gains_is_named(
    rules: str, named: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(bypass_csp=True)
    page.goto(address(WHOLE))
    page.evaluate("""() => {
      const details = document.querySelector("main .md-typeset").appendChild(document.createElement("details"));
      details.innerHTML = "<summary>Closed</summary><p>Opened</p>";
    }""")
    assert paper.faults(page) == []
    page.evaluate(reflow.STYLED, rules)
    found = paper.faults(page)
    assert [fault for fault in found if named in fault], "\n".join(found)


def test_words_that_need_a_script_are_named(reader: Callable[..., Page], address: Callable[[str], str]) -> None:
    pages = reader(bypass_csp=True), reader(java_script_enabled=False)
    for page in pages:
        page.goto(address(SHORT))
    assert script_free.faults(*pages) == []
    pages[0].evaluate("() => document.querySelector('main').append(' scripted')")
    assert script_free.faults(*pages) == ["words that need JavaScript: scripted"]


@pytest.mark.parametrize(
    ("written", "instead", "named"),
    [
        pytest.param(written, instead, named, id=name)
        for name, written, instead, named in [
            ("no language", ' lang="en-GB"', "", "its language is “”"),
            ("no description", '<meta name="description"', '<meta name="other"', "has no description"),
            ("two h1", "</h1>", "</h1><h1>Another</h1>", "has 2 h1 headings"),
            ("a jump", "</h1>", "</h1><h4>Deep</h4>", "jumps from h1 to h4 “Deep”"),
            ("an empty heading", "</h1>", "</h1><h2></h2>", "has an empty h2"),
            ("a heading that shouts", "</h1>", "</h1><h2>READ THIS</h2>", "shouts the heading “READ THIS”"),
            ("a short date", "</h1>", "</h1><p>Due 31/03/23</p>", "the date “31/03/23” is not as 31 March 2023"),
            ("a date for machines", "</h1>", "</h1><p>Due 2023-03-31</p>", "the date “2023-03-31” is not as"),
            ("a date with letters", "</h1>", "</h1><p>On 31st March</p>", "the date “31st March” is not as"),
            ("a date with no <time>", "</h1>", "</h1><p>On 31 March 2023</p>", "“31 March 2023” is not in <time>"),
            ("a dash", "</h1>", "</h1><p>From 2020-23</p>", "a range with a dash: “From 2020-23”"),
            ("months with a dash", "</h1>", "</h1><p>April–June</p>", "a range with a dash: “April–June”"),
            ("an empty link", "</h1>", '</h1><a href="../">Click here</a>', "the link “Click here” says nothing alone"),
            ("a wordless link", "</h1>", '</h1><a href="../"></a>', "a link with no words"),
            ("a new window", "</h1>", '</h1><a href="../" target="_blank">Up</a>', "the link “Up” opens a new window"),
            ("a bare download", "</h1>", '</h1><a href="a.csv">Figures</a>', "the download “Figures” has no type"),
            (
                *("one name for two places", "</h1>"),
                '</h1><p><a href="../">Up</a> <a href="../data/">Up</a></p>',
                "the link “up” leads to 2 places",
            ),
            ("a picture sign", "</h1>", "</h1><p>Well done ✅</p>", "a picture sign: “✅”"),
            ("a sign alone", "</h1>", "</h1><p>–</p>", "a sign alone: “–”"),
            ("a colour alone", "</h1>", '</h1><span class="qd-tag qd-tag--off"></span>', "a status with no words"),
            ("a picture with no words", "</h1>", '</h1><img src="a.png">', "a picture with no alternative: a.png"),
            ("Gaelic", "</h1>", "</h1><p>Comhairle nan Eilean</p>", "“Comhairle” has no lang"),
        ]
    ],
)
def test_a_fault_of_words_is_named(written: str, instead: str, named: str, folders: dict[str, Path]) -> None:
    html = (folders["exampleshire"] / "about" / "index.html").read_text(encoding="utf-8")
    assert words.in_page(html, "about/index.html") == []
    assert written in html
    found = words.in_page(html.replace(written, instead, 1), "about/index.html")
    assert [fault for fault in found if named in fault], "\n".join(found)


def test_quoted_words_and_marked_gaelic_are_no_fault(folders: dict[str, Path]) -> None:
    html = (folders["exampleshire"] / "about" / "index.html").read_text(encoding="utf-8")
    quoted = '</h1><p data-as-printed>By 31/03/23, 2020-23 ✅</p><p lang="gd">Comhairle nan Eilean</p>'
    assert words.in_page(html.replace("</h1>", quoted, 1), "about/index.html") == []


@pytest.fixture
def site(folders: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of a built site, to spoil at will."""
    return shutil.copytree(folders["exampleshire"], tmp_path / "site")


def spoil(page: Path, instead: str) -> None:
    """Put something before the end of the main content."""
    html = page.read_text(encoding="utf-8")
    page.write_text(html.replace("</main>", f"{instead}</main>"), encoding="utf-8")


def test_two_pages_of_one_title_are_named(site: Path) -> None:
    shutil.copytree(site / "about", site / "about-again")
    assert [fault for fault in words.faults(site) if "about/index.html, about-again/index.html: one title" in fault]


def test_a_dead_link_and_a_dead_fragment_are_named(site: Path) -> None:
    assert links.faults(site) == []
    spoil(site / "about" / "index.html", '<a href="../gone/">Gone</a> <a href="../#gone">Gone too</a>')
    found = links.faults(site)
    assert [fault.split(": ")[:2] for fault in found] == [
        ["about/index.html", "#gone"],
        ["about/index.html", "/gone"],
    ], "\n".join(found)


def test_a_heavy_page_and_a_script_are_named(site: Path) -> None:
    heavy = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=80_000))
    spoil(site / "about" / "index.html", f"<p>{heavy}</p><script>alert(1)</script>")
    found = weight.faults(site)
    assert [fault.split(" is ")[0] for fault in found] == [
        "about/index.html: a first visit",
        "about/index.html: has a script",
    ]


def test_a_heavy_stylesheet_is_named_on_every_page(site: Path) -> None:
    with (site / "stylesheets" / "quarterday.css").open("a", encoding="utf-8") as sheet:
        sheet.write(f"/* {random.Random(1).randbytes(40_000).hex()} */")
    assert len(weight.faults(site)) == len(list(site.rglob("*.html")))


def test_an_id_used_twice_is_named(site: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(site / "about" / "index.html", alone)
    spoil(alone / "index.html", '<p id="content"></p>')
    assert [fault for fault in markup.faults(alone) if "Duplicate ID “content”" in fault]


STATEMENT = f"""<!doctype html><html lang="en-GB"><head><title>Accessibility statement for Exampleshire</title></head>
<body><main><h1>Accessibility statement for Exampleshire</h1>
<p>This accessibility statement applies to exampleshire.example.org.</p>
<p>Exampleshire Council {statement.COMMITMENT}</p>
<h2>Feedback and contact information</h2><p><a href="mailto:web@example.org">Write to the web team</a></p>
<h2>Enforcement procedure</h2><p>{statement.ENFORCED_BY} the regulations.
Contact the <a href="https://www.equalityadvisoryservice.com/">Equality Advisory and Support Service</a>.</p>
<h2>Compliance status</h2><p>This website is partially compliant {statement.STANDARD}, due to the non-compliances
listed below.</p>
<h2>Non-accessible content</h2><p>Some scanned reports fail success criterion 1.1.1 (Non-text content).
We plan to fix this by 31 March 2027.</p>
<h2>Preparation of this accessibility statement</h2><p>This statement was prepared on 1 October 2026.
It was last reviewed on 1 November 2026.</p>
<p>This website was last tested on 30 October 2026 against the WCAG 2.2 AA standard.
The test was carried out by the web team.</p></main></body></html>"""


@pytest.mark.parametrize(
    ("written", "instead", "named"),
    [
        ("<h1>Accessibility statement", "<h1>Statement", "the h1 is not"),
        ("<title>Accessibility statement", "<title>Statement", "the title does not start"),
        ("applies to", "is about", "does not say what it applies to"),
        ("is committed to making", "wants to make", "the commitment is not in the model's words"),
        ("<h2>Feedback and contact information", "<h2>Contact", "has no heading “Feedback and contact information”"),
        ("mailto:web@example.org", "../about/", "gives no e-mail address or contact form"),
        ("(EHRC) is", "is", "does not say that the EHRC enforces"),
        ("equalityadvisoryservice.com", "example.org", "does not link the Equality Advisory and Support Service"),
        ("partially compliant", "mostly compliant", "does not claim compliance in exactly one"),
        ("<h2>Non-accessible content", "<h2>Faults", "has no heading “Non-accessible content”"),
        ("1.1.1 ", "", "does not say which success criteria fail"),
        ("31 March 2027", "31 March 2026", "a fix is promised for a day that is past: by 31 March 2026"),
        ("We plan", "It is a disproportionate burden. We plan", "claims a disproportionate burden"),
        ("was prepared on 1", "was made on 1", "does not say when it was prepared"),
        ("reviewed on 1 November 2026", "reviewed on 1 November 2025", "was not reviewed in the year before"),
        ("last tested on 30 October", "last tested on 30 November", "was tested on a day that is still to come"),
        ("The test was carried out by", "Tested by", "does not say who tested"),
    ],
)
def test_a_fault_of_the_statement_is_named(written: str, instead: str, named: str, tmp_path: Path) -> None:
    page = tmp_path / statement.ADDRESS / "index.html"
    page.parent.mkdir()
    page.write_text(STATEMENT, encoding="utf-8")
    assert statement.faults(tmp_path, TODAY) == []
    assert written in STATEMENT
    page.write_text(STATEMENT.replace(written, instead), encoding="utf-8")
    assert [fault for fault in statement.faults(tmp_path, TODAY) if named in fault]


def test_full_compliance_without_a_test_and_a_page_that_links_no_statement_are_named(tmp_path: Path) -> None:
    page = tmp_path / statement.ADDRESS / "index.html"
    page.parent.mkdir()
    fully = STATEMENT.replace(STATEMENT[STATEMENT.index("This website is part") : STATEMENT.index("<h2>Prep")], "")
    fully = fully.replace("<h2>Compliance status</h2><p>", f"<h2>Compliance status</h2><p>{statement.FULLY}</p>")
    page.write_text(fully, encoding="utf-8")
    (tmp_path / "index.html").write_text("<main><h1>Home</h1></main>", encoding="utf-8")
    found = statement.faults(tmp_path, TODAY)
    assert "claims full compliance without a test" in found
    assert "index.html does not link the statement" in found
