"""What a reader of a built site waits for: Lighthouse's speed on a phone, and the first thing that a search finds.

    python bench/reader.py SITE --pages measures/p01-m001/ "" --words recruitment "housing repairs"

The site is served by a small server that packs with gzip, as a web server would, and counts what it sends. A search
begins with nothing in the browser's cache, and ends when the first result stands on the page.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from browser.checks import lighthouse  # noqa: E402
from browser.conftest import CHROMIUM_FLAGS, found_chromium  # noqa: E402

PACKED = ("text/", "application/json", "application/javascript", "image/svg+xml")
TOLD = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")

CLOCK = """
new MutationObserver((_, watching) => {
  if (!document.querySelector(".qd-found__item")) return;
  watching.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.found = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
"""Milliseconds from leaving the page before to the first result on the screen, by the browser's own clock."""


class Server(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sent = 0

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(str(path))
        is_packed = kind.startswith(PACKED)
        content = packed(path) if is_packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)
        Server.sent += len(content)

    def log_message(self, *_: object) -> None:
        """Nothing of each request."""


@cache
def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, help="the folder of a built site")
    parser.add_argument("--pages", nargs="*", default=[], help="addresses for Lighthouse; '' is home")
    parser.add_argument("--words", nargs="*", default=[], help="what is searched for")
    asked = parser.parse_args()
    with served(asked.site) as address:
        if asked.pages:
            print(f"| page | speed, of 100 | {' | '.join(name.replace('-', ' ') for name in TOLD)} |")
            print("|---" * (2 + len(TOLD)) + "|")
        for page in asked.pages:
            print(f"| {page or 'home'} | {' | '.join(speed(address + page))} |", flush=True)
        if asked.words:
            print("\n| searched for | first result after, s | kB sent by then | pages found |\n|---|---|---|---|")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=found_chromium(), args=CHROMIUM_FLAGS)
                for words in asked.words:
                    print(f"| {words} | {' | '.join(searched(browser, address, words))} |", flush=True)
                browser.close()


@contextmanager
def served(site: Path) -> Iterator[str]:
    handler = partial(Server, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def speed(address: str) -> tuple[str, ...]:
    """Lighthouse's score on a phone, and what it is made of."""
    flags = f"--chrome-flags={lighthouse.FLAGS}"
    told = subprocess.run(
        [lighthouse.COMMAND, address, "--quiet", "--output=json", "--only-categories=performance", flags],
        env=os.environ | {"CHROME_PATH": found_chromium() or ""},
        capture_output=True,
        check=False,
    )
    if told.returncode:
        raise SystemExit(told.stderr.decode())
    found = json.loads(told.stdout)
    score = round(100 * found["categories"]["performance"]["score"])
    return str(score), *(found["audits"][name]["displayValue"] for name in TOLD)


def searched(browser: Browser, address: str, words: str) -> tuple[str, ...]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    field = page.get_by_role("searchbox").first
    field.fill(words)
    context.add_init_script(CLOCK)
    Server.sent = 0
    field.press("Enter")
    page.wait_for_function("() => window.found", timeout=60_000)
    took, sent = page.evaluate("() => window.found") / 1000, Server.sent
    status = page.get_by_role("status").inner_text()
    context.close()
    return f"{took:.2f}", f"{sent / 1000:,.0f}", status.split()[0]


if __name__ == "__main__":
    main()
