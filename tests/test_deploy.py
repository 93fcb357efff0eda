"""``deploy/nginx.conf``, in a real nginx: what it sends, and what it never sends."""

from __future__ import annotations

import gzip
import http.client
import shutil
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import nginx
from quarterday.policy import ONLY_IN_HEADERS, PAGE, REFERRER, SEARCH, in_words, policy

CONTENT = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
SCRIPTS = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; "


def test_a_page_may_load_the_looks_and_pictures_of_its_own_site_and_run_nothing() -> None:
    assert policy("measures") == policy() == CONTENT + "connect-src 'self'; base-uri 'none'; form-action 'self'"


def test_the_search_alone_runs_scripts_and_only_those_of_its_own_site() -> None:
    assert policy("search") == (
        f"{SCRIPTS}font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; worker-src 'self'"
    )


def test_the_web_server_s_policies_are_the_pages_own_and_two_more_words() -> None:
    assert nginx.policies() == [in_words(PAGE | ONLY_IN_HEADERS), in_words(SEARCH | ONLY_IN_HEADERS)]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        body = gzip.decompress(self.body) if self.headers["Content-Encoding"] == "gzip" else self.body
        return body.decode()


def ask(address: str, path: str = "", method: str = "GET", **headers: str) -> Answer:
    parts = urlsplit(address)
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    asking: http.client.HTTPConnection
    if parts.scheme == "https":
        asking = http.client.HTTPSConnection(parts.netloc, timeout=20, context=trusting)
    else:
        asking = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        asking.request(method, f"/{path}", headers=headers)
        answer = asking.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        asking.close()


EDITION = {
    "index.html": "<!doctype html><title>Home</title>" + "x" * 2000,
    "404.html": "not found in {edition}",
    "search/index.html": "search",
    "measures/index.html": "measures",
    "data/measures.csv": "measure,£\r\n" * 200,
    "data/everything.json": "{}" + " " * 2000,
    "images/quarter.svg": "<svg/>" + " " * 2000,
    "assets/stylesheets/main.57a0d79d.min.css": "p {}" * 500,
    "stylesheets/quarterday.css": "p {}" * 500,
    "pagefind/pagefind.js": "1;" * 1000,
    "pagefind/pagefind-entry.json": "{}",
    "pagefind/wasm.en-gb.pagefind": "wasm" * 500,
    "pagefind/fragment/en-gb_1.pf_fragment": "fragment" * 500,
}
ROOT = {
    "index.html": "leads to latest/",
    "404.html": "not found at the root",
    "quarters/index.html": "all quarters",
    "search/index.html": "search in all quarters",
    "calendar.ics": "BEGIN:VCALENDAR\r\n",
    "editions.json": "{}",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("www")
    for edition in ("2022-23-q1", "2022-23-q2"):
        for name, content in EDITION.items():
            (root / edition / name).parent.mkdir(parents=True, exist_ok=True)
            (root / edition / name).write_text(content.replace("{edition}", edition))
    shutil.copytree(root / "2022-23-q2", root / "latest")
    shutil.copytree(root / "2022-23-q1", root / "2022-23-q1-r1")
    for name, content in ROOT.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    (root / ".git").mkdir()
    (root / ".git" / "config").write_text("secret")
    (root / ".well-known").mkdir()
    (root / ".well-known" / "security.txt").write_text("Contact: https://council.example.org/security\n")
    return root


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[nginx.Serving]:
    with nginx.serving(root, tmp_path_factory.mktemp("nginx")) as running:
        yield running


ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": REFERRER,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "nginx",
}


@pytest.mark.parametrize(
    ("path", "status", "directives"),
    [
        ("latest/", 200, PAGE),
        ("2022-23-q1/measures/", 200, PAGE),
        ("2022-23-q1/data/measures.csv", 200, PAGE),
        ("2022-23-q1/images/quarter.svg", 200, PAGE),
        ("2022-23-q2/search/", 200, SEARCH),
        ("latest/search/?q=default-src", 200, SEARCH),
        ("latest/pagefind/pagefind.js", 200, SEARCH),
        ("quarters/", 200, PAGE),
        ("search/?q=default-src", 200, SEARCH),
        ("calendar.ics", 200, PAGE),
        ("latest/nowhere/", 404, PAGE),
        ("latest/search/nowhere/", 404, PAGE),
        ("", 302, PAGE),
        ("latest/data/", 404, PAGE),
        (".git/config", 404, PAGE),
    ],
)
def test_every_answer_has_its_policy_once_and_all_the_other_headers(
    path: str, status: int, directives: dict[str, str], server: nginx.Serving
) -> None:
    answer = ask(server.address, path)
    assert answer.status == status
    assert answer.headers.get_all("Content-Security-Policy") == [in_words(directives | ONLY_IN_HEADERS)]
    assert {name: answer.headers.get_all(name) for name in ALWAYS} == {name: [value] for name, value in ALWAYS.items()}


@pytest.mark.parametrize(
    ("path", "kind", "packed", "kept"),
    [
        ("latest/", "text/html; charset=utf-8", True, "max-age=300"),
        ("2022-23-q1/", "text/html; charset=utf-8", True, "max-age=3600"),
        ("latest/data/measures.csv", "text/csv; charset=utf-8", True, "max-age=300"),
        ("2022-23-q1/data/everything.json", "application/json; charset=utf-8", True, "max-age=3600"),
        ("latest/images/quarter.svg", "image/svg+xml; charset=utf-8", True, "max-age=300"),
        ("latest/stylesheets/quarterday.css", "text/css; charset=utf-8", True, "max-age=300"),
        (
            "latest/assets/stylesheets/main.57a0d79d.min.css",
            "text/css; charset=utf-8",
            True,
            "max-age=31536000, immutable",
        ),
        ("latest/pagefind/pagefind.js", "application/javascript; charset=utf-8", True, "max-age=300"),
        ("2022-23-q1/pagefind/pagefind-entry.json", "application/json; charset=utf-8", False, "no-cache"),
        ("latest/pagefind/wasm.en-gb.pagefind", "application/octet-stream", False, "max-age=300"),
        (
            "latest/pagefind/fragment/en-gb_1.pf_fragment",
            "application/octet-stream",
            False,
            "max-age=31536000, immutable",
        ),
        (".well-known/security.txt", "text/plain; charset=utf-8", False, "max-age=300"),
        ("2022-23-q1-r1/", "text/html; charset=utf-8", True, "max-age=3600"),
        ("quarters/", "text/html; charset=utf-8", False, "max-age=300"),
        ("calendar.ics", "text/calendar; charset=utf-8", False, "max-age=300"),
        ("editions.json", "application/json; charset=utf-8", False, "max-age=300"),
    ],
)
def test_a_file_has_its_kind_is_packed_if_that_helps_and_is_kept_as_long_as_it_may_be(
    path: str, kind: str, packed: bool, kept: str, server: nginx.Serving, root: Path
) -> None:
    answer = ask(server.address, path, **{"Accept-Encoding": "gzip"})
    assert answer.status == 200
    assert answer.headers["Content-Type"] == kind
    assert (answer.headers["Content-Encoding"] == "gzip") == packed
    assert answer.headers["Cache-Control"] == kept
    file = root / path / "index.html" if path.endswith("/") else root / path
    assert answer.text == file.read_bytes().decode()


def test_an_address_that_does_not_exist_has_the_not_found_page_of_its_edition_else_of_the_root(
    server: nginx.Serving,
) -> None:
    asked = ("2022-23-q1/x/", "2022-23-q1-r1/x/", "latest/x", "2019-20-q1/x/", "quarters/x/", "x")
    told = {path: ask(server.address, path) for path in asked}
    assert {path: (answer.status, answer.text) for path, answer in told.items()} == {
        "2022-23-q1/x/": (404, "not found in 2022-23-q1"),
        "latest/x": (404, "not found in 2022-23-q2"),
        "2022-23-q1-r1/x/": (404, "not found in 2022-23-q1"),
        "2019-20-q1/x/": (404, "not found at the root"),
        "quarters/x/": (404, "not found at the root"),
        "x": (404, "not found at the root"),
    }


@pytest.mark.parametrize("path", [".git/config", "latest/../.git/config", "latest/%2e%2e/%2e%2e/etc/passwd", ".git"])
def test_hidden_files_and_what_is_outside_the_folder_are_not_there(path: str, server: nginx.Serving) -> None:
    answer = ask(server.address, path)
    assert answer.status in (400, 404)
    assert "secret" not in answer.text and "root:" not in answer.text


def test_the_bare_name_leads_to_the_latest_edition_and_a_folder_to_its_page(server: nginx.Serving) -> None:
    assert ask(server.address).headers["Location"] == "/latest/"
    moved = ask(server.address, "latest/measures")
    assert (moved.status, moved.headers["Location"]) == (301, "/latest/measures/")


def test_everyone_is_sent_to_https(server: nginx.Serving) -> None:
    moved = ask(server.unsafe_address, "latest/search/?q=neglect", Host="evil.example.org")
    assert (moved.status, moved.headers["Location"]) == (301, "https://127.0.0.1/latest/search/?q=neglect")


def test_nothing_can_be_sent_to_the_site(server: nginx.Serving) -> None:
    assert {method: ask(server.address, "latest/", method).status for method in ("POST", "PUT", "DELETE")} == {
        "POST": 405,
        "PUT": 405,
        "DELETE": 405,
    }


def test_the_logs_hold_no_internet_address_and_no_words_that_were_searched_for(server: nginx.Serving) -> None:
    ask(server.address, "latest/search/?q=shelter", **{"User-Agent": "Browser-7", "Referer": "https://a.example.org/"})
    ask(server.unsafe_address, "latest/search/?q=shelter")
    ask(server.address, "nowhere/?q=shelter")
    ask(server.address, "latest/pagefind/?q=shelter")
    logs = "".join(path.read_text() for path in server.scratch.glob("*.log"))
    for line in (
        "GET /latest/search/ 200 ",
        "GET /latest/search/ 301 ",
        "GET /nowhere/ 404 ",
        "GET /latest/pagefind/ 404 ",
    ):
        assert line in logs
    for trace in ("shelter", "127.0.0.1", "Browser-7", "a.example.org"):
        assert trace not in logs


def test_one_site_without_editions_is_served_too(tmp_path: Path) -> None:
    root, scratch = tmp_path / "www", tmp_path / "nginx"
    root.mkdir()
    scratch.mkdir()
    (root / "index.html").write_text("home")
    (root / "404.html").write_text("not found")
    with nginx.serving(root, scratch) as running:
        assert (ask(running.address).status, ask(running.address).text) == (200, "home")
        assert (ask(running.address, "x/y/").status, ask(running.address, "x/y/").text) == (404, "not found")
