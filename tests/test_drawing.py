"""Pages drawn by several processes are the pages that one would draw."""

from __future__ import annotations

import os
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


def by_whom_in_bytes(at: int) -> bytes:
    return by_whom(at).encode()


def measures(count: int) -> Site:
    home = Page("", "Home", partial(by_whom, -1), section="home")
    pages = (Page(f"measures/{at}/", str(at), partial(by_whom, at), section="measures") for at in range(count))
    return Site(FRAME, (home, *pages))


def test_many_pages_are_drawn_by_other_processes_and_stay_in_their_order() -> None:
    contents = [page.content.split() for page in drawn(measures(MANY), 2).pages]
    assert [int(at) for at, _ in contents] == list(range(-1, MANY))
    assert str(os.getpid()) not in {process for _, process in contents}


def test_a_download_whose_size_a_page_tells_is_drawn_with_it_and_any_other_when_it_is_asked_for() -> None:
    told, untold = (File(f"data/{name}.csv", partial(by_whom_in_bytes, at)) for at, name in enumerate(("a", "b")))

    def page_that_tells() -> str:
        return f"{told.length} bytes"

    many = measures(MANY)
    site = Site(FRAME, (*many.pages, Page("data/", "Data", page_that_tells)), (told, untold))
    here = str(os.getpid()).encode()
    assert [file.content.endswith(here) for file in drawn(site, 2).files] == [False, True]


def test_a_download_drawn_on_the_way_is_held_by_no_process_that_draws(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    told = File("data/a.csv", b"a,b\r\n".__bytes__)
    page = Page("data/", "Data", lambda: f"{told.length} bytes")
    monkeypatch.setattr(drawing, "_site", Site(FRAME, (page,), (told,)), raising=False)
    assert drawing._contents(tmp_path, [0]) == {0: "5 bytes"}
    assert (tmp_path / "0").read_bytes() == b"a,b\r\n"
    assert told.handed_over() is None


def test_a_few_pages_are_left_until_they_are_asked_for() -> None:
    few = measures(MANY - 1)
    assert drawn(few, 2) is few


def test_one_core_draws_as_it_goes() -> None:
    many = measures(MANY)
    assert drawn(many, 1) is many


def test_a_page_that_cannot_be_drawn_stops_the_build() -> None:
    def fail() -> str:
        raise ValueError("the chart 'x' should have a number")

    many = measures(MANY)
    broken = Site(FRAME, (*many.pages, Page("broken/", "Broken", fail)))
    with pytest.raises(ValueError, match="the chart 'x' should have a number"):
        drawn(broken, 2)
