"""The three sites that come with Quarterday, and a root above editions, built once and served; and a real Chromium."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser import editions
from browser.kinds import KINDS, PUBLISHED, SITES
from made_once import MadeOnce

ROOT = Path(__file__).parents[2]
TOOLS = Path(__file__).with_name("node_modules")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``kind`` is run on one page of each kind."""
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", KINDS)


@pytest.fixture(scope="session")
def folders(made_once: MadeOnce) -> dict[str, Path]:
    """The folder of each built site, by the name of its council."""
    assert TOOLS.is_dir(), "the tests of pages need their tools from npm, which make test installs"
    built = made_once("sites", _build)
    return {name: built / name for name in PUBLISHED}


def _build(into: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("QUARTER", "MIKE_DOCS_VERSION")
    } | {"PYTHONPATH": str(ROOT / "hooks")}
    for name, site in SITES.items():
        subprocess.run(
            [sys.executable, "-m", "quarterday", "build", "--site", site, "--to", str(into / name)],
            cwd=ROOT,
            env=environment,
            check=True,
        )
    editions.build(into)


@lru_cache
def _packed(body: bytes) -> bytes:
    """Every page asks for the same stylesheets."""
    return gzip.compress(body, 6)


class _Packed(SimpleHTTPRequestHandler):
    """Sends text gzipped, as any web server does, and the site's own page for what is not there."""

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if file.is_dir() and not self.path.partition("?")[0].endswith("/"):
            super().do_GET()
            return
        file = file / "index.html" if file.is_dir() else file
        there = file.is_file()
        file = file if there else Path(self.directory) / "404.html"
        body = file.read_bytes()
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", self.guess_type(file))
        if "gzip" in self.headers.get("Accept-Encoding", "") and file.suffix in (".html", ".css", ".js", ".svg"):
            body = _packed(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def served(folders: dict[str, Path]) -> Iterator[dict[str, str]]:
    """The address of each site, which ends in a slash."""
    servers = {
        name: ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packed, directory=folder))
        for name, folder in folders.items()
    }
    threads = [Thread(target=server.serve_forever, daemon=True) for server in servers.values()]
    for thread in threads:
        thread.start()
    yield {name: f"http://127.0.0.1:{server.server_port}/" for name, server in servers.items()}
    for server in servers.values():
        server.shutdown()
        server.server_close()
    for thread in threads:
        thread.join()


@pytest.fixture(scope="session")
def address(served: dict[str, str]) -> Callable[[str], str]:
    """The address of a page, from ``council/page/`` or from the name of its kind."""

    def full(name: str) -> str:
        council, _, path = KINDS.get(name, name).partition("/")
        return served[council] + path

    return full


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The first Chromium there is; without one, Playwright says how to get its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_chromium(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def found_chromium() -> str | None:
    names = ("chromium-headless-shell", "chromium", "google-chrome", "/usr/lib/chromium/chromium-headless-shell")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium_path(chromium: Browser) -> str:
    """Where the browser is, for a tool that starts one of its own."""
    return found_chromium() or chromium.browser_type.executable_path


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """An empty page in a browser of its own, with nothing kept from before. Takes the options of ``new_context``."""
    contexts = []

    def opened(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-GB", **options
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
