"""The second driver writes what the first one builds."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from quarterday.edition import edition
from quarterday.site import File, Frame, FrameContact, Page, Site
from quarterday.writing import MARK, FolderInUse, with_front_matter, write

FRAME = Frame("", "", "", True, "en-GB", (), "", FrameContact("", "", "", "", ""), "", "", "", (), (), ())


def a_site(*pages: Page, files: tuple[File, ...] = ()) -> Site:
    return Site(FRAME, pages, files)


def held_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_page_is_front_matter_and_the_html_of_its_body() -> None:
    page = Page(
        "measures/m1/",
        "Streets: “clean”, 92%",
        lambda: "\n<h1>Streets</h1>\n",
        description="Found clean",
        section="measures",
        crumbs=(("At a glance", ""), ("Measures", "measures/")),
    )
    assert with_front_matter(page).decode() == (
        "---\n"
        "title: 'Streets: “clean”, 92%'\n"
        "description: Found clean\n"
        "section: measures\n"
        "crumbs:\n"
        "- title: At a glance\n"
        "  address: ''\n"
        "- title: Measures\n"
        "  address: measures/\n"
        "---\n"
        "\n"
        "<h1>Streets</h1>\n"
    )


@pytest.mark.parametrize("title", ["no", "12:30", "a # b", "* a", "two\nlines", "x" * 300, "a: b", "", "'\"", "…"])
def test_front_matter_holds_whatever_a_title_holds(title: str) -> None:
    _, front, body = with_front_matter(Page("", title, lambda: "<h1>A</h1>")).decode().split("---\n")
    assert yaml.safe_load(front)["title"] == title
    assert body == "\n<h1>A</h1>\n"


def test_every_page_and_download_of_a_site_is_written_and_no_other_file(smallshire: Path, tmp_path: Path) -> None:
    site = edition(smallshire).site
    to = tmp_path / "written"
    assert write(site, to) == len(site.pages) + len(site.files)
    assert held_in(to) == {
        MARK,
        *(f"{page.address}index.md" for page in site.pages),
        *(file.address for file in site.files),
    }
    for page in site.pages:
        body = (to / page.address / "index.md").read_text(encoding="utf-8").split("---\n\n", 1)[1]
        assert body == f"{page.content.strip()}\n"
    for file in site.files:
        assert (to / file.address).read_bytes() == file.content


def test_a_folder_that_we_wrote_is_replaced_whole(tmp_path: Path) -> None:
    to = tmp_path / "written"
    write(a_site(Page("old/", "Old", lambda: "old"), Page("", "Home", lambda: "first")), to)
    write(a_site(Page("", "Home", lambda: "second")), to)
    assert held_in(to) == {MARK, "index.md"}
    assert (to / "index.md").read_text().endswith("second\n")
    assert list(tmp_path.iterdir()) == [to]


def test_an_empty_folder_may_be_written_to(tmp_path: Path) -> None:
    to = tmp_path / "written"
    to.mkdir()
    write(a_site(Page("", "Home", lambda: "home")), to)
    assert held_in(to) == {MARK, "index.md"}


def test_a_folder_that_another_wrote_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear council")
    with pytest.raises(FolderInUse, match="has files in it that quarterday did not write"):
        write(a_site(Page("", "Home", lambda: "home")), tmp_path)
    assert held_in(tmp_path) == {"letter.txt"}


def test_what_is_written_is_as_open_to_others_as_any_new_folder(tmp_path: Path) -> None:
    write(a_site(Page("", "Home", lambda: "home")), tmp_path / "written")
    (tmp_path / "any").mkdir()
    assert (tmp_path / "written").stat().st_mode == (tmp_path / "any").stat().st_mode
