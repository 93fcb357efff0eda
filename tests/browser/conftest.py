"""The three sites that come with Quarterday, built once and served, and a real Chromium to read them with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SITES = {"moray": ".", "midlothian": "examples/midlothian", "exampleshire": "tests/councils/exampleshire"}

# One page of each kind. Moray's data have no history, so the chart is made-up Exampleshire's.
KINDS = {
    "home": "moray/",
    "priorities": "moray/priorities/",
    "priority": "moray/priorities/strat2/",
    "plans": "moray/plans/",
    "plan": "moray/plans/service-2020-23/",
    "actions": "moray/actions/",
    "action": "moray/actions/strat2-1/",
    "measures": "moray/measures/",
    "measure": "moray/measures/children-on-register/",
    "measure with a chart": "exampleshire/measures/household-waste-recycled/",
    "measure without a result": "moray/measures/feeling-safe/",
    "off target": "midlothian/off-target/",
    "off target, with nothing in it": "moray/off-target/",
    "committee reports": "moray/committee-reports/",
    "committee report": "moray/committee-reports/performance-framework/",
    "data": "moray/data/",
    "quarters": "moray/quarters/",
    "quarter": "moray/quarters/2022-23-q2/",
    "glossary": "moray/glossary/",
    "how we rate": "moray/how-we-rate/",
    "search": "moray/search/",
    "about": "moray/about/",
    "accessibility": "moray/accessibility/",
    "page not found": "moray/404.html",
    "home with progress": "midlothian/",
    "priority with measures off target": "midlothian/priorities/priority-action-3/",
    "measure off target": "midlothian/measures/families-referred-to-family-group-decision-making/",
    "home with trends": "exampleshire/",
    "priority with trends": "exampleshire/priorities/homes-and-streets/",
    "quarters of a history": "exampleshire/quarters/",
    "measures of a history": "exampleshire/measures/",
}

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
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each built site, by the name of its council."""
    built = tmp_path_factory.mktemp("sites")
    environment = {
        name: value for name, value in os.environ.items() if name not in ("QUARTER", "MIKE_DOCS_VERSION")
    } | {"PYTHONPATH": str(ROOT / "hooks")}
    for name, site in SITES.items():
        subprocess.run(
            [sys.executable, "-m", "quarterday", "build", "--site", site, "--to", str(built / name)],
            cwd=ROOT,
            env=environment,
            check=True,
        )
    return {name: built / name for name in SITES}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def served(folders: dict[str, Path]) -> Iterator[dict[str, str]]:
    """The address of each site, which ends in a slash."""
    servers = {
        name: ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
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
    names = ("chromium-headless-shell", "chromium", "google-chrome", "/usr/lib/chromium/chromium-headless-shell")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


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
