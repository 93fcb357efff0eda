"""A ``Site`` in MkDocs, which is run as a person runs it."""

from __future__ import annotations

import gzip
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import pytest

from mkdocs_hooks import USED
from quarterday import building
from quarterday.drawing import MANY
from quarterday.edition import edition
from quarterday.environment import CHOSEN_BY, SHELVED_IN, STANDS
from quarterday.periods import Quarter
from quarterday.policy import policy
from quarterday.records import Shelf, Shelved
from quarterday.site import Standing

REPORT = "data/quarters/2022-23-q2/clean-streets.yml"

pytestmark = pytest.mark.slow


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in (CHOSEN_BY, STANDS, "PYTHONPATH")}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", **more}


def mkdocs_build(site: Path, to: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """``mkdocs build --strict``, which finds the core by the hook alone."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", site / "mkdocs.yml", "--site-dir", to],
        cwd=site.parent,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_page_and_download_is_in_the_build_as_it_was_made(smallshire: Path, tmp_path: Path) -> None:
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 0, done.stderr
    assert "Building Quarter 2, 2022/23" in done.stderr
    built = files_of(tmp_path / "built")
    site = edition(smallshire).site
    for page in site.pages:
        assert page.content in built[f"{page.address}index.html"].decode(), page.address
    assert {file.address: built.get(file.address) for file in site.files} == {
        file.address: file.content for file in site.files
    }
    pages = {name for name in built if name.endswith(".html")}
    assert pages == {
        *(f"{page.address}index.html" for page in site.pages),
        "404.html",
        "about/index.html",
    }
    for name in pages:
        assert b'href="mailto:performance@smallshire.example.org"' in built[name], name
        assert b"To the performance team: performance@smallshire.example.org." in built[name], name
        assert b"Ask for large print, Easy Read, British Sign Language (BSL) or another language" in built[name], name
    assert "<!-- quarterday:" not in b"".join(built[name] for name in pages).decode()
    assert [name for name in pages if b"<script" in built[name]] == ["search/index.html"]


def test_a_large_site_is_drawn_into_files_on_its_way_of_which_none_is_left(smallshire: Path, tmp_path: Path) -> None:
    measures = "".join(f"  - id: homes-{at}\n    title: Homes of kind {at}\n" for at in range(MANY))
    (smallshire / "data/plans/homes").mkdir()
    (smallshire / "data/plans/homes/plan.yml").write_text("title: Homes\nname: Homes\nkind: service\n", "utf-8")
    (smallshire / "data/plans/homes/warm.yml").write_text(f"title: Warm\nmeasures:\n{measures}", "utf-8")
    (passing := tmp_path / "passing").mkdir()
    done = mkdocs_build(smallshire, tmp_path / "built", TMPDIR=str(passing))
    assert done.returncode == 0, done.stderr
    assert [*passing.iterdir()] == []
    built, site = files_of(tmp_path / "built"), edition(smallshire).site
    for page in site.pages:
        assert page.content in built[f"{page.address}index.html"].decode(), page.address
    for file in site.files:
        assert built[file.address] == file.content, file.address


def test_what_material_brings_is_left_out_but_for_one_stylesheet(smallshire: Path, tmp_path: Path) -> None:
    assert mkdocs_build(smallshire, tmp_path / "built").returncode == 0
    brought = [name for name in files_of(tmp_path / "built") if name.startswith("assets/")]
    assert len(brought) == 1
    assert re.fullmatch(r"assets/stylesheets/main\.\w+\.min\.css", brought[0])


def test_two_builds_of_one_quarter_are_alike(smallshire: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert mkdocs_build(smallshire, tmp_path / name, SOURCE_DATE_EPOCH="1600000000").returncode == 0
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_broken_data_are_told_by_line_and_column_and_leave_the_old_site(smallshire: Path, tmp_path: Path) -> None:
    old = tmp_path / "built"
    old.mkdir()
    (old / "index.html").write_text("old")
    (smallshire / REPORT).write_text("achievments: Cleaner.\nplans:\n  - More sweeping.\n")
    done = mkdocs_build(smallshire, old)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert [line.removeprefix("ERROR").strip(" -") for line in said.splitlines() if line.startswith("ERROR")] == [
        f"{REPORT}:1:1: 'achievments' is not a key here; did you mean 'achievements'?",
        f"{REPORT}:3:3: plans should be text, found a list",
    ]
    assert "2 errors in the data; nothing was built" in said
    assert "Traceback" not in said
    assert files_of(old) == {"index.html": b"old"}


def test_warnings_of_the_data_are_counted_and_do_not_fail_a_strict_build(smallshire: Path, tmp_path: Path) -> None:
    (smallshire / REPORT).unlink()
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 0, done.stderr
    assert "1 warning is not answered, and stops publishing. To list it: quarterday check" in done.stderr


def test_the_environment_chooses_the_quarter(smallshire: Path, tmp_path: Path) -> None:
    done = mkdocs_build(smallshire, tmp_path / "built", **{CHOSEN_BY: "2022-23-q1"})
    assert "Building Quarter 1, 2022/23" in done.stderr
    home = (tmp_path / "built" / "index.html").read_text(encoding="utf-8")
    assert edition(smallshire, "2022-23-q1").site.pages[0].content in home


def test_a_quarter_that_is_not_there_is_refused(smallshire: Path, tmp_path: Path) -> None:
    done = mkdocs_build(smallshire, tmp_path / "built", **{CHOSEN_BY: "2022-23-q4"})
    assert done.returncode == 1
    assert "data/quarters:1:1: there is no folder for 2022-23-q4; there are 2022-23-q1, 2022-23-q2" in done.stderr


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("measures/index.md", "page"),
        ("measures.md", "page"),
        ("measures/README.md", "page"),
        ("Measures/index.md", "page"),
        ("index.md", "page"),
        ("a download", "download"),
    ],
)
def test_a_page_of_docs_may_not_take_a_generated_address(
    name: str, what: str, smallshire: Path, tmp_path: Path
) -> None:
    if what == "download":
        name = edition(smallshire).site.files[0].address
    (smallshire / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
    (smallshire / "docs" / name).write_text("# Ours\n")
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 1
    assert f"docs/{name} has the address of a generated {what}; give it another name" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_page_of_docs_beside_the_generated_ones_is_built(smallshire: Path, tmp_path: Path) -> None:
    (smallshire / "docs" / "measures").mkdir()
    (smallshire / "docs" / "measures" / "how-we-count.md").write_text("# How we count\n\n[All](index.md)\n")
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "built" / "measures" / "how-we-count" / "index.html").read_text(encoding="utf-8")
    assert '<a href="../">All</a>' in page


def test_every_page_of_a_build_says_its_policy_before_all_that_the_policy_governs(
    smallshire: Path, tmp_path: Path
) -> None:
    assert mkdocs_build(smallshire, tmp_path / "built").returncode == 0
    pages = {name: text.decode() for name, text in files_of(tmp_path / "built").items() if name.endswith(".html")}
    for name, html in pages.items():
        words = policy("search" if name == "search/index.html" else "").replace("'", "&#39;")
        said = f'<meta http-equiv="Content-Security-Policy" content="{words}">'
        assert html.count(said) == html.count("http-equiv") == 1, name
        assert not re.search(r"<(link|script|style|base|img|body)\b", html[: html.index(said)]), name


HOSTILE = """# About <b>us</b>

<script>alert(1)</script>

<p style="color: red" onclick="alert(1)">Still here.</p> <Name> {: .qd-lede }

| a | b |
|---|--:|
| 1 | 2 |
"""


def test_html_that_may_not_stand_in_a_page_of_docs_is_taken_out_and_told(smallshire: Path, tmp_path: Path) -> None:
    (smallshire / "docs" / "about.md").write_text(HOSTILE)
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 1
    for piece in ("<script>", 'style="color: red"', 'onclick="alert(1)"', "<name>"):
        assert f"docs/about.md: {piece} may not stand in a page, and was taken out" in done.stderr
    config = smallshire / "mkdocs.yml"
    config.write_text(config.read_text().replace("strict: true", "strict: false"))
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", config, "-d", tmp_path / "built"],
        env=environment(),
        check=True,
    )
    page = (tmp_path / "built" / "about" / "index.html").read_text(encoding="utf-8")
    assert "Still here." in page and '<td align="right">2</td>' in page and '<h1 id="about-us">' in page
    assert not re.search(r"<script|onclick|style=|alert", page)


@pytest.mark.parametrize("name", ["map.html", "more/Map.HTM", "tricks.js"])
def test_a_file_of_docs_that_could_run_a_script_is_refused(name: str, smallshire: Path, tmp_path: Path) -> None:
    (smallshire / "docs" / name).parent.mkdir(exist_ok=True)
    (smallshire / "docs" / name).write_text("<script>alert(1)</script>")
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 1
    assert f"docs/{name} would be published as it is, unread; write pages as Markdown" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "drawing", ["<svg><script>alert(1)</script></svg>", '<svg onload="x"/>', "<svg><foreignObject/></svg>"]
)
def test_a_drawing_of_docs_that_could_run_a_script_is_refused(drawing: str, smallshire: Path, tmp_path: Path) -> None:
    (smallshire / "docs" / "map.svg").write_text("<svg><path d='M0 0h9'/></svg>")
    assert mkdocs_build(smallshire, tmp_path / "built").returncode == 0
    (smallshire / "docs" / "map.svg").write_text(drawing)
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 1
    assert (
        "docs/map.svg can run a script when it is opened alone; save it as a plain drawing" in done.stdout + done.stderr
    )
    assert "Traceback" not in done.stdout + done.stderr


# ---- mkdocs serve ----


@pytest.fixture
def served(smallshire: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a running ``mkdocs serve``, and the file with all that it says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "serve.log"
    with log.open("w") as said:
        serving = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-f", smallshire / "mkdocs.yml", "-a", f"127.0.0.1:{port}"],
            cwd=tmp_path,
            env=environment(),
            stdout=said,
            stderr=subprocess.STDOUT,
            # Where the tests run in the background, it would be born deaf to the signal that ends it.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        try:
            yield f"http://127.0.0.1:{port}/", log
        finally:
            serving.send_signal(signal.SIGINT)
            try:
                serving.wait(20)
            except subprocess.TimeoutExpired:
                serving.kill()
                serving.wait()


def within_a_minute(true: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)


def shows(address: str, words: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return words in answer.read().decode()
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except OSError:
        return False


def test_serve_tells_a_bad_save_and_recovers_at_the_next_good_one(served: tuple[str, Path], smallshire: Path) -> None:
    address, log = served
    page = f"{address}priorities/clean-streets/"
    good = (smallshire / REPORT).read_text()
    within_a_minute(lambda: shows(page, "Streets were 2% cleaner."), log)
    (smallshire / REPORT).write_text(good.replace("headline:", "headlin:"))
    within_a_minute(lambda: f"{REPORT}:2:1: 'headlin' is not a key here" in log.read_text(), log)
    (smallshire / REPORT).write_text(good.replace("2% cleaner", "far cleaner"))
    within_a_minute(lambda: shows(page, "Streets were far cleaner."), log)
    assert "Traceback" not in log.read_text()


def test_words_of_another_language_are_marked_in_the_header_of_every_page(smallshire: Path, tmp_path: Path) -> None:
    council = smallshire / "data" / "council.yml"
    named = council.read_text(encoding="utf-8").replace("name: Smallshire Council (made up)", "name: Comhairle Bheag")
    council.write_text(f"{named}other_languages:\n  - words: Comhairle Bheag\n    language: gd\n", encoding="utf-8")
    assert mkdocs_build(smallshire, tmp_path / "built").returncode == 0
    for name, content in files_of(tmp_path / "built").items():
        if name.endswith(".html"):
            assert b'<span class="qd-brand__name"><span lang="gd">Comhairle Bheag</span></span>' in content, name
            assert b"<title>" in content and b"<span lang" not in content.partition(b"</title>")[0], name


def test_served_pages_leave_their_policy_out_or_the_script_that_reloads_them_could_not_run(
    served: tuple[str, Path], smallshire: Path
) -> None:
    address, log = served
    for name in ("", "search/", "about/"):
        within_a_minute(partial(shows, address + name, "livereload("), log)
        assert not shows(address + name, "Content-Security-Policy"), name
    (smallshire / "docs" / "about.md").write_text("# Changed while served\n")
    within_a_minute(lambda: shows(f"{address}about/", "Changed while served"), log)
    assert not shows(f"{address}about/", "Content-Security-Policy")
    # The configuration is read anew at its own change.
    config = smallshire / "mkdocs.yml"
    config.write_text(config.read_text().replace("site_description:", "site_author: Smallshire\nsite_description:"))
    (smallshire / "docs" / "about.md").write_text("# Changed again\n")
    within_a_minute(lambda: shows(f"{address}about/", "Changed again"), log)
    assert not shows(f"{address}about/", "Content-Security-Policy")


# ---- the root, above the editions ----


def shelf_of(folder: Path, *quarters: str) -> Path:
    published = datetime(2022, 11, 18, 9, 30, tzinfo=UTC)
    shelf = Shelf(
        editions=tuple(
            Shelved(quarter=name, published=published, counts={"measures": {"On target": 1}}) for name in quarters
        )
    )
    (folder / "editions.json").write_text(shelf.written(), encoding="utf-8")
    return folder / "editions.json"


def test_with_a_shelf_the_root_is_built_and_pages_of_docs_are_left_out(smallshire: Path, tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path, "2022-23-q1")
    done = mkdocs_build(smallshire, tmp_path / "built", **{SHELVED_IN: str(shelf)})
    assert done.returncode == 0, done.stderr
    assert "Building the pages above all quarters" in done.stderr
    built = files_of(tmp_path / "built")
    ours = {name for name in built if not name.startswith("pagefind/")}
    assert ours == {
        *("index.html", "404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz", "sitemap-root.xml"),
        *("editions.json", "corrections.csv", "calendar.ics"),
        *("quarters/index.html", "quarters/2022-23-q1/index.html", "corrections/index.html"),
        *("calendar/index.html", "search/index.html"),
        *("scripts/search.js", "stylesheets/quarterday.css"),
        *(name for name in built if USED.fullmatch(name) or name.startswith("images/")),
    }
    assert built["editions.json"] == shelf.read_bytes()
    assert gzip.decompress(built["sitemap.xml.gz"]) == built["sitemap.xml"]
    assert b"<loc>https://smallshire.example.org/2022-23-q1/sitemap.xml</loc>" in built["sitemap.xml"]
    pages = [name for name in built if name.endswith(".html") and name != "index.html"]
    assert [name for name in pages if b"latest/accessibility/" not in built[name]] == []
    # Quarter 2 is in the data, and is not published.
    assert not [name for name, content in built.items() if b"2022-23-q2" in content or b"Quarter 2" in content]


def test_two_builds_of_one_root_are_alike(smallshire: Path, tmp_path: Path) -> None:
    shelf = shelf_of(tmp_path, "2022-23-q1", "2022-23-q2")
    for name in ("one", "two"):
        building.build_root(smallshire, shelf, tmp_path / name)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_the_root_page_for_what_is_not_found_works_from_any_depth(smallshire: Path, tmp_path: Path) -> None:
    config = smallshire / "mkdocs.yml"
    text = config.read_text().replace(
        "site_url: https://smallshire.example.org/", "site_url: https://example.org/perf/"
    )
    config.write_text(text)
    building.build_root(smallshire, shelf_of(tmp_path, "2022-23-q1"), tmp_path / "built")
    page = (tmp_path / "built" / "404.html").read_text(encoding="utf-8")
    addresses = set(re.findall(r'(?:href|src|action)="([^"#][^"]*)"', page))
    elsewhere = {address for address in addresses if not address.startswith("/perf/")}
    assert elsewhere == {"mailto:performance@smallshire.example.org"}
    assert {"/perf/latest/", "/perf/quarters/", "/perf/search/"} <= addresses
    assert "this quarter" not in page


STANDING = re.compile(r'<p class="qd-wrap qd-standing">(.*?) <a href="(.*?)">(.*?)</a></p>')
HOME = "https://smallshire.example.org/2022-23-q1/"


def pages_standing(site: Path, to: Path, standing: Standing, *, slash: bool = True) -> dict[str, str]:
    """Every page of Quarter 1, by its address in the edition."""
    if not slash:
        config = site / "mkdocs.yml"
        config.write_text(config.read_text().replace("example.org/\n", "example.org\n"))
    done = mkdocs_build(site, to, **{STANDS: standing.value, CHOSEN_BY: "2022-23-q1"})
    assert done.returncode == 0, done.stderr
    return {
        name.removesuffix("index.html"): content.decode()
        for name, content in files_of(to).items()
        if name.endswith(".html")
    }


def test_every_page_of_an_edition_leads_to_the_page_that_tells_of_later_ones(smallshire: Path, tmp_path: Path) -> None:
    pages = pages_standing(smallshire, tmp_path / "built", Standing.PUBLISHED)
    assert {"", "404.html", "about/", "search/", "measures/streets-found-clean/"} <= {*pages}
    for address, html in pages.items():
        ((words, link, to),) = STANDING.findall(html)
        assert (words, to) == (
            "This is the edition of Quarter 1, 2022/23.",
            "Later editions and corrections",
        ), address
        assert urljoin(HOME + address, link) == "https://smallshire.example.org/quarters/2022-23-q1/", address
        assert "raft" not in html and "noindex" not in html, address


def test_a_site_by_itself_leads_to_its_own_page_of_quarters(smallshire: Path, tmp_path: Path) -> None:
    for address, html in pages_standing(smallshire, tmp_path / "built", Standing.ALONE).items():
        ((words, link, to),) = STANDING.findall(html)
        assert (words, to) == ("This is Quarter 1, 2022/23.", "Other quarters"), address
        assert "To cite" not in html, address
        assert urljoin(f"https://smallshire.example.org/{address}", link) == "https://smallshire.example.org/quarters/"


@pytest.mark.parametrize("slash", [True, False], ids=["with a slash", "without a slash"])
def test_each_edition_is_canonical_to_itself(slash: bool, smallshire: Path, tmp_path: Path) -> None:
    pages = pages_standing(smallshire, tmp_path / "built", Standing.PUBLISHED, slash=slash)
    for address, html in pages.items():
        if address != "404.html":
            assert f'<link rel="canonical" href="{HOME}{address}">' in html
            assert f'To cite this page: <a class="qd-footer__link" href="{HOME}{address}">{HOME}{address}</a>' in html
    sitemap = (tmp_path / "built" / "sitemap.xml").read_text()
    assert {*re.findall("<loc>(.*?)</loc>", sitemap)} == {HOME + address for address in pages if address != "404.html"}


def test_every_page_of_a_draft_says_so_in_its_title_and_at_its_top_and_asks_not_to_be_found(
    smallshire: Path, tmp_path: Path
) -> None:
    for address, html in pages_standing(smallshire, tmp_path / "built", Standing.DRAFT).items():
        assert "<title>Draft: " in html, address
        assert html.count('<meta name="robots" content="noindex">') == html.count('name="robots"') == 1, address
        header = html[html.index("<header") : html.index('class="qd-wrap qd-header__top"')]
        assert "<strong" in header and "Draft, not published.</strong> This is a draft of Quarter 1, 2022/23." in header
        assert STANDING.findall(html)[0][0] == "This is a draft of Quarter 1, 2022/23.", address


def test_the_address_of_a_former_id_is_built_and_is_not_searched(smallshire: Path, tmp_path: Path) -> None:
    plan = smallshire / "data" / "plans" / "council-plan" / "clean-streets.yml"
    plan.write_text(plan.read_text().replace("  - id: streets-found", "  - formerly: [litter]\n    id: streets-found"))
    pages = pages_standing(smallshire, tmp_path / "built", Standing.PUBLISHED)
    moved = pages["measures/litter/"]
    assert '<a href="../../measures/streets-found-clean/">' in moved
    unsearched = {address for address, html in pages.items() if "data-pagefind-body" not in html}
    assert unsearched == {"measures/litter/", "search/", "404.html"}


def _correct_the_page(smallshire: Path, page: str) -> None:
    (smallshire / "data" / "corrections.yml").write_text(
        "corrections:\n  - id: about-the-area\n    date: 2022-11-20\n    quarter: 2022-23-q2\n    kind: correction\n"
        f"    page: {page}\n    from: the north\n    to: the south\n    reason: We mixed up the two.\n",
        encoding="utf-8",
    )


def test_a_correction_of_a_page_of_docs_is_told_on_it(smallshire: Path, tmp_path: Path) -> None:
    _correct_the_page(smallshire, "about/")
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "built" / "about" / "index.html").read_text(encoding="utf-8")
    told = "about/, Quarter 2, 2022/23. Published as “the north”, now “the south”. We mixed up the two."
    assert told in re.sub(r"</?span[^>]*>", "", html)
    assert "We mixed up the two." not in (tmp_path / "built" / "index.html").read_text(encoding="utf-8")


def test_a_correction_of_a_page_that_is_not_there_stops_the_build(smallshire: Path, tmp_path: Path) -> None:
    _correct_the_page(smallshire, "about-us/")
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode != 0
    told = "data/corrections.yml:2:5: page should be the address of a page of this edition, found 'about-us/'"
    assert told in done.stdout + done.stderr
    assert not (tmp_path / "built" / "index.html").exists()


def test_the_page_of_a_measure_of_forty_quarters_is_light_on_a_phone(smallshire: Path, tmp_path: Path) -> None:
    """A figure, a target and a status each quarter, some of them missing, with the words of an officer and a plan."""
    draw = random.Random(7)
    told = re.findall(r"[a-z]+", (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8"))
    shutil.rmtree(smallshire / "data/quarters")
    shutil.rmtree(smallshire / "data/plans")
    (smallshire / "data/plans/plan").mkdir(parents=True)
    (smallshire / "data/plans/plan/plan.yml").write_text("title: A plan\nname: Plan\nkind: corporate\n", "utf-8")
    (smallshire / "data/plans/plan/homes.yml").write_text(
        "title: Homes\nmeasures:\n  - id: homes-warm\n    title: Level of homes that are warm\n"
        "    frequency: quarterly\n    polarity: higher\n    owner: Place\n"
        "    data_source: Survey\n    unit: days\n    baseline: 61.9\n"
        f"    definition: {' '.join(told[:35])}\n",
        "utf-8",
    )
    quarter = Quarter(2016, 3)
    for at in range(40):
        folder = smallshire / f"data/quarters/{quarter.name}"
        folder.mkdir(parents=True)
        (folder / "quarter.yml").write_text("covers: [plan]\n", "utf-8")
        value = "not available" if at in (22, 23) else f"{62 - at * 0.8 + draw.uniform(-5, 5):.1f}"
        last = f"    status: red\n    commentary: {' '.join(told[100:180])}\n" if at == 39 else ""
        (folder / "homes.yml").write_text(
            f"measures:\n  - measure: homes-warm\n    target: {57 + at / 8:.1f}\n{last}"
            f"    results:\n      - {{quarter: {quarter.name}, value: {value}}}\n",
            "utf-8",
        )
        quarter = quarter.next
    done = mkdocs_build(smallshire, tmp_path / "built")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "built/measures/homes-warm/index.html").read_bytes()
    assert page.count(b'<th scope="row">Quarter') >= 40
    assert b"Special cause" in page
    assert len(page) <= 30 * 1024
    assert len(gzip.compress(page, 9)) <= 6 * 1024
