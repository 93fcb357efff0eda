"""Words that try to run a script, in every text of every file: nothing runs, and no page is broken."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from browser import hostile
from browser.checks.policy import in_page, section_of
from made_once import MadeOnce
from quarterday.edition import edition
from quarterday.markup import PAGE_ATTRIBUTES, PAGE_TAGS, TAGS
from quarterday.problems import DataError

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
WORDS = (Path(__file__).parent / "hostile_words.txt").read_text(encoding="utf-8").splitlines()
"""One payload a line."""

ALL = "\n\n".join(WORDS)


def plain(place: hostile.Place) -> str:
    return "Plain words"


def all_of_them(place: hostile.Place) -> str:
    return ALL


def one_by_one(start: int) -> hostile.Words:
    """The next one at each text, from one of them on."""
    at = count(start)
    return lambda place: WORDS[next(at) % len(WORDS)]


MAKERS: dict[str, Callable[[], hostile.Words]] = {
    "plain": lambda: lambda place: "Plain words",
    "one by one": lambda: one_by_one(0),
    "all": lambda: lambda place: ALL,
}
HOSTILE = ("one by one", "all")
each_way = pytest.mark.parametrize(
    ("council", "policy"),
    [("one by one", "without the policy"), ("one by one", "with the policy"), ("all", "without the policy")],
)
"""Without the policy, it is the cleaning that is tried."""
WRITTEN = "about/index.html"
"""The page of docs/ with all the payloads in it."""


@dataclass(frozen=True)
class Built:
    """A built council: its source, its files and where it is served."""

    source: Path
    folder: Path
    address: str

    @property
    def pages(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def build_all(into: Path) -> None:
    """The council with plain words, with a payload in each text, and with all of them in every text."""
    for name, words in MAKERS.items():
        source = copied(into / name)
        hostile.write(source, words())
        about = f"---\ntitle: {json.dumps(words()(('', '')))}\n---\n\n{'Plain words' if name == 'plain' else ALL}\n"
        (source / "docs" / "about.md").write_text(about, encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", source / "mkdocs.yml", "-d", into / name / "built"],
            check=True,
            capture_output=True,
        )


@pytest.fixture(scope="module")
def built(made_once: MadeOnce) -> Iterator[dict[str, Built]]:
    made, servers, everything = {}, [], made_once("hostile", build_all)
    for name in MAKERS:
        folder = everything / name / "built"
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        made[name] = Built(everything / name / "smallshire", folder, f"http://127.0.0.1:{server.server_port}/")
    yield made
    for server in servers:
        server.shutdown()
        server.server_close()


def copied(to: Path) -> Path:
    """Smallshire, whose pages in docs/ may be cleaned without the build failing."""
    site = to / "smallshire"
    shutil.copytree(ROOT / "tests" / "councils" / "smallshire", site, ignore=shutil.ignore_patterns("site"))
    config = (site / "mkdocs.yml").read_text(encoding="utf-8").replace("../../..", str(ROOT))
    (site / "mkdocs.yml").write_text(config.replace("strict: true", "strict: false"), encoding="utf-8")
    return site


# ---- the words, and where they are put ----


def test_there_are_more_than_two_hundred_payloads_and_none_twice() -> None:
    assert len(set(WORDS)) == len(WORDS) > 200


def test_every_text_of_the_model_is_given_words_and_every_payload_is_used(tmp_path: Path) -> None:
    given: list[str] = []
    words = one_by_one(0)

    def noted(place: hostile.Place) -> str:
        given.append(words(place))
        return given[-1]

    assert hostile.write(copied(tmp_path), noted) == hostile.EVERY_PLACE - set(hostile.KNOWN_WORDS)
    assert set(given) == set(WORDS)
    assert len(hostile.EVERY_PLACE) > 150


@pytest.mark.parametrize("place", hostile.KNOWN_WORDS, ids=".".join)
def test_where_only_known_words_may_stand_all_others_are_refused(
    place: hostile.Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = copied(tmp_path)
    monkeypatch.setitem(hostile.KNOWN_WORDS, place, WORDS[0])
    hostile.write(site, MAKERS["plain"]())
    with pytest.raises(DataError, match=re.escape(f"{place[1]} should be ")):
        edition(site)


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1a", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\uffff"])
def test_a_character_that_cannot_be_seen_is_refused(character: str, tmp_path: Path) -> None:
    site = copied(tmp_path)
    council = site / "data" / "council.yml"
    council.write_text(f'{council.read_text()}tagline: "Small{json.dumps(character)[1:-1]}shire"\n', encoding="utf-8")
    with pytest.raises(DataError, match="should be printable characters"):
        edition(site)


# ---- the pages, in a browser ----

TRAPS = """
  window.ran = [];
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...words) => { window.ran.push(`${name}(${words})`); };
  }
"""

SEEN = """() => {
  const attributes = (element) => [...element.attributes].map((one) => one.name)
    .filter((name) => !["data-as-printed", "lang"].includes(name)).sort().join(" ");
  const written = (element) => element.parentElement?.closest(".qd-text, .qd-page--prose");
  const all = [...document.querySelectorAll("*")];
  const LANDMARKS = 
    "html, head, body, base, title, meta, link, script, style, header, nav, main, footer, form, aside, h1";
  return {
    ran: window.ran,
    title: document.title,
    description: document.querySelector("meta[name=description]").content,
    landmarks: all.filter((one) => one.matches(LANDMARKS) && !written(one))
      .map((one) => `${one.localName}#${one.id}.${one.className}[${attributes(one)}]`),
    ours: [...new Set(all.filter((one) => !written(one)).map((one) => `${one.localName}[${attributes(one)}]`))],
    theirs: [...new Set(all.filter((one) => written(one)).map((one) => `${one.localName}[${attributes(one)}]`))],
    runs: all.flatMap((one) => [...one.attributes].filter(({ name, value }) => name.startsWith("on") ||
      ["style", "srcdoc", "formaction", "ping", "srcset", "background"].includes(name) ||
      ["href", "src", "action"].includes(name) && /^[\\s\\x00-\\x1f]*(javascript|vbscript|data|blob|file):/i.test(value)
    ).map(({ name, value }) => `${one.localName} ${name}=${value}`)),
    links: [...new Set([...document.links].map((one) => one.protocol))],
    asked: performance.getEntriesByType("resource").map((one) => one.name),
    framed: window.frames.length,
    kept: [document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(Boolean),
  };
}"""

DRAWN_LATE = ("images/quarter.svg", "images/signs.svg")
"""The site's own pictures that may be asked for once a page has been looked at: its icon, and what its styles draw."""


def seen(page: Page, address: str) -> dict[str, Any]:
    """What a browser makes of a page. A dialog, another page or another window would fail here or be in what ran."""
    page.goto(address)
    found: dict[str, Any] = page.evaluate(SEEN)
    assert page.url == address
    assert page.context.pages == [page]
    return found


def strange(found: dict[str, Any], plain: dict[str, Any], shapes: set[str], name: str) -> list[str]:
    """What a hostile page has that the plain one does not, and may not have."""
    tags = PAGE_TAGS if name == WRITTEN else TAGS
    return [
        *(f"ran {what}" for what in found["ran"]),
        *(f"can run {what}" for what in found["runs"]),
        *(f"has the strange {shape}" for shape in set(found["ours"]) - shapes),
        *(
            f"has in an author's words {tag}[{' '.join(names)}]"
            for tag, names in _shapes(found["theirs"])
            if f"{tag}[{' '.join(names)}]" not in plain["theirs"]
            and (tag not in tags or set(names) - PAGE_ATTRIBUTES["*"] - PAGE_ATTRIBUTES.get(tag, set()))
        ),
        *(f"links to {scheme}" for scheme in set(found["links"]) - {"http:", "https:", "mailto:"}),
        *(f"keeps {what}" for what in found["kept"]),
        *(["has a frame"] if found["framed"] else []),
        *(["has other landmarks"] if _landmarks(found, name) != _landmarks(plain, name) else []),
    ]


def _shapes(found: list[str]) -> list[tuple[str, list[str]]]:
    return [(shape.partition("[")[0], shape.partition("[")[2].rstrip("]").split()) for shape in found]


def _landmarks(found: dict[str, Any], name: str) -> list[str]:
    """A page that a person writes has the headings it is given."""
    return [one for one in found["landmarks"] if name != WRITTEN or not one.startswith("h1")]


@each_way
def test_nothing_runs_and_every_page_is_whole(
    council: str, policy: str, built: dict[str, Built], reader: Callable[..., Page]
) -> None:
    page = reader(bypass_csp=policy == "without the policy")
    page.add_init_script(TRAPS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    assert built[council].pages == built["plain"].pages
    plain = {name: seen(page, built["plain"].address + name) for name in built["plain"].pages}
    shapes = {shape for found in plain.values() for shape in found["ours"]}
    faults = {}
    for name, wanted in plain.items():
        asked.clear()
        said.clear()
        found = seen(page, built[council].address + name)
        resources = {*(url.replace(built["plain"].address, "") for url in wanted["asked"]), name, *DRAWN_LATE}
        if name == WRITTEN:
            # A picture of the site itself may stand in a page of docs/, and this one is not there.
            resources |= {
                url.replace(built[council].address, "") for url in asked if url.startswith(built[council].address)
            }
            said = [text for text in said if "404 (File not found)" not in text]
        faults[name] = [
            *strange(found, wanted, shapes, name),
            *(f"asks {url}" for url in asked if url.replace(built[council].address, "") not in resources),
            *(f"says {text}" for text in said),
        ]
    assert not any(faults.values()), json.dumps(faults, indent=1)
    assert page.context.cookies() == []


def test_titles_and_descriptions_are_the_words_as_typed(built: dict[str, Built], reader: Callable[..., Page]) -> None:
    council = "one by one"
    site = edition(built[council].source).site
    page = reader()
    page.add_init_script(TRAPS)
    for ours in site.pages:
        found = seen(page, f"{built[council].address}{ours.address}")
        assert found["title"].split() == f"{ours.title} | {site.frame.council_name} performance".split(), ours.address
        assert found["description"].split() == ours.description.split(), ours.address


@pytest.mark.parametrize("council", HOSTILE)
def test_no_file_of_the_site_has_a_fault(council: str, built: dict[str, Built]) -> None:
    for name in built[council].pages:
        assert in_page((built[council].folder / name).read_text(encoding="utf-8"), section_of(name)) == [], name


def test_the_traps_catch_what_runs_where_nothing_is_cleaned(
    built: dict[str, Built], reader: Callable[..., Page]
) -> None:
    """The same words, put into a page as they are: many of them run."""
    page = reader()
    page.add_init_script(TRAPS)
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=bodies.pop() if bodies else ""))
    bodies: list[str] = []
    ran = 0
    for words in [
        words for words in WORDS if words.startswith(("<svg", "<img src=x", "<script>", "<body", "<details"))
    ]:
        bodies = [f"<!doctype html><meta name=description><title>x</title>{words}"]
        page.goto(built["plain"].address)
        ran += bool(page.evaluate("() => window.ran.length"))
    assert ran > 25


# ---- the search, the one page with a script ----


def test_words_to_search_for_never_become_markup(built: dict[str, Built], reader: Callable[..., Page]) -> None:
    page = reader(bypass_csp=True)
    page.add_init_script(TRAPS)
    plain = seen(page, built["plain"].address + "search/?q=zebra")
    for at in range(0, len(WORDS), 10):
        words = " ".join(WORDS[at : at + 10])
        found = searched(page, built["one by one"], words)
        assert found["ran"] == found["runs"] == found["kept"] == []
        assert found["landmarks"] == plain["landmarks"]
        assert page.get_by_role("searchbox").input_value() == words
        assert found["title"].split()[:2] == words.split()[:2]


@each_way
def test_excerpts_of_hostile_pages_are_words(
    council: str, policy: str, built: dict[str, Built], reader: Callable[..., Page]
) -> None:
    page = reader(bypass_csp=policy == "without the policy")
    page.add_init_script(TRAPS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    excerpts = ""
    for words in ("alert", "script", "onerror img", "evil example", "javascript", "style", "lt script"):
        found = searched(page, built[council], words)
        assert found["ran"] == found["runs"] == found["kept"] == []
        assert set(found["links"]) == {"http:", "https:"}  # the council's own form, at the foot of the page
        made = page.locator("[data-results] *").evaluate_all(
            "all => all.map((one) => `${one.localName} ${[...one.attributes].map((given) => given.name).sort()}`)"
        )
        assert set(made) <= {
            "a href",
            "button class,hidden,type",
            "button class,type",
            "h2 class",
            "h3 class",
            "li class",
            "mark class",
            "ol class",
            "p class",
        }
        excerpts += page.locator("[data-results]").inner_text()
    assert "alert(1)" in excerpts and "<script>" in excerpts
    assert [url for url in asked if not url.startswith(built[council].address)] == []


def searched(page: Page, council: Built, words: str) -> dict[str, Any]:
    page.goto(f"{council.address}search/?q={quote(words)}")
    page.locator("[role=status]:not(:empty)").wait_for()
    found: dict[str, Any] = page.evaluate(SEEN)
    return found


# ---- the downloads ----


@pytest.mark.parametrize("council", HOSTILE)
def test_no_cell_of_a_download_is_a_formula(council: str, built: dict[str, Built]) -> None:
    tables = sorted((built[council].folder / "data").rglob("*.csv"))
    assert tables
    for path in tables:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        for cell in (cell for row in rows for cell in row):
            assert cell[:1] not in ("=", "+", "@", "\t", "\r"), path
            assert not cell.startswith("-") or re.fullmatch(r"-[£0-9.,]+%?", cell), path


def test_the_json_of_a_hostile_council_holds_its_words_as_typed(built: dict[str, Built]) -> None:
    folder, source = built["one by one"].folder, built["one by one"].source
    whole = json.loads((folder / "data" / "quarterday.json").read_text(encoding="utf-8"))
    assert whole["council"] == edition(source).site.frame.council_name
    assert {row["title"] for row in whole["measures"]} <= set(WORDS)
