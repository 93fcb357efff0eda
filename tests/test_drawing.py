"""Pages drawn by several processes are the pages that one would draw."""

from __future__ import annotations

import os
from functools import partial

import pytest

from quarterday.drawing import MANY, drawn
from quarterday.site import Frame, FrameContact, Page, Site

FRAME = Frame("", "", "", True, "en-GB", (), "", FrameContact("", "", "", "", ""), "", "", "", (), (), ())


def by_whom(at: int) -> str:
    return f"{at} {os.getpid()}"


def measures(count: int) -> Site:
    home = Page("", "Home", partial(by_whom, -1), section="home")
    pages = (Page(f"measures/{at}/", str(at), partial(by_whom, at), section="measures") for at in range(count))
    return Site(FRAME, (home, *pages))


def test_many_pages_are_drawn_by_other_processes_and_stay_in_their_order() -> None:
    contents = [page.content.split() for page in drawn(measures(MANY), 2).pages]
    assert [int(at) for at, _ in contents] == list(range(-1, MANY))
    drawn_here = [at for at, process in contents if int(process) == os.getpid()]
    assert drawn_here == ["0"]


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
