"""Pages drawn by several processes are the pages that one would draw."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

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


def test_the_list_of_many_pages_is_drawn_with_what_it_has_in_common_with_others(tmp_path: Path) -> None:
    home, listed, *_ = (page.content.split()[1] for page in drawn(measures(MANY), tmp_path, 2).pages)
    assert home == listed


def test_what_was_drawn_lies_in_the_folder_until_it_is_asked_for(tmp_path: Path) -> None:
    file = File("data/a.csv", lambda: [b"a,", b"\xc3\xa9\r\n"])
    site = drawn(measures(MANY, (file,)), tmp_path, 2)
    (stored,) = site.files
    assert stored.stored is not None and stored.stored.parent == tmp_path
    assert (stored.stored.read_bytes(), stored.content) == (b"a,\xc3\xa9\r\n", b"a,\xc3\xa9\r\n")
    assert all("content" not in vars(page) for page in site.pages)
    assert len(list(tmp_path.iterdir())) == len(site.pages) + 1


def test_a_download_is_drawn_before_a_page_tells_its_size_and_not_again(tmp_path: Path) -> None:
    drawings = tmp_path / "drawings"

    def draw() -> list[bytes]:
        with drawings.open("a") as file:
            file.write("drawn ")
        return [b"a,b"]

    told = File("data/a.csv", draw)
    many = measures(MANY, (told,))
    (folder := tmp_path / "drawn").mkdir()
    data = Page("data/", "Data", lambda: f"{told.length} bytes", section="data")
    site = drawn(Site(FRAME, (*many.pages, data), many.files), folder, 2)
    assert (site.pages[-1].content, drawings.read_text()) == ("3 bytes", "drawn ")


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
