"""Pages drawn by several processes are the pages that one would draw."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest
from pytest import MonkeyPatch

from quarterday import drawing
from quarterday.drawing import MANY, drawn
from quarterday.site import File, Frame, FrameContact, Page, Site

FRAME = Frame("", "", "", True, "en-GB", (), "", FrameContact("", "", "", "", ""), "", "", "", (), (), ())


def by_whom(at: int) -> str:
    return f"{at} {os.getpid()}"


def measures(count: int, files: tuple[File, ...] = ()) -> Site:
    home = Page("", "Home", partial(by_whom, -1), section="home")
    listed = Page("measures/", "Measures", partial(by_whom, -2), section="measures")
    pages = (Page(f"measures/{at}/", str(at), partial(by_whom, at), section="measures") for at in range(count))
    return Site(FRAME, (home, listed, *pages), files)


def test_many_pages_are_drawn_by_other_processes_and_stay_in_their_order(tmp_path: Path) -> None:
    contents = [page.content.split() for page in drawn(measures(MANY), tmp_path, 2).pages]
    assert [int(at) for at, _ in contents] == [-1, -2, *range(MANY)]
    assert str(os.getpid()) not in {process for _, process in contents}


def test_the_pages_of_a_small_section_are_drawn_by_one_process(tmp_path: Path) -> None:
    many = measures(MANY)
    since = tuple(Page(f"changes/since-{at}/", str(at), partial(by_whom, at), section="changes") for at in range(9))
    site = drawn(Site(FRAME, (*many.pages, *since)), tmp_path, 2)
    assert len({page.content.split()[1] for page in site.pages if page.section == "changes"}) == 1


def test_what_was_drawn_lies_in_the_folder_until_it_is_asked_for(tmp_path: Path) -> None:
    file = File("data/a.csv", lambda: [b"a,", b"\xc3\xa9\r\n"])
    site = drawn(measures(MANY, (file,)), tmp_path, 2)
    assert file.stored is not None and file.stored.parent == tmp_path
    assert (file.stored.read_bytes(), file.content, file.is_drawn) == (b"a,\xc3\xa9\r\n", b"a,\xc3\xa9\r\n", False)
    assert all("content" not in vars(page) for page in site.pages)
    assert len(list(tmp_path.iterdir())) == len(site.pages) + 1


def test_a_download_that_is_drawn_for_its_size_is_stored_with_the_page_and_not_drawn_again(
    tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    drawings: list[str] = []

    def draw() -> list[bytes]:
        drawings.append("drawn")
        return [b"a,b"]

    told = File("data/a.csv", draw)
    told.keep_at(tmp_path / "told")
    pages = [Page(address, address, lambda: f"{told.length} bytes") for address in ("a/", "data/")]
    monkeypatch.setattr(drawing, "_site", Site(FRAME, tuple(pages), (told,)), raising=False)
    for task in ([0], [1]):
        drawing._store(tmp_path, task)
        assert not told.is_drawn
    drawing._store_downloads(tmp_path, [])
    assert (told.content, drawings) == (b"a,b", ["drawn"])
    assert [(tmp_path / f"page-{at}").read_text() for at in (0, 1)] == ["3 bytes", "3 bytes"]


def test_the_pages_that_tell_of_all_downloads_are_drawn_when_those_are_stored(tmp_path: Path) -> None:
    def draw() -> list[bytes]:
        time.sleep(0.3)  # while which the other process has nothing else to do
        return [b"{}"]

    told = File("data/all.json", draw)
    many = measures(MANY, (told,))
    data = Page("data/", "Data", lambda: f"{told.stored is not None}", section="data")
    site = drawn(Site(FRAME, (data, *many.pages), many.files), tmp_path, 2)
    assert site.pages[0].content == "True"


def test_a_few_pages_are_left_until_they_are_asked_for(tmp_path: Path) -> None:
    few = measures(MANY - 2)
    assert drawn(few, tmp_path, 2) is few


def test_one_core_draws_as_it_goes(tmp_path: Path) -> None:
    many = measures(MANY)
    assert drawn(many, tmp_path, 1) is many


def test_a_page_that_cannot_be_drawn_stops_the_build(tmp_path: Path) -> None:
    def fail() -> str:
        raise ValueError("the chart 'x' should have a number")

    many = measures(MANY)
    broken = Site(FRAME, (*many.pages, Page("broken/", "Broken", fail)))
    with pytest.raises(ValueError, match="the chart 'x' should have a number"):
        drawn(broken, tmp_path, 2)
