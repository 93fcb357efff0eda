"""All editions as the public would see them, on this machine alone: published ones as they are, others as drafts."""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from quarterday import building
from quarterday.branch import Refused, State
from quarterday.periods import Quarter
from quarterday.placing import in_place_when_made
from quarterday.publishing import Publisher
from quarterday.records import SHELF, Shelf, Shelved
from quarterday.report import report
from quarterday.repository import LATEST
from quarterday.site import Standing
from quarterday.source import Source, working_tree
from quarterday.terminal import counting


def preview(run: Publisher, to: Path | None, port: int) -> None:
    """Build the whole site, and serve it until it is stopped; with ``to``, write it there instead.

    Raises DataError, Refused, GitFailed.
    """
    source = working_tree(run.repository, run.site)
    state = run.branch.state()
    drafts = [one.quarter for one in source.data.quarters if run.is_a_draft(source.data, state, one.quarter)]
    if to is not None:
        if to.exists() and any(to.iterdir()) and not (to / SHELF).is_file():
            raise Refused(f"{to} has files in it that are no preview; name an empty folder, or a new one.")
        with in_place_when_made(to.resolve()) as made:
            _build(run, source, state, drafts, made)
        run.tell(f"Wrote it to {to}/; open {to}/quarters/index.html")
        return
    folder = run.work / "preview"
    _build(run, source, state, drafts, folder)
    with ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=folder)) as server:
        run.tell(f"Serving all quarters at http://127.0.0.1:{server.server_port}/ (Ctrl+C stops it)")
        server.serve_forever()


def _build(run: Publisher, source: Source, state: State, drafts: list[Quarter], to: Path) -> None:
    to.mkdir(parents=True)
    if state.tip:
        run.repository.export(state.tip, to, run.branch.prefix)
    with counting("Building drafts", len(drafts)) as done:
        for quarter in drafts:
            run.tell(f"Building a draft of {quarter.title}")
            shutil.rmtree(to / quarter.name, ignore_errors=True)
            building.build(source.site, quarter.name, to / quarter.name, Standing.DRAFT, source.environment)
            done()
    shelf = with_drafts(state.shelf, {one: report(source.data, one).counts for one in drafts}, run.now)
    if shelf.latest:
        shutil.rmtree(to / LATEST, ignore_errors=True)
        shutil.copytree(to / shelf.latest.quarter, to / LATEST)
    held = run.work / SHELF
    held.write_text(shelf.written(), encoding="utf-8")
    building.build_root(source.site, held, run.work / "pages", source.environment)
    shutil.copytree(run.work / "pages", to, dirs_exist_ok=True)


def with_drafts(shelf: Shelf, counts: dict[Quarter, dict[str, dict[str, int]]], now: datetime) -> Shelf:
    """The shelf with drafts on it, in the place of what they would replace."""
    drafts = {
        quarter.name: Shelved(quarter=quarter.name, published=now, counts=of, draft=True)
        for quarter, of in counts.items()
    }
    held = {edition.quarter: edition for edition in shelf.editions} | drafts
    return shelf.model_copy(update={"editions": tuple(sorted(held.values(), key=lambda edition: edition.when))})


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass
