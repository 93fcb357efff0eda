"""Addresses: how they are made, how pages point to each other, and that no two are one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from quarterday import edition as editions
from quarterday.edition import edition
from quarterday.problems import DataError
from quarterday.site import AddressTaken, File, Frame, FrameContact, Page, Site, relative, slug

FRAME = Frame("", "", "", True, "en-GB", (), "", FrameContact("", "", "", "", ""), "", "", "", (), (), ())


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("22/23.CSPC.4a", "22-23-cspc-4a"),
        ("Streets found clean", "streets-found-clean"),
        ("  — Children’s services —  ", "childrens-services"),
        ("Café", "cafe"),
        ("A--B__C", "a-b-c"),
        ("already-a-slug", "already-a-slug"),
        ("£%", ""),
        ("", ""),
    ],
)
def test_a_code_or_a_name_becomes_a_part_of_an_address(words: str, address: str) -> None:
    assert slug(words) == address


@pytest.mark.parametrize(
    ("address", "page", "link"),
    [
        ("measures/m1/", "", "measures/m1/"),
        ("measures/m1/", "measures/m1/", "../../measures/m1/"),
        ("measures/m1/", "actions/", "../measures/m1/"),
        ("", "actions/", "../"),
        ("", "quarters/2022-23-q1/x/", "../../../"),
        ("", "", "./"),
        ("data/measures.csv", "data/", "../data/measures.csv"),
    ],
)
def test_a_link_is_relative_to_its_page(address: str, page: str, link: str) -> None:
    assert relative(address, page) == link


@pytest.mark.parametrize(
    ("first", "second"),
    [("measures/m1/", "measures/m1/"), ("measures/m1/", "measures/M1/"), ("straße/", "STRASSE/"), ("", "")],
)
def test_two_pages_do_not_share_an_address(first: str, second: str) -> None:
    with pytest.raises(AddressTaken, match=f"^two pages have the address '{second}'$"):
        Site(FRAME, (Page(first, "One", str), Page(second, "Two", str)))


def test_two_downloads_do_not_share_an_address() -> None:
    with pytest.raises(AddressTaken):
        Site(FRAME, (), (File("data/Measures.csv", list), File("data/measures.csv", list)))


def test_pages_with_addresses_of_their_own_make_a_site() -> None:
    site = Site(FRAME, (Page("", "Home", str), Page("a/", "A", str)), (File("a.csv", list),))
    assert [page.address for page in site.pages] == ["", "a/"]


def test_a_site_is_never_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Site(FRAME, ()).pages = ()  # type: ignore[misc]


def test_an_address_that_is_taken_is_a_problem_with_the_data(smallshire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def of_two_pages(*_: object) -> Site:
        return Site(FRAME, (Page("a/", "One", str), Page("A/", "Two", str)))

    monkeypatch.setattr(editions, "site", of_two_pages)
    with pytest.raises(DataError, match=r"^data:1:1: two pages have the address 'A/'$"):
        edition(smallshire)


def test_every_page_of_a_site_has_a_title_a_description_and_one_main_heading(smallshire: Path) -> None:
    pages = edition(smallshire).site.pages
    assert pages
    for page in pages:
        assert page.address == "" or page.address.endswith("/")
        assert page.title and page.description, page.address
        assert page.content.count("<h1") == 1, page.address


def test_a_page_is_drawn_when_it_is_asked_for_and_once() -> None:
    asked: list[str] = []

    def draw() -> str:
        asked.append("drawn")
        return "<h1>A</h1>"

    page = Page("a/", "A", draw)
    assert asked == []
    assert (page.content, page.content, asked) == ("<h1>A</h1>", "<h1>A</h1>", ["drawn"])


def test_a_file_is_drawn_when_it_is_asked_for_and_once() -> None:
    asked: list[str] = []

    def draw() -> list[bytes]:
        asked.append("drawn")
        return ["é".encode(), b",b"]

    file = File("a.csv", draw)
    assert (file.is_drawn, asked) == (False, [])
    assert (file.content, file.length, file.content, asked) == (b"\xc3\xa9,b", 4, b"\xc3\xa9,b", ["drawn"])


def test_a_file_is_stored_part_by_part_and_is_not_held(tmp_path: Path) -> None:
    sizes: list[int] = []

    def draw() -> Iterator[bytes]:
        for _ in range(3):
            [unfinished] = tmp_path.iterdir()
            sizes.append(unfinished.stat().st_size)
            yield bytes(2**20)

    file = File("a.csv", draw)
    file.keep_at(tmp_path / "a.csv")
    file.store()
    assert sizes == [0, 2**20, 2**21]
    assert (file.stored, file.is_drawn, file.length, len(sizes)) == (tmp_path / "a.csv", False, 3 * 2**20, 3)


def test_a_file_that_was_drawn_is_stored_as_it_was_drawn(tmp_path: Path) -> None:
    drawn = iter([[b"first"], [b"second"]])
    file = File("a.csv", lambda: next(drawn))
    assert file.content == b"first"
    file.keep_at(tmp_path / "a.csv")
    file.store()
    assert (file.is_drawn, file.content, (tmp_path / "a.csv").read_bytes()) == (False, b"first", b"first")


def test_a_file_that_another_process_has_stored_is_not_drawn_here(tmp_path: Path) -> None:
    file = File("a.csv", lambda: [b"here"])
    file.keep_at(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_bytes(b"there")
    assert (file.content, file.length, file.is_drawn) == (b"there", 5, False)


def test_a_file_whose_drawing_fails_is_not_stored(tmp_path: Path) -> None:
    def draw() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("no figure")

    file = File("a.csv", draw)
    file.keep_at(tmp_path / "a.csv")
    with pytest.raises(ValueError, match="no figure"):
        file.store()
    assert file.stored is None
