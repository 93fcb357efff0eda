"""The policy in every page: kept by every page, enforced by the browser, and enough for the search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import nginx
from browser.checks.policy import Watch, in_browser, in_files, in_page
from quarterday.policy import policy

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("council", ["moray", "midlothian", "exampleshire"])
def test_no_file_of_a_site_has_a_fault(council: str, folders: dict[str, Path]) -> None:
    assert in_files(folders[council]) == []


def test_the_root_leads_from_its_first_page_to_the_latest_edition_and_has_no_other_fault(
    folders: dict[str, Path],
) -> None:
    assert in_files(folders["root"]) == ["index.html: goes elsewhere by itself: 0; url=latest/"]


def test_a_page_keeps_its_policy_asks_no_other_host_and_keeps_nothing(
    kind: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    full = address(kind)
    assert in_browser(reader(), full, full[: full.index("/", 8)]) == []


def test_the_search_works_within_its_policy(
    reader: Callable[..., Page], address: Callable[[str], str], served: dict[str, str]
) -> None:
    page = reader()
    watch = Watch(page, served["moray"])
    workers: list[str] = []
    page.on("worker", lambda worker: workers.append(worker.url))
    page.goto(address("moray/search/?q=children"))
    page.locator(".qd-found__item").first.wait_for()
    page.get_by_role("button", name="Show more results").click()
    expect(page.locator(".qd-found__item")).not_to_have_count(10)
    assert watch.faults() == []
    assert workers == [f"{served['moray']}pagefind/pagefind-worker.js"]


# ---- with the headers of a real web server ----


@pytest.fixture(scope="module")
def published(folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the three sites under ``deploy/nginx.conf``, as editions of Moray's."""
    root = tmp_path_factory.mktemp("www")
    for path in folders["moray"].iterdir():
        (root / path.name).symlink_to(path)
    for name, folder in {**folders, "latest": folders["moray"], "2022-23-q2": folders["moray"]}.items():
        (root / name).symlink_to(folder)
    with nginx.serving(root, tmp_path_factory.mktemp("nginx")) as running:
        yield running.address


def test_a_page_has_no_fault_with_the_web_server_s_headers_either(
    kind: str, reader: Callable[..., Page], published: str, address: Callable[[str], str], served: dict[str, str]
) -> None:
    full = address(kind)
    council, start = next((council, start) for council, start in served.items() if full.startswith(start))
    page = reader(ignore_https_errors=True)
    assert in_browser(page, f"{published}{council}/{full.removeprefix(start)}", published) == []


@pytest.mark.parametrize("edition", ["2022-23-q2/", "latest/", "exampleshire/", "root/"])
def test_the_search_works_with_the_web_server_s_headers(
    edition: str, reader: Callable[..., Page], published: str
) -> None:
    page = reader(ignore_https_errors=True)
    watch = Watch(page, published)
    workers: list[str] = []
    page.on("worker", lambda worker: workers.append(worker.url))
    page.goto(f"{published}{edition}search/")
    page.get_by_role("searchbox").fill("waste" if edition in ("exampleshire/", "root/") else "children")
    page.keyboard.press("Enter")
    page.locator(".qd-found__item").first.wait_for()
    page.locator(".qd-found__title a").first.click()
    page.wait_for_url(lambda address: "search" not in address)
    assert page.url.startswith(published + edition)
    assert watch.faults() == []
    assert workers == [f"{published}{edition}pagefind/pagefind-worker.js"]


def test_no_other_site_can_frame_a_page(reader: Callable[..., Page], published: str, served: dict[str, str]) -> None:
    page = reader(ignore_https_errors=True, bypass_csp=True)
    page.goto(served["moray"])
    with page.expect_event("requestfailed") as failed:
        page.evaluate(
            "(src) => document.body.append(Object.assign(document.createElement('iframe'), {src}))", published
        )
    assert failed.value.failure == "net::ERR_BLOCKED_BY_RESPONSE"


# ---- what the checks find ----

HARM = """<img src="x" onerror="fetch('/harm-1')"><script>fetch("/harm-2")</script><style>h1 { color: red }</style>"""


def test_the_browser_stops_a_script_a_handler_and_a_style_in_a_page(
    folders: dict[str, Path], reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    spoilt_html = (folders["moray"] / "index.html").read_text(encoding="utf-8").replace("</main>", HARM + "</main>")
    page = reader()
    watch = Watch(page, address("home"))
    page.route("**/x", lambda route: route.fulfill(status=404))
    page.route(address("home"), lambda route: route.fulfill(content_type="text/html", body=spoilt_html))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address("home"), wait_until="networkidle")
    stopped = [fault for fault in watch.faults() if fault.startswith("the policy")]
    assert sorted(stopped) == [
        "the policy's script-src-attr stops inline",
        "the policy's script-src-elem stops inline",
        "the policy's style-src-elem stops inline",
    ]
    assert [url for url in asked if "harm" in url] == []


GOOD = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy()}">
<meta name="referrer" content="no-referrer"><link rel="canonical" href="https://council.example.org/">
<link rel="stylesheet" href="a.css"><title>One</title></head>
<body><a href="https://example.org/">Two</a><img src="images/three.png" alt=""></body></html>"""


def test_a_good_page_has_no_fault() -> None:
    assert in_page(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<body>", "<body><script>1</script>", "has a script inside it"),
        ("<body>", '<body><script src="a.js"></script>', "has the script a.js"),
        ("<body>", "<body><style>p {}</style>", "has <style>"),
        ("<body>", '<body style="color: red">', "<body> has style=color: red"),
        ("<body>", '<body onload="alert(1)">', "<body> has onload=alert(1)"),
        ("<body>", '<body><a href=" java&#9;script:alert(1)">x</a>', "<a> leads to  java\tscript:alert(1)"),
        ("<body>", '<body><a href="data:text/html,x">x</a>', "<a> leads to data:text/html,x"),
        ("<body>", '<body><form action="javascript:x">', "<form> has action=javascript:x, which is not on this site"),
        ("<body>", '<body><iframe srcdoc="x"></iframe>', "has <iframe>"),
        ("<body>", '<body><object data="a.svg"></object>', "has <object>"),
        ("<body>", '<body><embed src="a.svg">', "has <embed>"),
        ("<title>", '<base href="/x/"><title>', "has <base>"),
        ("<title>", '<meta http-equiv="refresh" content="0;url=/x/"><title>', "goes elsewhere by itself: 0;url=/x/"),
        ("images/three.png", "https://example.org/p.gif", "<img> has src=https://example.org/p.gif, which"),
        ("images/three.png", "\\\\example.org/p.gif", "<img> has src=\\\\example.org/p.gif, which"),
        ('alt=""', 'alt="" srcset="a.png, //example.org/p.gif 2x"', "<img> has srcset=a.png, //example.org/p.gif 2x"),
        ('href="a.css"', 'href="//example.org/a.css"', "<link> has href=//example.org/a.css, which"),
        ("script-src 'none'", "script-src 'unsafe-inline'", "its policy is “default-src 'none'; script-src 'unsafe"),
        ("http-equiv", "name", "has 0 policies"),
        ('<meta charset="utf-8">', '<link rel="stylesheet" href="b.css">', "<link> stands before the policy"),
        ('name="referrer" content="no-referrer"', 'name="x"', "does not say once that its referrer is no-referrer"),
    ],
)
def test_a_fault_in_a_page_is_named(old: str, new: str, fault: str) -> None:
    assert GOOD.count(old) == 1
    assert any(found.startswith(fault) for found in in_page(GOOD.replace(old, new))), in_page(GOOD.replace(old, new))


def test_only_the_search_page_may_have_a_script_and_it_has_a_policy_of_its_own() -> None:
    page = GOOD.replace(policy(), policy("search")).replace("<body>", '<body><script src="a.js"></script>')
    assert in_page(page, "search") == []
    assert in_page(page.replace('src="a.js"', ""), "search") == ["has a script inside it"]
    assert len(in_page(page)) == 2


def test_a_stylesheet_that_asks_another_host_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(GOOD)
    (tmp_path / "a.css").write_text('@import "https://fonts.example.org/a.css";')
    (tmp_path / "a.svg").write_text("<svg><script>alert(1)</script></svg>")
    assert in_files(tmp_path) == [
        "a.css: https://fonts.example.org/a.css is on another host",
        "a.svg: <script> can run",
    ]


@pytest.mark.parametrize(
    ("does", "fault"),
    [
        ("document.cookie = 'a=1'", "keeps the cookie a"),
        ("localStorage.a = 1", "keeps a in localStorage"),
        ("sessionStorage.a = 1", "keeps a in sessionStorage"),
        ("new Promise((done) => { indexedDB.open('a').onsuccess = done; }).then(() => 1)", "keeps a in IndexedDB"),
        ("caches.open('a').then(() => 1)", "keeps a in a cache"),
        ("fetch('/nowhere/').then(() => 1)", "gives 404"),
        ("fetch('https://example.org/').catch(() => 1)", "asks https://example.org/"),
        ("console.error('x')", "console: x"),
        ("new Promise((done) => setTimeout(() => done(alert('hello'))))", "opens a dialog: hello"),
        (
            "new Promise((done) => { setTimeout(done, 1); setTimeout(() => { throw Error('oh') }) })",
            "a script failed: oh",
        ),
    ],
)
def test_what_a_page_does_wrong_in_the_browser_is_named(
    does: str, fault: str, reader: Callable[..., Page], address: Callable[[str], str]
) -> None:
    page = reader(bypass_csp=True)
    watch = Watch(page, address("moray/"))
    page.goto(address("about"))
    page.evaluate(does)
    assert any(fault in found for found in watch.faults())
