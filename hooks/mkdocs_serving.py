"""A site under ``mkdocs serve``: each page is drawn when a browser asks for it, from the data as last saved.

MkDocs builds what stands round the pages, and again where anything but ``data/`` was changed. After a change of the
data alone they are read anew, and each page and download that is asked for from then on is drawn from them.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import multiprocessing
import threading
from collections.abc import Callable, Iterable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.observers.polling import PollingObserver

from quarterday import search
from quarterday.answering import in_brief
from quarterday.edition import Made
from quarterday.reading import Remembered
from quarterday.site import Site

log = logging.getLogger("mkdocs.hooks.quarterday")

LOOK_EVERY = 0.2
"""Seconds between two looks at the files; MkDocs's own half a second is most of what an officer would wait."""
SETTLED_AFTER = 0.05
"""Seconds without a further change before the site is made anew."""
CLEAR_AFTER = 2.0
"""Seconds from a change to when the room that the site took before it is given back."""


class Telling:
    """What nobody has answered of the data, found by a process of its own, so that no page waits for it."""

    def __init__(self) -> None:
        self.process: BaseProcess | None = None

    def begin(self, made: Made) -> None:
        """Of what was saved before, nothing more is told."""
        if "fork" not in multiprocessing.get_all_start_methods():
            _tell(made)
            return
        if self.process is not None:
            self.process.terminate()
        self.process = multiprocessing.get_context("fork").Process(target=_tell, args=(made,), daemon=True)
        self.process.start()

    def end(self) -> None:
        """Wait until all is told. Raises Abort where it could not be."""
        if self.process is not None:
            self.process.join()
            if self.process.exitcode:
                raise Abort("what is to be answered could not be found; nothing else is wrong with the site")


class Serving:
    """What a served site needs to show a page. ``make`` reads the data; ``show`` is a page as MkDocs writes it."""

    remembered: Remembered

    def __init__(self, make: Callable[[MkDocsConfig], Made], show: Callable[[str, Page, MkDocsConfig], str]) -> None:
        self.make, self.show = make, show
        self.remembered = {}
        self.lock = threading.RLock()
        self.making = 0
        """Goes up with every change, so that an answer made of two of them is known."""
        self.telling = Telling()

    # What a build of MkDocs leaves here, in the order in which it is known.

    def found(self, nav: Navigation, files: Files) -> None:
        self.nav, self.files = nav, files

    def has(self, env: Environment) -> None:
        self.env = env

    def built(self, config: MkDocsConfig, pages: dict[str, Page]) -> None:
        """The frames of all pages are written, and no page is drawn."""
        self.config, self.pages = config, pages
        self.others = self._others()
        self._take(config.extra["site"])

    def start(self, server: LiveReloadServer) -> LiveReloadServer:
        """Stand between the server and the browser."""
        self.root, self.mount = Path(server.root), server.mount_path
        self.build, server.builder = server.builder, self.rebuild
        self.answer_from_disk = server.serve_request
        # What was read and imported by now stays, and need not be looked through each time a site is thrown away.
        gc.freeze()
        server.set_app(self.answer)
        server.build_delay = SETTLED_AFTER
        watched = [self.config.docs_dir, *([self.config.config_file_path] if self.config.config_file_path else ())]
        for path in watched:
            server.unwatch(path)
        server.observer = PollingObserver(timeout=LOOK_EVERY)
        for path in watched:
            server.watch(path)
        return server

    # After a file was saved.

    def rebuild(self) -> None:
        with self.lock:
            if self._others() != self.others:
                self.build()
                return
            made = self.make(self.config)
            if _places(made.site) != _places(self.site):
                self.build()
                return
            self._take(made.site)
            for page in made.site.pages:
                self.pages[page.address].ready = page  # type: ignore[attr-defined]
                self.pages[page.address].read_source(self.config)
        self.telling.begin(made)

    def _take(self, site: Site) -> None:
        self.site = site
        self.drawn: set[str] = set()
        self.making += 1
        # The site before this one is thrown away, but not while an officer waits for this one.
        threading.Timer(CLEAR_AFTER, gc.collect).start()

    def _others(self) -> dict[str, str]:
        """All that is watched but the data, by what is in it."""
        data = Path(self.config.config_file_path).parent / "data"
        tops = {Path(top) for top in (self.config.docs_dir, self.config.config_file_path, *self.config.watch)} - {data}
        files = (path for top in tops for path in ([top] if top.is_file() else top.rglob("*")))
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
            if path.is_file() and "__pycache__" not in path.parts
        }

    # When a browser asks.

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith("/livereload/"):
            return self.answer_from_disk(environ, start_response)
        while True:
            with self.lock:
                making = self.making
                self.draw(path.removeprefix(self.mount).lstrip("/").removesuffix("index.html"))
            status, answer = self._from_disk(environ)
            # Where the data were changed between the two, the answer is from before.
            if making == self.making:
                start_response(*status)
                return answer

    def _from_disk(self, environ: dict[str, Any]) -> tuple[tuple[Any, ...], Iterable[bytes]]:
        told: list[tuple[Any, ...]] = []
        answer = self.answer_from_disk(environ, lambda *given: told.append(given))
        return told[0], answer

    def draw(self, address: str) -> None:
        """Write what is at an address, if it is ours and is not there from the data as they are."""
        if address.startswith("pagefind/"):
            self.index()
            return
        if address in self.drawn:
            return
        if address in self.pages:
            page = self.pages[address]
            frame = self.env.get_template("main.html").render(get_context(self.nav, self.files, self.config, page))
            self._write(page.file.dest_uri, self.show(frame, page, self.config).encode())
        elif (file := next((file for file in self.site.files if file.address == address), None)) is not None:
            self._write(address, file.content)
        else:
            return
        self.drawn.add(address)

    def index(self) -> None:
        """The search index is of drawn pages; it is made for whoever searches."""
        if "pagefind/" not in self.drawn:
            for address in self.pages:
                self.draw(address)
            search.index(self.root)
            self.drawn.add("pagefind/")

    def _write(self, uri: str, content: bytes) -> None:
        path = self.root / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _tell(made: Made) -> None:
    if made.warnings:
        log.info("%s", in_brief(made.warnings))


def _places(site: Site) -> tuple[Any, ...]:
    """All that stands round the pages; where it changes, MkDocs has to build."""
    return site.frame, [page.address for page in site.pages], [file.address for file in site.files], site.notices
